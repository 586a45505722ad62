"""Which home an address means: a folder, a file or a server."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store.home import Home


def is_server(address: str) -> bool:
    """Whether an address is a web address.

    >>> is_server("http://localhost:7878/query"), is_server("out/graph.trig")
    (True, False)
    """
    return address.startswith(("http://", "https://"))


@contextmanager
def opened(address: str) -> Iterator[Home]:
    """A home to read from: a store's folder, a graph file, or a server's query address.

    Raises:
        InnspillError: it cannot be opened.
    """
    if is_server(address):
        from graph.store.remote import RemoteStore, Server

        remote = RemoteStore(Server.from_environment(address))
        try:
            yield remote
        finally:
            remote.close()
    elif Path(address).is_dir():
        from graph.store.disk import DiskStore

        with DiskStore(Path(address), read_only=True) as disk:
            yield disk
    else:
        from graph.store.memory import Store

        yield Store.read(Path(address))
