"""Decisions as JSON Lines: one a line, in the order they were made, so that a diff shows what is new.

https://jsonlines.org/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.messages import sentence
from graph.review.decision import as_record
from graph.review.record import from_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.review.decision import Decision

#: What git leaves where two sides changed the same lines.
MARKS: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def to_lines(decisions: Iterable[Decision]) -> str:
    """The decisions as text; an id first, by which an edited line is found out."""
    return "".join(
        json.dumps({"id": decision.id, **as_record(decision)}, ensure_ascii=False) + "\n"
        for decision in decisions
    )


def from_lines(text: str, where: str = "") -> tuple[Decision, ...]:
    """The decisions in a text, each once.

    Raises:
        InnspillError: a line is no decision, or was changed by hand; names file and line.
    """
    found: dict[Decision, None] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found[from_record(_parsed(line, where, number), where, number)] = None
    return tuple(found)


def _parsed(line: str, where: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        if line.startswith(MARKS):
            raise InnspillError("merge-conflicts", where=where, line=number, cure="keep-both-sides") from None
        raise InnspillError("not-json", where=where, line=number, cure="mend-line") from None


def read_lines(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file.

    Raises:
        InnspillError: it cannot be read, or a line is no decision.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or sentence("not-utf8")
        raise InnspillError(
            "decisions-unreadable", where=str(path), cure="check-file", reason=reason
        ) from None
    return from_lines(text, str(path))
