"""Quads: a document's triples as N-Quads, the form every engine loads fastest.

https://www.w3.org/TR/n-quads/
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from graph.namespaces import DOCUMENT, document_iri
from graph.review_triples import review_graph, review_iri
from graph.store.catalogue import VOCABULARY, entry, heading, vocabularies
from graph.triples import from_graph, to_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from graph.model import Extraction
    from graph.review import Review

    Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph with what the catalogue says of it, each as sorted lines of N-Triples.

    ``review`` is the graph of what people decided about the document, which is replaced with it.
    """

    name: str
    triples: str
    described: str
    review: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, in hex."""
        decided = f"\n{self.review}" if self.review else ""
        return hashlib.sha256(f"{self.triples}\n{self.described}{decided}".encode()).hexdigest()

    @property
    def quads(self) -> str:
        """The graphs as N-Quads, the description in the default graph."""
        graphs = ((self.triples, self.name), (self.review, review_name(self.name)))
        named = "\n".join(f"{line[:-2]} <{name}> ." for text, name in graphs for line in text.splitlines())
        return f"{named}\n{self.described}"


def review_name(document: str) -> str:
    """The name of the graph of what people decided about the document with an IRI."""
    return review_iri(document.removeprefix(DOCUMENT))


def document_part(extraction: Extraction) -> Part:
    """A document's graph, ready for any engine."""
    name = document_iri(extraction.document.slug)
    return Part(name, lines(to_graph(extraction)), lines(entry(extraction.document)))


def review_part(review: Review) -> Part:
    """A document's graph as people decided it, and that of what they decided."""
    return replace(document_part(review.extraction), review=lines(review_graph(review)))


def vocabulary_part() -> Part:
    """The vocabularies and the catalogue's own lines."""
    return Part(str(VOCABULARY), lines(vocabularies()), lines(heading()))


def lines(triples: Iterable[Triple]) -> str:
    """Triples as sorted lines of N-Triples."""
    return "".join(sorted(f"{_line(triple)}\n" for triple in triples))


def _line(triple: Triple) -> str:
    from rdflib.plugins.serializers.nt import _nt_row

    return _nt_row(triple).rstrip("\n")


def extraction_of(triples: str, slug: str) -> Extraction:
    """The extraction that lines of N-Triples describe."""
    graph = Graph()
    for triple in parsed(triples):
        graph.add(triple)
    return from_graph(graph, slug)


def parsed(triples: str) -> Iterator[Triple]:
    """Triples of rdflib out of N-Triples, read by the faster parser."""
    import pyoxigraph
    from rdflib import Literal

    def term(found: object) -> Node:
        if isinstance(found, pyoxigraph.Literal):
            if found.language:
                return Literal(found.value, lang=found.language)
            kind = found.datatype.value
            plain = kind == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(found.value, datatype=None if plain else URIRef(kind), normalize=False)
        if isinstance(found, pyoxigraph.NamedNode):
            return URIRef(found.value)
        raise TypeError(f"{found} is neither an IRI nor a literal")

    for quad in pyoxigraph.parse(triples.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield term(quad.subject), term(quad.predicate), term(quad.object)
