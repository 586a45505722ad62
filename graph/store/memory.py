"""The home in memory: an rdflib dataset, the default for one document, and what the result files hold.

TriG: https://www.w3.org/TR/trig/
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAT
from rdflib.plugins.serializers.trig import TrigSerializer
from rdflib.query import ResultRow

from graph.errors import InnspillError
from graph.messages import sentence
from graph.namespaces import GRAPH, PREFIXES, document_iri
from graph.review_triples import review_graph, review_iri
from graph.store.catalogue import CATALOGUE, VOCABULARY, annotation, entry, heading, vocabularies
from graph.store.cells import literal, short
from graph.tables import Cell, Table
from graph.triples import from_graph, new_graph, slugs, to_graph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from graph.model import Candidate, Extraction
    from graph.review import Review

    Triple = tuple[Node, Node, Node]


class Store:
    """A set of documents as named graphs, with the vocabularies they refer to."""

    def __init__(self, dataset: Dataset | None = None) -> None:
        self.dataset = dataset if dataset is not None else _described()

    @classmethod
    def of(cls, extractions: Iterable[Extraction]) -> Self:
        """A store of some documents."""
        store = cls()
        for extraction in extractions:
            store.add(extraction)
        return store

    @classmethod
    def of_reviews(cls, reviews: Iterable[Review]) -> Self:
        """A store of some documents as people decided them."""
        store = cls()
        for review in reviews:
            store.add_review(review)
        return store

    def add(self, extraction: Extraction) -> None:
        """Add a document, in place of what was held of the same slug."""
        name = URIRef(document_iri(extraction.document.slug))
        made = to_graph(extraction)
        self.remove(extraction.document.slug)
        graph = self.dataset.graph(name)
        for triple in made:
            graph.add(triple)
        for triple in entry(extraction.document):
            self.dataset.default_graph.add(triple)

    def add_review(self, review: Review) -> None:
        """Add a document as people decided it, with what they decided."""
        self.add(review.extraction)
        graph = self.dataset.graph(URIRef(review_iri(review.machine.document.slug)))
        for triple in review_graph(review):
            graph.add(triple)

    def remove(self, slug: str) -> None:
        """Remove a document, what people decided about it and what the catalogue says of it."""
        name = URIRef(document_iri(slug))
        self.dataset.remove_graph(name)
        self.dataset.remove_graph(URIRef(review_iri(slug)))
        self.dataset.default_graph.remove((name, None, None))
        self.dataset.default_graph.remove((CATALOGUE, DCAT.dataset, name))

    def annotate(self, name: str, triples: Iterable[Triple], title: str) -> None:
        """Add what is said about the documents in a graph of its own, in place of what it held."""
        graph = self.dataset.graph(URIRef(name))
        graph.remove((None, None, None))
        for triple in triples:
            graph.add(triple)
        for triple in annotation(name, title):
            self.dataset.default_graph.add(triple)

    def annotations(self, name: str) -> Graph:
        """What a graph of its own says about the documents; empty where there is none."""
        return self.dataset.graph(URIRef(name))

    def ask(self, query: str) -> Table:
        """The answer to a query; rdflib would fetch graphs and call servers, so check it first."""
        result = self.dataset.query(query, initNs=PREFIXES)
        if result.type == "ASK":
            return Table(("answer",), ((bool(result.askAnswer),),))
        if result.type in {"CONSTRUCT", "DESCRIBE"}:
            triples = sorted(tuple(str(_cell(term)) for term in triple) for triple in result.graph or ())
            return Table(("subject", "predicate", "object"), tuple(triples))
        columns = tuple(str(variable) for variable in result.vars or ())
        rows = (tuple(_cell(term) for term in row) for row in result if isinstance(row, ResultRow))
        return Table(columns, tuple(rows))

    def holding(self, words: str) -> Iterable[str] | None:
        """None: one document is searched as it stands."""
        del words
        return None

    def remembered(self, question: str) -> Table | None:
        """None: nothing is kept."""
        del question
        return None

    def extractions(self) -> tuple[Extraction, ...]:
        """Everything held, read back, by slug."""
        return tuple(from_graph(self.dataset.graph(URIRef(document_iri(s))), s) for s in self.slugs())

    def candidates(self) -> tuple[Candidate, ...]:
        """The organisations its documents name and the gazetteer does not know, sorted."""
        return tuple(sorted({c for one in self.extractions() for c in one.candidates}))

    def slugs(self) -> tuple[str, ...]:
        """The slugs of the documents held, sorted."""
        return slugs(self.dataset)

    def to_trig(self) -> str:
        """Every graph under its name, the graphs in the order of their names."""
        serializer = TrigSerializer(self.dataset)
        serializer.contexts = sorted(set(serializer.contexts), key=lambda graph: str(graph.identifier))
        buffer = io.BytesIO()
        serializer.serialize(buffer, encoding="utf-8")
        return buffer.getvalue().decode()

    def to_turtle(self) -> str:
        """The documents and vocabularies as one graph, for tools that know no named graphs."""
        return str(self.union().serialize(format="turtle"))

    def union(self) -> Graph:
        """All triples in one graph."""
        merged = new_graph()
        for subject, predicate, thing, _ in self.dataset.quads():
            merged.add((subject, predicate, thing))
        return merged

    @classmethod
    def read(cls, path: Path) -> Self:
        """A store written before, as TriG or Turtle.

        Raises:
            InnspillError: no such file, not well formed, or no document in it.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or sentence("not-utf8")
            raise InnspillError(
                "graph-unreadable",
                where=str(path),
                cure="make-graph-again",
                reason=reason,
            ) from None
        store = cls(_parsed(text, path))
        if not store.slugs():
            raise InnspillError(
                "no-documents-in-graph",
                where=str(path),
                cure="use-trig",
            )
        return store


def _empty() -> Dataset:
    dataset = Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    return dataset


def _described() -> Dataset:
    """A dataset that holds the vocabularies and says so in its catalogue."""
    dataset = _empty()
    graph = dataset.graph(VOCABULARY)
    for triple in vocabularies():
        graph.add(triple)
    for triple in heading():
        dataset.default_graph.add(triple)
    return dataset


def _cell(term: Node | None) -> Cell:
    if isinstance(term, Literal):
        return literal(str(term), str(term.datatype or ""))
    if isinstance(term, URIRef):
        return short(str(term))
    return None if term is None else str(term)


def _parsed(text: str, path: Path) -> Dataset:
    from rdflib.plugins.parsers.notation3 import BadSyntax

    dataset = _empty()
    kind = "turtle" if path.suffix.lower() == ".ttl" else "trig"
    try:
        dataset.parse(data=text, format=kind, publicID=GRAPH)
    except (BadSyntax, IndexError) as error:  # the parser runs off the end of a file that was cut
        raise InnspillError(
            "odd-graph",
            where=str(path),
            line=getattr(error, "lines", -1) + 1,
            cure="make-file-again",
            kind=kind,
            reason=getattr(error, "_why", None) or sentence("ends-in-midsentence"),
        ) from None
    return dataset
