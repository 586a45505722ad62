"""Commands for people who decide: what is decided, one decision, and the names they propose."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import Language, LanguageOption, LogOption, SourceArgument, SourcesArgument, WhoOption
from graph.errors import InnspillError
from graph.review import Act

if TYPE_CHECKING:
    from graph.gazetteer import Gazetteer
    from graph.review import Review

group = typer.Typer(
    name="review",
    help="Se over det maskinen har lest: bekreft, rett, legg til og avvis. Ingenting går tapt.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class StatusFormat(StrEnum):
    """How the status is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def review_of(source: Path, log: Path | None, gazetteer: Gazetteer, lang: str = "nb") -> Review:
    """The document with what the log, or what stands beside it, says."""
    from graph.cli.deciding import decisions_of
    from graph.cli.reading import read_document
    from graph.review import replay

    return replay(read_document(source, gazetteer, lang=lang), decisions_of(source, log), gazetteer)


@group.command()
def status(
    sources: SourcesArgument,
    *,
    log: LogOption = None,
    form: Annotated[StatusFormat, typer.Option("--format", "-f", help="Form på svaret.")] = StatusFormat.TEXT,
    lang: LanguageOption = Language.NB,
) -> None:
    """Hva som er sett over, hva som gjenstår, og hva som ikke lenger passer."""
    from graph.gazetteer import load
    from graph.review.status import figures
    from graph.review_status import status_json, status_table, status_text
    from graph.tables import to_csv

    gazetteer = load()
    reviews = [review_of(source, log, gazetteer, lang) for source in sources]
    found = [(review, figures(review)) for review in reviews]
    if form is StatusFormat.CSV:
        typer.echo(to_csv(status_table(found), lang), nl=False)
    elif form is StatusFormat.JSON:
        one = [status_json(review, figures) for review, figures in found]
        typer.echo(one[0] if len(one) == 1 else "[" + ",\n".join(one) + "]")
    else:
        typer.echo("\n\n".join(status_text(review, one, gazetteer, lang) for review, one in found))


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
    from graph.cli.deciding import person, writing
    from graph.cli.reading import read_document
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import Anchor, Decision, now, replay
    from graph.reviewing import chosen, fitting, present, quoted, role_of, spans_of

    gazetteer, name = load(), person(who)
    machine = read_document(source, gazetteer)
    with writing(source, log) as held:
        seen, decisions = held.version(), held.decisions()
        stands = replay(machine, decisions, gazetteer).extraction
        found = find_item(stands, item)
        wanted = role_of(act, role, target, gazetteer)
        aim = chosen(act, wanted, target, gazetteer, stands)
        present(act, found, wanted, aim, stands)
        made = Decision(
            when=now(),
            who=name,
            act=act,
            anchor=Anchor(machine.document.slug, found.id, found.text),
            target=aim,
            role=wanted,
            quote=quoted(act, found, aim, quote, stands),
            spans=spans_of(span or []),
            link=link,
            why=why,
        )
        held.append([fitting(made, decisions, machine, gazetteer)], seen)
    typer.echo(f"{made.id} {act.value} {found.id}")


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
    from graph.cli.deciding import person, writing
    from graph.cli.reading import read_document
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import replay
    from graph.reviewing import fitting, moved

    gazetteer, name = load(), person(who)
    machine = read_document(source, gazetteer)
    with writing(source, log) as held:
        seen, decisions = held.version(), held.decisions()
        review = replay(machine, decisions, gazetteer)
        found = next((c for c in review.conflicts if c.decision.id == decision), None)
        if found is None:
            raise InnspillError(
                f"«{decision}» er ingen avgjørelse i konflikt",
                where=str(source),
                cure="Se id-ene med «innspill review status»",
            )
        if not (item or found.item or drop):
            raise InnspillError(
                "ingen av innspillene ligner",
                where=decision,
                cure="Oppgi --item, eller --drop for å trekke den",
            )
        place = None if drop else find_item(review.extraction, item or found.item)
        made = moved(found.decision, place, name, why, review.extraction)
        fitting(made[-1], [*decisions, *made[:-1]], machine, gazetteer)
        held.append(made, seen)
    typer.echo(f"{decision}: {'trukket' if drop else f'gjelder nå {made[-1].anchor.item}'}")


@group.command()
def vocabulary(
    sources: SourcesArgument,
    *,
    write: Annotated[bool, typer.Option("--write", help="Skriv endringene; ellers vises de bare.")] = False,
    ontology: Annotated[
        Path | None,
        typer.Option("--ontology", metavar="MAPPE", envvar="INNSPILL_ONTOLOGY", help="Mappen de skrives i."),
    ] = None,
    log: LogOption = None,
) -> None:
    """Vis nye navn og skrivemåter som er foreslått, og skriv dem i vokabularet."""
    from graph.cli.deciding import own_vocabulary
    from graph.cli.files import write_files
    from graph.gazetteer import load
    from graph.proposals import proposals
    from graph.vocabulary import difference, edited

    with own_vocabulary(ontology):
        gazetteer = load()
        found = proposals([review_of(source, log, gazetteer) for source in sources], gazetteer)
        files = edited(found)
    typer.echo(difference(files) or "Ingen nye navn eller skrivemåter.", nl=not files)
    if write and files:
        if ontology is None:
            raise InnspillError(
                "no-vocabulary-place",
                cure="give-ontology",
            )
        write_files(ontology, {name: after.encode() for name, (_, after) in files.items()})
        typer.echo(f"Skrevet i {ontology}. Sett INNSPILL_ONTOLOGY={ontology} for å lese med det.", err=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    from graph.cli import interchange

    interchange.register(group)
    app.add_typer(group)
