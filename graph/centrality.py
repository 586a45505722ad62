"""Centrality: how much runs through a node; networkx for small networks, rustworkx for large ones.

Betweenness: Freeman (1977), Sociometry 40(1); PageRank: Brin & Page (1998), which networkx works out with
scipy's sparse matrices at any size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from graph.projection import Graph

#: Edges of the largest network whose betweenness networkx works out itself.
LARGE: Final = 10_000


def betweenness(network: Graph, large: int = LARGE) -> dict[str, float]:
    """The share of the shortest paths among the other nodes that run through each, 0 to 1."""
    if not len(network):
        return {}
    if network.number_of_edges() <= large:
        found: dict[str, float] = nx.betweenness_centrality(network)
        return found
    import rustworkx

    nodes = list(network)
    places = {node: place for place, node in enumerate(nodes)}
    copy = rustworkx.PyGraph(multigraph=False)
    copy.add_nodes_from(nodes)
    copy.add_edges_from_no_data([(places[one], places[other]) for one, other in network.edges])
    return {nodes[place]: value for place, value in rustworkx.betweenness_centrality(copy).items()}


def pagerank(network: Graph) -> dict[str, float]:
    """The PageRank of each node, edges by weight; the sum is 1."""
    found: dict[str, float] = nx.pagerank(network, weight="weight") if len(network) else {}
    return found
