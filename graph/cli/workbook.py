"""Workbooks of a review: out to those who correct, and back in with what they decided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.review import Decision
    from graph.workbook import Collation, Opened

WORKBOOK = ".xlsx"
LINES = ".jsonl"
#: The endings that workbooks, or a sheet of one, come back with.
FORMS = frozenset({WORKBOOK, ".csv", ".tsv", ".ods"})


def export_workbook(source: Path, out: Path, decisions: Sequence[Decision], lang: str) -> int:
    """Write the workbook of a document, and return the number of its items."""
    from graph.cli.files import write_files
    from graph.cli.reviewing import machine_reading
    from graph.gazetteer import load
    from graph.review import replay
    from graph.workbook import form, render

    gazetteer = load()
    review = replay(machine_reading(source, gazetteer, lang), decisions, gazetteer)
    made = form(review, decisions, gazetteer, lang)
    write_files(out.parent, {out.name: render(made)})
    return len(made.rows)


def read_workbooks(
    source: Path, given: Sequence[Path], decisions: Sequence[Decision], lang: str, *, who: str, prefer: str
) -> Collation:
    """Show what workbooks say, and return it.

    Raises:
        InnspillError: one of them is not about the document, or ``prefer`` is none of them.
    """
    from dataclasses import replace

    from graph.cli.deciding import person
    from graph.cli.reviewing import machine_reading
    from graph.documents import read_cells
    from graph.gazetteer import load
    from graph.review import replay
    from graph.workbook import collate, open_workbook, preview

    gazetteer = load()
    review = replay(machine_reading(source, gazetteer, lang), decisions, gazetteer)
    known = gazetteer.including(review.extraction.candidates)
    names = _names(given)
    if prefer and prefer not in names:
        raise InnspillError(f"«{prefer}» er ingen av arbeidsbøkene", cure=f"Velg en av: {', '.join(names)}")
    books = list["Opened"]()
    for path, name in zip(given, names, strict=True):
        opened = open_workbook(read_cells(path), name, review.machine.document.slug, known, lang)
        books.append(replace(opened, who=who.strip() or opened.who or person("")))
    found = collate(review, decisions, books, known, prefer=prefer, language=lang)
    typer.echo(preview(found, books, known, lang))
    return found


def _names(given: Sequence[Path]) -> list[str]:
    """The files' names, or their paths where two have the same name."""
    names = [path.name for path in given]
    return names if len(set(names)) == len(names) else [str(path) for path in given]


def agreed(found: Collation, lang: str, *, write: bool) -> bool:
    """Whether to write: as told, or as answered on a terminal."""
    from graph.messages import messages

    say = messages("workbook", lang)
    if not found.decisions:
        typer.echo(say["nothing"])
        return False
    if write or (sys.stdin.isatty() and sys.stdout.isatty() and typer.confirm(say["ask"])):
        return True
    typer.echo(say["not-written"])
    return False
