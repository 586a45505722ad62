"""Judgements: what people decided about each item, as a home of the graph holds it.

The triples of :mod:`graph.review_triples` read back, from whatever store they are in, so that a page made of
documents and one made of a store say the same. ``innspill explain`` says it of the log itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rdflib.namespace import DCTERMS, PROV

from graph.model import Role
from graph.namespaces import ACTOR, DOCUMENT, INN, THEME
from graph.review import OF_LINK, Act, Standing
from graph.triples import FORCES, KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.store import Home

    #: The values of a node by property; all but ``inn:readAs`` have one.
    Node = Mapping[str, list[str]]

DECISIONS: Final = "SELECT (STR(?d) AS ?is) (STR(?p) AS ?has) (STR(?o) AS ?v) { ?d a inn:Decision ; ?p ?o }"
PEOPLE: Final = """
SELECT (STR(?d) AS ?is) (STR(?name) AS ?who) {
    ?d a inn:Decision ; prov:wasAssociatedWith ?person . ?person rdfs:label ?name
}
"""
MERGED: Final = "SELECT (STR(?i) AS ?item) (STR(?o) AS ?into) { ?i inn:duplicateOf ?o }"
#: The links people made, then those they took out: item, role, what it led to, the decision.
MADE: Final = """
SELECT (STR(?i) AS ?item) (STR(?r) AS ?role) (STR(?t) AS ?target) (STR(?d) AS ?by) {
    ?link inn:item ?i ; inn:role ?r ; inn:target ?t ; inn:basis inn:review ; prov:wasGeneratedBy ?d
}
"""
OUT: Final = """
SELECT (STR(?i) AS ?item) (STR(?r) AS ?role) (STR(?t) AS ?target) (STR(?d) AS ?by) {
    ?link a inn:SupersededAttribution ; inn:supersededOf ?i ; inn:role ?r ; inn:target ?t ;
        prov:wasInvalidatedBy ?d
}
"""
READ: Final = """
SELECT (STR(?i) AS ?item) (STR(?p) AS ?has) (STR(?o) AS ?v) {
    ?read a inn:SupersededItem ; inn:supersededOf ?i ; ?p ?o
}
"""
#: What a person is quoted by: of an item that repeats another its own text, else what they quoted.
WORDS: Final = {Act.MERGE: "seenText"}


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """One thing a person decided that counts, on an item: ``item`` is its document and id with a slash.

    ``act`` is an :class:`~graph.review.Act`; ``when`` is ISO 8601 in UTC. Where it made or took out a
    link, ``role`` and ``target`` are the link's; else ``target`` is the kind, force, answer, concept or
    other item that the act names. ``words`` are what was quoted, answered or remarked, or the new name;
    ``before`` is the kind, the force (``none``) or the text that the machine had read, for an act that
    changed it; ``link`` where the answer stands.
    """

    item: str
    when: str
    act: str
    who: str
    why: str = ""
    role: str = ""
    target: str = ""
    words: str = ""
    before: str = ""
    link: str = ""


def judgements_in(home: Home) -> tuple[Judgement, ...]:
    """Everything people decided that counts, by item and in the order it was decided."""
    return tuple(sorted(_Judgements(home).found()))


class _Judgements:
    """The decisions of a home, looked up by their IRIs."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.decisions = _nodes(home, DECISIONS)
        self.people = {str(d): str(who) for d, who in home.ask(PEOPLE).rows}
        self.merged = {str(item): str(into) for item, into in home.ask(MERGED).rows} if self.decisions else {}
        self.read = _nodes(home, READ) if self.decisions else {}
        self.roles = {str(iri): role.value for role, iri in ROLES.items()}
        self.kinds = {str(iri): kind.value for kind, iri in KINDS.items()}
        self.forces = {str(iri): force.value for force, iri in FORCES.items()}

    def found(self) -> Iterator[Judgement]:
        if not self.decisions:
            return
        yield from self._links()
        for iri, node in self.decisions.items():
            act = _last(node, INN + "act", "act-")
            if _counts(node) and act not in OF_LINK and act != Act.WITHDRAW:
                yield self._judgement(iri, self._place(node, act))

    def _links(self) -> Iterator[Judgement]:
        """One judgement a link: of those that say something of the same, the one that made it goes first."""
        links = dict[tuple[str, str, str], str]()
        for query in (MADE, OUT):
            for item, role, target, by in self.home.ask(query).rows:
                links.setdefault((str(item), str(role), str(target)), str(by))
        for iri, node in self.decisions.items():
            if _counts(node) and _last(node, INN + "act", "act-") == Act.REJECT:
                item, role, target = (_one(node, p) for p in (str(PROV.used), INN + "role", INN + "target"))
                links.setdefault((item, role, target), iri)
        for (item, role, target), iri in links.items():
            if iri in self.decisions:
                yield self._judgement(iri, item, self.roles.get(role, Role.MENTIONED), target)

    def _place(self, node: Node, act: str) -> str:
        """The item a decision is told of: the one that is left, where it merged another with it."""
        item = _one(node, str(PROV.used))
        return self.merged.get(item, item) if act == Act.MERGE else item

    def _judgement(self, iri: str, item: str, role: str = "", target: str = "") -> Judgement:
        node = self.decisions[iri]
        act = _last(node, INN + "act", "act-")
        return Judgement(
            item=item.removeprefix(DOCUMENT),
            when=_moment(_one(node, str(PROV.endedAtTime))),
            act=act,
            who=self.people.get(iri, ""),
            why=_one(node, INN + "why"),
            role=role,
            target=target.removeprefix(ACTOR).removeprefix(THEME) if role else _one(node, INN + "value"),
            words=_one(node, INN + WORDS.get(Act(act), "quote")) if act != Act.CONFIRM else "",
            before=self._before(item, act),
            link=_one(node, str(DCTERMS.references)),
        )

    def _before(self, item: str, act: str) -> str:
        """What the machine had read, for an act that changed it."""
        read = self.read.get(item, {})
        as_read = read.get(INN + "readAs", [])
        if act == Act.KIND:
            return next((self.kinds[one] for one in as_read if one in self.kinds), "")
        if act == Act.FORCE and read:
            return next((self.forces[one] for one in as_read if one in self.forces), "none")
        return _one(read, INN + "quote") if act == Act.TEXT else ""


def _nodes(home: Home, query: str) -> dict[str, dict[str, list[str]]]:
    """The properties of each node of an answer of node, property and value."""
    found = defaultdict[str, dict[str, list[str]]](lambda: defaultdict(list))
    for node, has, value in home.ask(query).rows:
        found[str(node)][str(has)].append(str(value))
    return dict(found)


def _one(node: Node, has: str) -> str:
    return next(iter(node.get(has, ())), "")


def _moment(written: str) -> str:
    """A time as decisions write it; some stores leave out the zeros at its end.

    >>> _moment("2026-01-31T08:00:07.5Z")
    '2026-01-31T08:00:07.500000Z'
    """
    made = datetime.fromisoformat(written).astimezone(UTC)
    return made.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _last(node: Node, has: str, prefix: str) -> str:
    """The name in an IRI such as ``act-kind``."""
    return _one(node, has).removeprefix(INN + prefix)


def _counts(node: Node) -> bool:
    return _last(node, INN + "standing", "standing-") == Standing.ACTIVE
