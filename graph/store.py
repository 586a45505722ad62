"""The store: one named graph per document, one for the vocabularies, and a catalogue of them.

An rdflib dataset held in memory; queries see the union of its graphs. DCAT 3:
https://www.w3.org/TR/vocab-dcat-3/, TriG: https://www.w3.org/TR/trig/
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, Self

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF
from rdflib.plugins.serializers.trig import TrigSerializer

from graph.errors import InnspillError
from graph.gazetteer import vocabulary_graph
from graph.namespaces import BASE, GRAPH, PREFIXES, document_iri
from graph.triples import from_graph, new_graph, slugs, to_graph

if TYPE_CHECKING:
    from pathlib import Path

    from graph.model import Candidate, Extraction

CATALOGUE: Final = URIRef(BASE + "catalogue")
VOCABULARY: Final = URIRef(GRAPH + "vocabulary")
#: What queries need of the vocabularies; the cue words serve the extraction only.
SHARED: Final = ("vocabulary.ttl", "actors.ttl", "themes.ttl", "rules.ttl")


class Store:
    """A set of documents as named graphs, with the vocabularies they refer to."""

    def __init__(self, dataset: Dataset | None = None) -> None:
        self.dataset = dataset if dataset is not None else _described()

    def add(self, extraction: Extraction) -> None:
        """Add a document, in place of what was held of the same slug."""
        name = URIRef(document_iri(extraction.document.slug))
        self.dataset.remove_graph(name)
        graph = self.dataset.graph(name)
        for triple in to_graph(extraction):
            graph.add(triple)
        self._describe(name, extraction.document.title, extraction.document.language)

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
        for subject, predicate, value, _ in self.dataset.quads():
            merged.add((subject, predicate, value))
        return merged

    def _describe(self, name: URIRef, title: str, language: str) -> None:
        default = self.dataset.default_graph
        default.add((CATALOGUE, DCAT.dataset, name))
        default.add((name, RDF.type, DCAT.Dataset))
        default.set((name, DCTERMS.title, Literal(title, lang=language)))

    @classmethod
    def read(cls, path: Path) -> Self:
        """A store written before, as TriG or Turtle.

        Raises:
            InnspillError: no such file, not well formed, or no document in it.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "ikke UTF-8"
            raise InnspillError(
                f"grafen lar seg ikke lese ({reason})",
                where=str(path),
                cure="Lag den på nytt med «innspill build»",
            ) from None
        store = cls(_parsed(text, path))
        if not store.slugs():
            raise InnspillError(
                "det er ingen dokumenter i grafen",
                where=str(path),
                cure="Bruk graph.trig fra «innspill build»",
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
    for triple in vocabulary_graph(SHARED):
        graph.add(triple)
    default = dataset.default_graph
    default.add((CATALOGUE, RDF.type, DCAT.Catalog))
    default.add((CATALOGUE, DCTERMS.title, Literal("Innspillsgraf", lang="nb")))
    default.add((CATALOGUE, DCAT.dataset, VOCABULARY))
    default.add((VOCABULARY, RDF.type, DCAT.Dataset))
    default.add((VOCABULARY, DCTERMS.title, Literal("Vokabularer: aktører, temaer og regler", lang="nb")))
    return dataset


def _parsed(text: str, path: Path) -> Dataset:
    from rdflib.plugins.parsers.notation3 import BadSyntax

    dataset = _empty()
    kind = "turtle" if path.suffix.lower() == ".ttl" else "trig"
    try:
        dataset.parse(data=text, format=kind, publicID=GRAPH)
    except (BadSyntax, IndexError) as error:  # the parser runs off the end of a file that was cut
        why = getattr(error, "_why", "filen slutter midt i en setning")
        raise InnspillError(
            f"ugyldig {kind}: {why}",
            where=str(path),
            line=getattr(error, "lines", -1) + 1,
            cure="Lag filen på nytt med «innspill build»",
        ) from None
    return dataset
