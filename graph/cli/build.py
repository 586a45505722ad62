"""The main job: documents in, a graph, a page, a table and a report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.cli.files import write_files
from graph.cli.options import (
    DEFAULT_OUT,
    MOST_ITEMS,
    DateColumn,
    Language,
    LanguageOption,
    RedactOption,
    RespondentColumn,
    SectionColumn,
    SourcesArgument,
    TextColumn,
    columns_of,
)
from graph.cli.personal import personal_data
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

#: So many possible new actors are named in the summary.
MOST_NAMED: Final = 8


def build(
    sources: SourcesArgument,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="MAPPE", help="Mappen resultatet legges i.")
    ] = DEFAULT_OUT,
    lang: LanguageOption = Language.NB,
    *,
    store: Annotated[
        str,
        typer.Option(
            help="Legg dokumentene i et lager i stedet: en mappe, eller adressen til en SPARQL-server.",
            metavar="MAPPE",
        ),
    ] = "",
    text_column: TextColumn = "",
    section_column: SectionColumn = "",
    respondent_column: RespondentColumn = "",
    date_column: DateColumn = "",
    redact: RedactOption = False,
) -> None:
    """Les dokumenter og lag graf, nettside, tabell og rapport."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from graph.gazetteer import load
    from graph.privacy import redacted

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    gazetteer = load()
    named = columns_of(text_column, section_column, respondent_column, date_column)
    if store:
        from graph.cli.storing import store_documents

        typer.echo(store_documents(sources, store, gazetteer, named, lang, redact=redact))
        return
    read = read_documents(sources, gazetteer, named, lang)
    extractions = tuple(map(redacted, read)) if redact else read
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
        files = _render(extractions, gazetteer, lang, progress)
    write_files(out, {name: text.encode() for name, text in files.items()})
    typer.echo(_summary(extractions, gazetteer, personal_data(read, lang, covered=redact), out, lang))


def read_documents(
    sources: Sequence[Path], gazetteer: Gazetteer, columns: Mapping[str, str], lang: str
) -> tuple[Extraction, ...]:
    """The documents by slug; the same file given twice, under whatever name, is read once."""
    from graph.cli.reading import read_document

    found: dict[str, Extraction] = {}
    read = set[str]()
    for source in sources:
        extraction = read_document(source, gazetteer, columns, lang)
        slug, sha256 = extraction.document.slug, extraction.document.sha256
        if sha256 in read:
            continue
        if slug in found:
            raise InnspillError(
                f"to ulike dokumenter får navnet «{slug}»", where=str(source), cure="Gi filene ulike navn"
            )
        read.add(sha256)
        found[slug] = extraction
    count = sum(len(extraction.items) for extraction in found.values())
    if count > MOST_ITEMS:
        raise InnspillError(
            f"{count} innspill er for mange for én graf og én side (høyst {MOST_ITEMS})",
            where=str(sources[0]) if len(sources) == 1 else f"{len(sources)} dokumenter",
            cure="Del dem i flere, eller bruk «innspill items», som tar alle",
        )
    return tuple(found[slug] for slug in sorted(found))


def _render(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, lang: str, progress: object
) -> dict[str, str]:
    """The text of every result file; nothing is written before all of it is made."""
    from rich.progress import Progress

    from graph.analysis import analyse
    from graph.exports.items import items_table
    from graph.papers import overview
    from graph.papers.markdown import to_markdown
    from graph.store import Store
    from graph.tables import to_csv
    from viz.page import render_page

    assert isinstance(progress, Progress)  # noqa: S101
    task = progress.add_task("Lager", total=5)
    store = Store()
    for extraction in extractions:
        store.add(extraction)
    analysis = analyse(store, gazetteer)
    files = dict[str, str]()
    for name, make in (
        ("graph.trig", store.to_trig),
        ("graph.ttl", store.to_turtle),
        ("analysis.md", lambda: to_markdown(overview(analysis, gazetteer, lang))),
        ("items.csv", lambda: to_csv(items_table(extractions, gazetteer, lang), lang)),
        (
            "index.html",
            lambda: render_page(extractions, gazetteer, lang, graph=files["graph.trig"], analysis=analysis),
        ),
    ):
        files[name] = make()
        progress.advance(task)
    return files


def _summary(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, personal: str, out: Path, lang: str
) -> str:
    from collections import Counter

    from graph.messages import messages
    from graph.model import Kind, Role
    from graph.privacy import is_covered

    say = messages("cli", lang)
    kinds = Counter(item.kind for x in extractions for item in x.items)
    asked = Counter(a.target for x in extractions for a in x.attributions if a.role is Role.ADDRESSEE)
    lines = [
        say["found"].format(
            documents=len(extractions),
            items=kinds.total(),
            proposals=kinds[Kind.PROPOSAL],
            questions=kinds[Kind.QUESTION],
            observations=kinds[Kind.OBSERVATION],
        )
    ]
    if not kinds:
        lines.append(say["no-items"])
    top = ", ".join(
        f"{gazetteer.actors[a].short} ({n})"
        for a, n in sorted(asked.items(), key=lambda p: (-p[1], p[0]))[:3]
    )
    if top:
        lines.append(say["asked-most"].format(actors=top))
    candidates = sorted({c.label for x in extractions for c in x.candidates if not is_covered(c.label)})
    if candidates:
        shown = ", ".join(candidates[:MOST_NAMED]) + (" ..." if len(candidates) > MOST_NAMED else "")
        lines.append(say["new-actors"].format(names=shown))
    if personal:
        lines.append(personal)
    lines.append(say["look"].format(page=out / "index.html", folder=out))
    return "\n".join(lines)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(build)
