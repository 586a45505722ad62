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
SourceArgument = Annotated[Path, typer.Argument(metavar="SOURCE", help="source")]
SourcesArgument = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="sources")]
FoldersArgument = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="sources-or-folders")]


class Engine(StrEnum):
    """What reads a collection."""

    LOCAL = "local"
    SPARK = "spark"


EngineOption = Annotated[
    Engine,
    typer.Option(help="engine"),
]
WorkersOption = Annotated[int, typer.Option(min=0, metavar="COUNT", help="workers")]
MasterOption = Annotated[
    str,
    typer.Option(envvar="INNSPILL_SPARK_MASTER", metavar="ADDRESS", help="master"),
]
QuadsOption = Annotated[
    Path | None,
    typer.Option("--quads", metavar="FOLDER", help="quads"),
]
CompareOption = Annotated[
    bool | None,
    typer.Option(
        "--compare/--no-compare",
        help="compare",
        show_default=False,
    ),
]
PruneOption = Annotated[bool, typer.Option("--prune", help="prune")]


def columns_of(text: str, section: str, respondent: str, date: str) -> dict[str, str]:
    """The columns the user named, by what they hold."""
    given = {"text": text, "section": section, "respondent": respondent, "date": date}
    return {kind: header for kind, header in given.items() if header}


TextColumn = Annotated[str, typer.Option(metavar="HEADER", help="text-column")]
SectionColumn = Annotated[str, typer.Option(metavar="HEADER", help="section-column")]
RespondentColumn = Annotated[str, typer.Option(metavar="HEADER", help="respondent-column")]
DateColumn = Annotated[str, typer.Option(metavar="HEADER", help="date-column")]
WhoOption = Annotated[str, typer.Option("--who", metavar="NAME", envvar="INNSPILL_WHO", help="who")]
LogOption = Annotated[Path | None, typer.Option("--log", metavar="FILE", help="log")]
LanguageOption = Annotated[Language, typer.Option("--lang", envvar="INNSPILL_LANG", help="lang")]

RedactOption = Annotated[
    bool,
    typer.Option("--redact", help="redact"),
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
