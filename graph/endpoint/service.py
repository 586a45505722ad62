"""The service: the pool with what it takes to turn names into terms and answers into tables."""

from __future__ import annotations

import sqlite3
import sys
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rdflib import Literal

from graph.endpoint.problems import SILENT, ProblemError
from graph.errors import InnspillError
from graph.gazetteer import Gazetteer, load
from graph.model import Candidate
from graph.namespaces import ACTOR, DOCUMENT
from graph.queries import composed, kept_answer, library, prepared, resolve
from graph.queries.paging import asked, cut, pageable
from graph.store.cells import from_json, from_triples

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from graph.endpoint.pool import Pool
    from graph.queries import Page
    from graph.store.index import Index
    from graph.tables import Table

RESULTS = ("application/sparql-results+json", "application/n-triples")
#: Bytes of a query the service makes itself: it may name every item that holds some words.
LONGEST = 4_000_000
CANDIDATES = "SELECT DISTINCT (STR(?a) AS ?iri) ?l WHERE { ?a a inn:Candidate ; inn:shortLabel ?l }"
DOCUMENTS = "SELECT DISTINCT (STR(?d) AS ?iri) WHERE { ?d a inn:Document }"


@dataclass(eq=False)
class Service:
    """Answers for the routes; :meth:`learn` before the first."""

    pool: Pool
    index: Index | None = None
    gazetteer: Gazetteer = field(default_factory=load)
    slugs: tuple[str, ...] = ()

    async def learn(self) -> None:
        """Ask the graph which documents and unknown organisations it holds."""
        rows = (await self.table(CANDIDATES)).rows
        found = sorted(Candidate(str(a).removeprefix(ACTOR), str(label)) for a, label in rows)
        self.gazetteer = load().including(found)
        names = self.index.parts() if self.index else [str(r[0]) for r in (await self.table(DOCUMENTS)).rows]
        self.slugs = tuple(sorted(n.removeprefix(DOCUMENT) for n in names if n.startswith(DOCUMENT)))

    def become(self, other: Service) -> Service:
        """Serve what another serves from now on; what was served until now."""
        old = Service(self.pool, self.index, self.gazetteer, self.slugs)
        self.pool, self.index = other.pool, other.index
        self.gazetteer, self.slugs = other.gazetteer, other.slugs
        return old

    async def close(self) -> None:
        """End the workers and let the index go."""
        await self.pool.close()
        if self.index:
            self.index.close()

    def holding(self, words: str) -> Iterable[str] | None:
        """The items whose text holds some words, where there is an index."""
        try:
            return self.index.holding(words, "item") if self.index else None
        except sqlite3.Error as error:
            self._let_go(error)
            return None

    def remembered(self, question: str) -> Table | None:
        """The answer worked out at load, where there is one."""
        try:
            return self.index.remembered(question) if self.index else None
        except sqlite3.Error as error:
            self._let_go(error)
            return None

    def _let_go(self, error: sqlite3.Error) -> None:
        """Go on without an index that was damaged while it was open."""
        told = InnspillError("index-damaged", cure="index-damaged-cure", reason=error)
        sys.stderr.write(f"innspill: {told}\n")
        self.index = None

    async def table(self, text: str) -> Table:
        """The answer to SPARQL as a table.

        Raises:
            ProblemError: it was refused or stopped.
        """
        reply = await self.pool.ask(text, RESULTS, longest=LONGEST)
        if reply.status != 200:  # noqa: PLR2004
            raise ProblemError(reply.status, reply.problem or SILENT)
        return from_json(reply.body) if reply.media_type == RESULTS[0] else from_triples(reply.body)

    async def answer(self, name: str, given: Mapping[str, str], language: str) -> Table:
        """The whole answer to a named query.

        Raises:
            ProblemError: there is no such query, or an argument is not understood.
        """
        return (await self.page(name, given, language, 0)).table

    async def page(self, name: str, given: Mapping[str, str], language: str, count: int) -> Page:
        """The first rows of the answer to a named query; all where ``count`` is 0.

        Raises:
            ProblemError: there is no such query, an argument is not understood, or it takes too long.
        """
        if name not in library():
            raise ProblemError(404, "no-such-query", name=name)
        query = library()[name]
        made = prepared(query.text)
        try:
            terms = resolve(query, given, self.gazetteer, self.slugs)
            if count and pageable(query.text) and "document" not in terms:
                asking = asked(self, made, count, {**terms, "language": Literal(language)}, self.slugs)
                page = await self._asked(asking)
            else:
                kept = None if terms else kept_answer(self, made, language)
                table = kept or await self.table(composed(self, made, terms, language))
                page = cut(table, count or len(table.rows))
        except InnspillError as error:
            raise ProblemError(400, error.sentence()) from None
        return replace(page, table=replace(page.table, title=query.title.of(language)))

    async def _asked(self, asking: Generator[str, Table, Page]) -> Page:
        """A page asked query by query, which together may take as long as one.

        Raises:
            ProblemError: one was refused, or they take too long.
        """
        end = time.monotonic() + self.pool.bounds.seconds
        try:
            text = next(asking)
            while time.monotonic() < end:
                text = asking.send(await self.table(text))
        except StopIteration as done:
            page: Page = done.value
            return page
        raise ProblemError(422, "stopped", seconds=f"{self.pool.bounds.seconds:.3g}")
