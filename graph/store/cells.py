"""Cells: terms as people read them – numbers, plain text, short names – whichever engine gave them."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from typing import Final

from graph.namespaces import DOCUMENT, PREFIXES
from graph.tables import Cell, Table

XSD: Final = PREFIXES["xsd"]
WHOLE: Final = frozenset(
    XSD + name
    for name in "integer int long short byte nonNegativeInteger positiveInteger unsignedInt".split()
)
BROKEN: Final = frozenset(XSD + name for name in ("decimal", "double", "float"))
BOOLEAN: Final = XSD + "boolean"


def literal(lexical: str, datatype: str) -> Cell:
    """A literal: a number or truth value where its datatype says so, else its text.

    >>> literal("3", XSD + "integer"), literal("1.5", XSD + "decimal"), literal("2021", XSD + "gYear")
    (3, 1.5, '2021')
    """
    try:
        if datatype in WHOLE:
            return int(lexical)
        if datatype in BROKEN:
            return float(Decimal(lexical)) if datatype.endswith("decimal") else float(lexical)
    except (ValueError, ArithmeticError):
        return lexical
    if datatype == BOOLEAN:
        return lexical in {"true", "1"}
    return lexical


@lru_cache(maxsize=100_000)
def short(iri: str) -> str:
    """An IRI by its prefix, one of a document's by its place.

    >>> short("https://w3id.org/innspill/actor/kmd"), short("https://w3id.org/innspill/document/a/1")
    ('actor:kmd', 'a/1')
    """
    if iri.startswith(DOCUMENT):
        return iri.removeprefix(DOCUMENT)
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def from_json(data: bytes) -> Table:
    """An answer in the SPARQL 1.1 results format in JSON (https://www.w3.org/TR/sparql11-results-json/).

    Raises:
        ValueError, KeyError: it is something else.
    """
    answer = json.loads(data)
    if "boolean" in answer:
        return Table(("answer",), ((bool(answer["boolean"]),),))
    columns = tuple(answer["head"]["vars"])
    rows = (tuple(map(_cell, map(found.get, columns))) for found in answer["results"]["bindings"])
    return Table(columns, tuple(rows))


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return None
    if term["type"] == "uri":
        return short(term["value"])
    datatype = term.get("datatype")
    return literal(term["value"], datatype) if datatype else term["value"]


def from_triples(data: bytes) -> Table:
    """The triples of an N-Triples document as sorted rows."""
    import pyoxigraph

    found = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    rows = sorted(tuple(map(_text, (q.subject, q.predicate, q.object))) for q in found)
    return Table(("subject", "predicate", "object"), tuple(rows))


def _text(term: object) -> str:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return short(term.value)
    if isinstance(term, pyoxigraph.Literal):
        return str(literal(term.value, term.datatype.value))
    return str(term)
