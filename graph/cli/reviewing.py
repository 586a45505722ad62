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
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Decision, Review

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
    out: Annotated[Path, typer.Argument(metavar="FIL", help="Filen det skrives til: .jsonl.")],
    *,
    log: LogOption = None,
) -> None:
    """Skriv avgjørelsene til en fil som kan legges ved, sammenlignes og hentes inn igjen."""
    from graph.cli.deciding import decisions_beside
    from graph.cli.files import write_files
    from graph.review import Log, to_lines

    if log is None:
        decisions = decisions_beside(source)
    else:
        with Log(log, read_only=True) as held:
            decisions = held.decisions()
    write_files(out.parent, {out.name: to_lines(decisions).encode()})
    typer.echo(f"{out}: {len(decisions)} avgjørelser")


@group.command(name="import")
def import_decisions(
    source: SourceArgument,
    given: Annotated[Path, typer.Argument(metavar="FIL", help="Avgjørelser: .jsonl.")],
    *,
    log: LogOption = None,
) -> None:
    """Hent inn avgjørelser fra en fil; de som alt står i loggen, hoppes over."""
    from graph.cli.deciding import log_beside
    from graph.review import Log, read_lines

    decisions: tuple[Decision, ...] = read_lines(given)
    with Log(log or log_beside(source)) as held:
        _with_export(held, source, log)
        before = held.version()
        after = held.append(decisions)
    typer.echo(f"{len(decisions)} avgjørelser lest, {after - before} nye")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group)
