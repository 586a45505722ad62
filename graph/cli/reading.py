"""Reading with people watching: pages counted, what was mended or left out told on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Review


def read_document(
    path: Path, gazetteer: Gazetteer | None = None, columns: Mapping[str, str] | None = None, lang: str = "nb"
) -> Extraction:
    """Everything the machine reads in one file; notes go to standard error.

    Raises:
        InnspillError: the file cannot be read as a document.
    """
    from graph.gazetteer import load
    from graph.messages import messages
    from graph.pipeline import extract_source, read_source

    known = gazetteer or load()
    say = messages("cli", lang)
    with _pages(say["reading"], path.name) as progress:
        source = read_source(path, known, columns, progress)
    for note in source.notes:
        typer.echo(say["note"].format(source=path.name, note=note.told(lang)), err=True)
    return extract_source(source, known)


def read_review(
    path: Path,
    gazetteer: Gazetteer | None = None,
    columns: Mapping[str, str] | None = None,
    lang: str = "nb",
    *,
    redact: bool = False,
) -> Review:
    """Everything read from one file, with what people decided about it; ``redact`` covers personal data.

    Raises:
        InnspillError: the file cannot be read as a document, or the decisions beside it not at all.
    """
    from graph.cli.deciding import reviewed
    from graph.gazetteer import load
    from graph.redaction import redacted_review

    known = gazetteer or load()
    review = reviewed(read_document(path, known, columns, lang), path, known)
    return redacted_review(review) if redact else review


@contextmanager
def _pages(verb: str, name: str) -> Iterator[Callable[[int, int], None]]:
    """Progress by page, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"{verb} {name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
