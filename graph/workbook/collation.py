"""Collation: what several workbooks say, held against what they said when made and what holds now.

Each field is compared three ways: as it was when the workbook was made, as the cell has it, and as it
stands now. What nobody touched is left alone; what only one side changed is taken; what two sides
changed to different things is told with both, and neither is preferred unless the user says which.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.messages import messages
from graph.review import Anchor, Reason
from graph.review.placing import Places
from graph.workbook.deciding import Maker
from graph.workbook.fields import FORCE, READING, RIGHT, YES, text_hash, values_of
from graph.workbook.opening import Refusal
from graph.workbook.outcome import Change, Clash, Collation
from graph.workbook.rivals import Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.review import Decision, Review
    from graph.workbook.fields import Value
    from graph.workbook.opening import Entry, Opened


def collate(  # noqa: PLR0913 - the two last are options
    review: Review,
    decisions: Sequence[Decision],
    books: Sequence[Opened],
    gazetteer: Gazetteer,
    *,
    prefer: str = "",
    language: str = "nb",
) -> Collation:
    """What the workbooks say that is not so already.

    Args:
        review: the document as it stands now.
        decisions: all that its log holds, in order.
        books: the workbooks, with a name in each.
        gazetteer: the actors and themes.
        prefer: the name of the workbook that counts where sides differ.
        language: of the reasons for what is not taken in.
    """
    collator = _Collator(review, decisions, books, gazetteer)
    collator.prefer, collator.say = prefer, messages("workbook", language)
    return collator.collation()


class _Collator:
    """One collation being made."""

    def __init__(
        self,
        review: Review,
        decisions: Sequence[Decision],
        books: Sequence[Opened],
        gazetteer: Gazetteer,
    ) -> None:
        self.review, self.books = review, books
        self.prefer = ""
        self.say = messages("workbook", "nb")
        self.items = {item.id: item for item in review.extraction.items}
        self.now = values_of(review)
        self.places = Places((item.id, item.text) for item in review.extraction.items)
        self.later = Later(review, decisions)
        self.maker = Maker(review, decisions, gazetteer, {book.name: book for book in books})
        self.changes: list[Change] = []
        self.remarks: list[Change] = []
        self.clashes: list[Clash] = []
        self.refusals = [refusal for book in books for refusal in book.refusals]

    def collation(self) -> Collation:
        placed, astray = self._placed()
        for item, rows in placed.items():
            self._item(item, rows)
        for book, entry in astray:
            self._astray(book, entry)
        made, known = self._made()
        return Collation(
            decisions=tuple(made),
            changes=tuple(c for c in self.changes if c not in known),
            remarks=tuple(self.remarks),
            clashes=tuple(self.clashes),
            refusals=tuple(sorted(self.refusals)),
            rows=sum(len(book.entries) for book in self.books),
            known=len(known),
        )

    def _placed(self) -> tuple[dict[str, list[tuple[Opened, Entry]]], list[tuple[Opened, Entry]]]:
        """The rows by the item they are about now, in document order, and those whose item has changed."""
        found: dict[str, list[tuple[Opened, Entry]]] = {item: [] for item in self.items}
        astray = list[tuple["Opened", "Entry"]]()
        for book in self.books:
            for entry in book.entries:
                place = self._place(entry)
                if place:
                    found[place].append((book, entry))
                else:
                    astray.append((book, entry))
        return {item: rows for item, rows in found.items() if rows}, astray

    def _place(self, entry: Entry) -> str:
        item = self.items.get(entry.item)
        if item and text_hash(item.text) == entry.digest:
            return item.id
        if not entry.text:
            return ""
        found = self.places.find(Anchor(self.review.machine.document.slug, entry.item, entry.text))
        return "" if isinstance(found, Reason) else found

    def _item(self, item: str, rows: Sequence[tuple[Opened, Entry]]) -> None:
        final = dict(self.now[item])
        settled = True
        for field in (*READING, "answer"):
            value = self._field(item, field, rows)
            if value is None:
                settled = settled and field not in READING
            else:
                final[field] = value
        self._verdict(item, rows, final, settled=settled)

    def _field(self, item: str, field: str, rows: Sequence[tuple[Opened, Entry]]) -> Value | None:
        """A field's value in the end; None where sides differ."""
        now = self.now[item][field]
        stated = [(book, entry) for book, entry in rows if _states(entry, field)]
        sides: dict[Value, list[tuple[Opened, Entry]]] = defaultdict(list)
        for book, entry in stated:
            sides[entry.values[field]].append((book, entry))
        rivals = any(self._is_rival(item, field, book, entry) for book, entry in stated)
        if len(sides) + (rivals and now not in sides) > 1:
            preferred = [value for value, who in sides.items() if any(b.name == self.prefer for b, _ in who)]
            if len(preferred) != 1:
                self._clash(item, field, sides, now if rivals else None)
                return None
            sides = {preferred[0]: sides[preferred[0]]}
        for value, who in sides.items():
            if value != now:
                self._change(item, field, now, value, who)
            return value
        return now

    def _is_rival(self, item: str, field: str, book: Opened, entry: Entry) -> bool:
        """Whether what stands now is somebody else's word against a row's."""
        now, changed = self.now[item][field], entry.changed(field)
        if now == entry.values[field]:
            return False
        if now != entry.base.get(field, ()):
            return not (changed and self.later.is_own(item, field, book))
        return changed and field in READING and self.later.is_confirmed(item, book)

    def _clash(
        self,
        item: str,
        field: str,
        sides: Mapping[Value, Sequence[tuple[Opened, Entry]]],
        now: Value | None = None,
    ) -> None:
        named = [(", ".join(_label(book) for book, _ in who), value) for value, who in sides.items()]
        if now is not None and now not in sides:
            named.append((self.later.who(item, field), now))
        rows = tuple((book.name, entry.row) for who in sides.values() for book, entry in who)
        self.clashes.append(Clash(item, self.items[item].text, field, tuple(named), rows))

    def _change(
        self, item: str, field: str, before: Value, after: Value, who: Sequence[tuple[Opened, Entry]]
    ) -> None:
        book, entry = next(((b, e) for b, e in who if e.changed(field)), who[0])
        rows = tuple((b.name, e.row) for b, e in who)
        text = self.items[item].text
        self.changes.append(Change(item, text, field, before, after, rows, book.who, entry.comment))

    def _verdict(
        self, item: str, rows: Sequence[tuple[Opened, Entry]], final: Mapping[str, Value], *, settled: bool
    ) -> None:
        """Whether the item is right as it stands, where a row says so or takes it back."""
        now = self.now[item][RIGHT]
        sides: dict[Value, list[tuple[Opened, Entry]]] = defaultdict(list)
        for book, entry in rows:
            value = entry.values.get(RIGHT, entry.base.get(RIGHT, ()))
            if not entry.changed(RIGHT) and not (value == (YES,) and entry.reread):
                continue
            if value == (YES,) and not (settled and _agrees(entry, final)):
                self._refuse(book, entry, item, "waits")
                continue
            sides[value].append((book, entry))
        if len(sides) > 1:
            sides = {
                v: who for v, who in sides.items() if any(b.name == self.prefer for b, _ in who)
            } or sides
        if len(sides) > 1:
            self._clash(item, RIGHT, sides)
            return
        for value, who in sides.items():
            reread = any(final[field] != self.now[item][field] for field in READING)
            rivals = any(self._is_rival(item, RIGHT, b, entry) for b, entry in who if entry.changed(RIGHT))
            if rivals and not any(book.name == self.prefer for book, _ in who):
                self._clash(item, RIGHT, sides, now)
                return
            if value != now or (value == (YES,) and reread):
                self._change(item, RIGHT, now, value, who)

    def _refuse(self, book: Opened, entry: Entry, item: str, why: str) -> None:
        self.refusals.append(
            Refusal(book.name, book.sheet, entry.row, item, self.say[why], self.say[f"{why}-cure"])
        )

    def _astray(self, book: Opened, entry: Entry) -> None:
        """A row whose item has changed: what it decides goes into the log as what does not fit."""
        changed = [field for field in (*READING, "answer", RIGHT) if entry.changed(field)]
        if not changed and not entry.comment:
            return
        if not entry.text:
            self._refuse(book, entry, entry.item, "lost")
            return
        rows = ((book.name, entry.row),)
        near = self._nearest(entry)
        for field in changed:
            if field == RIGHT:
                if entry.values[RIGHT] == (YES,):
                    self._refuse(book, entry, entry.item, "stale")
                continue
            base, value = entry.base.get(field, ()), entry.values[field]
            self.changes.append(
                Change(entry.item, entry.text, field, base, value, rows, book.who, entry.comment, near)
            )

    def _nearest(self, entry: Entry) -> str:
        """The text and id of the item most like a row's, or a dash."""
        near = self.places.nearest(Anchor(self.review.machine.document.slug, entry.item, entry.text))
        return f"{self.places.texts[near]} [{near}]" if near else "-"

    def _made(self) -> tuple[list[Decision], list[Change]]:
        """The decisions that the changes and remarks are, and the changes that the log has already."""
        made, known = self.maker.made(self.changes)
        for book in self.books:
            for entry in book.entries:
                self._remark(book, entry, known)
        made += [decision for remark in self.remarks for decision in self.maker.decisions(remark)]
        return made, known

    def _remark(self, book: Opened, entry: Entry, known: Sequence[Change]) -> None:
        """A comment that none of the row's changes carries is a remark of its own."""
        if not entry.comment:
            return
        row = (book.name, entry.row)
        carried = any(
            row in c.rows and c.why == entry.comment and c.who == book.who
            for c in self.changes
            if c not in known
        )
        if carried:
            return
        place = self._place(entry)
        item, text = (place, self.items[place].text) if place else (entry.item, entry.text)
        if text and not self.later.is_said(item, entry.comment):
            near = "" if place else self._nearest(entry)
            comment = (entry.comment,)
            self.remarks.append(Change(item, text, "comment", (), comment, (row,), book.who, "", near))


def _states(entry: Entry, field: str) -> bool:
    """Whether a row says what a field is: it changed it, or says that the row is right as it stands."""
    if field not in entry.values:
        return False
    if entry.changed(field):
        return True
    sure = entry.values.get(RIGHT) == (YES,) and (entry.changed(RIGHT) or entry.reread)
    return sure and field in READING and not (field == FORCE and entry.follows)


def _agrees(entry: Entry, final: Mapping[str, Value]) -> bool:
    return all(
        entry.values[field] == final[field]
        for field in READING
        if field in entry.values and not (field == FORCE and entry.follows)
    )


def _label(book: Opened) -> str:
    return f"{book.who} ({book.name})" if book.who else book.name
