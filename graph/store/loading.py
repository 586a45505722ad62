"""Loading in bulk: batches of new documents on their way into an engine, as many at a time as pay.

The names of the documents under way stand in the store until their batch is in, so whoever opens it
after a process died knows what to take out.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph

from graph.namespaces import GRAPH, INN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from graph.store.quads import Part

#: Where the store says what it holds and what is under way.
STATE: Final = GRAPH + "state"
DIGEST: Final = INN + "digest"
LOADING: Final = INN + "loading"
#: Batches loaded at the same time: the engine sorts and writes one on one core.
LOADERS: Final = 2
#: Lines that are taken out in one transaction, which are held in memory.
REMOVED_AT_ONCE: Final = 20_000


class Loading:
    """Batches of new documents on their way into an engine; leave it and all of them are in."""

    def __init__(self, engine: pyoxigraph.Store) -> None:
        self.engine = engine
        self._pool = ThreadPoolExecutor(LOADERS)
        self._under_way = deque[tuple[str, Future[None]]]()

    def begin(self, parts: list[Part]) -> None:
        """Start to load documents none of which the store holds."""
        self._submit(parts, self._marked(parts))

    def exchange(self, part: Part, gone: Sequence[str]) -> None:
        """Start to load a graph in place of an earlier form of it, after the lines of that which are gone."""
        marks = self._marked([part])
        self.engine.update(forgotten(part.name))
        for start in range(0, len(gone), REMOVED_AT_ONCE):
            lines = "".join(gone[start : start + REMOVED_AT_ONCE])
            self.engine.update(f"DELETE DATA {{ GRAPH <{part.name}> {{\n{lines}}} }}")
        self._submit([part], marks)

    def _marked(self, parts: Sequence[Part]) -> str:
        """The marks, now in the store, of what is to be loaded when there is room for it."""
        if len(self._under_way) == LOADERS:
            self._finish_one()
        marks = "".join(f"<{STATE}> <{LOADING}> <{part.name}> .\n" for part in parts)
        self.engine.update(f"INSERT DATA {{ GRAPH <{STATE}> {{ {marks} }} }}")
        return marks

    def _submit(self, parts: list[Part], marks: str) -> None:
        self._under_way.append((marks, self._pool.submit(self._load, parts)))

    def _load(self, parts: list[Part]) -> None:
        digests = "".join(f'<{part.name}> <{DIGEST}> "{part.digest}" .\n' for part in parts)
        state = f"GRAPH <{STATE}> {{\n{digests}}}\n".encode()
        data = b"".join([*(part.trig for part in parts), state])
        self.engine.bulk_load(data, pyoxigraph.RdfFormat.TRIG, lenient=True)

    def _finish_one(self) -> None:
        marks, loaded = self._under_way.popleft()
        loaded.result()
        self.engine.update(f"DELETE DATA {{ GRAPH <{STATE}> {{ {marks} }} }}")

    def finish(self) -> None:
        """Wait until everything begun is in and has its marks taken away."""
        while self._under_way:
            self._finish_one()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._pool:
            self.finish()
        self.engine.flush()


def forgotten(name: str) -> str:
    """The update that takes away what a store says of a graph: its description and its digest."""
    return f"DELETE WHERE {{ <{name}> ?p ?o }} ; DELETE WHERE {{ GRAPH <{STATE}> {{ <{name}> ?p ?o }} }} ;\n"
