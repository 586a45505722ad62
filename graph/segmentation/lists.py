"""Lists: under which open item a marker stands, by indentation or by the order styles nest in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.segmentation.markers import Marker, Style, as_roman

if TYPE_CHECKING:
    from graph.segmentation.blocks import Block


@dataclass(slots=True)
class _Level:
    """One open list: its marker key, indentation, last ordinal, and the index of its last item."""

    key: tuple[Style, str]
    indent: int
    ordinal: int
    count: int = 1
    item: int = -1


@dataclass(slots=True)
class ListStack:
    """The lists open at a point of the document, outermost first.

    ``base`` is the index of the paragraph that leads into them, where it is an item itself.
    """

    levels: list[_Level] = field(default_factory=list)
    base: int | None = None

    @property
    def count(self) -> int:
        """How many items the innermost list has so far."""
        return self.levels[-1].count if self.levels else 0

    def clear(self) -> None:
        """Close every list: a heading or paragraph came between."""
        self.levels.clear()
        self.base = None

    def opened(self, index: int) -> None:
        """Note the index of the item just placed."""
        self.levels[-1].item = index

    def place(self, block: Block) -> tuple[Marker, int | None]:
        """The marker as it is to be read, and the index of the item it stands under (None at top)."""
        marker = self._resolved(block)
        while self.levels and not self._stays(self.levels[-1], marker, block.indent):
            self.levels.pop()
        if self.levels and self._same_list(self.levels[-1], marker, block.indent):
            level = self.levels[-1]
            level.ordinal, level.count = marker.ordinal, level.count + 1
        else:
            self.levels.append(_Level(marker.key, block.indent, marker.ordinal))
        return marker, self.levels[-2].item if len(self.levels) > 1 else self.base

    def _resolved(self, block: Block) -> Marker:
        """``i)`` goes on after ``h)``, but begins a Roman list anywhere else."""
        marker = block.marker
        if marker is None:
            raise ValueError("only a marked block has a place in a list")
        roman = as_roman(marker)
        if roman is None:
            return marker
        goes_on = any(lv.key == marker.key and lv.ordinal == marker.ordinal - 1 for lv in self.levels)
        in_roman = any(lv.key == roman.key and lv.ordinal == roman.ordinal - 1 for lv in self.levels)
        return roman if in_roman or (not goes_on and roman.ordinal == 1) else marker

    def _stays(self, level: _Level, marker: Marker, indent: int) -> bool:
        """Whether a list stays open under a new marker: it is that list, or holds it."""
        if self._same_list(level, marker, indent):
            return True
        if indent != level.indent:
            return indent > level.indent
        if any(lv is not level and self._same_list(lv, marker, indent) for lv in self.levels):
            return False
        return marker.style > level.key[0]

    @staticmethod
    def _same_list(level: _Level, marker: Marker, indent: int) -> bool:
        if level.key != marker.key or abs(level.indent - indent) > 1:
            return False
        return marker.style is Style.BULLET or marker.ordinal > level.ordinal
