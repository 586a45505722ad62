"""Cells: a workbook as it is, with what only a person's hand leaves in it: notes, formulas, merged cells.

A document's reader takes rows of text from a sheet; who reads a form back has to know more of a cell.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.documents.cleaning import clean
from graph.documents.encoding import decode
from graph.documents.sheet import DELIMITERS, MOST_COLUMNS, MOST_ROWS
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

#: What keeps a cell from being read: a formula nobody has computed, an error value, a part of a merged cell.
FORMULA: Final = "formula"
ERROR: Final = "error"
MERGED: Final = "merged"
#: How a formula begins in a sheet's XML (ECMA-376, part 1, 18.3.1.40), with a prefix or without.
FORMULA_TAG: Final = re.compile(rb"<(?:\w+:)?f[ />]")


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell that holds something; row and column count from 1.

    ``note`` is the comment on it; ``odd`` says why its text is not to be trusted, or is empty.
    """

    row: int
    column: int
    text: str = ""
    note: str = ""
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its cells by row, then column."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: who saved it last, where the file says so, and its sheets in order."""

    author: str
    sheets: tuple[Sheet, ...]

    def record(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Book:
        """From plain values."""
        sheets = (Sheet(s["name"], tuple(Cell(**cell) for cell in s["cells"])) for s in record["sheets"])
        return cls(record["author"], tuple(sheets))


def read_book(path: Path) -> Book:
    """The cells of an XLSX workbook. Untrusted files belong in :mod:`graph.documents.worker`.

    Raises:
        InnspillError: damaged, or more rows than are read.
    """
    from openpyxl import load_workbook

    try:
        values = load_workbook(path, data_only=True, keep_links=False)
        computed = _computed(path)
        sheets = tuple(_sheet(s, computed.get(s.title, frozenset()), path.name) for s in values.worksheets)
        return Book(_line(values.properties.lastModifiedBy or ""), sheets)
    except (InnspillError, MemoryError):
        raise
    except Exception as error:  # the package may break in any layer beneath
        raise InnspillError("sheet-broken", where=path.name, cure="open-in-excel") from error


def read_csv_book(path: Path) -> Book:
    """One sheet saved as CSV: texts alone.

    Raises:
        InnspillError: no text, or not delimited.
    """
    text, _ = decode(path.read_bytes(), path.name)
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InnspillError("table-unreadable", where=path.name, cure="save-as-csv", reason=error) from None
    cells = [
        Cell(row, column, clean(text)[0])
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts[:MOST_COLUMNS], 1)
        if text.strip()
    ]
    return Book("", (Sheet("", _bounded(cells, path.name)),))


def _computed(path: Path) -> dict[str, frozenset[tuple[int, int]]]:
    """The rows and columns of the cells that hold a formula, by sheet; a second look, only where needed."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if not any(FORMULA_TAG.search(package.read(part)) for part in parts):
            return {}
    book = load_workbook(path, data_only=False, keep_links=False)
    return {
        sheet.title: frozenset(
            place
            for place, cell in sheet._cells.items()  # noqa: SLF001 - iter_rows makes those between
            if cell.data_type == "f"
        )
        for sheet in book.worksheets
    }


def _sheet(sheet: Worksheet, computed: frozenset[tuple[int, int]], name: str) -> Sheet:
    merged = dict[tuple[int, int], tuple[int, int]]()
    for area in sheet.merged_cells.ranges:
        first = (area.min_row, area.min_col)
        merged |= dict.fromkeys(((r, c) for r, c in area.cells if c <= MOST_COLUMNS), first)
    cells = list[Cell]()
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if column > MOST_COLUMNS:
            continue
        first = merged.get((row, column), (row, column))
        source = sheet._cells[first]  # noqa: SLF001
        text, odd = _text(source.value), ""
        if source.data_type == "e":
            odd = ERROR
        elif first in computed and source.value is None:
            odd = FORMULA
        elif first[1] != column:
            text, odd = "", MERGED
        note = _line(cell.comment.text) if cell.comment else ""
        if text.strip() or note or odd:
            cells.append(Cell(row, column, text, note, odd))
    return Sheet(sheet.title, _bounded(cells, name))


def _bounded(cells: Iterable[Cell], name: str) -> tuple[Cell, ...]:
    kept = tuple(cells)
    if len({cell.row for cell in kept}) > MOST_ROWS:
        raise InnspillError("sheet-too-long", where=name, cure="split-files", most=MOST_ROWS)
    return kept


def _line(text: str) -> str:
    return " ".join(clean(text)[0].split())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))[0]
