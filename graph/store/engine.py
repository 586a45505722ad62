"""The engine on disk, opened to write by one process and to read by others.

https://pyoxigraph.readthedocs.io/
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.messages import sentence

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

#: Times to open a store that is being written to, and seconds between them.
ATTEMPTS: Final = 20
PAUSE: Final = 0.05


def opened_engine(folder: Path, *, read_only: bool) -> pyoxigraph.Store:
    """The engine of the store in a folder.

    Raises:
        InnspillError: another process writes to it, it is no store, is damaged, or cannot be opened.
    """
    import pyoxigraph

    inside = folder / "graph"
    if read_only and not inside.is_dir():
        raise InnspillError("no-store", where=str(folder), cure="no-store-cure")
    try:
        if read_only:
            return _beside_a_writer(folder, inside)
        inside.mkdir(parents=True, exist_ok=True)
        return pyoxigraph.Store(str(inside))
    except OSError as error:
        held = "lock" in str(error).lower()
        if held:
            raise InnspillError("store-held", where=str(folder), cure="wait") from None
        raise InnspillError("store-unopened", where=str(folder), cure="check-store", reason=error) from None
    except RuntimeError as error:  # what the engine says of files that are not as it wrote them
        raise InnspillError(
            "store-damaged", where=str(folder), cure="store-damaged-cure", reason=error
        ) from None


def _beside_a_writer(folder: Path, inside: Path) -> pyoxigraph.Store:
    """Open to read; a writer may take away a file it has merged into another just as it is to be opened."""
    import pyoxigraph

    for _ in range(ATTEMPTS):
        try:
            return pyoxigraph.Store.read_only(str(inside))
        except RuntimeError as error:
            if "No such file" not in str(error):
                raise
            time.sleep(PAUSE)
    reason = sentence("files-change")
    raise InnspillError("store-unopened", where=str(folder), cure="check-store", reason=reason)
