"""Content: what every format's reader gives back, before it is a document with a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.documents.cleaning import clean, removed_note

if TYPE_CHECKING:
    from graph.messages import Sentence
    from graph.model import Line

#: Called with pages done and pages in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of a file, what was mended or left out, and the date its own columns state."""

    lines: tuple[Line, ...]
    notes: tuple[Sentence, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Headers:
    """How a table's columns are told apart: by the header the user named, else by known words.

    Keys are ``text``, ``section``, ``addressee``, ``respondent`` and ``date``.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def content(lines: Iterable[Line], notes: Iterable[Sentence] = (), date: str = "") -> Content:
    """Content with every line's text cleaned."""
    cleaned, removed = [], 0
    for line in lines:
        text, count = clean(line.text)
        removed += count
        cleaned.append(replace(line, text=text.replace("\n", " ")))
    return Content(tuple(cleaned), (*notes, *removed_note(removed)), date)
