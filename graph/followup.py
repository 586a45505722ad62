"""Follow-up: what a home holds, as asks through time with what came of them.

The seam to what people decide: answers and verdicts are triples in whatever graph the home has them
(``inn:Answer``; ``inn:sameAskAs`` with the basis ``inn:review``; ``inn:differentAskFrom``), and nothing
here keeps them anywhere else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graph.asks import Answer, Ask, Status, Verdict
from graph.comparison import threads
from graph.namespaces import ACTOR, DOCUMENT, INN, THEME
from graph.recurrence import recurrences

if TYPE_CHECKING:
    from graph.asks import Recurrences
    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.store import Home

ITEMS: Final = """
SELECT (STR(?item) AS ?key) (STR(?doc) AS ?document) (STR(?day) AS ?date) ?order ?line ?text
    (STR(?above) AS ?parent) WHERE {
    ?item inn:document ?doc ; inn:text ?text ; inn:order ?order ; inn:line ?line .
    OPTIONAL { ?doc dcterms:date ?day }
    OPTIONAL { ?item inn:parent ?above }
    FILTER (NOT EXISTS { ?item a inn:Observation } || EXISTS { ?item inn:addressee ?who })
}
"""
LINKS: Final = """
SELECT (STR(?item) AS ?key) (STR(?property) AS ?role) (STR(?thing) AS ?target) WHERE {
    ?link inn:item ?item ; inn:role ?property ; inn:target ?thing .
}
"""
ANSWERS: Final = """
SELECT (STR(?item) AS ?key) (STR(?state) AS ?status) ?who (STR(?day) AS ?when) (STR(?from) AS ?source) WHERE {
    ?answer a inn:Answer ; inn:item ?item ; inn:status ?state .
    OPTIONAL { ?answer inn:by ?who }
    OPTIONAL { ?answer dcterms:date ?day }
    OPTIONAL { ?answer dcterms:source ?from }
}
"""
SAME: Final = """
SELECT (STR(?earlier) AS ?one) (STR(?later) AS ?other) WHERE {
    { ?pair inn:earlier ?earlier ; inn:later ?later ; inn:basis inn:review }
    UNION
    { ?earlier inn:sameAskAs ?later . ?decision inn:act inn:act-same ; inn:standing inn:standing-active ;
        prov:used ?earlier ; inn:other ?later }
}
"""
APART: Final = "SELECT (STR(?a) AS ?one) (STR(?b) AS ?other) WHERE { ?a inn:differentAskFrom ?b }"
SUBJECT: Final = "http://purl.org/dc/terms/subject"
ADDRESSEE: Final = INN + "addressee"
PROPOSER: Final = INN + "proposer"


def asks_in(home: Home) -> tuple[Ask, ...]:
    """The asks of every document of a home, sorted."""
    links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, role, target in home.ask(LINKS).rows:
        links[str(key)][str(role)].add(str(target).removeprefix(ACTOR).removeprefix(THEME))
    known = {SUBJECT, ADDRESSEE, PROPOSER}
    made = []
    for key, document, date, order, line, text, parent in home.ask(ITEMS).rows:
        found = links[str(key)]
        others = {actor for role, some in found.items() if role not in known for actor in some}
        made.append(
            Ask(
                date=str(date or ""),
                document=str(document).removeprefix(DOCUMENT),
                order=int(str(order)),
                item=str(key).removeprefix(f"{document}/"),
                text=str(text),
                line=int(str(line)),
                addressees=tuple(sorted(found[ADDRESSEE])),
                proposers=tuple(sorted(found[PROPOSER])),
                others=tuple(sorted(others)),
                themes=tuple(sorted(found[SUBJECT])),
                parent=_key(parent),
            )
        )
    return tuple(sorted(made))


def answers_in(home: Home) -> tuple[Answer, ...]:
    """What came of asks, by whoever said so, sorted."""
    statuses = {INN + status.value: status for status in Status}
    return tuple(
        sorted(
            Answer(_key(key), statuses[str(status)], str(who or ""), str(when or ""), str(source or ""))
            for key, status, who, when, source in home.ask(ANSWERS).rows
            if str(status) in statuses
        )
    )


def verdicts_in(home: Home) -> tuple[Verdict, ...]:
    """What people decided about which asks are the same, sorted."""
    same = {Verdict(_key(a), _key(b), same=True) for a, b in home.ask(SAME).rows}
    apart = {Verdict(_key(a), _key(b), same=False) for a, b in home.ask(APART).rows}
    return tuple(sorted(same | apart))


def recurring_in(home: Home, gazetteer: Gazetteer) -> Recurrences:
    """What recurs among everything a home holds, with people's verdicts heeded."""
    return recurrences(asks_in(home), gazetteer, verdicts_in(home))


def threads_in(home: Home, gazetteer: Gazetteer) -> tuple[Thread, ...]:
    """Every ask of a home through time, with what came of it."""
    asks = asks_in(home)
    return threads(asks, recurrences(asks, gazetteer, verdicts_in(home)), answers_in(home))


def _key(iri: object) -> str:
    return str(iri or "").removeprefix(DOCUMENT)
