"""Scores: counts of right, wrong and missed, what is made of them, and how sure they are.

Precision, recall and F1 are micro-averaged over items (Manning, Raghavan & Schütze, Introduction to
Information Retrieval, 2008, ch. 8). Intervals are percentile bootstraps over items (Efron &
Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Resamples, and the seed that makes them the same every time.
RESAMPLES: Final = 2000
SEED: Final = 2021


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """Counts of right, wrong and missed links, and the measures made of them (0 to 1)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the links made that are right; 1 where none was made and none missed."""
        made = self.right + self.wrong
        return self.right / made if made else float(not self.missed)

    @property
    def recall(self) -> float:
        """Share of the gold links that were made; 1 where there are none."""
        gold = self.right + self.missed
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    def __add__(self, other: Score) -> Score:
        """The counts of both."""
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def interval(scores: Sequence[Score]) -> tuple[float, float]:
    """The 95 % interval of F1 when the items are drawn again, with replacement.

    >>> interval([Score(1, 0, 0)] * 5)
    (1.0, 1.0)
    """
    import numpy as np

    if not scores:
        return 1.0, 1.0
    counts = np.array([(s.right, s.wrong, s.missed) for s in scores])
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (RESAMPLES, len(counts)))
    right, wrong, missed = counts[drawn].sum(axis=1).T
    total = 2 * right + wrong + missed
    f1 = np.where(total > 0, 2 * right / np.maximum(total, 1), 1.0)
    low, high = np.percentile(f1, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)
