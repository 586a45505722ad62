"""The one place that makes triples of an extraction, and the one that reads them back.

``from_graph(to_graph(x), x.document.slug) == x`` for every extraction whose parts are sorted; see
``docs/data-model.md`` for the contract. Serialised as Turtle or TriG (RDF 1.1,
https://www.w3.org/TR/rdf11-concepts/); there are no blank nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from graph.model import (
    Attribution,
    Basis,
    Candidate,
    ConceptKind,
    Document,
    Extraction,
    Force,
    Item,
    Kind,
    Mention,
    Role,
    Section,
)
from graph.namespaces import ACTOR, DOCUMENT, INN, PREFIXES, RULE, THEME, document_iri, place_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

NS: Final = Namespace(INN)
ROLES: Final[dict[Role, URIRef]] = {
    **{role: NS[role.value] for role in Role if role is not Role.SUBJECT},
    Role.SUBJECT: DCTERMS.subject,
}
KINDS: Final = {kind: NS[kind.value.capitalize()] for kind in Kind}
FORCES: Final = {force: NS[force.value] for force in Force} | {Force.QUESTION: NS.asks}
BASES: Final = {basis: NS[basis.value] for basis in Basis} | {Basis.PARENT: NS.inherited}
#: A candidate's name is the same in every language until somebody puts it in the vocabulary.
LANGUAGES: Final = ("nb", "nn", "en")
CONCEPTS: Final = {ConceptKind.ACTOR: ACTOR, ConceptKind.THEME: THEME}
#: The datatype of a date by the length of its ISO form: a year, a month, a day.
DATES: Final = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def new_graph() -> Graph:
    """An empty graph with the project's prefixes bound."""
    graph = Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    return graph


def to_graph(extraction: Extraction) -> Graph:
    """The triples of an extraction.

    Raises:
        ValueError: two links of one item have the same role and target, or two items the same id.
    """
    graph = new_graph()
    for triple in triples(extraction):
        graph.add(triple)
    return graph


def triples(extraction: Extraction) -> Iterator[Triple]:
    """The same one after another; one that several parts of it make comes several times.

    Raises:
        ValueError: as :func:`to_graph`.
    """
    slug = extraction.document.slug
    names = [a.item + _fragment(a) for a in extraction.attributions] + [i.id for i in extraction.items]
    if len(set(names)) < len(names):
        raise ValueError(f"a link or an item stands twice in {slug}")
    yield from _document(extraction.document)
    for section in extraction.sections:
        yield from _section(section, slug)
    for item in extraction.items:
        yield from _item(item, slug)
    for mention in extraction.mentions:
        yield from _mention(mention, slug)
    for attribution in extraction.attributions:
        yield from _attribution(attribution, slug)
    for candidate in extraction.candidates:
        yield from _candidate(candidate, slug)


def _document(document: Document) -> Iterator[Triple]:
    this = URIRef(document_iri(document.slug))
    yield this, RDF.type, NS.Document
    yield this, DCTERMS.title, Literal(document.title, lang=document.language)
    yield this, DCTERMS.language, Literal(document.language)
    yield this, DCTERMS.source, Literal(document.source)
    yield this, NS.sha256, Literal(document.sha256)
    yield this, NS.lines, Literal(document.lines)
    if document.date:
        yield this, DCTERMS.date, Literal(document.date, datatype=DATES[len(document.date)], normalize=False)
    yield from _event(document, this)
    made = URIRef(f"{this}#extraction")
    yield made, RDF.type, PROV.Activity
    yield made, PROV.used, this


def _event(document: Document, this: URIRef) -> Iterator[Triple]:
    """What people said of the event a document reports."""
    for predicate, actor in ((NS.organiser, document.organiser), (NS.speaker, document.speaker)):
        if actor:
            yield this, predicate, URIRef(ACTOR + actor)
    if document.event:
        yield this, NS.event, NS[document.event]


def _section(section: Section, slug: str) -> Iterator[Triple]:
    this = URIRef(place_iri(slug, section.id))
    above = place_iri(slug, section.parent) if section.parent else document_iri(slug)
    yield this, RDF.type, NS.Section
    yield this, DCTERMS.title, Literal(section.title)
    yield this, DCTERMS.isPartOf, URIRef(above)
    yield from _position(this, section.order, section.line, section.page)
    if section.question:
        yield this, NS.question, Literal(section.question)
    if section.speaks:
        yield this, NS.speaks, Literal(lexical_or_value=True)


def _item(item: Item, slug: str) -> Iterator[Triple]:
    this = URIRef(place_iri(slug, item.id))
    yield this, RDF.type, NS.Item
    yield this, RDF.type, KINDS[item.kind]
    yield this, NS.text, Literal(item.text)
    yield this, NS.marker, Literal(item.marker)
    yield this, NS.document, URIRef(document_iri(slug))
    yield this, NS.endLine, Literal(item.end_line)
    yield from _position(this, item.order, item.line, item.page)
    if item.section:
        yield this, NS.section, URIRef(place_iri(slug, item.section))
    if item.parent:
        yield this, NS.parent, URIRef(place_iri(slug, item.parent))
    if item.force:
        yield this, NS.force, FORCES[item.force]


def _position(this: URIRef, order: int, line: int, page: int) -> Iterator[Triple]:
    yield this, NS.order, Literal(order)
    yield this, NS.line, Literal(line)
    if page:
        yield this, NS.page, Literal(page)


def _mention_iri(mention: Mention, slug: str) -> URIRef:
    name = f"{mention.kind.value}-{mention.concept}-{mention.start}-{mention.end}"
    return URIRef(f"{place_iri(slug, mention.where)}#{name}")


def _mention(mention: Mention, slug: str) -> Iterator[Triple]:
    this = _mention_iri(mention, slug)
    yield this, RDF.type, NS.Mention
    yield this, NS.where, URIRef(place_iri(slug, mention.where))
    yield this, NS.concept, URIRef(CONCEPTS[mention.kind] + mention.concept)
    yield this, NS.quote, Literal(mention.quote)
    yield this, NS.start, Literal(mention.start)
    yield this, NS.end, Literal(mention.end)


def _fragment(link: Attribution) -> str:
    return f"#{link.role.value}-{link.target}"


def link_iri(link: Attribution, slug: str) -> URIRef:
    """The IRI of a link: its item's, its role and whom or what it is to."""
    return URIRef(place_iri(slug, link.item) + _fragment(link))


def _attribution(link: Attribution, slug: str) -> Iterator[Triple]:
    item = URIRef(place_iri(slug, link.item))
    this = link_iri(link, slug)
    target = URIRef((THEME if link.role is Role.SUBJECT else ACTOR) + link.target)
    yield item, ROLES[link.role], target
    yield this, RDF.type, NS.Attribution
    yield this, NS.item, item
    yield this, NS.role, ROLES[link.role]
    yield this, NS.target, target
    yield this, NS.basis, BASES[link.basis]
    yield this, NS.rule, URIRef(RULE + link.rule)
    yield this, NS.mention, _mention_iri(link.mention, slug)
    yield this, PROV.wasDerivedFrom, item
    if link.basis is not Basis.REVIEW:  # the review graph says which decision made it
        yield this, PROV.wasGeneratedBy, URIRef(f"{document_iri(slug)}#extraction")


def _candidate(candidate: Candidate, slug: str) -> Iterator[Triple]:
    """An unknown organisation as an actor of its own, labelled as the document writes it."""
    this = URIRef(ACTOR + candidate.id)
    yield this, RDF.type, NS.Candidate
    yield this, RDF.type, NS.Actor
    yield this, NS.shortLabel, Literal(candidate.label)
    for language in LANGUAGES:
        yield this, SKOS.prefLabel, Literal(candidate.label, lang=language)
    yield this, PROV.wasDerivedFrom, URIRef(document_iri(slug))


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
