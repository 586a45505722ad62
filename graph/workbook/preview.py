"""Preview: what was understood of workbooks, in words, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.messages import messages
from graph.tables import Table, to_text
from graph.workbook.fields import RIGHT, ROLES, YES
from graph.workbook.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.gazetteer import Gazetteer
    from graph.workbook.fields import Value
    from graph.workbook.opening import Opened
    from graph.workbook.outcome import Change, Clash, Collation

#: So many characters of an item's text tell which it is.
GLIMPSE: Final = 48


def summary(collation: Collation, language: str = "nb") -> str:
    """The figures in one line."""
    decided = [*collation.changes, *collation.remarks]
    return messages("workbook", language)["summary"].format(
        rows=collation.rows,
        decisions=len(collation.decisions),
        items=len({change.item for change in decided}),
        clashes=len(collation.clashes),
        refused=len({(r.book, r.row) for r in collation.refusals}),
    )


def preview(collation: Collation, books: Sequence[Opened], gazetteer: Gazetteer, language: str = "nb") -> str:
    """Everything that will be written, and everything that will not, with row and item."""
    return _Preview(books, gazetteer, language).text(collation)


class _Preview:
    """One preview being made."""

    def __init__(self, books: Sequence[Opened], gazetteer: Gazetteer, language: str) -> None:
        self.books, self.language = books, language
        self.several = len(books) > 1
        self.say = messages("workbook", language)
        self.wording = Wording(gazetteer, language)

    def text(self, collation: Collation) -> str:
        say = self.say
        lines = [say["read"].format(book=b.name, who=b.who or "–", rows=len(b.entries)) for b in self.books]
        lines += [f"{book.name}: {note}" for book in self.books for note in book.notes]
        fitting = [c for c in (*collation.changes, *collation.remarks) if not c.astray]
        astray = [c for c in (*collation.changes, *collation.remarks) if c.astray]
        blocks = [
            "\n".join(lines),
            self._table(
                say["title-changes"], ("row", "item", "text", "decided"), map(self._changed, fitting)
            ),
            self._table(say["title-astray"], ("row", "text", "decided", "now"), map(self._astray, astray)),
            self._table(
                say["title-clashes"], ("row", "item", "text", "sides"), map(self._clashed, collation.clashes)
            ),
            self._table(
                say["title-refusals"],
                ("sheet", "row", "item", "why", "cure"),
                ((r.sheet, self._row((r.book, r.row)), r.item, r.why, r.cure) for r in collation.refusals),
            ),
        ]
        if collation.known:
            blocks.append(say["known"].format(count=collation.known))
        return "\n\n".join(block for block in [*blocks, summary(collation, self.language)] if block)

    def _table(self, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
        found = tuple(rows)
        return to_text(Table(columns, found, title), self.language) if found else ""

    def _rows(self, rows: Iterable[tuple[str, int]]) -> str:
        return ", ".join(self._row(row) for row in rows)

    def _row(self, row: tuple[str, int]) -> str:
        return f"{row[0]}:{row[1]}" if self.several else str(row[1])

    def _changed(self, change: Change) -> tuple[str, str, str, str]:
        return self._rows(change.rows), change.item, _glimpse(change.text), self._decided(change)

    def _astray(self, change: Change) -> tuple[str, str, str, str]:
        near = change.astray if change.astray != "-" else self.say["gone"]
        return self._rows(change.rows), _glimpse(change.text), self._decided(change), near

    def _clashed(self, clash: Clash) -> tuple[str, str, str, str]:
        sides = " | ".join(
            f"{who or self.say['machine']}: {self._shown(clash.field, value)}" for who, value in clash.sides
        )
        head = self.say[f"column-{clash.field}"]
        return self._rows(clash.rows), clash.item, _glimpse(clash.text), f"{head}: {sides}"

    def _decided(self, change: Change) -> str:
        say, field = self.say, change.field
        if field == "comment":
            return say["did-comment"].format(text=change.after[0])
        why = f" ({change.why})" if change.why else ""
        if field == RIGHT:
            key = {(YES,): "did-confirm", (): "did-unsay"}.get(change.after, "did-wrong")
            return say[key] + why
        head = say[f"column-{field}"]
        if field not in ROLES:
            return f"{head}: {self._shown(field, change.before)} → {self._shown(field, change.after)}{why}"
        gone = tuple(sorted(set(change.before) - set(change.after)))
        new = tuple(sorted(set(change.after) - set(change.before)))
        parts = [
            say[key].format(names=self._shown(field, v))
            for key, v in (("did-out", gone), ("did-in", new))
            if v
        ]
        return f"{head}: {', '.join(parts)}{why}"

    def _shown(self, field: str, value: Value) -> str:
        return self.wording.shown(field, value) or self.say["empty"]


def _glimpse(text: str) -> str:
    return text if len(text) <= GLIMPSE else text[: GLIMPSE - 1].rstrip() + "…"
