"""The report's section over time: what still waits, what is new and gone, who moved."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.comparison import Change, Facet, counts, difference, in_a_row, is_moved, waiting, years_of
from graph.markdown import plain, table
from graph.messages import messages
from graph.recurrence import lineages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.asks import Ask
    from graph.comparison import Difference, Thread
    from graph.gazetteer import Gazetteer

#: How many rows are read without tiring.
ROWS: Final = 12


def trends(threads: Sequence[Thread], gazetteer: Gazetteer, language: str = "nb") -> str:
    """The section, in Markdown; empty where the threads are of fewer than two years."""
    return _Trends(threads, gazetteer, language).text() if len(years_of(threads)) > 1 else ""


class _Trends:
    def __init__(self, threads: Sequence[Thread], gazetteer: Gazetteer, language: str) -> None:
        self.threads, self.gazetteer, self.language = threads, gazetteer, language
        self.say, self.states = messages("trends", language), messages("recurrence", language)
        self.lineages = lineages(gazetteer)
        self.years = years_of(threads)

    def text(self) -> str:
        last = self._between(*self.years[-2:])
        named = {"first": self.years[-2], "last": self.years[-1]}
        parts = [
            f"## {self.say['title']}",
            f"### {self.say['waiting']}",
            self._list(map(self._waiting, waiting(self.threads))) or self.say["waiting-none"],
            f"### {self.say['years']}",
            table(self.say["years-columns"].split("|"), [self._row(a, b) for a, b in pairwise(self.years)]),
            *self._section("moved", self._list(self._moved(t) for t in self._all_moved())),
            *self._section("answered", self._list(self._answered(t) for t in self.threads if t.answers)),
            f"### {self.say['addressee'].format(**named)}",
            self._facet(last, Facet.ADDRESSEE, "facet-columns"),
            f"### {self.say['theme'].format(**named)}",
            self._facet(last, Facet.THEME, "theme-columns"),
            self.say["how"],
        ]
        return "\n\n".join(part for part in parts if part)

    def _section(self, key: str, body: str) -> list[str]:
        return [f"### {self.say[key]}", body] if body else []

    def _list(self, lines: Iterable[str]) -> str:
        return "\n".join(f"- {line}" for line in lines)

    def _between(self, before: str, after: str) -> Difference:
        def documents(year: str) -> set[str]:
            return {ask.document for thread in self.threads for ask in thread.asks if ask.year == year}

        return difference(self.threads, documents(before), documents(after), self.lineages)

    def _row(self, before: str, after: str) -> tuple[str, ...]:
        found = self._between(before, after)
        sizes = [len(some) for some in (found.new, found.still, found.gone, found.moved)]
        return (before, after, *map(str, sizes))

    def _waiting(self, thread: Thread) -> str:
        row, status = in_a_row(thread, self.years), self.states[thread.status.value]
        if row == len(thread.years):
            said = self.say["asked-years"].format(years=row, status=status)
        else:
            said = self.say["asked-of"].format(
                count=len(thread.years), all=len(self.years), last=thread.years[-1], status=status
            )
        return f"{plain(thread.core.text)} – {said}, {self._asked(thread.asks)}"

    def _asked(self, asks: Sequence[Ask]) -> str:
        names = self._names(asks)
        return self.say["of"].format(names=names) if names else self.say["of-nobody"]

    def _names(self, asks: Sequence[Ask]) -> str:
        actors = dict.fromkeys(actor for ask in asks for actor in ask.addressees)
        return ", ".join(plain(self.gazetteer.actors[a].short) for a in actors if a in self.gazetteer.actors)

    def _all_moved(self) -> list[Thread]:
        return [t for t in self.threads if len(t.years) > 1 and is_moved(*self._ends(t), self.lineages)]

    def _ends(self, thread: Thread) -> tuple[list[Ask], list[Ask]]:
        """Its items of the first year and of the last."""
        first, last = thread.years[0], thread.years[-1]
        return [a for a in thread.asks if a.year == first], [a for a in thread.asks if a.year == last]

    def _moved(self, thread: Thread) -> str:
        old, new = self._ends(thread)
        return self.say["moved-line"].format(
            text=plain(thread.core.text),
            before=self._names(old),
            first=thread.years[0],
            after=self._names(new),
            last=thread.years[-1],
        )

    def _answered(self, thread: Thread) -> str:
        last = thread.answers[-1]
        status = self.states[last.status.value]
        if thread.again:
            status = self.say["again"].format(status=status, year=last.when[:4])
        said = "said" if last.when else "said-no-date"
        who = self.say[said].format(who=plain(last.who), when=last.when) if last.who else ""
        return self.say["answered-line"].format(text=plain(thread.core.text), status=status) + who

    def _facet(self, found: Difference, facet: Facet, columns: str) -> str:
        rows = [
            (plain(self._label(value)), *(str(some.get(change, 0)) for change in Change))
            for value, some in counts(found, facet)[:ROWS]
        ]
        return table(self.say[columns].split("|"), rows)

    def _label(self, concept: str) -> str:
        actor = self.gazetteer.actors.get(concept)
        return actor.short if actor else self.gazetteer.label(concept, self.language)
