"""Reading triples back: a document's graph as an extraction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF

from graph.model import (
    Attribution,
    Candidate,
    Document,
    Extraction,
    Item,
    Mention,
    Role,
    Section,
)
from graph.namespaces import ACTOR, DOCUMENT, INN, RULE, THEME, document_iri, place_iri
from graph.triples.terms import BASES, CONCEPTS, FORCES, KINDS, NS, ROLES

if TYPE_CHECKING:
    from rdflib.term import Node


def slugs(graph: Graph) -> tuple[str, ...]:
    """The slugs of the documents described in a graph, sorted."""
    return tuple(sorted(str(d).removeprefix(DOCUMENT) for d in graph.subjects(RDF.type, NS.Document)))


def from_graph(graph: Graph, slug: str) -> Extraction:
    """The extraction a document's graph describes, each part sorted.

    Raises:
        KeyError, ValueError: the graph does not follow the data model; validate it first.
    """
    return _Back(graph, slug).extraction()


class _Back:
    """Reads one document's triples as values."""

    def __init__(self, graph: Graph, slug: str) -> None:
        self.graph, self.slug = graph, slug
        self.document = URIRef(document_iri(slug))
        self.base = place_iri(slug, "")
        self.roles = {iri: role for role, iri in ROLES.items()}
        self.kinds = {iri: kind for kind, iri in KINDS.items()}
        self.forces = {iri: force for force, iri in FORCES.items()}
        self.bases = {iri: basis for basis, iri in BASES.items()}

    def extraction(self) -> Extraction:
        mentions = {node: self._mention(node) for node in self._of(NS.Mention)}
        return Extraction(
            document=self._document(),
            sections=tuple(sorted(map(self._section, self._of(NS.Section)))),
            items=tuple(sorted(map(self._item, self._of(NS.Item)))),
            mentions=tuple(sorted(mentions.values())),
            attributions=tuple(sorted(self._attribution(a, mentions) for a in self._of(NS.Attribution))),
            candidates=tuple(sorted(map(self._candidate, self._candidates()))),
        )

    def _candidates(self) -> list[Node]:
        named = self.graph.subjects(PROV.wasDerivedFrom, self.document)
        return [actor for actor in named if (actor, RDF.type, NS.Candidate) in self.graph]

    def _candidate(self, node: Node) -> Candidate:
        return Candidate(str(node).removeprefix(ACTOR), self._text(node, NS.shortLabel))

    def _of(self, kind: Node) -> list[Node]:
        found = (s for s in self.graph.subjects(RDF.type, kind) if str(s).startswith(self.base))
        return sorted(found, key=str)

    def _value(self, node: Node, predicate: Node) -> Any:
        value = self.graph.value(node, predicate)
        if value is None:
            raise KeyError(f"{node} has no {predicate}")
        return value

    def _text(self, node: Node, predicate: Node) -> str:
        return str(self.graph.value(node, predicate) or "")

    def _number(self, node: Node, predicate: Node) -> int:
        return int(self._text(node, predicate) or 0)

    def _place(self, node: Node, predicate: Node) -> str:
        """A place's id within the document; empty for the document itself and where there is none."""
        iri = self._text(node, predicate)
        return iri.removeprefix(self.base) if iri.startswith(self.base) else ""

    def _document(self) -> Document:
        this = self.document
        return Document(
            slug=self.slug,
            title=str(self._value(this, DCTERMS.title)),
            source=self._text(this, DCTERMS.source),
            sha256=self._text(this, NS.sha256),
            language=self._text(this, DCTERMS.language),
            date=self._text(this, DCTERMS.date),
            lines=self._number(this, NS.lines),
            organiser=self._text(this, NS.organiser).removeprefix(ACTOR),
            event=self._text(this, NS.event).removeprefix(INN),
            speaker=self._text(this, NS.speaker).removeprefix(ACTOR),
        )

    def _section(self, node: Node) -> Section:
        return Section(
            order=self._number(node, NS.order),
            id=str(node).removeprefix(self.base),
            title=self._text(node, DCTERMS.title),
            question=self._text(node, NS.question),
            parent=self._place(node, DCTERMS.isPartOf),
            line=self._number(node, NS.line),
            page=self._number(node, NS.page),
            speaks=self.graph.value(node, NS.speaks) is not None,
        )

    def _item(self, node: Node) -> Item:
        kinds = [kind for iri, kind in self.kinds.items() if (node, RDF.type, iri) in self.graph]
        force = self._text(node, NS.force)
        return Item(
            order=self._number(node, NS.order),
            id=str(node).removeprefix(self.base),
            section=self._place(node, NS.section),
            text=str(self._value(node, NS.text)),
            marker=self._text(node, NS.marker),
            parent=self._place(node, NS.parent),
            line=self._number(node, NS.line),
            end_line=self._number(node, NS.endLine),
            page=self._number(node, NS.page),
            kind=kinds[0],
            force=self.forces[URIRef(force)] if force else None,
        )

    def _mention(self, node: Node) -> Mention:
        concept = str(self._value(node, NS.concept))
        kind = next(kind for kind, base in CONCEPTS.items() if concept.startswith(base))
        return Mention(
            where=self._place(node, NS.where),
            start=self._number(node, NS.start),
            end=self._number(node, NS.end),
            quote=self._text(node, NS.quote),
            kind=kind,
            concept=concept.removeprefix(CONCEPTS[kind]),
        )

    def _attribution(self, node: Node, mentions: dict[Node, Mention]) -> Attribution:
        role = self.roles[self._value(node, NS.role)]
        base = THEME if role is Role.SUBJECT else ACTOR
        return Attribution(
            item=self._place(node, NS.item),
            role=role,
            target=str(self._value(node, NS.target)).removeprefix(base),
            basis=self.bases[self._value(node, NS.basis)],
            rule=str(self._value(node, NS.rule)).removeprefix(RULE),
            mention=mentions[self._value(node, NS.mention)],
        )
