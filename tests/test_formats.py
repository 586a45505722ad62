"""Formats: the same document in every format gives the same items, and nothing in it is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.documents import Headers, read
from graph.documents.numbering import Counter, LevelFormat
from graph.errors import InnspillError
from graph.evaluation import rows
from graph.pipeline import extract, extract_source, read_source

if TYPE_CHECKING:
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

FILES = Path(__file__).parent / "files"
ITEMS = [
    ("hva-bor-hk-dir/1", "•", "Raskere behandling av søknader om akkreditering av fagskoletilbud"),
    (
        "hva-bor-hk-dir/2",
        "•",
        (
            "HK-dir bør ha tettere dialog med fylkeskommunene om dimensjonering, slik at tilbudene treffer"
            " behovet i næringslivet også utenfor de store byene"
        ),
    ),
    ("hva-bor-hk-dir/2-1", "◦", "Gjerne faste møtepunkter"),
    ("hva-bor-hk-dir/3", "•", "Hvem har ansvaret for realkompetansevurdering?"),
    ("hva-bor-fylkeskommunene/1", "1.", "Samordne opplæringskontorene"),
    (
        "hva-bor-fylkeskommunene/2",
        "2.",
        "Dele erfaringer fra kompetansepilotene med de andre fylkeskommunene",
    ),
    ("hva-bor-fylkeskommunene/2a", "a)", "Bruke kompetanseforum mer aktivt"),
    ("hva-bor-fylkeskommunene/2b", "b)", "Næringslivet mangler fagarbeidere"),
    ("hva-bor-fylkeskommunene/3", "3.", "Innhente data om kompetansebehov"),
    ("forventninger-til/1", "1.", "Mer forutsigbar finansiering av fagskolene"),
    (
        "forventninger-til/2",
        "2.",
        (
            "KD må avklare hvem som har ansvar for voksne uten fullført videregående opplæring, i dialog med"
            " partene i arbeidslivet"
        ),
    ),
]
W = nsdecls("w")


def without_place(extraction: Extraction) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "line"} for row in rows(extraction)]


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf", "html", "txt"])
def test_the_same_document_in_every_format_gives_the_same_items(kind: str, gazetteer: Gazetteer) -> None:
    found = extract(FILES / f"samling.{kind}", gazetteer)
    assert found.document.title == "Innspill fra samling om kompetanse 14. mars 2023"
    assert found.document.date == "2023-03-14"
    markers = [("•" if i.marker in "◦o" and kind == "html" else i.marker) for i in found.items]
    expected = [("•" if m == "◦" and kind == "html" else m) for _, m, _ in ITEMS]
    assert [(i.id, i.text) for i in found.items] == [(id_, text) for id_, _, text in ITEMS]
    assert markers == expected
    assert without_place(found) == without_place(extract(FILES / "samling.docx", gazetteer))


def test_a_pdf_in_two_columns_is_read_column_by_column_without_headers(gazetteer: Gazetteer) -> None:
    found = extract(FILES / "spalter.pdf", gazetteer)
    assert [item.text.rsplit(" ", 1)[-1] for item in found.items] == [str(n) for n in range(1, 25)]
    assert [(item.page, item.id) for item in found.items][:: 23] == [
        (1, "hva-bor-fylkeskommunene/1"), (2, "hva-bor-fylkeskommunene/24"),
    ]  # fmt: skip
    assert not [i for i in found.items if "Kompetanseforum Nord" in i.text or "Side" in i.text]


def test_pages_are_counted_while_a_pdf_is_read(gazetteer: Gazetteer) -> None:
    seen = list[tuple[int, int]]()
    read_source(FILES / "spalter.pdf", gazetteer, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def word(path: Path, *parts: str, table: list[list[str]] | None = None) -> Path:
    """A Word document whose body holds the given XML elements, then perhaps a table."""
    document = WordDocument()
    body = document.element.body
    for part in parts:
        body.insert(len(body) - 1, parse_xml(part.replace(">", f" {W}>", 1)))
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for texts in table:
            for cell, text in zip(made.add_row().cells, texts, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def texts(path: Path) -> list[str]:
    return [line.text.strip() for line in read(path).lines if line.text.strip()]


def test_tracked_insertions_are_read_and_deletions_told(tmp_path: Path) -> None:
    path = word(
        tmp_path / "sporet.docx",
        '<w:p><w:r><w:t xml:space="preserve">KD bør </w:t></w:r>'
        '<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">raskt </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>kanskje </w:delText></w:r></w:del>'
        "<w:r><w:t>avklare</w:t></w:r></w:p>",
        '<w:ins w:id="3" w:author="A"><w:p><w:r><w:t>Et helt nytt avsnitt</w:t></w:r></w:p></w:ins>',
    )
    assert texts(path) == ["KD bør raskt avklare", "Et helt nytt avsnitt"]
    assert [note.told("nb") for note in read(path).notes] == [
        "sporede slettinger som er utelatt: 1",
        "sporede innsettinger som er lest som tekst: 1",
    ]


def test_content_controls_text_boxes_and_links_are_read(tmp_path: Path) -> None:
    path = word(
        tmp_path / "kontroll.docx",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>I en innholdskontroll</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:hyperlink><w:r><w:t>En lenke</w:t></w:r></w:hyperlink></w:p>",
        "<w:p><w:r><w:t>Ved siden av</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>I en tekstboks</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>",
    )
    assert texts(path) == ["I en innholdskontroll", "En lenke", "Ved siden av", "I en tekstboks"]


def test_a_word_table_gives_items_under_its_headers_and_who_is_responsible(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    table = [
        ["Utfordring", "Tiltak", "Ansvarlig"],
        ["Lav søkning til fagskolen", "Bedre karriereveiledning i vgs", "Fylkeskommunene"],
        ["Treg saksbehandling", "NOKUT må effektivisere\nSette frister", "NOKUT"],
    ]
    found = extract(word(tmp_path / "tabell.docx", table=table), gazetteer)
    assert [(i.text, i.kind.value) for i in found.items] == [
        ("Lav søkning til fagskolen", "observation"),
        ("Treg saksbehandling", "observation"),
        ("Bedre karriereveiledning i vgs", "proposal"),
        ("NOKUT må effektivisere", "proposal"),
        ("Sette frister", "proposal"),
    ]
    asked = {a.item.rsplit("/", 2)[-2] + "/" + a.target for a in found.attributions if a.role == "addressee"}
    assert asked == {"fylkeskommunene/fk", "nokut/nokut"}


def test_a_table_without_headers_loses_no_cell(tmp_path: Path) -> None:
    path = word(
        tmp_path / "rutenett.docx", table=[["Her er det en hel setning.", "Og en til."], ["Tre.", ""]]
    )
    assert texts(path) == ["Her er det en hel setning.", "Og en til.", "Tre."]


def test_a_wide_survey_has_a_section_for_every_question(tmp_path: Path, gazetteer: Gazetteer) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["Tidsmerke", "Organisasjon", "Hva bør staten gjøre?", "Hva bør fylkeskommunen gjøre?", "Poeng"]
    )
    sheet.append([dt.datetime(2023, 3, 1, tzinfo=None), "LO", "Øke tilskuddet", "Samarbeide lokalt", 3])  # noqa: DTZ001
    sheet.append([dt.datetime(2023, 3, 2, tzinfo=None), "Andøy kommune", None, "Støtte planarbeid", 2])  # noqa: DTZ001
    path = tmp_path / "undersokelse.xlsx"
    book.save(path)
    found = extract(path, gazetteer)
    assert found.document.date == "2023-03-01"
    assert [(s.title, s.speaks) for s in found.sections] == [
        ("Hva bør staten gjøre?", False), ("LO", True),
        ("Hva bør fylkeskommunen gjøre?", False), ("LO", True), ("Andøy kommune", True),
    ]  # fmt: skip
    assert [i.text for i in found.items] == ["Øke tilskuddet", "Samarbeide lokalt", "Støtte planarbeid"]
    links = [(a.role.value, a.target) for a in found.attributions if a.item == found.items[2].id]
    assert ("addressee", "fk") in links
    assert ("proposer", "andoy-kommune") in links
    (note,) = read_source(path, gazetteer).notes
    assert note.told("nb") == "kolonner som ikke er lest som innspill: Poeng"


CSV = 'Nr;Hvem;Hva sa de;Når\n1;NHO;"KD bør\nøke rammene";12.03.2023\n2;LO;Flere lærlinger;13.03.2023\n'


def test_columns_are_named_by_option(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(CSV, encoding="utf-8")
    columns = {"text": "Hva sa de", "respondent": "Hvem", "date": "Når"}
    found = extract_source(read_source(path, gazetteer, columns), gazetteer)
    assert found.document.date == "2023-03-12"
    assert [(i.text, i.section, i.line) for i in found.items] == [
        ("KD bør øke rammene", "nho", 2),
        ("Flere lærlinger", "lo", 3),
    ]
    with pytest.raises(InnspillError, match="kolonnen «Tekst» finnes ikke"):
        read(path, Headers({"text": "Tekst"}))


@pytest.mark.parametrize(
    "text", ["sep=;\na;Svar\n1;Ja vel", "a\tSvar\n1\tJa vel", "Svar|a\nJa vel|1", "Svar\nJa vel"]
)
def test_the_delimiter_of_a_csv_is_found(tmp_path: Path, text: str, gazetteer: Gazetteer) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(text, encoding="utf-8")
    assert [i.text for i in extract(path, gazetteer).items] == ["Ja vel"]


HTML = """<html><head><title>x</title><style>p{}</style></head><body><nav>Meny</nav>
<h1>Innspill</h1><h2>Hva bør KD gjøre?</h2>
<ol start="3" type="a"><li>Øke <b>rammene</b><ul><li>Særlig i nord</ul></li><li>Forenkle<br>søknadene</ol>
<script>alert(1)</script><div>KD bør <i>også</i> lytte.<p>FK må delta.</p></div>
<table><tr><th>Tiltak</th><th>Ansvarlig</th></tr><tr><td>Flere plasser</td><td>HK-dir</td></tr></table></body></html>"""


def test_a_web_page_keeps_its_lists_and_tables_and_drops_its_menus(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    path = tmp_path / "side.html"
    path.write_text(HTML, encoding="cp1252")
    found = extract(path, gazetteer)
    assert [(i.marker, i.text) for i in found.items] == [
        ("c)", "Øke rammene"), ("•", "Særlig i nord"), ("d)", "Forenkle søknadene"), ("", "KD bør også lytte."),
        ("", "FK må delta."), ("", "Flere plasser"),
    ]  # fmt: skip
    assert found.items[1].parent == found.items[0].id
    assert [
        a.target for a in found.attributions if a.item == found.items[5].id and a.role == "addressee"
    ] == ["hkdir"]


LEVELS = {
    0: LevelFormat("decimal", "%1."),
    1: LevelFormat("lowerLetter", "%1%2)"),
    2: LevelFormat("lowerRoman", "%3"),
}


@given(st.lists(st.integers(0, 2), max_size=30))
def test_labels_count_up_on_their_level_and_begin_anew_below(levels: list[int]) -> None:
    counter, labels = Counter(), list[tuple[int, str]]()
    for level in levels:
        counter.count(level, LEVELS)
        labels.append((level, counter.label(level, LEVELS)))
    tops = [label for level, label in labels if level == 0]
    assert tops == [f"{n}." for n in range(1, len(tops) + 1)]
    for before, after in zip(levels, labels[1:], strict=False):
        if after[0] > before:
            assert after[1].endswith(("a)", "i"))
