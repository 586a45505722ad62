"""Counting: the queries that count a collection, asked of one batch of documents at a time.

A query whose header says ``# sums: doc`` counts what belongs to one document, which ``?doc`` names, so its
answer over a collection is the sum of its answers over the documents. They are asked of a copy of the
batch in memory, which is ten times faster than the store on disk, and summed (:mod:`graph.store.tally`).
Where it has a HAVING clause, that must say that the first number is more than nought, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rdflib import Literal

from graph.errors import InnspillError
from graph.messages import LANGUAGES
from graph.namespaces import DOCUMENT, PREFIXES
from graph.queries.binding import bound
from graph.queries.library import library
from graph.store.cells import from_json
from graph.store.quads import vocabulary_part
from graph.store.tally import Counting
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.queries.library import NamedQuery
    from graph.store.tally import Row
    from graph.tables import Cell

#: The parts of a counting query; the last GROUP BY is the outermost.
CLAUSES: Final = re.compile(
    r"SELECT (?P<select>.+?) WHERE \{(?P<pattern>.+)\}\s*GROUP BY (?P<group>.+?)"
    r"(?P<having>\s*HAVING .+?)?\s*ORDER BY (?P<order>.+)",
    re.DOTALL,
)
COUNT: Final = re.compile(r"\(.+? AS \?(\w+)\)(?=\s|$)", re.DOTALL)
COMPUTED: Final = re.compile(r"\(.+ AS (\?\w+)\)")
VARIABLE: Final = re.compile(r"\?(\w+)")
ORDERED: Final = re.compile(r"(DESC)?\(?\?(\w+)\)?")


@dataclass(frozen=True)
class Sum:
    """A counting query in one language: how it is asked of some documents, and how its sums are a table."""

    question: str
    text: str
    keys: tuple[str, ...]
    counts: tuple[str, ...]
    columns: tuple[str, ...]
    order: tuple[tuple[bool, str], ...]
    having: bool

    def table(self, totals: Iterable[tuple[tuple[Cell, ...], tuple[int, ...]]]) -> Table:
        """The answer over all documents, from the sums of each row."""
        named = [
            dict(zip((*self.keys, *self.counts), (*key, *numbers), strict=False))
            for key, numbers in totals
            if numbers[0] or not self.having
        ]
        for down, name in reversed(self.order):
            named.sort(key=lambda row, name=name: _place(row[name]), reverse=down)  # type: ignore[misc]
        return Table(self.columns, tuple(tuple(row[c] for c in self.columns) for row in named))


def _place(cell: Cell) -> tuple[int, float, str]:
    """Where a cell stands among others: nothing, numbers, text by code point (SPARQL 1.1, section 15.1)."""
    if cell is None:
        return (0, 0, "")
    return (2, 0, cell) if isinstance(cell, str) else (1, cell, "")


@cache
def sums() -> Mapping[str, Sum]:
    """Every counting query that is a sum, in every language it differs in, by its question."""
    made = (summed(query, language) for query in library().values() if query.sums for language in LANGUAGES)
    return {one.question: one for one in made}


@cache
def document_counts() -> Counting:
    """How the documents of a store are counted: by these queries, with these vocabularies."""
    return Counting(_rules(), counted)


def _rules() -> str:
    texts = "\n".join(f"{question}\n{one.text}" for question, one in sorted(sums().items()))
    return hashlib.sha256(f"{vocabulary_part().digest}\n{texts}".encode()).hexdigest()


def question(text: str, language: str) -> str:
    """The key under which the answer to a query in a language is kept; one without labels has one for all."""
    spoken = language if "?language" in text else ""
    return hashlib.sha256(f"{spoken}\n{text}".encode()).hexdigest()[:32]


def summed(query: NamedQuery, language: str) -> Sum:
    """A counting query as it is asked of some documents: with each document's rows apart.

    Raises:
        InnspillError: it is not one SELECT with counts, GROUP BY and ORDER BY at its end.
    """
    found = CLAUSES.fullmatch(query.text[query.text.index("\nSELECT ") + 1 :].strip())
    if found is None:
        raise InnspillError("odd-sums", where=f"ontology/queries/{query.name}.rq", cure="rewrite-sums")
    keys = tuple(VARIABLE.findall(COMPUTED.sub(r"\1", found["group"])))
    columns = tuple(VARIABLE.findall(COUNT.sub(r"?\1", found["select"])))
    apart = "".join(f" ?{name}" for name in dict.fromkeys((*keys, query.sums)) if name not in columns)
    grouped = found["group"] if query.sums in keys else f"{found['group']} ?{query.sums}"
    asked = f"SELECT {found['select']}{apart} WHERE {{{found['pattern']}}} GROUP BY {grouped}"
    return Sum(
        question=question(query.text, language),
        text=bound(asked, {"language": Literal(language)}),
        keys=keys,
        counts=tuple(COUNT.findall(found["select"])),
        columns=columns,
        order=tuple((bool(down), name) for down, name in ORDERED.findall(found["order"])),
        having=bool(found["having"]),
    )


def counted(documents: Iterable[tuple[str, bytes]]) -> dict[str, list[Row]]:
    """What each document adds to each sum.

    Args:
        documents: the IRI of each and all its triples, as N-Triples.
    """
    import pyoxigraph

    given = dict(documents)
    found: dict[str, list[Row]] = {name: [] for name in given}
    store = pyoxigraph.Store()
    store.bulk_load(b"".join([_words(), *given.values()]), pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    for one in sums().values():
        for document, key, numbers in _rows(store, one):
            found[document].append((one.question, key, numbers))
    return found


@cache
def _words() -> bytes:
    words = vocabulary_part()
    return f"{words.triples}{words.described}".encode()


def _rows(store: Any, one: Sum) -> Iterable[tuple[str, tuple[Cell, ...], tuple[int, ...]]]:
    """The rows of a counting query over some documents: document, key and numbers."""
    import pyoxigraph

    answer = store.query(one.text, prefixes=PREFIXES)
    table = from_json(answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON))
    at = {column: place for place, column in enumerate(table.columns)}
    for row in table.rows:
        numbers = tuple(int(str(row[at[name]])) for name in one.counts)
        yield f"{DOCUMENT}{row[at['doc']]}", tuple(row[at[key]] for key in one.keys), numbers
