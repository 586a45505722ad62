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
TAKING: Final = frozenset("få får ta tar tek trekke dra invitere inviter".split())
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
        led = bool(elsewhere) and not {m.concept for m in phrase.mentions} & set(elsewhere)
        if any(self.cues.at(units, i, "involve") > at - i for i in (at - 2, at - 1)):
            return Reading(Role.PARTNER, "involve")
        if word == "med":
            return self._with(units, at, start)
        if word in {"fra", "frå"}:
            near = max(start, at - 5)
            governed = any(self.cues.find(units, group, near, at) >= 0 for group in ("request-from", "lack"))
            governed = governed or (
                self.cues.at(units, start, "increase") > 0 and not self._verbs(units, start, at)
            )
            return Reading(Role.ADDRESSEE, "request-from") if governed else None
        if word in {"mellom", "tvers"}:
            return self._between(units, at, start, led=led)
        if word == "av":
            return self._of(units, at, start)
        if word in {"i", "hos", "internt", "innen"}:
            return self._within(units, at, start, led=led)
        if word in {"til", "for", "mot", "overfor", "ovanfor", "ut"}:
            return self._toward(units, at, start, led=led)
        return None

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
        if self.cues.ends_with(noun.lower, "involve-noun"):
            return Reading(Role.PARTNER, "involve")
        acted = noun.lower.endswith(NOUNS_OF_ACTING) and self.cues.at(units, at - 1, "support") > 0
        return Reading(Role.BENEFICIARY, "support-for") if acted else None

    def _with(self, units: Sequence[Unit], at: int, start: int) -> Reading | None:
        near = any(
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

    def _within(self, units: Sequence[Unit], at: int, start: int, *, led: bool) -> Reading | None:
        if self.cues.find(units, "place-at", max(start, at - 4), at) >= 0 and any(
            self.places.is_modal(units, i) for i in range(start, at)
        ):
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
        if word in {"overfor", "ovanfor"} and any(
            self.cues.ends_with(u.lower, "role-noun") for u in units[near:at] if u.actor is None
        ):
            return Reading(Role.PARTNER, "toward")
        if word == "mot" and self.cues.find(units, "involve", max(start, at - 2), at) >= 0:
            return Reading(Role.PARTNER, "involve")
        if word == "mot" and any(u.lower.startswith("rett") for u in units[near:at]):
            return None
        if word == "til" and self._is_placed(units, at, start):
            return Reading(Role.ADDRESSEE, "placed-at")
        if word == "til" and self.cues.find(units, "expectation-to", near, at) >= 0:
            if not led and not self.places.has_subject(units, at):
                return Reading(Role.ADDRESSEE, "expectation-to")
            duty = any(self.cues.ends_with(u.lower, "role-noun") for u in units[near:at] if u.actor is None)
            return None if duty else Reading(Role.BENEFICIARY, "support-for")
        if self._supports(units, max(start, at - REACH), at):
            return Reading(Role.BENEFICIARY, "support-for")
        nominal = word == "for" and not self._verbs(units, start, at)
        return Reading(Role.BENEFICIARY, "meant-for") if nominal and self._is_thing(units, at) else None

    def _verbs(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        return any(self.places.is_verb(units, i) for i in range(start, stop))

    def _is_placed(self, units: Sequence[Unit], at: int, start: int) -> bool:
        """«Oppgaven bør legges til fylkeskommunene»."""
        placed = self.cues.find(units, "place-at", max(start, at - 3), at) >= 0
        return placed and any(self.places.is_modal(units, i) for i in range(start, at))

    def _is_thing(self, units: Sequence[Unit], at: int) -> bool:
        """Whether what is meant for somebody is a thing, not a duty: "en dør inn for bedriftene"."""
        return at > 0 and units[at - 1].is_word and not self.cues.ends_with(units[at - 1].lower, "role-noun")

    def governed(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
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
        if self.places.verb_at(units, before, "support"):
            return Reading(Role.BENEFICIARY, "support-for")
        return None
