"""The main job: documents in, a graph, a page, a table and a report out."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import (
    DEFAULT_OUT,
    MOST_ITEMS,
    DateColumn,
    Engine,
    EngineOption,
    FoldersArgument,
    Language,
    LanguageOption,
    MasterOption,
    PruneOption,
    QuadsOption,
    RedactOption,
    RespondentColumn,
    SectionColumn,
    TextColumn,
    WorkersOption,
    columns_of,
)
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.cli.result import Reading
    from graph.gazetteer import Gazetteer
    from graph.review import Review


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
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FIL.ttl", help="Hva det ble av innspillene, som inn:Answer i Turtle."),
    ] = None,
    quads: QuadsOption = None,
    prune: PruneOption = False,
    engine: EngineOption = Engine.LOCAL,
    workers: WorkersOption = 0,
    master: MasterOption = "",
    text_column: TextColumn = "",
    section_column: SectionColumn = "",
    respondent_column: RespondentColumn = "",
    date_column: DateColumn = "",
    redact: RedactOption = False,
) -> None:
    """Les dokumenter eller hele mapper og lag graf, nettside, tabell og rapport."""
    from graph.cli.result import Reading, write_results
    from graph.gazetteer import load

    columns = columns_of(text_column, section_column, respondent_column, date_column)
    if not (store or quads or any(source.is_dir() for source in sources)):
        reading = _read(sources, load(), columns, lang, redact=redact)
        _answered(reading, answers, lang)
        write_results(reading, load(), out, lang)
        return
    from graph.cli.storing import collect, scanned, scratch, store_collection, tell_failures
    from graph.collection import Plan

    if answers and (store or quads):
        raise InnspillError("--answers gjelder --out", cure="Legg svarene i lageret, eller utelat --store")
    leave = [out, *([Path(store)] if store else []), *([quads] if quads else [])]
    found = scanned(sources, columns, leave, lang, redact=redact)
    count = workers or os.cpu_count() or 1
    plan = partial(
        Plan, engine=engine, workers=count, master=master, prune=prune, columns=columns, redact=redact
    )
    if store or quads:
        tell_failures(store_collection(found, store, quads, plan, lang), lang)
        return
    with scratch() as work:
        memory, outcome = collect(found, plan(work, work / "build"), MOST_ITEMS, lang)
    reading = Reading(memory)
    _answered(reading, answers, lang)
    write_results(reading, load(), out, lang)
    tell_failures(outcome, lang)


def _answered(reading: Reading, answers: Path | None, lang: str) -> None:
    from graph.cli.recurring import add_answers

    if answers:
        add_answers(reading.store, answers, lang)


def _read(
    sources: Sequence[Path], gazetteer: Gazetteer, columns: Mapping[str, str], lang: str, *, redact: bool
) -> Reading:
    """A few documents in memory, with what is told of them: what people decided, personal data."""
    from graph.cli.personal import personal_data
    from graph.cli.result import Reading
    from graph.messages import messages
    from graph.redaction import redacted_review
    from graph.store import Store

    reviews = read_documents(sources, gazetteer, columns, lang)
    active = sum(len(review.active) for review in reviews)
    conflicts = sum(len(review.conflicts) for review in reviews)
    say = messages("review", lang)
    return Reading(
        Store.of_reviews(map(redacted_review, reviews) if redact else reviews),
        (
            say["applied"].format(active=active, conflicts=conflicts) if active or conflicts else "",
            personal_data([review.extraction for review in reviews], lang, covered=redact),
        ),
    )


def read_documents(
    sources: Sequence[Path], gazetteer: Gazetteer, columns: Mapping[str, str], lang: str
) -> tuple[Review, ...]:
    """The documents by slug; the same file given twice, under whatever name, is read once."""
    from graph.cli.reading import read_review

    found: dict[str, Review] = {}
    read = set[str]()
    for source in sources:
        review = read_review(source, gazetteer, columns, lang)
        slug, sha256 = review.machine.document.slug, review.machine.document.sha256
        if sha256 in read:
            continue
        if slug in found:
            raise InnspillError(
                f"to ulike dokumenter får navnet «{slug}»", where=str(source), cure="Gi filene ulike navn"
            )
        read.add(sha256)
        found[slug] = review
    count = sum(len(review.extraction.items) for review in found.values())
    if count > MOST_ITEMS:
        raise InnspillError(
            f"{count} innspill er for mange for én graf og én side (høyst {MOST_ITEMS})",
            where=str(sources[0]) if len(sources) == 1 else f"{len(sources)} dokumenter",
            cure="Del dem i flere, eller bruk «innspill items», som tar alle",
        )
    return tuple(found[slug] for slug in sorted(found))


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(build)
