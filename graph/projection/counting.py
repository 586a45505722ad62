"""Projection of documents as values: the counts, item by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from graph.model import Basis, Kind, Role
from graph.projection.values import MOST_LISTED, Entry, Projection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item
    from graph.projection.values import Pair

    Involved = dict[Role, tuple[str, ...]]


def projected(extractions: Sequence[Extraction], gazetteer: Gazetteer) -> Projection:
    """The counts of some documents; asks to a department count for the body it belongs to."""
    gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
    involved = [found for one in extractions for found in _involved(one, gazetteer)]
    owned = {
        (x.document.slug, a.item) for x in extractions for a in x.attributions if a.role is Role.ADDRESSEE
    }
    items = [(x.document.slug, i) for x in extractions for i in x.items]
    unowned = [i for slug, i in items if i.kind is Kind.PROPOSAL and (slug, i.id) not in owned]
    return Projection(
        titles=tuple(x.document.title for x in extractions),
        kinds=Counter(i.kind for _, i in items),
        asking=len(owned),
        asked=_count(involved, Role.ADDRESSEE),
        headed=_by_heading(extractions, gazetteer),
        subjects=_count(involved, Role.SUBJECT),
        about=_pairs(involved, lambda i: product(i.get(Role.ADDRESSEE, ()), i.get(Role.SUBJECT, ()))),
        together=_pairs(involved, lambda i: combinations(i.get(Role.ADDRESSEE, ()), 2)),
        partners=_pairs(involved, lambda i: product(i.get(Role.ADDRESSEE, ()), i.get(Role.PARTNER, ()))),
        themes=_pairs(involved, lambda i: combinations(i.get(Role.SUBJECT, ()), 2)),
        unowned_count=len(unowned),
        unowned=_listed(unowned),
        questions=_listed(i for _, i in items if i.kind is Kind.QUESTION),
    )


def node(role: Role, target: str, gazetteer: Gazetteer) -> str:
    """The node a link's target counts for."""
    if role is Role.SUBJECT:
        return f"theme:{target}"
    return f"actor:{gazetteer.actors[target].counts_as or target}"


def _involved(extraction: Extraction, gazetteer: Gazetteer) -> list[Involved]:
    """The nodes of each item by role, sorted."""
    found: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in extraction.attributions:
        found[link.item][link.role].add(node(link.role, link.target, gazetteer))
    return [
        {role: tuple(sorted(nodes)) for role, nodes in found[item.id].items()} for item in extraction.items
    ]


def _count(involved: Sequence[Involved], role: Role) -> Counter[str]:
    return Counter(node for item in involved for node in item.get(role, ()))


def _pairs(involved: Sequence[Involved], pairs: Callable[[Involved], Iterable[Pair]]) -> Counter[Pair]:
    weights: Counter[Pair] = Counter()
    for item in involved:
        weights.update({(min(p), max(p)) for p in pairs(item) if p[0] != p[1]})
    return weights


def _by_heading(extractions: Sequence[Extraction], gazetteer: Gazetteer) -> Counter[str]:
    """Items per actor where every ask to it rests on a heading."""
    bases: dict[tuple[str, str, str], set[Basis]] = defaultdict(set)
    for extraction in extractions:
        for link in extraction.attributions:
            if link.role is Role.ADDRESSEE:
                key = (extraction.document.slug, link.item, node(link.role, link.target, gazetteer))
                bases[key].add(link.basis)
    return Counter(actor for (_, _, actor), found in bases.items() if found == {Basis.HEADING})


def _listed(items: Iterable[Item]) -> tuple[Entry, ...]:
    return tuple(Entry(item.text, item.line) for item in items)[:MOST_LISTED]
