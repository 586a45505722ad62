"""The brief and the report: every ask with its words and place, in Word and HTML, and nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from graph.analysis import analyse
from graph.followup import threads_in
from graph.papers import brief_of, family, letter, whole
from graph.papers.docx import to_docx
from graph.papers.html import to_html
from graph.papers.paper import Entry, Grid, Heading
from graph.review import Act, Anchor, Decision, replay
from graph.store import Store
from tests.offices import DANGEROUS, TEXT
from tests.test_cli import innspill, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.papers.paper import Paper


@pytest.fixture(scope="module")
def paper(workshop: Extraction, gazetteer: Gazetteer) -> Paper:
    """The brief for HK-dir."""
    return letter(brief_of([workshop], gazetteer, "hkdir"), gazetteer)


def entries(paper: Paper) -> list[Entry]:
    return [block for block in paper.blocks if isinstance(block, Entry)]


def words(entry: Entry) -> str:
    return "".join(text for text, _ in entry.words)


def text_of(document: bytes) -> str:
    """Everything a Word document shows, tables too."""
    made = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_a_brief_holds_every_ask_once_in_its_own_words(paper: Paper, workshop: Extraction) -> None:
    texts = {item.text for item in workshop.items}
    asked = {
        item.text
        for item in workshop.items
        for link in workshop.attributions
        if link.item == item.id and link.target == "hkdir" and link.role == "addressee"
    }
    shown = [words(entry) for entry in entries(paper)]
    assert len(shown) == len(set(shown)) == 12
    assert set(shown) == asked <= texts
    assert [entry.number for entry in entries(paper)] == list(range(1, 13))


def test_a_source_line_names_document_place_line_and_words(paper: Paper) -> None:
    (found,) = [entry for entry in entries(paper) if "realkompetansevurderinger? Og vil" in words(entry)]
    assert found == Entry(
        number=8,
        label="spør",
        words=(("Kan/bør FK samarbeide om realkompetansevurderinger? Og vil ", False), ("HK-dir", True), (". bidra i arbeidet?", False)),
        language="nb",
        notes=(("Sammen med", "FK"),),
        source="Kilde: Innspill fra diskusjonene på Verksted for regional utvikling 2021 -ufiltrert, "
        "Oppsummering vist i plenum på verkstedet, linje 47. Ordene «HK-dir» i innspillet sier hvem.",
    )  # fmt: skip


def test_what_rests_on_a_heading_is_told_beside_each_ask_and_in_a_list(paper: Paper) -> None:
    headed = [entry.number for entry in entries(paper) if "Bare overskriften sier hvem" in entry.source]
    assert headed == [1, 6, 9, 10, 11, 12]
    place = paper.blocks.index(Heading("Det bare en overskrift sier"))
    (lead, text) = paper.blocks[place + 2].points[0]
    assert lead == f"Nr. {', '.join(map(str, headed))}"
    assert text.endswith("(linje 125)")


def test_an_ask_tells_what_people_said_came_of_it(workshop: Extraction, gazetteer: Gazetteer) -> None:
    item = next(i for i in workshop.items if i.line == 47)
    said = Decision(
        when="2026-11-25T09:00:00.000000Z",
        who="Kari",
        act=Act.ANSWER,
        anchor=Anchor(workshop.document.slug, item.id, item.text),
        target="underway",
        link="https://example.org/svar",
    )
    store = Store.of_reviews([replay(workshop, [said], gazetteer)])
    paper = letter(
        brief_of(store.extractions(), gazetteer, "hkdir"), gazetteer, threads=threads_in(store, gazetteer)
    )
    followed = {
        words(e): dict(e.notes)["Oppfølging"] for e in entries(paper) if "Oppfølging" in dict(e.notes)
    }
    assert followed[item.text] == "under arbeid, ifølge Kari 2026-11-25: https://example.org/svar"
    assert len(followed) < len(entries(paper))


def test_the_overview_adds_up(paper: Paper) -> None:
    (grid, *_) = [block for block in paper.blocks if isinstance(block, Grid)]
    sums = [sum(int(row[n] or 0) for row in grid.rows[:-1]) for n in range(1, len(grid.columns))]
    assert [int(cell or 0) for cell in grid.rows[-1][1:]] == sums
    assert sums[-1] == len(entries(paper)) == 12


def test_an_actor_is_asked_through_its_departments_and_other_names(gazetteer: Gazetteer) -> None:
    assert {"kmd", "kdd"} <= family("kmd", gazetteer) == family("kdd", gazetteer)
    assert "hkdir" not in family("kmd", gazetteer)
    assert len(family("fk", gazetteer)) > 1


def test_a_report_holds_every_ask_of_the_document(workshop: Extraction, gazetteer: Gazetteer) -> None:
    made = whole(brief_of([workshop], gazetteer), analyse(Store.of([workshop]), gazetteer), gazetteer)
    asked = {link.item for link in workshop.attributions if link.role == "addressee"}
    expected = [i for i in workshop.items if i.id in asked or i.kind != "observation"]
    assert sorted(map(words, entries(made))) == sorted(item.text for item in expected)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "HK-dir blir bedt om noe i 12 av 82 innspill."),
        ("nn", "HK-dir blir beden om noko i 12 av 82 innspel."),
        ("en", "HK-dir is asked for something in 12 of 82 items."),
    ],
)
def test_a_brief_speaks_three_languages(
    language: str, sentence: str, workshop: Extraction, gazetteer: Gazetteer
) -> None:
    made = letter(brief_of([workshop], gazetteer, "hkdir"), gazetteer, language)
    assert sentence in text_of(to_docx(made))
    assert sentence in to_html(made)


def test_a_word_document_has_styles_language_fields_and_no_time(paper: Paper) -> None:
    data = to_docx(paper)
    assert data == to_docx(paper)
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "dcterms:created" not in archive.read("docProps/core.xml").decode()
    assert "dcterms:modified" not in archive.read("docProps/core.xml").decode()
    assert 'w:val="nb-NO"' in archive.read("word/styles.xml").decode()
    footer = next(name for name in archive.namelist() if "footer" in name and name.endswith(".xml"))
    assert re.findall(r"instrText[^>]*> (\w+) <", archive.read(footer).decode()) == ["PAGE", "NUMPAGES"]
    document = docx.Document(io.BytesIO(data))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 2", "Heading 3", "List Bullet"} <= set(styles)
    assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert document.core_properties.title == "Hva HK-dir blir bedt om"


def test_dangerous_words_are_text_in_word_and_html(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    made = letter(brief_of([extracted(TEXT)], gazetteer, "kmd"), gazetteer)
    assert {words(entry) for entry in entries(made)} == set(DANGEROUS)
    data = to_docx(made)
    assert all(line in text_of(data) for line in DANGEROUS)
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert not re.search(r"<w:(?:instrText|fldSimple|hyperlink|fldChar)", body)
    page = to_html(made)
    assert "<b>dette" not in page
    assert "{{ 7*7 }}" in page
    assert "&lt;b&gt;dette&lt;/b&gt; &amp;" in page


def test_a_brief_as_a_page_is_one_file_that_asks_nothing(
    paper: Paper, browser: Browser, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "brief.html"
    path.write_text(to_html(paper), encoding="utf-8")
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(18, 67, 109)"
    assert page.evaluate("document.documentElement.lang") == "nb"
    page.close()
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    violations = Axe().run(page).response["violations"]
    context.close()
    assert violations == []
    assert said == []


@pytest.mark.integration
def test_the_command_writes_the_form_the_ending_names(tmp_path: Path) -> None:
    source = _document(tmp_path)
    done = innspill("brief", source, "--actor", "KMD", "--out", tmp_path / "brief.docx")
    assert done.stdout.decode().strip() == str(tmp_path / "brief.docx")
    assert (tmp_path / "brief.docx").read_bytes()[:2] == b"PK"
    assert innspill("report", source, "-f", "html", "--out", tmp_path / "r.htm").returncode == 0
    assert (tmp_path / "r.htm").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_a_paper_cannot_be_made_of_is_told(tmp_path: Path) -> None:
    assert "Mente du" in refused("brief", _document(tmp_path), "--actor", "HK-dri")
    told = refused("brief", "--actor", "KMD", "--out", tmp_path / "x.pdf")
    assert "ukjent format «pdf». Bruk --format eller en endelse: docx, html" in told
    assert not (tmp_path / "x.pdf").exists()


def _document(folder: Path) -> Path:
    path = folder / "samling.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_nothing_asked_is_said(workshop: Extraction, gazetteer: Gazetteer) -> None:
    made = letter(brief_of([workshop], gazetteer, "nfd"), gazetteer)
    assert "Ingen av de 82 innspillene ber NFD om noe." in to_html(made)
    assert [entry for entry in entries(made) if "KMD" in dict(entry.notes).get("Blir bedt", "")]
