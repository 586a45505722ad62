"""Where decisions about a document are kept, and how they are put into it.

The log ``decisions.sqlite`` beside a document is the one truth. Where there is none, its export
``decisions.jsonl``, which a repository can carry, is read in its place.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Decision, Review

LOG: Final = "decisions.sqlite"
LINES: Final = "decisions.jsonl"


def log_beside(source: Path) -> Path:
    """The log of the decisions about a document."""
    return source.parent / LOG


def decisions_beside(source: Path) -> tuple[Decision, ...]:
    """What people decided about the documents in a document's folder.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    from graph.review import Log, read_lines

    log, lines = log_beside(source), source.parent / LINES
    if not log.exists():
        return read_lines(lines) if lines.exists() else ()
    with Log(log, read_only=True) as held:
        decisions = held.decisions()
    missing = set(read_lines(lines)) - set(decisions) if lines.exists() else set()
    if missing:
        typer.echo(
            f"{lines}: {len(missing)} avgjørelser står ikke i {LOG}; "
            f"hent dem inn med «innspill review import {source} {lines}»",
            err=True,
        )
    return decisions


def reviewed(extraction: Extraction, source: Path, gazetteer: Gazetteer) -> Review:
    """A document as people decided it; what no longer fits is told on standard error.

    Raises:
        InnspillError: the decisions cannot be read.
    """
    from graph.review import replay

    review = replay(extraction, decisions_beside(source), gazetteer)
    if review.conflicts:
        typer.echo(
            f"{source}: {len(review.conflicts)} avgjørelser passer ikke lenger; "
            f"se «innspill review status {source}»",
            err=True,
        )
    return review


def person(given: str) -> str:
    """Who decides: as given, else the name the system knows."""
    return given.strip() or getpass.getuser()
