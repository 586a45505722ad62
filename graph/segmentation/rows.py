"""Rows: the lines of a source that hold text, each with its marker and the blank lines above it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.model import Form
from graph.segmentation.markers import LONGEST_SIGN, Marker, is_sign, read_marker, read_shy_marker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graph.model import Line

SENTENCE_CLOSED: Final = re.compile(r"[.?!:][\"»”')\]]*$")

#: A line shorter than this share of the full width, next word counted in, was ended on purpose.
FILLED: Final = 0.8
#: Columns of the narrowest page text is wrapped to; shorter lines are short by themselves.
NARROWEST: Final = 50
#: A line longer than this is wrapped somewhere, or nothing in the document is.
UNWRAPPED: Final = 100
#: Fewer lines than this that go on in lower case are notes that happen to.
WRAPPED: Final = 3
NEVER_FULL: Final = 1_000_000_000

#: Fewest lines in a row that make a sign of prose a bullet.
SHY_LINES: Final = 3
#: Quoted prose is wrapped: no more of its lines than this share are ended on purpose.
QUOTED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """A line with text: stripped, its marker read, with the blank lines before it counted.

    ``turned`` says that a page ends above it.
    """

    line: Line
    text: str
    indent: int
    blanks: int
    turned: bool
    marked: tuple[Marker, str] | None

    @property
    def closed(self) -> bool:
        """Whether the line ends a sentence."""
        return SENTENCE_CLOSED.search(self.text) is not None

    @property
    def goes_on(self) -> bool:
        """Whether the line begins in lower case, without a marker."""
        return self.marked is None and self.text[:1].islower()

    @property
    def width(self) -> int:
        """The columns the line takes."""
        return self.indent + len(self.text)


def rows_of(lines: Sequence[Line], furniture: Collection[int]) -> list[Row]:
    """The rows of a source; ``furniture`` holds the indices of lines that are no text of it."""
    rows, blanks, turned = list[Row](), 0, False
    page = lines[0].page if lines else 0
    for index, line in enumerate(lines):
        text = line.text.strip()
        turned = turned or line.page != page or index in furniture
        page = line.page
        if not text or index in furniture:
            blanks += 1
            continue
        row = Row(line, text, _indent(line), blanks, turned, read_marker(text))
        if rows and _is_lone_sign(rows[-1]):
            sign = rows.pop()
            if line.form is Form.WRAPPED and not row.marked:
                row = _signed(sign, row)
        rows.append(row)
        blanks, turned = 0, False
    if rows and _is_lone_sign(rows[-1]):
        rows.pop()
    return _with_shy_markers(rows)


def _is_lone_sign(row: Row) -> bool:
    """Whether a line of wrapped text is a marker alone."""
    return (
        len(row.text) <= LONGEST_SIGN
        and is_sign(row.text)
        and row.line.form is Form.WRAPPED
        and not row.line.heading
    )


def _signed(sign: Row, row: Row) -> Row:
    """A marker and the text that stands on the line below it, as one row."""
    text = f"{sign.text} {row.text}"
    line = replace(row.line, number=sign.line.number)
    return Row(line, text, sign.indent, sign.blanks, sign.turned, read_marker(text))


def _indent(line: Line) -> int:
    if not line.text[:1].isspace():
        return 0
    expanded = line.text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def usual_gap(rows: Sequence[Row]) -> int:
    """Blank lines between two lines of one paragraph: seen where a line goes on in lower case."""
    gaps = Counter(row.blanks for _, row in _continued(rows))
    if not gaps:
        return 0
    gap, count = gaps.most_common(1)[0]
    return gap if gap <= 2 and count >= 0.5 * gaps.total() else 0  # noqa: PLR2004 - a page break is no usual gap


def full_width(rows: Sequence[Row]) -> int:
    """How many columns a full line has: the 95th percentile of the lines' lengths.

    Where some lines are long and hardly any goes on in lower case, every line is a whole paragraph.
    """
    lengths = sorted(row.width for row in rows)
    if not lengths or (lengths[-1] > UNWRAPPED and not _wraps(rows, lengths[-1])):
        return NEVER_FULL
    return max(lengths[int(len(lengths) * 0.95)], NARROWEST)


def is_filled(before: Row, row: Row, width: int) -> bool:
    """Whether the next word would not have fitted on the line before."""
    return before.width + 1 + len(row.text.split(None, 1)[0]) >= FILLED * width


def _continued(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """The lines that go on in lower case where the line before ended no sentence."""
    return ((before, row) for before, row in pairwise(rows) if row.goes_on and not before.closed)


def _wraps(rows: Sequence[Row], longest: int) -> bool:
    """Whether lines are wrapped: some go on after the longest, or a good many go on after any."""
    pairs = list(_continued(rows))
    return len(pairs) >= WRAPPED or any(is_filled(before, row, longest) for before, row in pairs)


def _with_shy_markers(rows: list[Row]) -> list[Row]:
    """Signs of prose (``>``, ``->``) read as bullets where several lines in a row begin with one."""
    shy = {i: found for i, row in enumerate(rows) if not row.marked and (found := read_shy_marker(row.text))}
    for sign in sorted({marker.value for marker, _ in shy.values()}):
        own = [i for i in shy if shy[i][0].value == sign]
        if len(own) >= SHY_LINES and not _is_quotation([rows[i] for i in own]):
            for i in own:
                rows[i] = replace(rows[i], marked=shy[i])
    return rows


def _is_quotation(rows: Sequence[Row]) -> bool:
    """Whether lines that begin with a sign are the wrapped lines of a quoted letter."""
    pairs = [(a, b) for a, b in pairwise(rows) if b.line.number == a.line.number + 1]
    width = max(NARROWEST, *(row.width for row in rows))
    short = sum(not is_filled(a, b, width) for a, b in pairs)
    return bool(pairs) and short <= QUOTED * len(pairs)
