"""Spreadsheets: the rows of XLSX and CSV files, read one at a time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from graph.documents.cleaning import encoding_note
from graph.documents.content import Content, Headers, Progress, content
from graph.documents.encoding import decode
from graph.documents.grid import Grid, Tabulated, tabulate
from graph.errors import InnspillError
from graph.messages import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph.documents.columns import Row
    from graph.model import Line

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
DELIMITERS: Final = ";\t,|"


def read_xlsx(path: Path, headers: Headers, progress: Progress) -> Content:
    """The rows of every sheet that holds a table.

    Raises:
        InnspillError: damaged, password-protected, or more rows than are read.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the package may break in any layer beneath
        raise _damaged(path) from error
    tables = []
    try:
        sheets = book.worksheets
        for done, sheet in enumerate(sheets, 1):
            rows = _bounded(_texts(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)), path.name)
            tables.append(tabulate(Grid(rows, path.name), headers, in_text=False))
            progress(done, len(sheets))
    except InnspillError:
        raise
    except Exception as error:
        raise _damaged(path) from error
    finally:
        book.close()
    return _content(tables)


def read_csv(data: bytes, name: str, headers: Headers) -> Content:
    """The records of a delimited text; the delimiter is the one the header holds most of.

    Raises:
        InnspillError: no text, or more rows than are read.
    """
    text, encoding = decode(data, name)
    first = text.lstrip("\ufeff\n\r").split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text = first.strip()[-1], text.split("\n", 1)[1]
    else:
        delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(10_000_000)
    try:
        reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
        rows = _bounded((tuple(row) for row in reader), name)
    except csv.Error as error:
        raise InnspillError("table-unreadable", where=name, cure="save-as-csv", reason=error) from None
    return _content([tabulate(Grid(rows, name), headers, in_text=False)], encoding_note(encoding))


def _damaged(path: Path) -> InnspillError:
    return InnspillError("sheet-broken", where=path.name, cure="open-in-excel")


def _texts(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(map(_text, row))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _bounded(rows: Iterable[tuple[str, ...]], name: str) -> tuple[Row, ...]:
    """Rows with something in them, numbered from 1; more than the limit is refused rather than cut."""
    kept = list["Row"]()
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(kept) == MOST_ROWS:
            raise InnspillError("sheet-too-long", where=name, cure="split-files", most=MOST_ROWS)
        kept.append((number, cells))
    return tuple(kept)


def _content(tables: Iterable[Tabulated], notes: tuple[Sentence, ...] = ()) -> Content:
    lines, left, dates = list["Line"](), list[str](), list[str]()
    for table in tables:
        lines += table.lines
        left += table.left_out
        dates += table.dates
    if left:
        notes = (*notes, sentence("columns-left", file="notes", columns=", ".join(left)))
    return content(lines, notes, next(iter(dates), ""))
