"""OpenDocument texts: headings, computed list labels, tables and tracked insertions, by odfdo.

https://docs.oasis-open.org/office/OpenDocument/v1.3/ part 3, chapters 5 and 16.
"""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from graph.documents.content import Content, Headers, Progress, content
from graph.documents.grid import Grid, tabulate
from graph.documents.numbering import Counter, LevelFormat, labelled
from graph.errors import InnspillError
from graph.messages import Sentence, sentence
from graph.model import Form, Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS: Final = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
}  # fmt: skip
TOLD: Final = {
    "text:tracked-changes": "tracked-changes",
    "office:annotation": "margin-comments",
    "text:note": "footnotes",
}
#: Elements that hold no text of the document itself.
SKIPPED: Final = frozenset(
    "text:tracked-changes office:annotation office:annotation-end text:note text:table-of-content"
    " text:sequence-decls office:forms text:change text:change-start text:change-end".split()
)
WRAPPERS: Final = frozenset("text:section text:index-body text:numbered-paragraph".split())
TITLE_STYLES: Final = frozenset({"Title", "Tittel"})


def read_odt(path: Path, headers: Headers, progress: Progress) -> Content:
    """The paragraphs and table cells of an OpenDocument text.

    Raises:
        InnspillError: the package is damaged or is no text document.
    """
    from odfdo import Document

    try:
        document = Document(path)
        kind, body = document.get_type(), document.body
    except Exception as error:  # the package may break in any layer beneath
        raise InnspillError("odf-broken", where=path.name, cure="save-odf-again") from error
    if kind not in {"text", "text-template"}:
        raise InnspillError(
            "odf-not-text",
            where=path.name,
            cure="save-odf-as",
            kind=kind,
        )
    reader = _Reader(document, headers)
    lines = list(reader.blocks(body))
    progress(1, 1)
    return content(lines, reader.notes())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the lists a paragraph stands: the list's style and id, and its level from 0."""

    style: str
    identity: str
    level: int


@dataclass(slots=True)
class _Lists:
    """Formats of the list styles, read when first used, and the running counts of each list."""

    document: Any
    formats: dict[str, dict[int, LevelFormat]] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)

    def of(self, style: str) -> dict[int, LevelFormat]:
        """The levels of a list style, by level from 0."""
        if style not in self.formats:
            found = self.document.get_style("list", style) if style else None
            self.formats[style] = dict(map(_level_format, found.children)) if found is not None else {}
        return self.formats[style]

    def label(self, place: _Place, start: str) -> str:
        """Count one item and give its label; ``start`` is a number the item itself states."""
        counter = self.counters.setdefault(place.identity, Counter())
        if start.isdigit():
            counter.restart(place.level, int(start))
        formats = self.of(place.style)
        counter.count(place.level, formats)
        return counter.label(place.level, formats) if formats else "•"


def _level_format(element: Any) -> tuple[int, LevelFormat]:
    level = int(element.get_attribute("text:level") or 1)
    if element.tag.endswith("bullet"):
        return level - 1, LevelFormat("bullet", element.get_attribute("text:bullet-char") or "•")
    prefix = element.get_attribute("style:num-prefix") or ""
    suffix = element.get_attribute("style:num-suffix") or ""
    kind = KINDS.get(element.get_attribute("style:num-format") or "", "decimal")
    shown = int(element.get_attribute("text:display-levels") or 1)
    numbers = ".".join(f"%{n}" for n in range(max(level - shown + 1, 1), level + 1))
    template = element.get_attribute("loext:num-list-format") or f"{prefix}{numbers}{suffix}"
    template = template.replace("%%", "%") if "%1%" in template or f"%{level}%" in template else template
    template = _without_closing(template)
    start = element.get_attribute("text:start-value") or "1"
    return level - 1, LevelFormat(kind, template if kind != "none" else prefix + suffix, int(start))


def _without_closing(template: str) -> str:
    """LibreOffice's own ``%1%.%2%`` written as ``%1.%2``."""
    import re

    return re.sub(r"%(\d)%", r"%\1", template)


class _Reader:
    """Walks the body and makes one line of each paragraph."""

    def __init__(self, document: Any, headers: Headers) -> None:
        self.document, self.headers = document, headers
        self.lists = _Lists(document)
        self.left_out = Tally[str]()
        self.continued: dict[str, str] = {}
        self.last_of_style: dict[str, str] = {}
        self.number = 0
        self.opened = 0

    def notes(self) -> list[Sentence]:
        """What was left out or taken in, counted."""
        counts = sorted(self.left_out.items())
        return [sentence(TOLD[name], file="notes", count=count) for name, count in counts]

    def blocks(self, parent: Any, place: _Place | None = None, start: str = "") -> Iterator[Line]:
        """The lines of everything below an element, in order."""
        fresh = place is not None
        for child in parent.children:
            tag = child.tag
            if tag in {"text:p", "text:h"}:
                yield from self._paragraph(child, place, start, fresh=fresh)
                fresh = False
            elif tag == "text:list":
                yield from self._list(child, place)
            elif tag == "table:table":
                yield from self._table(child)
            elif tag in SKIPPED:
                self._skip(child)
            elif tag in WRAPPERS or tag.startswith(("draw:", "text:")):
                yield from self.blocks(child, place)

    def _skip(self, element: Any) -> None:
        if element.tag in TOLD:
            self.left_out[element.tag] += len(element.children) if "changes" in element.tag else 1

    def _list(self, element: Any, outer: _Place | None) -> Iterator[Line]:
        place = self._place(element, outer)
        for item in element.children:
            if item.tag == "text:list-item":
                yield from self.blocks(item, place, item.get_attribute("text:start-value") or "")
            elif item.tag == "text:list-header":
                yield from self.blocks(item)

    def _place(self, element: Any, outer: _Place | None) -> _Place:
        """The list an element opens or goes on with."""
        style = element.get_attribute("text:style-name") or (outer.style if outer else "")
        if outer:
            return _Place(style, outer.identity, outer.level + 1)
        identity = element.get_attribute("xml:id") or ""
        before = element.get_attribute("text:continue-list") or ""
        goes_on = element.get_attribute("text:continue-numbering") == "true"
        self.opened += 1
        own = identity or f"#{self.opened}"
        if before in self.continued:
            self.continued[own] = self.continued[before]
        elif goes_on and style in self.last_of_style:
            self.continued[own] = self.last_of_style[style]
        else:
            self.continued[own] = own
        self.last_of_style[style] = self.continued[own]
        return _Place(style, self.continued[own], 0)

    def _paragraph(
        self,
        element: Any,
        place: _Place | None,
        start: str,
        *,
        fresh: bool,
    ) -> Iterator[Line]:
        boxes = list[Any]()
        text = self._text(element, boxes)
        self.number += 1
        level = self._heading(element)
        depth = " " * (4 * place.level) if place else ""
        label = self.lists.label(place, start) if place and fresh and text.strip() else ""
        first, *rest = text.split("\n")
        if level:
            whole = " ".join(text.split())
            yield Line(self.number, f"{label} {whole}".strip(), 0, level if whole else 0, Form.PARAGRAPH)
        else:
            hang = "" if fresh or not place else "  "
            yield Line(self.number, depth + hang + labelled(label, first.strip()), 0, 0, Form.PARAGRAPH)
            yield from (Line(self.number, depth + line.strip(), 0, 0, Form.WRAPPED) for line in rest)
        for box in boxes:
            yield from self.blocks(box)

    def _heading(self, element: Any) -> int:
        if element.tag == "text:h":
            return int(element.get_attribute("text:outline-level") or 1)
        name = element.get_attribute("text:style-name") or ""
        style = self.document.get_style("paragraph", name) if name else None
        parent = style.get_attribute("style:parent-style-name") if style is not None else ""
        return 1 if {name, parent} & TITLE_STYLES else 0

    def _text(self, element: Any, boxes: list[Any]) -> str:
        parts = [element.text or ""]
        for child in element.children:
            tag = child.tag
            if tag in {"text:s", "text:tab"}:
                parts.append(" ")
            elif tag == "text:line-break":
                parts.append("\n")
            elif tag in SKIPPED:
                self._skip(child)
            elif tag == "draw:text-box":
                boxes.append(child)
            else:
                parts.append(self._text(child, boxes))
            parts.append(child.tail or "")
        return "".join(parts)

    def _table(self, element: Any) -> Iterator[Line]:
        rows = list[tuple[int, tuple[str, ...]]]()
        for row in _rows(element):
            self.number += 1
            cells = [c for c in row.children if c.tag == "table:table-cell"]
            rows.append((self.number, tuple("\n".join(self._cell(c)) for c in cells)))
        yield from tabulate(Grid(tuple(rows)), self.headers, in_text=True).lines

    def _cell(self, cell: Any) -> list[str]:
        before = self.number
        lines = [line.text for line in self.blocks(cell) if line.text.strip()]
        self.number = before
        return lines


def _rows(table: Any) -> Iterator[Any]:
    for child in table.children:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in {"table:table-header-rows", "table:table-rows", "table:table-row-group"}:
            yield from _rows(child)
