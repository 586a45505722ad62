"""Tables: rows of cells become headings and items, whichever format they came in.

A header row says what the columns hold: the text, its section (a topic or question), who is asked,
who said it. Where several columns hold text, as in a survey, each of their headers is a section.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from graph.documents.columns import Row, cell, layout_of
from graph.model import Form, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.documents.content import Headers

#: Levels of a table's headings within a document: beneath every heading of the text around it.
IN_TEXT_LEVEL: Final = 60
#: Levels of a spreadsheet's headings; no format states an outline level so deep, so none is a title.
SHEET_LEVEL: Final = 11


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with their numbers from 1, and the name of the file for errors."""

    rows: tuple[Row, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A table's lines, the headers of the columns left out, and the dates its date column holds."""

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


def tabulate(grid: Grid, headers: Headers, *, in_text: bool) -> Tabulated:
    """The headings and items of a table, grouped by section, then by who is asked and who speaks.

    In a document's own table (``in_text``) every paragraph of a cell is an item; in a spreadsheet
    every row is one.

    Raises:
        InnspillError: a column named in ``headers`` is not there.
    """
    rows = [(number, cells) for number, cells in grid.rows if any(text.strip() for text in cells)]
    if not rows:
        return Tabulated(())
    layout = layout_of(rows, headers, grid.name, in_text=in_text)
    if layout is None:
        return Tabulated(tuple(_plain(rows, in_text=in_text)))
    below = rows[layout.header + 1 :]
    number, header = rows[layout.header]
    base = IN_TEXT_LEVEL if in_text else SHEET_LEVEL
    lines = list[Line]()
    for column in layout.texts:
        if layout.titled and any(cell(cells, column) for _, cells in below):
            lines.append(Line(number, " ".join(cell(header, column).split()), 0, base, Form.PARAGRAPH))
        lines += _grouped(below, column, layout.above(column), base + layout.titled, in_text=in_text)
    date = layout.by_kind.get("date", -1)
    dates = tuple(text for _, cells in below if (text := cell(cells, date)))
    used = {*layout.texts, *layout.by_kind.values()}
    left = tuple(text.strip() for c, text in enumerate(header) if c not in used and text.strip())
    return Tabulated(tuple(lines), left, dates)


def _grouped(
    rows: Sequence[Row], column: int, above: Mapping[str, int], level: int, *, in_text: bool
) -> Iterator[Line]:
    """The items of one text column under their headings, each heading once."""
    first_seen: dict[tuple[str, ...], int] = {}

    def names(row: Row) -> list[str]:
        return [" ".join(cell(row[1], at).split()) for at in above.values()]

    def place(row: Row) -> tuple[int, ...]:
        path = names(row)
        return tuple(first_seen.setdefault(tuple(path[: n + 1]), len(first_seen)) for n in range(len(path)))

    placed = [(place(row), row) for row in rows if cell(row[1], column)]
    kinds, under = list(above), list[str]()
    for _, row in sorted(placed, key=lambda pair: (pair[0], pair[1][0])):
        path = names(row)
        shared = next(
            (n for n, pair in enumerate(zip(under, path, strict=False)) if pair[0] != pair[1]), len(under)
        )
        for depth in range(shared, len(path)):
            if path[depth]:
                form = Form.SPEAKER if kinds[depth] == "respondent" else Form.PARAGRAPH
                yield Line(row[0], path[depth], 0, level + depth, form)
        under = path
        yield from _entries(row[0], cell(row[1], column), in_text=in_text)


def _entries(number: int, text: str, *, in_text: bool) -> Iterator[Line]:
    parts = text.split("\n") if in_text else [" ".join(text.split())]
    yield from (Line(number, part.rstrip(), 0, 0, Form.ENTRY) for part in parts if part.strip())


def _plain(rows: Sequence[Row], *, in_text: bool) -> Iterator[Line]:
    """A table without a header: every cell in reading order, a merged one once; nothing is lost."""
    for number, cells in rows:
        for text, _ in groupby(text.strip() for text in cells):
            if text:
                yield from _entries(number, text, in_text=in_text)
