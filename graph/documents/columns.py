"""Columns: which row of a table is its header, and what the columns below it hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.documents.content import Headers

Row = tuple[int, tuple[str, ...]]

#: The header stands among the first rows with anything in them.
HEADER_WITHIN: Final = 10
LONGEST_HEADER: Final = 20
#: Mean characters of a cell in a column that holds text rather than codes.
TEXT_LENGTH: Final = 25
#: The headings above an item, outermost first.
HEADINGS: Final = ("section", "addressee", "respondent")
#: Kinds whose header word may stand among others: "Hvilken organisasjon svarer du for?"
WITHIN: Final = ("respondent", "date")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header stands and what the columns hold, by index.

    ``main`` is the column of the text itself, -1 where several columns hold text, each under its own
    header (``titled``).
    """

    header: int
    texts: tuple[int, ...]
    by_kind: Mapping[str, int]
    main: int = -1
    titled: bool = False

    def above(self, column: int) -> dict[str, int]:
        """The columns whose cells head the items of a text column.

        Who is responsible for a measure is not asked by what another column tells of the problem.
        """
        aside = self.main >= 0 and column != self.main
        return {
            kind: self.by_kind[kind]
            for kind in HEADINGS
            if kind in self.by_kind and not (aside and kind == "addressee")
        }


def cell(cells: Sequence[str], column: int) -> str:
    """The text of a cell; empty beyond the row's end."""
    return cells[column].strip() if 0 <= column < len(cells) else ""


def layout_of(rows: Sequence[Row], headers: Headers, name: str, *, in_text: bool) -> Layout | None:
    """What the columns hold, or None where no row is a header.

    In a document's own table (``in_text``) every column that heads nothing is text.

    Raises:
        InnspillError: a column the user named is not there.
    """
    for index, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        below = rows[index + 1 :]
        found = _recognised(cells, below, headers)
        if "text" in found:
            return _with_text(index, cells, found, in_text=in_text)
        if below and not headers.named.get("text") and _is_header(cells):
            rest = [c for c, head in enumerate(cells) if head.strip() and c not in found.values()]
            texts = tuple(c for c in rest if in_text or _holds_text(below, c, cells[c]))
            if texts and (found or len(texts) == len(rest) or any(_calls(cells[c]) for c in texts)):
                return Layout(index, texts, found, titled=True)
    _refuse_missing(rows, headers, name)
    return None


def _with_text(index: int, cells: Sequence[str], found: dict[str, int], *, in_text: bool) -> Layout:
    main = found["text"]
    if not in_text:
        return Layout(index, (main,), found, main)
    heading = [found[kind] for kind in HEADINGS if kind in found]
    texts = tuple(c for c, head in enumerate(cells) if head.strip() and c not in heading)
    return Layout(index, texts, found, main, titled=len(texts) > 1)


def _refuse_missing(rows: Sequence[Row], headers: Headers, name: str) -> None:
    there = {_folded(text) for _, cells in rows[:HEADER_WITHIN] for text in cells}
    for wanted in headers.named.values():
        if wanted and _folded(wanted) not in there:
            known = ", ".join(f"«{text.strip()}»" for text in rows[0][1] if text.strip())
            raise InnspillError(
                "no-column",
                where=name,
                line=rows[0][0],
                cure="columns-are",
                column=wanted,
                known=known[:300],
            )


def _folded(head: str) -> str:
    return " ".join(head.lower().split()).rstrip(":")


def _recognised(cells: Sequence[str], below: Sequence[Row], headers: Headers) -> dict[str, int]:
    """What the cells of a row are headers of, by kind: as named, else by the header words."""
    heads = [_folded(text) for text in cells]
    found: dict[str, int] = {}
    for kind in ("text", *HEADINGS, "date"):
        named = _folded(headers.named.get(kind, ""))
        words = {named} if named else {word.lower() for word in headers.known.get(kind, ())}
        at = [c for c, head in enumerate(heads) if head in words and c not in found.values()]
        if kind == "text" and len(at) > 1:
            at.sort(key=lambda column: -_mean_length(below, column))
        elif not at and not named and kind in WITHIN and len(heads) > 1:
            at = [
                c
                for c, head in enumerate(heads)
                if c not in found.values()
                and not words.isdisjoint(re.findall(r"\w+", head))
                and _mean_length(below, c) < TEXT_LENGTH
            ]
        if at:
            found[kind] = at[0]
    return found


def _mean_length(rows: Sequence[Row], column: int) -> float:
    lengths = [len(text) for _, cells in rows if (text := cell(cells, column))]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: more than one short cell, none of them a sentence."""
    texts = [text.strip() for text in cells if text.strip()]
    return len(texts) > 1 and all(
        len(t.split()) <= LONGEST_HEADER and not t.endswith((".", ",", ";")) and not t[:1].isdigit()
        for t in texts
    )


def _holds_text(rows: Sequence[Row], column: int, header: str) -> bool:
    mean = _mean_length(rows, column)
    return mean >= TEXT_LENGTH or (mean > 0 and _calls(header))


def _calls(header: str) -> bool:
    return header.strip().endswith(("?", ":"))
