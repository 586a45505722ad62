"""Collections on the command line: folders into a store, into one page, or as N-Quads."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.collection import Outcome, Plan, Reading, Scan
    from graph.collection.build import Target
    from graph.review import Review
    from graph.store.disk import DiskStore
    from graph.store.remote import RemoteStore

#: Where journal and partitions of a server's documents stand, in the folder the command is run in.
SERVER_WORK: Final = Path(".innspill")
#: So many names are told of what was left out or is gone.
MOST_NAMED: Final = 10


@contextmanager
def opened_target(address: str) -> Iterator[DiskStore | RemoteStore]:
    """A store to load into: a folder, or a server's query address."""
    from graph.queries import document_counts, remember_aggregates
    from graph.store.disk import DiskStore
    from graph.store.opening import is_server
    from graph.store.remote import RemoteStore, Server

    if is_server(address):
        remote = RemoteStore(Server.from_environment(address))
        try:
            yield remote
        finally:
            remote.close()
    else:
        with DiskStore(Path(address), counting=document_counts()) as disk:
            yield disk
            remember_aggregates(disk)


def work_folder(address: str) -> Path:
    """Where the journal of a store stands: in its own folder, or beside the command for a server."""
    from graph.namespaces import slug
    from graph.store.opening import is_server

    return SERVER_WORK / slug(address) if is_server(address) else Path(address)


def store_collection(
    scan: Scan,
    address: str,
    quads: Path | None,
    options: Callable[..., Plan],
    lang: str,
    *,
    compare: bool | None = None,
) -> Outcome:
    """Load a collection into a store, or write its quads, or both; say what was new or changed.

    ``compare`` is whether to find what recurs; None leaves it out of very large stores.

    Raises:
        InnspillError: a folder cannot be written to, or the store or the engine gave up.
    """
    from graph.cli.comparing import comparing
    from graph.cli.personal import personal_line
    from graph.messages import messages

    say = messages("cli", lang)
    work = work_folder(address) if address else (quads or Path())
    plan = options(work, quads or work / "build", keep=quads is not None)
    if not address:
        outcome = built(scan, None, plan, lang)
        typer.echo(say["written"].format(documents=outcome.changed, items=outcome.items, folder=quads))
        return outcome
    with opened_target(address) as target, comparing(target, work, lang, wanted=compare) as loaded:
        outcome = built(scan, target, plan, lang)
        loaded(outcome)
        count, held = outcome.documents + len(scan.failures), len(target.slugs())
        typer.echo(say["stored"].format(changed=outcome.changed, documents=count, store=address, held=held))
    for result in outcome.personal:
        line = personal_line([(result.slug, result.personal)], lang, covered=plan.reading.redact)
        typer.echo(f"{result.name}: {line}")
    return outcome


def collect(scan: Scan, reading: Reading, most: int, lang: str) -> tuple[tuple[Review, ...], Outcome]:
    """A small collection as people decided it, by slug, and what could not be read.

    Raises:
        InnspillError: there are more items than one page can hold.
    """
    from graph.collection import Failure, Outcome, reason, review_task
    from graph.gazetteer import load
    from graph.messages import messages

    say = messages("cli", lang)
    found: dict[str, Review] = {}
    outcome = Outcome(documents=len(scan.tasks), failures=list(scan.failures))
    with _documents(say["reading"]) as progress:
        for count, task in enumerate(scan.tasks, 1):
            try:
                found[task.slug], notes = review_task(task, load(), reading)
            except InnspillError as error:
                outcome.failures.append(Failure(task.path, reason(error, Path(task.path))))
                continue
            outcome.items += len(found[task.slug].extraction.items)
            outcome.notes += [(task.name, note) for note in notes]
            if outcome.items > most:
                raise InnspillError("more-than-a-page", cure="store-or-split", most=most)
            progress(count, len(scan.tasks))
    _tell(outcome, lang)
    return tuple(found[slug] for slug in sorted(found)), outcome


def scanned(sources: Sequence[Path], reading: Reading, leave: Sequence[Path], lang: str) -> Scan:
    """What there is to read; nothing at all is an error.

    Raises:
        InnspillError: a source does not exist, or holds no document.
    """
    from graph.collection import scan
    from graph.gazetteer import load
    from graph.messages import messages

    found = scan(sources, load(), reading, leave)
    if not found.tasks and not found.failures:
        raise InnspillError("no-documents", where=str(sources[0]), cure="give-folder")
    say = messages("cli", lang)
    for name, same in found.copies:
        typer.echo(say["copy"].format(name=name, same=same), err=True)
    if found.others:
        counted = ", ".join(f"{ending} ({count})" for ending, count in found.others.items())
        typer.echo(say["others"].format(endings=counted), err=True)
    return found


def built(scan: Scan, target: Target | None, plan: Plan, lang: str) -> Outcome:
    """Build with people watching; notes and what is gone go to standard error."""
    from graph.collection import build_collection
    from graph.messages import messages

    say = messages("cli", lang)
    with _documents(say["reading"]) as progress:
        outcome = build_collection(scan, target, plan, progress)
    _tell(outcome, lang)
    return outcome


def _tell(outcome: Outcome, lang: str) -> None:
    """Notes and what is gone, on standard error."""
    from graph.messages import messages

    say = messages("cli", lang)
    for name, note in outcome.notes:
        typer.echo(say["note"].format(source=name, note=note.told(lang)), err=True)
    for key, names in (("gone", outcome.gone), ("removed", outcome.removed)):
        if names:
            shown = ", ".join(names[:MOST_NAMED]) + (" ..." if len(names) > MOST_NAMED else "")
            typer.echo(say[key].format(count=len(names), names=shown), err=True)


def tell_failures(outcome: Outcome, lang: str) -> None:
    """List what could not be read, and end with code 2 where there was anything.

    Raises:
        typer.Exit: something failed; the rest is done.
    """
    from graph.messages import messages

    if not outcome.failures:
        return
    say = messages("cli", lang)
    typer.echo(say["failed"].format(count=len(outcome.failures)), err=True)
    for failure in sorted(outcome.failures, key=lambda failure: failure.name):
        typer.echo(f"  {failure.name}: {failure.reason.told(lang)}", err=True)
    raise typer.Exit(2)


@contextmanager
def _documents(verb: str) -> Iterator[Callable[[int, int], None]]:
    """Progress by document, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(verb, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
