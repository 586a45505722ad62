"""A brief as a paper to send to those it asks: a summary, a table, every ask with its source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from graph.papers.asks import FORCES
from graph.papers.entries import Wording, cut
from graph.papers.paper import Block, Bullets, Grid, Heading, Paper, Text
from graph.papers.progress import by_item, thread_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.papers.asks import Ask, Brief

#: How many names a sentence of the summary holds.
NAMED: Final = 3


def letter(brief: Brief, gazetteer: Gazetteer, language: str = "nb", threads: Iterable[Thread] = ()) -> Paper:
    """What one actor is asked, in ``nb``, ``nn`` or ``en``; ``threads`` are the asks through time."""
    made = _Letter(brief, gazetteer, language, by_item(threads))
    words = made.words
    title = words.say["title"].format(actor=words.actor(brief.actor))
    to = words.say["to"].format(actor=words.full(brief.actor))
    return Paper(title, (to, *subjects(brief)), language, tuple(made.blocks()), words.say["page"])


def subjects(brief: Brief) -> tuple[str, ...]:
    """The documents by title, date and file."""
    return tuple(
        ", ".join(part for part in (one.title, one.date, one.source) if part) for one in brief.documents
    )


def numbered(brief: Brief, words: Wording) -> Iterator[Block]:
    """Every ask under its theme, numbered through the paper."""
    number = 0
    for theme, asks in brief.groups:
        yield Heading(words.say["group"].format(theme=words.theme(theme), count=len(asks)), 3)
        for ask in asks:
            number += 1
            yield words.entry(number, ask, theme)


def by_force(brief: Brief, words: Wording) -> Grid:
    """How many asks of each force under each theme, every ask counted once."""
    used = [f for f in FORCES if any(ask.item.force is f for ask in brief.asks)]
    head = [words.terms[f"force-{f}"] if f else words.say["no-force"] for f in used]
    rows = [
        (words.theme(theme), *(str(sum(a.item.force is f for a in asks)) for f in used), str(len(asks)))
        for theme, asks in brief.groups
    ]
    sums = [str(sum(ask.item.force is f for ask in brief.asks)) for f in used]
    total = (words.say["sum"], *sums, str(len(brief.asks)))
    return Grid(
        words.say["overview"],
        (words.say["theme"], *(name.capitalize() for name in head), words.say["sum"]),
        (*(tuple("" if cell == "0" else cell for cell in row) for row in rows), total),
        frozenset(range(1, len(used) + 2)),
        total=True,
    )


class _Letter:
    def __init__(
        self, brief: Brief, gazetteer: Gazetteer, language: str, threads: Mapping[str, Thread]
    ) -> None:
        self.brief = brief
        self.words = Wording(gazetteer, language, brief.family, threads)
        self.say = self.words.say

    def blocks(self) -> Iterator[Block]:
        say, brief = self.say, self.brief
        yield Heading(say["short"])
        yield Bullets(tuple(("", sentence) for sentence in self._sentences()))
        if brief.asks:
            yield Heading(say["overview"])
            yield Text(say["overview-text"])
            yield by_force(brief, self.words)
            yield Heading(say["asks"])
            yield Text(say["asks-text"])
            yield from numbered(brief, self.words)
        yield from self._people()
        yield from self._by_heading()
        if brief.elsewhere:
            yield Heading(say["elsewhere"].format(actor=self._name()))
            first = len(brief.asks) + 1
            yield from (self.words.entry(n, ask) for n, ask in enumerate(brief.elsewhere, first))
        yield Heading(say["about"])
        yield Text(say["about-text"])
        yield Bullets(tuple((d.source, say["checksum"].format(sha256=d.sha256)) for d in brief.documents))

    def _name(self) -> str:
        return self.words.actor(self.brief.actor)

    def _sentences(self) -> Iterator[str]:
        brief, say = self.brief, self.say
        asks = brief.asks
        yield say["asked" if asks else "not-asked"].format(
            actor=self._name(), count=len(asks), items=brief.items
        )
        if not asks:
            return
        forces = Counter(ask.item.force for ask in asks)
        shown = [f"{self.words.terms[f'force-{f}']} ({forces[f]})" for f in FORCES if f and forces[f]]
        if shown:
            yield say["forces"].format(forces=", ".join(shown))
        themes = Counter(theme for ask in asks for theme in ask.themes)
        if themes:
            yield say["themes"].format(themes=self._most(themes, lambda one: self.words.theme(one).lower()))
        joint = Counter(actor for ask in asks for actor in self._others(ask.asked))
        together = sum(bool(self._others(ask.asked)) for ask in asks)
        if joint:
            yield say["joint"].format(count=together, actors=self._most(joint, self.words.actor))
        headed = sum(ask.by_heading for ask in asks)
        if headed:
            yield say["headed"].format(count=headed, actor=self._name())
        followed = [thread for ask in asks if (thread := thread_of(ask, self.words.threads))]
        waiting = {t.key: t for t in followed if t.is_open and len(t.years) > 1}
        if waiting:
            years = max(len(thread.years) for thread in waiting.values())
            yield say["waiting"].format(count=len(waiting), years=years)

    def _others(self, actors: Sequence[str]) -> list[str]:
        return [actor for actor in actors if actor not in self.brief.family]

    def _most(self, counts: Counter[str], name: Callable[[str], str]) -> str:
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], name(pair[0])))
        return ", ".join(f"{name(key)} ({count})" for key, count in ranked[:NAMED])

    def _people(self) -> Iterator[Block]:
        """With whom and for whom, with the numbers of the asks."""
        say = self.say
        kinds: tuple[tuple[str, Callable[[Ask], Sequence[str]]], ...] = (
            ("joint-table", lambda ask: self._others(ask.asked)),
            ("cooperate-table", lambda ask: self._others(ask.partners)),
            ("for-table", lambda ask: ask.beneficiaries),
        )
        for key, actors in kinds:
            found: dict[str, list[int]] = {}
            for number, ask in enumerate(self.brief.asks, 1):
                for actor in actors(ask):
                    found.setdefault(actor, []).append(number)
            ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), self.words.actor(pair[0])))
            rows = tuple((self.words.full(a), str(len(ns)), ", ".join(map(str, ns))) for a, ns in ranked)
            if rows:
                yield Heading(say[key])
                yield Grid(say[key], tuple(say["people-columns"].split("|")), rows, frozenset({1}))

    def _by_heading(self) -> Iterator[Block]:
        headings: dict[tuple[str, int, str], list[int]] = {}
        for number, ask in enumerate(self.brief.asks, 1):
            if ask.by_heading and ask.said:
                headings.setdefault((*ask.said, ask.document.title), []).append(number)
        if not headings:
            return
        say = self.say
        several = len(self.brief.documents) > 1
        yield Heading(say["headings"])
        yield Text(say["headings-text"].format(actor=self._name()))
        yield Bullets(
            tuple(
                (
                    say["numbers"].format(numbers=", ".join(map(str, numbers))),
                    say["heading"].format(text=cut(text), line=line) + (f", {title}" if several else ""),
                )
                for (text, line, title), numbers in headings.items()
            )
        )
