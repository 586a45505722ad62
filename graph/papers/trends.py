"""The report's section over time: what still waits, what is new and gone, who moved."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.comparison import Change, Facet, counts, difference, in_a_row, is_moved, waiting, years_of
from graph.messages import messages
from graph.papers.paper import Block, Bullets, Grid, Heading, Text
from graph.recurrence import lineages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.asks import Ask
    from graph.comparison import Difference, Thread
    from graph.gazetteer import Gazetteer

#: How many rows are read without tiring.
ROWS: Final = 12


def trends(threads: Sequence[Thread], gazetteer: Gazetteer, language: str = "nb") -> tuple[Block, ...]:
    """The section; empty where the threads are of fewer than two years."""
    return tuple(_Trends(threads, gazetteer, language).blocks()) if len(years_of(threads)) > 1 else ()


class _Trends:
    def __init__(self, threads: Sequence[Thread], gazetteer: Gazetteer, language: str) -> None:
        self.threads, self.gazetteer, self.language = threads, gazetteer, language
        self.say, self.states = messages("trends", language), messages("recurrence", language)
        self.lineages = lineages(gazetteer)
        self.years = years_of(threads)

    def blocks(self) -> Iterator[Block]:
        last = self._between(*self.years[-2:])
        named = {"first": self.years[-2], "last": self.years[-1]}
        yield Heading(self.say["title"])
        yield Heading(self.say["waiting"], 3)
        yield _list(map(self._waiting, waiting(self.threads))) or Text(self.say["waiting-none"])
        yield Heading(self.say["years"], 3)
        yield self._table("years", "years-columns", [self._row(a, b) for a, b in pairwise(self.years)])
        yield from self._section("moved", _list(map(self._moved, self._all_moved())))
        yield from self._section("answered", _list(self._answered(t) for t in self.threads if t.answers))
        for key, facet in (("addressee", Facet.ADDRESSEE), ("theme", Facet.THEME)):
            title = self.say[key].format(**named)
            yield Heading(title, 3)
            yield self._facet(title, last, facet)
        yield Text(self.say["how"])

    def _section(self, key: str, body: Bullets | None) -> list[Block]:
        return [Heading(self.say[key], 3), body] if body else []

    def _table(self, caption: str, columns: str, rows: Sequence[tuple[str, ...]], first: int = 2) -> Grid:
        """A table whose columns from ``first`` on are figures."""
        heads = tuple(self.say[columns].split("|"))
        return Grid(self.say.get(caption, caption), heads, tuple(rows), frozenset(range(first, len(heads))))

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
        return f"{thread.core.text} – {said}, {self._asked(thread.asks)}"

    def _asked(self, asks: Sequence[Ask]) -> str:
        names = self._names(asks)
        return self.say["of"].format(names=names) if names else self.say["of-nobody"]

    def _names(self, asks: Sequence[Ask]) -> str:
        actors = dict.fromkeys(actor for ask in asks for actor in ask.addressees)
        return ", ".join(self.gazetteer.actors[a].short for a in actors if a in self.gazetteer.actors)

    def _all_moved(self) -> list[Thread]:
        return [t for t in self.threads if len(t.years) > 1 and is_moved(*self._ends(t), self.lineages)]

    def _ends(self, thread: Thread) -> tuple[list[Ask], list[Ask]]:
        """Its items of the first year and of the last."""
        first, last = thread.years[0], thread.years[-1]
        return [a for a in thread.asks if a.year == first], [a for a in thread.asks if a.year == last]

    def _moved(self, thread: Thread) -> str:
        old, new = self._ends(thread)
        return self.say["moved-line"].format(
            text=thread.core.text,
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
        who = self.say[said].format(who=last.who, when=last.when) if last.who else ""
        return self.say["answered-line"].format(text=thread.core.text, status=status) + who

    def _facet(self, caption: str, found: Difference, facet: Facet) -> Grid:
        columns = "theme-columns" if facet is Facet.THEME else "facet-columns"
        rows = [
            (self._label(value), *(str(some.get(change, 0)) for change in Change))
            for value, some in counts(found, facet)[:ROWS]
        ]
        return self._table(caption, columns, rows, first=1)

    def _label(self, concept: str) -> str:
        actor = self.gazetteer.actors.get(concept)
        return actor.short if actor else self.gazetteer.label(concept, self.language)


def _list(lines: Iterable[str]) -> Bullets | None:
    points = tuple(("", line) for line in lines)
    return Bullets(points) if points else None
