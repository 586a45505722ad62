"""Deciding: a change of a field as the decisions that make it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.review import Act, Anchor, Decision, now
from graph.review.decision import NO_FORCE, WRONG
from graph.workbook.fields import ANSWER, FORCE, KIND, NO, RIGHT, ROLES, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Role
    from graph.review import Review
    from graph.workbook.collation import Change


class Maker:
    """Makes decisions about the items of a document, all at one time."""

    def __init__(self, review: Review) -> None:
        self.slug = review.machine.document.slug
        self.when = now()
        self.active: dict[str, list[Decision]] = defaultdict(list)
        for kept in review.active:
            self.active[kept.item].append(kept.decision)
        self.words = {(m.where, m.concept): m.quote for m in reversed(review.extraction.mentions)}

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
