"""A worker as the server sees it: a socket, a process, and what its query has used."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.endpoint.nursery import LENGTH
from graph.messages import Sentence

if TYPE_CHECKING:
    import socket

#: Linux's number of the clock that counts a process's processor time; its process stands in the upper bits.
PROCESS_CLOCK: Final = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a query: an HTTP status, a media type and body, or what to tell."""

    status: int
    body: bytes = b""
    media_type: str = ""
    problem: Sentence | None = None
    rows: int = 0


@dataclass(slots=True, eq=False)
class Worker:
    """A worker's socket and process number, when it was last given a query, and what became of it."""

    channel: socket.socket
    pid: int
    begun: float = 0.0
    used: float = 0.0
    heavy: bool = False
    stopped: bool = False

    def begin(self) -> None:
        """Note when a query begins."""
        self.begun = time.monotonic()
        self.used = self._processor() or 0.0

    def spent(self) -> float:
        """Seconds of processor time since then; of wall time where the system does not tell."""
        used = self._processor()
        return time.monotonic() - self.begun if used is None else used - self.used

    def _processor(self) -> float | None:
        """Another process's clock, as https://man7.org/linux/man-pages/man3/clock_getcpuclockid.3.html."""
        try:
            return time.clock_gettime(~self.pid << 3 | PROCESS_CLOCK)
        except OSError:
            return None

    async def exchange(self, asked: dict[str, Any]) -> Reply:
        """The reply to a query.

        Raises:
            OSError: the worker ended.
        """
        loop = asyncio.get_running_loop()
        data = json.dumps(asked).encode()
        await loop.sock_sendall(self.channel, LENGTH.pack(len(data)) + data)
        told = json.loads(await self._frame())
        body = await self._frame()
        problem = Sentence.of(told["problem"]) if "problem" in told else None
        return Reply(told["status"], body, told.get("type", ""), problem, max(0, told.get("rows", 0)))

    async def _frame(self) -> bytes:
        (length,) = LENGTH.unpack(await self._exactly(LENGTH.size))
        return await self._exactly(length)

    async def _exactly(self, count: int) -> bytes:
        loop = asyncio.get_running_loop()
        data = bytearray()
        while len(data) < count:
            some = await loop.sock_recv(self.channel, min(count - len(data), 1 << 20))
            if not some:
                raise ConnectionResetError("the worker ended")
            data += some
        return bytes(data)
