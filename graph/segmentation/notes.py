"""Notes: points of a list that nobody gave a bullet, told from wrapped paragraphs and from headings.

Where a few short lines stand together under a heading, and most were left although the next word would
have fitted, each line is a point. And where three short lines in a row have nothing under them, they head
nothing: they are points as well.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.model import Form
from graph.segmentation.headings import MAX_WORDS, Heading, Level
from graph.segmentation.markers import Style
from graph.segmentation.rows import is_filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.segmentation.blocks import Block
    from graph.segmentation.headings import HeadingReader
    from graph.segmentation.rows import Row

#: Fewest lines that are notes by standing together.
FEWEST: Final = 3
#: Most words of one note, and of the usual one.
LONGEST: Final = 20
USUAL: Final = 12
#: Words of the usual line where the lines are more than a signature.
NAMING: Final = 2
#: Words of a line that says something.
TELLING: Final = 3
#: Share of the lines that must have been ended on purpose.
RAGGED: Final = 0.6
#: Space inside a line that makes it the row of a table.
COLUMNS: Final = re.compile(r"\S(?:\s{3,}|\t)\S")
ADDRESS: Final = re.compile(r"\d{4}\s+[A-ZÆØÅ]")


def note_rows(rows: Sequence[Row], width: int, reader: HeadingReader) -> frozenset[int]:
    """The indices of the rows that are notes, each a point of its own.

    ``width`` is how many columns a full line has; ``rows`` must come from a source that puts no blank
    lines between the lines of one paragraph.
    """
    found: set[int] = set()
    above: list[int] = []
    begun = False
    for run in _runs(rows):
        goes_on = rows[run[0]].turned and bool(found.intersection(above))
        for body in _under_heads(rows, run, above, reader, goes_on=goes_on):
            if _are_notes([rows[i] for i in body], width, reader, begun=begun):
                found.update(body)
        begun = begun or any(
            rows[i].marked or rows[i].line.heading or reader.is_label(rows[i].text) for i in run
        )
        above = run
    return frozenset(found)


def _runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    """The indices of rows with no blank line between them."""
    run: list[int] = []
    for index, row in enumerate(rows):
        if run and (row.blanks or row.line.form is not Form.WRAPPED):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _under_heads(
    rows: Sequence[Row], run: list[int], above: list[int], reader: HeadingReader, *, goes_on: bool
) -> Iterator[list[int]]:
    """The parts of a run of unmarked lines that stand under a heading: above it, or within."""
    if _is_numbered_question(rows[run[0]]):
        above, run = run[:1], run[1:]
    if len(run) < FEWEST or any(rows[i].marked or rows[i].line.form is not Form.WRAPPED for i in run):
        return
    headed = goes_on or (len(above) == 1 and _is_head(rows[above[0]], reader))
    part: list[int] = []
    asking = sum(rows[i].text.endswith("?") for i in run) == 1
    for index in run:
        asks = asking and index == run[0] and reader.opens_question(rows[index].text)
        if asks or _is_strong_head(rows[index], reader):
            if headed:
                yield part
            part, headed = [], not reader.names_metadata(rows[index].text)
        else:
            part.append(index)
    if headed:
        yield part


def _is_head(row: Row, reader: HeadingReader) -> bool:
    """Whether a line alone may be the heading of the lines below it."""
    if row.line.form is not Form.WRAPPED or reader.names_metadata(row.text):
        return False
    if row.marked:
        return _is_numbered_question(row)
    if _is_strong_head(row, reader) or row.text.endswith("?"):
        return True
    short = len(row.text.split()) <= MAX_WORDS and not re.search(r"[.!,;]$", row.text)
    return short and row.text[:1].isupper()


def _is_numbered_question(row: Row) -> bool:
    numbered = row.marked is not None and row.marked[0].style is Style.NUMBER
    return numbered and row.text.endswith("?")


def _is_strong_head(row: Row, reader: HeadingReader) -> bool:
    """Whether a line is a heading wherever it stands: by its format, label, colon or capitals."""
    text = row.text
    capitals = text.isupper() and len(text) > len("IKT!") and text[-1] not in ".!?"
    return bool(row.line.heading) or capitals or text.endswith(":") or reader.is_label(text)


def _are_notes(lines: Sequence[Row], width: int, reader: HeadingReader, *, begun: bool) -> bool:
    """Whether lines under a heading are points; above every list and label they must also say something."""
    words = [len(row.text.split()) for row in lines]
    if len(lines) < FEWEST or max(words) > LONGEST or sum(words) > USUAL * len(words):
        return False
    if any(COLUMNS.search(r.text) or ADDRESS.match(r.text) or reader.is_metadata(r.text) for r in lines):
        return False
    full = max(width, *(row.width for row in lines))
    ragged = sum(not is_filled(a, b, full) for a, b in pairwise(lines))
    capitals = sum(not row.text[:1].islower() for row in lines)
    if ragged < RAGGED * (len(lines) - 1) or (2 * capitals < len(lines) and ragged < len(lines) - 1):
        return False
    if sum(words) < NAMING * len(words):
        return False
    saying = sum(row.text[-1] in "!?" or reader.is_statement(row.text) for row in lines)
    return begun or FEWEST * saying >= len(lines)


def bare_titles(
    body: Sequence[Block], headings: Sequence[Heading | None], reader: HeadingReader
) -> frozenset[int]:
    """The indices of the plain headings that head nothing, as three or more in a row do.

    Names under "Til stede" are none. The first of them heads the others where no other heading does; the
    last may head what follows.
    """
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(body) + 1):
        bare = index < len(body) and _is_bare(body[index], headings[index])
        if bare or (run and index < len(body) and _is_cry(body[index], headings[index])):
            run.append(index)
            continue
        if len(run) >= FEWEST and not (run[0] and reader.names_metadata(body[run[0] - 1].text)):
            found |= _heading_nothing(body, headings, run)
        run = []
    return frozenset(found)


def under_metadata(
    body: Sequence[Block], headings: Sequence[Heading | None], reader: HeadingReader
) -> frozenset[int]:
    """The indices of the names that stand under "Til stede:" and the like, and head nothing."""
    found: set[int] = set()
    for index in range(1, len(body) - 1):
        above = index - 1 in found or (headings[index - 1] and reader.names_metadata(body[index - 1].text))
        if above and _is_bare(body[index], headings[index]) and headings[index + 1]:
            found.add(index)
    return frozenset(found)


def _heading_nothing(body: Sequence[Block], headings: Sequence[Heading | None], run: list[int]) -> set[int]:
    headed = run[0] > 0 and headings[run[0] - 1] is not None
    below = run[-1] + 1
    heads = below < len(body) and headings[below] is None and headings[run[-1]] is not None
    notes = run[0 if headed else 1 : len(run) - heads]
    telling = 2 * sum(len(body[i].text.split()) >= TELLING for i in notes) >= len(notes)
    again = {block.text for block in body[below:]}
    contents = 2 * sum(body[i].text in again for i in notes) >= len(notes)
    together = len(notes) > 1 and all(body[i].gap == 0 for i in notes[1:]) and body[notes[0]].gap > 0
    enough = len(notes) >= FEWEST or together
    return set(notes) if enough and telling and not contents else set()


def _is_bare(block: Block, heading: Heading | None) -> bool:
    plain = heading is not None and heading.is_plain and heading.level == Level.HEADING
    return plain and block.marker is None and block.text[-1] not in ":?"


def _is_cry(block: Block, heading: Heading | None) -> bool:
    """Whether a block is a short line that asks or cries out, as notes among notes do."""
    short = heading is None and not block.marker and len(block.text.split()) <= USUAL
    return short and block.form is not Form.ENTRY and block.text[-1] in "!?"
