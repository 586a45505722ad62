"""Decisions as JSON Lines: one a line, in the order they were made, so that a diff shows what is new.

https://jsonlines.org/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph.errors import InnspillError
from graph.review.decision import as_record, from_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.review.decision import Decision


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
        try:
            record = json.loads(line)
        except ValueError:
            problem = "linjen er ikke JSON; kanskje er filen kuttet eller flettet"
            raise InnspillError(
                problem, where=where, line=number, cure="Rett linjen, eller hent filen på nytt"
            ) from None
        found[from_record(record, where, number)] = None
    return tuple(found)


def read_lines(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file.

    Raises:
        InnspillError: it cannot be read, or a line is no decision.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "ikke UTF-8"
        raise InnspillError(
            f"avgjørelsene lar seg ikke lese ({reason})", where=str(path), cure="Sjekk filen"
        ) from None
    return from_lines(text, str(path))
