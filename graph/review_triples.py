"""The one place that makes triples of what people decided: the review graph of a document.

Decisions are activities of PROV-O (https://www.w3.org/TR/prov-o/). The document's own graph holds the
links that count; here stands who decided what, what the machine had read in its place, and which
decisions no longer fit. The log is the truth; this graph can always be made anew from it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from graph.alignment import STATUSES
from graph.asks import Status
from graph.model import Basis, Role
from graph.namespaces import ACTOR, BASE, DOCUMENT, GRAPH, INN, RULE, THEME, document_iri, place_iri, slug
from graph.review import Act, Standing
from graph.triples import BASES, FORCES, KINDS, ROLES, link_iri, new_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from graph.model import Attribution, Item
    from graph.review import Conflict, Decision, Kept, LinkKey, Review

    Triple = tuple[Node, Node, Node]

NS: Final = Namespace(INN)
DECISION: Final = BASE + "decision/"
PERSON: Final = BASE + "person/"
#: Hexadecimal letters by which people whose names fold to one address are told apart.
PERSON_LETTERS: Final = 6
#: The acts after which an item is no longer as the machine read it.
REPLACING: Final = frozenset({Act.KIND, Act.FORCE, Act.TEXT, Act.SPLIT, Act.MERGE})


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
    for link in review.extraction.attributions:
        if link.basis is Basis.REVIEW:
            yield link_iri(link, document), PROV.wasGeneratedBy, _iri(review.by[key_of(link)])
    for link in review.superseded:
        yield from _superseded(link, document, review.by[key_of(link)])
    for item in review.replaced:
        yield from _replaced(item, document)
    replaced = {item.id for item in review.replaced}
    for kept in review.active:
        if kept.decision.act in REPLACING and kept.item in replaced:
            yield (
                URIRef(f"{place_iri(document, kept.item)}#machine"),
                PROV.wasInvalidatedBy,
                _iri(kept.decision),
            )


def key_of(link: Attribution) -> LinkKey:
    """What a link has alone in its document."""
    return link.item, link.role, link.target


def _iri(decision: Decision) -> URIRef:
    return URIRef(DECISION + decision.id)


def _person(name: str) -> URIRef:
    """A person by name; two names that fold to one address are still two."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:PERSON_LETTERS]
    return URIRef(f"{PERSON}{slug(name)}-{digest}")


def _decision(decision: Decision) -> Iterator[Triple]:
    this, anchor, person = _iri(decision), decision.anchor, _person(decision.who)
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
    this = _iri(kept.decision)
    yield from _decision(kept.decision)
    yield this, NS.standing, NS[f"standing-{kept.standing.value}"]
    if kept.item:
        item = URIRef(place_iri(document, kept.item))
        yield this, PROV.used, item
        if kept.standing is Standing.ACTIVE:
            yield from _said(kept, this, item, document)


def _said(kept: Kept, this: URIRef, item: URIRef, document: str) -> Iterator[Triple]:
    """What an active decision says of its item."""
    act = kept.decision.act
    if act is Act.CONFIRM:
        yield item, NS.confirmedBy, this
    elif act is Act.ANSWER:
        yield from _answer(kept.decision, this, item)
    elif act is Act.SAME:
        yield item, NS.sameAskAs, URIRef(DOCUMENT + kept.decision.target)
        yield this, NS.other, URIRef(DOCUMENT + kept.decision.target)
    elif act is Act.DIFFERENT:
        yield item, NS.differentAskFrom, URIRef(DOCUMENT + kept.decision.target)
    elif act is Act.MERGE:
        yield item, NS.duplicateOf, URIRef(place_iri(document, kept.other))


def _answer(decision: Decision, this: URIRef, item: URIRef) -> Iterator[Triple]:
    """What came of an ask, in the form of every other answer."""
    status, answer = STATUSES[Status(decision.target)], URIRef(f"{this}#answer")
    yield item, NS.status, status
    yield answer, RDF.type, NS.Answer
    yield answer, NS.item, item
    yield answer, NS.status, status
    yield answer, NS.by, Literal(decision.who)
    yield answer, DCTERMS.date, Literal(decision.when[:10], datatype=XSD.date)
    yield answer, PROV.wasDerivedFrom, item
    yield answer, PROV.wasGeneratedBy, this
    if decision.link or decision.quote:
        yield answer, DCTERMS.source, Literal(decision.link or decision.quote)


def _conflict(conflict: Conflict) -> Iterator[Triple]:
    this = _iri(conflict.decision)
    yield from _decision(conflict.decision)
    yield this, NS.standing, NS["standing-conflict"]
    yield this, NS.conflict, NS[f"conflict-{conflict.reason.value}"]
    if conflict.item:
        yield this, NS.nearest, URIRef(place_iri(conflict.decision.anchor.document, conflict.item))


def _concept(role: Role, target: str) -> URIRef:
    return URIRef((THEME if role is Role.SUBJECT else ACTOR) + target)


def _superseded(link: Attribution, document: str, by: Decision) -> Iterator[Triple]:
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
    yield this, PROV.wasInvalidatedBy, _iri(by)


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
