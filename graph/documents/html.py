"""Web pages: headings, paragraphs, list items with their numbers, and tables, by lxml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from graph.documents.cleaning import encoding_note
from graph.documents.content import Content, Headers, content
from graph.documents.encoding import decode
from graph.documents.grid import Grid, tabulate
from graph.documents.numbering import labelled, written
from graph.model import Form, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Elements that hold nothing a reader of the page takes for its text.
SKIPPED: Final = frozenset(
    "script style head nav header footer noscript template svg button select textarea iframe object".split()
)
INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr".split()
)
KINDS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
DEEPEST: Final = 200
#: A forced line break; the line ends of the source are only white space.
BREAK: Final = "\u2028"


def read_html(data: bytes, name: str, headers: Headers) -> Content:
    """The blocks of a web page.

    Raises:
        InnspillError: the bytes are no text.
    """
    from lxml import html

    text, encoding = decode(data, name, declared=_declared(data))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = html.document_fromstring(text or "<p></p>", parser=parser) if text.strip() else None
    reader = _Reader(headers)
    lines = list(reader.blocks(root, 0)) if root is not None else []
    return content(lines, encoding_note(encoding))


def _declared(data: bytes) -> str:
    match = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,30})", data[:4096], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""


class _Reader:
    """Walks the page and makes one line of each block."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self.number = 0

    def blocks(self, element: Any, depth: int, label: str = "") -> Iterator[Line]:
        """The lines of an element: its runs of inline text as paragraphs, its blocks in order.

        ``label`` is put before the first text, ``depth`` the list level from 0 outside lists.
        """
        run: list[str] = [element.text or ""]
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                run.append(BREAK)
            elif tag in INLINE and not _holds_block(child):
                run.append(_inline(child))
            elif tag and tag not in SKIPPED:
                made, label = self._paragraph(run, depth, label)
                yield from made
                run = []
                inner = list(self._block(child, tag, depth, label))
                label = "" if inner else label
                yield from inner
            run.append(child.tail or "")
        yield from self._paragraph(run, depth, label)[0]

    def _block(self, child: Any, tag: str, depth: int, label: str) -> Iterator[Line]:
        if re.fullmatch(r"h[1-6]", tag):
            self.number += 1
            if text := " ".join(_inline(child).split()):
                yield Line(self.number, text, 0, int(tag[1]), Form.PARAGRAPH)
        elif tag in {"ol", "ul"} and depth < DEEPEST:
            yield from self._list(child, tag, depth)
        elif tag == "table":
            yield from self._table(child)
        elif depth < DEEPEST:
            yield from self.blocks(child, depth, label)

    def _list(self, element: Any, tag: str, depth: int) -> Iterator[Line]:
        start = element.get("start") or "1"
        count = int(start) - 1 if start.isdigit() else 0
        kind = KINDS.get(element.get("type") or "1", "decimal")
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str) and child.tag not in SKIPPED:
                    yield from self._block(child, child.tag, depth, "")
                continue
            value = child.get("value") or ""
            count = int(value) if value.isdigit() else count + 1
            label = f"{written(count, kind)}{'.' if kind == 'decimal' else ')'}" if tag == "ol" else "•"
            yield from self.blocks(child, depth + 1, label)

    def _paragraph(self, run: list[str], depth: int, label: str) -> tuple[list[Line], str]:
        """A run of inline text as lines, and the label if it is still to be used."""
        parts = "".join(run).split(BREAK)
        texts = [text for part in parts if (text := " ".join(part.split()))]
        if not texts:
            return [], label
        self.number += 1
        indent = " " * (4 * max(depth - 1, 0))
        hang = "  " if depth and not label else ""
        first = Line(self.number, indent + hang + labelled(label, texts[0]), 0, 0, Form.PARAGRAPH)
        rest = [Line(self.number, indent + text, 0, 0, Form.WRAPPED) for text in texts[1:]]
        return [first, *rest], ""

    def _table(self, element: Any) -> Iterator[Line]:
        rows = list[tuple[int, tuple[str, ...]]]()
        for row in _rows(element):
            self.number += 1
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            rows.append((self.number, tuple(self._cell(cell) for cell in cells)))
        yield from tabulate(Grid(tuple(rows)), self.headers, in_text=True).lines

    def _cell(self, cell: Any) -> str:
        before = self.number
        text = "\n".join(line.text for line in self.blocks(cell, 0) if line.text.strip())
        self.number = before
        return text


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _holds_block(element: Any) -> bool:
    return any(
        isinstance(e.tag, str) and e.tag not in INLINE and e.tag not in {"br", "img"} for e in element.iter()
    )


def _inline(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append(BREAK)
        elif isinstance(child.tag, str) and child.tag not in SKIPPED:
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)
