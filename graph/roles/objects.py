"""Objects: the role of an actor phrase by the preposition or verb that governs it.

Before prepositions the governing word decides: "dialog med X", "bistand fra X", "signaler til X".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.model import Role
from graph.roles.reading import NAMED, Reading
from graph.wordclass import is_passive

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.roles.clauses import Phrase, Unit
    from graph.roles.cues import Cues
    from graph.roles.places import Places

#: How far a governing word may stand before its preposition, in units.
REACH: Final = 9
NOUNS_OF_ACTING: Final = ("ing", "inga", "ingen")
#: Verbs that with "med" or "inn" behind their object involve it: ta fylkene med på råd.
TAKING: Final = frozenset(
    "få får ta tar tek trekke trekker dra drar dreg invitere inviter inviterer ha har".split()
)
HELP: Final = frozenset("hjelp bistand assistanse".split())
WITH_US: Final = frozenset({"oss", "seg"})
SPEAKERS: Final = frozenset("vi me jeg eg man en ein".split())


class Objects:
    """Reads the role of a phrase that a preposition or verb governs.

    ``elsewhere`` is the actors that the heading or the item above asks: they act where a sentence names
    no subject, so a party named in it is then whom they act with or for.
    """

    def __init__(self, cues: Cues, places: Places) -> None:
        self.cues, self.places = cues, places

    def prepositional(
        self, units: Sequence[Unit], phrase: Phrase, elsewhere: Collection[str]
    ) -> Reading | None:
        """The preposition before the phrase and the word that governs it."""
        at = self.places.preposition(units, phrase)
        if at is None:
            return None
        word, start = units[at].lower, self.places.clause_start(units, at)
        led = _is_led(phrase, elsewhere)
        if any(self.cues.at(units, i, "involve") > at - i for i in (at - 2, at - 1)):
            return Reading(Role.PARTNER, "involve")
        if word == "med":
            return self._with(units, phrase, at, start)
        if word in {"fra", "frå"}:
            return self._from(units, phrase, at, start)
        if word in {"mellom", "tvers"}:
            return self._between(units, at, start, led=led)
        if word == "av":
            return self._of(units, at, start)
        if word in {"i", "hos", "internt", "innen"}:
            return self._within(units, phrase, at, start, led=led)
        if word in {"til", "for", "mot", "overfor", "ovanfor", "ut"}:
            return self._toward(units, at, start, led=led)
        return None

    def _from(self, units: Sequence[Unit], phrase: Phrase, at: int, start: int) -> Reading | None:
        """«bistand fra X» asks X for it; "søknader fra X" are for X."""
        if at and self.cues.ends_with(units[at - 1].lower, "application"):
            return Reading(Role.BENEFICIARY, "support-for")
        near = max(start, at - 5)
        governed = any(self.cues.find(units, group, near, at) >= 0 for group in ("request-from", "lack"))
        governed = governed or (
            self.cues.at(units, start, "increase") > 0 and not self._verbs(units, start, at)
        )
        asked = governed or self._comes_from(units, phrase, at, start)
        return Reading(Role.ADDRESSEE, "request-from") if asked else None

    def _comes_from(self, units: Sequence[Unit], phrase: Phrase, at: int, start: int) -> bool:
        """«Svar fra NAV må komme raskere»: what must come, comes from who is asked."""
        noun = at - 1
        if noun < start or units[noun].actor or self._verbs(units, start, at):
            return False
        if not units[noun].is_word or self.cues.ends_with(units[noun].lower, "input-noun"):
            return False
        modal = self.places.modal_after(units, phrase)
        return modal >= 0 and self.places.is_obliged(units, modal)

    def _of(self, units: Sequence[Unit], at: int, start: int) -> Reading | None:
        """«må gjøres av X» asks the agent; "finansiering av X" is for, "involvering av X" with its object."""
        below = self.cues.find_last(units, "subordinator", start, at)
        modals = [i for i in range(start, at) if self.places.is_modal(units, i)]
        if (
            modals
            and below < modals[-1]
            and any(is_passive(u.lower) for u in units[start:at] if u.actor is None)
        ):
            return Reading(Role.ADDRESSEE, "agent")
        if (
            at
            and self.cues.at(units, at - 1, "expectation-to")
            and units[at - 1].lower.startswith(("forvent", "vent"))
        ):
            subject = self.places.has_subject(units, at)
            return (
                Reading(Role.BENEFICIARY, "support-for")
                if subject
                else Reading(Role.ADDRESSEE, "expectation-to")
            )
        if at >= 2 and units[at - 1].lower in {"vegne", "vegner"}:  # noqa: PLR2004 - på vegne av
            return Reading(Role.BENEFICIARY, "on-behalf")
        noun = units[at - 1] if at else None
        if noun is None or noun.actor:
            return None
        if noun.lower in HELP:
            return Reading(Role.ADDRESSEE, "request-from")
        if self.cues.ends_with(noun.lower, "involve-noun"):
            return Reading(Role.PARTNER, "involve")
        acted = noun.lower.endswith(NOUNS_OF_ACTING) and self.cues.at(units, at - 1, "support") > 0
        return Reading(Role.BENEFICIARY, "support-for") if acted else None

    def _with(self, units: Sequence[Unit], phrase: Phrase, at: int, start: int) -> Reading | None:
        joins = self.cues.find(units, "joining", phrase.last + 1, phrase.last + 2) >= 0
        near = joins or any(
            unit.actor is None
            and (self.cues.at(units, i, "cooperation") or self.cues.ends_with(unit.lower, "meeting"))
            for i, unit in enumerate(units[:at])
            if i >= max(start, at - REACH)
        )
        return Reading(Role.PARTNER, "cooperate-with") if near else None

    def _between(self, units: Sequence[Unit], at: int, start: int, *, led: bool) -> Reading:
        """Cooperation asked for between parties asks the parties, unless somebody else is to act."""
        cooperation = self.cues.find(units, "cooperation", max(start, at - REACH), at) >= 0
        if cooperation and not led and not self.places.has_subject(units, at):
            return Reading(Role.ADDRESSEE, "cooperate-between")
        across = cooperation or units[at].lower == "tvers"
        return Reading(Role.PARTNER, "across") if across else NAMED

    def _within(
        self, units: Sequence[Unit], phrase: Phrase, at: int, start: int, *, led: bool
    ) -> Reading | None:
        if not phrase.genitive and self._is_placed(units, at, start, 4):
            return Reading(Role.ADDRESSEE, "placed-at")
        if self.cues.find(units, "lack", start, at) >= 0:
            return Reading(Role.ADDRESSEE, "request-from")
        cooperation = self.cues.find_last(units, "cooperation", max(start, at - REACH), at)
        if cooperation >= 0 and not led and not self.places.has_subject(units, at):
            return Reading(Role.ADDRESSEE, "cooperate-between")
        if self._supports(units, max(start, at - REACH), at):
            return Reading(Role.BENEFICIARY, "support-for")
        return None

    def _supports(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        """Whether words of support stand in ``start:stop``, by themselves or as the head of a compound."""
        return self.cues.find(units, "support", start, stop) >= 0 or any(
            unit.actor is None and unit.is_word and self.cues.ends_with(unit.lower, "support-noun")
            for unit in units[start:stop]
        )

    def _toward(self, units: Sequence[Unit], at: int, start: int, *, led: bool) -> Reading | None:
        near, word = max(start, at - 4), units[at].lower
        if word == "til" and self._reaches(units, at, near):
            return Reading(Role.PARTNER, "involve")
        if word in {"overfor", "ovanfor"} and any(
            self.cues.ends_with(u.lower, "role-noun") for u in units[near:at] if u.actor is None
        ):
            return Reading(Role.PARTNER, "toward")
        if word == "mot" and self.cues.find(units, "involve", max(start, at - 2), at) >= 0:
            return Reading(Role.PARTNER, "involve")
        if word == "mot" and any(u.lower.startswith("rett") for u in units[near:at]):
            told = self.cues.find(units, "copula", near, at) >= 0
            meant = not told and self._supports(units, max(start, at - REACH), at)
            return Reading(Role.BENEFICIARY, "support-for") if meant else None
        if word == "til" and self._is_placed(units, at, start, 3):
            return Reading(Role.ADDRESSEE, "placed-at")
        if word == "til" and self.cues.find(units, "expectation-to", near, at) >= 0:
            if not led and not self.places.has_subject(units, at):
                return Reading(Role.ADDRESSEE, "expectation-to")
            duty = any(self.cues.ends_with(u.lower, "role-noun") for u in units[near:at] if u.actor is None)
            return None if duty else Reading(Role.BENEFICIARY, "support-for")
        if self._supports(units, max(start, at - REACH), at):
            return Reading(Role.BENEFICIARY, "support-for")
        made = self._is_made(units, start, at)
        nominal = word == "for" and (made or not self._verbs(units, start, at))
        return Reading(Role.BENEFICIARY, "meant-for") if nominal and self._is_thing(units, at) else None

    def _reaches(self, units: Sequence[Unit], at: int, near: int) -> bool:
        """«Tettere kobling til X», "lytte mer til X": who is reached is to take part."""
        tied = at > 0 and units[at - 1].actor is None and self.cues.ends_with(units[at - 1].lower, "tie-noun")
        return tied or self.cues.find(units, "listen-verb", near, at) >= 0

    def _verbs(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        return any(self.places.is_verb(units, i) for i in range(start, stop))

    def _is_made(self, units: Sequence[Unit], start: int, at: int) -> bool:
        """«lage en felles inngang for bedriftene»: a verb of making and its object, in one clause."""
        verb = self.cues.find_last(units, "make-verb", start, at - 1)
        below = any(
            self.cues.at(units, i, g)
            for i in range(verb, at)
            for g in ("subordinator", "interrogative", "modal-must")
        )
        return verb >= 0 and not below and not self.places.is_verb(units, at - 1)

    def _is_placed(self, units: Sequence[Unit], at: int, start: int, reach: int) -> bool:
        """«Oppgaven bør legges til fylkene»; not "avklare hva som ligger i ...", of another clause."""
        placed = self.cues.find(units, "place-at", max(start, at - reach), at)
        modals = [i for i in range(start, at) if self.places.is_modal(units, i)]
        below = self.cues.find(units, "subordinator", modals[-1], placed) if modals and placed >= 0 else -1
        return placed >= 0 and bool(modals) and below < 0

    def _is_thing(self, units: Sequence[Unit], at: int) -> bool:
        """Whether what is meant for somebody is a thing, not a duty: "en dør inn for bedriftene"."""
        return at > 0 and units[at - 1].is_word and not self.cues.ends_with(units[at - 1].lower, "role-noun")

    def governed(self, units: Sequence[Unit], phrase: Phrase, elsewhere: Collection[str]) -> Reading | None:
        """The object of a verb of involving, helping or asking."""
        if self.places.preposition(units, phrase) is not None:
            return None
        before = self.places.before_modifiers(units, phrase)
        if before < 0:
            return None
        start = self.places.clause_start(units, phrase.first, commas=False)
        particle = units[phrase.last + 1].lower if phrase.last + 1 < len(units) else ""
        if units[before].lower in TAKING and particle in {"med", "inn", "ombord"}:
            return Reading(Role.PARTNER, "involve")
        if units[before].lower in {"få", "får"}:
            return Reading(Role.PARTNER, "involve") if particle == "på" else NAMED
        if units[before].lower in WITH_US and before and units[before - 1].lower == "med":
            return Reading(Role.PARTNER, "involve")
        if len(phrase.mentions) > 1 and self.cues.ends_with(units[before].lower, "meeting"):
            return self._between(units, phrase.first, start, led=_is_led(phrase, elsewhere))
        asking = before - 1 if units[before].lower in SPEAKERS else before
        if asking >= 0 and self.places.verb_at(units, asking, "request-verb"):
            return Reading(Role.ADDRESSEE, "request")
        verb = self.cues.find_last(units, "involve", max(start, phrase.first - REACH), phrase.first)
        apart = any(
            self.places.is_modal(units, i) or self.cues.at(units, i, "subordinator")
            for i in range(verb, phrase.first)
        )
        if verb >= 0 and not apart:
            return Reading(Role.PARTNER, "involve")
        helped = any(
            self.cues.at(units, i, "care-verb") > before - i for i in (before - 1, before - 2) if i >= 0
        )
        if helped or self.places.verb_at(units, before, "support"):
            return Reading(Role.BENEFICIARY, "support-for")
        return None


def _is_led(phrase: Phrase, elsewhere: Collection[str]) -> bool:
    """Whether others than those of the phrase are asked by the heading or the item above."""
    return bool(elsewhere) and not {m.concept for m in phrase.mentions} & set(elsewhere)
