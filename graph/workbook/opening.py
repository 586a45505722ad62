"""Opening: what each row of a workbook says, and the rows that cannot be placed or understood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.documents.cells import ERROR, FORMULA
from graph.errors import InnspillError
from graph.language import fold
from graph.messages import messages
from graph.workbook.columns import is_hidden, layouts
from graph.workbook.fields import FIELDS, FORCE, KIND, READING, Key, text_hash
from graph.workbook.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.documents import Book, Cell
    from graph.gazetteer import Gazetteer
    from graph.workbook.columns import Layout
    from graph.workbook.fields import Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was understood: its number in the sheet, its item and text, and what it says.

    ``text`` is empty where the sheet no longer has it as it was; ``digest`` is its hash all the same.
    ``base`` is every field's value when the workbook was made, ``values`` those of the columns that
    are there now, ``comment`` the comment and the notes on the row's cells.
    """

    row: int
    item: str
    text: str
    digest: str
    base: Mapping[str, Value]
    values: Mapping[str, Value]
    comment: str = ""

    def changed(self, name: str) -> bool:
        """Whether a field is no longer as it was."""
        return name in self.values and self.values[name] != self.base.get(name, ())

    @property
    def follows(self) -> bool:
        """Whether the force is left to follow from a kind that was changed."""
        return self.changed(KIND) and not self.changed(FORCE)

    @property
    def reread(self) -> bool:
        """Whether the reading was changed at all."""
        return any(self.changed(name) for name in READING)


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """What was not taken in: the row, why, and the cure."""

    book: str
    sheet: str
    row: int
    item: str
    why: str
    cure: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as it was understood.

    ``who`` is the name in it, ``sheet`` that of the sheet read, ``last`` the last decision it knew of.
    """

    name: str
    sheet: str
    who: str
    last: str
    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = field(default=())


class _RowError(Exception):
    """A row that cannot be taken in, in words for its reader."""

    def __init__(self, why: str, cure: str) -> None:
        super().__init__(why)
        self.why, self.cure = why, cure


def open_workbook(book: Book, name: str, document: str, gazetteer: Gazetteer, language: str = "nb") -> Opened:
    """What a workbook says about a document.

    Raises:
        InnspillError: it is no workbook of ours, or one about another document.
    """
    return _Opening(book, name, document, gazetteer, language).opened()


class _Opening:
    """One workbook being read."""

    def __init__(self, book: Book, name: str, document: str, gazetteer: Gazetteer, language: str) -> None:
        self.book, self.name, self.document = book, name, document
        self.hidden = _hidden(book)
        self.keys = {k.item: k for line in self.hidden if line[0] == "row" and (k := Key.read(line[-1]))}
        known = gazetteer.actors.keys() | gazetteer.themes.keys()
        names = {(ln[1], ln[2]): ln[3] for ln in self.hidden if ln[0] == "name" and ln[-1] in known}
        self.wording = Wording(gazetteer, language, names)
        self.say = messages("workbook", language)
        self.texts: dict[str, str] = {}
        self.refusals: list[Refusal] = []

    def opened(self) -> Opened:
        layout, *others = layouts(self.book, self.name)
        meta = self.hidden[0] if self.hidden else []
        about = meta[2] if len(meta) > 2 else ""  # noqa: PLR2004
        if about and about != self.document:
            raise InnspillError(
                "workbook-about",
                where=self.name,
                cure="this-documents-workbook",
                about=about,
                document=self.document,
            )
        notes = [self.say["note-column"].format(column=column) for column in layout.unread]
        notes += [self.say["note-sheet"].format(sheet=other.sheet.name) for other in others]
        entries = self._entries(layout)
        return Opened(
            name=self.name,
            sheet=layout.sheet.name,
            who=self._who() or self.book.author,
            last=meta[5] if len(meta) > 5 else "",  # noqa: PLR2004
            entries=tuple(self._once(entries, layout)),
            refusals=tuple(self.refusals),
            notes=tuple(notes),
        )

    def _who(self) -> str:
        """The name written below, or beside, the line that asks for it."""
        asked = {fold(messages("workbook", language)["guide-name"]) for language in LANGUAGES}
        for sheet in self.book.sheets:
            texts = {(cell.row, cell.column): cell.text for cell in sheet.cells}
            for (row, column), text in texts.items():
                if fold(text) in asked:
                    found = texts.get((row + 1, column)) or texts.get((row, column + 1), "")
                    return " ".join(found.split())
        return ""

    def _entries(self, layout: Layout) -> list[Entry]:
        found = list[Entry]()
        rows = {number: (cells, self._key(layout, cells)) for number, cells in layout.rows().items()}
        self.texts = {
            key.text: key.item for key in (*self.keys.values(), *(k for _, k in rows.values() if k))
        }
        for number, (cells, key) in rows.items():
            try:
                found.append(self._entry(number, cells, layout, key))
            except _RowError as error:
                self._refuse(layout, number, key.item if key else "", error.why, error.cure)
        return found

    def _refuse(self, layout: Layout, row: int, item: str, why: str, cure: str) -> None:
        self.refusals.append(Refusal(self.name, layout.sheet.name, row, item, why, cure))

    def _key(self, layout: Layout, cells: Mapping[int, Cell]) -> Key | None:
        """What the row was: as its own key says, else as the hidden sheet says of its id."""
        key = Key.read(_text(layout, cells, "key"))
        return key or self.keys.get(_text(layout, cells, "item"))

    def _entry(self, number: int, cells: Mapping[int, Cell], layout: Layout, key: Key | None) -> Entry:
        say = self.say
        if key is None:
            raise _RowError(say["no-id"], say["no-id-cure"])
        if key.document != self.document:
            raise _RowError(say["other-document"].format(document=key.document), say["other-document-cure"])
        item = _text(layout, cells, "item")
        if item and item != key.item:
            raise _RowError(say["mixed"].format(item=item), say["mixed-cure"])
        text = self._item_text(number, cells, key, layout)
        values = {name: self._value(name, layout, cells, key) for name in FIELDS if name in layout.columns}
        notes = [cell.note for _, cell in sorted(cells.items()) if cell.note]
        comment = _text(layout, cells, "comment")
        _sound(layout, cells, "comment", say)
        comment = " ".join([comment, *notes]).strip()
        return Entry(number, key.item, text, key.text, key.values, values, comment)

    def _item_text(self, number: int, cells: Mapping[int, Cell], key: Key, layout: Layout) -> str:
        """The text as it was, empty where the sheet no longer tells; a text somebody edited is told of."""
        text, cell = _text(layout, cells, "text"), cells.get(layout.columns.get("text", 0))
        if not text and not (cell and cell.odd):
            return ""
        if text_hash(text) == key.text:
            return text
        if owner := self.texts.get(text_hash(text)):
            raise _RowError(self.say["mixed"].format(item=owner), self.say["mixed-cure"])
        self._refuse(layout, number, key.item, self.say["edited"], self.say["edited-cure"])
        return ""

    def _value(self, name: str, layout: Layout, cells: Mapping[int, Cell], key: Key) -> Value:
        _sound(layout, cells, name, self.say)
        text, base = _text(layout, cells, name), key.values.get(name, ())
        if fold(text) == fold(self.wording.shown(name, base)):
            return base
        head = self.say[f"column-{name}"]
        try:
            value = self.wording.read(name, text)
        except InnspillError as error:
            language = self.wording.language
            cure = error.cure.told(language) if error.cure else ""
            raise _RowError(f"{head}: {error.problem.told(language)}", cure) from None
        if name == KIND and not value:
            raise _RowError(f"{head}: {self.say['empty-kind']}", ", ".join(self.wording.choices(KIND)))
        return value

    def _once(self, entries: list[Entry], layout: Layout) -> list[Entry]:
        """A row that was copied counts once; copies that differ are all refused."""
        by_item: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_item[entry.item].append(entry)
        kept = list[Entry]()
        for item, same in by_item.items():
            first, *more = same
            if all((e.values, e.comment) == (first.values, first.comment) for e in more):
                kept.append(first)
                continue
            rows = ", ".join(str(entry.row) for entry in same)
            for entry in same:
                self._refuse(
                    layout, entry.row, item, self.say["twice"].format(rows=rows), self.say["twice-cure"]
                )
        return kept


def _hidden(book: Book) -> list[list[str]]:
    """The lines of the hidden sheet; none where it is gone."""
    for sheet in book.sheets:
        if is_hidden(sheet):
            lines: dict[int, list[str]] = defaultdict(list)
            for cell in sheet.cells:
                lines[cell.row].append(cell.text)
            return [line for _, line in sorted(lines.items())]
    return []


def _text(layout: Layout, cells: Mapping[int, Cell], name: str) -> str:
    cell = cells.get(layout.columns.get(name, 0))
    return cell.text.strip() if cell else ""


def _sound(layout: Layout, cells: Mapping[int, Cell], name: str, say: Mapping[str, str]) -> None:
    """Refuse a cell whose text is not what its writer sees."""
    cell = cells.get(layout.columns.get(name, 0))
    if cell and cell.odd:
        kind = cell.odd if cell.odd in {FORMULA, ERROR} else "merged"
        head = say[f"column-{name}"]
        raise _RowError(f"{head}: {say[f'odd-{kind}']}", say[f"odd-{kind}-cure"])
