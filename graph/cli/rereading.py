"""A document under review whose file changes: read again when it has been still for a moment."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import typer

from graph.errors import InnspillError
from graph.messages import chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.model import Extraction

#: Seconds a file must have been left alone; one that is being written is not read.
STILL: Final = 1.0

Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Rereading:
    """Gives a new reading of a document each time its file has become another.

    ``read`` reads the file, ``slug`` is the name the document must keep. What cannot be read is told once on
    standard error, and the earlier reading stands.
    """

    source: Path
    slug: str
    read: Callable[[Path], Extraction]
    seen: Stamp | None = field(init=False)

    def __post_init__(self) -> None:
        self.seen = _stamp(self.source)

    def __call__(self) -> Extraction | None:
        """The new reading; None where there is none, or not yet."""
        now = _stamp(self.source)
        if now == self.seen or (now and time.time() - now[2] / 1e9 < STILL):
            return None
        self.seen = now
        try:
            return self._read()
        except InnspillError as error:
            told = InnspillError("old-reading-stays", where=str(self.source), reason=error.sentence())
            typer.echo(f"innspill: {told.told(chosen())}", err=True)
            return None

    def _read(self) -> Extraction:
        if self.seen is None:
            raise InnspillError("file-gone")
        made = self.read(self.source)
        if made.document.slug != self.slug:
            raise InnspillError("other-name-now", old=self.slug, new=made.document.slug)
        return made


def _stamp(path: Path) -> Stamp | None:
    """What tells one state of a file from another; None where there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns
