"""Options that several commands share, and how a source argument becomes something to ask."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.errors import InnspillError

if TYPE_CHECKING:
    from graph.store import Home, Store


class Language(StrEnum):
    """The written language of messages, labels and reports."""

    NB = "nb"
    NN = "nn"
    EN = "en"


#: The most items held in memory at once: about 0.3 MB an item, and a page must open in a browser.
MOST_ITEMS: Final = 5000
READ: Final = "txt, md, pdf, docx, odt, html, xlsx, csv"
SourceArgument = Annotated[Path, typer.Argument(metavar="KILDE", help=f"Dokumentet ({READ}).")]
SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="KILDE...", help=f"Ett eller flere dokumenter ({READ}).")
]
FoldersArgument = Annotated[
    list[Path], typer.Argument(metavar="KILDE...", help=f"Dokumenter ({READ}), eller mapper med dokumenter.")
]


class Engine(StrEnum):
    """What reads a collection."""

    LOCAL = "local"
    SPARK = "spark"


EngineOption = Annotated[
    Engine,
    typer.Option(help="Det som leser: prosesser på denne maskinen (local) eller Apache Spark (spark)."),
]
WorkersOption = Annotated[
    int, typer.Option(min=0, metavar="ANTALL", help="Hvor mange som leser samtidig; 0 er alle kjernene.")
]
MasterOption = Annotated[
    str,
    typer.Option(
        envvar="INNSPILL_SPARK_MASTER", metavar="ADRESSE", help="Klyngen, for eksempel spark://vert:7077."
    ),
]
QuadsOption = Annotated[
    Path | None,
    typer.Option(
        "--quads", metavar="MAPPE", help="Skriv grafen som N-Quads, en fil for hver del, og behold dem."
    ),
]
CompareOption = Annotated[
    bool | None,
    typer.Option(
        "--compare/--no-compare",
        help="Finn det som kommer igjen i lageret, eller la være. Uten valget: bare til 2 000 innspill.",
        show_default=False,
    ),
]
PruneOption = Annotated[bool, typer.Option("--prune", help="Fjern fra lageret det som er borte fra mappen.")]


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
WhoOption = Annotated[str, typer.Option("--who", envvar="INNSPILL_WHO", help="Hvem som avgjør.")]
LogOption = Annotated[
    Path | None,
    typer.Option("--log", metavar="FIL", help="Loggen; ellers decisions.sqlite i dokumentets mappe."),
]
LanguageOption = Annotated[
    Language, typer.Option("--lang", envvar="INNSPILL_LANG", help="Språk: nb, nn eller en.")
]

RedactOption = Annotated[
    bool,
    typer.Option(
        "--redact", help="Skjul navn på privatpersoner, e-postadresser, telefonnumre og fødselsnumre."
    ),
]

#: Where ``innspill build`` puts its results unless told otherwise.
DEFAULT_OUT = Path("out")


def open_store(path: Path, lang: str = "nb", *, redact: bool = False) -> Store:
    """The store of a graph file written before, or of a document read now.

    Raises:
        InnspillError: the file is missing or is neither.
    """
    from graph.cli.reading import read_review
    from graph.store import Store

    if path.suffix.lower() in {".trig", ".ttl"}:
        return covered_store(Store.read(path)) if redact else Store.read(path)
    store = Store()
    store.add_review(read_review(path, lang=lang, redact=redact))
    return store


def covered_store(home: Home) -> Store:
    """A copy in memory of what a home holds, with personal data covered.

    Raises:
        InnspillError: it holds too much to be copied.
    """
    from graph.privacy import redacted
    from graph.store import Store

    count = int(str(home.ask("SELECT (COUNT(?i) AS ?n) WHERE { ?i a inn:Item }").rows[0][0]))
    if count > MOST_ITEMS:
        raise InnspillError("too-many-to-cover", cure="too-many-to-cover-cure", count=count, most=MOST_ITEMS)
    store = Store()
    for extraction in home.extractions():
        store.add(redacted(extraction))
    return store


def write_bytes(data: bytes) -> None:
    """Bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
