"""Quads: a document's triples as lines of N-Triples under a name, which every engine loads fast.

https://www.w3.org/TR/n-triples/, https://www.w3.org/TR/trig/
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rdflib import Graph, URIRef

from graph.errors import InnspillError
from graph.namespaces import DOCUMENT, INN, PREFIXES, document_iri
from graph.review_triples import review_graph, review_iri
from graph.store.catalogue import VOCABULARY, annotation, entry, heading, vocabularies
from graph.triples import from_graph, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from graph.model import Extraction
    from graph.review import Review

    Triple = tuple[Node, Node, Node]


#: Characters of triples that are loaded at once. Larger batches take more memory and no less time: what
#: the engine saves in merging, it loses in sorting.
BATCH: Final = 24_000_000
TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABELS: Final = tuple(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
#: What a search finds: a kind, its class, and the properties that hold its words.
SOUGHT: Final = (
    ("item", INN + "Item", (INN + "text",)),
    ("actor", INN + "Actor", (*LABELS, INN + "shortLabel")),
    ("theme", INN + "Theme", LABELS),
)
ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Part:
    """One named graph with what the catalogue says of it, each as sorted lines of N-Triples.

    ``review`` is the graph of what people decided about the document, which is replaced with it.
    """

    name: str
    triples: str
    described: str
    review: str = ""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it, in hex."""
        decided = f"\n{self.review}" if self.review else ""
        return hashlib.sha256(f"{self.triples}\n{self.described}{decided}".encode()).hexdigest()

    @property
    def whole(self) -> bytes:
        """All its triples as N-Triples, whichever graph they stand in; none where it is no document."""
        made = f"{self.triples}{self.described}{self.review}" if self.name.startswith(DOCUMENT) else ""
        return made.encode()

    @property
    def trig(self) -> bytes:
        """The graphs under their names and the description in the default graph, as TriG."""
        graphs = [(self.name, self.triples)]
        if self.review:
            graphs.append((review_name(self.name), self.review))
        named = "".join(f"GRAPH <{name}> {{\n{text}}}\n" for name, text in graphs)
        return f"{named}{self.described}".encode()


def review_name(document: str) -> str:
    """The name of the graph of what people decided about the document with an IRI."""
    return review_iri(document.removeprefix(DOCUMENT))


def document_part(extraction: Extraction) -> Part:
    """A document's graph, ready for any engine."""
    name = document_iri(extraction.document.slug)
    return Part(name, lines(triples(extraction)), lines(entry(extraction.document)))


def review_part(review: Review) -> Part:
    """A document's graph as people decided it, and that of what they decided."""
    return replace(document_part(review.extraction), review=lines(review_graph(review)))


def annotation_part(name: str, triples: Iterable[Triple], title: str) -> Part:
    """A graph that says something about the documents, ready for any engine."""
    return Part(name, lines(triples), lines(annotation(name, title)))


def vocabulary_part() -> Part:
    """The vocabularies and the catalogue's own lines."""
    return Part(str(VOCABULARY), lines(vocabularies()), lines(heading()))


def batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Parts gathered into what is loaded at once, each name once; what was read before an error too."""
    some: dict[str, Part] = {}
    size = 0
    try:
        for part in parts:
            some[part.name] = part
            size += len(part.triples)
            if size > BATCH:
                yield list(some.values())
                some, size = {}, 0
    except InnspillError:
        yield list(some.values())
        raise
    yield list(some.values())


def lines(made: Iterable[Triple]) -> str:
    """Triples as sorted lines of N-Triples, each once."""
    from rdflib.plugins.serializers.nt import _nt_row

    return "".join(sorted({_nt_row(triple) for triple in made}))


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines of N-Triples that only the one holds and only the other, each sorted."""
    old, new = (set(text.split("\n")) - {""} for text in (before, after))
    return [f"{line}\n" for line in sorted(old - new)], [f"{line}\n" for line in sorted(new - old)]


def texts(written: str) -> Iterator[tuple[str, str, str]]:
    """IRI, kind and text of each thing to be found by its words in lines of N-Triples.

    What is looked for holds an unescaped quotation mark or a line end, so no literal can look like it.
    """
    for kind, named, properties in SOUGHT:
        things = {subject for subject, _ in _cut(written, f"> <{TYPE}> <{named}> .\n")}
        for prop in properties if things else ():
            for subject, after in _cut(written, f'> <{prop}> "'):
                if subject in things:
                    yield subject, kind, _unescaped(after[: after.index("\n")].rpartition('"')[0])


def _cut(written: str, mark: str) -> Iterator[tuple[str, str]]:
    """The subject before each place where some text stands, and what comes after it."""
    pieces = written.split(mark)
    for before, after in pairwise(pieces):
        yield before.rpartition("<")[2], after


def _unescaped(literal: str) -> str:
    return ESCAPE.sub(_character, literal) if "\\" in literal else literal


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else CONTROLS.get(match[3], match[3])


def extraction_of(written: str, slug: str) -> Extraction:
    """The extraction that lines of N-Triples describe."""
    graph = Graph()
    for triple in parsed(written):
        graph.add(triple)
    return from_graph(graph, slug)


def parsed(written: str) -> Iterator[Triple]:
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

    for quad in pyoxigraph.parse(written.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield term(quad.subject), term(quad.predicate), term(quad.object)
