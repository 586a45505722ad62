"""The application, its commands and what happens when one of them fails."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from graph.cli import build, exporting, inspect, papers, queries, recurring, reviewing, serving
from graph.cli.misuse import MisuseError
from graph.cli.options import Language, LanguageOption
from graph.cli.speech import Group
from graph.errors import InnspillError
from graph.messages import LANGUAGES, VARIABLE, chosen, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(
    name="innspill",
    cls=Group,
    help="command-innspill",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for module in (build, inspect, papers, exporting, queries, recurring, serving, reviewing):
    module.register(app)


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer's callback signature
    if value:
        from importlib.metadata import version

        typer.echo(f"innspill {version('innspillsgraf')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="version")
    ] = False,
    lang: LanguageOption = Language.NB,
) -> None:
    """Options that stand before the command."""


@contextmanager
def _speaking(arguments: list[str]) -> Iterator[None]:
    """Let the last ``--lang`` say what this process and those it starts speak, before anything is parsed."""
    named = ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
        elif argument == "--lang":
            named = "".join(arguments[place + 1 : place + 2])
    before = os.environ.get(VARIABLE)
    if named in LANGUAGES:
        os.environ[VARIABLE] = named
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before


def main() -> NoReturn:
    """Run the command; an error the user can mend is told in one line, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    with _speaking(sys.argv[1:]):
        sys.exit(_run())


def _run() -> int:
    """The command's exit code."""
    try:
        code: int | None = app(standalone_mode=False)
    except InnspillError as error:
        if isinstance(error, MisuseError):
            typer.echo(error.usage(chosen()), err=True)
        typer.echo(f"innspill: {error.told(chosen())}", err=True)
        return 2
    except typer.Abort:
        typer.echo(messages("help", chosen())["aborted"], err=True)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code or 0
