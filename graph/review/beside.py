"""Where the decisions about the documents of a folder stand.

The log ``decisions.sqlite`` is the one truth. Where there is none, its export ``decisions.jsonl``, which a
repository can carry, is read in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.review.exchange import read_lines
from graph.review.log import LINES, LOG, Log

if TYPE_CHECKING:
    from pathlib import Path

    from graph.review.decision import Decision


def decisions_in(folder: Path) -> tuple[Decision, ...]:
    """What people decided about the documents in a folder.

    Raises:
        InnspillError: the log or its export is damaged.
    """
    log, lines = folder / LOG, folder / LINES
    if log.exists():
        with Log(log, read_only=True) as held:
            return held.decisions()
    return read_lines(lines) if lines.exists() else ()
