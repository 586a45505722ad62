"""The nursery: a process that holds the graph in memory and forks a worker of itself when told to.

A worker so made shares the graph's memory and is ready in milliseconds; it confines itself, answers one
query after another on its socket, and is killed where a query passes a bound. Engines have crashed on
queries, so nothing that must live runs one. A graph too large for memory is opened by each worker.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph

from graph.endpoint.confinement import confine
from graph.endpoint.evaluation import evaluate
from graph.errors import learn_sentences
from graph.namespaces import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTH: Final = struct.Struct("!I")
#: What the nursery is told: ``fork``, with a socket, or ``kill`` and whom.
ORDER: Final = struct.Struct("!4sI")
#: Bytes of address space a worker may have, and how much of it a query may add to the graph.
MEMORY: Final = 2 * 1024**3
GROWTH: Final = 768 * 1024**2


def main() -> None:
    """Run in the nursery: ``nursery.py SOCKET [FOLDER]``; without a folder the graph comes on stdin."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    opened: Callable[[], pyoxigraph.Store]
    if len(sys.argv) > 2:  # noqa: PLR2004 - the folder
        folder = sys.argv[2]
        opened = lambda: pyoxigraph.Store.read_only(folder)  # noqa: E731
    else:
        held = _held(sys.stdin.buffer)
        opened = lambda: held  # noqa: E731
    learn_sentences()
    control.sendall(b"ready\n")
    _serve(control, opened, files=len(sys.argv) > 2)  # noqa: PLR2004 - the folder


def _held(quads: BinaryIO) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(quads, pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    store.remove_graph(pyoxigraph.NamedNode(GRAPH + "state"))
    return store


def _serve(control: socket.socket, opened: Callable[[], pyoxigraph.Store], *, files: bool) -> None:
    while True:
        try:
            message, handles, _, _ = socket.recv_fds(control, ORDER.size, 1)
        except ConnectionResetError:  # the server has ended
            return
        if len(message) < ORDER.size:
            return
        _reap()
        command, number = ORDER.unpack(message)
        if command == b"kill":
            _kill(number)
            continue
        pid = os.fork()
        if pid == 0:
            control.close()
            _work(socket.socket(fileno=handles[0]), opened, files=files)
        os.close(handles[0])
        try:
            control.sendall(f"{pid}\n".encode())
        except BrokenPipeError:  # the server has ended
            return


def _kill(pid: int) -> None:
    """A worker not yet reaped keeps its number, so no other process can be meant."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _work(channel: socket.socket, opened: Callable[[], pyoxigraph.Store], *, files: bool) -> None:
    """Answer queries until the other end closes; never returns into the nursery."""
    try:
        store = opened()
        confine(min(MEMORY, _size() + GROWTH) if not files else MEMORY, files=files)
        with channel.makefile("rb") as reader:
            while head := reader.read(LENGTH.size):
                asked: dict[str, Any] = json.loads(reader.read(LENGTH.unpack(head)[0]))
                told, body = evaluate(store, asked)
                made = json.dumps(told).encode()
                channel.sendall(LENGTH.pack(len(made)) + made + LENGTH.pack(len(body)) + body)
    finally:
        os._exit(0)


def _size() -> int:
    """Bytes of this process's address space, as far as the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return MEMORY
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
