"""Beside: where the decisions about a document stand.

The log ``decisions.sqlite`` in a document's folder is the one truth. Where there is none, its export
``decisions.jsonl``, which a repository can carry, is read in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.review.exchange import read_lines
from graph.review.log import Log

if TYPE_CHECKING:
    from pathlib import Path

    from graph.review.decision import Decision

LOG: Final = "decisions.sqlite"
LINES: Final = "decisions.jsonl"


def decisions_in(folder: Path) -> tuple[tuple[Decision, ...], frozenset[Decision]]:
    """What people decided about the documents in a folder, and what only the export holds.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    log, lines = folder / LOG, folder / LINES
    exported = read_lines(lines) if lines.exists() else ()
    if not log.exists():
        return exported, frozenset()
    with Log(log, read_only=True) as held:
        decisions = held.decisions()
    return decisions, frozenset(exported) - frozenset(decisions)
