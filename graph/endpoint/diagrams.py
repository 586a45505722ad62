"""The diagrams of the vocabulary: arrows from class to class, read from the vocabulary and laid out in rows.

Each class stands once to the left, one row for each property that goes from it, and the class the property
goes to stands to the right, so that nothing crosses and every word can be read.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from graph.namespaces import PREFIXES
from graph.store.cells import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

#: Height of a row, of a box in it, and the space above a class, in the units of the picture.
ROW, BOX, GAP = 34, 26, 14
#: Where the boxes to either side stand.
LEFT, RIGHT = 5, 525
ANYTHING: Final = "rdfs:Resource"


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A property from a class to a class, as the page writes them: ``inn:Item``, ``inn:force``."""

    start: str
    name: str
    end: str


@dataclass(frozen=True, slots=True)
class Box:
    """A class of the picture: its upper left corner and its height."""

    name: str
    x: int
    y: int
    height: int = BOX


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property of the picture, at the height of its row."""

    name: str
    y: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """One part of the vocabulary; ``id`` names its texts."""

    id: str
    edges: tuple[Edge, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    height: int


def diagrams(graph: Graph) -> tuple[Diagram, ...]:
    """The diagrams ``ontology/diagrams.toml`` asks for, of the vocabulary as it is."""
    wanted = tomllib.loads(files("ontology").joinpath("diagrams.toml").read_text(encoding="utf-8"))
    return tuple(_laid_out(name, tuple(_edges(graph, part))) for name, part in wanted.items())


def _edges(graph: Graph, part: Mapping[str, Any]) -> Iterator[Edge]:
    added = [Edge(f"inn:{row[0]}", row[1], _end(graph, row)) for row in part["also"]]
    order = [*(f"inn:{name}" for name in part["classes"]), *(edge.start for edge in added)]
    aside = {f"inn:{name}" for name in part["hidden"]} | {edge.name for edge in added}
    found = {
        Edge(short(str(domain)), name, _range(graph, name))
        for subject, domain in graph.subject_objects(RDFS.domain)
        if (name := short(str(subject))) not in aside and (subject, RDF.type, OWL.ObjectProperty) in graph
    }
    kept = [edge for edge in (*found, *added) if edge.start in order]
    yield from sorted(kept, key=lambda edge: (order.index(edge.start), edge.end, edge.name))


def _end(graph: Graph, row: Sequence[str]) -> str:
    """Where an added property goes: what is written, else what the vocabulary says."""
    return row[2] if len(row) == len(("class", "property", "end")) else _range(graph, row[1])


def _range(graph: Graph, name: str) -> str:
    prefix, _, local = name.partition(":")
    found = graph.value(URIRef(PREFIXES[prefix] + local), RDFS.range)
    return short(str(found)) if found else ANYTHING


def _laid_out(name: str, edges: tuple[Edge, ...]) -> Diagram:
    boxes, arrows, y = list[Box](), list[Arrow](), 5
    for start, group in groupby(edges, key=lambda edge: edge.start):
        first = y
        for end, same in groupby(group, key=lambda edge: edge.end):
            top = y
            for edge in same:
                arrows.append(Arrow(edge.name, y + BOX // 2))
                y += ROW
            boxes.append(Box(end, RIGHT, top, y - top - ROW + BOX))
        boxes.append(Box(start, LEFT, first, y - first - ROW + BOX))
        y += GAP
    return Diagram(name, edges, tuple(boxes), tuple(arrows), y - GAP)
