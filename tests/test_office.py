"""LibreOffice opens and saves what we write, and nothing of it changes or runs."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from graph.exports import Material, exported
from graph.papers import brief_of, letter
from graph.papers.docx import to_docx
from graph.pipeline import extract
from graph.store import Store
from tests.offices import DANGEROUS, TEXT, converted, formulas, sheets_of

if TYPE_CHECKING:
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def dangerous(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Extraction:
    path = tmp_path_factory.mktemp("made") / "samling.txt"
    path.write_text(TEXT, encoding="utf-8")
    return extract(path, gazetteer)


def cells(workbook: bytes) -> dict[str, list[list[str]]]:
    """The cells as text, without the empty rows and columns an office may add."""
    return {
        name: [[str(cell) for cell in row] for row in rows if any(str(cell) for cell in row)]
        for name, rows in sheets_of(workbook).items()
    }


def test_a_workbook_is_the_same_after_libreoffice_through_xlsx_and_ods(
    workshop: Extraction, dangerous: Extraction, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    written = exported(Material(Store.of([workshop, dangerous]), gazetteer), "xlsx")[""]
    path = tmp_path / "graf.xlsx"
    path.write_bytes(written)
    ods = converted(path, "ods", tmp_path / "ods")
    for found in (converted(path, "xlsx", tmp_path / "xlsx"), converted(ods, "xlsx", tmp_path / "back")):
        saved = found.read_bytes()
        assert cells(saved) == cells(written), found
        assert list(formulas(saved)) == []


def test_a_csv_file_opened_by_libreoffice_runs_nothing(
    dangerous: Extraction, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    files = exported(Material(Store.of([dangerous]), gazetteer), "csvw")
    path = tmp_path / "items.csv"
    path.write_bytes(files["items.csv"])
    saved = converted(path, "xlsx", tmp_path / "made", "CSV:44,34,76,1").read_bytes()
    assert list(formulas(saved)) == []
    texts = {str(cell).removeprefix("'") for row in next(iter(cells(saved).values())) for cell in row}
    assert set(DANGEROUS) <= texts


def test_a_brief_is_the_same_after_libreoffice_and_holds_no_field_or_link(
    dangerous: Extraction, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(to_docx(letter(brief_of([dangerous], gazetteer, "kmd"), gazetteer)))
    saved = converted(path, "docx", tmp_path / "made")

    def texts(file: Path) -> list[str]:
        return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs if paragraph.text.strip()]

    assert texts(saved) == texts(path)
    assert all(any(line in text for text in texts(saved)) for line in DANGEROUS)
    body = zipfile.ZipFile(io.BytesIO(saved.read_bytes())).read("word/document.xml").decode()
    assert not re.search(r"<w:(?:instrText|fldSimple|hyperlink)", body)


def test_a_brief_becomes_pages_with_their_numbers(
    workshop: Extraction, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(to_docx(letter(brief_of([workshop], gazetteer, "hkdir"), gazetteer)))
    pdf = converted(path, "pdf", tmp_path / "made")
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(pdf), str(tmp_path / "page")], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert 2 <= len(pages) <= 5
    assert all(page.stat().st_size > 3_000 for page in pages)
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert [f"Side {n} / {len(pages)}" in text for n in range(1, len(pages) + 1)] == [True] * len(pages)
    assert "HK-dir blir bedt om noe i 12 av 82 innspill." in text
