"""The analysis in plain words. The sentences are data, in ``ontology/messages``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.messages import messages
from graph.model import Kind
from graph.papers.paper import Block, Bullets, Grid, Heading, Paper, Text
from graph.papers.trends import trends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.analysis import Analysis, Standing, Tie
    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.projection import Entry

#: How many rows and sentences are read without tiring.
ROWS: Final = 12
SENTENCES: Final = 3
#: So many documents are named.
MOST_TITLES: Final = 20


def overview(
    analysis: Analysis, gazetteer: Gazetteer, language: str = "nb", threads: Sequence[Thread] = ()
) -> Paper:
    """The networks' findings as a paper, in ``nb``, ``nn`` or ``en``; over time where years differ."""
    made = _Overview(analysis, gazetteer, language, threads)
    return Paper(made.say["title"], made.titles(), language, tuple(made.blocks()))


class _Overview:
    def __init__(
        self, analysis: Analysis, gazetteer: Gazetteer, language: str, threads: Sequence[Thread]
    ) -> None:
        self.analysis, self.gazetteer, self.language = analysis, gazetteer, language
        self.threads = threads
        self.say = messages("report", language)

    def blocks(self) -> Iterator[Block]:
        """Everything below the title."""
        yield Text(self._kinds())
        yield from self._section("short", [self._sentences()])
        yield from trends(self.threads, self.gazetteer, self.language)
        yield from self._section("actors", self._actors())
        yield from self._section("groups", [self._groups()])
        yield from self._section("partners", self._pairs(self.analysis.partners))
        yield from self._section("themes", [*self._themes(), *self._theme_pairs()])
        questions = self.analysis.kinds.get(Kind.QUESTION, 0)
        yield from self._section("unowned", [self._items(self.analysis.unowned, self.analysis.unowned_count)])
        yield from self._section("questions", [self._items(self.analysis.questions, questions)])
        yield Heading(self.say["how"])
        yield Text(self.say["how-text"])

    def _section(self, key: str, body: Sequence[Block]) -> list[Block]:
        filled = [block for block in body if not isinstance(block, Bullets) or block.points]
        return [Heading(self.say[key]), *(filled or [Text(self.say["none"])])]

    def _kinds(self) -> str:
        kinds = self.analysis.kinds
        return self.say["kinds"].format(
            items=sum(kinds.values()),
            proposals=kinds.get(Kind.PROPOSAL, 0),
            questions=kinds.get(Kind.QUESTION, 0),
            observations=kinds.get(Kind.OBSERVATION, 0),
        )

    def _sentences(self) -> Bullets:
        found = self.analysis
        lines = [self._standing(s, n) for n, s in enumerate(found.standings[:SENTENCES])]
        linking = max(found.standings, key=lambda s: (s.between, s.asked), default=None)
        if linking and linking.between:
            lines.append(self.say["linking"].format(actor=self._name(linking.actor), ties=linking.ties))
        if found.together:
            first = found.together[0]
            lines.append(
                self.say["together"].format(
                    one=self._name(first.one), other=self._name(first.other), count=first.weight
                )
            )
        if found.unowned_count:
            lines.append(self.say["unowned-count"].format(count=found.unowned_count))
        return _lines(lines)

    def _standing(self, standing: Standing, place: int) -> str:
        sentence = self.say["middle" if place == 0 else "next"].format(
            actor=self._name(standing.actor), asked=standing.asked, asking=self.analysis.asking
        )
        if standing.by_heading:
            sentence += " " + self.say["by-heading"].format(count=standing.by_heading)
        if standing.themes:
            sentence += " " + self.say["mostly"].format(themes=self._counted(standing.themes[:SENTENCES]))
        return sentence

    def _actors(self) -> list[Block]:
        rows = [
            (
                self._name(s.actor),
                str(s.asked),
                str(s.by_heading),
                str(s.ties),
                self._number(s.between),
                self._number(s.rank),
                self._counted(s.themes[:SENTENCES]),
            )
            for s in self.analysis.standings[:ROWS]
        ]
        return self._table("actors", "actors-columns", rows)

    def _groups(self) -> Bullets:
        points = []
        for group in self.analysis.communities:
            actors = [self._name(n) for n in group if n.startswith("actor:")]
            themes = [self._name(n) for n in group if n.startswith("theme:")]
            if actors and themes:
                points.append((", ".join(actors), ", ".join(themes)))
        return Bullets(tuple(points))

    def _pairs(self, ties: Sequence[Tie]) -> list[Block]:
        rows = [(self._name(t.one), self._name(t.other), str(t.weight)) for t in ties[:ROWS]]
        return self._table("partners", "pairs-columns", rows)

    def _themes(self) -> list[Block]:
        rows = [(self._name(theme), str(count)) for theme, count in self.analysis.themes[:ROWS]]
        return self._table("themes", "themes-columns", rows)

    def _theme_pairs(self) -> list[Block]:
        ties = self.analysis.theme_pairs[:ROWS]
        rows = [(self._name(t.one), self._name(t.other), str(t.weight)) for t in ties]
        return self._table("theme-pairs", "theme-pairs-columns", rows)

    def _items(self, items: Sequence[Entry], count: int) -> Bullets:
        listed = [f"{i.text} ({self.say['line'].format(line=i.line)})" for i in items]
        return _lines([*listed, *self._more(count - len(items))])

    def _more(self, count: int) -> list[str]:
        return [self.say["more"].format(count=count)] if count > 0 else []

    def titles(self) -> tuple[str, ...]:
        """The first titles, and how many more there are."""
        titles = self.analysis.titles
        return (*titles[:MOST_TITLES], *self._more(len(titles) - MOST_TITLES))

    def _table(self, caption: str, columns: str, rows: Sequence[tuple[str, ...]]) -> list[Block]:
        if not rows:
            return []
        numeric = {
            n
            for n in range(len(rows[0]))
            if all(r[n].replace(",", "").replace(".", "").isdigit() for r in rows)
        }
        return [Grid(self.say[caption], tuple(self.say[columns].split("|")), tuple(rows), frozenset(numeric))]

    def _counted(self, pairs: Iterable[tuple[str, int]]) -> str:
        return ", ".join(f"{self._name(key)} ({count})" for key, count in pairs)

    def _name(self, key: str) -> str:
        kind, _, concept = key.partition(":")
        if kind == "actor":
            return self.gazetteer.actors[concept].short
        return self.gazetteer.label(concept, self.language)

    def _number(self, value: float) -> str:
        text = f"{value:.2f}"
        return text if self.language == "en" else text.replace(".", ",")


def _lines(rows: Iterable[str]) -> Bullets:
    return Bullets(tuple(("", row) for row in rows))
