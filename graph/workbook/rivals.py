"""Rivals: what others decided after a workbook was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.review import Act
from graph.review.placing import folded
from graph.workbook.fields import ANSWER, FORCE, KIND, RIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.review import Decision, Review
    from graph.workbook.opening import Opened

#: The fields that an act decides; a link's is its role.
DECIDES: Final = {
    Act.KIND: frozenset({KIND, FORCE}),
    Act.FORCE: frozenset({FORCE}),
    Act.ANSWER: frozenset({ANSWER}),
    Act.CONFIRM: frozenset({RIGHT}),
    Act.NOTE: frozenset({RIGHT}),
}


class Later:
    """The decisions of a log, by the item they are about now and by when they came."""

    def __init__(self, review: Review, decisions: Sequence[Decision]) -> None:
        self.decisions = decisions
        self.number = {decision.id: number for number, decision in enumerate(decisions, 1)}
        self.confirmed = {(k.item, k.decision.id) for k in review.active if k.decision.act is Act.CONFIRM}
        self.item = {kept.decision.id: kept.item for kept in review.kept}

    def since(self, book: Opened) -> Sequence[Decision]:
        """The decisions made after the workbook was; all of them where its last is in another log."""
        return self.decisions[self.number.get(book.last, 0) :]

    def _on(self, item: str, field: str, decisions: Sequence[Decision]) -> list[Decision]:
        return [
            d
            for d in decisions
            if self.item.get(d.id) == item
            and field in (DECIDES.get(d.act, frozenset()) | ({d.role.value} if d.role else set()))
        ]

    def is_own(self, item: str, field: str, book: Opened) -> bool:
        """Whether what was decided of a field since is all the same person's."""
        made = self._on(item, field, self.since(book))
        return bool(made) and all(decision.who == book.who for decision in made)

    def is_confirmed(self, item: str, book: Opened) -> bool:
        """Whether somebody else has said since that the item is right as it stands."""
        return any((item, d.id) in self.confirmed and d.who != book.who for d in self.since(book))

    def who(self, item: str, field: str) -> str:
        """Who decided a field last; empty where only the machine has."""
        confirms = [d for d in self.decisions if (item, d.id) in self.confirmed]
        made = self._on(item, field, self.decisions) or confirms
        return made[-1].who if made else ""

    def holds(self, decision: Decision, book: Opened) -> bool:
        """Whether the same was decided after the workbook was made; then it has been read in before."""
        same = (
            decision.act,
            decision.anchor.item,
            folded(decision.anchor.text),
            decision.target,
            decision.role,
        )
        return any(
            (d.act, d.anchor.item, folded(d.anchor.text), d.target, d.role) == same
            and (d.act not in {Act.NOTE, Act.CONFIRM} or d.quote == decision.quote)
            for d in self.since(book)
        )

    def is_said(self, item: str, comment: str) -> bool:
        """Whether a comment on an item is in the log."""
        return any(
            comment in {d.quote, d.why} and self.item.get(d.id, d.anchor.item) == item for d in self.decisions
        )
