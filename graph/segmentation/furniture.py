"""Furniture: page numbers, ruled lines, and the headers and footers that pages repeat."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.segmentation.markers import is_sign, read_marker
from graph.segmentation.rows import NARROWEST, SENTENCE_CLOSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.model import Line

PAGE_NUMBER: Final = re.compile(
    r"(?:side|sida|page|s\.)?\s*[-–|]?\s*\d{1,4}\s*(?:(?:av|of|/|\|)\s*\d{1,4})?\s*[-–]?"
    r"|\d{1,4}\s*\|\s*(?:side|sida|page)",
    re.IGNORECASE,
)
#: A page's number at the end or the beginning of its header or footer.
NUMBERED_PAGE: Final = re.compile(
    r".*\b(?:side|sida|page|s\.)\s*\|?\s*\d{1,4}(?:\s*(?:av|of|/|\|)\s*\d{1,4})?"
    r"|(?:side|sida|page)\s*\d{1,4}(?:\s*(?:av|of|/|\|)\s*\d{1,4})?\b.*",
    re.IGNORECASE,
)
#: A page's number out of how many, pushed to the margin: no sentence looks so, even once.
AT_MARGIN: Final = re.compile(
    r".*(?:\s{3,}|\t|\s\|\s)(?:side|sida|page)\s*\d{1,4}\s*(?:av|of|/)\s*\d{1,4}", re.IGNORECASE
)
DIGITS: Final = re.compile(r"\d+")
RULE_LINE: Final = re.compile(r"[-_=*~.\s]{3,}|[^\w\s]{3,}")
#: A line of a table of contents: dots lead to its page.
CONTENTS: Final = re.compile(r".*\w.*?(?:\s?[.…·_]){4,}\s*\d{1,4}")
#: Characters of the longest line that is looked at so.
LONGEST: Final = 300
#: Words of the shortest line that is a running header by cutting sentences in two.
CUTTING_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Text:
    """A line that holds text: its place among the source's lines, and itself with numbers masked."""

    index: int
    text: str
    masked: str


def furniture(lines: Sequence[Line], is_label: Callable[[str], bool]) -> frozenset[int]:
    """The indices of the lines that belong to the pages rather than to the text.

    ``is_label`` says whether a line begins like a heading by its words: "Gruppe 1" and "Gruppe 2" are
    two headings, though only the number differs.
    """
    found = [(i, line.text.strip()) for i, line in enumerate(lines) if line.text.strip()]
    plain = {i for i, text in found if RULE_LINE.fullmatch(text) or _is_contents(text)}
    numbers = {i for i, text in found if _is_page_number(lines, i, text)}
    texts = [_Text(i, text, _masked(text, is_label)) for i, text in found if i not in plain | numbers]
    return frozenset(plain | numbers | _repeated(lines, texts, sorted(numbers)))


def _repeated(lines: Sequence[Line], texts: Sequence[_Text], numbers: Sequence[int]) -> set[int]:
    """The headers and footers among the texts; ``numbers`` are the places of lone page numbers."""
    count = Counter(text.masked for text in texts)
    twice = [t for t in texts if count[t.masked] > 1 and _may_run(t.text)]
    numbered = {t.masked for t in twice if _is_numbered_page(t.text)}
    cutting = {t.masked for t in _cutting(texts, twice)}
    edges = dict(_edges(lines, texts, numbers))
    pages = len(set(edges.values()))
    at_edge = Counter(masked for masked, _ in {(t.masked, edges[t.index]) for t in twice if t.index in edges})
    running = {masked for masked, times in at_edge.items() if times > max(pages / 2, 1)}
    found = {t.index for t in twice if t.masked in running and t.index in edges}
    found |= {t.index for t in twice if t.masked in numbered}
    found |= {t.index for t in twice if t.masked in cutting and t not in texts[:2]}
    found |= {t.index for t in _titles_again(texts, twice)}
    return found | {t.index for t in texts if _is_at_margin(t.text)}


def _is_contents(text: str) -> bool:
    return text[-1].isdigit() and len(text) <= LONGEST and CONTENTS.fullmatch(text) is not None


def _is_at_margin(text: str) -> bool:
    found = text[-1].isdigit() and len(text) <= LONGEST and AT_MARGIN.fullmatch(text)
    return bool(found) and not read_marker(text)


def _may_run(text: str) -> bool:
    """Whether a line may be a running header: no list item, question or lead-in is one."""
    return text[-1] not in "?:" and not read_marker(text) and not is_sign(text)


def _is_page_number(lines: Sequence[Line], index: int, text: str) -> bool:
    """Whether a line is a page number with nothing beside it on its page."""
    if len(text) > len("side 1000 av 1000 -") or not PAGE_NUMBER.fullmatch(text):
        return False
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return not any(lines[i].text.strip() for i in beside if lines[i].page == lines[index].page)


def _masked(text: str, is_label: Callable[[str], bool]) -> str:
    """A line with every number the same, so that "Side 2" is "Side 3"; a label keeps its own."""
    masked = DIGITS.sub("#", text)
    return text if masked != text and is_label(text) and not _is_numbered_page(text) else masked


def _is_numbered_page(text: str) -> bool:
    return len(text) <= LONGEST and NUMBERED_PAGE.fullmatch(text) is not None


def _edges(
    lines: Sequence[Line], texts: Sequence[_Text], numbers: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The first two and last two lines of every page, each with its page.

    Where the source knows no pages, page numbers that stand alone part them.
    """
    if max((line.page for line in lines), default=0) > 1:
        by_page: dict[int, list[int]] = {}
        for text in texts:
            by_page.setdefault(lines[text.index].page, []).append(text.index)
        yield from ((i, page) for page, on in by_page.items() for i in (*on[:2], *on[-2:]))
        return
    places = [text.index for text in texts]
    for page, number in enumerate(numbers):
        at = bisect(places, number)
        yield from ((i, page) for i in places[max(at - 2, 0) : at + 2])


def _titles_again(texts: Sequence[_Text], twice: Iterable[_Text]) -> Iterator[_Text]:
    """The words a document opens with, where they come again further down: a title is told once."""
    opening = {text.text: text.index for text in reversed(texts[:2])}
    for text in twice:
        if opening.get(text.text, text.index) < text.index and len(text.text.split()) >= CUTTING_WORDS:
            yield text


def _cutting(texts: Sequence[_Text], twice: Iterable[_Text]) -> Iterator[_Text]:
    """Repeated lines that stand in the middle of a sentence, which no heading does."""
    following = {text.index: (before, after) for before, text, after in _windows(texts)}
    for text in twice:
        if text.index not in following or len(text.text.split()) < CUTTING_WORDS:
            continue
        before, after = following[text.index]
        open_before = len(before.text) >= NARROWEST and not SENTENCE_CLOSED.search(before.text)
        if open_before and after.text[:1].islower() and not read_marker(after.text):
            yield text


def _windows(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text, _Text]]:
    return zip(texts, texts[1:], texts[2:], strict=False)
