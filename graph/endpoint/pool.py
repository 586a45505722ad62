"""The pool: queries given to workers, watched, and stopped where they pass a bound.

A query that has run for a moment is heavy: its worker gets what processor time the others leave, and so
many heavy ones run at a time; one more, and the one that has run longest is stopped. So a query that is
quick to answer is answered quickly whatever else is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from graph.endpoint.nursery import LENGTH, ORDER
from graph.errors import InnspillError
from graph.queries.syntax import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NURSERY: Final = (sys.executable, "-P", "-m", "graph.endpoint.nursery")
DUMP: Final = (sys.executable, "-P", "-m", "graph.endpoint.dump")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one query may take, and how many run at once.

    ``seconds`` of wall time; after ``moment`` seconds it is heavy. ``queued`` may wait, at most
    ``patience`` seconds, and what one has waited beyond ``grace`` it has less to run. ``rows`` and
    ``bytes`` bound its answer.
    """

    seconds: float = 2.0
    moment: float = 0.15
    workers: int = 12
    heavy: int = 4
    queued: int = 200
    patience: float = 2.5
    grace: float = 0.7
    rows: int = 100_000
    bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a query: an HTTP status, a media type and body, or a problem in words."""

    status: int
    body: bytes = b""
    media_type: str = ""
    problem: str = ""
    rows: int = 0


BUSY: Final = Reply(503, problem="the server is busy with heavy queries; try again in a moment")
CRASHED: Final = Reply(422, problem="the query takes more memory or deeper nesting than allowed")


@dataclass(slots=True, eq=False)
class Worker:
    """A worker's socket and process number, and the query that made it heavy."""

    channel: socket.socket
    pid: int
    begun: float = 0.0
    stopped: bool = False


@dataclass(eq=False)
class Pool:
    """Workers over one graph; made in a running event loop with :meth:`start`."""

    bounds: Bounds = field(default_factory=Bounds)
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _idle: list[Worker] = field(default_factory=list)
    _heavy: list[Worker] = field(default_factory=list)
    _waiting: int = 0

    async def start(self, source: Path, *, in_memory: bool = True) -> None:
        """Start the nursery over a store's folder or an N-Quads or TriG file.

        Raises:
            InnspillError: the graph cannot be read.
        """
        self._turn = asyncio.Lock()
        self._places = asyncio.Semaphore(self.bounds.workers)
        ours, theirs = socket.socketpair()
        command = [*NURSERY, str(theirs.fileno())]
        if in_memory:
            dump = subprocess.Popen([*DUMP, str(source)], stdout=subprocess.PIPE)  # noqa: ASYNC220, S603
            stdin = dump.stdout
        else:
            command.append(str(source / "graph"))
            stdin = None
        self._process = subprocess.Popen(command, stdin=stdin, pass_fds=[theirs.fileno()])  # noqa: ASYNC220, S603
        if in_memory and stdin:
            stdin.close()
        theirs.close()
        ours.settimeout(0)
        self._control = ours
        said = await self._line()
        if said != b"ready":
            raise InnspillError("grafen lar seg ikke lese", where=str(source), cure="Se meldingen over")

    async def close(self) -> None:
        """End every worker and the nursery."""
        for worker in [*self._idle, *self._heavy]:
            self._drop(worker)
        self._idle.clear()
        if self._control:
            self._control.close()
        if self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
            self._process.kill()
            self._process.wait()

    async def ask(
        self,
        query: str,
        accept: Sequence[str],
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        longest: int = LONGEST,
    ) -> Reply:
        """The reply to a query, within the bounds.

        Args:
            query: SPARQL; checked in the worker.
            accept: media types wanted, best first.
            default: IRIs of the graphs that make up the default graph, where any are named.
            named: IRIs of the named graphs, likewise.
            longest: bytes the query may be; more than a client may send where the service made it.
        """
        asked = {
            "query": query,
            "accept": list(accept),
            "default": list(default),
            "named": list(named),
            "rows": self.bounds.rows,
            "bytes": self.bounds.bytes,
            "longest": longest,
        }
        arrived = time.monotonic()
        if self._waiting >= self.bounds.queued:
            return BUSY
        self._waiting += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self.bounds.patience)
        except TimeoutError:
            return BUSY
        finally:
            self._waiting -= 1
        try:
            waited = time.monotonic() - arrived
            left = self.bounds.seconds + min(0.0, self.bounds.grace - waited)
            return await self._answered(asked, max(left, 2 * self.bounds.moment))
        finally:
            self._places.release()

    async def _answered(self, asked: dict[str, Any], seconds: float) -> Reply:
        worker = self._idle.pop() if self._idle else await self._fork()
        worker.begun = time.monotonic()
        answering = asyncio.ensure_future(self._exchange(worker, asked))
        reply: Reply | None = None
        try:
            done, _ = await asyncio.wait({answering}, timeout=self.bounds.moment)
            if not done:
                self._make_heavy(worker)
                await asyncio.wait({answering}, timeout=seconds - self.bounds.moment)
            reply = self._outcome(worker, answering, seconds)
        finally:
            if worker in self._heavy or reply is None or reply is CRASHED or worker.stopped:
                if worker in self._heavy:
                    self._heavy.remove(worker)
                self._drop(worker)
            else:
                self._idle.append(worker)
            answering.cancel()
        return reply

    def _outcome(self, worker: Worker, answering: asyncio.Future[Reply], seconds: float) -> Reply:
        if worker.stopped:
            return BUSY
        if not answering.done():
            return Reply(422, problem=f"the query was stopped after {seconds:.3g} seconds")
        return CRASHED if answering.exception() else answering.result()

    def _make_heavy(self, worker: Worker) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, 19)
        self._heavy.append(worker)
        if len(self._heavy) > self.bounds.heavy:
            longest = min(self._heavy, key=lambda one: one.begun)
            longest.stopped = True
            self._heavy.remove(longest)
            self._kill(longest)

    async def _exchange(self, worker: Worker, asked: dict[str, Any]) -> Reply:
        loop = asyncio.get_running_loop()
        data = json.dumps(asked).encode()
        await loop.sock_sendall(worker.channel, LENGTH.pack(len(data)) + data)
        told = json.loads(await self._frame(worker))
        body = await self._frame(worker)
        return Reply(
            told["status"], body, told.get("type", ""), told.get("problem", ""), max(0, told.get("rows", 0))
        )

    async def _frame(self, worker: Worker) -> bytes:
        (length,) = LENGTH.unpack(await self._exactly(worker, LENGTH.size))
        return await self._exactly(worker, length)

    async def _exactly(self, worker: Worker, count: int) -> bytes:
        loop = asyncio.get_running_loop()
        data = bytearray()
        while len(data) < count:
            some = await loop.sock_recv(worker.channel, min(count - len(data), 1 << 20))
            if not some:
                raise ConnectionResetError("the worker ended")
            data += some
        return bytes(data)

    async def _fork(self) -> Worker:
        if self._control is None:
            raise RuntimeError("the pool has not been started")
        async with self._turn:
            ours, theirs = socket.socketpair()
            ours.settimeout(0)
            socket.send_fds(self._control, [ORDER.pack(b"fork", 0)], [theirs.fileno()])
            theirs.close()
            return Worker(ours, int(await self._line()))

    async def _line(self) -> bytes:
        if self._control is None:
            raise RuntimeError("the pool has not been started")
        loop = asyncio.get_running_loop()
        said = b""
        while not said.endswith(b"\n"):
            some = await loop.sock_recv(self._control, 64)
            if not some:
                break
            said += some
        return said.strip()

    def _drop(self, worker: Worker) -> None:
        self._kill(worker)
        worker.channel.close()

    def _kill(self, worker: Worker) -> None:
        if self._control:
            with contextlib.suppress(OSError):
                self._control.send(ORDER.pack(b"kill", worker.pid))
