"""GEXF 1.3, which Gephi opens with places, colours and sizes (https://gexf.net/)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from graph.tables import printable

if TYPE_CHECKING:
    from graph.exports.drawing import Dot, Drawing, Stroke

GEXF: Final = "http://gexf.net/1.3"
VIZ: Final = "http://gexf.net/1.3/viz"
NODE: Final = (
    ("kind", "string"), ("group", "string"), ("full", "string"), ("iri", "anyURI"), ("items", "integer"),
    ("asks", "integer"), ("community", "integer"),
)  # fmt: skip
EDGE: Final = (("role", "string"),)


def to_gexf(drawing: Drawing) -> str:
    """The network as GEXF."""
    ET.register_namespace("", GEXF)
    ET.register_namespace("viz", VIZ)
    root = ET.Element(_g("gexf"), {"version": "1.3"})
    meta = ET.SubElement(root, _g("meta"))
    ET.SubElement(meta, _g("creator")).text = "Innspillsgraf"
    ET.SubElement(meta, _g("description")).text = printable(drawing.title)
    graph = ET.SubElement(root, _g("graph"), {"defaultedgetype": "directed", "mode": "static"})
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        declared = ET.SubElement(graph, _g("attributes"), {"class": kind})
        for name, datatype in attributes:
            ET.SubElement(declared, _g("attribute"), {"id": name, "title": name, "type": datatype})
    nodes = ET.SubElement(graph, _g("nodes"), {"count": str(len(drawing.dots))})
    for dot in drawing.dots:
        _node(nodes, dot)
    edges = ET.SubElement(graph, _g("edges"), {"count": str(len(drawing.strokes))})
    for stroke in drawing.strokes:
        _edge(edges, stroke)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _node(parent: ET.Element, dot: Dot) -> None:
    node = ET.SubElement(parent, _g("node"), {"id": dot.key, "label": printable(dot.label)})
    values = ET.SubElement(node, _g("attvalues"))
    for name, _ in NODE:
        ET.SubElement(values, _g("attvalue"), {"for": name, "value": printable(str(getattr(dot, name)))})
    red, green, blue = (str(int(dot.colour[n : n + 2], 16)) for n in (1, 3, 5))
    ET.SubElement(node, _v("color"), {"r": red, "g": green, "b": blue})
    up = -dot.y or 0.0  # Gephi's y grows upwards
    ET.SubElement(node, _v("position"), {"x": str(dot.x), "y": str(up), "z": "0.0"})
    ET.SubElement(node, _v("size"), {"value": str(round(12 + 6 * math.log2(1 + dot.asks), 1))})
    ET.SubElement(node, _v("shape"), {"value": "square" if dot.kind == "actor" else "disc"})


def _edge(parent: ET.Element, stroke: Stroke) -> None:
    edge = ET.SubElement(
        parent,
        _g("edge"),
        {"id": stroke.key, "source": stroke.source, "target": stroke.target, "weight": f"{stroke.weight}.0"},
    )
    values = ET.SubElement(edge, _g("attvalues"))
    ET.SubElement(values, _g("attvalue"), {"for": "role", "value": stroke.role})


def _g(tag: str) -> str:
    return f"{{{GEXF}}}{tag}"


def _v(tag: str) -> str:
    return f"{{{VIZ}}}{tag}"
