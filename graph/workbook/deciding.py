"""Deciding: a change of a field as the decisions that make it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.review import Act, Anchor, Decision, now, reading, replay
from graph.review.decision import NO_FORCE, WRONG
from graph.workbook.fields import ANSWER, FORCE, KIND, NO, RIGHT, ROLES, YES
from graph.workbook.outcome import Change
from graph.workbook.rivals import Later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Role
    from graph.review import Review
    from graph.workbook.opening import Opened


class Maker:
    """Makes decisions about the items of a document, all at one time."""

    def __init__(
        self,
        review: Review,
        decisions: Sequence[Decision],
        gazetteer: Gazetteer,
        books: Mapping[str, Opened],
    ) -> None:
        """``decisions`` are all of the log, ``books`` the workbooks by name."""
        self.review, self.log, self.gazetteer, self.books = review, decisions, gazetteer, books
        self.later = Later(review, decisions)
        self.slug = review.machine.document.slug
        self.when = now()
        self.active: dict[str, list[Decision]] = defaultdict(list)
        for kept in review.active:
            self.active[kept.item].append(kept.decision)
        self.words = {(m.where, m.concept): m.quote for m in reversed(review.extraction.mentions)}

    def made(self, changes: Sequence[Change]) -> tuple[list[Decision], list[Change]]:
        """The decisions that changes are, and the changes that the log has already.

        A confirmation says which reading it confirms, so it is made when the rest is.
        """
        made, known = list[Decision](), list[Change]()
        confirms = list[Change]()
        for change in changes:
            if (change.field, change.after) == (RIGHT, (YES,)):
                confirms.append(change)
                continue
            new = [d for d in self.decisions(change) if not self._is_held(d, change)]
            made += new
            known += [] if new else [change]
        after = replay(self.review.machine, [*self.log, *made], self.gazetteer) if confirms else self.review
        items = {item.id: item for item in after.extraction.items}
        for change in confirms:
            (decision,) = self.decisions(change)
            read = reading(items[change.item], after.extraction.attributions)
            decision = replace(decision, quote=read)
            if self._is_held(decision, change):
                known.append(change)
            else:
                made.append(decision)
        return made, known

    def _is_held(self, decision: Decision, change: Change) -> bool:
        return any(self.later.holds(decision, self.books[name]) for name, _ in change.rows)

    def decisions(self, change: Change) -> Iterator[Decision]:
        """What makes a change: one decision, or one for each link and each decision taken back."""
        if change.field in ROLES:
            yield from self._links(change, ROLES[change.field])
        elif change.field == KIND:
            yield self._one(change, Act.KIND, change.after[0])
        elif change.field == FORCE:
            yield self._one(change, Act.FORCE, change.after[0] if change.after else NO_FORCE)
        elif change.field == ANSWER:
            if change.after:
                yield self._one(change, Act.ANSWER, change.after[0])
            else:
                yield from self._back(change, {Act.ANSWER})
        elif change.field == RIGHT:
            yield from self._verdict(change)
        else:
            yield self._one(change, Act.NOTE, quote=change.after[0])

    def _verdict(self, change: Change) -> Iterator[Decision]:
        if change.after == (YES,):
            yield self._one(change, Act.CONFIRM)
            return
        yield from self._back(change, {Act.CONFIRM, Act.NOTE})
        if change.after == (NO,):
            yield self._one(change, Act.NOTE, WRONG, quote=change.why)

    def _links(self, change: Change, role: Role) -> Iterator[Decision]:
        for target in sorted(set(change.before) - set(change.after)):
            yield self._one(change, Act.REJECT, target, role)
        for target in sorted(set(change.after) - set(change.before)):
            words = self.words.get((change.item, target), "")
            yield self._one(change, Act.ADD, target, role, quote=words)

    def _back(self, change: Change, acts: set[Act]) -> Iterator[Decision]:
        for decision in self.active[change.item]:
            if decision.act in acts and (decision.act is not Act.NOTE or decision.target == WRONG):
                yield self._one(change, Act.WITHDRAW, decision.id)

    def _one(
        self, change: Change, act: Act, target: str = "", role: Role | None = None, quote: str = ""
    ) -> Decision:
        anchor = Anchor(self.slug, change.item, change.text)
        return Decision(self.when, change.who, act, anchor, target, role, quote, why=change.why)
