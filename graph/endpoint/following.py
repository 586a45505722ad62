"""Following: what is served follows what is decided.

Before a request is answered from the graph, the logs' versions and the documents' readings are compared with
those it was made of.
Where they differ, or nothing was made yet, graph and page are made, once for all who wait, and a new pool
takes over; the old one is closed when the queries it may be answering must have ended.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from graph.endpoint.problems import ProblemError, told
from graph.endpoint.renewal import BROKEN, close_later, made, said, tell

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from graph.endpoint.desk import Desk
    from graph.endpoint.pool import Bounds
    from graph.endpoint.service import Service
    from graph.errors import InnspillError

#: What is not answered from the graph.
APART: Final = ("/review", "/api/review", "/assets", "/openapi.json", "/api/prefixes")


@dataclass(slots=True, eq=False)
class Renewal:
    """Keeps a service up with a desk; ``page`` is the explorer as it was last made."""

    desk: Desk
    service: Service
    bounds: Bounds
    page: str = ""
    _versions: tuple[tuple[int, int], ...] | None = None
    _said: str = ""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _closing: set[asyncio.Task[None]] = field(default_factory=set)

    async def follow(self) -> None:
        """Make them anew where something was decided; where that fails, the earlier ones stay.

        Raises:
            ProblemError: they could not be made even once.
        """
        async with self._turn:
            try:
                await self._follow()
                self._said = ""
            except BROKEN as error:
                self._tell(said(error))
                if self._versions is None:
                    raise ProblemError(503, "graph-not-made") from None

    def _tell(self, problem: InnspillError) -> None:
        """Say what is wrong, once: it is met again at every request."""
        if str(problem) != self._said:
            tell(problem)
        self._said = str(problem)

    async def _follow(self) -> None:
        versions = await asyncio.to_thread(self.desk.versions)
        if versions == self._versions:
            return
        fresh = await made(await self._written(), self.bounds, in_memory=True)
        old, self._versions = self.service.become(fresh), versions
        task = asyncio.create_task(close_later(old))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close the pools and remove the files."""
        for task in self._closing:
            task.cancel()
        await asyncio.gather(*self._closing, return_exceptions=True)
        await self.service.close()
        self._folder.cleanup()

    async def _written(self) -> Path:
        graph, self.page = await asyncio.to_thread(self.desk.publication)
        path = Path(self._folder.name) / "graph.trig"
        path.write_text(graph, encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Following:
    """ASGI middleware: a request that is answered from the graph waits until it is up to date."""

    app: ASGIApp
    renewal: Renewal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Bring the graph up to date, then pass the request on."""
        if scope["type"] == "http" and not scope["path"].startswith(APART):
            try:
                await self.renewal.follow()
            except ProblemError as problem:
                response = await told(Request(scope, receive), problem)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)
