"""Status: how far the review has come, and how often people agree with the machine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Role
from graph.review.draft import PART

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from graph.model import Extraction
    from graph.review.outcome import Review

    Value = tuple[str, str, str]


@dataclass(frozen=True, slots=True, order=True)
class Agreement:
    """For one field: links or values the machine and people share, and those only one of them has."""

    field: str
    both: int
    machine: int
    people: int

    @property
    def f1(self) -> float:
        """From 0 to 1; 1 where there is nothing to disagree about (van Rijsbergen 1979)."""
        total = 2 * self.both + self.machine + self.people
        return 2 * self.both / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Items in all, confirmed, with some decision and with none; decisions by standing; agreement.

    Agreement is measured on the items somebody confirmed, since only these say that the rest is right;
    the parts of an item that was split are held against the whole. ``elsewhere`` counts decisions passed
    over, by the document they are about.
    """

    items: int
    confirmed: int
    touched: int
    unreviewed: tuple[str, ...]
    standings: tuple[tuple[str, int], ...]
    conflicts: int
    agreement: tuple[Agreement, ...]
    elsewhere: tuple[tuple[str, int], ...] = ()


def figures(review: Review) -> Figures:
    """The figures of one document."""
    items = [item.id for item in review.extraction.items]
    reviewed = review.reviewed & set(items)
    touched = {kept.item for kept in review.active} & set(items)
    counts = Counter(kept.standing.value for kept in review.kept)
    return Figures(
        items=len(items),
        confirmed=len(reviewed),
        touched=len(touched),
        unreviewed=tuple(item for item in items if item not in reviewed),
        standings=tuple(sorted(counts.items())),
        conflicts=len(review.conflicts),
        agreement=_agreement(review, reviewed),
        elsewhere=review.elsewhere,
    )


def _agreement(review: Review, reviewed: AbstractSet[str]) -> tuple[Agreement, ...]:
    machine = _values(review.machine, {_whole(item) for item in reviewed})
    people = _values(review.extraction, reviewed)
    fields = ("kind", "force", *(role.value for role in Role))
    return tuple(_compared(field, machine, people) for field in fields)


def _compared(field: str, machine: AbstractSet[Value], people: AbstractSet[Value]) -> Agreement:
    one = {value for value in machine if value[1] == field}
    other = {value for value in people if value[1] == field}
    return Agreement(field, len(one & other), len(one - other), len(other - one))


def _whole(item: str) -> str:
    """The id of the item that a part was split from, at whatever depth; else the item's own."""
    return item.partition(PART)[0]


def _values(extraction: Extraction, items: AbstractSet[str]) -> set[Value]:
    """Item, field and value of everything said of some items."""
    values = {(_whole(a.item), a.role.value, a.target) for a in extraction.attributions if a.item in items}
    for item in extraction.items:
        if item.id in items:
            values.add((_whole(item.id), "kind", item.kind.value))
            values.add((_whole(item.id), "force", item.force.value if item.force else "none"))
    return values
