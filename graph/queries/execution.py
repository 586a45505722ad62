"""Running a query: read-only, without a step outside the store, into a table.

SPARQL 1.1 would let a query fetch graphs (FROM) and call other servers (SERVICE); both are refused,
as are updates. https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.query import ResultRow

from graph.errors import InnspillError
from graph.namespaces import DOCUMENT, PREFIXES
from graph.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Identifier, Node

    from graph.store import Store

CURE: Final = "Se https://www.w3.org/TR/sparql11-query/, eller begynn med en av filene i ontology/queries"


def run(
    store: Store, query: Query, bindings: Mapping[str, Identifier] | None = None, *, language: str = "nb"
) -> Table:
    """The answer to a query over all graphs of a store.

    Args:
        store: what is asked.
        query: a query that :func:`prepared` has found harmless.
        bindings: terms for variables of the query.
        language: ``nb``, ``nn`` or ``en``, bound to ``?language``, for labels.
    """
    given: dict[str, Identifier] = {**(bindings or {}), "language": Literal(language)}
    result = store.dataset.query(query, initBindings=given)
    if result.type == "ASK":
        return Table(("answer",), ((bool(result.askAnswer),),))
    if result.type in {"CONSTRUCT", "DESCRIBE"}:
        triples = sorted(result.graph or Graph())
        return Table(("subject", "predicate", "object"), tuple(tuple(map(_cell, t)) for t in triples))
    columns = tuple(str(variable) for variable in result.vars or ())
    rows = tuple(tuple(_cell(value) for value in row) for row in result if isinstance(row, ResultRow))
    return Table(columns, rows)


def prepared(text: str, where: str = "spørringen") -> Query:
    """A query that has been parsed and found to stay inside the store.

    Args:
        text: SPARQL; the project's prefixes need not be declared.
        where: how an error names the query, such as its file.

    Raises:
        InnspillError: it does not parse, changes data or reaches outside the store.
    """
    try:
        query = prepareQuery(text, initNs=PREFIXES)
    except RecursionError:
        raise InnspillError("spørringen er for dypt nøstet", where=where, cure=CURE) from None
    except Exception as error:  # noqa: BLE001 - the parser raises its own and plain exceptions
        raise _unparsed(text, error, where) from None
    if query.algebra.get("datasetClause"):
        raise InnspillError(
            "FROM er ikke tillatt", where=where, cure="Spør uten FROM, eller med GRAPH om ett dokument"
        )
    if any(node.name == "ServiceGraphPattern" for node in _parts(query.algebra)):
        raise InnspillError("SERVICE er ikke tillatt", where=where, cure="Spør bare det som ligger i grafen")
    return query


def _unparsed(text: str, error: Exception, where: str) -> InnspillError:
    if not text.strip():
        return InnspillError("spørringen er tom: ugyldig SPARQL", where=where, cure=CURE)
    try:
        parseUpdate("\n".join(f"PREFIX {p}: <{iri}>" for p, iri in PREFIXES.items()) + "\n" + text)
    except Exception:  # noqa: BLE001 - neither query nor update
        line = getattr(error, "lineno", 0)
        found = re.search(r"\n?(.+?)(?:\n|$)", str(error))
        return InnspillError(
            f"ugyldig SPARQL ({found[1].strip() if found else type(error).__name__})",
            where=where,
            line=int(line),
            cure=CURE,
        )
    return InnspillError(
        "grafen kan leses, ikke endres", where=where, cure="Bruk SELECT, ASK eller CONSTRUCT"
    )


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


def _cell(value: Node | None) -> Cell:
    """A term as people read it: a number, plain text, or a short name."""
    if isinstance(value, Literal):
        plain = value.toPython()
        return (
            plain
            if isinstance(plain, bool | int | float | str) and not isinstance(plain, Literal)
            else str(value)
        )
    if isinstance(value, URIRef):
        return _short(value)
    return None if value is None else str(value)


def _short(iri: URIRef) -> str:
    if iri.startswith(DOCUMENT):
        return iri.removeprefix(DOCUMENT)
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return str(iri)
