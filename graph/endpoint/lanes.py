"""The quick lane: few places, and a queue in which what has been quick before goes first."""

from __future__ import annotations

import asyncio
import hashlib
import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Queries remembered.
MOST_REMEMBERED: Final = 2000


@dataclass(slots=True)
class Experience:
    """What queries turned out to be, by a digest of their text; the oldest are forgotten."""

    heavy: dict[bytes, bool] = field(default_factory=dict)

    def learn(self, query: str, *, heavy: bool) -> None:
        """Remember what a query was."""
        self.heavy.pop(digest := _digest(query), None)
        self.heavy[digest] = heavy
        if len(self.heavy) > MOST_REMEMBERED:
            del self.heavy[next(iter(self.heavy))]

    def of(self, query: str) -> bool | None:
        """Whether a query was heavy; None where it is not known."""
        return self.heavy.get(_digest(query))


def _digest(query: str) -> bytes:
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).digest()


@dataclass(eq=False)
class Lane:
    """So many places, of one event loop."""

    places: int
    _queue: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(not one.done() for _, _, one in self._queue)

    async def enter(self, rank: int, seconds: float) -> Place | None:
        """A place, the lower ranks first and then in order; None where none was free in time."""
        if self.places > 0 and not self.waiting:
            self.places -= 1
            return Place(self)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (rank, next(self._order), turn))
        try:
            await asyncio.wait({turn}, timeout=seconds)
        except asyncio.CancelledError:
            if turn.done():
                self.leave()
            raise
        finally:
            granted = turn.done()
            turn.cancel()
        return Place(self) if granted else None

    def leave(self) -> None:
        """Give a place back, to the next that still waits."""
        while self._queue:
            turn = heapq.heappop(self._queue)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self.places += 1


@dataclass(slots=True)
class Place:
    """A place in the lane, left once."""

    lane: Lane
    held: bool = True

    def leave(self) -> None:
        """Let the next one in."""
        if self.held:
            self.held = False
            self.lane.leave()
