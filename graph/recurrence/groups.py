"""Groups: pairs joined to asks that recur, without letting one likeness lead to the next.

Pairs are taken from the most alike on. Two groups are joined only where their asks are alike on average
(average linkage, Sokal & Michener 1958), so that a chain of pairs, each a little different from the one
before, does not end up as one ask. What people decided comes first and is never overruled.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Pair = tuple[int, int]


def grouped(
    matrix: Any, pairs: Iterable[Pair], together: float, same: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> list[tuple[int, ...]]:
    """The groups of two or more rows, each sorted.

    Args:
        matrix: asks x features (scipy CSR), so that a dot product is a score.
        pairs: rows that are alike, the most alike first.
        together: the mean score between two groups from which they are joined.
        same: rows that people said are the same ask.
        apart: rows that people said are not.
    """
    made = _Groups(matrix, apart)
    for one, other in same:
        made.join(one, other, -1.0)
    for one, other in pairs:
        made.join(one, other, together)
    return sorted(tuple(sorted(rows)) for rows in made.rows.values() if len(rows) > 1)


class _Groups:
    def __init__(self, matrix: Any, apart: Sequence[Pair]) -> None:
        self.matrix = matrix
        self.group: dict[int, int] = {}
        self.rows: dict[int, list[int]] = {}
        self.sums: dict[int, Any] = {}
        self.foes: dict[int, set[int]] = defaultdict(set)
        self.refused = set[tuple[int, int, int, int]]()
        for one, other in apart:
            self.foes[one].add(other)
            self.foes[other].add(one)

    def join(self, one: int, other: int, together: float) -> None:
        """Join the groups of two rows where they are alike enough and nobody said they are not."""
        first, second = self._of(one), self._of(other)
        if first == second:
            return
        if len(self.rows[first]) < len(self.rows[second]):
            first, second = second, first
        tried = (first, second, len(self.rows[first]), len(self.rows[second]))
        if tried in self.refused:
            return
        if not self._may(first, second, together):
            self.refused.add(tried)
            return
        for row in self.rows[second]:
            self.group[row] = first
        self.rows[first] += self.rows.pop(second)
        self.sums[first] = self.sums[first] + self.sums.pop(second)

    def _of(self, row: int) -> int:
        if row not in self.group:
            self.group[row] = row
            self.rows[row] = [row]
            self.sums[row] = self.matrix[row]
        return self.group[row]

    def _may(self, first: int, second: int, together: float) -> bool:
        """Whether two groups, the larger first, are alike enough and nobody keeps them apart."""
        ours, theirs = self.rows[first], self.rows[second]
        foes = (foe for row in theirs if row in self.foes for foe in self.foes[row])
        if any(self.group.get(foe) == first for foe in foes):
            return False
        total = float(self.sums[first].multiply(self.sums[second]).sum())
        return total / (len(ours) * len(theirs)) >= together
