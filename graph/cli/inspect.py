"""Commands that look at one document: items, evaluate, validate, analyse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import (
    READ,
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
from graph.errors import InnspillError

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
) -> None:
    """Skriv innspillene i et dokument som JSON Lines, ett på hver linje."""
    from graph.cli.reading import read_review
    from graph.evaluation import rows

    columns = columns_of(text_column, section_column, respondent_column, date_column)
    for row in rows(read_review(source, columns=columns, redact=redact).extraction):
        typer.echo(json.dumps(row, ensure_ascii=False))


def evaluate(
    source: SourceArgument,
    gold: Annotated[Path, typer.Argument(metavar="FASIT", help="Annotasjon i JSON Lines.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False,
) -> None:
    """Mål uttrekket mot en fasit: presisjon, dekning og F1, og hvert punkt som er ulikt."""
    from graph.cli.reading import read_document
    from graph.evaluation import evaluate as measure
    from graph.evaluation import read_gold
    from graph.gazetteer import load

    gazetteer = load()
    result = measure(read_document(source, gazetteer), read_gold(gold), gazetteer)
    if as_json:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(_evaluation_text(result))


def _evaluation_text(result: Evaluation) -> str:
    """A table of scores with intervals, one of baselines, and every difference."""
    head = f"{'presisjon':>10}{'dekning':>10}{'F1':>8}"
    lines = [f"{'':30}{head}{'95 %':>15}{'rett':>6}{'feil':>6}{'mangler':>9}"]
    for name, s in result.scores.items():
        low, high = result.intervals[name]
        counts = f"{s.right:6}{s.wrong:6}{s.missed:9}"
        lines.append(f"{name:30}{s.precision:10.3f}{s.recall:10.3f}{s.f1:8.3f}{low:9.3f}–{high:.3f}{counts}")
    lines += ["", f"{'Til sammenligning':30}{head}"]
    lines += [
        f"{name:30}{s.precision:10.3f}{s.recall:10.3f}{s.f1:8.3f}" for name, s in result.baselines.items()
    ]
    lines += ["", f"{len(result.differences)} forskjeller:"]
    for d in result.differences:
        extra = f" for mye: {', '.join(d.extra)}" if d.extra else ""
        missing = f" mangler: {', '.join(d.missing)}" if d.missing else ""
        lines.append(f"  linje {d.line} {d.item} {d.field}:{extra}{missing} | {d.text[:90]}")
    return "\n".join(lines)


def explain(
    source: SourceArgument,
    item: Annotated[str, typer.Argument(metavar="INNSPILL", help="Navnet fra «items», eller linjenummeret.")],
    lang: LanguageOption = Language.NB,
    *,
    redact: RedactOption = False,
) -> None:
    """Forklar hver kobling i et innspill: ordene, regelen og hvor det står."""
    from graph.cli.reading import read_review
    from graph.explanation import explanation
    from graph.gazetteer import load

    gazetteer = load()
    review = read_review(source, gazetteer, lang=lang, redact=redact)
    typer.echo(explanation(review, item, gazetteer, lang))


def validate(source: SourceArgument, lang: LanguageOption = Language.NB) -> None:
    """Kontroller grafen mot formene i ontology/shapes.ttl; avslutter med kode 1 ved brudd."""
    from graph.messages import messages
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
    document: Annotated[
        str, typer.Argument(metavar="[KILDE]", help=f"Dokumentet ({READ}), graph.trig eller et lager.")
    ] = "",
    lang: LanguageOption = Language.NB,
    *,
    source: Annotated[
        str, typer.Option("--source", "-s", metavar="KILDE", help="Det samme, som i «innspill query».")
    ] = "",
    redact: RedactOption = False,
) -> None:
    """Skriv en rapport i klartekst: hvem som står i midten, hva som går igjen, hva ingen eier."""
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
    for command in (items, evaluate, explain, validate, analyse):
        app.command()(command)
