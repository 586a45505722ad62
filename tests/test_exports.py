"""The whole graph for other tools: the same statements in every syntax, networks that open, safe tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
from lxml import etree
from rdflib import Dataset

from graph.exports import FORMATS, Material, exported
from graph.exports.drawing import drawing
from graph.store import Store
from tests.conftest import ROOT
from tests.offices import DANGEROUS, TEXT, formulas, sheets_of
from tests.test_cli import innspill, refused
from viz.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.exports.drawing import Drawing
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
YFILES = "{http://www.yworks.com/xml/graphml}"
SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def material(workshop: Extraction, gazetteer: Gazetteer) -> Material:
    return Material(Store.of([workshop]), gazetteer)


@pytest.fixture(scope="module")
def drawn(material: Material, workshop: Extraction) -> Drawing:
    return drawing([workshop], material.gazetteer, "nb")


@pytest.fixture(scope="module")
def made(material: Material) -> dict[str, bytes]:
    """Every form that is one file."""
    return {form: exported(material, form)[""] for form in FORMATS if form != "csvw"}


def statements(made: dict[str, bytes], form: str) -> set[ox.Quad]:
    store = ox.Store()
    store.load(made[form], format=SYNTAXES[form])
    return set(store)


def test_every_syntax_holds_the_same_statements(made: dict[str, bytes]) -> None:
    quads = {form: statements(made, form) for form in ("trig", "jsonld", "nq")}
    assert quads["trig"] == quads["jsonld"] == quads["nq"]
    triples = {quad.triple for quad in quads["nq"]}
    assert {quad.triple for quad in statements(made, "nt")} == triples
    assert {quad.triple for quad in statements(made, "ttl")} == triples
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in quads["nq"])


def test_json_ld_carries_its_context_and_another_reader_takes_it(made: dict[str, bytes]) -> None:
    read = json.loads(made["jsonld"])
    kept = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    assert read["@context"] == kept["@context"]
    assert all(isinstance(term, str | dict) for term in read["@context"].values())
    dataset = Dataset()
    dataset.parse(data=made["jsonld"].decode(), format="json-ld")
    assert len(list(dataset.quads())) == len(statements(made, "nq"))


def test_the_same_graph_gives_the_same_bytes(
    made: dict[str, bytes], material: Material, workshop: Extraction
) -> None:
    again = Material(Store.of([workshop]), material.gazetteer)
    for form in ("xlsx", "graphml"):
        assert exported(again, form)[""] == made[form], form
    assert exported(again, "csvw") == exported(material, "csvw")


def test_gexf_follows_the_format_and_networkx_opens_it(made: dict[str, bytes], drawn: Drawing) -> None:
    schema = etree.XMLSchema(etree.parse(str(ROOT / "tests" / "schemas" / "gexf.xsd")))
    schema.assertValid(etree.fromstring(made["gexf"]))
    network = nx.read_gexf(io.BytesIO(made["gexf"]), version="1.3")
    assert set(network) == {dot.key for dot in drawn.dots}
    assert network.number_of_edges() == len(drawn.strokes)
    kmd = network.nodes["actor:kmd"]
    assert (kmd["label"], kmd["kind"], kmd["group"], kmd["asks"]) == ("KMD", "actor", "ministry", 20)
    assert kmd["iri"] == "https://w3id.org/innspill/actor/kmd"
    assert kmd["viz"]["color"] == {"r": 18, "g": 67, "b": 109, "a": 1.0}
    assert kmd["community"] != network.nodes["actor:hkdir"]["community"]


def test_the_schema_refuses_what_gephi_would_not_read(made: dict[str, bytes]) -> None:
    schema = etree.XMLSchema(etree.parse(str(ROOT / "tests" / "schemas" / "gexf.xsd")))
    for right, wrong in (
        (b'version="1.3"', b'version="9"'), (b'r="18"', b'r="300"'), (b'source="actor:fk"', b'source="actor:nobody"'),
        (b'value="square"', b'value="house"'), (b'weight="1.0"', b'weight="much"'),
    ):  # fmt: skip
        assert right in made["gexf"]
        assert not schema.validate(etree.fromstring(made["gexf"].replace(right, wrong, 1))), wrong


def test_every_ask_of_the_page_is_a_line_of_the_network(
    drawn: Drawing, material: Material, workshop: Extraction
) -> None:
    view = compose([workshop], material.gazetteer)
    ties = {(t.source, t.target, t.role): t.count for t in view.ties if t.source and t.target}
    assert {(s.source, s.target, s.role): s.weight for s in drawn.strokes} == ties
    assert {dot.key for dot in drawn.dots} == {node.key for node in view.nodes if node.items}


def test_no_two_nodes_lie_on_each_other(drawn: Drawing) -> None:
    dots = drawn.dots
    over = [
        (one.key, other.key)
        for n, one in enumerate(dots)
        for other in dots[n + 1 :]
        if abs(one.x - other.x) < (one.width + other.width) / 2
        and abs(one.y - other.y) < (one.height + other.height) / 2
    ]
    assert over == []


def test_graphml_holds_what_yed_draws_by_and_networkx_opens_it(made: dict[str, bytes]) -> None:
    network = nx.read_graphml(io.BytesIO(made["graphml"]))
    gexf = nx.read_gexf(io.BytesIO(made["gexf"]), version="1.3")
    assert set(network) == set(gexf)
    assert network.nodes["actor:kmd"]["asks"] == 20
    assert network.nodes["actor:kmd"]["shape_type"] == "roundrectangle"
    root = etree.fromstring(made["graphml"])
    keys = {key.get("id"): key.get("yfiles.type") for key in root if key.get("yfiles.type")}
    assert keys == {"node-look": "nodegraphics", "edge-look": "edgegraphics"}
    for node in root.iter("{http://graphml.graphdrawing.org/xmlns}node"):
        (geometry,) = node.iter(f"{YFILES}Geometry")
        middle = float(geometry.get("x")) + float(geometry.get("width")) / 2
        assert middle == pytest.approx(gexf.nodes[node.get("id")]["viz"]["position"]["x"], abs=0.2)
        assert [" ".join(label.text.split()) for label in node.iter(f"{YFILES}NodeLabel")] == [
            gexf.nodes[node.get("id")]["label"]
        ]
    assert len(list(root.iter(f"{YFILES}PolyLineEdge"))) == network.number_of_edges()


def test_a_workbook_holds_every_sheet_with_heads_filters_and_all_rows(
    made: dict[str, bytes], workshop: Extraction
) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book.sheetnames == ["Innspill", "Koblinger", "Aktører", "Temaer", "Dokumenter"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    cells = sheets_of(made["xlsx"])
    assert [row[3] for row in cells["Innspill"][1:]] == [
        " ".join(item.text.split()) for item in workshop.items
    ]
    assert len(cells["Koblinger"]) == 1 + len(workshop.attributions)
    words = {(row[1], row[4], row[5]) for row in cells["Koblinger"][1:]}
    assert words == {(a.item, a.target, " ".join(a.mention.quote.split())) for a in workshop.attributions}
    assert ["hkdir", "HK-dir"] in [row[:2] for row in cells["Aktører"]]


def test_csvw_says_what_stands_in_every_column(material: Material) -> None:
    files = exported(material, "csvw")
    metadata = json.loads(files["csv-metadata.json"])
    assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "nb"}]
    tables: dict[str, list[dict[str, str]]] = {}
    for table in metadata["tables"]:
        head, *rows = csv.reader(io.StringIO(files[table["url"]].decode(), newline=""))
        columns = table["tableSchema"]["columns"]
        assert head == [column["titles"] for column in columns]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        tables[table["url"]] = [dict(zip(names, row, strict=True)) for row in rows]
        keys = [tuple(r[k] for k in table["tableSchema"]["primaryKey"]) for r in tables[table["url"]]]
        assert len(set(keys)) == len(keys), table["url"]
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
            if column["datatype"] == "integer":
                assert all(cell.isdigit() for cell in cells)
    for table in metadata["tables"]:
        for reference in table["tableSchema"].get("foreignKeys", ()):
            columns, other = reference["columnReference"], reference["reference"]["resource"]
            there = {tuple(row[c] for c in columns) for row in tables[other]}
            assert {tuple(row[c] for c in columns) for row in tables[table["url"]]} <= there


def test_dangerous_words_are_text_in_every_table(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    material = Material(Store.of([extracted(TEXT)]), gazetteer)
    workbook = exported(material, "xlsx")[""]
    assert list(formulas(workbook)) == []
    assert {str(row[3]) for row in sheets_of(workbook)["Innspill"][1:]} == set(DANGEROUS)
    for name, data in exported(material, "csvw").items():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]
            assert not [cell for cell in cells if len(cell) > 1 and cell[0] in "=+-@\t\r"]


def test_the_command_writes_the_form_the_ending_names(tmp_path: Path) -> None:
    source = tmp_path / "samling.txt"
    source.write_text(TEXT, encoding="utf-8")
    done = innspill("export", source, "--out", tmp_path / "graf.zip", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "graf.zip") as archive:
        assert archive.namelist()[0] == "csv-metadata.json"
    assert "ukjent format «pdf»" in refused("export", "--out", tmp_path / "graf.pdf")
    assert "formatet er ikke sagt" in refused("export", "--out", tmp_path / "uten")


@pytest.mark.integration
def test_another_run_with_other_hashes_gives_the_same_bytes(
    tmp_path: Path, gazetteer: Gazetteer, extracted: Callable[..., Extraction]
) -> None:
    material = Material(Store.of([extracted(TEXT, "samling.txt")]), gazetteer)
    for form in ("jsonld", "gexf"):
        out = tmp_path / f"graf.{form}"
        done = innspill("export", tmp_path / "samling.txt", "--out", out, PYTHONHASHSEED="7")
        assert done.returncode == 0, done.stderr
        assert out.read_bytes() == exported(material, form)[""]
