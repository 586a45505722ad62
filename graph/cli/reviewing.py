"""Commands for people who decide: what is decided, one decision, and the names they propose."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.acts import Act  # noqa: TC001 - typer reads annotations at run time
from graph.cli.options import Language, LanguageOption, LogOption, SourceArgument, SourcesArgument, WhoOption
from graph.cli.speech import Command, Group
from graph.errors import InnspillError
from graph.messages import messages

if TYPE_CHECKING:
    from graph.gazetteer import Gazetteer
    from graph.review import Review

group = typer.Typer(
    name="review",
    cls=Group,
    help="command-review",
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


@group.command(cls=Command, help="command-review-status")
def status(
    sources: SourcesArgument,
    *,
    log: LogOption = None,
    form: Annotated[StatusFormat, typer.Option("--format", "-f", help="answer-format")] = StatusFormat.TEXT,
    lang: LanguageOption = Language.NB,
) -> None:
    """What was gone through, what remains, and what no longer fits."""
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


@group.command(cls=Command, help="command-review-decide")
def decide(
    source: SourceArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="item")],
    act: Annotated[Act, typer.Argument(metavar="ACT", help="act")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="target")] = "",
    *,
    role: Annotated[str, typer.Option(metavar="ROLE", help="role")] = "",
    quote: Annotated[str, typer.Option(metavar="WORDS", help="quote")] = "",
    span: Annotated[list[str] | None, typer.Option(metavar="SPAN", help="span")] = None,
    link: Annotated[str, typer.Option(metavar="ADDRESS", help="link")] = "",
    why: Annotated[str, typer.Option(metavar="WHY", help="why")] = "",
    who: WhoOption = "",
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """One decision about one item, written at once."""
    from graph.cli.deciding import person, writing
    from graph.cli.reading import read_document
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import Anchor, Decision, now, replay
    from graph.reviewing import chosen, fitting, present, quoted, role_of, spans_of

    gazetteer, name = load(), person(who)
    machine = read_document(source, gazetteer, lang=lang)
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


@group.command(cls=Command, help="command-review-resolve")
def resolve(
    source: SourceArgument,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="decision")],
    item: Annotated[str, typer.Option("--item", metavar="ITEM", help="resolved-item")] = "",
    *,
    drop: Annotated[bool, typer.Option("--drop", help="drop")] = False,
    why: Annotated[str, typer.Option(metavar="WHY", help="why")] = "",
    who: WhoOption = "",
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """What is to become of a decision that no longer fits."""
    from graph.cli.deciding import person, writing
    from graph.cli.reading import read_document
    from graph.explanation import find_item
    from graph.gazetteer import load
    from graph.review import replay
    from graph.reviewing import fitting, moved

    gazetteer, name = load(), person(who)
    machine = read_document(source, gazetteer, lang=lang)
    with writing(source, log) as held:
        seen, decisions = held.version(), held.decisions()
        review = replay(machine, decisions, gazetteer)
        found = next((c for c in review.conflicts if c.decision.id == decision), None)
        if found is None:
            raise InnspillError("no-conflict", where=str(source), cure="see-ids", decision=decision)
        if not (item or found.item or drop):
            raise InnspillError("nothing-alike", where=decision, cure="item-or-drop")
        place = None if drop else find_item(review.extraction, item or found.item)
        made = moved(found.decision, place, name, why, review.extraction)
        fitting(made[-1], [*decisions, *made[:-1]], machine, gazetteer)
        held.append(made, seen)
    told = messages("review", lang)["withdrawn" if drop else "moved"]
    typer.echo(told.format(decision=decision, item=made[-1].anchor.item))


@group.command(cls=Command, help="command-review-vocabulary")
def vocabulary(
    sources: SourcesArgument,
    *,
    write: Annotated[bool, typer.Option("--write", help="vocabulary-write")] = False,
    ontology: Annotated[
        Path | None,
        typer.Option("--ontology", metavar="FOLDER", envvar="INNSPILL_ONTOLOGY", help="ontology"),
    ] = None,
    log: LogOption = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """The new names and spellings proposed, shown or written."""
    from graph.cli.deciding import own_vocabulary
    from graph.cli.files import write_files
    from graph.gazetteer import load
    from graph.proposals import proposals
    from graph.vocabulary import difference, edited

    with own_vocabulary(ontology):
        gazetteer = load()
        found = proposals([review_of(source, log, gazetteer, lang) for source in sources], gazetteer)
        files = edited(found)
    say = messages("review", lang)
    typer.echo(difference(files) or say["nothing-proposed"], nl=not files)
    if write and files:
        if ontology is None:
            raise InnspillError(
                "no-vocabulary-place",
                cure="give-ontology",
            )
        write_files(ontology, {name: after.encode() for name, (_, after) in files.items()})
        typer.echo(say["vocabulary-written"].format(folder=ontology), err=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    from graph.cli import interchange

    interchange.register(group)
    app.add_typer(group)
