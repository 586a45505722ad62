"""The analysis in plain words, as Markdown. The sentences are data, in ``ontology/messages``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.messages import messages
from graph.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis import Analysis, Standing, Tie
    from graph.gazetteer import Gazetteer
    from graph.projection import Entry

#: How many rows and sentences are read without tiring.
ROWS: Final = 12
SENTENCES: Final = 3
MOST_TITLES: Final = 20


def report(analysis: Analysis, gazetteer: Gazetteer, language: str = "nb") -> str:
    """The report, in Markdown, in ``nb``, ``nn`` or ``en``."""
    return _Report(analysis, gazetteer, language).text()


class _Report:
    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, language: str) -> None:
        self.analysis, self.gazetteer, self.language = analysis, gazetteer, language
        self.say = messages("report", language)

    def text(self) -> str:
        parts = [
            f"# {self.say['title']}",
            self._titles(),
            self._kinds(),
            *self._section("short", self._sentences()),
            *self._section("actors", self._actors()),
            *self._section("groups", self._groups()),
            *self._section("partners", self._pairs(self.analysis.partners)),
            *self._section("themes", self._themes()),
            *self._section("unowned", self._items(self.analysis.unowned, self.analysis.unowned_count)),
            *self._section(
                "questions", self._items(self.analysis.questions, self.analysis.kinds.get(Kind.QUESTION, 0))
            ),
            f"## {self.say['how']}",
            self.say["how-text"],
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _titles(self) -> str:
        titles = self.analysis.titles
        shown = [f"*{_plain(title)}*" for title in titles[:MOST_TITLES]]
        return "\n".join([*shown, *self._more(len(titles) - len(shown))])

    def _more(self, count: int) -> list[str]:
        return [self.say["more"].format(count=count)] if count > 0 else []

    def _section(self, key: str, body: str) -> list[str]:
        return [f"## {self.say[key]}", body or self.say["none"]]

    def _kinds(self) -> str:
        kinds = self.analysis.kinds
        return self.say["kinds"].format(
            items=sum(kinds.values()),
            proposals=kinds.get(Kind.PROPOSAL, 0),
            questions=kinds.get(Kind.QUESTION, 0),
            observations=kinds.get(Kind.OBSERVATION, 0),
        )

    def _sentences(self) -> str:
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
        return "\n".join(f"- {line}" for line in lines)

    def _standing(self, standing: Standing, place: int) -> str:
        sentence = self.say["middle" if place == 0 else "next"].format(
            actor=self._name(standing.actor), asked=standing.asked, asking=self.analysis.asking
        )
        if standing.by_heading:
            sentence += " " + self.say["by-heading"].format(count=standing.by_heading)
        if standing.themes:
            sentence += " " + self.say["mostly"].format(themes=self._counted(standing.themes[:SENTENCES]))
        return sentence

    def _actors(self) -> str:
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
        return self._table("actors-columns", rows)

    def _groups(self) -> str:
        lines = []
        for group in self.analysis.communities:
            actors = [self._name(n) for n in group if n.startswith("actor:")]
            themes = [self._name(n) for n in group if n.startswith("theme:")]
            if actors and themes:
                lines.append("- " + self.say["group"].format(actors=_joined(actors), themes=_joined(themes)))
        return "\n".join(lines)

    def _pairs(self, ties: Sequence[Tie]) -> str:
        rows = [(self._name(t.one), self._name(t.other), str(t.weight)) for t in ties[:ROWS]]
        return self._table("pairs-columns", rows)

    def _themes(self) -> str:
        rows = [(self._name(theme), str(count)) for theme, count in self.analysis.themes[:ROWS]]
        pairs = [
            (self._name(t.one), self._name(t.other), str(t.weight)) for t in self.analysis.theme_pairs[:ROWS]
        ]
        tables = [self._table("themes-columns", rows), self._table("theme-pairs-columns", pairs)]
        return "\n\n".join(table for table in tables if table)

    def _items(self, items: Sequence[Entry], count: int) -> str:
        listed = [f"- {_plain(i.text)} ({self.say['line'].format(line=i.line)})" for i in items]
        return "\n".join([*listed, *(f"- {more}" for more in self._more(count - len(items)))])

    def _table(self, columns: str, rows: Iterable[Sequence[str]]) -> str:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if not lines:
            return ""
        head = self.say[columns].split("|")
        return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines])

    def _counted(self, pairs: Iterable[tuple[str, int]]) -> str:
        return ", ".join(f"{self._name(key)} ({count})" for key, count in pairs)

    def _name(self, key: str) -> str:
        kind, _, concept = key.partition(":")
        if kind == "actor":
            return _plain(self.gazetteer.actors[concept].short)
        return _plain(self.gazetteer.label(concept, self.language))

    def _number(self, value: float) -> str:
        text = f"{value:.2f}"
        return text if self.language == "en" else text.replace(".", ",")


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names)


def _plain(text: str) -> str:
    r"""Text from a document without any effect in Markdown or HTML.

    >>> _plain("<b>*KMD*</b>")
    '\\<b\\>\\*KMD\\*\\</b\\>'
    """
    return re.sub(r"([\\`*_\[\]<>|&])", r"\\\1", " ".join(text.split()))
