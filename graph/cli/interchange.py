"""Decisions in and out: workbooks that people correct, and the decisions as lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import Language, LanguageOption, LogOption, SourceArgument, WhoOption
from graph.cli.speech import Command
from graph.errors import InnspillError
from graph.messages import messages

if TYPE_CHECKING:
    from collections.abc import Sequence


def export_decisions(
    source: SourceArgument,
    out: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="review-out"),
    ],
    *,
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """A workbook for others, or the decisions as lines."""
    from graph.cli.deciding import decisions_of
    from graph.cli.files import write_files
    from graph.cli.workbook import LINES, WORKBOOK, checked, export_workbook
    from graph.review import to_lines

    checked([out], {WORKBOOK, LINES})
    decisions = decisions_of(source, log)
    if out.suffix.lower() == WORKBOOK:
        count = export_workbook(source, out, decisions, lang)
        told = messages("review", lang)["exported-workbook"]
        typer.echo(told.format(out=out, items=count, decisions=len(decisions)))
        return
    write_files(out.parent, {out.name: to_lines(decisions).encode()})
    typer.echo(messages("review", lang)["exported-lines"].format(out=out, decisions=len(decisions)))


def import_decisions(
    source: SourceArgument,
    given: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="review-files",
        ),
    ] = None,
    *,
    who: WhoOption = "",
    write: Annotated[bool, typer.Option("--write", help="review-write")] = False,
    prefer: Annotated[str, typer.Option(metavar="FILE", help="prefer")] = "",
    old: Annotated[str, typer.Option("--from", metavar="NAME", help="from")] = "",
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """What others corrected in workbooks, or decisions from files, into the log."""
    from graph.cli.workbook import FORMS, LINES, checked, import_workbooks

    checked(given or [], {LINES, *FORMS})
    kinds = {path.suffix.lower() == LINES for path in given or []}
    if len(kinds) > 1:
        raise InnspillError("workbooks-and-lines", where=str(source), cure="one-at-a-time")
    if kinds == {False} and given:
        import_workbooks(source, given, log, lang, who=who, prefer=prefer, write=write)
    else:
        _import_lines(source, given or [], old, log, lang)


def _import_lines(source: Path, given: Sequence[Path], old: str, log: Path | None, lang: str) -> None:
    from graph.cli.deciding import decisions_of, writing
    from graph.documents.reading import slug_of
    from graph.review import read_lines
    from graph.reviewing import readdressed

    if not given and not old:
        raise InnspillError(
            "nothing-to-import",
            cure="nothing-to-import-cure",
        )
    decisions = [d for path in given for d in read_lines(path)] if given else decisions_of(source, log)
    if old:
        decisions = readdressed(decisions, old, slug_of(source))
        if not decisions:
            raise InnspillError(
                "no-decisions-about", where=str(given[0] if given else source), cure="see-status", old=old
            )
    with writing(source, log) as held:
        before = held.version()
        after = held.append(decisions)
    told = messages("review", lang)["imported"]
    typer.echo(told.format(decisions=len(decisions), new=after - before))


def register(group: typer.Typer) -> None:
    """Add the commands of this module to those of review."""
    group.command(name="export", cls=Command, help="command-review-export")(export_decisions)
    group.command(name="import", cls=Command, help="command-review-import")(import_decisions)
