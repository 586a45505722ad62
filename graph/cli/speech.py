"""The command's help in the reader's language; errors in how it was called, too.

Typer writes its own words (``Usage``, ``Missing argument``) in English and has no way to say them otherwise
but for a few it gives to gettext. So the help is written here, from Typer's own description of the commands
(https://typer.tiangolo.com/tutorial/using-click/ shows the classes as the way to do so). Help texts and
metavars in the code are keys of ``ontology/messages/help.*.toml``; nothing is read before it is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from graph.cli.misuse import MisuseError, misused
from graph.messages import chosen, either, messages, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Base = TyperCommand  # or a group, which is another sort of command
else:
    _Base = object

#: The words of a metavar that are keys, such as both of ``NAME|FILE.rq``.
WORD: Final = re.compile(r"[A-Z]{2,}")


def speak(command: Any) -> None:
    """Put a command's metavars, and those of the commands below it, into the language spoken; once."""
    say = messages("help", chosen())
    if getattr(command, "spoken", False):
        return
    command.spoken = True
    command.options_metavar = say["usage-options"]
    for param in command.params:
        if param.metavar:
            param.metavar = WORD.sub(lambda word: say[word[0]], param.metavar)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = say["usage-command"]
        for below in command.commands.values():
            speak(below)


def add(app: typer.Typer, *functions: Callable[..., None]) -> None:
    """Add functions as commands of their names, each with its help under ``command-NAME``."""
    for function in functions:
        app.command(cls=Command, help=f"command-{function.__name__}")(function)


class Spoken(_Base):
    """What commands and groups of commands say of themselves."""

    def get_usage(self, ctx: Any) -> str:
        """The first lines of help and of what is told of a mistake."""
        speak(ctx.find_root().command)
        return super().get_usage(ctx)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """``Usage: innspill ...`` in the language spoken."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = messages("help", chosen())["usage"]
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{prefix}: ")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """All of the help."""
        speak(ctx.find_root().command)
        say = messages("help", chosen())
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say[str(self.help)])
        self.format_options(ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, each with what it is for and what it is where nothing is said."""
        say = messages("help", chosen())
        shown: list[Any] = list(self.get_params(ctx))
        for kind in ("argument", "option"):
            rows = [self._row(param, ctx) for param in shown if param.param_type_name == kind]
            if rows:
                with formatter.section(say[f"{kind}s"]):
                    formatter.write_dl(rows)

    def _row(self, param: Any, ctx: Any) -> tuple[str, str]:
        name, _ = param.get_help_record(ctx)
        if param.param_type_name == "argument":
            name = param.metavar
        say = messages("help", chosen())
        text = say["show-help" if param is self.get_help_option(ctx) else param.help]
        more = "; ".join(_circumstances(param, ctx, say))
        return name, f"{text}  [{more}]" if more else text

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments as values.

        Raises:
            MisuseError: they are not what the command takes.
        """
        if self.no_args_is_help and set(args) <= {"--"}:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        try:
            rest: list[str] = super().parse_args(ctx, args)
        except typer.TyperException as error:
            speak(ctx.find_root().command)
            raise misused(error, ctx) from None
        return rest


class Command(Spoken, TyperCommand):
    """One command."""

    allow_extra_args = True  # so that it is ours to say that there are too many

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments as values; more than there is a place for are a mistake."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise MisuseError("too-many-arguments", ctx, given=" ".join(rest))
        return rest


class Group(Spoken, TyperGroup):
    """A command with commands below it."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options and commands, each command with the first sentence of its help."""
        super().format_options(ctx, formatter)
        say = messages("help", chosen())
        rows = [(name, first_sentence(say[str(below.help)])) for name, below in self.commands.items()]
        with formatter.section(say["commands"]):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named first.

        Raises:
            MisuseError: there is none of that name; suggests the nearest.
        """
        from difflib import get_close_matches

        if args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands)
            cure = sentence("did-you-mean", near=either(near)) if near else ""
            raise MisuseError("no-such-command", ctx, cure=cure, name=args[0])
        return super().resolve_command(ctx, args)


def first_sentence(text: str) -> str:
    """The first sentence of a text, without its full stop where it is the only one in a list.

    >>> first_sentence("Show the page. The graph can be read."), first_sentence("Ask: a, b.")
    ('Show the page.', 'Ask: a, b.')
    """
    return re.split(r"(?<=[.»”])\s", text, maxsplit=1)[0]


def _circumstances(param: Any, ctx: Any, say: dict[str, str]) -> Sequence[str]:
    """What it may be, the variable it is read from, what it is otherwise, its bounds, if it is needed."""
    found = []
    if param.metavar and (choices := param.type_descriptor.choices):
        found.append(", ".join(str(one.value) for one in choices))
    if param.envvar:
        found.append(say["from-variable"].format(name=param.envvar))
    default = param.get_default(ctx, call=False)
    if param.show_default and default not in (None, "", False):
        found.append(say["default"].format(value=default))
    if param.min is not None:
        least, most = f"{param.min:g}", "" if param.max is None else f"{param.max:g}"
        found.append(f"{least}–{most}" if most else say["least"].format(least=least))
    if param.required:
        found.append(say["required"])
    return found
