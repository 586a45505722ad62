"""Paging: the first rows of a query that lists items, without a look at the rest of the collection.

Where the answer is in the order of documents and a document given narrows it, the first rows are those of
the first documents. So the documents are asked some at a time, in the order of their IRIs, until there are
enough rows; documents that do not hold what is asked for are left out first, which costs a look in an index
for each. Which queries can be read so stands in their text. What is asked when is worked out here and what
answers is outside, so that a store and a server's workers are asked the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from graph.namespaces import DOCUMENT
from graph.queries.binding import bound, narrowed_by_document, written
from graph.queries.execution import HOLDING_WORDS, composed, run
from graph.queries.syntax import shape
from graph.store.memory import Store
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from rdflib.term import Identifier

    from graph.queries.execution import Finder, Prepared
    from graph.store.home import Home

#: Documents asked first; then as many as are likely to hold the rows that lack, at most so many times more.
#: With more than MOST at once the engine takes to reading everything.
FIRST: Final = 20
GROWTH: Final = 4
MOST: Final = 400
#: Documents looked through at once for what a query names, at first and at most.
SCREENED: Final = 200
MOST_SCREENED: Final = 10_000
#: Where fewer than one in so many documents hold it, it is looked up in all at once.
RARE: Final = 100
#: Documents read for words before the index is asked where they stand.
TRIED: Final = 100

BY_DOCUMENT: Final = re.compile(r"\bORDER\s+BY\s+\?doc\s+\?order\b[\s?\w()]*\Z", re.IGNORECASE)
OTHERWISE: Final = re.compile(r"\b(GROUP|LIMIT|OFFSET|MINUS)\b", re.IGNORECASE)
#: What a document must hold where it is asked for; not what a query says something is *not*.
NAMED: Final = ("actor", "theme", "force", "basis")
CONCEPTS: Final = ("actor", "theme")
#: Everything that counts as a concept: what is below it, its departments, earlier and later names.
COUNTED: Final = """SELECT DISTINCT (STR(?one) AS ?iri) WHERE {{
    {{ ?one inn:countsAs?/dcterms:isReplacedBy* {it} }} UNION {{ {it} dcterms:isReplacedBy+ ?one }}
    UNION {{ ?one skos:broader* {it} }}
}}"""
EVERYWHERE: Final = "SELECT DISTINCT (STR(?doc) AS ?iri) WHERE {{ {either} }}"
HOLDING: Final = "SELECT DISTINCT (STR(?doc) AS ?iri) WHERE {{ VALUES ?doc {{ {documents} }} {held} }}"


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows of an answer, and whether there are more."""

    table: Table
    more: bool


def pageable(text: str) -> bool:
    """Whether the first rows of a query's answer are those of the first documents.

    >>> pageable("SELECT ?item { ?item inn:document ?doc } ORDER BY ?asked ?doc ?order")
    False
    """
    return bool(BY_DOCUMENT.search(text)) and not OTHERWISE.search(text) and narrowed_by_document(text)


def first(
    store: Home,
    query: Prepared,
    count: int,
    bindings: Mapping[str, Identifier] | None = None,
    *,
    language: str = "nb",
) -> Page:
    """The first rows of a query's answer over all graphs of a store.

    Args:
        store: what is asked.
        query: a query that :func:`graph.queries.prepared` has found harmless.
        count: how many rows; 0 for all.
        bindings: terms for variables of the query.
        language: ``nb``, ``nn`` or ``en``, for labels.
    """
    given = bindings or {}
    if not count:
        return Page(run(store, query, given, language=language), more=False)
    if isinstance(store, Store) or not pageable(query.text) or "document" in given:
        return cut(run(store, query, given, language=language), count)
    asking = asked(store, query, count, {**given, "language": Literal(language)}, store.slugs())
    try:
        text = next(asking)
        while True:
            text = asking.send(store.ask(text))
    except StopIteration as done:
        page: Page = done.value
        return page


def cut(table: Table, count: int) -> Page:
    """The first rows of a whole answer."""
    return Page(replace(table, rows=table.rows[:count]), len(table.rows) > count)


def asked(
    store: Finder,
    query: Prepared,
    count: int,
    given: Mapping[str, Identifier],
    slugs: Sequence[str],
) -> Generator[str, Table, Page]:
    """The queries to ask, one by one, each to be answered before the next; ends with the page.

    Args:
        store: where words are looked up.
        query: one that is :func:`pageable`.
        count: how many rows, at least one.
        given: terms for variables of the query, ``language`` among them and ``document`` not.
        slugs: the documents held, sorted.
    """
    if len(slugs) <= FIRST:
        whole = yield composed(store, query, given, str(given["language"]))
        return cut(whole, count)
    text = bound(query.text, given)
    place = shape(query.text).inside
    words = str(given.get("words", "")) if HOLDING_WORDS in query.text else ""
    screen = Screen(store, slugs, (yield from _wanted(query, given)), words)
    table, size, seen = Table((), ()), 0, 0
    while len(table.rows) <= count:
        size = _next_size(size, seen, len(table.rows), count)
        documents = yield from screen.take(size)
        found = yield f"{text[:place]} VALUES ?doc {{ {_listed(documents)} }}{text[place:]}"
        table = Table(found.columns, table.rows + found.rows)
        seen += len(documents)
        if len(documents) < size:
            break
    return cut(table, count)


def _next_size(size: int, seen: int, found: int, count: int) -> int:
    """How many documents to ask next: what is likely to be enough, no less than before without a row."""
    if not size:
        return FIRST
    most = min(size * GROWTH, MOST)
    if not found:
        return most
    return min(most, max(FIRST // 4, -(-(count + 1 - found) * seen * 5 // (found * 4))))


def _wanted(
    query: Prepared, bindings: Mapping[str, Identifier]
) -> Generator[str, Table, list[tuple[str, ...]]]:
    """For each thing named, the terms of which a document must hold one."""
    wanted = []
    for name in NAMED:
        term = bindings.get(name)
        if not isinstance(term, URIRef) or _denied(query.text, name):
            continue
        if name in CONCEPTS:
            found = yield COUNTED.format(it=written(term))
            wanted.append(tuple(sorted(written(URIRef(str(row[0]))) for row in found.rows)))
        else:
            wanted.append((written(term),))
    return wanted


def _denied(text: str, name: str) -> bool:
    """Whether a query may ask for what does not have a thing.

    >>> _denied("FILTER NOT EXISTS { ?item inn:addressee ?actor }", "actor")
    True
    >>> _denied("FILTER (!BOUND(?actor) || EXISTS { ?item inn:addressee ?actor })", "actor")
    False
    """
    variable = rf"\?{name}\b"
    return bool(re.search(rf"NOT\s+EXISTS\s*\{{[^}}]*{variable}|!=\s*{variable}|{variable}\s*!=", text))


def _listed(documents: Iterable[str]) -> str:
    return " ".join(f"<{DOCUMENT}{slug}>" for slug in documents)


class Screen:
    """The documents that may hold what is asked for, in order, found some at a time."""

    def __init__(
        self, store: Finder, slugs: Sequence[str], wanted: Sequence[Sequence[str]], words: str
    ) -> None:
        """Nothing is asked yet.

        Args:
            store: where words are looked up.
            slugs: the documents held, sorted.
            wanted: of each of these, a document must hold one term, written as SPARQL has it.
            words: words that an item must hold; empty for none.
        """
        self._store, self._wanted, self._words = store, wanted, words
        self._left = list(slugs)
        self._found: list[str] = []
        self._held, self._screened, self._size = 0, 0, SCREENED

    def take(self, size: int) -> Generator[str, Table, list[str]]:
        """The next documents, so many unless there are no more."""
        while len(self._found) < size and self._left:
            yield from self._look()
        taken, self._found = self._found[:size], self._found[size:]
        return taken

    def _look(self) -> Generator[str, Table, None]:
        if self._words and self._screened:
            self._keep(self._by_words())
        elif self._wanted and self._screened and self._held * RARE < self._screened:
            self._keep((yield from self._everywhere()))
        else:
            yield from self._next()

    def _next(self) -> Generator[str, Table, None]:
        """Look through the next documents, one by one."""
        size = TRIED if self._words else self._size
        some, self._left = self._left[:size], self._left[size:]
        if self._wanted:
            tests = (" || ".join(f"EXISTS {{ {_inside(term)} }}" for term in terms) for terms in self._wanted)
            held = " ".join(f"FILTER ({test or 'false'})" for test in tests)
            found = yield HOLDING.format(documents=_listed(some), held=held)
            some = _slugs(found)
        self._screened += size
        self._held += len(some)
        self._size = min(size * GROWTH, MOST_SCREENED)
        self._found += some

    def _everywhere(self) -> Generator[str, Table, set[str]]:
        """All documents that hold it: where few do, that is quicker than to look in each."""
        kept = set(self._left)
        for terms in self._wanted:
            either = " UNION ".join(f"{{ {_inside(term)} }}" for term in terms)
            found = yield EVERYWHERE.format(either=either or "FILTER (false)")
            kept &= set(_slugs(found))
        return kept

    def _by_words(self) -> set[str]:
        found = self._store.holding(self._words)
        if found is None:
            return set(self._left)
        return {iri.removeprefix(DOCUMENT).partition("/")[0] for iri in found}

    def _keep(self, documents: set[str]) -> None:
        """Only these of the documents that are left; there is no more to look for."""
        self._found += [slug for slug in self._left if slug in documents]
        self._left = []


def _inside(term: str) -> str:
    return f"GRAPH ?doc {{ ?any ?how {term} }}"


def _slugs(found: Table) -> list[str]:
    return sorted(str(row[0]).removeprefix(DOCUMENT) for row in found.rows)
