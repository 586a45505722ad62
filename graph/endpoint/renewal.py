"""Renewal: where the store or the file served changes, the server answers from its new state.

What is served is made anew beside what stands, when the writer has been still for a moment, and put in its
place in one step: a request is answered from the old state or the new, never from half of one.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from typing import TYPE_CHECKING, Final

from graph.endpoint.pool import Pool
from graph.endpoint.problems import ProblemError
from graph.endpoint.service import Service
from graph.errors import InnspillError
from graph.messages import chosen, sentence
from graph.store.disk import DiskStore
from graph.store.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.endpoint.pool import Bounds

#: Seconds between looks; a state is served when two looks in a row have seen it.
EVERY: Final = 0.5
#: What the engine writes when the graph changes; its logs for people change when it is only read.
WRITTEN: Final = ("CURRENT", "MANIFEST-*", "*.sst", "*.log")

#: What may come of a store or file that is not whole; the engines' own errors are of the last five sorts.
BROKEN: Final = (
    InnspillError, ProblemError, OSError, ValueError, SyntaxError, RuntimeError, sqlite3.Error,
)  # fmt: skip

Stamp = tuple[tuple[str, int, int], ...]


def stamp(source: Path) -> Stamp:
    """What tells one state of a store's folder or of a graph file from another: names, sizes and times."""
    found = [source]
    if source.is_dir():
        folder = source / "graph"
        found = [path for pattern in WRITTEN for path in folder.glob(pattern)]
        found += source.glob("index.sqlite*")
    made = []
    for path in sorted(found):
        try:
            about = path.stat()
        except FileNotFoundError:
            continue
        if about.st_size and not path.name.endswith("-shm"):
            made.append((path.name, about.st_size, about.st_mtime_ns))
    return tuple(made)


async def made(source: Path, bounds: Bounds, *, in_memory: bool) -> Service:
    """A service over the state that a store or file has now.

    Raises:
        InnspillError: it cannot be read, or a document is being written.
    """
    has_index = await asyncio.to_thread(_has_index, source)
    service = Service(Pool(bounds))
    try:
        await service.pool.start(source, in_memory=in_memory)
        service.index = Index(source / "index.sqlite", read_only=True) if has_index else None
        await service.learn()
    except BaseException:
        await service.pool.close()
        raise
    return service


def _has_index(source: Path) -> bool:
    """Whether there is an index and it is of the graph; an error where a document is being written."""
    if not source.is_dir():
        return False
    with DiskStore(source, read_only=True) as store:
        return store.index is not None


async def watch(service: Service, source: Path, again: Callable[[], object], *, in_memory: bool) -> None:
    """Look for changes until cancelled.

    Args:
        service: what is served; becomes the new state.
        source: the store's folder or the file.
        again: makes what else shows the graph, such as the explorer; called in a thread.
        in_memory: whether the workers share a copy in memory.
    """
    served = seen = stamp(source)
    closing = set[asyncio.Task[None]]()
    while True:
        await asyncio.sleep(EVERY)
        last, seen = seen, stamp(source)
        if seen == served or seen != last:
            continue
        served = seen
        if not seen:
            tell(InnspillError("shown-is-gone", where=str(source), cure="old-stays"))
            continue
        try:
            fresh = await _made_with(source, service.pool.bounds, again, in_memory=in_memory)
        except BROKEN as error:
            tell(said(error, str(source)))
            tell(InnspillError("new-not-shown", where=str(source), cure="old-stays"))
            continue
        old = service.become(fresh)
        task = asyncio.create_task(close_later(old))
        closing.add(task)
        task.add_done_callback(closing.discard)


async def _made_with(
    source: Path, bounds: Bounds, again: Callable[[], object], *, in_memory: bool
) -> Service:
    """The new state with what else shows it; where that fails, nothing of it is left running."""
    fresh = await made(source, bounds, in_memory=in_memory)
    try:
        await asyncio.to_thread(again)
    except BaseException:
        await fresh.close()
        raise
    return fresh


def said(error: Exception, where: str = "") -> InnspillError:
    """What to tell the one who started the server of what went wrong with what is served."""
    if isinstance(error, InnspillError):
        return error
    problem = error.problem if isinstance(error, ProblemError) else sentence("said", said=error)
    return InnspillError(problem, where=where)


def tell(error: InnspillError) -> None:
    """Tell the one who started the server, in the language it was started in."""
    sys.stderr.write(f"innspill: {error.told(chosen())}\n")
    sys.stderr.flush()


async def close_later(old: Service) -> None:
    """Let what was asked of the old state be answered first."""
    await asyncio.sleep(old.pool.bounds.seconds + old.pool.bounds.grace + 1)
    await old.close()
