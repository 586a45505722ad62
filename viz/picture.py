"""The picture: pyvis builds the network, networkx places it, nothing here makes HTML.

Positions are computed once with a fixed seed, so the same documents give the same picture and the
page opens without moving. Kamada & Kawai (1989), Information Processing Letters 31(1).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viz.view import NodeView, Tie, View

    Point = tuple[float, float]
    Box = tuple[float, float, float]

SEED: Final = 2021
#: Size of the picture in its own units; the page scales it to the window.
WIDTH: Final = 1500.0
HEIGHT: Final = 760.0
#: Rounds of pushing overlapping labels apart, and the air left between them.
ROUNDS: Final = 300
#: More nodes than this are pushed apart in a tenth of the rounds: the work grows with their square.
MANY: Final = 150
AIR: Final = 14.0
#: The height of a row of what nothing ties.
BELOW: Final = 110.0
#: The most actors, themes and lines of the overview; the rest is named beside it.
MOST: Final = {"actor": 16, "theme": 24}
MOST_EDGES: Final = 150
#: Characters of a label's longest line before it is broken.
LABEL_LINE: Final = 18
OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 200, "keyboard": False, "hideEdgesOnDrag": False},
    "nodes": {"borderWidth": 2, "shadow": False},
    "edges": {"smooth": False},
}


def network(view: View, language: str = "nb") -> dict[str, Any]:
    """Nodes, edges and options as vis-network takes them, and the keys of ``others`` that are not drawn.

    Actors are boxes and themes dots, so that colour is never the only difference; size and width
    grow with the number of items. Only nodes that an ask ties to another are in the picture, and of
    many the weightiest.
    """
    from pyvis.network import Network

    net = Network(directed=True, notebook=False)
    nodes = {node.key: node for node in view.nodes}
    keys, ties = _drawn(view)
    sizes = {key: box_of(nodes[key], language) for key in keys}
    places = _places(keys, [(t.source, t.target, t.count) for t in ties], sizes)
    for key in keys:
        node, (x, y) = nodes[key], places[key]
        net.add_node(
            key, label=label_of(node, language), x=x, y=y, shape=_shape(node), group=node.group,
            size=_size(node), font={"size": _font(node)}, physics=False,
        )  # fmt: skip
    for tie in ties:
        width = 1 + 1.6 * math.log2(tie.count)
        net.add_edge(tie.source, tie.target, width=width, role=tie.role, count=tie.count)
    made_nodes, made_edges, *_ = net.get_network_data()
    edges = sorted((_edge(edge) for edge in made_edges), key=lambda edge: str(edge["id"]))
    others = [node.key for node in view.nodes if node.key not in places and node.items]
    return {"nodes": made_nodes, "edges": edges, "others": others, "options": OPTIONS}


def placed(view: View, language: str) -> dict[str, Point]:
    """A place for every node that an item names: those that asks tie as in the picture, the rest below."""
    nodes = {node.key: node for node in view.nodes}
    ties = [tie for tie in view.ties if tie.source and tie.target]
    keys = sorted({key for tie in ties for key in (tie.source, tie.target)})
    sizes = {key: box_of(node, language) for key, node in nodes.items()}
    places = _places(keys, [(t.source, t.target, t.count) for t in ties], sizes)
    x, y = -WIDTH / 2, max((y + sizes[key][1] for key, (_, y) in places.items()), default=0.0) + BELOW
    for key in sorted(node.key for node in view.nodes if node.items and node.key not in places):
        if x > WIDTH / 2:
            x, y = -WIDTH / 2, y + BELOW
        places[key] = (round(x + sizes[key][0], 1), round(y, 1))
        x += 2 * sizes[key][0] + 2 * AIR
    return places


def _drawn(view: View) -> tuple[list[str], list[Tie]]:
    """The nodes and ties of the overview: actors by asks, themes by asks about them, ties by items."""
    ties = [tie for tie in view.ties if tie.source and tie.target]
    tied = {key for tie in ties for key in (tie.source, tie.target)}
    by_asks = sorted((n for n in view.nodes if n.key in tied), key=lambda n: (-n.asks, -n.items, n.key))
    chosen = {n.key for kind, most in MOST.items() for n in [n for n in by_asks if n.kind == kind][:most]}
    shown = [tie for tie in ties if {tie.source, tie.target} <= chosen]
    shown = sorted(
        sorted(shown, key=lambda tie: -tie.count)[:MOST_EDGES], key=lambda t: (t.source, t.target, t.role)
    )
    return sorted({key for tie in shown for key in (tie.source, tie.target)}), shown


def _edge(made: dict[str, Any]) -> dict[str, Any]:
    """An edge with an id to click by, and without the arrow that directed networks get in pyvis."""
    kept = {key: value for key, value in made.items() if key != "arrows"}
    return {**kept, "id": f"{made['role']}|{made['from']}|{made['to']}"}


def _shape(node: NodeView) -> str:
    return "box" if node.kind == "actor" else "dot"


def _size(node: NodeView) -> float:
    """The radius of a theme's dot."""
    return round(9 + 4 * math.log2(1 + node.asks), 1)


def _font(node: NodeView) -> int:
    base = 24 if node.kind == "actor" else 18
    return base + min(14, round(3 * math.log2(1 + node.asks)))


def label_of(node: NodeView, language: str) -> str:
    """The name in lines short enough for the picture."""
    lines = [""]
    for word in node.name.of(language).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def box_of(node: NodeView, language: str) -> Box:
    """Half width, half height and depth below the node's point of a node with its label, roughly.

    A box has its label inside; a dot has it below, so that its middle lies lower than its point.
    """
    lines, font = label_of(node, language).split("\n"), _font(node)
    width, height = max(map(len, lines)) * font * 0.29 + 12, len(lines) * font * 0.6
    if node.kind == "actor":
        return width, height + 12, 0.0
    return width, height + _size(node) + 3, height + 3


def _places(keys: list[str], ties: Iterable[tuple[str, str, int]], sizes: dict[str, Box]) -> dict[str, Point]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(keys)
    for one, other, weight in ties:
        already = graph.edges[one, other]["weight"] if graph.has_edge(one, other) else 0
        graph.add_edge(one, other, weight=already + weight, distance=1.0 / (1 + math.log2(already + weight)))
    if not keys:
        return {}
    first = nx.spring_layout(graph, seed=SEED, weight="weight", iterations=200)
    whole = nx.is_connected(graph) and len(keys) > 1
    found = nx.kamada_kawai_layout(graph, pos=first, weight="distance") if whole else first
    places = _spread({key: (float(x), float(y)) for key, (x, y) in found.items()})
    _separate(keys, places, sizes)
    return {key: (round(x, 1), round(y - sizes[key][2], 1)) for key, (x, y) in places.items()}


def _spread(found: dict[str, Point]) -> dict[str, list[float]]:
    """The points over the whole picture: half by where they are, half by their order along each axis.

    Order alone would space them evenly and show no groups; place alone crowds the middle.
    """
    made: dict[str, list[float]] = {key: [0.0, 0.0] for key in found}
    for axis, extent in ((0, WIDTH), (1, HEIGHT)):
        ranked = sorted(found, key=lambda key: (found[key][axis], key))
        low, high = found[ranked[0]][axis], found[ranked[-1]][axis]
        for rank, key in enumerate(ranked):
            by_place = (found[key][axis] - low) / (high - low or 1.0)
            by_rank = rank / max(1, len(ranked) - 1)
            made[key][axis] = extent * ((by_place + by_rank) / 2 - 0.5)
    return made


def _separate(keys: list[str], places: dict[str, list[float]], sizes: dict[str, Box]) -> None:
    """Push labels that lie on each other apart, along the shorter way."""
    for _ in range(ROUNDS if len(keys) <= MANY else ROUNDS // 10):
        moved = False
        for index, one in enumerate(keys):
            for other in keys[index + 1 :]:
                moved |= _push(places[one], places[other], sizes[one], sizes[other])
        if not moved:
            return


def _push(one: list[float], other: list[float], size: Box, other_size: Box) -> bool:
    gaps = [size[axis] + other_size[axis] + AIR - abs(one[axis] - other[axis]) for axis in (0, 1)]
    if min(gaps) <= 0:
        return False
    axis = 0 if gaps[0] < gaps[1] else 1
    way = 1 if one[axis] >= other[axis] else -1
    one[axis] += way * gaps[axis] / 2
    other[axis] -= way * gaps[axis] / 2
    return True
