"""Asks as entries of a paper, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.messages import messages
from graph.papers.paper import Entry
from graph.papers.progress import progress, thread_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.papers.asks import Ask

#: A heading longer than this is cut in a source line; the line number leads to the whole.
LONGEST_HEADING: Final = 90


class Wording:
    """Says asks in a language.

    ``family`` is who the paper is for, so is not named as asked together; ``threads`` are the asks through
    time, by item.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        language: str,
        family: frozenset[str] = frozenset(),
        threads: Mapping[str, Thread] | None = None,
    ) -> None:
        self.gazetteer, self.language, self.family = gazetteer, language, family
        self.threads = threads or {}
        self.say = messages("brief", language)
        self.terms = messages("terms", language)

    def actor(self, actor: str) -> str:
        """An actor's short name."""
        return self.gazetteer.actors[actor].short

    def full(self, actor: str) -> str:
        """An actor's whole name, with the short one where it is another."""
        name, short = self.gazetteer.label(actor, self.language), self.actor(actor)
        name = name[:1].upper() + name[1:]
        return name if short.lower() == name.lower() else f"{name} ({short})"

    def theme(self, theme: str) -> str:
        """A theme's name in sentence case; what stands for none where it is empty."""
        name = self.gazetteer.label(theme, self.language) if theme else self.say["no-theme"]
        return name[:1].upper() + name[1:]

    def actors(self, actors: Iterable[str]) -> str:
        """Names in a row."""
        return ", ".join(self.actor(actor) for actor in actors)

    def force(self, ask: Ask) -> str:
        """How strongly an item asks, in a word; that it only states where it does not ask."""
        item = ask.item
        return self.terms[f"force-{item.force}"] if item.force else self.terms[f"kind-{item.kind}"]

    def entry(self, number: int, ask: Ask, theme: str = "") -> Entry:
        """One ask; ``theme`` is the one it stands under and need not be named again.

        Those asked with the family are named as that, and those asked where it is not as who is asked.
        """
        others = [actor for actor in ask.asked if actor not in self.family]
        more = [self.gazetteer.label(one, self.language) for one in ask.themes if one != theme]
        thread = thread_of(ask, self.threads)
        notes = (
            ("with" if self.family & set(ask.asked) else "asked-of", self.actors(others)),
            ("cooperate", self.actors(one for one in ask.partners if one not in self.family)),
            ("for", self.actors(ask.beneficiaries)),
            ("also", ", ".join(more)),
            ("progress", progress(thread, self.language) if thread else ""),
        )
        return Entry(
            number=number,
            label=self.force(ask),
            words=_runs(ask),
            language=ask.document.language,
            notes=tuple((self.say[key], value) for key, value in notes if value),
            source=f"{self.say['source'].format(place=self.place(ask))} {self.carried(ask)}".strip(),
        )

    def place(self, ask: Ask) -> str:
        """Document, heading, point, page and line."""
        item = ask.item
        marked = item.marker.strip("–—-*•·▪◦.) ")
        parts = [
            cut(ask.document.title),
            cut(ask.heading),
            self.say["point"].format(marker=item.marker.rstrip(".")) if marked else "",
            self.say["page-number"].format(page=item.page) if item.page else "",
            self.say["line"].format(line=item.line),
        ]
        return ", ".join(part for part in parts if part)

    def carried(self, ask: Ask) -> str:
        """Which words say who is asked, and where they stand."""
        if ask.link is None:
            return self.say["nobody"]
        key = f"carried-{ask.link.basis}" if ask.said or ask.link.basis == "review" else "carried-explicit"
        text, line = ask.said or ("", ask.item.line)
        if ask.by_heading and line == ask.heading_line:
            key = "carried-same-heading"
        return self.say[key].format(quote=ask.link.mention.quote, text=cut(text), line=line)


def _runs(ask: Ask) -> tuple[tuple[str, bool], ...]:
    """The item's text with the words marked that carry the link, where they stand in it."""
    text = ask.item.text
    if ask.link is None or ask.said is not None:
        return ((text, False),)
    start, end = ask.link.mention.start, ask.link.mention.end
    runs = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return tuple(run for run in runs if run[0])


def cut(text: str) -> str:
    """A heading short enough for a line, cut at a word.

    >>> len(cut("bør " * 50)) <= LONGEST_HEADING + 2
    True
    """
    if len(text) <= LONGEST_HEADING:
        return text
    return text[:LONGEST_HEADING].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
