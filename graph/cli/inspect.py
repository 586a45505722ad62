"""Commands that look at one document: items, evaluate, validate, analyse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import (
    DateColumn,
    Language,
    LanguageOption,
    RedactOption,
    RespondentColumn,
    SectionColumn,
    SourceArgument,
    TextColumn,
    columns_of,
    open_store,
)
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import messages

if TYPE_CHECKING:
    from graph.evaluation import Evaluation


def items(
    source: SourceArgument,
    *,
    text_column: TextColumn = "",
    section_column: SectionColumn = "",
    respondent_column: RespondentColumn = "",
    date_column: DateColumn = "",
    redact: RedactOption = False,
    lang: LanguageOption = Language.NB,
) -> None:
    """The items of a document as JSON Lines."""
    from graph.cli.reading import read_review
    from graph.evaluation import rows

    columns = columns_of(text_column, section_column, respondent_column, date_column)
    for row in rows(read_review(source, columns=columns, lang=lang, redact=redact).extraction):
        typer.echo(json.dumps(row, ensure_ascii=False))


def evaluate(
    source: SourceArgument,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="gold")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="json")] = False,
    lang: LanguageOption = Language.NB,
) -> None:
    """The extraction measured against an annotation."""
    from graph.cli.reading import read_document
    from graph.evaluation import evaluate as measure
    from graph.evaluation import read_gold
    from graph.gazetteer import load

    gazetteer = load()
    result = measure(read_document(source, gazetteer, lang=lang), read_gold(gold), gazetteer)
    if as_json:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(_evaluation_text(result, lang))


def _evaluation_text(result: Evaluation, lang: str) -> str:
    """A table of scores with intervals, one of baselines, and every difference."""
    say = messages("cli", lang)
    head = f"{say['precision']:>10}{say['recall']:>10}{'F1':>8}"
    lines = [f"{'':30}{head}{'95 %':>15}{say['right']:>6}{say['wrong']:>6}{say['missed']:>9}"]
    for name, s in result.scores.items():
        low, high = result.intervals[name]
        counts = f"{s.right:6}{s.wrong:6}{s.missed:9}"
        lines.append(f"{name:30}{s.precision:10.3f}{s.recall:10.3f}{s.f1:8.3f}{low:9.3f}–{high:.3f}{counts}")
    lines += ["", f"{say['baselines']:30}{head}"]
    lines += [
        f"{name:30}{s.precision:10.3f}{s.recall:10.3f}{s.f1:8.3f}" for name, s in result.baselines.items()
    ]
    lines += ["", say["differences"].format(count=len(result.differences))]
    for d in result.differences:
        extra = f" {say['too-much']}: {', '.join(d.extra)}" if d.extra else ""
        missing = f" {say['missed']}: {', '.join(d.missing)}" if d.missing else ""
        lines.append(f"  {say['line']} {d.line} {d.item} {d.field}:{extra}{missing} | {d.text[:90]}")
    return "\n".join(lines)


def explain(
    source: SourceArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="item")],
    lang: LanguageOption = Language.NB,
    *,
    redact: RedactOption = False,
) -> None:
    """Why each link of an item is there."""
    from graph.cli.reading import read_review
    from graph.explanation import explanation
    from graph.gazetteer import load

    gazetteer = load()
    review = read_review(source, gazetteer, lang=lang, redact=redact)
    typer.echo(explanation(review, item, gazetteer, lang))


def validate(source: SourceArgument, lang: LanguageOption = Language.NB) -> None:
    """The graph held against the shapes; code 1 where one is violated."""
    from graph.validation import validate as check

    say = messages("cli", lang)
    violations = check(open_store(source, lang), lang)
    for violation in violations:
        typer.echo(str(violation))
    if violations:
        typer.echo(say["violations"].format(count=len(violations)))
        raise typer.Exit(1)
    typer.echo(say["conforms"])


def analyse(
    document: Annotated[str, typer.Argument(metavar="SOURCE", help="document-or-store")] = "",
    lang: LanguageOption = Language.NB,
    *,
    source: Annotated[str, typer.Option("--source", "-s", metavar="SOURCE", help="same-source")] = "",
    redact: RedactOption = False,
) -> None:
    """The report in sentences."""
    from graph.analysis import analyse as compute
    from graph.cli.queries import home_of
    from graph.gazetteer import load
    from graph.papers import overview
    from graph.papers.markdown import to_markdown

    if bool(document) == bool(source):
        raise InnspillError("one-source", cure="one-source-cure")
    with home_of(document or source, lang, redact=redact) as home:
        gazetteer = load().including(home.candidates())
        typer.echo(to_markdown(overview(compute(home, gazetteer), gazetteer, lang)))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(app, items, evaluate, explain, validate, analyse)
