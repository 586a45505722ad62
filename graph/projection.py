"""Projections: networks of actors and themes made of who is asked, together, with whom, about what.

A node is ``actor:ID`` or ``theme:ID``; an edge's ``weight`` is the number of items it stands for.
Asks to a department count for the body it belongs to (``inn:countsAs``). Nodes and edges are added
in sorted order, so that every algorithm that follows meets them in one order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

import networkx as nx

from graph.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

    Pair = tuple[str, str]
    Graph = nx.Graph[str]


class Involvement:
    """Who and what each item involves: node keys by item and role, departments counted for their body."""

    def __init__(self, extractions: Sequence[Extraction], gazetteer: Gazetteer) -> None:
        gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
        self.items: list[dict[Role, tuple[str, ...]]] = []
        for extraction in extractions:
            found: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
            for link in extraction.attributions:
                found[link.item][link.role].add(node(link.role, link.target, gazetteer))
            self.items += [
                {role: tuple(sorted(nodes)) for role, nodes in found[item.id].items()}
                for item in extraction.items
            ]

    def count(self, role: Role) -> Counter[str]:
        """The number of items per node in a role."""
        return Counter(node for item in self.items for node in item.get(role, ()))


def node(role: Role, target: str, gazetteer: Gazetteer) -> str:
    """The node a link's target counts for."""
    if role is Role.SUBJECT:
        return f"theme:{target}"
    return f"actor:{gazetteer.actors[target].counts_as or target}"


def actor_theme(involvement: Involvement) -> Graph:
    """Who is asked about what: two sorts of nodes, edges only between them."""
    return _network(
        involvement, lambda item: product(item.get(Role.ADDRESSEE, ()), item.get(Role.SUBJECT, ()))
    )


def asked_together(involvement: Involvement) -> Graph:
    """Actors that the same item asks."""
    return _network(involvement, lambda item: combinations(item.get(Role.ADDRESSEE, ()), 2))


def partners(involvement: Involvement) -> Graph:
    """Who is asked to cooperate with whom."""
    return _network(
        involvement, lambda item: product(item.get(Role.ADDRESSEE, ()), item.get(Role.PARTNER, ()))
    )


def actor_actor(involvement: Involvement) -> Graph:
    """Actors tied by an ask in common or by being asked to cooperate."""
    both: Graph = nx.Graph()
    for network in (asked_together(involvement), partners(involvement)):
        for one, other in network.edges:
            already = both.edges[one, other]["weight"] if both.has_edge(one, other) else 0
            both.add_edge(one, other, weight=already + network.edges[one, other]["weight"])
    return _sorted(both)


def theme_theme(involvement: Involvement) -> Graph:
    """Themes of the same item."""
    return _network(involvement, lambda item: combinations(item.get(Role.SUBJECT, ()), 2))


def _network(
    involvement: Involvement, pairs: Callable[[dict[Role, tuple[str, ...]]], Iterator[Pair]]
) -> Graph:
    weights: Counter[Pair] = Counter()
    for item in involvement.items:
        weights.update({(min(p), max(p)) for p in pairs(item) if p[0] != p[1]})
    network: Graph = nx.Graph()
    for (one, other), weight in weights.items():
        network.add_edge(one, other, weight=weight)
    return _sorted(network)


def _sorted(network: Graph) -> Graph:
    made: Graph = nx.Graph()
    made.add_nodes_from(sorted(network))
    made.add_edges_from(sorted((min(a, b), max(a, b), d) for a, b, d in network.edges(data=True)))
    return made
