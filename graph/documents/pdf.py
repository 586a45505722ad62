"""PDF: the lines of each page in reading order, by pdfium (https://pypdfium2.readthedocs.io).

A PDF holds words at places, not lines. Words on one height make a line; a space higher than usual
between two lines becomes an empty line; how far a line begins from the left margin becomes leading
spaces. A page in two columns is read column by column.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from graph.documents.content import Content, Progress, content
from graph.errors import InnspillError
from graph.messages import sentence
from graph.model import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: pdfium's marks for a hyphen at a line's end.
HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-"})

#: Every whole PDF ends so (ISO 32000-1, 7.5.5), give or take what a mail program appended.
END: Final = b"%%EOF"
TAIL: Final = 4096

#: Share of a page's lines that must stand clear of the gutter for it to be in columns.
IN_COLUMNS: Final = 0.8
#: Share of its column the usual line of prose takes.
FILLED: Final = 0.6
#: Share of a page's height, above and below, where headers and footers stand.
EDGE: Final = 0.08
#: Fewest lines on either side of a gutter.
COLUMN_LINES: Final = 5
#: A gap beyond this share of the usual distance between lines parts paragraphs.
PARTED: Final = 1.35


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in one line: their text and box, with y from the top of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def beside(self, other: _Run) -> bool:
        """Whether two boxes stand on the same height."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * min(self.height, other.height)


def read_pdf(path: Path, progress: Progress) -> Content:
    """The lines of a PDF, with pages from 1.

    Raises:
        InnspillError: password-protected, damaged, or pictures of text only.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    _refuse_truncated(path)
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise _unreadable(path, str(error)) from None
    lines, bare = list[Line](), list[int]()
    try:
        count = len(document)
        for index in range(count):
            found = _page(document, index, len(lines))
            if not any(line.text.strip() for line in found):
                bare.append(index + 1)
            lines.extend(found)
            progress(index + 1, count)
    except PdfiumError as error:
        raise _unreadable(path, str(error)) from None
    finally:
        document.close()
    if len(bare) == count:
        raise InnspillError(
            "pdf-without-text",
            where=path.name,
            cure="run-ocr",
            pages=_pages(bare),
        )
    notes = (sentence("pages-without-text", file="notes", pages=_pages(bare)),)
    return content(lines, notes if bare else ())


def _refuse_truncated(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - TAIL, 0))
        if END not in file.read():
            raise _unreadable(path, "slutten mangler")


def _unreadable(path: Path, reason: str) -> InnspillError:
    if "password" in reason.lower():
        return InnspillError("pdf-password", where=path.name, cure="no-password")
    return InnspillError("pdf-broken", where=path.name, cure="fetch-again", reason=reason)


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} ..." if len(numbers) > 10 else shown  # noqa: PLR2004


def _page(document: object, index: int, before: int) -> list[Line]:
    """The lines of one page, numbered on from ``before``."""
    from pypdfium2 import PdfDocument

    assert isinstance(document, PdfDocument)  # noqa: S101 - pdfium is imported where it is used
    page = document[index]
    try:
        text_page = page.get_textpage()
        height = page.get_height()
        runs = []
        for rect in range(text_page.count_rects()):
            left, bottom, right, top = text_page.get_rect(rect)
            text = text_page.get_text_bounded(left, bottom, right, top).translate(HYPHENS)
            if text.strip():
                runs.append(_Run(" ".join(text.split()), left, height - top, right, height - bottom))
        text_page.close()
    finally:
        page.close()
    texts = [line for part in _parts(_merged(runs), height) for line in (*_texts(part), "")]
    return [Line(before + number, text, index + 1) for number, text in enumerate(texts, 1)]


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    """Runs on one height put together to lines, in the order the page draws them.

    A wide gap between two runs keeps them apart: they may stand in two columns.
    """
    lines = list[_Run]()
    for run in runs:
        last = lines[-1] if lines else None
        if last and last.beside(run) and -1 < run.left - last.right < 2.5 * max(last.height, run.height):
            space = "" if run.left - last.right < 0.1 * run.height else " "
            lines[-1] = _Run(
                f"{last.text}{space}{run.text}",
                last.left,
                min(last.top, run.top),
                run.right,
                max(last.bottom, run.bottom),
            )
        else:
            lines.append(run)
    return lines


def _parts(lines: list[_Run], height: float) -> Iterator[list[_Run]]:
    """The page's header, its body by column, and its footer."""
    header = [r for r in lines if r.bottom < EDGE * height]
    footer = [r for r in lines if r.top > (1 - EDGE) * height]
    body = [r for r in lines if r not in header and r not in footer]
    yield _rows(header)
    yield from _columns(body)
    yield _rows(footer)


def _columns(lines: list[_Run]) -> Iterator[list[_Run]]:
    """The lines by column where a gutter runs down the page, else from top to bottom."""
    gutter = _gutter(lines)
    if gutter is None:
        yield _rows(lines)
        return
    crossing = sorted((r for r in lines if r.left < gutter < r.right), key=lambda r: r.top)
    bounds = [float("-inf"), *(r.top for r in crossing), float("inf")]
    for upper, lower in pairwise(bounds):
        band = [r for r in lines if upper <= r.top < lower]
        for part in (
            [r for r in band if r.left < gutter < r.right],
            [r for r in band if r.right <= gutter],
            [r for r in band if r.left >= gutter],
        ):
            if part:
                yield _rows(part)


def _gutter(lines: Sequence[_Run]) -> float | None:
    """The x of a gap in the middle of the page that most lines keep clear of, both sides in use."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    first, last = min(r.left for r in lines), max(r.right for r in lines)
    width = last - first
    candidates = [first + width * share / 100 for share in range(30, 71, 2)]

    def clear(x: float) -> int:
        return sum(r.right <= x or r.left >= x for r in lines)

    x = max(candidates, key=clear)
    left = [r for r in lines if r.right <= x]
    right = [r for r in lines if r.left >= x]
    if min(len(left), len(right)) < COLUMN_LINES or clear(x) < IN_COLUMNS * len(lines):
        return None
    prose = _is_filled(left, first, x) and _is_filled(right, x, last)
    return x if prose and _beside(left, right) else None


def _beside(left: Sequence[_Run], right: Sequence[_Run]) -> bool:
    """Whether the lines on either side of a gutter stand along each other for half of the way."""
    upper = max(min(r.top for r in side) for side in (left, right))
    lower = min(max(r.bottom for r in side) for side in (left, right))
    shortest = min(max(r.bottom for r in side) - min(r.top for r in side) for side in (left, right))
    return lower - upper > 0.5 * shortest


def _is_filled(lines: Sequence[_Run], left: float, right: float) -> bool:
    """Whether the usual line fills its column, as prose does and the labels of a table do not."""
    return median(r.right - r.left for r in lines) >= FILLED * (right - left)


def _rows(lines: list[_Run]) -> list[_Run]:
    """Lines from top to bottom, pieces of one height from left to right put together."""
    ordered = sorted(lines, key=lambda r: (r.top, r.left))
    rows: list[list[_Run]] = []
    for run in ordered:
        if rows and rows[-1][0].beside(run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_row(sorted(row, key=lambda r: r.left)) for row in rows]


def _row(runs: Sequence[_Run]) -> _Run:
    text = " ".join(r.text for r in runs)
    return _Run(text, runs[0].left, min(r.top for r in runs), runs[-1].right, max(r.bottom for r in runs))


def _texts(lines: Sequence[_Run]) -> list[str]:
    """Lines with their indentation as spaces and an empty line where the space is wider."""
    if not lines:
        return []
    margin = min(r.left for r in lines)
    letter = median((r.right - r.left) / max(len(r.text), 1) for r in lines) or 1
    steps = [below.top - above.top for above, below in pairwise(lines) if below.top > above.top]
    usual = median(steps) if steps else 0
    made = []
    for above, line in zip([None, *lines], lines, strict=False):
        if above and line.top - above.top > PARTED * usual > 0:
            made.append("")
        made.append(" " * round((line.left - margin) / letter) + line.text)
    return made
