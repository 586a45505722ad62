"""What became of every decision when a document was read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.acts import Act
from graph.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Attribution, Extraction, Item
    from graph.review.decision import Decision

#: Item, role and target of a link; no two links of a document share it.
LinkKey = tuple[str, Role, str]


class Standing(StrEnum):
    """Whether a decision that fits still counts: it does, a later one stands instead, it was taken back."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why a decision does not fit.

    ``reworded``: the place has another text, or no longer the words quoted; ``gone``: no item is like it;
    ``ambiguous``: several items have its text and none its place; ``reread``: the item's links are no
    longer those confirmed; ``unknown``: the actor, theme, item or decision it names is not there.
    """

    REWORDED = "reworded"
    GONE = "gone"
    AMBIGUOUS = "ambiguous"
    REREAD = "reread"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A decision that fits, the item it is about now, and whether it counts.

    ``item`` is empty for a decision that was withdrawn and whose item is gone, and for a withdrawal.
    ``other`` is where the other item of a ``merge`` (its id), ``same`` or ``different`` (document and id)
    stands now.
    """

    decision: Decision
    item: str
    standing: Standing = Standing.ACTIVE
    other: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """A decision that does not fit, why, and the item most like its own now: id and text, or empty."""

    decision: Decision
    reason: Reason
    item: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A document as people decided it, beside how the machine read it.

    Every decision about the document stands in ``kept`` or in ``conflicts``, once, in the order it was
    made. ``superseded`` are the machine's links that people rejected, cut away or made their own,
    ``replaced`` its items whose kind, force, text or very being people changed, each sorted. ``by`` is
    the decision that last made or took out a link. ``elsewhere`` counts the decisions passed over, by the
    slug of the document they are about.
    """

    extraction: Extraction
    machine: Extraction
    kept: tuple[Kept, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    superseded: tuple[Attribution, ...] = ()
    replaced: tuple[Item, ...] = ()
    by: Mapping[LinkKey, Decision] = field(default_factory=dict)
    elsewhere: tuple[tuple[str, int], ...] = ()

    @property
    def active(self) -> tuple[Kept, ...]:
        """The decisions that count."""
        return tuple(kept for kept in self.kept if kept.standing is Standing.ACTIVE)

    @property
    def reviewed(self) -> frozenset[str]:
        """The ids of the items somebody has confirmed."""
        return frozenset(kept.item for kept in self.active if kept.decision.act is Act.CONFIRM)
