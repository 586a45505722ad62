"""Options that several commands share, and how a source argument becomes something to ask."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph.store import Store


class Language(StrEnum):
    """The written language of messages, labels and reports."""

    NB = "nb"
    NN = "nn"
    EN = "en"


SourceArgument = Annotated[Path, typer.Argument(metavar="KILDE", help="Dokumentet (.txt eller .md).")]
SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="KILDE...", help="Ett eller flere dokumenter (.txt eller .md).")
]
AskedArgument = Annotated[
    Path,
    typer.Option("--source", "-s", metavar="FIL", help="Dokument, eller graph.trig fra «innspill build»."),
]
LanguageOption = Annotated[
    Language, typer.Option("--lang", envvar="INNSPILL_LANG", help="Språk: nb, nn eller en.")
]

#: Where ``innspill build`` puts its results unless told otherwise.
DEFAULT_OUT = Path("out")


def open_store(path: Path) -> Store:
    """The store of a graph file written before, or of a document read now.

    Raises:
        InnspillError: the file is missing or is neither.
    """
    from graph.pipeline import extract
    from graph.store import Store

    if path.suffix.lower() in {".trig", ".ttl"}:
        return Store.read(path)
    store = Store()
    store.add(extract(path))
    return store


def write_bytes(data: bytes) -> None:
    """Bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
