"""Workbooks of a review: out to those who correct, and back in with what they decided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import typer

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from graph.review import Decision, Log
    from graph.workbook import Collation, Opened

WORKBOOK: Final = ".xlsx"
LINES: Final = ".jsonl"
#: The endings that workbooks, or a sheet of one, come back with; those not read are refused with a cure.
FORMS: Final = frozenset({WORKBOOK, ".csv", ".tsv", ".ods", ".xls"})


def checked(paths: Sequence[Path], endings: Collection[str]) -> None:
    """See that every file has one of some endings.

    Raises:
        InnspillError: one has not.
    """
    for path in paths:
        if path.suffix.lower() not in endings:
            raise InnspillError(
                "odd-ending",
                where=str(path),
                cure="one-of",
                choices=", ".join(sorted(endings)),
                ending=path.suffix,
            )


def export_workbook(source: Path, out: Path, decisions: Sequence[Decision], lang: str) -> int:
    """Write the workbook of a document, and return the number of its items."""
    from graph.cli.files import write_files
    from graph.cli.reading import read_document
    from graph.gazetteer import load
    from graph.review import replay
    from graph.workbook import form, render

    gazetteer = load()
    review = replay(read_document(source, gazetteer, lang=lang), decisions, gazetteer)
    made = form(review, decisions, gazetteer, lang)
    write_files(out.parent, {out.name: render(made)})
    return len(made.rows)


def import_workbooks(
    source: Path, given: Sequence[Path], log: Path | None, lang: str, *, who: str, prefer: str, write: bool
) -> None:
    """Show what workbooks say, and write it where told to: all that was understood, or nothing.

    Raises:
        InnspillError: one of them is not about the document; nothing is written.
        Exit: with code 1, where something was not taken in.
    """
    from graph.cli.deciding import decisions_of, writing
    from graph.messages import messages

    decisions = () if log and not log.exists() else decisions_of(source, log)
    found = _read(source, given, decisions, lang, who=who, prefer=prefer)
    if _agreed(found, lang, write=write):
        with writing(source, log) as held:
            seen = held.version()
            _refuse_overtaken(held, decisions, found.decisions)
            held.append(found.decisions, seen)
        typer.echo(messages("workbook", lang)["written"].format(count=len(found.decisions)))
    if found.clashes or found.refusals:
        raise typer.Exit(1)


def _read(
    source: Path, given: Sequence[Path], decisions: Sequence[Decision], lang: str, *, who: str, prefer: str
) -> Collation:
    """Show what workbooks say, and return it."""
    from dataclasses import replace

    from graph.cli.deciding import person
    from graph.cli.reading import read_document
    from graph.documents import read_cells
    from graph.gazetteer import load
    from graph.review import replay
    from graph.workbook import collate, open_workbook, preview

    gazetteer = load()
    review = replay(read_document(source, gazetteer, lang=lang), decisions, gazetteer)
    known = gazetteer.including(review.extraction.candidates)
    names = _names(given)
    if prefer and prefer not in names:
        raise InnspillError("no-such-workbook", cure="choose-one-of", prefer=prefer, choices=", ".join(names))
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


def _agreed(found: Collation, lang: str, *, write: bool) -> bool:
    """Whether to write: as told, or as answered on a terminal."""
    from graph.messages import messages

    say = messages("workbook", lang)
    if not found.decisions:
        typer.echo(say["nothing"])
        return False
    if write or (sys.stdin.isatty() and sys.stdout.isatty() and _says_yes(say)):
        return True
    typer.echo(say["not-written"])
    return False


def _says_yes(say: dict[str, str]) -> bool:
    """What a person answers on the terminal; anything but a yes is a no."""
    return bool(
        typer.prompt(say["ask"], default="", show_default=False).strip().lower() in say["yes"].split()
    )


def _refuse_overtaken(held: Log, seen: Sequence[Decision], new: Sequence[Decision]) -> None:
    """Refuse where somebody decided on one of the items while the preview was read."""
    from graph.review import OvertakenError

    known, items = set(seen), {decision.anchor.item for decision in new}
    others = [d for d in held.decisions() if d not in known and d.anchor.item in items]
    if others:
        raise OvertakenError(others)
