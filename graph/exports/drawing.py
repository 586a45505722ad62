"""The network as values to draw: what the page's picture shows, with every node and its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis import communities
from graph.namespaces import ACTOR, THEME
from graph.projection import actor_theme, projected
from viz.colours import colours
from viz.compose import compose
from viz.picture import box_of, label_of, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from viz.view import NodeView


@dataclass(frozen=True, slots=True, order=True)
class Dot:
    """An actor or theme: its key, names, counts, group of actors, community (-1: none), place and look.

    ``lines`` is its name broken as the picture breaks it.

    ``x`` and ``y`` are its middle, y growing downwards; ``width`` and ``height`` those of its shape.
    """

    key: str
    kind: str
    label: str
    lines: tuple[str, ...]
    full: str
    group: str
    iri: str
    items: int
    asks: int
    community: int
    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True, order=True)
class Stroke:
    """The asks between two nodes in a role; ``weight`` is their number."""

    key: str
    source: str
    target: str
    role: str
    weight: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network with places."""

    title: str
    dots: tuple[Dot, ...]
    strokes: tuple[Stroke, ...]


def drawing(extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str) -> Drawing:
    """The network of actors and themes in which every ask counts."""
    view = compose(extractions, gazetteer)
    ties = [tie for tie in view.ties if tie.source and tie.target]
    groups = communities(actor_theme(projected(extractions, gazetteer)))
    number = {key: n for n, group in enumerate(groups) for key in group}
    places = placed(view, language)
    dots = (
        _dot(node, places[node.key], number.get(node.key, -1), language)
        for node in view.nodes
        if node.key in places
    )
    strokes = (
        Stroke(f"{tie.role}|{tie.source}|{tie.target}", tie.source, tie.target, tie.role, tie.count)
        for tie in ties
    )
    title = ", ".join(one.document.title for one in extractions)
    return Drawing(title, tuple(sorted(dots)), tuple(sorted(strokes)))


def _dot(node: NodeView, place: tuple[float, float], community: int, language: str) -> Dot:
    half_width, half_height, depth = box_of(node, language)
    size = 2 * (half_height - depth) if depth else 0.0
    return Dot(
        key=node.key,
        kind=node.kind,
        label=node.name.of(language),
        lines=tuple(label_of(node, language).split("\n")),
        full=node.label.of(language),
        group=node.group,
        iri=(ACTOR if node.kind == "actor" else THEME) + node.id,
        items=node.items,
        asks=node.asks,
        community=community,
        x=place[0],
        y=place[1],
        width=round(size or 2 * half_width, 1),
        height=round(size or 2 * half_height, 1),
        colour=colours().get(node.group, colours()["other"]),
    )
