"""The triples of what recurs and of what came of it, and the way back.

``recurrences_from`` reads back what ``recurrences_to`` made triples of, and for sorted values
``answers_from(answers_to(x)) == x``; see ``docs/data-model.md``. Each stands in a named graph of its own, so
that it can be made anew without touching a document. PROV-O: https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, XSD

from graph.asks import Answer, Recurrence, Recurrences, Status
from graph.namespaces import ACTOR, BASE, DOCUMENT, GRAPH, INN, THEME
from graph.recurrence.reasons import reason
from graph.triples import DATES, LANGUAGES, new_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from graph.gazetteer import Gazetteer

    Triple = tuple[Node, Node, Node]

NS: Final = Namespace(INN)
#: The names of the two graphs.
RECURRENCE: Final = GRAPH + "recurrence"
ANSWERS: Final = GRAPH + "answers"
STATUSES: Final = {status: NS[status.value] for status in Status}


def recurrences_to(found: Recurrences, gazetteer: Gazetteer) -> Iterator[Triple]:
    """The triples of what recurs, each pair with its reason in three languages.

    One after the other: those of a large collection fill the memory as a graph.
    """
    for rows in found.groups:
        ask = URIRef(f"{BASE}ask/{rows[0]}")
        yield ask, RDF.type, NS.RecurringAsk
        yield ask, NS.example, URIRef(DOCUMENT + rows[0])
        for key in rows:
            yield URIRef(DOCUMENT + key), NS.ask, ask
    made = URIRef(f"{RECURRENCE}#comparison")
    if found.pairs:
        yield made, RDF.type, PROV.Activity
    for pair in found.pairs:
        yield from _pair(pair, made, gazetteer)


def _pair(pair: Recurrence, made: URIRef, gazetteer: Gazetteer) -> Iterator[Triple]:
    one, other = URIRef(DOCUMENT + pair.one), URIRef(DOCUMENT + pair.other)
    this = URIRef(f"{BASE}recurrence/{_digest(pair.one, pair.other)}")
    yield one, NS.sameAskAs, other
    yield other, NS.sameAskAs, one
    yield this, RDF.type, NS.Recurrence
    yield this, NS.earlier, one
    yield this, NS.later, other
    yield this, NS.basis, NS.review if pair.reviewed else NS.similarity
    yield this, NS.score, Literal(Decimal(f"{pair.score:.2f}"))
    for word in pair.words:
        yield this, NS.sharedWord, Literal(word)
    for theme in pair.themes:
        yield this, NS.sharedTheme, URIRef(THEME + theme)
    for actor in pair.actors:
        yield this, NS.sharedActor, URIRef(ACTOR + actor)
    for language in LANGUAGES:
        yield this, DCTERMS.description, Literal(reason(pair, gazetteer, language), lang=language)
    yield this, PROV.wasDerivedFrom, one
    yield this, PROV.wasDerivedFrom, other
    yield this, PROV.wasGeneratedBy, made


def _digest(*texts: str) -> str:
    """A short name of some texts that is the same every time (64 bits of SHA-256, in hex)."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def recurrences_from(graph: Graph) -> Recurrences:
    """What recurs, read back out of a graph that holds it.

    Raises:
        KeyError: a pair lacks one of its items.
    """
    groups: dict[Node, list[str]] = defaultdict(list)
    for item, ask in graph.subject_objects(NS.ask):
        groups[ask].append(_key(item))
    first = {str(ask).removeprefix(f"{BASE}ask/") for ask in groups}
    pairs = sorted(_read_pair(graph, node) for node in graph.subjects(RDF.type, NS.Recurrence))
    ordered = [tuple(sorted(keys, key=lambda key: (key not in first, key))) for keys in groups.values()]
    return Recurrences(tuple(pairs), tuple(sorted(ordered)))


def _read_pair(graph: Graph, node: Node) -> Recurrence:
    def ids(predicate: Node, base: str) -> tuple[str, ...]:
        return tuple(sorted(str(o).removeprefix(base) for o in graph.objects(node, predicate)))

    earlier, later = graph.value(node, NS.earlier), graph.value(node, NS.later)
    if earlier is None or later is None:
        raise KeyError(f"{node} lacks an item")
    return Recurrence(
        _key(earlier),
        _key(later),
        float(str(graph.value(node, NS.score) or 0)),
        ids(NS.sharedWord, ""),
        ids(NS.sharedTheme, THEME),
        ids(NS.sharedActor, ACTOR),
        reviewed=graph.value(node, NS.basis) == NS.review,
    )


def answers_to(answers: Iterable[Answer]) -> Graph:
    """The triples of what came of asks: each answer, and on the item the status it was given last."""
    graph = new_graph()
    for answer in sorted(answers, key=lambda a: (a.when, a)):
        item = URIRef(DOCUMENT + answer.item)
        this = URIRef(f"{item}#answer-{_digest(answer.status, answer.who, answer.when, answer.source)}")
        graph.add((this, RDF.type, NS.Answer))
        graph.add((this, NS.item, item))
        graph.add((this, NS.status, STATUSES[answer.status]))
        graph.add((this, PROV.wasDerivedFrom, item))
        graph.set((item, NS.status, STATUSES[answer.status]))
        if answer.who:
            graph.add((this, NS.by, Literal(answer.who)))
        if answer.when:
            kind = DATES.get(len(answer.when), XSD.string)
            graph.add((this, DCTERMS.date, Literal(answer.when, datatype=kind, normalize=False)))
        if answer.source:
            graph.add((this, DCTERMS.source, Literal(answer.source)))
    return graph


def answers_from(graph: Graph) -> tuple[Answer, ...]:
    """What came of asks, read back out of a graph that holds it, sorted.

    Raises:
        KeyError: an answer has no known status.
    """
    statuses = {iri: status for status, iri in STATUSES.items()}

    def text(node: Node, predicate: Node) -> str:
        return str(graph.value(node, predicate) or "")

    return tuple(
        sorted(
            Answer(
                item=_key(graph.value(node, NS.item) or node),
                status=statuses[URIRef(text(node, NS.status))],
                who=text(node, NS.by),
                when=text(node, DCTERMS.date),
                source=text(node, DCTERMS.source),
            )
            for node in graph.subjects(RDF.type, NS.Answer)
        )
    )


def _key(node: Node) -> str:
    return str(node).removeprefix(DOCUMENT)
