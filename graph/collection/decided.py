"""What people decided about the documents of a collection, and what is told of a document when it is read."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graph.documents.reading import slug_of
from graph.privacy import found
from graph.review.beside import LINES, LOG, decisions_in

if TYPE_CHECKING:
    from pathlib import Path

    from graph.review import Decision, Review

#: So many lines are named.
MOST_LINES: Final = 12


def decided(path: Path, slug: str) -> tuple[Decision, ...]:
    """The decisions about a document, whatever it is called: in its collection, or read on its own.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    names = {slug, slug_of(path)}
    return tuple(
        replace(d, anchor=replace(d.anchor, document=slug))
        for d in _in_folder(path.parent, _stamps(path.parent))
        if d.anchor.document in names
    )


def _stamps(folder: Path) -> tuple[tuple[int, int], ...]:
    """When what is decided in a folder was last written, and how much it is."""
    states = (entry.stat() for name in (LOG, f"{LOG}-wal", LINES) if (entry := folder / name).exists())
    return tuple((state.st_mtime_ns, state.st_size) for state in states)


@lru_cache(maxsize=8)
def _in_folder(folder: Path, stamps: tuple[tuple[int, int], ...]) -> tuple[Decision, ...]:
    return decisions_in(folder)[0] if stamps else ()


def told(review: Review, *, redact: bool) -> tuple[str, ...]:
    """What is told of a document: decisions put into it and those that no longer fit, personal data."""
    notes = []
    if review.active:
        notes.append(f"{len(review.active)} avgjørelser er brukt")
    if review.conflicts:
        notes.append(f"{len(review.conflicts)} avgjørelser passer ikke lenger, se «innspill review status»")
    lines = sorted({finding.line for finding in found(review.extraction)})
    if lines:
        shown = ", ".join(map(str, lines[:MOST_LINES])) + (" ..." if len(lines) > MOST_LINES else "")
        notes.append(
            f"personopplysninger på linje {shown}"
            + (" er skjult" if redact else "; --redact skjuler dem, se docs/personvern.md")
        )
    return tuple(notes)
