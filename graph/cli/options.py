"""Options that several commands share, and how a source argument becomes something to ask."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from graph.store import Store


class Language(StrEnum):
    """The written language of messages, labels and reports."""

    NB = "nb"
    NN = "nn"
    EN = "en"


READ: Final = "txt, md, pdf, docx, odt, html, xlsx, csv"
SourceArgument = Annotated[Path, typer.Argument(metavar="KILDE", help=f"Dokumentet ({READ}).")]
SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="KILDE...", help=f"Ett eller flere dokumenter ({READ}).")
]


def columns_of(text: str, section: str, respondent: str, date: str) -> dict[str, str]:
    """The columns the user named, by what they hold."""
    given = {"text": text, "section": section, "respondent": respondent, "date": date}
    return {kind: header for kind, header in given.items() if header}


def _column(name: str, holds: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        f"--{name}-column", metavar="OVERSKRIFT", help=f"Kolonnen i et regneark som holder {holds}."
    )
    return found


TextColumn = Annotated[str, _column("text", "teksten")]
SectionColumn = Annotated[str, _column("section", "tema eller spørsmål")]
RespondentColumn = Annotated[str, _column("respondent", "avsenderen")]
DateColumn = Annotated[str, _column("date", "datoen")]
AskedArgument = Annotated[
    Path,
    typer.Option("--source", "-s", metavar="FIL", help="Dokument, eller graph.trig fra «innspill build»."),
]
LanguageOption = Annotated[
    Language, typer.Option("--lang", envvar="INNSPILL_LANG", help="Språk: nb, nn eller en.")
]

#: Where ``innspill build`` puts its results unless told otherwise.
DEFAULT_OUT = Path("out")


def open_store(path: Path, lang: str = "nb") -> Store:
    """The store of a graph file written before, or of a document read now.

    Raises:
        InnspillError: the file is missing or is neither.
    """
    from graph.cli.reading import read_review
    from graph.store import Store

    if path.suffix.lower() in {".trig", ".ttl"}:
        return Store.read(path)
    store = Store()
    store.add_review(read_review(path, lang=lang))
    return store


def write_bytes(data: bytes) -> None:
    """Bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
