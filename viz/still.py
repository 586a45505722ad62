"""The overview as a picture that needs no script: shapes and texts for the template to draw as SVG.

Some mail readers take scripts out of the page; the picture, the table and the items stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from viz.picture import box_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.view import NodeView

MARGIN: Final = 40.0
DASHES: Final[dict[str, str]] = {"partner": "8 6", "beneficiary": "2 5"}


@dataclass(frozen=True, slots=True)
class Shape:
    """An actor's box or a theme's dot with its label's lines, each with its height."""

    group: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    size: float
    font: int
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two shapes."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    dashes: str


@dataclass(frozen=True, slots=True)
class Still:
    """The whole picture and the part of the plane it takes: left, top, width, height."""

    frame: tuple[float, float, float, float]
    strokes: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]


def still(network: Mapping[str, Any], nodes: Mapping[str, NodeView], language: str) -> Still:
    """The picture of a network that :func:`viz.picture.network` made."""
    shapes = tuple(_shape(made, nodes[made["id"]], language) for made in network["nodes"])
    at = {made["id"]: (made["x"], made["y"]) for made in network["nodes"]}
    strokes = tuple(
        Stroke(*at[edge["from"]], *at[edge["to"]], round(edge["width"], 2), DASHES.get(edge["role"], ""))
        for edge in network["edges"]
    )
    return Still(_frame(shapes), strokes, shapes)


def _shape(made: Mapping[str, Any], node: NodeView, language: str) -> Shape:
    width, height, depth = box_of(node, language)
    font = int(made["font"]["size"])
    lines = str(made["label"]).split("\n")
    below = made["y"] + made["size"] + font
    first = below if depth else made["y"] - (len(lines) - 1) * font * 0.6 + font * 0.35
    placed = tuple((round(first + number * font * 1.2, 1), line) for number, line in enumerate(lines))
    x, y = made["x"], made["y"]
    return Shape(node.group, node.kind, x, y, round(width, 1), round(height, 1), made["size"], font, placed)


def _frame(shapes: tuple[Shape, ...]) -> tuple[float, float, float, float]:
    if not shapes:
        return (0.0, 0.0, 0.0, 0.0)
    left = min(s.x - s.width for s in shapes) - MARGIN
    right = max(s.x + s.width for s in shapes) + MARGIN
    top = min(s.y - s.height for s in shapes) - MARGIN
    bottom = max(max(s.y + s.height, s.lines[-1][0]) for s in shapes) + MARGIN
    return (round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))
