"""Blocks: the wrapped lines of a paragraph or list item put together again.

A PDF reader gives lines, not paragraphs, and may put a blank line between any two. Three things
tell a wrapped line from a new paragraph: a marker; white space beyond what the document puts
between all its lines; and a line that was left although the next word would have fitted on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graph.model import Form
from graph.segmentation.furniture import furniture
from graph.segmentation.markers import Marker, Style, is_date, is_parenthesis
from graph.segmentation.notes import note_rows
from graph.segmentation.rows import Row, full_width, is_filled, rows_of, usual_gap
from graph.wordclass import ARTICLES, PREPOSITIONS, SINGULAR_ADJECTIVES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.model import Line
    from graph.segmentation.headings import HeadingReader

#: Words of the longest line that is a heading by its colon and the list under it.
LEAD_WORDS: Final = 6
#: Words no sentence ends with.
HANGING: Final = (
    PREPOSITIONS
    | ARTICLES
    | SINGULAR_ADJECTIVES
    | frozenset("å at som om må bør skal kan vil den det de".split())
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item: its text with the lines mended, and where it stood.

    ``gap`` counts the blank lines before it beyond the document's usual; ``indent`` the leading
    columns of its first line; ``form`` is what the format says it is.
    """

    text: str
    line: int
    end_line: int
    page: int = 0
    indent: int = 0
    gap: int = 0
    heading: int = 0
    marker: Marker | None = None
    form: Form = Form.WRAPPED


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual in the document: blank lines within a paragraph, full width, bullet signs so far."""

    usual: int
    width: int
    bullets: set[str]
    is_label: Callable[[str], bool]


def blocks(lines: Sequence[Line], reader: HeadingReader) -> tuple[Block, ...]:
    """The paragraphs and list items of the lines, in order.

    ``reader`` says whether a line begins like a heading by its words ("Spørsmål 1").
    """
    rows = rows_of(lines, furniture(lines, reader.is_label))
    layout = _Layout(usual_gap(rows), full_width(rows), set(), reader.is_label)
    notes = frozenset[int]() if layout.usual else note_rows(rows, layout.width, reader)
    made: list[Block] = []
    following = [*rows[1:], None]
    for index, (previous, row, after) in enumerate(zip([None, *rows], rows, following, strict=False)):
        if index in notes and not _wraps(previous, row, made, layout):
            made.append(replace(_block(row, layout.usual), form=Form.ENTRY))
            continue
        leads = bool(made) and made[-1].marker is not None and _leads(row, after)
        if made and previous and not leads and not _begins(previous, row, made[-1], layout):
            made[-1] = _joined(made[-1], row)
            continue
        if row.marked and row.marked[0].style is Style.BULLET:
            layout.bullets.add(row.marked[0].value)
        made.append(_block(row, layout.usual))
    return tuple(made)


def _wraps(previous: Row | None, row: Row, made: Sequence[Block], layout: _Layout) -> bool:
    """Whether a note's line goes on with the note above, which fills its line."""
    if previous is None or not made or made[-1].form is not Form.ENTRY or previous.closed:
        return False
    return row.goes_on and is_filled(previous, row, layout.width)


def _begins(previous: Row, row: Row, block: Block, layout: _Layout) -> bool:
    """Whether a row begins a block of its own rather than going on with the one before."""
    if row.line.heading or block.heading or row.line.form is not Form.WRAPPED:
        return True
    open_sentence = not previous.closed
    goes_on = row.text[:1].islower() or row.text[:1] in ",;)" or (open_sentence and is_date(row.text))
    if row.marked:
        filled = open_sentence and is_filled(previous, row, layout.width)
        return not (filled and _is_dash_in_sentence(row.marked, layout.bullets, block))
    if layout.is_label(row.text) or (not open_sentence and row.text.endswith(":") and not goes_on):
        return True
    if previous.text[-1] in "?:" and is_parenthesis(row.text):
        return True
    if row.turned and is_filled(previous, row, layout.width) and (goes_on or _hangs(previous)):
        return False
    if goes_on:
        return row.blanks > layout.usual and not open_sentence
    return row.blanks > layout.usual or not is_filled(previous, row, layout.width)


def _hangs(row: Row) -> bool:
    """Whether a line breaks off behind a word that something must follow."""
    last = re.split(r"\s", row.text)[-1].lower()
    return last.endswith(",") or last in HANGING


def _leads(row: Row, after: Row | None) -> bool:
    """Whether a line is a short heading over a list: "Fra gruppe 2 (nummerert):"."""
    short = row.text.endswith(":") and row.text[:1].isupper() and len(row.text.split()) <= LEAD_WORDS
    return short and after is not None and after.marked is not None


def _is_dash_in_sentence(marked: tuple[Marker, str], bullets: set[str], block: Block) -> bool:
    """A dash before a lower-case word is punctuation where the list's own bullet is another sign."""
    marker, rest = marked
    if marker.style is not Style.BULLET or not rest[:1].islower() or block.marker is None:
        return False
    return marker.value in "–—-" and block.marker.value != marker.value and marker.value not in bullets


def _block(row: Row, usual: int) -> Block:
    number, page = row.line.number, row.line.page
    gap = max(row.blanks - usual, 0)
    if row.line.heading or not row.marked:
        heading = row.line.heading
        return Block(_tidy(row.text), number, number, page, row.indent, gap, heading, None, row.line.form)
    marker, rest = row.marked
    return Block(_tidy(rest), number, number, page, row.indent, gap, 0, marker, row.line.form)


def _joined(block: Block, row: Row) -> Block:
    return replace(block, text=join_lines(block.text, _tidy(row.text)), end_line=row.line.number)


def join_lines(before: str, after: str) -> str:
    """Two lines of one paragraph as one, a word divided at the line's end put together.

    ``til-`` + ``skudd`` is one word; ``små-`` + ``og`` is not, nor is ``1.-`` + ``2.desember``.

    >>> join_lines("søke til-", "skudd"), join_lines("små-", "og store"), join_lines("1.-", "2.desember")
    ('søke tilskudd', 'små- og store', '1.-2.desember')
    """
    if before.endswith("-") and not before.endswith(" -"):
        if re.match(r"(?:og|eller|samt|til)\b", after):
            return f"{before} {after}"
        if after[:1].islower() and before[-2:-1].islower():
            return before[:-1] + after
        return before + after
    return f"{before} {after}"


def _tidy(text: str) -> str:
    return " ".join(text.split())
