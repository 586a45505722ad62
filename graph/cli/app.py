"""The application, its commands and what happens when one of them fails."""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from graph.cli import build, exporting, inspect, papers, queries, recurring, reviewing, serving
from graph.errors import InnspillError
from graph.messages import LANGUAGES

app = typer.Typer(
    name="innspill",
    help="Hvem blir bedt om hva? Leser innspill fra verksteder og høringer inn i en kunnskapsgraf.",
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
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Vis versjonen.")
    ] = False,
) -> None:
    """Hvem blir bedt om hva? Leser innspill fra verksteder og høringer inn i en kunnskapsgraf."""


def _language(arguments: list[str]) -> str:
    """The language of errors: the last ``--lang``, else INNSPILL_LANG, else bokmål."""
    chosen = os.environ.get("INNSPILL_LANG", "")
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
        elif argument == "--lang":
            chosen = "".join(arguments[place + 1 : place + 2])
    return chosen if chosen in LANGUAGES else "nb"


def main() -> NoReturn:
    """Run the command; an error the user can mend is told in one line, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except InnspillError as error:
        typer.echo(f"innspill: {error.told(_language(sys.argv[1:]))}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
