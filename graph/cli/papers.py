"""The commands that write papers to send on: a brief for one actor, a report on everything."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.cli.options import (
    DEFAULT_OUT,
    MOST_ITEMS,
    Language,
    LanguageOption,
    RedactOption,
)
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.gazetteer import Gazetteer
    from graph.papers.paper import Paper
    from graph.store import Home


class PaperFormat(StrEnum):
    """How a paper is written."""

    DOCX = "docx"
    HTML = "html"


Documents = Annotated[
    list[Path] | None,
    typer.Argument(metavar="DOCUMENT", help="documents"),
]
Source = Annotated[str, typer.Option("--source", "-s", metavar="SOURCE", help="query-source")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="paper-out")]
Form = Annotated[PaperFormat | None, typer.Option("--format", "-f", help="format-by-ending")]
PAPERS: Final = tuple(PaperFormat)
DEFAULT_SOURCE: Final = str(DEFAULT_OUT / "graph.trig")


def brief(
    documents: Documents = None,
    *,
    actor: Annotated[str, typer.Option(metavar="ACTOR", help="brief-actor")],
    source: Source = DEFAULT_SOURCE,
    out: Out = None,
    form: Form = None,
    lang: LanguageOption = Language.NB,
    redact: RedactOption = False,
) -> None:
    """A paper for one actor."""
    from graph.followup import threads_in
    from graph.namespaces import ACTOR
    from graph.papers import brief_of, letter
    from graph.queries import named, resolve

    written = chosen_format(out, form, PAPERS, "docx")
    with sources(documents, source, lang, redact=redact) as (home, gazetteer):
        chosen = resolve(named("asked-of"), {"actor": actor}, gazetteer, ())["actor"].removeprefix(ACTOR)
        brief = brief_of(home.extractions(), gazetteer, chosen)
        paper = letter(brief, gazetteer, lang, threads_in(home, gazetteer))
    _write(paper, out or DEFAULT_OUT / f"brief-{chosen}.{written}", written)


def report(
    documents: Documents = None,
    *,
    source: Source = DEFAULT_SOURCE,
    out: Out = None,
    form: Form = None,
    lang: LanguageOption = Language.NB,
    redact: RedactOption = False,
) -> None:
    """A paper on everything."""
    from graph.analysis import analyse
    from graph.followup import threads_in
    from graph.papers import brief_of, whole
    from graph.store import Store

    written = chosen_format(out, form, PAPERS, "docx")
    with sources(documents, source, lang, redact=redact) as (home, gazetteer):
        extractions = home.extractions()
        store = home if isinstance(home, Store) else Store.of(extractions)
        threads, analysis = threads_in(home, gazetteer), analyse(store, gazetteer)
        paper = whole(brief_of(extractions, gazetteer), analysis, gazetteer, lang, threads)
    _write(paper, out or DEFAULT_OUT / f"report.{written}", written)


@contextmanager
def sources(
    documents: list[Path] | None, source: str, lang: str, *, redact: bool
) -> Iterator[tuple[Home, Gazetteer]]:
    """What the papers and exports are made of, and the gazetteer with its unlisted organisations.

    Raises:
        InnspillError: a document cannot be read, or there is too much for one paper.
    """
    from graph.cli.build import read_documents
    from graph.cli.queries import home_of
    from graph.gazetteer import load
    from graph.redaction import redacted_review
    from graph.store import Store

    if documents and not _is_home(documents):
        reviews = read_documents(documents, load(), {}, lang)
        store = Store.of_reviews(map(redacted_review, reviews) if redact else reviews)
        yield store, load().including(store.candidates())
        return
    with home_of(str(documents[0]) if documents else source, lang, redact=redact) as home:
        count = int(str(home.ask("SELECT (COUNT(?i) AS ?n) WHERE { ?i a inn:Item }").rows[0][0]))
        if count > MOST_ITEMS:
            raise InnspillError(
                "too-many-for-file",
                cure="fewer-documents",
                count=count,
                most=MOST_ITEMS,
            )
        yield home, load().including(home.candidates())


def _is_home(documents: list[Path]) -> bool:
    """Whether the one thing named is a graph or a store rather than a document."""
    return len(documents) == 1 and (documents[0].is_dir() or documents[0].suffix.lower() in {".trig", ".ttl"})


def chosen_format(out: Path | None, form: str | None, known: tuple[str, ...], default: str) -> str:
    """The format named, else the one the file's ending names.

    Raises:
        InnspillError: the ending names none.
    """
    ending = out.suffix.lower().removeprefix(".") if out else ""
    found = form or (ending if out else default)
    if found not in known:
        raise InnspillError(
            sentence("unknown-format", format=found) if found else "format-not-said",
            where=str(out or ""),
            cure=sentence("formats-are", known=", ".join(known)),
        )
    return found


def _write(paper: Paper, path: Path, form: str) -> None:
    from graph.cli.files import write_files
    from graph.papers.docx import to_docx
    from graph.papers.html import to_html

    data = to_docx(paper) if form == "docx" else to_html(paper).encode()
    write_files(path.parent, {path.name: data})
    typer.echo(str(path))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(app, brief, report)
