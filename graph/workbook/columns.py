"""Columns: which sheet of a workbook is to be read, and what its columns are, moved or renamed or not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.language import fold
from graph.messages import messages
from graph.workbook.fields import Key
from graph.workbook.form import COLUMNS, MARK
from graph.workbook.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.documents import Book, Cell, Sheet

#: The header stands among the first rows with anything in them.
HEADER_WITHIN: Final = 30
#: How much of a header must be as it was for it to be known again.
ALIKE: Final = 0.75
#: So many columns must be known for a row to be the header.
FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet, the row of its header, and the number of each column that is there, by name.

    ``unread`` are the headers of the columns that are none of ours.
    """

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    unread: tuple[str, ...]

    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells below the header, by row and column."""
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        for cell in self.sheet.cells:
            if cell.row > self.header:
                found[cell.row][cell.column] = cell
        return dict(sorted(found.items()))


def layouts(book: Book, name: str) -> list[Layout]:
    """The sheets that can be read back, the one most like the form first.

    Raises:
        InnspillError: there is none, or a column stands twice.
    """
    found = [layout for sheet in book.sheets if not is_hidden(sheet) and (layout := _layout(sheet, name))]
    if not found:
        raise InnspillError("no-review-sheet", where=name, cure="sent-workbook")
    return sorted(found, key=lambda layout: -len(layout.columns))


def is_hidden(sheet: Sheet) -> bool:
    """Whether a sheet is the one that tells how the workbook was made."""
    return bool(sheet.cells) and sheet.cells[0].text == MARK


def _layout(sheet: Sheet, name: str) -> Layout | None:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in sheet.cells:
        rows[cell.row].append(cell)
    keys = Counter(cell.column for cell in sheet.cells if cell.text.startswith('["') and Key.read(cell.text))
    best: tuple[int, dict[str, int]] = (0, {})
    for number in sorted(rows)[:HEADER_WITHIN]:
        found = _named(rows[number], sheet, name)
        if len(found) > len(best[1]):
            best = (number, found)
    header, columns = best
    if keys:
        columns["key"] = keys.most_common(1)[0][0]
    if len(columns) < FEWEST or not columns.keys() & {"key", "item"}:
        return None
    used = set(columns.values())
    unread = tuple(
        cell.text.strip() for cell in rows[header] if cell.column not in used and cell.text.strip()
    )
    return Layout(sheet, header, columns, unread)


def _named(cells: Sequence[Cell], sheet: Sheet, name: str) -> dict[str, int]:
    """The columns a row names: those named exactly first, then those much like a name."""
    found: dict[str, int] = {}
    titles = _titles()
    exact = [(cell, titles[bare]) for cell in cells if (bare := _bare(cell.text)) in titles]
    for cell, column in exact:
        if column in found:
            raise InnspillError(
                "column-twice",
                where=name,
                line=cell.row,
                cure="rename-column",
                column=cell.text.strip(),
                sheet=sheet.name,
            )
        found[column] = cell.column
    if len(found) < FEWEST:
        return found
    for cell in cells:
        if cell.column in found.values() or not _bare(cell.text):
            continue
        left = {title: column for title, column in titles.items() if column not in found}
        score, column = max(
            ((_alike(_bare(cell.text), title), column) for title, column in left.items()), default=(0.0, "")
        )
        if score >= ALIKE:
            found[column] = cell.column
    return found


def _titles() -> dict[str, str]:
    """Every header in every language, and the column it names."""
    return {
        _bare(messages("workbook", language)[f"column-{column}"]): column
        for language in LANGUAGES
        for column in COLUMNS
    }


def _bare(header: str) -> str:
    return " ".join(re.findall(r"\w+", fold(header)))


def _alike(header: str, title: str) -> float:
    """From 0 to 1; a header that has only got a few words more is the same."""
    if f"{header} ".startswith(f"{title} ") or f"{title} ".startswith(f"{header} "):
        return 1.0
    return SequenceMatcher(None, header, title).ratio()
