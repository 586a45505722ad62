"""The local engine: partitions in processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.collection.partition import run
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.collection.partition import Partition

#: How often workers may be lost before we give up.
MOST_LOSSES: Final = 3


def run_local(partitions: Sequence[Partition], workers: int) -> Iterator[Path]:
    """The partitions' files, each as soon as it is written; a lost worker's partitions are run again.

    Raises:
        InnspillError: workers die again and again.
    """
    if len(partitions) <= 1:
        yield from (Path(run(partition)) for partition in partitions)
        return
    waiting, losses = dict.fromkeys(partitions), 0
    while waiting:
        try:
            for partition in _once(tuple(waiting), workers):
                del waiting[partition]
                yield partition.path
        except BrokenProcessPool:
            losses += 1
            if losses > MOST_LOSSES:
                count = len(waiting)
                place = waiting.popitem()[0].tasks[0].name
                raise InnspillError("workers-die", where=place, cure="fewer-workers", count=count) from None


def _once(partitions: Sequence[Partition], workers: int) -> Iterator[Partition]:
    """The partitions that finish in one pool, in the order they do."""
    context = multiprocessing.get_context("spawn")  # the store's threads must not be copied into a fork
    pool = ProcessPoolExecutor(
        min(workers, len(partitions)), mp_context=context, initializer=_end_with_parent
    )
    try:
        running = {pool.submit(run, partition): partition for partition in partitions}
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
                yield running.pop(future)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """In a worker: end at Ctrl-C without a word, and when the command is killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
