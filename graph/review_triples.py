"""The one place that makes triples of what people decided: the review graph of a document.

Decisions are activities of PROV-O (https://www.w3.org/TR/prov-o/). The document's own graph holds the
links that count; here stands who decided what, what the machine had read in its place, and which
decisions no longer fit. The log is the truth; this graph can always be made anew from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from graph.model import Role
from graph.namespaces import ACTOR, BASE, GRAPH, INN, RULE, THEME, document_iri, place_iri, slug
from graph.review import Act
from graph.triples import BASES, FORCES, KINDS, ROLES, new_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from graph.model import Attribution, Item
    from graph.review import Conflict, Decision, Kept, Review

    Triple = tuple[Node, Node, Node]

NS: Final = Namespace(INN)
DECISION: Final = BASE + "decision/"
PERSON: Final = BASE + "person/"


def review_iri(document: str) -> str:
    """The name of the graph of what people decided about a document.

    >>> review_iri("verksted-2021")
    'https://w3id.org/innspill/graph/review/verksted-2021'
    """
    return f"{GRAPH}review/{document}"


def review_graph(review: Review) -> Graph:
    """The triples of a review; empty where nobody has decided anything."""
    graph = new_graph()
    for triple in _triples(review):
        graph.add(triple)
    return graph


def _triples(review: Review) -> Iterator[Triple]:
    if not review.kept and not review.conflicts:
        return
    document = review.machine.document.slug
    for kept in review.kept:
        yield from _kept(kept, document)
    for conflict in review.conflicts:
        yield from _conflict(conflict)
    invalidated = {
        (kept.item, kept.decision.role, kept.decision.target): kept.decision
        for kept in review.active
        if kept.decision.act is Act.REJECT
    }
    for link in review.superseded:
        by = invalidated.get((link.item, link.role, link.target))
        yield from _superseded(link, document, by)
    for item in review.replaced:
        yield from _replaced(item, document)


def _decision(decision: Decision) -> Iterator[Triple]:
    this, anchor = URIRef(DECISION + decision.id), decision.anchor
    person = URIRef(PERSON + (slug(decision.who) or decision.id))
    yield this, RDF.type, NS.Decision
    yield this, NS.act, NS[f"act-{decision.act.value}"]
    yield this, NS.aboutDocument, URIRef(document_iri(anchor.document))
    yield this, NS.seenText, Literal(anchor.text)
    yield this, PROV.endedAtTime, Literal(decision.when, datatype=XSD.dateTime, normalize=False)
    yield this, PROV.wasAssociatedWith, person
    yield person, RDF.type, PROV.Person
    yield person, RDFS.label, Literal(decision.who)
    for predicate, text in ((NS.value, decision.target), (NS.quote, decision.quote), (NS.why, decision.why)):
        if text:
            yield this, predicate, Literal(text)
    if decision.link:
        yield this, DCTERMS.references, Literal(decision.link, datatype=XSD.anyURI, normalize=False)
    if decision.role:
        yield this, NS.role, ROLES[decision.role]
        yield this, NS.target, _concept(decision.role, decision.target)


def _kept(kept: Kept, document: str) -> Iterator[Triple]:
    this = URIRef(DECISION + kept.decision.id)
    yield from _decision(kept.decision)
    yield this, NS.standing, NS[f"standing-{kept.standing.value}"]
    if kept.item:
        item = URIRef(place_iri(document, kept.item))
        yield this, PROV.used, item
        if kept.standing == "active":
            yield from _made(kept.decision, this, item, document)


def _made(decision: Decision, this: URIRef, item: URIRef, document: str) -> Iterator[Triple]:
    """What an active decision says of its item."""
    if decision.act is Act.ADD and decision.role:
        link = URIRef(f"{item}#{decision.role.value}-{decision.target}")
        yield link, PROV.wasGeneratedBy, this
    elif decision.act is Act.CONFIRM:
        yield item, NS.confirmedBy, this
    elif decision.act is Act.ANSWER:
        yield item, NS.status, NS[f"status-{decision.target}"]
    elif decision.act is Act.MERGE:
        yield item, NS.duplicateOf, URIRef(place_iri(document, decision.target))


def _conflict(conflict: Conflict) -> Iterator[Triple]:
    this = URIRef(DECISION + conflict.decision.id)
    yield from _decision(conflict.decision)
    yield this, NS.standing, NS["standing-conflict"]
    yield this, NS.conflict, NS[f"conflict-{conflict.reason.value}"]
    if conflict.item:
        yield this, NS.nearest, URIRef(place_iri(conflict.decision.anchor.document, conflict.item))


def _concept(role: Role, target: str) -> URIRef:
    return URIRef((THEME if role is Role.SUBJECT else ACTOR) + target)


def _superseded(link: Attribution, document: str, by: Decision | None) -> Iterator[Triple]:
    """The machine's own link, which no query takes for one that counts."""
    item = URIRef(place_iri(document, link.item))
    this = URIRef(f"{item}#superseded-{link.role.value}-{link.target}")
    yield this, RDF.type, NS.SupersededAttribution
    yield this, NS.supersededOf, item
    yield this, NS.role, ROLES[link.role]
    yield this, NS.target, _concept(link.role, link.target)
    yield this, NS.basis, BASES[link.basis]
    yield this, NS.rule, URIRef(RULE + link.rule)
    yield this, NS.quote, Literal(link.mention.quote)
    if by:
        yield this, PROV.wasInvalidatedBy, URIRef(DECISION + by.id)


def _replaced(item: Item, document: str) -> Iterator[Triple]:
    """An item as the machine read it, beside what people made of it."""
    place = URIRef(place_iri(document, item.id))
    this = URIRef(f"{place}#machine")
    yield this, RDF.type, NS.SupersededItem
    yield this, NS.supersededOf, place
    yield this, NS.quote, Literal(item.text)
    yield this, NS.readAs, KINDS[item.kind]
    if item.force:
        yield this, NS.readAs, FORCES[item.force]
