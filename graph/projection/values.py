"""What networks are made of: counts of items by node and by pair of nodes, however many items there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Kind

#: So many items are listed; the others are only counted.
MOST_LISTED: Final = 100

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An item in a list: its text and its line in the source."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Projection:
    """Numbers of items by node (``actor:ID``, ``theme:ID``) or by pair of nodes.

    ``headed`` counts those of ``asked`` that rest on a heading alone. The pairs of ``together``,
    ``partners`` and ``themes`` are sorted, those of ``about`` are actor and theme. ``asking`` counts the
    items that ask somebody. ``unowned`` and ``questions`` are the first of ``unowned_count`` proposals
    that ask nobody, and of the questions.
    """

    titles: tuple[str, ...]
    kinds: Mapping[Kind, int]
    asking: int
    asked: Mapping[str, int]
    headed: Mapping[str, int]
    subjects: Mapping[str, int]
    about: Mapping[Pair, int]
    together: Mapping[Pair, int]
    partners: Mapping[Pair, int]
    themes: Mapping[Pair, int]
    unowned_count: int = 0
    unowned: tuple[Entry, ...] = field(default=())
    questions: tuple[Entry, ...] = field(default=())
