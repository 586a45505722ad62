"""Grammar: the role of an actor phrase in its sentence, and the rule that says so.

Norwegian puts the finite verb second, so the subject stands right before or right after the modal
("KMD bør ...", "Her må KMD ..."); in a passive the subject is not the one asked ("FK må involveres").
Before prepositions the governing word decides: "dialog med X", "bistand fra X", "signaler til X".
Faarlund, Lie & Vannebo, Norsk referansegrammatikk (1997), chapters 7 and 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from graph.language import is_infinitive, is_passive
from graph.model import Role
from graph.roles.clauses import BREAKS, is_finite_verb
from graph.roles.places import Places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Phrase, Sentence, Unit
    from graph.roles.cues import Cues

#: Verbs of having or taking a role.
HOLDING: Final = frozenset({"har", "tar", "tek"})
#: How far a governing word may stand before its preposition, in units.
REACH: Final = 9


class Reading(NamedTuple):
    """A role and the rule that gives it."""

    role: Role
    rule: str


NAMED: Final = Reading(Role.MENTIONED, "named")


class Grammar:
    """Reads the role of each actor phrase by the cue lexicon."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues
        self.places = Places(cues)

    def read(self, sentence: Sentence, phrase: Phrase) -> Reading:
        """The role of a phrase in a sentence that asks; ``NAMED`` where no rule applies."""
        units = sentence.units
        for rule in (
            self._complaint,
            self._owner,
            self._label,
            self._passive_subject,
            self._modal_subject,
            self._that_subject,
            self._gapped,
            self._prepositional,
            self._role_bearer,
            self._object,
            self._needer,
        ):
            if reading := rule(units, phrase):
                return reading
        return NAMED

    def read_statement(self, sentence: Sentence, phrase: Phrase) -> Reading:
        """The role of a phrase in a sentence that only states: asked only by complaint or duty."""
        units = sentence.units
        return self._complaint(units, phrase) or self._role_bearer(units, phrase) or NAMED

    def _complaint(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Nokut-akkrediteringen tar for lang tid»: who is complained of is who could mend it."""
        found = self.cues.find(units, "complaint", phrase.last + 1, len(units))
        if found < 0 or phrase.genitive or self.places.before_modifiers(units, phrase) != -1:
            return None
        broken = any(u.lower in BREAKS for u in units[phrase.last + 1 : found])
        return None if broken else Reading(Role.ADDRESSEE, "complaint")

    def _owner(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«FKs rolle innebærer å ...» asks its owner; any other genitive or compound only names."""
        if phrase.compound:
            return NAMED
        if not phrase.genitive:
            return None
        noun = phrase.last + 1
        if noun < len(units) and self.cues.ends_with(units[noun].lower, "role-noun"):
            before = units[phrase.first - 1].lower if phrase.first else ""
            duty = noun + 1 < len(units) and units[noun + 1].lower in {"innebærer", "inneber", "er", "å"}
            if (duty and phrase.first == 0) or before in {"er", "vere", "være"}:
                return Reading(Role.ADDRESSEE, "duty")
        return NAMED if self.places.preposition(units, phrase) is None else None

    def _label(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«KMD: avklare ...» and "FK som fasilitator: ..." put the one asked first."""
        following = units[phrase.last + 1].lower if phrase.last + 1 < len(units) else ""
        if phrase.first == 0 and following == ":":
            return Reading(Role.ADDRESSEE, "label")
        if (
            self.places.before_modifiers(units, phrase) == -1
            and following == "som"
            and not self.places.finite_after(units, phrase.last + 2, 3)
        ):
            return Reading(Role.ADDRESSEE, "as-role")
        return None

    def _passive_subject(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«X oppfordres til» asks X; "X tas med" involves X; "X må få midler" is for X."""
        if self.places.preposition(units, phrase) is not None:
            return None
        stop = self.places.clause_end(units, phrase.last + 1)
        if self.cues.find(units, "request-passive", phrase.last + 1, min(stop, phrase.last + 5)) >= 0:
            return Reading(Role.ADDRESSEE, "asked-passive")
        if self.places.modal_before(units, phrase) >= 0 or self.places.is_subject_place(units, phrase):
            if self.cues.find(units, "include-passive", phrase.last + 1, min(stop, phrase.last + 9)) >= 0:
                return Reading(Role.PARTNER, "include-passive")
            if self._receives(units, phrase.last + 1, stop):
                return Reading(Role.BENEFICIARY, "receives")
        return None

    def _receives(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        found = self.cues.find(units, "receive", start, min(stop, start + 4))
        if found < 0:
            return False
        if units[found].lower not in {"få", "får", "ha"}:
            return True
        return self.cues.find(units, "support", found + 1, min(stop, found + 5)) >= 0

    def _modal_subject(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """Subject of må, bør, skal, kan or vil, on either side of the verb."""
        modal = self.places.modal_before(units, phrase)
        if modal >= 0:
            verb_at, main = phrase.last + 1, not self.places.embedded(units, modal)
        else:
            modal = self.places.modal_after(units, phrase)
            if modal < 0 or self.places.preposition(units, phrase) is not None:
                return None
            verb_at, main = modal + 1, True
            place = self.places.matrix(units, phrase)
            if place == "enable":
                return Reading(Role.BENEFICIARY, "enabled")
            if place == "relative" and not self.cues.at(units, modal, "modal-may"):
                return Reading(Role.ADDRESSEE, "relative-ask")
            if place in {"embedded", "relative", "other"}:
                return None
        if not main:
            return None
        if self.places.passive_verb(units, verb_at) or self._speaks(units, modal, verb_at):
            return NAMED
        return Reading(Role.ADDRESSEE, "modal-subject")

    def _speaks(self, units: Sequence[Unit], modal: int, verb_at: int) -> bool:
        """«Fylkeskommunen vil understreke», "NHO vil gjerne be om": the speaker is not the one asked."""
        if units[modal].lower not in {"vil", "skal", "kan", "må"}:
            return False
        index = verb_at
        while index < len(units) and self.cues.at(units, index, "adverb"):
            index += 1
        return self.cues.at(units, index, "speech-verb") > 0

    def _that_subject(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Vi ønsker at X stiller opp», "At X tar ansvar": what is wanted of the subject."""
        before = self.places.before_modifiers(units, phrase)
        if before < 0 or units[before].lower != "at" or self.places.matrix(units, phrase) != "asked":
            return None
        wanted = before == 0 or self.cues.find(units, "at-matrix-ask", max(before - 4, 0), before) >= 0
        verb = next(
            (
                i
                for i in range(phrase.last + 1, min(phrase.last + 4, len(units)))
                if is_finite_verb(units, i) or is_passive(units[i].lower)
            ),
            -1,
        )
        if not wanted or verb < 0:
            return None
        return NAMED if self.places.passive_at(units, verb) else Reading(Role.ADDRESSEE, "asked-that")

    def _gapped(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Staten bør finansiere, fylkene gjennomføre»: the second subject shares the modal."""
        verb = phrase.last + 1
        if verb >= len(units) or units[verb].actor or not is_infinitive(units[verb].lower):
            return None
        before = self.places.before_modifiers(units, phrase)
        joined = before >= 0 and units[before].lower in {",", "og", "mens", "medan", ";"}
        modal = any(self.places.is_modal(units, i) for i in range(max(before, 0)))
        return Reading(Role.ADDRESSEE, "gapped") if joined and modal else None

    def _prepositional(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """The preposition before the phrase and the word that governs it."""
        at = self.places.preposition(units, phrase)
        if at is None:
            return None
        word = units[at].lower
        start = self.places.clause_start(units, at)
        if any(self.cues.at(units, i, "involve") > at - i for i in (at - 2, at - 1)):
            return Reading(Role.PARTNER, "involve")
        if word == "med":
            return self._with(units, at, start)
        if word in {"fra", "frå"}:
            governed = self.cues.find(units, "request-from", max(start, at - 5), at) >= 0
            return Reading(Role.ADDRESSEE, "request-from") if governed else None
        if word in {"mellom", "tvers"}:
            return self._between(units, at, start)
        if word == "av":
            return self._of(units, at, start)
        if word in {"i", "hos", "internt", "innen"}:
            return self._within(units, at, start)
        if word in {"til", "for", "mot", "overfor", "ovanfor", "ut"}:
            return self._toward(units, at, start, word)
        return None

    def _of(self, units: Sequence[Unit], at: int, start: int) -> Reading | None:
        """«må gjøres av X» asks the agent; "finansiering av X" is for and "involvering av X" with its object."""
        agent = any(is_passive(u.lower) for u in units[start:at] if u.actor is None)
        if agent and any(self.places.is_modal(units, i) for i in range(start, at)):
            return Reading(Role.ADDRESSEE, "agent")
        noun = units[at - 1] if at else None
        if noun is None or noun.actor:
            return None
        if self.cues.ends_with(noun.lower, "involve-noun"):
            return Reading(Role.PARTNER, "involve")
        acted = noun.lower.endswith(("ing", "inga", "ingen")) and self.cues.at(units, at - 1, "support") > 0
        return Reading(Role.BENEFICIARY, "support-for") if acted else None

    def _with(self, units: Sequence[Unit], at: int, start: int) -> Reading | None:
        near = self.cues.find(units, "cooperation", max(start, at - REACH), at) >= 0
        return Reading(Role.PARTNER, "cooperate-with") if near else None

    def _between(self, units: Sequence[Unit], at: int, start: int) -> Reading:
        """Cooperation asked for between parties asks the parties, unless somebody else is the subject."""
        cooperation = self.cues.find(units, "cooperation", max(start, at - REACH), at) >= 0
        if cooperation and not self.places.has_subject(units, at):
            return Reading(Role.ADDRESSEE, "cooperate-between")
        return Reading(Role.PARTNER, "across")

    def _within(self, units: Sequence[Unit], at: int, start: int) -> Reading | None:
        if self.cues.find(units, "place-at", max(start, at - 4), at) >= 0 and any(
            self.places.is_modal(units, i) for i in range(start, at)
        ):
            return Reading(Role.ADDRESSEE, "placed-at")
        cooperation = self.cues.find_last(units, "cooperation", max(start, at - REACH), at)
        if cooperation >= 0 and not self.places.has_subject(units, at):
            return Reading(Role.ADDRESSEE, "cooperate-between")
        if self.cues.find(units, "support", max(start, at - REACH), at) >= 0:
            return Reading(Role.BENEFICIARY, "support-for")
        return None

    def _toward(self, units: Sequence[Unit], at: int, start: int, word: str) -> Reading | None:
        near = max(start, at - 4)
        if word == "mot" and self.cues.find(units, "involve", max(start, at - 2), at) >= 0:
            return Reading(Role.PARTNER, "involve")
        if word == "mot" and any(u.lower.startswith("rett") for u in units[near:at]):
            return None
        if (
            word == "til"
            and not self.places.has_subject(units, at)
            and (self.cues.find(units, "expectation-to", near, at) >= 0)
        ):
            return Reading(Role.ADDRESSEE, "expectation-to")
        if self.cues.find(units, "support", max(start, at - REACH), at) >= 0:
            return Reading(Role.BENEFICIARY, "support-for")
        return None

    def _object(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """The object of a verb of involving, helping or asking."""
        if self.places.preposition(units, phrase) is not None:
            return None
        before = self.places.before_modifiers(units, phrase)
        start = self.places.clause_start(units, phrase.first, commas=False)
        if (
            before >= 0
            and self.places.verb_at(units, before, "request-verb")
            and units[before].lower not in {"få", "får"}
        ):
            return Reading(Role.ADDRESSEE, "request")
        if before >= 0 and units[before].lower == "få":
            particle = units[phrase.last + 1].lower if phrase.last + 1 < len(units) else ""
            return Reading(Role.PARTNER, "involve") if particle in {"med", "inn", "på", "ombord"} else NAMED
        verb = self.cues.find_last(units, "involve", max(start, phrase.first - REACH), phrase.first)
        if verb >= 0 and not any(self.places.is_modal(units, i) for i in range(verb, phrase.first)):
            return Reading(Role.PARTNER, "involve")
        if before >= 0 and self.places.verb_at(units, before, "support"):
            return Reading(Role.BENEFICIARY, "support-for")
        return None

    def _role_bearer(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«X har ansvar for», "her har partene en pådriverrolle"."""
        if phrase.genitive or phrase.compound or self.places.preposition(units, phrase) is not None:
            return None
        before = self.places.before_modifiers(units, phrase)
        inverted = before >= 0 and units[before].lower == "har"
        after = units[phrase.last + 1].lower if phrase.last + 1 < len(units) else ""
        holds = after in HOLDING and self.places.is_subject_place(units, phrase)
        if not inverted and not holds:
            return None
        stop = self.places.clause_end(units, phrase.last + 1)
        following = units[phrase.last + 1 : min(stop, phrase.last + 8)]
        if any(u.actor is None and self.cues.ends_with(u.lower, "role-noun") for u in following):
            return Reading(Role.ADDRESSEE, "duty")
        return None

    def _needer(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """Who needs or asks for a thing in a proposal is whom it is for."""
        before = self.places.before_modifiers(units, phrase)
        if before >= 0 and self.cues.at(units, before, "interrogative"):
            return None
        following = units[phrase.last + 1 : phrase.last + 4]
        needs = {"trenger", "treng", "etterspør", "etterspur", "behøver", "mangler", "manglar"}
        if any(u.lower in needs for u in following) or [u.lower for u in following[:2]] == ["har", "behov"]:
            return Reading(Role.BENEFICIARY, "needs")
        return None
