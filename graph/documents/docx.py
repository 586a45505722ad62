"""Word documents: paragraphs with headings, computed list labels, tables and tracked insertions.

python-docx (https://python-docx.readthedocs.io) opens the package and its styles; the body is walked
here, because its ``paragraphs`` leave out tables, content controls and tracked insertions.
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

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Elements whose content is read as if they were not there.
WRAPPERS: Final = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
)
LEFT_OUT: Final = {
    W + "del": "deleted",
    W + "moveFrom": "deleted",
    W + "commentReference": "comments",
    W + "footnoteReference": "footnotes",
    W + "endnoteReference": "footnotes",
}
TOLD: Final = {
    "deleted": "tracked-deletions",
    "inserted": "tracked-insertions",
    "comments": "margin-comments",
    "footnotes": "footnotes",
}
#: Twips in one column of indentation: a tab stop of 720 is four columns.
COLUMN: Final = 180
DEEPEST_STYLE: Final = 20


def read_docx(path: Path, headers: Headers, progress: Progress) -> Content:
    """The paragraphs and table cells of a Word document.

    Raises:
        InnspillError: the package is damaged or holds no document.
    """
    from docx import Document

    try:
        document = Document(str(path))
    except Exception as error:  # the package may break in any layer beneath
        raise InnspillError("word-broken", where=path.name, cure="open-in-word") from error
    reader = _Reader(_Styles(document), headers)
    body = document.element.body
    lines = list(reader.blocks(body))
    progress(1, 1)
    return content(lines, reader.notes())


@dataclass(slots=True)
class _Styles:
    """What paragraph styles say: outline level, list and indentation, looked up through their bases."""

    document: Any
    by_id: dict[str, Any] = field(default_factory=dict)
    default: str = ""

    def __post_init__(self) -> None:
        for style in self.document.styles.element.findall(W + "style"):
            self.by_id[style.get(W + "styleId")] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
                self.default = style.get(W + "styleId")

    def chain(self, properties: Any) -> Iterator[Any]:
        """The paragraph's own properties, then those of its style and the styles beneath."""
        if properties is not None:
            yield properties
        style_id = _value(properties, "pStyle") or self.default
        for _ in range(DEEPEST_STYLE):
            style = self.by_id.get(style_id)
            if style is None:
                return
            if (found := style.find(W + "pPr")) is not None:
                yield found
            style_id = _value(style, "basedOn")

    def heading(self, properties: Any) -> int:
        """The outline level from 1, 0 for body text; a title is level 1."""
        for found in self.chain(properties):
            if level := _value(found, "outlineLvl"):
                return int(level) + 1 if level.isdigit() and int(level) < 9 else 0  # noqa: PLR2004
        style = self.by_id.get(_value(properties, "pStyle"))
        name = _value(style, "name").lower() if style is not None else ""
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
        return 1 if name == "title" else 0

    def indent(self, properties: Any) -> int:
        """Columns a paragraph is indented by, itself or by its style."""
        return next(
            (_indent(found) for found in self.chain(properties) if found.find(W + "ind") is not None), 0
        )


@dataclass(slots=True)
class _Lists:
    """The numbering part: formats by list and level, and the running counts."""

    formats: dict[str, dict[int, LevelFormat]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)
    style_levels: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> _Lists:
        """The lists of a document; none where it has no numbering part."""
        lists = cls()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return lists
        by_abstract = {a.get(W + "abstractNumId"): a for a in root.findall(W + "abstractNum")}
        linked = {_value(a, "styleLink"): a for a in by_abstract.values() if _value(a, "styleLink")}
        for num in root.findall(W + "num"):
            number, abstract_id = num.get(W + "numId"), _value(num, "abstractNumId")
            abstract = by_abstract.get(abstract_id)
            if abstract is not None and _value(abstract, "numStyleLink") in linked:
                abstract = linked[_value(abstract, "numStyleLink")]
            lists._add(number, abstract_id, abstract, num)
        return lists

    def _add(self, number: str, abstract_id: str, abstract: Any, num: Any) -> None:
        self.abstract[number] = abstract_id
        levels = abstract.findall(W + "lvl") if abstract is not None else []
        self.formats[number] = {_level(lv): _format(lv) for lv in levels}
        for lv in levels:
            if style := _value(lv, "pStyle"):
                self.style_levels[number, style] = _level(lv)
        self.overrides[number] = {}
        for override in num.findall(W + "lvlOverride"):
            level = _level(override)
            if (own := override.find(W + "lvl")) is not None:
                self.formats[number][level] = _format(own)
            if (start := _value(override, "startOverride")).isdigit():
                self.overrides[number][level] = int(start)

    def label(self, number: str, level: int) -> str:
        """Count one item of a list and give its label."""
        formats = self.formats.get(number, {})
        counter = self.counters.setdefault(self.abstract.get(number, number), Counter())
        for at, start in self.overrides.pop(number, {}).items():
            counter.restart(at, start)
        counter.count(level, formats)
        return counter.label(level, formats)


class _Reader:
    """Walks the body and makes one line of each paragraph."""

    def __init__(self, styles: _Styles, headers: Headers) -> None:
        self.styles, self.headers = styles, headers
        self.lists = _Lists.of(styles.document)
        self.left_out = Tally[str]()
        self.number = 0

    def notes(self) -> list[Sentence]:
        """What was left out or taken in, counted."""
        counts = sorted(self.left_out.items())
        return [sentence(TOLD[name], file="notes", count=count) for name, count in counts]

    def blocks(self, parent: Any) -> Iterator[Line]:
        """The lines of everything below an element, in order."""
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in WRAPPERS:
                yield from self.blocks(child)
            elif child.tag in LEFT_OUT:
                self.left_out[LEFT_OUT[child.tag]] += 1

    def _paragraph(self, element: Any) -> Iterator[Line]:
        boxes = list[Any]()
        text = self._text(element, boxes)
        self.number += 1
        properties = element.find(W + "pPr")
        first, *rest = text.split("\n")
        heading = self.styles.heading(properties)
        label, depth = self._label(properties, has_text=bool(text.strip()))
        indent = " " * depth
        if heading:
            whole = " ".join(text.split())
            yield Line(self.number, f"{label} {whole}".strip(), 0, heading if whole else 0, Form.PARAGRAPH)
        else:
            yield Line(self.number, indent + labelled(label, first.strip()), 0, 0, Form.PARAGRAPH)
            yield from (Line(self.number, indent + line.strip(), 0, 0, Form.WRAPPED) for line in rest)
        for box in boxes:
            yield from self.blocks(box)

    def _label(self, properties: Any, *, has_text: bool) -> tuple[str, int]:
        """The list label of a paragraph and the columns it is indented by."""
        number, level = self._list_of(properties)
        indent = self.styles.indent(properties)
        if not number:
            return "", indent
        own = self.lists.formats.get(number, {}).get(level, LevelFormat()).indent
        return self.lists.label(number, level) if has_text else "", max(indent or own, level * 4)

    def _list_of(self, properties: Any) -> tuple[str, int]:
        for found in self.styles.chain(properties):
            numbering = found.find(W + "numPr")
            if numbering is None:
                continue
            number = _value(numbering, "numId")
            if number == "0":
                return "", 0
            if number:
                level = _value(numbering, "ilvl")
                style = _value(properties, "pStyle")
                return number, int(level) if level.isdigit() else self.lists.style_levels.get(
                    (number, style), 0
                )
        return "", 0

    def _text(self, element: Any, boxes: list[Any]) -> str:
        parts = list[str]()
        for child in element:
            tag = child.tag
            if tag in LEFT_OUT:
                self.left_out[LEFT_OUT[tag]] += 1
            elif tag == W + "t":
                parts.append(child.text or "")
            elif tag in {W + "tab", W + "ptab"}:
                parts.append(" ")
            elif tag in {W + "br", W + "cr"}:
                parts.append("\n" if child.get(W + "type") in {None, "textWrapping"} else " ")
            elif tag == W + "noBreakHyphen":
                parts.append("-")
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag == MC + "Fallback" or tag in {W + "pPr", W + "rPr"} or not isinstance(tag, str):
                continue
            else:
                if tag in {W + "ins", W + "moveTo"}:
                    self.left_out["inserted"] += 1
                parts.append(self._text(child, boxes))
        return "".join(parts)

    def _table(self, element: Any) -> Iterator[Line]:
        rows = list[tuple[int, tuple[str, ...]]]()
        inner = list[Any]()
        for row in _descend(element, "tr"):
            self.number += 1
            rows.append((self.number, tuple(self._cell(cell, inner) for cell in _descend(row, "tc"))))
        yield from tabulate(Grid(tuple(rows)), self.headers, in_text=True).lines
        for table in inner:
            yield from self._table(table)

    def _cell(self, cell: Any, inner: list[Any]) -> str:
        """A cell's paragraphs as lines, with their list labels."""
        lines = list[str]()
        for child in _flat(cell):
            if child.tag == W + "tbl":
                inner.append(child)
            elif child.tag == W + "p":
                boxes = list[Any]()
                text = self._text(child, boxes).strip()
                label, depth = self._label(child.find(W + "pPr"), has_text=bool(text))
                lines += [" " * depth + labelled(label, text)] if text else []
                lines += [line.text for box in boxes for line in self.blocks(box)]
            elif child.tag in LEFT_OUT:
                self.left_out[LEFT_OUT[child.tag]] += 1
        return "\n".join(lines)


def _flat(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in WRAPPERS:
            yield from _flat(child)
        else:
            yield child


def _descend(parent: Any, name: str) -> Iterator[Any]:
    """The rows or cells of a table, also inside content controls and tracked insertions."""
    yield from (child for child in _flat(parent) if child.tag == W + name)


def _value(element: Any, name: str) -> str:
    found = element.find(W + name) if element is not None else None
    return (found.get(W + "val") or "") if found is not None else ""


def _level(element: Any) -> int:
    level = element.get(W + "ilvl") or "0"
    return int(level) if level.isdigit() else 0


def _format(level: Any) -> LevelFormat:
    start = _value(level, "start")
    return LevelFormat(
        _value(level, "numFmt") or "decimal",
        _value(level, "lvlText"),
        int(start) if start.isdigit() else 1,
        level.find(W + "isLgl") is not None,
        _indent(properties) if (properties := level.find(W + "pPr")) is not None else 0,
    )


def _indent(properties: Any) -> int:
    element = properties.find(W + "ind")
    if element is None:
        return 0
    left = element.get(W + "left") or element.get(W + "start") or "0"
    return max(round(float(left) / COLUMN), 0) if _is_number(left) else 0


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
