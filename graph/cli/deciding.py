"""Decisions about a document on the command line: read from beside it, put into it, and written."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from graph.documents.reading import slug_of
from graph.errors import InnspillError
from graph.gazetteer import FOLDER_VARIABLE, load
from graph.messages import chosen, messages
from graph.review import LINES, LOG, Log, decisions_in, read_lines, replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
from graph.review import Decision, Review


def log_beside(source: Path) -> Path:
    """The log of the decisions about a document."""
    return source.parent / LOG


def decisions_of(source: Path, log: Path | None = None) -> tuple[Decision, ...]:
    """What people decided, by a log that was named, else what stands beside the document.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    if log is None:
        return decisions_beside(source)
    with Log(log, read_only=True) as held:
        return held.decisions()


def decisions_beside(source: Path) -> tuple[Decision, ...]:
    """What people decided about the documents in a document's folder.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    decisions, lines = decisions_in(source.parent), source.parent / LINES
    both = log_beside(source).exists() and lines.exists()
    if both and (missing := set(read_lines(lines)) - set(decisions)):
        told = _say("not-in-log", lines=lines, count=len(missing), log=LOG, source=source)
        typer.echo(told, err=True)
    return decisions


@contextmanager
def writing(source: Path, log: Path | None = None) -> Iterator[Log]:
    """The log to write to; a new one begins with its export, so that nothing decided elsewhere is hidden.

    Raises:
        InnspillError: the log or its export is damaged, or cannot be written.
    """
    lines = source.parent / LINES
    if not source.parent.is_dir():
        raise InnspillError("no-folder", where=str(source.parent), cure="check-name")
    exported = read_lines(lines) if log is None and lines.exists() else ()
    with Log(log or log_beside(source)) as held:
        if exported and not held.version():
            held.append(exported)
        yield held


@contextmanager
def own_vocabulary(folder: Path | None) -> Iterator[None]:
    """The vocabularies as a folder holds them, while something is done with them."""
    before = os.environ.get(FOLDER_VARIABLE)
    if folder is None or not folder.is_dir() or str(folder) == before:
        yield
        return
    os.environ[FOLDER_VARIABLE] = str(folder)
    load.cache_clear()
    try:
        yield
    finally:
        os.environ.pop(FOLDER_VARIABLE, None)
        if before is not None:
            os.environ[FOLDER_VARIABLE] = before
        load.cache_clear()


def reviewed(extraction: Extraction, source: Path, gazetteer: Gazetteer) -> Review:
    """A document as people decided it; what no longer fits is told on standard error.

    Raises:
        InnspillError: the decisions cannot be read.
    """
    review = replay(extraction, decisions_beside(source), gazetteer)
    for slug, count in _homeless(review, source):
        typer.echo(_say("of-no-file", source=source, count=count, slug=slug), err=True)
    if review.conflicts:
        typer.echo(_say("no-longer-fit", source=source, count=len(review.conflicts)), err=True)
    return review


def _say(key: str, **fields: object) -> str:
    return messages("review", chosen())[key].format(**fields)


def _homeless(review: Review, source: Path) -> list[tuple[str, int]]:
    """The decisions about a document that no file in the folder has the name of, as after a renaming."""
    if not review.elsewhere:
        return []
    here = {slug_of(path) for path in source.parent.iterdir() if path.is_file()}
    return [(slug, count) for slug, count in review.elsewhere if slug not in here]


def person(given: str) -> str:
    """Who decides: as given, else the name the system knows.

    Raises:
        InnspillError: nobody is named and the system knows none.
    """
    try:
        return given.strip() or getpass.getuser()
    except (OSError, KeyError):
        raise InnspillError("no-decider", cure="no-decider-cure") from None
