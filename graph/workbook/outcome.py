"""What workbooks come to: changes, disagreements, and what was not taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.review import Decision
    from graph.workbook.fields import Value
    from graph.workbook.opening import Refusal


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one item decided anew, by whom and from which rows (workbook and row)."""

    item: str
    text: str
    field: str
    before: Value
    after: Value
    rows: tuple[tuple[str, int], ...]
    who: str
    why: str = ""
    #: The item has changed since, so that the decision will stand among those that do not fit.
    astray: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """One field of one item that sides have decided differently: each side's name and value."""

    item: str
    text: str
    field: str
    sides: tuple[tuple[str, Value], ...]
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """What workbooks come to: decisions to be made, the changes and remarks they are, and the rest.

    ``remarks`` are changes of no field: comments on their own. ``known`` counts decisions that the log
    has already.
    """

    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[Change, ...] = ()
    clashes: tuple[Clash, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    rows: int = 0
    known: int = 0
