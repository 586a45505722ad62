"""Outline: the sections open at a point of the document, and how deep the next one stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.segmentation.headings import Heading, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Section


@dataclass(slots=True)
class Outline:
    """The open sections with their levels, outermost first; ``headings`` are those of every block."""

    headings: Sequence[Heading | None]
    open: list[tuple[int, Section]] = field(default_factory=list)
    _last: int = 0
    _group_level: int = 0
    _divided: bool = False

    def __post_init__(self) -> None:
        """Note the last chapter or labelled heading."""
        marks = (i for i, h in enumerate(self.headings) if h is not None and (h.numbered or h.label))
        self._last = max(marks, default=0)

    @property
    def level(self) -> int:
        """The level of the innermost open section, 0 where none is open."""
        return self.open[-1][0] if self.open else 0

    @property
    def section(self) -> str:
        """The id of the innermost open section, empty where none is open."""
        return self.open[-1][1].id if self.open else ""

    def close(self, level: int) -> None:
        """Close the sections that a heading of a level does not stand under."""
        while self.open and self.open[-1][0] >= level:
            self.open.pop()

    def close_table(self, heading: int) -> None:
        """Close what stands under a table's headers, where text of its own follows."""
        while self.open and self.open[-1][0] >= Level.TABLE > heading:
            self.open.pop()

    def level_of(self, index: int, heading: Heading) -> int:
        """The level of the heading at a block's index.

        The first group label decides for those after it: under an open question it is a part of that,
        else it holds questions and chapters itself. A heading right above another one holds it.
        """
        if heading.level <= Level.CONTAINER:
            self._group_level = 0
        if heading.numbered:
            return heading.level + (Level.IN_GROUP - Level.CHAPTER if self._in_group() else 0)
        if heading.level == Level.GROUP and heading.label:
            self._group_level = self._group_level or self._first_group_level()
            return self._group_level
        if beside := self._beside(index, heading):
            return beside
        self._divided = self._divided or (heading.is_plain and self.level in {Level.GROUP, Level.CHAPTER})
        heads = self._heading_at(index + 1) is not None
        return (
            Level.TOPIC if heading.level == Level.HEADING and heads and not heading.label else heading.level
        )

    def _in_group(self) -> bool:
        """Whether a group is open that stands in no chapter."""
        outermost = next((level for level, _ in self.open if level >= Level.CHAPTER), 0)
        return outermost == Level.GROUP

    def _first_group_level(self) -> int:
        questions = any(level in {Level.TOPIC, Level.HEADING} for level, _ in self.open)
        return Level.SUBGROUP if questions else Level.GROUP

    def _heading_at(self, index: int) -> Heading | None:
        return self.headings[index] if index < len(self.headings) else None

    def _beside(self, index: int, heading: Heading) -> int:
        """The level of the last chapter or group where a heading behind it stands beside it, else 0.

        It does where the items of all of them stood right under them, or where it is set in capitals as
        their labels are.
        """
        if not heading.is_plain or index < self._last or self.headings[index - 1] is not None:
            return 0
        level, section = next(
            (found for found in reversed(self.open) if found[0] in {Level.CHAPTER, Level.GROUP}), (0, None)
        )
        capitals = section is not None and heading.in_capitals and section.title.partition(" ")[0].isupper()
        return level if capitals or (level == self.level and not self._divided) else 0
