"""Tables: the same answer in every form, and text that stays text."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.tables import Table, to_csv, to_json, to_text, to_xlsx

ARMED = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "  =cmd|' /C calc'!A0",
    "＝1",
    "\r=1",
    "https://evil.example",
]
TABLE = Table(("actor", "items", "text"), tuple(("KMD", 2, text) for text in ARMED), "Svar [1]: hva/hvem?")


def test_no_csv_cell_is_taken_for_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(TABLE).removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Aktør", "Antall", "Innspill"]
    for row, text in zip(rows[1:], ARMED, strict=True):
        assert row[2][0] not in "=+-@＝＋－＠\t\r "
        assert " ".join(text.split()) in row[2]


def test_no_workbook_cell_is_a_formula_or_a_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(TABLE)))
    sheet = book.active
    assert sheet.title == "Svar 1 hvahvem"
    for (cell,) in sheet.iter_rows(min_row=2, min_col=3, max_col=3):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
    assert [c.value for c in sheet["B"][1:]] == [2] * len(ARMED)


def test_a_workbook_has_the_same_bytes_every_time() -> None:
    assert to_xlsx(TABLE) == to_xlsx(TABLE)


def test_the_text_form_folds_long_cells_and_counts() -> None:
    text = to_text(Table(("text", "line"), (("ord " * 40, 7),), "Tittel"), "en")
    lines = text.splitlines()
    assert lines[:2] == ["Tittel", ""]
    assert lines[2].split() == ["Item", "Line"]
    assert max(map(len, lines)) < 90
    assert lines[-1] == "1 row"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_empty_table_is_a_table(language: str) -> None:
    empty = Table(("actor",), ())
    assert to_json(empty) == "[]"
    assert to_csv(empty, language).count("\r\n") == 1
    assert to_text(empty, language)
    assert to_xlsx(empty, language)


def test_truth_and_nothing_are_words_in_the_language() -> None:
    rows = ((True, None), (False, 1.5))
    assert to_csv(Table(("a", "b"), rows), "nn").splitlines()[1:] == ["ja;", "nei;1.5"]


@given(st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_control_character_reaches_a_terminal_or_sheet(texts: list[str]) -> None:
    table = Table(("text",), tuple((text,) for text in texts))
    assert not any(ord(c) < 32 and c != "\n" for c in to_text(table))
    values = [c.value or "" for c in openpyxl.load_workbook(io.BytesIO(to_xlsx(table))).active["A"][1:]]
    assert len(values) in {0, len(texts)}
