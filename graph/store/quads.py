"""Quads: a document's triples as N-Quads, the form every engine loads fastest.

https://www.w3.org/TR/n-quads/
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from graph.namespaces import document_iri
from graph.store.catalogue import VOCABULARY, entry, heading, vocabularies
from graph.triples import from_graph, to_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from graph.model import Extraction

    Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph with what the catalogue says of it, each as sorted lines of N-Triples."""

    name: str
    triples: str
    described: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, in hex."""
        return hashlib.sha256(f"{self.triples}\n{self.described}".encode()).hexdigest()

    @property
    def quads(self) -> str:
        """The graph as N-Quads, the description in the default graph."""
        ending = f" <{self.name}> ."
        named = "\n".join(line[:-2] + ending for line in self.triples.split("\n")[:-1])
        return f"{named}\n{self.described}"


def document_part(extraction: Extraction) -> Part:
    """A document's graph, ready for any engine."""
    name = document_iri(extraction.document.slug)
    return Part(name, lines(to_graph(extraction)), lines(entry(extraction.document)))


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
