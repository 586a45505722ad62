"""What people decided about a document, from the log or the exported lines in its folder."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graph.documents.reading import slug_of
from graph.messages import sentence
from graph.review import decisions_in, replay

if TYPE_CHECKING:
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.messages import Sentence
    from graph.model import Extraction
    from graph.review import Decision, Review


def decisions_beside(path: Path) -> tuple[Decision, ...]:
    """What people decided about the documents in a document's folder.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    return _remembered(path.parent)


def forget() -> None:
    """Read the decisions again next time: people may have decided more."""
    _remembered.cache_clear()


@lru_cache(maxsize=1)
def _remembered(folder: Path) -> tuple[Decision, ...]:
    """One folder's at a time: its documents are read one after another."""
    return decisions_in(folder)


def reviewed(made: Extraction, path: Path, gazetteer: Gazetteer) -> tuple[Review, tuple[Sentence, ...]]:
    """A document as people decided it, and notes of the decisions that could not be put into it.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    given, slug, own = decisions_beside(path), made.document.slug, slug_of(path)
    review, notes = replay(made, given, gazetteer), list["Sentence"]()
    if review.conflicts:
        notes.append(sentence("no-longer-fit", file="notes", count=len(review.conflicts)))
    elsewhere = sum(decision.anchor.document == own for decision in given)
    if elsewhere and own != slug:
        notes.append(
            sentence("of-another-name", file="notes", count=elsewhere, own=own, slug=slug),
        )
    return review, tuple(notes)
