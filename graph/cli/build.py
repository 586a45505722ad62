"""The main job: documents in, a graph, a page, a table and a report out."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.cli.files import write_files
from graph.cli.options import (
    DEFAULT_OUT,
    DateColumn,
    Engine,
    EngineOption,
    FoldersArgument,
    Language,
    LanguageOption,
    MasterOption,
    PruneOption,
    QuadsOption,
    RespondentColumn,
    SectionColumn,
    TextColumn,
    WorkersOption,
    columns_of,
)
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

#: The graph is held in memory, about 0.3 MB an item, and the page must open in a browser.
MOST_ITEMS: Final = 5000
#: So many possible new actors are named in the summary.
MOST_NAMED: Final = 8


def build(
    sources: FoldersArgument,
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
    quads: QuadsOption = None,
    prune: PruneOption = False,
    engine: EngineOption = Engine.LOCAL,
    workers: WorkersOption = 0,
    master: MasterOption = "",
    text_column: TextColumn = "",
    section_column: SectionColumn = "",
    respondent_column: RespondentColumn = "",
    date_column: DateColumn = "",
) -> None:
    """Les dokumenter eller hele mapper og lag graf, nettside, tabell og rapport."""
    columns = columns_of(text_column, section_column, respondent_column, date_column)
    if not (store or quads or any(source.is_dir() for source in sources)):
        from graph.gazetteer import load

        gazetteer = load()
        _page(_read(sources, gazetteer, columns, lang), gazetteer, out, lang)
        return
    from graph.cli.storing import collect, scanned, scratch, store_collection, tell_failures
    from graph.collection import Plan

    leave = [out, *([Path(store)] if store else []), *([quads] if quads else [])]
    found = scanned(sources, columns, leave, lang)
    count = workers or os.cpu_count() or 1
    plan = partial(Plan, engine=engine, workers=count, master=master, prune=prune, columns=columns)
    if store or quads:
        tell_failures(store_collection(found, store, quads, plan, lang), lang)
        return
    with scratch() as work:
        extractions, outcome = collect(found, plan(work, work / "build"), MOST_ITEMS, lang)
    from graph.gazetteer import load

    _page(extractions, load(), out, lang)
    tell_failures(outcome, lang)


def _page(extractions: Sequence[Extraction], gazetteer: Gazetteer, out: Path, lang: str) -> None:
    """Write the result files and say what is in them."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
        files = _render(extractions, gazetteer, lang, progress)
    write_files(out, {name: text.encode() for name, text in files.items()})
    typer.echo(_summary(extractions, gazetteer, out, lang))


def _read(
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
    from graph.cli.items import items_table
    from graph.report import report
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
        ("analysis.md", lambda: report(analysis, gazetteer, lang)),
        ("items.csv", lambda: to_csv(items_table(extractions, gazetteer, lang), lang)),
        (
            "index.html",
            lambda: render_page(extractions, gazetteer, lang, graph=files["graph.trig"], analysis=analysis),
        ),
    ):
        files[name] = make()
        progress.advance(task)
    return files


def _summary(extractions: Sequence[Extraction], gazetteer: Gazetteer, out: Path, lang: str) -> str:
    from collections import Counter

    from graph.messages import messages
    from graph.model import Kind, Role

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
    candidates = sorted({c.label for x in extractions for c in x.candidates})
    if candidates:
        shown = ", ".join(candidates[:MOST_NAMED]) + (" ..." if len(candidates) > MOST_NAMED else "")
        lines.append(say["new-actors"].format(names=shown))
    lines.append(say["look"].format(page=out / "index.html", folder=out))
    return "\n".join(lines)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(build)
