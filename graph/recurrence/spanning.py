"""Spanning: the pairs that hold a group together, and the order in which they lead through it.

A group of n asks has up to n (n - 1) / 2 pairs, and n - 1 of them say why each belongs to it: those of a
maximum spanning tree (Kruskal 1956, https://doi.org/10.1090/S0002-9939-1956-0078686-7). From the core on they
are read with the most alike to those before first (Prim 1957,
https://doi.org/10.1002/j.1538-7305.1957.tb01515.x), so what only a chain leads to comes last.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.asks import Recurrence

    Pair = tuple[int, int]


def spanning(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Those pairs of rows that join what the ones before them did not.

    Args:
        pairs: the most alike first.

    >>> list(spanning([(0, 1), (1, 2), (0, 2), (3, 4)]))
    [(0, 1), (1, 2), (3, 4)]
    """
    from networkx.utils import UnionFind

    joined: UnionFind[int] = UnionFind()
    for one, other in pairs:
        if joined[one] != joined[other]:
            joined.union(one, other)
            yield one, other


def outward(core: str, pairs: Iterable[Recurrence]) -> Iterator[tuple[str, Recurrence]]:
    """Each other ask of a group once, by its key, with the pair that leads to it.

    The pair leads from the core or from an ask that came before; where several do, from the one most alike.

    Args:
        core: the key to begin at.
        pairs: the group's.
    """
    near: dict[str, list[Recurrence]] = defaultdict(list)
    for pair in pairs:
        near[pair.one].append(pair)
        near[pair.other].append(pair)
    # What waits: whether only a rule says so, how unlike the two are, the pair, and where it leads.
    seen, waiting = set[str](), list[Any]()
    here = core
    while here not in seen:
        seen.add(here)
        for pair in near[here]:
            there = pair.other if pair.one == here else pair.one
            if there not in seen:
                heappush(waiting, (not pair.reviewed, -pair.score, pair, there))
        while waiting and here in seen:
            *_, pair, here = heappop(waiting)
            if here not in seen:
                yield here, pair
