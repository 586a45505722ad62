"""Networks: nodes ``actor:ID`` and ``theme:ID``, an edge's ``weight`` the number of items it stands for.

Nodes and edges are added in sorted order, so that every algorithm that follows meets them in one order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.projection.values import Pair, Projection

    Graph = nx.Graph[str]
else:
    Graph = nx.Graph


def actor_theme(counts: Projection) -> Graph:
    """Who is asked about what: two sorts of nodes, edges only between them."""
    return _network(counts.about)


def asked_together(counts: Projection) -> Graph:
    """Actors that the same item asks."""
    return _network(counts.together)


def partners(counts: Projection) -> Graph:
    """Who is asked to cooperate with whom."""
    return _network(counts.partners)


def actor_actor(counts: Projection) -> Graph:
    """Actors tied by an ask in common or by being asked to cooperate."""
    return _network(Counter(counts.together) + Counter(counts.partners))


def theme_theme(counts: Projection) -> Graph:
    """Themes of the same item."""
    return _network(counts.themes)


def _network(weights: Mapping[Pair, int]) -> Graph:
    made: Graph = nx.Graph()
    made.add_nodes_from(sorted({node for pair in weights for node in pair}))
    made.add_edges_from((*pair, {"weight": weights[pair]}) for pair in sorted(weights))
    return made
