"""Blocks: the wrapped lines of a paragraph or list item put together again.

A PDF reader gives lines, not paragraphs, and may put a blank line between any two. Three things
tell a wrapped line from a new paragraph: a marker; white space beyond what the document puts
between all its lines; and a line that was left although the next word would have fitted on it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.model import Form
from graph.segmentation.markers import Marker, Style, is_date, read_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.model import Line

PAGE_NUMBER: Final = re.compile(
    r"(?:side|page|s\.)?\s*[-–]?\s*\d{1,4}\s*(?:(?:av|of|/)\s*\d{1,4})?\s*[-–]?", re.IGNORECASE
)
SENTENCE_CLOSED: Final = re.compile(r"[.?!:][\"»”')\]]*$")
RULE_LINE: Final = re.compile(r"[-_=*~.\s]{3,}|[^\w\s]{3,}")

#: A line shorter than this share of the full width, next word counted in, was ended on purpose.
FILLED: Final = 0.8

#: Columns of the narrowest page text is wrapped to; shorter lines are short by themselves.
NARROWEST: Final = 50
#: A line longer than this is wrapped somewhere, or nothing in the document is.
UNWRAPPED: Final = 100
#: Words of the longest line that is a heading by its colon and the list under it.
LEAD_WORDS: Final = 6
NEVER_FULL: Final = 1_000_000_000


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
class _Row:
    """A line with text: stripped, with the blank lines before it counted."""

    line: Line
    text: str
    indent: int
    blanks: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual in the document: blank lines within a paragraph, full width, bullet signs so far."""

    usual: int
    width: int
    bullets: set[str]
    is_label: Callable[[str], bool]


def blocks(lines: Sequence[Line], is_label: Callable[[str], bool]) -> tuple[Block, ...]:
    """The paragraphs and list items of the lines, in order.

    ``is_label`` says whether a line begins like a heading by its words ("Spørsmål 1").
    """
    rows = _rows(_without_furniture(lines))
    layout = _Layout(_usual_gap(rows), _width(rows), set(), is_label)
    made: list[Block] = []
    following = [*rows[1:], None]
    for previous, row, after in zip([None, *rows], rows, following, strict=False):
        marked = read_marker(row.text)
        leads = bool(made) and made[-1].marker is not None and _leads(row, after)
        if made and previous and not leads and not _begins(previous, row, made[-1], marked, layout):
            made[-1] = _joined(made[-1], row)
            continue
        if marked and marked[0].style is Style.BULLET:
            layout.bullets.add(marked[0].value)
        made.append(_block(row, marked, layout.usual))
    return tuple(made)


def _rows(lines: Iterable[Line]) -> list[_Row]:
    rows, blanks = [], 0
    for line in lines:
        text = line.text.strip()
        if not text:
            blanks += 1
            continue
        expanded = line.text.expandtabs(4)
        rows.append(_Row(line, text, len(expanded) - len(expanded.lstrip()), blanks))
        blanks = 0
    return rows


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Blank out page numbers standing alone, ruled lines, and headers repeated on most pages."""
    texts = [line.text.strip() for line in lines]
    pages = max((line.page for line in lines), default=0)
    edges = _edges(lines) if pages > 1 else frozenset[int]()
    repeated = _running_headers(lines, edges, pages) if pages > 1 else frozenset[str]()

    def is_furniture(index: int) -> bool:
        text = texts[index]
        if not text:
            return False
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        alone = not any(texts[i] for i in beside if lines[i].page == lines[index].page)
        return (
            (_masked(text) in repeated and index in edges and not read_marker(text))
            or (alone and PAGE_NUMBER.fullmatch(text) is not None and any(map(str.isdigit, text)))
            or RULE_LINE.fullmatch(text) is not None
        )

    return [replace(line, text="") if is_furniture(i) else line for i, line in enumerate(lines)]


def _edges(lines: Sequence[Line]) -> frozenset[int]:
    """The indices of the first two and last two lines with text on every page."""
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.text.strip():
            by_page.setdefault(line.page, []).append(index)
    return frozenset(index for found in by_page.values() for index in (*found[:2], *found[-2:]))


def _running_headers(lines: Sequence[Line], edges: frozenset[int], pages: int) -> frozenset[str]:
    """Lines at the edge of more than half of the pages, and of two at least, numbers put aside."""
    found = {(lines[index].page, _masked(lines[index].text.strip())) for index in edges}
    count = Counter(text for _, text in found)
    return frozenset(text for text, times in count.items() if times > max(pages / 2, 1))


def _masked(text: str) -> str:
    """A line with every number the same, so that "Side 2" is "Side 3"."""
    return re.sub(r"\s*\d+\s*", "#", text)


def _usual_gap(rows: Sequence[_Row]) -> int:
    """Blank lines between two lines of one paragraph: seen where a line goes on in lower case."""
    gaps = Counter(row.blanks for row in _continued(rows))
    if not gaps:
        return 0
    gap, count = gaps.most_common(1)[0]
    return gap if gap <= 2 and count >= 0.5 * gaps.total() else 0  # noqa: PLR2004 - a page break is no usual gap


def _continued(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The lines that go on in lower case where the line before ended no sentence."""
    for before, row in pairwise(rows):
        if row.text[:1].islower() and not read_marker(row.text) and not SENTENCE_CLOSED.search(before.text):
            yield row


def _width(rows: Sequence[_Row]) -> int:
    """How many columns a full line has: the 95th percentile of the lines' lengths.

    Where no line goes on in lower case and some are long, every line is a whole paragraph.
    """
    lengths = sorted(len(row.text) + row.indent for row in rows)
    if not lengths or (lengths[-1] > UNWRAPPED and not any(_continued(rows))):
        return NEVER_FULL
    return max(lengths[int(len(lengths) * 0.95)], NARROWEST)


def _begins(
    previous: _Row,
    row: _Row,
    block: Block,
    marked: tuple[Marker, str] | None,
    layout: _Layout,
) -> bool:
    """Whether a row begins a block of its own rather than going on with the one before."""
    if row.line.heading or block.heading or row.line.form is not Form.WRAPPED:
        return True
    open_sentence = not SENTENCE_CLOSED.search(previous.text)
    goes_on = row.text[:1].islower() or row.text[:1] in ",;)" or (open_sentence and is_date(row.text))
    if marked:
        filled = open_sentence and _is_filled(previous, row, layout.width)
        return not (filled and _is_dash_in_sentence(marked, layout.bullets, block))
    if layout.is_label(row.text) or (not open_sentence and row.text.endswith(":") and not goes_on):
        return True
    if goes_on:
        return row.blanks > layout.usual and not open_sentence
    return row.blanks > layout.usual or not _is_filled(previous, row, layout.width)


def _leads(row: _Row, after: _Row | None) -> bool:
    """Whether a line is a short heading over a list: "Fra gruppe 2 (nummerert):"."""
    short = row.text.endswith(":") and row.text[:1].isupper() and len(row.text.split()) <= LEAD_WORDS
    return short and after is not None and read_marker(after.text) is not None


def _is_filled(previous: _Row, row: _Row, width: int) -> bool:
    """Whether the next word would not have fitted on the line before."""
    first_word = row.text.split(None, 1)[0]
    return previous.indent + len(previous.text) + 1 + len(first_word) >= FILLED * width


def _is_dash_in_sentence(marked: tuple[Marker, str], bullets: set[str], block: Block) -> bool:
    """A dash before a lower-case word is punctuation where the list's own bullet is another sign."""
    marker, rest = marked
    if marker.style is not Style.BULLET or not rest[:1].islower() or block.marker is None:
        return False
    return marker.value in "–—-" and block.marker.value != marker.value and marker.value not in bullets


def _block(row: _Row, marked: tuple[Marker, str] | None, usual: int) -> Block:
    number, page = row.line.number, row.line.page
    gap = max(row.blanks - usual, 0)
    if row.line.heading or not marked:
        heading = row.line.heading
        return Block(_tidy(row.text), number, number, page, row.indent, gap, heading, None, row.line.form)
    marker, rest = marked
    return Block(_tidy(rest), number, number, page, row.indent, gap, 0, marker, row.line.form)


def _joined(block: Block, row: _Row) -> Block:
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
