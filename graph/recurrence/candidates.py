"""Candidates: the pairs of asks worth comparing, found without comparing all with all.

Where many asks have the same features, a few stand for all: these are compared with the rest of the
collection, and each of the others with the first of them alone. Two of those that are left are candidates
when they share a rare feature or two less rare ones (blocking). A block that is too large to be compared
all with all is sorted by its rarest words, and each ask is compared with those next to it (the sorted
neighbourhood of Hernández & Stolfo 1995, https://doi.org/10.1145/223784.223807). A pair is left when it is
among those that one of the two is most like. So time and memory grow with the number of asks, not with
its square.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.recurrence.vectors import Vectors

#: A feature that so many asks have is shared by chance; then it takes two.
RARE: Final = 60
#: The most asks of a block that are compared all with all, and how far a larger one looks.
BLOCK: Final = 120
WINDOW: Final = 8
#: So many of an ask's rarest features make blocks.
FEATURES: Final = 10
#: So many asks with the same features are compared with the rest of the collection.
COPIES: Final = 4
#: Pairs scored at a time.
CHUNK: Final = 100_000
#: The pairs that are held before those that stand twice are taken out.
HELD: Final = 4_000_000
#: An ask keeps so many of those it is most like; a pair stays where one of the two keeps it.
NEAREST: Final = 20


def scored(found: Vectors, threshold: float, alone: Collection[int] = ()) -> Iterator[tuple[float, int, int]]:
    """Score, row and later row of the candidate pairs that score the threshold or more.

    Args:
        found: the asks.
        threshold: 0 to 1.
        alone: rows that others with the same features do not stand for.
    """
    import numpy as np

    first = _first(found, alone)
    rows = np.flatnonzero(first == np.arange(len(first)))
    others = np.flatnonzero(first != np.arange(len(first)))
    codes = _pairs(found, rows)
    one, other, score = _nearest(*_scores(found, codes, threshold), len(first))
    same = np.asarray(found.matrix[others].multiply(found.matrix[others]).sum(axis=1)).ravel()
    kept = same >= threshold
    yield from zip(
        np.concatenate([score, same[kept]]).tolist(),
        np.concatenate([one, first[others[kept]]]).tolist(),
        np.concatenate([other, others[kept]]).tolist(),
        strict=True,
    )


def _first(found: Vectors, alone: Collection[int]) -> Any:
    """For each row the first row with the same features, itself where there are few before it; int64."""
    import numpy as np

    matrix, seen = found.matrix, defaultdict[bytes, list[int]](list)
    first = np.arange(matrix.shape[0], dtype=np.int64)
    for row in range(matrix.shape[0]):
        if row not in alone:
            start, end = matrix.indptr[row : row + 2]
            columns, values = matrix.indices[start:end], matrix.data[start:end]
            before = seen[columns.tobytes() + values.round(9).tobytes()]
            if len(before) < COPIES:
                before.append(row)
            else:
                first[row] = before[0]
    return first


def _scores(found: Vectors, codes: Any, threshold: float) -> tuple[Any, Any, Any]:
    """Rows, later rows and scores of the pairs that score enough."""
    import numpy as np

    size = found.matrix.shape[0]
    made = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))]
    for start in range(0, len(codes), CHUNK):
        one, other = np.divmod(codes[start : start + CHUNK], size)
        scores = np.asarray(found.matrix[one].multiply(found.matrix[other]).sum(axis=1)).ravel()
        high = scores >= threshold
        made.append((one[high], other[high], scores[high]))
    one, other, scores = (np.concatenate(some) for some in zip(*made, strict=True))
    return one, other, scores


def _nearest(one: Any, other: Any, score: Any, size: int) -> tuple[Any, Any, Any]:
    """The pairs that are among the nearest of one of the two."""
    import numpy as np

    rows, places = np.concatenate([one, other]), np.tile(np.arange(len(one)), 2)
    order = np.lexsort((places, -score[places].round(9), rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))])
    rank = np.arange(len(order)) - starts[rows[order]]
    kept = np.unique(places[order[rank < NEAREST]])
    return one[kept], other[kept], score[kept]


def _pairs(found: Vectors, rows: Any) -> Any:
    """The candidate pairs of some rows as codes (row times all rows plus later row), sorted, each once."""
    import numpy as np

    size, made, held = found.matrix.shape[0], np.empty(0, dtype=np.int64), 0
    waiting: list[Any] = []
    rarest = {int(row): found.rarest(row, FEATURES) for row in rows}
    for block in _blocks(found, rarest):
        one, other = _within(block, rarest)
        waiting.append(np.minimum(one, other) * size + np.maximum(one, other))
        held += len(one)
        if held >= HELD:
            made, waiting, held = np.unique(np.concatenate([made, *waiting])), [], 0
    return np.unique(np.concatenate([made, *waiting]))


def _blocks(found: Vectors, rarest: dict[int, list[int]]) -> Iterator[Any]:
    """The rows that share a rare feature, or two of the others; int64 arrays."""
    from array import array

    import numpy as np

    size = found.matrix.shape[1]
    held = np.bincount(found.matrix.indices, minlength=size)
    keys, rows = array("q"), array("q")
    for row, names in rarest.items():
        often = sorted(name for name in names if held[name] > RARE)
        keys.extend(name for name in names if 1 < held[name] <= RARE)
        keys.extend(size * (one + 1) + other for one, other in combinations(often, 2))
        rows.extend([row] * (len(keys) - len(rows)))
    if not keys:
        return
    known, members = np.array(keys), np.array(rows)
    order = np.argsort(known, kind="stable")
    ends = np.flatnonzero(np.diff(known[order])) + 1
    for start, end in zip([0, *ends.tolist()], [*ends.tolist(), len(order)], strict=True):
        if end - start > 1:
            yield members[order[start:end]]


def _within(block: Any, rarest: dict[int, list[int]]) -> tuple[Any, Any]:
    """The pairs of a block: all of a small one, neighbours in a large one."""
    import numpy as np

    size = len(block)
    if size <= BLOCK:
        one, other = np.triu_indices(size, 1)
        return block[one], block[other]
    near = np.array(sorted(block.tolist(), key=lambda row: (rarest[row], row)))
    steps = range(1, WINDOW + 1)
    return np.concatenate([near[:-n] for n in steps]), np.concatenate([near[n:] for n in steps])
