"""Commands for people who decide: what is decided, one decision, and decisions in and out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import Language, LanguageOption, SourceArgument
from graph.errors import InnspillError
from graph.review import Act

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Decision, Log, Review

group = typer.Typer(
    name="review",
    help="Se over det maskinen har lest: bekreft, rett, legg til og avvis. Ingenting går tapt.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WhoOption = Annotated[str, typer.Option("--who", envvar="INNSPILL_WHO", help="Hvem som avgjør.")]
LogOption = Annotated[
    Path | None,
    typer.Option("--log", metavar="FIL", help="Loggen; ellers decisions.sqlite i dokumentets mappe."),
]


class StatusFormat(StrEnum):
    """How the status is written."""

    TEXT = "text"
    JSON = "json"


def machine_reading(source: Path, gazetteer: Gazetteer, lang: str = "nb") -> Extraction:
    """The document as the machine reads it."""
    from graph.cli.reading import read_document

    return read_document(source, gazetteer, lang=lang)


def review_of(source: Path, log: Path | None, gazetteer: Gazetteer, lang: str = "nb") -> Review:
    """The document with what the log, or what stands beside it, says."""
    from graph.cli.deciding import decisions_beside
    from graph.review import Log, replay

    if log is None:
        decisions = decisions_beside(source)
    else:
        with Log(log, read_only=True) as held:
            decisions = held.decisions()
    return replay(machine_reading(source, gazetteer, lang), decisions, gazetteer)


@group.command()
def status(
    source: SourceArgument,
    *,
    log: LogOption = None,
    form: Annotated[StatusFormat, typer.Option("--format", "-f", help="Form på svaret.")] = StatusFormat.TEXT,
    lang: LanguageOption = Language.NB,
) -> None:
    """Hva som er sett over, hva som gjenstår, og hva som ikke lenger passer."""
    from graph.gazetteer import load
    from graph.review.status import figures
    from graph.reviewing import status_json, status_text

    gazetteer = load()
    review = review_of(source, log, gazetteer, lang)
    found = figures(review)
    typer.echo(
        status_json(review, found)
        if form is StatusFormat.JSON
        else status_text(review, found, gazetteer, lang)
    )


@group.command()
def decide(
    source: SourceArgument,
    item: Annotated[str, typer.Argument(metavar="INNSPILL", help="Navnet fra «items», eller linjenummeret.")],
    act: Annotated[Act, typer.Argument(metavar="HANDLING", help=", ".join(a.value for a in Act))],
    target: Annotated[str, typer.Argument(metavar="[MÅL]", help="Aktør, tema, slag, styrke, ...")] = "",
    *,
    role: Annotated[str, typer.Option(help="addressee, proposer, partner, beneficiary, mentioned.")] = "",
    quote: Annotated[str, typer.Option(help="Ordene i innspillet, eller det nye navnet.")] = "",
    span: Annotated[list[str] | None, typer.Option(help="Utsnitt av teksten, som 0-20.")] = None,
    link: Annotated[str, typer.Option(help="Adressen der svaret står.")] = "",
    why: Annotated[str, typer.Option(help="Begrunnelse.")] = "",
    who: WhoOption = "",
    log: LogOption = None,
) -> None:
    """Avgjør noe om ett innspill, og skriv det i loggen med en gang."""
    from graph.cli.deciding import log_beside, person
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import Anchor, Decision, Log, now, reading
    from graph.reviewing import chosen, role_of, spans_of

    gazetteer = load()
    review = review_of(source, log, gazetteer)
    found = find_item(review.extraction, item)
    wanted = role_of(act, role, target, gazetteer)
    made = Decision(
        when=now(),
        who=person(who),
        act=act,
        anchor=Anchor(review.machine.document.slug, found.id, found.text),
        target=chosen(act, wanted, target, gazetteer, review.extraction),
        role=wanted,
        quote=reading(found, review.extraction.attributions) if act is Act.CONFIRM else quote,
        spans=spans_of(span or []),
        link=link,
        why=why,
    )
    with Log(log or log_beside(source)) as held:
        _with_export(held, source, log)
        held.append([made])
    typer.echo(f"{made.id} {act.value} {found.id}")


def _with_export(held: object, source: Path, log: Path | None) -> None:
    """A new log begins with what its export holds, so that nothing decided elsewhere is hidden by it."""
    from graph.cli.deciding import LINES
    from graph.review import Log, read_lines

    assert isinstance(held, Log)  # noqa: S101
    lines = source.parent / LINES
    if log is None and lines.exists() and held.version() == 0:
        held.append(read_lines(lines))


@group.command()
def resolve(
    source: SourceArgument,
    decision: Annotated[str, typer.Argument(metavar="AVGJØRELSE", help="Id-en fra «review status».")],
    item: Annotated[
        str, typer.Option("--item", metavar="INNSPILL", help="Innspillet den gjelder nå; ellers det likeste.")
    ] = "",
    *,
    drop: Annotated[bool, typer.Option("--drop", help="Trekk avgjørelsen.")] = False,
    why: Annotated[str, typer.Option(help="Begrunnelse.")] = "",
    who: WhoOption = "",
    log: LogOption = None,
) -> None:
    """Si hva som skal gjelde for en avgjørelse som ikke lenger passer."""
    from graph.cli.deciding import log_beside, person
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import Log
    from graph.reviewing import moved

    review = review_of(source, log, load())
    found = next((c for c in review.conflicts if c.decision.id == decision), None)
    if found is None:
        raise InnspillError(
            f"«{decision}» er ingen avgjørelse i konflikt",
            where=str(source),
            cure="Se id-ene med «innspill review status»",
        )
    place = find_item(review.extraction, item or found.item) if (item or found.item) and not drop else None
    if place is None and not drop:
        raise InnspillError(
            "ingen av innspillene ligner", where=decision, cure="Oppgi --item, eller --drop for å trekke den"
        )
    made = moved(found.decision, place, person(who), why)
    with Log(log or log_beside(source)) as held:
        _with_export(held, source, log)
        held.append(made)
    typer.echo(f"{decision}: {'trukket' if drop else f'gjelder nå {made[-1].anchor.item}'}")


@group.command(name="export")
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
    from graph.cli.files import write_files
    from graph.cli.workbook import LINES, WORKBOOK, export_workbook
    from graph.review import to_lines

    _known_ending(out, {WORKBOOK, LINES})
    decisions = _decisions(source, log)
    if out.suffix.lower() == WORKBOOK:
        count = export_workbook(source, out, decisions, lang)
        typer.echo(f"{out}: {count} innspill, {len(decisions)} avgjørelser så langt")
        return
    write_files(out.parent, {out.name: to_lines(decisions).encode()})
    typer.echo(f"{out}: {len(decisions)} avgjørelser")


def _decisions(source: Path, log: Path | None) -> tuple[Decision, ...]:
    """What the log holds; where none is given and none is there, its export beside the document."""
    from graph.cli.deciding import decisions_beside
    from graph.review import Log

    if log is None:
        return decisions_beside(source)
    if not log.exists():
        return ()
    with Log(log, read_only=True) as held:
        return held.decisions()


def _known_ending(path: Path, endings: Collection[str]) -> None:
    if path.suffix.lower() not in endings:
        raise InnspillError(
            f"filendelsen «{path.suffix}» er ikke kjent her",
            where=str(path),
            cure=f"En av: {', '.join(sorted(endings))}",
        )


@group.command(name="import")
def import_decisions(
    source: SourceArgument,
    given: Annotated[
        list[Path], typer.Argument(metavar="FIL...", help="Arbeidsbøker (.xlsx), eller avgjørelser (.jsonl).")
    ],
    *,
    who: WhoOption = "",
    write: Annotated[
        bool, typer.Option("--write", help="Skriv det som ble forstått av arbeidsbøker.")
    ] = False,
    prefer: Annotated[
        str, typer.Option(metavar="FIL", help="Arbeidsboken som gjelder der noen er uenige.")
    ] = "",
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """Hent inn det andre har rettet i en arbeidsbok, eller avgjørelser fra en fil.

    Av arbeidsbøker vises først hva som ble forstått; ingenting skrives uten --write (på en terminal: et
    ja). Det som alt står i loggen, hoppes over. Er noe ikke tatt inn, er koden 1.
    """
    from graph.cli.workbook import FORMS, LINES

    for path in given:
        _known_ending(path, {LINES, *FORMS})
    kinds = {path.suffix.lower() == LINES for path in given}
    if len(kinds) > 1:
        raise InnspillError(
            "arbeidsbøker og .jsonl leses ikke i samme omgang", where=str(source), cure="Ta dem hver for seg"
        )
    if kinds == {True}:
        _import_lines(source, given, log)
    else:
        _import_workbooks(source, given, log, lang, who=who, prefer=prefer, write=write)


def _import_lines(source: Path, given: Sequence[Path], log: Path | None) -> None:
    from graph.cli.deciding import log_beside
    from graph.review import Log, read_lines

    decisions = [decision for path in given for decision in read_lines(path)]
    with Log(log or log_beside(source)) as held:
        _with_export(held, source, log)
        before = held.version()
        after = held.append(decisions)
    typer.echo(f"{len(decisions)} avgjørelser lest, {after - before} nye")


def _import_workbooks(
    source: Path, given: Sequence[Path], log: Path | None, lang: str, *, who: str, prefer: str, write: bool
) -> None:
    from graph.cli.deciding import log_beside
    from graph.cli.workbook import agreed, read_workbooks
    from graph.messages import messages
    from graph.review import Log

    decisions = _decisions(source, log)
    found = read_workbooks(source, given, decisions, lang, who=who, prefer=prefer)
    if agreed(found, lang, write=write):
        with Log(log or log_beside(source)) as held:
            _with_export(held, source, log)
            seen = held.version()
            _refuse_overtaken(held, decisions, found.decisions)
            held.append(found.decisions, seen)
        typer.echo(messages("workbook", lang)["written"].format(count=len(found.decisions)))
    if found.clashes or found.refusals:
        raise typer.Exit(1)


def _refuse_overtaken(held: Log, seen: Sequence[Decision], new: Sequence[Decision]) -> None:
    """Refuse where somebody decided on one of the items while the preview was read."""
    from graph.review import OvertakenError

    known, items = set(seen), {decision.anchor.item for decision in new}
    others = [d for d in held.decisions() if d not in known and d.anchor.item in items]
    if others:
        raise OvertakenError(others)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group)
