"""Decisions in and out: workbooks that people correct, and the decisions as lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import Language, LanguageOption, LogOption, SourceArgument, WhoOption
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Sequence


def export_decisions(
    source: SourceArgument,
    out: Annotated[
        Path,
        typer.Argument(metavar="FIL", help=".xlsx: arbeidsbok å rette i; .jsonl: avgjørelsene slik de er."),
    ],
    *,
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """Skriv en arbeidsbok som andre kan rette i, eller avgjørelsene som en fil som kan legges ved."""
    from graph.cli.deciding import decisions_of
    from graph.cli.files import write_files
    from graph.cli.workbook import LINES, WORKBOOK, checked, export_workbook
    from graph.review import to_lines

    checked([out], {WORKBOOK, LINES})
    decisions = decisions_of(source, log)
    if out.suffix.lower() == WORKBOOK:
        count = export_workbook(source, out, decisions, lang)
        typer.echo(f"{out}: {count} innspill, {len(decisions)} avgjørelser så langt")
        return
    write_files(out.parent, {out.name: to_lines(decisions).encode()})
    typer.echo(f"{out}: {len(decisions)} avgjørelser")


def import_decisions(
    source: SourceArgument,
    given: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FIL...]",
            help="Arbeidsbøker (.xlsx), eller avgjørelser (.jsonl); ellers loggen ved dokumentet.",
        ),
    ] = None,
    *,
    who: WhoOption = "",
    write: Annotated[
        bool, typer.Option("--write", help="Skriv det som ble forstått av arbeidsbøker.")
    ] = False,
    prefer: Annotated[
        str, typer.Option(metavar="FIL", help="Arbeidsboken som gjelder der noen er uenige.")
    ] = "",
    old: Annotated[
        str, typer.Option("--from", metavar="NAVN", help="Navnet dokumentet hadde da det ble avgjort.")
    ] = "",
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """Hent inn det andre har rettet i en arbeidsbok, eller avgjørelser fra en fil.

    Av arbeidsbøker vises først hva som ble forstått; ingenting skrives uten --write (på en terminal: et
    ja). Det som alt står i loggen, hoppes over. Er noe ikke tatt inn, er koden 1.
    """
    from graph.cli.workbook import FORMS, LINES, checked, import_workbooks

    checked(given or [], {LINES, *FORMS})
    kinds = {path.suffix.lower() == LINES for path in given or []}
    if len(kinds) > 1:
        raise InnspillError(
            "arbeidsbøker og .jsonl leses ikke i samme omgang", where=str(source), cure="Ta dem hver for seg"
        )
    if kinds == {False} and given:
        import_workbooks(source, given, log, lang, who=who, prefer=prefer, write=write)
    else:
        _import_lines(source, given or [], old, log)


def _import_lines(source: Path, given: Sequence[Path], old: str, log: Path | None) -> None:
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
                f"ingen avgjørelser gjelder «{old}»",
                where=str(given[0] if given else source),
                cure="Se «innspill review status»",
            )
    with writing(source, log) as held:
        before = held.version()
        after = held.append(decisions)
    typer.echo(f"{len(decisions)} avgjørelser lest, {after - before} nye")


def register(group: typer.Typer) -> None:
    """Add the commands of this module to those of review."""
    group.command(name="export")(export_decisions)
    group.command(name="import")(import_decisions)
