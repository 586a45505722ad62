"""Making triples: an extraction as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS

from graph.model import (
    Attribution,
    Basis,
    Candidate,
    Document,
    Extraction,
    Item,
    Mention,
    Role,
    Section,
)
from graph.namespaces import ACTOR, RULE, THEME, document_iri, place_iri
from graph.triples.terms import BASES, CONCEPTS, DATES, FORCES, KINDS, LANGUAGES, NS, ROLES, new_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]


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
