"""The pool: queries given to workers, watched, and stopped where they pass a bound.

There are two lanes. Every query begins in the quick one. A query that has used a moment of processor time
is heavy: it leaves its place to the next and goes on with what processor time the others leave, and so
many heavy ones run at a time; one more, and the one that has run longest is stopped. So a query that is
quick to answer is answered quickly whatever else is asked, and a busy machine makes no query heavy.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from graph.endpoint.lanes import Experience, Lane, Place
from graph.endpoint.nursery import ORDER
from graph.endpoint.worker import Reply, Worker
from graph.errors import InnspillError
from graph.messages import sentence
from graph.queries.syntax import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NURSERY: Final = (sys.executable, "-P", "-m", "graph.endpoint.nursery")
DUMP: Final = (sys.executable, "-P", "-m", "graph.endpoint.dump")
#: Seconds between looks at a query that waits for the processor rather than uses it.
LOOK: Final = 0.02


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one query may take, and how many run at once.

    ``seconds`` of wall time; after ``moment`` seconds of processor time it is heavy. ``quick`` and
    ``heavy`` are the places of the two lanes. ``queued`` may wait for a quick one, at most ``patience``
    seconds; from its arrival a query is answered, or refused, within ``seconds`` and ``grace``.
    ``rows`` and ``bytes`` bound its answer.
    """

    seconds: float = 2.0
    moment: float = 0.05
    quick: int = 4
    heavy: int = 4
    queued: int = 200
    patience: float = 2.0
    grace: float = 0.5
    rows: int = 100_000
    bytes: int = 20_000_000


BUSY: Final = Reply(503, problem=sentence("busy", file="problems"))
CRASHED: Final = Reply(422, problem=sentence("too-much", file="problems"))


@dataclass(eq=False)
class Pool:
    """Workers over one graph; made in a running event loop with :meth:`start`."""

    bounds: Bounds = field(default_factory=Bounds)
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _heavy: list[Worker] = field(default_factory=list)
    _experience: Experience = field(default_factory=Experience)
    _making: asyncio.Task[None] | None = None

    async def start(self, source: Path, *, in_memory: bool = True) -> None:
        """Start the nursery over a store's folder or an N-Quads or TriG file.

        Raises:
            InnspillError: the graph cannot be read.
        """
        self._lane = Lane(self.bounds.quick)
        self._wanted = asyncio.Semaphore(2 * self.bounds.quick)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        ours, theirs = socket.socketpair()
        command = [*NURSERY, str(theirs.fileno())]
        dump: subprocess.Popen[bytes] | None = None
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
        # A dump that fails writes nothing, or not all: the nursery takes that for a graph.
        failed = dump is not None and await asyncio.to_thread(dump.wait) != 0
        if said != b"ready" or failed:
            raise InnspillError("graph-not-read", where=str(source), cure="see-above")
        self._making = asyncio.create_task(self._make_ready())

    async def close(self) -> None:
        """End every worker and the nursery."""
        if self._making:
            self._making.cancel()
        for worker in self._heavy:
            self._kill(worker)
        while not self._idle.empty():
            self._idle.get_nowait().channel.close()
        if self._control:
            self._control.close()
        if self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, 2)
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
        end = time.monotonic() + self.bounds.seconds + self.bounds.grace
        was_heavy = self._experience.of(query)
        if self._lane.waiting >= self.bounds.queued:
            return BUSY
        place = await self._lane.enter(0 if was_heavy is False else 1, self.bounds.patience)
        if place is None:
            return BUSY
        try:
            return await self._placed(asked, place, end)
        finally:
            place.leave()

    async def _placed(self, asked: dict[str, Any], place: Place, end: float) -> Reply:
        known = self._experience.of(asked["query"]) is True
        if known and len(self._heavy) >= self.bounds.heavy:
            return BUSY
        try:
            worker = await asyncio.wait_for(self._idle.get(), max(LOOK, end - time.monotonic()))
        except TimeoutError:
            if self._making and self._making.done():
                raise RuntimeError("the nursery has ended") from None
            return BUSY
        worker.begin()
        seconds = min(self.bounds.seconds, end - worker.begun)
        answering = asyncio.ensure_future(worker.exchange(asked))
        reply: Reply | None = None
        try:
            if known or not await self._quickly(worker, answering, seconds):
                place.leave()
                self._make_heavy(worker, asked)
                left = worker.begun + seconds - time.monotonic()
                await asyncio.wait({answering}, timeout=max(0.0, left))
            elif answering.done() and not answering.exception():
                self._experience.learn(asked["query"], heavy=False)
            reply = self._outcome(worker, answering, seconds)
        finally:
            answering.cancel()
            self._put_back(worker, whole=reply is not None and reply is not CRASHED and answering.done())
        return reply

    def _put_back(self, worker: Worker, *, whole: bool) -> None:
        """A worker that has answered waits for the next query; any other ends, and another is made."""
        if whole and not worker.heavy:
            self._idle.put_nowait(worker)
            return
        self._drop(worker)
        if worker in self._heavy:
            self._heavy.remove(worker)
        elif not worker.heavy:
            self._wanted.release()

    async def _quickly(self, worker: Worker, answering: asyncio.Future[Reply], seconds: float) -> bool:
        """Whether it ends, or its time does, before the query is heavy."""
        while (left := self.bounds.moment - worker.spent()) > 0:
            if time.monotonic() - worker.begun >= seconds:
                return True
            done, _ = await asyncio.wait({answering}, timeout=max(left, LOOK))
            if done:
                return True
        return answering.done()

    def _outcome(self, worker: Worker, answering: asyncio.Future[Reply], seconds: float) -> Reply:
        if worker.stopped:
            return BUSY
        if not answering.done() and not worker.heavy:
            return BUSY
        if not answering.done():
            return Reply(422, problem=sentence("stopped", file="problems", seconds=f"{seconds:.3g}"))
        return CRASHED if answering.exception() else answering.result()

    def _make_heavy(self, worker: Worker, asked: dict[str, Any]) -> None:
        self._experience.learn(asked["query"], heavy=True)
        worker.heavy = True
        self._wanted.release()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, 19)
        self._heavy.append(worker)
        if len(self._heavy) > self.bounds.heavy:
            longest = min(self._heavy, key=lambda one: one.begun)
            longest.stopped = True
            self._heavy.remove(longest)
            self._kill(longest)

    async def _make_ready(self) -> None:
        """Keep two workers for each place: forked before it is needed, so that no query waits for it."""
        while True:
            await self._wanted.acquire()
            self._idle.put_nowait(await self._fork())

    async def _fork(self) -> Worker:
        if self._control is None:
            raise RuntimeError("the pool has not been started")
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
