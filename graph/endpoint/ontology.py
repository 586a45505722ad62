"""The vocabulary as a page: diagrams of its parts, every term with example, and the questions that use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph.endpoint.diagrams import diagrams
from graph.endpoint.pages import rendered
from graph.gazetteer import vocabulary_graph
from graph.namespaces import INN
from graph.queries import library
from graph.store.cells import short

if TYPE_CHECKING:
    from rdflib.term import Node

SORTS: Final = (
    ("classes", OWL.Class),
    ("objects", OWL.ObjectProperty),
    ("datatypes", OWL.DatatypeProperty),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or value as the page shows it."""

    id: str
    labels: dict[str, str]
    definitions: dict[str, str]
    facts: tuple[tuple[str, str], ...]
    example: str = ""
    queries: tuple[str, ...] = ()


@cache
def ontology_page(language: str = "nb", *, chosen: bool = False) -> str:
    """The page, in HTML."""
    graph = vocabulary_graph(["vocabulary.ttl"])
    sorts = [(title, _terms(graph, kind)) for title, kind in SORTS]
    seen = {term.id for _, terms in sorts for term in terms}
    values = [t for t in _terms(graph, None) if t.id not in seen]
    questions = [(name, query.title.nb, query.title.nn, query.title.en) for name, query in library().items()]
    return rendered(
        "ontology.html.j2",
        language,
        chosen=chosen,
        sorts=[*sorts, ("values", values)],
        questions=questions,
        diagrams=diagrams(graph),
        names={f"inn:{term.id}": term.labels for _, terms in [*sorts, ("", values)] for term in terms},
    )


def _terms(graph: Graph, kind: Node | None) -> list[Term]:
    subjects = sorted({s for s in graph.subjects(RDF.type, kind) if str(s).startswith(INN)}, key=str)
    return [_term(graph, subject) for subject in subjects]


def _term(graph: Graph, subject: Node) -> Term:
    facts = [
        (name, ", ".join(sorted(short(str(o)) for o in graph.objects(subject, predicate))))
        for name, predicate in (
            ("under", RDFS.subClassOf),
            ("under", RDFS.subPropertyOf),
            ("from", RDFS.domain),
            ("to", RDFS.range),
            ("sort", RDF.type),
        )
    ]
    shown = tuple((name, value) for name, value in facts if value and not value.startswith("owl:"))
    return Term(
        str(subject).removeprefix(INN),
        _texts(graph, subject, RDFS.label) or _texts(graph, subject, SKOS.prefLabel),
        _texts(graph, subject, SKOS.definition),
        shown,
        _example(subject),
        _queries(str(subject).removeprefix(INN)),
    )


def _queries(term: str) -> tuple[str, ...]:
    """The named queries that use a term."""
    use = re.compile(rf"\binn:{re.escape(term)}(?![\w-])")
    return tuple(name for name, query in library().items() if use.search(query.text))


@cache
def examples() -> Graph:
    """The statements of ``ontology/examples.ttl``, one for each term of the vocabulary."""
    return vocabulary_graph(["examples.ttl"])


def _example(term: Node) -> str:
    """A statement that uses a term, in Turtle; empty where there is none."""
    held = examples()
    found = sorted(held.triples((None, URIRef(str(term)), None))) or sorted(held.triples((None, None, term)))
    return " ".join(_written(node, held) for node in found[0]) + " ." if found else ""


def _written(node: Node, graph: Graph) -> str:
    return "a" if node == RDF.type else node.n3(graph.namespace_manager)


def _texts(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    found = [o for o in graph.objects(subject, predicate) if isinstance(o, Literal)]
    return {lang: str(o) for lang in ("nb", "nn", "en") for o in found if o.language == lang}
