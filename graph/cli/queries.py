"""The command that asks: a named query, a file with SPARQL, or SPARQL on the line."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.cli.options import (
    DEFAULT_OUT,
    Language,
    LanguageOption,
    RedactOption,
    covered_store,
    open_store,
    write_bytes,
)
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import messages, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.queries import Page
    from graph.store import Home
    from graph.tables import Table

#: Rows shown on a terminal of what a store of more documents than this answers.
SHOWN: Final = 100
LARGE: Final = 100


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def query(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE.rq", help="query-name")] = "",
    *,
    expression: Annotated[str, typer.Option("--expression", "-e", metavar="SPARQL", help="expression")] = "",
    source: Annotated[
        str,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="asked-source",
        ),
    ] = str(DEFAULT_OUT / "graph.trig"),
    actor: Annotated[str, typer.Option(metavar="ACTOR", help="actor")] = "",
    theme: Annotated[str, typer.Option(metavar="THEME", help="theme")] = "",
    force: Annotated[str, typer.Option(metavar="FORCE", help="force")] = "",
    basis: Annotated[str, typer.Option(metavar="BASIS", help="basis")] = "",
    document: Annotated[str, typer.Option(metavar="DOCUMENT", help="document")] = "",
    words: Annotated[str, typer.Option(metavar="WORDS", help="words")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="since")] = "",
    form: Annotated[Format, typer.Option("--format", "-f", help="answer-format")] = Format.TABLE,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="answer-out")] = None,
    first: Annotated[
        int | None,
        typer.Option(min=0, metavar="COUNT", help="first"),
    ] = None,
    lang: LanguageOption = Language.NB,
    redact: RedactOption = False,
) -> None:
    """The answer to a named query, a file, or SPARQL on the line."""
    given = {
        "actor": actor,
        "theme": theme,
        "force": force,
        "basis": basis,
        "document": document,
        "words": words,
        "since": since,
    }
    given = {key: value for key, value in given.items() if value}
    if name and expression:
        raise InnspillError("name-and-expression", cure="use-one")
    if not name and not expression:
        typer.echo(_listing(lang))
        return
    with home_of(source, lang, redact=redact) as home:
        count = _count(home, shown=form is Format.TABLE and out is None) if first is None else first
        page = _answer(home, _Asked(name, expression, given, count), lang)
    emit(page.table, form, out, lang)
    if page.more:
        typer.echo(messages("cli", lang)["more"].format(count=count), err=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, and how many rows are wanted; 0 for all."""

    name: str
    expression: str
    given: dict[str, str]
    count: int


def _count(home: Home, *, shown: bool) -> int:
    """How many rows to show when nothing is said: all, unless a large store answers on a terminal."""
    large = shown and sys.stdout.isatty() and len(home.slugs()) > LARGE
    return SHOWN if large else 0


def _answer(home: Home, asked: _Asked, lang: str) -> Page:
    from graph.queries import first, prepared

    name, expression, given = asked.name, asked.expression, asked.given

    if expression or name.endswith(".rq"):
        text, where = (expression, "-e") if expression else (_file(Path(name)), name)
        if given:
            raise InnspillError("only-named", cure="value-in-sparql", option=next(iter(given)))
        query = prepared(text, where)
        return first(home, query, asked.count, language=lang)
    return page_of(home, name, given, lang, asked.count)


def answered(home: Home, name: str, given: dict[str, str], lang: str) -> Table:
    """The answer to a named query, under its title.

    Raises:
        InnspillError: an argument is not understood.
    """
    return page_of(home, name, given, lang, 0).table


def page_of(home: Home, name: str, given: dict[str, str], lang: str, count: int) -> Page:
    """The first rows of the answer to a named query, or all where ``count`` is 0, under its title.

    Raises:
        InnspillError: an argument is not understood.
    """
    from graph.gazetteer import load
    from graph.queries import first, named, prepared, resolve

    question = named(name)
    query = prepared(question.text, f"ontology/queries/{name}.rq")
    known = load().including(home.candidates())
    bindings = resolve(question, given, known, home.slugs() if "document" in given else ())
    page = first(home, query, count, bindings, language=lang)
    return replace(page, table=replace(page.table, title=question.title.of(lang)))


@contextmanager
def home_of(source: str, lang: str, *, redact: bool = False) -> Iterator[Home]:
    """What a source argument names: a store, a graph file, a server, or a document read now.

    With ``redact`` it is a copy in memory with personal data covered.
    """
    from graph.store.opening import is_server, opened

    path = Path(source)
    if is_server(source) or path.is_dir() or path.suffix.lower() in {".trig", ".ttl"}:
        if path == DEFAULT_OUT / "graph.trig" and not path.exists():
            raise InnspillError(
                "nothing-to-query",
                where=source,
                cure="build-or-source",
            )
        with opened(source) as home:
            yield covered_store(home) if redact else home
    else:
        yield open_store(path, lang, redact=redact)


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or sentence("not-utf8")
        raise InnspillError(
            "query-unreadable", where=str(path), cure="check-file-name", reason=reason
        ) from None


def _listing(lang: str) -> str:
    from graph.queries import library

    lines = []
    for question in library().values():
        options = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in question.parameters)
        lines.append(f"{question.name}  {options}".rstrip())
        lines.append(f"    {question.title.of(lang)} {question.description.of(lang)}")
        if question.example:
            lines.append(f"    innspill query {question.name} {question.example}")
    return "\n".join([messages("cli", lang)["queries"], "", *lines])


def emit(table: Table, form: Format, out: Path | None, lang: str) -> None:
    """Write a table in a form, to a file or to standard output.

    Raises:
        InnspillError: a workbook was to go to a terminal, or the file cannot be written.
    """
    from graph.cli.files import write_files
    from graph.tables import FORMATS

    made = FORMATS[form.value](table, lang)
    data = made if isinstance(made, bytes) else made.encode()
    if out is not None:
        write_files(out.parent, {out.name: data})
        typer.echo(str(out), err=True)
    elif form is Format.XLSX and sys.stdout.isatty():
        raise InnspillError("no-workbook-here", cure="add-out")
    else:
        write_bytes(data if data.endswith(b"\n") or form is Format.XLSX else data + b"\n")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    add(app, query)
