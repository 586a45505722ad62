"""Misuse: a command called in a way it cannot be, told in the reader's language with how it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import InnspillError
from graph.messages import Sentence, either, sentence

if TYPE_CHECKING:
    import typer


class MisuseError(InnspillError):
    """What is wrong with a call; ``ctx`` is Typer's context of the command that was called."""

    def __init__(
        self, problem: str | Sentence, ctx: Any, *, cure: str | Sentence = "", **fields: Any
    ) -> None:
        super().__init__(problem, cure=cure, **fields)
        self.ctx = ctx

    def usage(self, language: str) -> str:
        """How the command is called, and where to read more."""
        told: str = self.ctx.get_usage()
        return f"{told}\n{sentence('try-help', command=self.ctx.command_path).told(language)}\n"


def misused(error: typer.TyperException, ctx: Any) -> MisuseError:
    """What Typer found wrong with a call, which it says in English, as an error of ours.

    Its classes of errors have no public names; they are told apart by what they carry.
    """
    carried: Any = error
    if hasattr(error, "possibilities"):
        near = sorted(carried.possibilities or ())
        cure: str | Sentence = sentence("did-you-mean", near=either(near)) if near else ""
        return MisuseError("no-such-option", ctx, cure=cure, option=carried.option_name)
    if hasattr(error, "option_name"):
        flag = any(carried.option_name in one.opts and one.is_flag for one in _options(ctx))
        key = "option-takes-no-value" if flag else "option-needs-value"
        return MisuseError(key, ctx, option=carried.option_name)
    param = getattr(error, "param", None)
    if param is None:
        return MisuseError(sentence("said", said=error), ctx)
    if hasattr(error, "param_type"):
        key = "argument-missing" if param.param_type_name == "argument" else "option-missing"
        return MisuseError(key, ctx, cure=_choices(param), name=_name(param))
    return MisuseError("odd-argument", ctx, cure=_choices(param) or _bounds(param), name=_name(param))


def _options(ctx: Any) -> list[Any]:
    return [param for param in ctx.command.params if param.param_type_name == "option"]


def _name(param: Any) -> str:
    """What a parameter is called on the line, and the variable it may have come from."""
    name = param.metavar if param.param_type_name == "argument" else max(param.opts, key=len)
    return f"{name} ({param.envvar})" if param.envvar else str(name)


def _choices(param: Any) -> Sentence | str:
    choices = param.type_descriptor.choices
    return sentence("choose-one-of", choices=", ".join(str(one.value) for one in choices)) if choices else ""


def _bounds(param: Any) -> Sentence | str:
    """What a number may be; whole or not is told by its kind."""
    if param.min is None:
        return ""
    if param.max is None:
        return sentence("whole-from", least=f"{param.min:g}")
    whole = param.type_descriptor.annotation is int
    return sentence(
        "whole-between" if whole else "number-between", least=f"{param.min:g}", most=f"{param.max:g}"
    )
