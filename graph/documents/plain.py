"""Plain text and Markdown: lines with numbers and pages."""

from __future__ import annotations

import re
from typing import Final

from graph.documents.cleaning import clean, encoding_note, removed_note
from graph.documents.content import Content
from graph.documents.encoding import decode
from graph.model import Line

ATX_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")


def read_plain(data: bytes, name: str, *, markdown: bool) -> Content:
    """The lines of a text file.

    Raises:
        InnspillError: the bytes are no text, or in no encoding Norwegian text is found in.
    """
    text, encoding = decode(data, name)
    text, removed = clean(text)
    return Content(_lines(text, markdown=markdown), (*encoding_note(encoding), *removed_note(removed)))


def _lines(text: str, *, markdown: bool) -> tuple[Line, ...]:
    lines = []
    page = 1 if "\f" in text else 0
    for number, raw in enumerate(text.split("\n"), 1):
        page += raw.count("\f") if page else 0
        content = raw.replace("\f", "").replace("\v", " ").replace("\u2028", " ").rstrip()
        heading = ATX_HEADING.match(content) if markdown else None
        level = len(heading[1]) if heading else 0
        plain = heading[2] if heading else content
        lines.append(Line(number, _without_markup(plain) if markdown else plain, page, level))
    return tuple(lines)


def _without_markup(text: str) -> str:
    """Markdown's emphasis, code and link marks taken off, their text kept.

    >>> _without_markup("**Til [KDD](https://x.no):** `kode`")
    'Til KDD: kode'
    """
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+)(?<=\S)\1(?![\w*])", r"\2", text)
