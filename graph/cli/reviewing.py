"""Commands for people who decide: what is decided, one decision, and decisions in and out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.acts import Act  # noqa: TC001 - typer reads annotations at run time
from graph.cli.options import Language, LanguageOption, SourceArgument, SourcesArgument
from graph.cli.speech import Command, Group
from graph.errors import InnspillError
from graph.messages import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.review import Review

group = typer.Typer(
    name="review",
    cls=Group,
    help="command-review",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WhoOption = Annotated[str, typer.Option("--who", metavar="NAME", envvar="INNSPILL_WHO", help="who")]
LogOption = Annotated[
    Path | None,
    typer.Option("--log", metavar="FILE", help="log"),
]


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


@group.command(name="export", cls=Command, help="command-review-export")
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


@group.command(name="import", cls=Command, help="command-review-import")
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
    from graph.vocabulary import difference, edited, proposals

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
    app.add_typer(group)
