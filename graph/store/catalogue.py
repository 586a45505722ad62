"""The catalogue: what the dataset holds, as DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from graph.gazetteer import vocabulary_graph
from graph.namespaces import BASE, GRAPH, document_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from graph.model import Document

    Triple = tuple[Node, Node, Node]

CATALOGUE: Final = URIRef(BASE + "catalogue")
VOCABULARY: Final = URIRef(GRAPH + "vocabulary")
#: What queries need of the vocabularies; the cue words serve the extraction only.
SHARED: Final = ("vocabulary.ttl", "actors.ttl", "themes.ttl", "rules.ttl")


def vocabularies() -> Graph:
    """The triples of the vocabularies that queries need."""
    return vocabulary_graph(SHARED)


def heading() -> Iterator[Triple]:
    """The catalogue itself and its first dataset, the vocabularies."""
    yield CATALOGUE, RDF.type, DCAT.Catalog
    yield CATALOGUE, DCTERMS.title, Literal("Innspillsgraf", lang="nb")
    yield CATALOGUE, DCAT.dataset, VOCABULARY
    yield VOCABULARY, RDF.type, DCAT.Dataset
    yield VOCABULARY, DCTERMS.title, Literal("Vokabularer: aktører, temaer og regler", lang="nb")


def entry(document: Document) -> Iterator[Triple]:
    """The catalogue's lines about one document."""
    name = URIRef(document_iri(document.slug))
    yield CATALOGUE, DCAT.dataset, name
    yield name, RDF.type, DCAT.Dataset
    yield name, DCTERMS.title, Literal(document.title, lang=document.language)


def annotation(name: str, title: str) -> Iterator[Triple]:
    """The catalogue's lines about a graph that says something about the documents."""
    yield CATALOGUE, DCAT.dataset, URIRef(name)
    yield URIRef(name), RDF.type, DCAT.Dataset
    yield URIRef(name), DCTERMS.title, Literal(title, lang="nb")
