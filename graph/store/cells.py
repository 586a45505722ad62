"""Cells: terms as people read them – numbers, plain text, short names – whichever engine gave them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graph.namespaces import DOCUMENT, PREFIXES

if TYPE_CHECKING:
    from graph.tables import Cell

XSD: Final = PREFIXES["xsd"]
WHOLE: Final = frozenset(
    XSD + name
    for name in "integer int long short byte nonNegativeInteger positiveInteger unsignedInt".split()
)
BROKEN: Final = frozenset(XSD + name for name in ("decimal", "double", "float"))
BOOLEAN: Final = XSD + "boolean"


def value(lexical: str, datatype: str) -> Cell:
    """A literal: a number or truth value where its datatype says so, else its text.

    >>> value("3", XSD + "integer"), value("1.5", XSD + "decimal"), value("2021", XSD + "gYear")
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
