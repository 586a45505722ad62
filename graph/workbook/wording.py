"""Wording: what the cells of a field say, and the ids they stand for, however people write them."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from graph.asks import Status
from graph.errors import InnspillError
from graph.language import fold
from graph.messages import messages, sentence
from graph.model import Force, Kind, Role
from graph.queries import concept
from graph.workbook.fields import ANSWER, FORCE, KIND, NO, RIGHT, ROLES, YES, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.gazetteer import Gazetteer

LANGUAGES: Final = ("nb", "nn", "en")
#: Between the names of a cell.
SEPARATOR: Final = "; "
SEPARATORS: Final = re.compile(r"[;\n]")
#: What people also write between names; tried where a name is not known with it inside.
LOOSE: Final = re.compile(r"\s*(?:,|/|&|\+)\s*|\s+(?:og|and)\s+")
#: The values of the fields that have few.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    RIGHT: (YES, NO),
    KIND: tuple(kind.value for kind in Kind),
    FORCE: tuple(force.value for force in Force),
    ANSWER: tuple(status.value for status in Status),
}


class Wording:
    """The words of one language out, those of every language in."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        language: str = "nb",
        exported: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """``exported`` are the ids of a workbook's own names, by kind (actor, theme) and name."""
        self.gazetteer = gazetteer
        self.language = language
        self._names: dict[tuple[str, str], str] = {}
        self._shown: dict[str, str] = {}
        for kind in ("actor", "theme"):
            for name, one in self.names(kind):
                self._names[kind, fold(name)] = one
                self._shown[one] = name
        for (kind, name), one in (exported or {}).items():
            self._names[kind, fold(name)] = one
        self._words = {field: _words(field) for field in CHOICES}

    def names(self, kind: str) -> list[tuple[str, str]]:
        """Names and ids of all actors or themes, each name once, in the order of the alphabet."""
        concepts = self.gazetteer.actors if kind == "actor" else self.gazetteer.themes
        named = [(self._name(one), one) for one in concepts]
        often = Counter(name for name, _ in named)
        unique = [(f"{name} ({one})" if often[name] > 1 else name, one) for name, one in named]
        return sorted(unique, key=lambda pair: (fold(pair[0]), pair[1]))

    def _name(self, one: str) -> str:
        actor = self.gazetteer.actors.get(one)
        return actor.short if actor else self.gazetteer.label(one, self.language)

    def choices(self, field: str) -> list[str]:
        """The words of a field that has few values, in their order."""
        return [self.word(field, one) for one in CHOICES[field]]

    def word(self, field: str, one: str) -> str:
        """A value of a field that has few."""
        return word(field, one, self.language)

    def shown(self, field: str, value: Value) -> str:
        """What the cell says; an id that nobody knows any more stands for itself."""
        if field in CHOICES:
            return SEPARATOR.join(self.word(field, one) for one in value)
        return SEPARATOR.join(sorted((self._shown.get(one, one) for one in value), key=fold))

    def read(self, field: str, text: str) -> Value:
        """The value a cell stands for; empty for an empty one.

        Raises:
            InnspillError: it stands for nothing known (suggests the nearest) or for several things.
        """
        if field in CHOICES:
            return self._choice(field, text)
        kind = "theme" if ROLES[field] is Role.SUBJECT else "actor"
        found = set[str]()
        for name in SEPARATORS.split(text):
            if fold(name):
                found |= self._concepts(kind, name)
        return tuple(sorted(found))

    def _choice(self, field: str, text: str) -> Value:
        wanted = fold(text).strip(" .!;:")
        if not wanted:
            return ()
        words = self._words[field]
        if wanted in words:
            return (words[wanted],)
        near = get_close_matches(wanted, words, n=1, cutoff=0.6)
        choices = ", ".join(self.choices(field))
        cure = sentence("choose-one-of", choices=choices)
        if near:
            cure = sentence("near-or-one-of", near=self.word(field, words[near[0]]), choices=choices)
        raise InnspillError("not-possible-here", cure=cure, text=text.strip())

    def _concepts(self, kind: str, name: str) -> set[str]:
        one = self._known(kind, name)
        if one:
            return {one}
        parts = [self._known(kind, part) for part in LOOSE.split(name) if part.strip()]
        if len(parts) > 1 and all(parts):
            return set(parts)
        return {concept(kind, " ".join(name.split()), self.gazetteer)}

    def _known(self, kind: str, name: str) -> str:
        return self._names.get((kind, fold(name))) or concept(kind, name, self.gazetteer, quiet=True)


def word(field: str, one: str, language: str) -> str:
    """What a value of a field that has few is called.

    >>> word("kind", "proposal", "nb"), word("answer", "done", "nn")
    ('forslag', 'gjennomført')
    """
    if field in {KIND, FORCE}:
        return messages("terms", language)[f"{field}-{one}"]
    return messages("workbook", language)[f"{field}-{one}"]


def _words(field: str) -> dict[str, str]:
    """Every word that is read for a field, in every language, and the value it stands for."""
    found = {fold(one): one for one in CHOICES[field]}
    for language in LANGUAGES:
        found |= {fold(word(field, one, language)): one for one in CHOICES[field]}
        for one in CHOICES[field]:
            more = messages("workbook", language).get(f"{field}-{one}-also", "")
            found |= dict.fromkeys(more.split(), one)
    return found
