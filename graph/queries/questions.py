"""Questions in Norwegian: controlled forms, each standing for one named query and its arguments.

The forms are data in ``ontology/questions.toml``. A question that fits none, or names what the
vocabulary does not know, is answered with what can be asked; nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from graph.errors import InnspillError
from graph.language import fold
from graph.queries.arguments import DATE, actors, not_one, themes
from graph.queries.library import library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import URIRef

    from graph.gazetteer import Gazetteer

SLOT: Final = re.compile(r"\\\{(\w+)\\\}")
LONGEST: Final = 200
#: Endings of the definite form that a name is known without.
ENDINGS: Final = ("", "s", "ne", "ene", "ane", "en", "et", "a", "er", "ar")
SHORTEST_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class Form:
    """A way to ask: the query it means, fixed arguments, the words, and what it looks like."""

    query: str
    fixed: tuple[tuple[str, str], ...]
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a question was understood as: a named query and its arguments as written."""

    name: str
    given: dict[str, str]

    @property
    def command(self) -> str:
        """The same as a command.

        >>> Question("search", {"words": "to ord"}).command
        "innspill query search --words 'to ord'"
        """
        return self.command_of()

    def command_of(self, **more: str) -> str:
        """The command with more options, such as the source that was asked."""
        import shlex

        options = [f"--{name} {shlex.quote(value)}" for name, value in {**self.given, **more}.items()]
        return " ".join(["innspill query", self.name, *options])


def understood(text: str, gazetteer: Gazetteer) -> Question:
    """What a question asks.

    Raises:
        InnspillError: it fits no form, or names an actor or theme that is not known.
    """
    plain = fold(text).rstrip("?.! ")
    unknown: list[tuple[str, str]] = []
    for form in forms() if len(plain) <= LONGEST else ():
        match = form.words.fullmatch(plain)
        if not match:
            continue
        named = {name: value for name, value in match.groupdict().items() if value}
        given = {name: _known(name, value, gazetteer) for name, value in named.items()}
        if all(given.values()):
            return Question(form.query, {**{k: v for k, v in given.items() if v}, **dict(form.fixed)})
        unknown += [(name, named[name]) for name, value in given.items() if not value]
    if unknown:
        raise _not_known(*unknown[0], text, gazetteer)
    shown = "\n".join(f"  {example}" for example in examples())
    raise InnspillError(
        "not-understood",
        where=f"«{text[:LONGEST].strip()}»",
        cure="you-can-ask",
        examples=shown,
    )


def also_called(question: Question, gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    """Earlier and later names that the answer counts as the actor asked for: both names, oldest first."""
    if "actor" not in question.given or "isReplacedBy" not in library()[question.name].text:
        return ()
    (iri,) = _choices("actor", gazetteer)[question.given["actor"]]
    asked = iri.rsplit("/", 1)[-1]
    pairs = ((a.id, heir) for a in gazetteer.actors.values() for heir in a.replaced_by)
    return tuple(sorted(pair for pair in pairs if asked in pair))


@cache
def forms() -> tuple[Form, ...]:
    """Every way to ask, in the order they are tried."""
    return tuple(
        Form(entry["query"], tuple(sorted(entry.get("set", {}).items())), _compiled(pattern))
        for entry in _entries()
        for pattern in entry["patterns"]
    )


def examples() -> tuple[str, ...]:
    """Questions that are understood, one or more for each form."""
    return tuple(example for entry in _entries() for example in entry["examples"])


@cache
def _entries() -> list[dict[str, Any]]:
    text = files("ontology").joinpath("questions.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)["form"]
    return entries


def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as an expression; what stands for a name takes as few words as it can."""
    escaped = re.escape(pattern)
    for sign in "()|[]":
        escaped = escaped.replace("\\" + sign, sign)
    made = escaped.replace("(", "(?:").replace("[", "(?:").replace("]", ")?").replace("\\ ", " ")
    return re.compile(SLOT.sub(lambda slot: f"(?P<{slot[1]}>\\S.*?)", made))


def _known(name: str, value: str, gazetteer: Gazetteer) -> str | None:
    """The argument a part of a question stands for; None for nothing known, or several."""
    if name == "words":
        return value
    if name == "since":
        return value if DATE.fullmatch(value) else None
    choices = _choices(name, gazetteer)
    for form in _forms_of(value):
        if len(choices.get(form, ())) == 1:
            return form
    return None


def _choices(name: str, gazetteer: Gazetteer) -> Mapping[str, set[URIRef]]:
    return actors(gazetteer) if name == "actor" else themes(gazetteer)


def _not_known(name: str, value: str, text: str, gazetteer: Gazetteer) -> InnspillError:
    """What to say of a part of a question that names nothing known, or several; the nearest are offered."""
    where = f"«{text[:LONGEST].strip()}»"
    if name not in {"actor", "theme"}:
        return InnspillError("not-known", where=where, cure="write-the-date", value=value)
    choices = _choices(name, gazetteer)
    several = next((form for form in _forms_of(value) if len(choices.get(form, ())) > 1), value)
    told = not_one(name, several, choices)
    near = told.cure if told.cure and told.cure.key != "examples" else "search-names"
    return InnspillError(told.problem, where=where, cure=near)


def _forms_of(value: str) -> Iterator[str]:
    for ending in ENDINGS:
        stem = value.removesuffix(ending) if ending else value
        if value.endswith(ending) and (not ending or len(stem) >= SHORTEST_STEM):
            yield stem.rstrip(".") if stem.endswith(".") else stem
