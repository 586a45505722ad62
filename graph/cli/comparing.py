"""What recurs in a store, found after a build and kept there, so that the queries answer at once.

A mark in the work folder says that what the store keeps is of what it holds. It is taken away before
documents are loaded and put back when the comparison is in, so a run that was killed in between compares
again; the store takes the comparison whole or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph.asks import Recurrences
    from graph.collection import Outcome
    from graph.gazetteer import Gazetteer
    from graph.store.disk import DiskStore
    from graph.store.remote import RemoteStore

#: More items than this are compared only when told to: 21,158 made ones took 29 s of processor and 1 GB
#: (benchmarks/README.md).
MOST_COMPARED: Final = 20_000
MARK: Final = "compared"
COUNT: Final = "SELECT (COUNT(DISTINCT ?item) AS ?n) WHERE { ?item inn:document ?doc ; inn:order ?order }"
KEPT: Final = "SELECT ?ask WHERE { ?ask a inn:RecurringAsk } LIMIT 1"


@contextmanager
def comparing(
    target: DiskStore | RemoteStore, work: Path, lang: str, *, wanted: bool | None
) -> Iterator[Callable[[Outcome], None]]:
    """Load within it, and say what became of that; then what recurs is found where something changed.

    ``wanted`` is whether to compare; None leaves it out of very large stores, and says so.
    """
    mark = work / MARK
    current = mark.is_file()
    mark.unlink(missing_ok=True)
    outcomes: list[Outcome] = []
    yield outcomes.append
    changed = any(outcome.changed or outcome.removed for outcome in outcomes)
    if (current and not changed) or _compare(target, work, lang, wanted=wanted):
        work.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _compare(target: DiskStore | RemoteStore, work: Path, lang: str, *, wanted: bool | None) -> bool:
    """Whether what recurs was found and kept; where not, it is said how to get it."""
    from graph.followup import recurring_in
    from graph.gazetteer import load
    from graph.messages import messages

    say = messages("cli", lang)
    count = int(str(target.ask(COUNT).rows[0][0]))
    if wanted is False or (wanted is None and count > MOST_COMPARED):
        typer.echo(say["not-compared"].format(items=count))
        return False
    known = load().including(target.candidates())
    found = recurring_in(target, known)
    if found.groups or target.ask(KEPT).rows:
        keep_recurrences(found, target, known, work)
    if found.groups:
        typer.echo(say["compared"].format(asks=len(found.groups)))
    return True


def keep_recurrences(
    found: Recurrences, target: DiskStore | RemoteStore, gazetteer: Gazetteer, work: Path
) -> None:
    """Put what recurs into the store it was found in, in place of what stood there.

    The mark in the work folder is away meanwhile: a store that is left half way has nothing of it.

    Raises:
        InnspillError: it cannot be written to.
    """
    from graph.alignment import RECURRENCE, recurrences_to
    from graph.messages import messages
    from graph.store.quads import annotation_part

    title = messages("recurrence", "nb")["graph-title"]
    mark = work / MARK
    current = mark.is_file()
    mark.unlink(missing_ok=True)
    target.put([annotation_part(RECURRENCE, recurrences_to(found, gazetteer), title)])
    if current:
        mark.touch()
