"""What people take with them: tables, triples, pictures, paper, a copy that opens at the same view – and hostile text in all."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import expect
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from graph.namespaces import INN, document_iri
from graph.store import Store
from tests.browsing import texts
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from tests.browsing import Open

pytestmark = pytest.mark.integration


HOSTILE = """Forslag <script>document.title='owned'</script>

- KMD bør <img src=x onerror="document.title='owned'"> samarbeide med FK
- </script><script>document.title='owned'</script> Mer midler til fagskole
- <!-- <script> NOKUT må svare & «raskt» {{ 7*7 }} ${alert(1)} \u2028 slutt
- =HYPERLINK("http://ond.example";"KMD") må lese javascript:document.title='owned' 'nå' "her"
- +47 KMD bør ringe \u202egnp.exe\u202c, sier @alle
- -1 KD må sikre <b>fagskolene</b> <a href="javascript:alert(1)">mer</a>
"""


def saved(page: Page, button: str) -> Path:
    page.click(".menu > summary")
    with page.expect_download(timeout=20_000) as download:
        page.click(f".menu button:has-text('{button}')")
    return Path(download.value.path())


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def workbook(path: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active


def test_the_selection_as_csv_and_workbook_is_the_list(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#view=liste&f.kind=question")
    questions = [" ".join(i.text.split()) for i in sorted(workshop.items) if i.kind == "question"]
    rows = rows_of(saved(page, "CSV"))
    assert [row[1] for row in rows[1:]] == questions
    assert rows[0][:3] == ["Nr.", "Innspill", "Blir bedt"]
    with page.expect_download() as download:
        page.click(".exports button:has-text('Excel')")
    sheet = workbook(Path(download.value.path()))
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [[str(c) for c in row] for row in cells] == rows


def test_copied_rows_paste_into_a_spreadsheet(opened: Open) -> None:
    page = opened(fragment="#view=liste&f.kind=question")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".exports button:has-text('Kopier')")
    expect(page.locator("#status")).to_have_text("Kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert len(copied.split("\n")) == len(texts(page, ".items tbody tr")) + 1
    assert copied.startswith("Nr.\tInnspill\tBlir bedt")


def test_the_selection_as_turtle_holds_its_items_and_nothing_the_store_does_not(
    opened: Open, workshop: Extraction
) -> None:
    page = opened(fragment="#view=liste&f.kind=question")
    made = Graph().parse(saved(page, "Turtle"), format="turtle")
    store = Store()
    store.add(workshop)
    known = set(Graph().parse(data=store.to_turtle(), format="turtle"))
    assert set(made) <= known
    base = document_iri("verksted-2021")
    expected = {URIRef(f"{base}/{i.id}") for i in workshop.items if i.kind == "question"}
    assert set(made.subjects(RDF.type, URIRef(INN + "Question"))) == expected
    assert list(made.subjects(RDF.type, URIRef(INN + "Attribution")))


def test_the_picture_as_svg_and_png(opened: Open) -> None:
    page = opened()
    tree = ET.parse(saved(page, "SVG"))  # noqa: S314 - our own file
    labels = {" ".join(t.itertext()).strip() for t in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"KMD", "FK", "HK-dir"} <= labels
    picture = saved(page, "PNG").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 30_000


def test_a_link_opens_the_same_view(opened: Open) -> None:
    page = opened(fragment="#view=matrise&node=actor%3Akmd&f.kind=proposal&lang=nn")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".menu > summary")
    page.click(".menu button >> nth=0")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_copy_of_the_file_opens_at_the_same_view_and_is_a_whole_page(opened: Open, tmp_path: Path) -> None:
    fragment = "#view=liste&f.actor=actor%3Ahkdir&lang=en"
    page = opened(fragment=fragment)
    copy = tmp_path / "copy.html"
    copy.write_bytes(saved(page, "Download the file").read_bytes())
    again = opened(copy)
    assert again.evaluate("location.hash") == fragment
    expect(again.locator(".items tbody tr >> nth=0")).to_be_visible()
    assert texts(again, ".items tbody tr") == texts(page, ".items tbody tr")
    again.goto(copy.as_uri() + "#view=sporsmal&query=actors")
    again.watch.requests.clear()  # type: ignore[attr-defined]
    again.reload()
    expect(again.locator("#answer .results tbody tr >> nth=0")).to_be_visible(timeout=15_000)


def test_a_brief_prints_on_a4_without_the_tools(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#view=aktorer&node=actor%3Ahkdir")
    expect(page.locator(".brief")).to_be_visible()
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    width, height = document[0].get_size()
    assert (round(width), round(height)) in {(595, 842), (594, 841), (596, 842), (595, 841)}
    said = " ".join(p.get_textpage().get_text_range() for p in document)
    assert "Direktoratet for høyere utdanning og kompetanse" in said
    assert "Utseende" not in said
    assert "Skriv ut" not in said
    assert len(document) <= 3
    del workshop


@pytest.fixture
def hostile(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer, tmp_path: Path
) -> tuple[Path, Extraction]:
    found = extracted(HOSTILE)
    path = tmp_path / "hostile.html"
    path.write_text(render_page([found], gazetteer), encoding="utf-8")
    return path, found


def test_text_from_a_document_is_never_markup_in_any_view(
    opened: Open, hostile: tuple[Path, Extraction]
) -> None:
    path, found = hostile
    page = opened(path)
    title = page.title()
    assert title.startswith("Forslag <script>")
    first = f"made%2F{found.items[0].id.replace('/', '%2F')}"
    for fragment in (
        "#", "#view=matrise", "#view=liste", "#view=aktorer&node=actor%3Akmd", "#view=analyse",
        "#view=sporsmal&query=who-is-asked-what", "#q=%3Cscript%3E", f"#item={first}&draw=items",
        "#node=actor%3Akmd&draw=items", "#view=sporsmal&sparql=%3Cimg+src%3Dx+onerror%3D1%3E",
    ):  # fmt: skip
        page.evaluate(f"location.hash = {fragment!r}")
        page.wait_for_timeout(350)
        assert page.title() == title
        assert (
            page.locator("main img, #view script, #panel script, main b, a[href^='javascript']").count() == 0
        )
    page.evaluate("location.hash = '#view=liste'")
    shown = " ".join(texts(page, ".items .c-text"))
    for item in found.items:
        assert " ".join(item.text.split()) in shown


def test_hostile_text_is_text_in_every_export(opened: Open, hostile: tuple[Path, Extraction]) -> None:
    path, found = hostile
    page = opened(path, "#view=liste")
    rows = rows_of(saved(page, "CSV"))
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]\s*\S", cell)]
    assert any(row[1].startswith("'=HYPERLINK") for row in rows)
    assert not re.search("[\u202a-\u202e]", str(rows))
    sheet = workbook(saved(page, "Excel"))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert any(str(cell.value).startswith("=HYPERLINK") for row in sheet.iter_rows() for cell in row)
    picture = saved(page, "SVG").read_text("utf-8")
    ET.fromstring(picture)  # noqa: S314 - our own file
    assert "<script" not in picture
    made = Graph().parse(saved(page, "Turtle"), format="turtle")
    said = {str(o) for o in made.objects(predicate=URIRef(INN + "text"))}
    assert said == {item.text for item in found.items}
    copy = saved(page, "Last ned filen").read_text("utf-8")
    assert len(re.findall(r"<script>", copy)) == 1
