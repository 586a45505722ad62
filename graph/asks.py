"""The values of asks across documents: what recurs, why it is thought to, and what came of it.

An *ask* is an item that asks for something: no observation, or one that says who is to blame. Its key is
the document's slug and the item's place (``verksted-2021/dag-2/hva-bor-kmd/6d``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """What has come of an ask, by the last that was said of it; unanswered where nothing was."""

    UNANSWERED = "unanswered"
    UNDERWAY = "underway"
    ANSWERED = "answered"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, order=True)
class Ask:
    """One ask as far as comparing needs it; sorted by date, document and place in it.

    ``date`` is ISO 8601 or empty. Actors and themes are ids, each sorted; ``others`` are the actors it
    involves and does not ask. ``parent`` is the key of the item it stands under, or empty.
    """

    date: str
    document: str
    order: int
    item: str
    text: str = ""
    line: int = 0
    addressees: tuple[str, ...] = ()
    proposers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    parent: str = ""

    @property
    def key(self) -> str:
        """The document's slug and the item's place in it."""
        return f"{self.document}/{self.item}"

    @property
    def year(self) -> str:
        """The year of its document, or empty."""
        return self.date[:4]


@dataclass(frozen=True, slots=True, order=True)
class Recurrence:
    """Two asks for the same thing, and what they share.

    ``one`` and ``other`` are keys, the earlier first; ``score`` is 0 to 1. ``words`` are the rarest
    words shared, in their dictionary form (``penge/middel`` where they only mean the same), sorted;
    ``themes`` and ``actors`` are ids. ``reviewed`` says that a person confirmed it.
    """

    one: str
    other: str
    score: float
    words: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """What a person decided about two asks, by their keys: the same, or not."""

    one: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """What somebody said has come of an ask.

    ``item`` is an ask's key, ``who`` said so, ``when`` is an ISO 8601 date, ``source`` a link or a
    reference; the last three may be empty.
    """

    item: str
    status: Status
    who: str = ""
    when: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Recurrences:
    """What recurs in a collection: the keys of each group, the earliest first, and what holds it together.

    The ``pairs``, sorted, are the most alike that lead to every item of their group, one fewer than these,
    and all that a person confirmed. ``likeness`` is by key how alike an item is to the others of its group,
    in whole hundredths; it is not kept as triples, and two values are not compared by it.
    """

    pairs: tuple[Recurrence, ...] = field(default=())
    groups: tuple[tuple[str, ...], ...] = field(default=())
    likeness: Mapping[str, int] = field(default_factory=dict, compare=False)
