"""A table of answers, and its forms: text, CSV, JSON and a workbook.

Text from documents stays text: no cell becomes a spreadsheet formula or a link
(https://owasp.org/www-community/attacks/CSV_Injection), and no control character reaches a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from graph.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Cell = str | int | float | bool | None

#: A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Widest column of the text form, in characters; longer text is folded.
WIDEST: Final = 72
#: Widths of a workbook's columns of names and of sentences.
NAME_WIDTH, TEXT_WIDTH = 26, 60
#: The height of a line and of the tallest row, in points.
ROW, TALLEST = 15, 409
#: A spreadsheet holds no more characters in one cell.
LONGEST_CELL: Final = 32_767
SHEET_NAME: Final = 31
#: How every workbook is written: no text becomes a formula, a link or a number.
WORKBOOK_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: One date in every workbook, so that the same rows give the same bytes.
WORKBOOK_DATE: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
#: The paper's number in a workbook.
A4: Final = 9


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; a cell is text, a number, a truth value or nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""

    def headings(self, language: str) -> tuple[str, ...]:
        """The columns as people read them.

        >>> Table(("actor", "own"), ()).headings("en")
        ('Actor', 'own')
        """
        known = messages("columns", language)
        return tuple(known.get(column, column) for column in self.columns)


def to_text(table: Table, language: str = "nb") -> str:
    """Aligned columns for a terminal, long cells folded, and the number of rows."""
    head = table.headings(language)
    cells = [[_folded(shown(cell, language)) for cell in row] for row in table.rows]
    widths = [
        max([len(name), *(len(line) for row in cells for line in row[i])]) for i, name in enumerate(head)
    ]
    lines = [table.title, ""] if table.title else []
    lines.append("  ".join(name.ljust(width) for name, width in zip(head, widths, strict=True)).rstrip())
    lines.append("  ".join("─" * width for width in widths))
    for row in cells:
        for depth in range(max(map(len, row), default=0)):
            parts = [
                (cell[depth] if depth < len(cell) else "").ljust(w)
                for cell, w in zip(row, widths, strict=True)
            ]
            lines.append("  ".join(parts).rstrip())
    count = "count-one" if len(table.rows) == 1 else "count"
    lines += ["", messages("columns", language)[count].format(count=len(table.rows))]
    return "\n".join(lines)


def to_csv(table: Table, language: str = "nb") -> str:
    """Semicolons and a byte order mark, which is what Norwegian Excel opens by double-click."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings(language))
    for row in table.rows:
        writer.writerow([unarmed(shown(cell, language)) for cell in row])
    return "\ufeff" + buffer.getvalue()


def to_json(table: Table, language: str = "nb") -> str:
    """A list of objects, keyed by the columns' English names in every language."""
    del language
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def to_xlsx(table: Table, language: str = "nb") -> bytes:
    """A workbook of one sheet: headings fixed, filter on, long text folded."""
    return workbook((table,), language, table.title)


def workbook(tables: Sequence[Table], language: str, title: str) -> bytes:
    """A workbook of a sheet a table; every cell that is no number is text, never a formula or a link."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS) as book:
        book.set_properties({"title": title, "created": WORKBOOK_DATE})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "bg_color": "#E8EEF4"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            _fill(book.add_worksheet(_sheet_name(table.title)), table, language, bold, wrap)
    return buffer.getvalue()


def _fill(sheet: Any, table: Table, language: str, bold: Any, wrap: Any) -> None:
    sheet.write_row(0, 0, table.headings(language), bold)
    widths = _widths(table, language)
    for number, row in enumerate(table.rows, 1):
        cells = [shown(cell, language) for cell in row]
        lines = max((len(_folded(c, w)) for c, w in zip(cells, widths, strict=True)), default=1)
        sheet.set_row(number, min(TALLEST, ROW * lines))
        for column, cell in enumerate(row):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(number, column, cell, wrap)
            else:
                sheet.write_string(number, column, cells[column][:LONGEST_CELL], wrap)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if table.columns:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


FORMATS: Final[Mapping[str, Callable[[Table, str], str | bytes]]] = {
    "table": to_text,
    "csv": to_csv,
    "json": to_json,
    "xlsx": to_xlsx,
}


def _sheet_name(title: str) -> str:
    allowed = "".join(c for c in title if c not in "[]:*?/\\'")
    return allowed.strip()[:SHEET_NAME].strip() or "Svar"


def _widths(table: Table, language: str) -> Sequence[int]:
    """Columns wide enough for words, long ones folded: a name's width, or a sentence's."""

    def wide(column: int, head: str) -> int:
        longest = max((len(shown(row[column], language)) for row in table.rows), default=0)
        needed = max(len(head) + 3, longest)
        return needed if needed <= NAME_WIDTH else NAME_WIDTH if needed <= 5 * NAME_WIDTH else TEXT_WIDTH

    return [wide(column, head) for column, head in enumerate(table.headings(language))]


def shown(cell: Cell, language: str) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return messages("columns", language)["yes" if cell else "no"]
    if isinstance(cell, str):
        return printable(cell)
    return str(cell)


def printable(text: str) -> str:
    r"""White space folded and control and direction characters taken out.

    >>> printable("a\x1b[31mb\u202ec\nd")
    'a[31mbc d'
    """
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join("".join(kept).split())


def unarmed(text: str) -> str:
    """A leading apostrophe before what a spreadsheet would run; a mark alone, as a list's, runs nothing.

    >>> unarmed("=1+1"), unarmed("KMD"), unarmed("-")
    ("'=1+1", 'KMD', '-')
    """
    runs = len(text.strip()) > 1 and text.lstrip().startswith(FORMULA_STARTS)
    return "'" + text if runs else text


def _folded(text: str, width: int = WIDEST) -> list[str]:
    return textwrap.wrap(text, max(width, 1), break_on_hyphens=False) or [""]
