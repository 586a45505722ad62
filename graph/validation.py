"""Validation: whether a store is what ``ontology/shapes.ttl`` says a well-formed graph is.

SHACL, https://www.w3.org/TR/shacl/, checked by pySHACL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, SH

from graph.errors import InnspillError
from graph.gazetteer import vocabulary_graph
from graph.messages import messages
from graph.namespaces import DOCUMENT, INN

if TYPE_CHECKING:
    from rdflib.term import Node

    from graph.store import Store

NS = Namespace(INN)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: where, what, the value it was found in, and what to do about it.

    ``place`` is the item, section or link (its path within the document), ``line`` its line in the
    source or 0.
    """

    place: str
    line: int
    problem: str
    value: str
    cure: str
    template: str = "{place}: {problem}. {cure}"

    def __str__(self) -> str:
        """The violation as one line for people."""
        return self.template.format(
            place=self.place, line=self.line, problem=self.problem, value=self.value, cure=self.cure
        )


def validate(store: Store, language: str = "nb") -> tuple[Violation, ...]:
    """Every violation in a store, sorted; empty where it is well formed."""
    import pyshacl

    data, shapes = store.union(), vocabulary_graph(["shapes.ttl"])
    conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    if conforms:
        return ()
    if not isinstance(report, Graph):
        raise InnspillError("shapes-odd", where="ontology/shapes.ttl", cure="shapes-cure", said=text)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return tuple(sorted({_violation(report, result, data, shapes, language) for result in results}))


def _violation(report: Graph, result: Node, data: Graph, shapes: Graph, language: str) -> Violation:
    say = messages("cli", language)
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    constraint = report.value(result, SH.sourceConstraint)
    if constraint is not None:  # a query over the whole document names the culprit as the value
        focus, value = value, None
    source = constraint or report.value(result, SH.sourceShape)
    line = _line(data, focus)
    return Violation(
        place=str(focus).removeprefix(DOCUMENT),
        line=line,
        problem=_in_language(shapes, source, SH.message, language),
        value=_shown(value),
        cure=_in_language(shapes, source, NS.cure, language),
        template=say["violation-line" if line else "violation"],
    )


def _line(data: Graph, focus: Node | None) -> int:
    """The line of an item or section, or of the one a link or mention belongs to."""
    for place in (focus, data.value(focus, NS.item), data.value(focus, NS.where)):
        if place is not None and (line := data.value(place, NS.line)) is not None:
            return int(str(line)) if str(line).isdigit() else 0
    return 0


def _in_language(shapes: Graph, shape: Node | None, predicate: URIRef, language: str) -> str:
    texts = {getattr(o, "language", ""): str(o) for o in shapes.objects(shape, predicate)}
    return texts.get(language) or texts.get("nb") or ""


def _shown(value: Node | None) -> str:
    return "" if value is None else str(value).removeprefix(DOCUMENT)
