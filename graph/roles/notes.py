"""Notes: the shorthand of minutes, where a mark says who is to act and a verb is left out.

«KMD: avklare ...», "NTNU -> deltidsmaster", "fagbrev for voksne (LMD)", "Ansvarlig: NAV".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.model import Role
from graph.roles.clauses import is_finite_verb, states
from graph.roles.reading import NAMED, Reading
from graph.wordclass import is_finite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Phrase, Sentence, Unit
    from graph.roles.cues import Cues
    from graph.roles.places import Places

#: Arrows, as they are drawn and as they are typed.
ARROWS: Final = frozenset({"→", "->", "=>", "–>", "⇒", "➔"})
#: Marks behind the one who is to act.
LABELS: Final = ARROWS | {":"}
#: How far the colon of a label may stand behind its actor, in units.
REACH: Final = 12
#: Words that may stand between a name and the mark that makes it a label.
BETWEEN: Final = 2
#: What may follow "med" and "inn" where they say without a verb that somebody takes part.
WHERE: Final = frozenset({"i", "på", "fra", "frå", "her"})
#: Marks that may end a sentence or stand between the names in a parenthesis.
CLOSING: Final = frozenset({".", "!", "?"})


class Notes:
    """Reads who is to act where a mark says it."""

    def __init__(self, cues: Cues, places: Places) -> None:
        self.cues, self.places = cues, places

    def read(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """The role of a phrase by a mark; None where no mark says it."""
        if self._was(units, phrase):
            return NAMED
        if self._label_mark(units, phrase):
            return Reading(Role.ADDRESSEE, "label")
        before = self.places.before_modifiers(units, phrase)
        if before > 0 and units[before].lower == ":":
            labelled = any(self.cues.at(units, i, "responsible-label") == before - i for i in range(before))
            return Reading(Role.ADDRESSEE, "responsible") if labelled else None
        if self._joins(units, phrase):
            return Reading(Role.PARTNER, "include-passive")
        if self._ends_note(units, phrase):
            return Reading(Role.ADDRESSEE, "responsible")
        following = units[phrase.last + 1].lower if phrase.last + 1 < len(units) else ""
        if before == -1 and following == "som":
            labels = any(u.lower == ":" for u in units[phrase.last + 2 : phrase.last + REACH])
            if labels or not self.places.finite_after(units, phrase.last + 2, 3):
                return Reading(Role.ADDRESSEE, "as-role")
        return None

    def assigns(self, sentence: Sentence) -> bool:
        """Whether a sentence without a verb of its own gives somebody something to do by a mark."""
        units = sentence.units
        for phrase in sentence.phrases:
            if mark := self._label_mark(units, phrase):
                rest = units[mark + 1 :]
                return bool(rest) and not is_finite(rest[0].lower) and not states(rest, self.cues)
            if self._ends_note(units, phrase) or self._joins(units, phrase):
                return True
        return False

    def _joins(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«NAV med i partnerskapet», "Elevorganisasjonen inn i forumet": a direction, and no verb."""
        if phrase.first or phrase.genitive or phrase.compound:
            return False
        follows = [unit.lower for unit in units[phrase.last + 1 : phrase.last + 3]]
        directs = follows[:1] in (["med"], ["inn"]) and WHERE.issuperset(follows[1:])
        return directs and not states(units, self.cues)

    def _ends_note(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        return (
            self._is_last(units, phrase)
            or self._is_in_parenthesis(units, phrase)
            or self._is_alone(units, phrase)
        )

    def _is_alone(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«Enklere søknad! Skatteetaten, Forskningsrådet»: only names, after what there is to do."""
        others = (*units[: phrase.first], *units[phrase.last + 1 :])
        return units[0].start > 0 and not any(unit.is_word or unit.lower == "?" for unit in others)

    def _label_mark(self, units: Sequence[Unit], phrase: Phrase) -> int:
        """The index of the mark behind a label ("KMD:", "IN, FR ->"), or 0.

        A place or an adverb may stand between: "NTNU i Ålesund ->".
        """
        if phrase.first or phrase.genitive or phrase.compound:
            return 0
        for index in range(phrase.last + 1, min(phrase.last + 2 + BETWEEN, len(units))):
            if units[index].lower in LABELS:
                return index
            if units[index].actor or not units[index].is_word or self.places.is_verb(units, index):
                return 0
        return 0

    def _is_last(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«Sletting av studielån -> Lånekassen»: an arrow leads to a name and nothing more."""
        leads = phrase.first > 0 and units[phrase.first - 1].lower in ARROWS
        return leads and all(unit.lower in CLOSING for unit in units[phrase.last + 1 :])

    def _is_in_parenthesis(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«Flere plasser (KD)», "(ansv. NAV)": names alone in a last parenthesis are who is to do it.

        Not where they say who a group is ("departementene (KD, ASD)"), nor where another is to act.
        """
        opening = self._opening(units, phrase)
        if opening < 1 or self._says_who(units, opening) or self.places.has_subject(units, opening):
            return False
        closing = next((i for i in range(opening, len(units)) if units[i].lower == ")"), -1)
        if closing < 0 or any(unit.lower not in CLOSING for unit in units[closing + 1 :]):
            return False
        return not any(
            is_finite_verb(units, i) or self.places.is_modal(units, i) for i in range(opening, closing)
        )

    def _opening(self, units: Sequence[Unit], phrase: Phrase) -> int:
        """The index of a bracket with only names, marks and "ansvarlig" between it and the phrase, or -1."""
        for index in range(phrase.first - 1, -1, -1):
            unit = units[index]
            if unit.lower == "(":
                return index
            if unit.is_word and unit.actor is None and not self.cues.at(units, index, "responsible-label"):
                return -1
        return -1

    def _says_who(self, units: Sequence[Unit], opening: int) -> bool:
        """Whether the word before a bracket is a group or a name that the bracket explains."""
        before = units[opening - 1]
        return before.actor is not None or self.cues.ends_with(before.lower, "group-noun")

    def _was(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«Helsedirektoratet (tidl. SAK)»: what somebody was called is not who is to act."""
        start = max(phrase.first - 3, 0)
        former = self.cues.find(units, "former", start, phrase.first)
        return former > 0 and units[former - 1].lower == "("
