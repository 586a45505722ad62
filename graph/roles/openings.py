"""Openings: asks told by their first word: an imperative, an infinitive, "flere" or "økt"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.roles.clauses import is_finite_verb, states
from graph.roles.notes import ARROWS
from graph.wordclass import is_finite, is_infinitive, is_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Unit
    from graph.roles.cues import Cues

#: Marks after which an infinitive begins an ask of its own.
OPENERS: Final = frozenset(":–—-;•/") | ARROWS
#: Words that may stand before the first verb of an ask.
LEADING: Final = frozenset(
    "å også òg fortsatt framleis gjerne samt bl.a ikke ikkje mer meir bedre betre alltid videre aktivt"
    " og".split()
)
#: Shorter words are seldom imperatives and often something else.
SHORTEST_IMPERATIVE: Final = 3
PREPOSITIONS: Final = frozenset("av med for i på til om fra frå mellom hos ved innen mot og eller".split())
#: Marks between the clauses of a sentence.
CLAUSE_MARKS: Final = frozenset({",", ";", ":", "–", "."})


class Openings:
    """Reads whether words open an ask, by the cue lexicon."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def ask(self, units: Sequence[Unit]) -> bool:
        """Whether a sentence asks by how it begins, or goes on after a colon, a dash or an arrow."""
        begins = [0, *(i + 1 for i, u in enumerate(units) if u.lower in OPENERS)]
        return any(self._opens_ask(units, index) for index in begins)

    def _opens_ask(self, units: Sequence[Unit], index: int) -> bool:
        if self._increases(units, index) or self._commands(units, index):
            return True
        if self.cues.at(units, index, "negation") and self._increases(units, index + 1):
            return True
        while index < len(units) and (units[index].lower in LEADING or not units[index].is_word):
            index += 1
        if index >= len(units) or units[index].actor:
            return False
        word = units[index].lower
        following = units[index + 1].lower if index + 1 < len(units) else ""
        if self._commands(units, index):
            return True
        if is_infinitive(word):
            return (not is_finite(following) or is_infinitive(following)) and not self._is_subject(
                units, index
            )
        imperative = (
            following and (following not in PREPOSITIONS or not is_noun(word)) and following[0].isalpha()
        )
        return (
            bool(imperative)
            and len(word) > SHORTEST_IMPERATIVE
            and is_infinitive(word + "e")
            and not is_finite(word)
            and self._is_imperative(units, index)
        )

    def _commands(self, units: Sequence[Unit], index: int) -> bool:
        """An imperative of the lexicon; "få vet" has a verb of its own, and commands nothing."""
        if not self.cues.at(units, index, "imperative"):
            return False
        return index + 1 >= len(units) or not is_finite_verb(units, index + 1)

    def _is_subject(self, units: Sequence[Unit], index: int) -> bool:
        """«yrkesmessa i Sogndal var topp»: what looks like an infinitive has a finite verb of its own."""
        stop = next((i for i in range(index, len(units)) if units[i].lower in CLAUSE_MARKS), len(units))
        behind_to = index > 0 and units[index - 1].lower == "å"
        return not behind_to and states(units[index + 1 : stop], self.cues)

    def _is_imperative(self, units: Sequence[Unit], index: int) -> bool:
        """No finite verb of its own follows: "Bruk nettverkene bedre", not "Arbeid lønner seg"."""
        return not states(units[index + 1 : index + 5], self.cues)

    def _increases(self, units: Sequence[Unit], index: int) -> bool:
        if not self.cues.at(units, index, "increase"):
            return False
        following = units[index + 1].lower if index + 1 < len(units) else ""
        if following in {"en", "enn", "av"}:
            return False
        return not any(is_finite_verb(units, i) for i in range(index, min(index + 6, len(units))))
