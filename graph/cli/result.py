"""The result files of a small collection: graph, table, report and page; and the summary beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import typer

from graph.cli.files import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.store import Store

#: So many possible new actors are named in the summary.
MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the documents in a store, and what else the summary tells of them, a line each."""

    store: Store
    told: tuple[str, ...] = ()


def write_results(reading: Reading, gazetteer: Gazetteer, out: Path, lang: str) -> None:
    """Write the result files and say what is in them.

    Raises:
        InnspillError: the folder cannot be written to; then the old files stand.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    extractions = reading.store.extractions()
    known = gazetteer.including(c for one in extractions for c in one.candidates)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Lager", total=5)
        files = _files(reading.store, extractions, known, lang, lambda: progress.advance(task))
    write_files(out, {name: text.encode() for name, text in files.items()})
    typer.echo(_summary(extractions, known, reading.told, out, lang))


def _files(
    store: Store,
    extractions: Sequence[Extraction],
    gazetteer: Gazetteer,
    lang: str,
    advance: Callable[[], None],
) -> dict[str, str]:
    """The text of every result file; nothing is written before all of it is made."""
    from graph.analysis import analyse
    from graph.exports.items import items_table
    from graph.papers import overview
    from graph.papers.markdown import to_markdown
    from graph.tables import to_csv
    from viz.page import render_page

    followed = _followed(store, gazetteer, lang)
    analysis = analyse(store, gazetteer)
    files = dict[str, str]()
    for name, make in (
        ("graph.trig", store.to_trig),
        ("graph.ttl", store.to_turtle),
        ("analysis.md", lambda: to_markdown(overview(analysis, gazetteer, lang, followed))),
        ("items.csv", lambda: to_csv(items_table(extractions, gazetteer, lang), lang)),
        (
            "index.html",
            lambda: render_page(
                extractions, gazetteer, lang, graph=files["graph.trig"], analysis=analysis, threads=followed
            ),
        ),
    ):
        files[name] = make()
        advance()
    return files


def _followed(store: Store, gazetteer: Gazetteer, lang: str) -> tuple[Thread, ...]:
    """The asks through time; what recurs goes into the store too."""
    from graph.alignment import RECURRENCE, recurrences_to
    from graph.comparison import threads
    from graph.followup import answers_in, asks_in, verdicts_in
    from graph.messages import messages
    from graph.recurrence import recurrences

    asks = asks_in(store)
    found = recurrences(asks, gazetteer, verdicts_in(store))
    if found.pairs:
        title = messages("recurrence", lang)["graph-title"]
        store.annotate(RECURRENCE, recurrences_to(found, gazetteer), title)
    return threads(asks, found, answers_in(store))


def _summary(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, told: Sequence[str], out: Path, lang: str
) -> str:
    from collections import Counter

    from graph.messages import messages
    from graph.model import Kind, Role

    say = messages("cli", lang)
    kinds = Counter(item.kind for x in extractions for item in x.items)
    asked = Counter(a.target for x in extractions for a in x.attributions if a.role is Role.ADDRESSEE)
    most = sorted(asked.items(), key=lambda p: (-p[1], p[0]))[:3]
    top = ", ".join(f"{gazetteer.actors[a].short} ({n})" for a, n in most)
    found = say["found"].format(
        documents=len(extractions),
        items=kinds.total(),
        proposals=kinds[Kind.PROPOSAL],
        questions=kinds[Kind.QUESTION],
        observations=kinds[Kind.OBSERVATION],
    )
    names = sorted({c.label for x in extractions for c in x.candidates})
    shown = ", ".join(names[:MOST_NAMED]) + (" ..." if len(names) > MOST_NAMED else "")
    lines = [
        found,
        "" if kinds else say["no-items"],
        *told[:-1],
        say["asked-most"].format(actors=top) if top else "",
        say["new-actors"].format(names=shown) if names else "",
        *told[-1:],
        say["look"].format(page=out / "index.html", folder=out),
    ]
    return "\n".join(line for line in lines if line)
