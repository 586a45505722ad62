"""GraphML (http://graphml.graphdrawing.org/) with what yEd draws by: shapes, places, labels and lines.

yEd reads places and colours from ``y:ShapeNode`` and ``y:PolyLineEdge`` in data of ``yfiles.type``
*nodegraphics* and *edgegraphics*; the plain keys beside them are read by every other tool.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from graph.tables import printable

if TYPE_CHECKING:
    from graph.exports.drawing import Dot, Drawing, Stroke

GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
YFILES: Final = "http://www.yworks.com/xml/graphml"
#: yEd shows these two beside a node: what it links to and what it says when pointed at.
NODE: Final = (
    ("name", "string"), ("kind", "string"), ("group", "string"), ("items", "int"), ("asks", "int"),
    ("community", "int"), ("url", "string"), ("description", "string"),
)  # fmt: skip
EDGE: Final = (("role", "string"), ("weight", "int"))
FIELDS: Final = {"name": "label", "url": "iri", "description": "full"}
LINES: Final = {"ask": "line", "partner": "dashed", "beneficiary": "dotted"}


def to_graphml(drawing: Drawing) -> str:
    """The network as GraphML."""
    ET.register_namespace("", GRAPHML)
    ET.register_namespace("y", YFILES)
    root = ET.Element(_g("graphml"))
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        for name, datatype in attributes:
            told = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": datatype}
            ET.SubElement(root, _g("key"), told)
        look = {"id": f"{kind}-look", "for": kind, "yfiles.type": f"{kind}graphics"}
        ET.SubElement(root, _g("key"), look)
    graph = ET.SubElement(root, _g("graph"), {"id": "G", "edgedefault": "directed"})
    for dot in drawing.dots:
        _node(graph, dot)
    for number, stroke in enumerate(drawing.strokes):
        _edge(graph, stroke, number)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _node(parent: ET.Element, dot: Dot) -> None:
    node = ET.SubElement(parent, _g("node"), {"id": dot.key})
    for name, _ in NODE:
        _data(node, f"node-{name}", str(getattr(dot, FIELDS.get(name, name))))
    look = ET.SubElement(node, _g("data"), {"key": "node-look"})
    shape = ET.SubElement(look, _y("ShapeNode"))
    corner = {"x": str(round(dot.x - dot.width / 2, 1)), "y": str(round(dot.y - dot.height / 2, 1))}
    size = {"width": str(dot.width), "height": str(dot.height)}
    ET.SubElement(shape, _y("Geometry"), {**corner, **size})
    ET.SubElement(shape, _y("Fill"), {"color": dot.colour, "transparent": "false"})
    ET.SubElement(shape, _y("BorderStyle"), {"color": "#47545f", "type": "line", "width": "1.0"})
    actor = dot.kind == "actor"
    place = {"modelName": "internal", "modelPosition": "c"}
    below = {"modelName": "sides", "modelPosition": "s"}
    font = {"fontSize": str(14 + min(8, dot.asks)), "textColor": "#ffffff" if actor else "#14202b"}
    label = ET.SubElement(shape, _y("NodeLabel"), {**(place if actor else below), **font})
    label.text = "\n".join(map(printable, dot.lines))
    ET.SubElement(shape, _y("Shape"), {"type": "roundrectangle" if actor else "ellipse"})


def _edge(parent: ET.Element, stroke: Stroke, number: int) -> None:
    edge = ET.SubElement(
        parent, _g("edge"), {"id": f"e{number}", "source": stroke.source, "target": stroke.target}
    )
    _data(edge, "edge-role", stroke.role)
    _data(edge, "edge-weight", str(stroke.weight))
    line = ET.SubElement(ET.SubElement(edge, _g("data"), {"key": "edge-look"}), _y("PolyLineEdge"))
    width = str(round(1 + 1.6 * math.log2(stroke.weight), 1))
    ET.SubElement(
        line, _y("LineStyle"), {"color": "#8fa1b0", "type": LINES.get(stroke.role, "line"), "width": width}
    )
    ET.SubElement(line, _y("Arrows"), {"source": "none", "target": "none"})


def _data(parent: ET.Element, key: str, value: str) -> None:
    ET.SubElement(parent, _g("data"), {"key": key}).text = printable(value)


def _g(tag: str) -> str:
    return f"{{{GRAPHML}}}{tag}"


def _y(tag: str) -> str:
    return f"{{{YFILES}}}{tag}"
