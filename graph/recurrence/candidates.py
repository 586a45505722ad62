"""Candidates: the pairs of asks worth comparing, found without comparing all with all.

Two asks are candidates when they share a rare feature or two less rare ones (blocking). A block that is
too large to be compared all with all is sorted by its rarest words, and each ask is compared with those
next to it (the sorted neighbourhood of Hernández & Stolfo 1995, https://doi.org/10.1145/223784.223807).
So the work grows with the number of asks, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.recurrence.vectors import Vectors

#: A feature that so many asks have is shared by chance; then it takes two.
RARE: Final = 60
#: The most asks of a block that are compared all with all, and how far a larger one looks.
BLOCK: Final = 120
WINDOW: Final = 8
#: So many of an ask's rarest features make blocks.
FEATURES: Final = 10
#: Pairs scored at a time.
CHUNK: Final = 100_000


def scored(found: Vectors, threshold: float) -> Iterator[tuple[float, int, int]]:
    """Score, row and later row of every candidate pair that scores the threshold or more."""
    import numpy as np

    codes = _pairs(found)
    size = found.matrix.shape[0]
    for start in range(0, len(codes), CHUNK):
        one, other = np.divmod(codes[start : start + CHUNK], size)
        scores = np.asarray(found.matrix[one].multiply(found.matrix[other]).sum(axis=1)).ravel()
        for n in np.flatnonzero(scores >= threshold):
            yield float(scores[n]), int(one[n]), int(other[n])


def _pairs(found: Vectors) -> Any:
    """The candidate pairs as codes (row times rows plus later row), sorted, each once; int64."""
    import numpy as np

    size = found.matrix.shape[0]
    made = [np.empty(0, dtype=np.int64)]
    waiting: list[int] = []
    for one, other in _within(_blocks(found), found):
        waiting.append(min(one, other) * size + max(one, other))
        if len(waiting) >= CHUNK * 10:
            made.append(np.unique(np.array(waiting, dtype=np.int64)))
            waiting = []
    return np.unique(np.concatenate([*made, np.array(waiting, dtype=np.int64)]))


def _blocks(found: Vectors) -> Iterator[list[int]]:
    """The rows that share a rare feature, or two of the others."""
    import numpy as np

    size = found.matrix.shape[1]
    held = np.bincount(found.matrix.indices, minlength=size)
    blocks: dict[int, list[int]] = defaultdict(list)
    for row in range(found.matrix.shape[0]):
        names = found.rarest(row, FEATURES)
        for name in names:
            if 1 < held[name] <= RARE:
                blocks[name].append(row)
        for one, other in combinations(sorted(name for name in names if held[name] > RARE), 2):
            blocks[size * (one + 1) + other].append(row)
    return (rows for _, rows in sorted(blocks.items()) if len(rows) > 1)


def _within(blocks: Iterable[list[int]], found: Vectors) -> Iterator[tuple[int, int]]:
    for rows in blocks:
        if len(rows) <= BLOCK:
            yield from combinations(rows, 2)
            continue
        near = sorted(rows, key=lambda row: (found.rarest(row, FEATURES), row))
        for place, one in enumerate(near):
            for other in near[place + 1 : place + 1 + WINDOW]:
                yield one, other
