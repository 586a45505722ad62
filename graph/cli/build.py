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
    MOST_ITEMS,
    CompareOption,
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
from graph.cli.personal import personal_data
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import messages, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.review import Review

#: So many possible new actors are named in the summary.
MOST_NAMED: Final = 8


def build(
    sources: FoldersArgument,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="build-out")] = DEFAULT_OUT,
    lang: LanguageOption = Language.NB,
    *,
    store: Annotated[
        str,
        typer.Option(
            help="store",
            metavar="FOLDER",
        ),
    ] = "",
    quads: QuadsOption = None,
    prune: PruneOption = False,
    compare: CompareOption = None,
    engine: EngineOption = Engine.LOCAL,
    workers: WorkersOption = 0,
    master: MasterOption = "",
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE.ttl", help="answers"),
    ] = None,
    text_column: TextColumn = "",
    section_column: SectionColumn = "",
    respondent_column: RespondentColumn = "",
    date_column: DateColumn = "",
    redact: RedactOption = False,
) -> None:
    """Documents or whole folders in, a graph, a page, a table and a report out."""
    from graph.gazetteer import load

    columns = columns_of(text_column, section_column, respondent_column, date_column)
    if not (store or quads or any(source.is_dir() for source in sources)):
        read = read_documents(sources, load(), columns, lang)
        _page(read, out, lang, answers, redact=redact)
        return
    from graph.cli.storing import collect, scanned, store_collection, tell_failures
    from graph.collection import Plan, Reading

    reading = Reading(tuple(sorted(columns.items())), redact)
    leave = [out, *([Path(store)] if store else []), *([quads] if quads else [])]
    found = scanned(sources, reading, leave, lang)
    if store or quads:
        count = workers or os.cpu_count() or 1
        plan = partial(Plan, engine=engine, workers=count, master=master, prune=prune, reading=reading)
        tell_failures(store_collection(found, store, quads, plan, lang, compare=compare), lang)
        return
    if engine is not Engine.LOCAL or prune:
        raise InnspillError("needs-store", cure="add-store")
    reviews, outcome = collect(found, reading, MOST_ITEMS, lang)
    _page(reviews, out, lang, answers, redact=redact)
    tell_failures(outcome, lang)


def _page(read: Sequence[Review], out: Path, lang: str, answers: Path | None, *, redact: bool) -> None:
    """Write the result files and say what is in them."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from graph.gazetteer import load
    from graph.redaction import redacted_review

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    reviews = tuple(map(redacted_review, read)) if redact else tuple(read)
    extractions = tuple(review.extraction for review in reviews)
    gazetteer = load().including(c for one in extractions for c in one.candidates)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        files = _render(reviews, gazetteer, lang, answers, progress)
    write_files(out, {name: text.encode() for name, text in files.items()})
    personal = personal_data([review.extraction for review in read], lang, covered=redact)
    typer.echo(_summary(reviews, gazetteer, personal, out, lang))


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
            raise InnspillError("same-name-different", where=str(source), cure="rename-files", slug=slug)
        read.add(sha256)
        found[slug] = review
    count = sum(len(review.extraction.items) for review in found.values())
    if count > MOST_ITEMS:
        raise InnspillError(
            "too-many-for-page",
            where=str(sources[0])
            if len(sources) == 1
            else sentence("so-many-documents", documents=len(sources)),
            cure="split-or-items",
            count=count,
            most=MOST_ITEMS,
        )
    return tuple(found[slug] for slug in sorted(found))


def _render(
    reviews: Sequence[Review], gazetteer: Gazetteer, lang: str, answers: Path | None, progress: object
) -> dict[str, str]:
    """The text of every result file; nothing is written before all of it is made."""
    from rich.progress import Progress

    from graph.analysis import analyse
    from graph.cli.explorer import explorer
    from graph.cli.recurring import add_answers, followed
    from graph.exports.items import items_table
    from graph.papers import overview
    from graph.papers.markdown import to_markdown
    from graph.store import Store
    from graph.tables import to_csv

    assert isinstance(progress, Progress)  # noqa: S101
    task = progress.add_task(messages("cli", lang)["making"], total=5)
    store = Store.of_reviews(reviews)
    extractions = [review.extraction for review in reviews]
    if answers:
        add_answers(store, answers, lang)
    threads = followed(store, gazetteer, lang)
    analysis = analyse(store, gazetteer)
    files = dict[str, str]()
    for name, make in (
        ("graph.trig", store.to_trig),
        ("graph.ttl", store.to_turtle),
        ("analysis.md", lambda: to_markdown(overview(analysis, gazetteer, lang, threads))),
        ("items.csv", lambda: to_csv(items_table(extractions, gazetteer, lang), lang)),
        (
            "index.html",
            lambda: explorer(
                reviews,
                store,
                gazetteer,
                lang=lang,
                graph=files["graph.trig"],
                threads=threads,
                analysis=analysis,
            ),
        ),
    ):
        files[name] = make()
        progress.advance(task)
    return files


def _summary(reviews: Sequence[Review], gazetteer: Gazetteer, personal: str, out: Path, lang: str) -> str:
    from collections import Counter

    from graph.model import Kind, Role
    from graph.privacy import is_covered

    say = messages("cli", lang)
    extractions = [review.extraction for review in reviews]
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
    active = sum(len(review.active) for review in reviews)
    conflicts = sum(len(review.conflicts) for review in reviews)
    if active or conflicts:
        lines.append(messages("review", lang)["applied"].format(active=active, conflicts=conflicts))
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
    add(app, build)
