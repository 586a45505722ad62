"""Front matter: the letterhead, title and date lines above the first section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.language import tokens
from graph.model import Form
from graph.segmentation.headings import Level
from graph.segmentation.metadata import date_of
from graph.wordclass import finite_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.segmentation.blocks import Block
    from graph.segmentation.headings import HeadingReader

TITLE_WORDS: Final = 25
#: A heading right above the first list is no longer than this; a longer line there is the title.
HEADING_WORDS: Final = 8
DATE_LINE_WORDS: Final = 10


@dataclass(frozen=True, slots=True)
class Front:
    """The title, empty where the document has none, and the blocks below the letterhead."""

    title: str
    body: Sequence[Block]


def front_matter(found: Sequence[Block], reader: HeadingReader, is_name: Callable[[str], bool]) -> Front:
    """The title and the rest of a document; ``is_name`` says whether a text is a known organisation's name.

    The lines above the first paragraph, list or labelled heading are the letterhead; its longest line
    is the title. The last of them is a heading where a list or paragraph comes right under it.
    """
    count = _letterhead(found, reader)
    if count == 0:
        return Front(_untitled(found), found)
    head, rest = list(found[:count]), list(found[count:])
    if not rest:
        return Front(head[0].text, found)
    last = head[-1]
    named = not rest[0].marker and (reader.tells_of_document(last.text) or is_name(last.text))
    if (
        len(head) > 1
        and len(last.text.split()) <= HEADING_WORDS
        and not (named or reader.is_metadata(last.text) or is_date_line(last.text))
    ):
        head.pop()
        rest.insert(0, last)
    return Front(_title(head, reader), rest)


def is_date_line(text: str) -> bool:
    """Whether a line only tells where and when: place, date and no verb.

    >>> is_date_line("Førde, 5. september 2023"), is_date_line("Fristen bør være 5. september 2023")
    (True, False)
    """
    words = [token.lower for token in tokens(text) if token.is_word]
    short = len(words) <= DATE_LINE_WORDS and len(date_of(text)) > len("2023")
    return short and not any(finite_at(words, index) for index in range(len(words)))


def _letterhead(found: Sequence[Block], reader: HeadingReader) -> int:
    """How many blocks from the first on are lines of a letterhead."""
    count = 0
    for block in found:
        titled = 0 < block.heading < Level.CONTAINER and count == 0
        if block.marker or block.form is Form.ENTRY or (block.heading and not titled):
            break
        if reader.is_label(block.text) or len(block.text.split()) > TITLE_WORDS:
            break
        if block.text.endswith((":", "?", ".")) and not titled and not reader.is_metadata(block.text):
            break
        count += 1
    return count


def _title(head: Sequence[Block], reader: HeadingReader) -> str:
    stated = next((block.text for block in head if block.heading), "")
    told = [b.text for b in head if not (reader.is_metadata(b.text) or is_date_line(b.text))]
    return stated or max(told or [head[0].text], key=lambda text: len(text.split()))


def _untitled(found: Sequence[Block]) -> str:
    """The first paragraph as a title, where it is short enough to be one."""
    if not found:
        return ""
    first = found[0]
    is_text = first.heading < Level.CONTAINER and first.form is not Form.ENTRY
    return re.sub(r"\s+", " ", first.text) if is_text and len(first.text.split()) <= TITLE_WORDS else ""
