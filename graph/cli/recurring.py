"""The command that tells what recurs: the same ask in other words, year by year, and what came of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.changing import changes
from graph.cli.options import Language, LanguageOption
from graph.cli.queries import Format, emit, home_of
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.store import Home, Store
    from graph.tables import Cell, Table

COLUMNS = ("ask", "place", "year", "addressee", "text", "line", "item", "status", "like", "because")


def recurring(
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="SOURCE", help="documents-to-compare")
    ] = None,
    *,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            "-s",
            metavar="STORE",
            help="store-or-endpoint",
        ),
    ] = "",
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE.ttl", help="answers"),
    ] = None,
    across: Annotated[bool, typer.Option("--across", help="across")] = False,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="DOCUMENT DOCUMENT",
            help="between",
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="keep")] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="answer-format")] = Format.TABLE,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="answer-out")] = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """The asks that come back in other words."""
    from graph.comparison import threads
    from graph.followup import answers_in, asks_in, verdicts_in
    from graph.gazetteer import load
    from graph.recurrence import recurrences
    from graph.store.opening import is_server

    if bool(sources) == bool(source):
        raise InnspillError("either-or-source", cure="either-or-source-cure")
    if keep and not (is_server(source) or (source and (Path(source) / "graph" / "CURRENT").is_file())):
        raise InnspillError(
            "keep-needs-store",
            where=source,
            cure="make-store",
        )
    with _home(sources or (), source, answers, lang) as home:
        asks = asks_in(home)
        known = load().including(home.candidates())
        found = recurrences(asks, known, verdicts_in(home))
        given, held = answers_in(home), home.slugs()
    if keep:
        from graph.cli.comparing import keep_recurrences
        from graph.cli.storing import opened_target, work_folder

        with opened_target(source) as target:
            keep_recurrences(found, target, known, work_folder(source))
    every = threads(asks, found, given)
    if between:
        emit(changes(every, between, held, known, lang), form, out, lang)
        return
    shown = [thread for thread in every if len(thread.asks) > 1]
    if across:
        shown = [thread for thread in shown if len(thread.years) > 1]
    emit(_table(shown, known, lang), form, out, lang)


@contextmanager
def _home(sources: Sequence[Path], source: str, answers: Path | None, lang: str) -> Iterator[Home]:
    """What is to be compared: a home that exists, or one made now of documents and answers."""
    from graph.cli.reading import read_review
    from graph.store import Store

    if source:
        if answers:
            raise InnspillError("answers-need-documents", cure="answers-in-store")
        with home_of(source, lang) as home:
            yield home
        return
    store = Store()
    for path in sources:
        review = read_review(path, lang=lang)
        extraction = review.extraction
        if extraction.document.slug in store.slugs():
            raise InnspillError(
                "same-name",
                where=str(path),
                cure="rename-files",
                slug=extraction.document.slug,
            )
        store.add_review(review)
    if answers:
        add_answers(store, answers, lang)
    yield store


def followed(store: Store, gazetteer: Gazetteer, lang: str) -> tuple[Thread, ...]:
    """The asks through time; what recurs goes into the store too."""
    from graph.alignment import RECURRENCE, recurrences_to
    from graph.comparison import threads
    from graph.followup import answers_in, asks_in, verdicts_in
    from graph.messages import messages
    from graph.recurrence import recurrences

    asks = asks_in(store)
    found = recurrences(asks, gazetteer, verdicts_in(store))
    if found.pairs:
        title = messages("recurrence", lang)["graph-title"]
        store.annotate(RECURRENCE, recurrences_to(found, gazetteer), title)
    return threads(asks, found, answers_in(store))


def add_answers(store: object, path: Path, lang: str) -> None:
    """Put what a Turtle file says came of asks into a store in memory.

    Raises:
        InnspillError: it cannot be read, or an answer is to an item that is not there.
    """
    from rdflib import Graph

    from graph.alignment import ANSWERS, answers_from, answers_to
    from graph.followup import asks_in
    from graph.messages import messages
    from graph.store import Store

    assert isinstance(store, Store)  # noqa: S101
    try:
        graph = Graph().parse(data=path.read_text(encoding="utf-8"), format="turtle")
        answers = answers_from(graph)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or sentence("not-utf8")
        raise InnspillError(
            "no-answer-file", where=str(path), cure="check-file-name", reason=reason
        ) from None
    except KeyError as error:
        raise InnspillError("unknown-status", where=str(path), cure="statuses-are", status=error) from None
    except SyntaxError as error:  # rdflib's BadSyntax
        raise InnspillError(
            "odd-turtle",
            where=str(path),
            line=getattr(error, "lines", -1) + 1,
            cure="mend-line",
            reason=getattr(error, "message", None) or sentence("not-readable"),
        ) from None
    known = {ask.key for ask in asks_in(store)}
    if odd := sorted(a.item for a in answers if a.item not in known):
        raise InnspillError("answer-to-nothing", where=str(path), cure="item-column", item=odd[0])
    store.annotate(ANSWERS, answers_to(answers), messages("recurrence", lang)["answers-title"])


def _table(shown: Sequence[Thread], gazetteer: Gazetteer, lang: str) -> Table:
    from graph.messages import messages
    from graph.tables import Table

    say = messages("columns", lang)
    rows = [row for n, thread in enumerate(shown, 1) for row in _rows(n, thread, gazetteer, lang)]
    return Table(COLUMNS, tuple(rows), say["recurring-title"])


def _rows(number: int, thread: Thread, gazetteer: Gazetteer, lang: str) -> Iterator[tuple[Cell, ...]]:
    from graph.messages import messages
    from graph.recurrence.reasons import reason

    say = messages("recurrence", lang)
    status = say[thread.status.value]
    if thread.again:
        status = say["again"].format(status=status)
    places = {ask.key: place for place, ask in enumerate(thread.asks, 1)}
    because = dict(thread.reasons)
    for ask in thread.asks:
        pair = because.get(ask.key)
        yield (
            number,
            places[ask.key],
            ask.year or None,
            ", ".join(gazetteer.actors[a].short for a in ask.addressees),
            ask.text,
            ask.line,
            ask.key,
            status,
            places[pair.one if pair.other == ask.key else pair.other] if pair else None,
            reason(pair, gazetteer, lang) if pair else "",
        )


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    add(app, recurring)
