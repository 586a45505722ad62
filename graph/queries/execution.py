"""Running a query: read-only, without a step outside the store, into a table.

SPARQL 1.1 would let a query fetch graphs (FROM) and call other servers (SERVICE); both are refused,
as are updates. https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from rdflib import Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import InnspillError, RefusedError
from graph.messages import LANGUAGES, Sentence
from graph.namespaces import PREFIXES
from graph.queries.binding import bound
from graph.queries.counting import document_counts, question, sums
from graph.queries.library import library
from graph.queries.syntax import QUERY, shape
from graph.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Identifier

    from graph.store.tally import Counting
    from graph.tables import Cell, Table

#: More items than this are not named to the engine one by one: each costs some two items read through.
MOST_NAMED: Final = 10_000
#: How a query asks for the items that hold some words.
HOLDING_WORDS: Final = "CONTAINS(LCASE(?text), LCASE(?words))"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that has been parsed and found to stay inside the store."""

    text: str


def run(
    store: Home, query: Prepared, bindings: Mapping[str, Identifier] | None = None, *, language: str = "nb"
) -> Table:
    """The answer to a query over all graphs of a store.

    Args:
        store: what is asked.
        query: a query that :func:`prepared` has found harmless.
        bindings: terms for variables of the query.
        language: ``nb``, ``nn`` or ``en``, bound to ``?language``, for labels.
    """
    if not bindings:
        kept = kept_answer(store, query, language)
        if kept is not None:
            return kept
    return store.ask(composed(store, query, bindings or {}, language))


def composed(store: Finder, query: Prepared, bindings: Mapping[str, Identifier], language: str) -> str:
    """The text to send: the query with its variables bound, narrowed where the store keeps an index."""
    if not bindings and "?language" not in query.text:
        return query.text
    given: dict[str, Identifier] = {**bindings, "language": Literal(language)}
    return _narrowed(store, bound(query.text, given), given)


def kept_answer(store: Finder, query: Prepared, language: str) -> Table | None:
    """The counts worked out when the store was loaded, where the query is one of them."""
    return store.remembered(question(query.text, language)) if _aggregates(query.text) else None


def remember_aggregates(store: Keeper) -> None:
    """Work out every count of the library that needs no argument, once, for a store that keeps answers.

    Counts of a whole collection are what an overview and a matrix are made of; reading them again costs
    the same however many items they count. Most are sums over the documents, of which only the new and
    changed ones are counted.
    """
    store.count(document_counts())
    for key, one in sums().items():
        if store.remembered(key) is None:
            store.remember(key, one.table(store.totals(key)))
    for named in library().values():
        if _aggregates(named.text) and not named.sums and not any(p.required for p in named.parameters):
            _remember(store, prepared(named.text))


def _remember(store: Keeper, query: Prepared) -> None:
    """Keep a query's answer in every language; one that asks for no label is the same in all."""
    answer: Table | None = None
    for language in LANGUAGES:
        key = question(query.text, language)
        if store.remembered(key) is None:
            if answer is None or "?language" in query.text:
                answer = run(store, query, language=language)
            store.remember(key, answer)


def _aggregates(text: str) -> bool:
    return "GROUP BY" in text


class Finder(Protocol):
    """What keeps an index of words and of counts beside the graph, or says that it has none."""

    def holding(self, words: str) -> Iterable[str] | None:
        """The IRIs of the items whose text holds some words."""

    def remembered(self, question: str) -> Table | None:
        """The answer kept to a question."""


class Keeper(Home, Protocol):
    """A store that keeps answers until it changes."""

    def remember(self, question: str, answer: Table) -> None:
        """Keep an answer."""

    def count(self, counting: Counting) -> None:
        """Count the documents not counted by these rules."""

    def totals(self, question: str) -> Iterable[tuple[tuple[Cell, ...], tuple[int, ...]]]:
        """The sums of a question's rows over all documents."""


def _narrowed(store: Finder, text: str, given: Mapping[str, Identifier]) -> str:
    """The query with the items named that hold the words, where the store keeps an index of them.

    The query's own CONTAINS still decides, so the rows are the same with and without.
    """
    if "words" not in given or HOLDING_WORDS not in text:
        return text
    found = store.holding(str(given["words"]))
    if found is None:
        return text
    named = sorted(found)
    if len(named) > MOST_NAMED:
        return text
    place = shape(text).inside
    items = " ".join(f"<{iri}>" for iri in named)
    return f"{text[:place]} VALUES ?item {{ {items} }}{text[place:]}"


@lru_cache(maxsize=256)
def prepared(text: str, where: str | Sentence = QUERY) -> Prepared:
    """A query that has been parsed and found to stay inside the store.

    Args:
        text: SPARQL; the project's prefixes need not be declared.
        where: how an error names the query, such as its file.

    Raises:
        InnspillError: it does not parse, changes data or reaches outside the store.
    """
    found = shape(text, where)
    try:
        query = prepareQuery(text, initNs=PREFIXES)
    except RecursionError:
        raise InnspillError("query-too-nested", where=where, cure="write-sparql") from None
    except Exception as error:  # noqa: BLE001 - the parser raises its own and plain exceptions
        raise _unparsed(text, error, where) from None
    if found.graphs or query.algebra.get("datasetClause"):
        raise RefusedError(
            "no-from",
            where=where,
            cure="no-from-cure",
            forbidden=True,
        )
    if any(node.name == "ServiceGraphPattern" for node in _parts(query.algebra)):
        raise RefusedError("no-service", where=where, cure="only-in-graph", forbidden=True)
    return Prepared(text)


def _unparsed(text: str, error: Exception, where: str | Sentence) -> InnspillError:
    if not text.strip():
        return InnspillError("query-empty", where=where, cure="write-sparql")
    line = getattr(error, "lineno", 0)
    found = re.search(r"\n?(.+?)(?:\n|$)", str(error))
    reason = found[1].strip() if found else type(error).__name__
    return InnspillError("odd-sparql", where=where, line=int(line), cure="write-sparql", reason=reason)


def _parts(value: Any) -> Iterator[CompValue]:
    """Every part of an algebra tree."""
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, CompValue):
            yield part
            stack.extend(part.values())
        elif isinstance(part, list | tuple | set):
            stack.extend(part)
