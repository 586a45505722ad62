"""Subjects: whether an actor phrase is the one that must, should or may act.

Norwegian puts the finite verb second, so the subject stands right before or right after the modal
("KMD bør ...", "Her må KMD ..."); in a passive the subject is not the one asked ("FK må involveres").
Faarlund, Lie & Vannebo, Norsk referansegrammatikk (1997), chapters 7 and 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.model import Role
from graph.roles.clauses import is_finite_verb
from graph.roles.reading import NAMED, Reading
from graph.wordclass import is_infinitive, is_passive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Phrase, Unit
    from graph.roles.cues import Cues
    from graph.roles.places import Places

#: Words that make "få" a phrasal verb, whose subject acts: få til, få på plass, få ned.
PARTICLES: Final = frozenset("til på med inn fram frem opp ut bort i ned fart orden slutt tak".split())
#: Whose own: "må få sine medlemmer til å".
REFLEXIVES: Final = frozenset({"sin", "si", "sitt", "sine"})
GET: Final = frozenset({"få", "får", "fått"})
#: Reported and wanted clauses open with these.
CLAUSE_OPENERS: Final = frozenset({"at", "om"})


class Subjects:
    """Reads the role of a phrase as the subject of its clause."""

    def __init__(self, cues: Cues, places: Places) -> None:
        self.cues, self.places = cues, places

    def let(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«La fylket ta regningen» asks who is let to act; "X bes om å la kommunene søke" is for them."""
        before = self.places.before_modifiers(units, phrase)
        verb = phrase.last + 1
        lets = before >= 0 and units[before].lower in {"la", "lat"}
        acts = verb < len(units) and units[verb].actor is None and is_infinitive(units[verb].lower)
        if not lets or not acts:
            return None
        allowed = before > 0 and units[before - 1].lower == "å" and self.places.has_subject(units, before)
        return Reading(Role.BENEFICIARY, "enabled") if allowed else Reading(Role.ADDRESSEE, "let")

    def cleft(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Det er KD som må gjøre noe», "det bør være kommunene som tar ansvar"."""
        after, before = phrase.last + 1, self.places.before_modifiers(units, phrase)
        if before < 0 or after >= len(units) or units[after].lower != "som":
            return None
        copula = self.cues.find(units, "copula", max(before - 1, 0), before + 1)
        asks = after + 1 < len(units) and self.places.is_obliged(units, after + 1)
        asks = asks or any(self.places.is_obliged(units, i) for i in range(max(before - 2, 0), before + 1))
        return Reading(Role.ADDRESSEE, "cleft") if copula >= 0 and asks else None

    def passive(self, units: Sequence[Unit], phrase: Phrase, *, question: bool) -> Reading | None:
        """«X oppfordres til» asks X; "X tas med" involves X; "X må få midler" is for X."""
        if self.places.preposition(units, phrase) is not None:
            return None
        stop = self.places.clause_end(units, phrase.last + 1)
        asked = self.cues.find(units, "request-passive", phrase.last + 1, min(stop, phrase.last + 5))
        if asked >= 0 and not self.places.is_perfect(units, phrase.last + 1, asked):
            return Reading(Role.ADDRESSEE, "asked-passive")
        if self.places.modal_before(units, phrase) >= 0 or self.places.is_subject_place(units, phrase):
            modal = self.places.modal_after(units, phrase)
            start = max(modal, phrase.last + 1)
            if self._is_included(units, start, min(stop, start + 8)):
                asked = question and self.places.modal_before(units, phrase) >= 0
                return (
                    Reading(Role.ADDRESSEE, "modal-subject")
                    if asked
                    else Reading(Role.PARTNER, "include-passive")
                )
            if self._receives(units, phrase.last + 1, stop):
                return Reading(Role.BENEFICIARY, "receives")
        return None

    def _is_included(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        """Whether the clause goes on with being involved, before any clause of its own begins."""
        found = self.cues.find(units, "include-passive", start, stop)
        if found < 0:
            return False
        return not any(
            units[i].lower == "at"
            or units[i].actor
            or self.cues.at(units, i, "subordinator")
            or (is_finite_verb(units, i) and not self.places.is_modal(units, i))
            for i in range(start, found)
        )

    def _receives(self, units: Sequence[Unit], start: int, stop: int) -> bool:
        """«X må få midler», "X gis ansvar"; but "X må få til" and "X må få ned køen" ask X to act."""
        found = self.cues.find(units, "receive", start, min(stop, start + 4))
        if found < 0 or any(units[i].lower == "at" for i in range(start, found)):
            return False
        if units[found].lower not in GET:
            return (
                units[found].lower != "ha"
                or self.cues.find(units, "support", found + 1, min(stop, found + 5)) >= 0
            )
        following = units[found + 1].lower if found + 1 < len(units) else ""
        return following not in PARTICLES and following not in REFLEXIVES

    def modal(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """Subject of må, bør, skal, kan or vil, on either side of the verb."""
        before = self.places.modal_before(units, phrase)
        if before >= 0:
            if (
                self.places.embedded(units, before, phrase.last + 1)
                or self.places.preposition(units, phrase) is not None
            ):
                return None
            return self._of_modal(units, before, phrase.last + 1)
        after = self.places.modal_after(units, phrase)
        if after < 0 or self.places.preposition(units, phrase) is not None:
            return None
        place = self.places.matrix(units, phrase)
        if place == "enable":
            return self._enabled(units, phrase)
        if place == "relative" and self._is_guise(units, phrase):
            return NAMED
        if place == "relative" and self.cues.at(units, after, "modal-may") and self._uses(units, after):
            return Reading(Role.BENEFICIARY, "enabled")
        if place == "relative" and not self.cues.at(units, after, "modal-may"):
            return Reading(Role.ADDRESSEE, "relative-ask")
        if place in {"embedded", "relative", "other"}:
            return None
        return self._of_modal(units, after, after + 1)

    def _is_guise(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """«Fylkeskommunen som arbeidsgiver bør»: what somebody acts as is not another who acts."""
        at = self.places.before_modifiers(units, phrase)
        return at > 0 and units[at - 1].actor is not None

    def _uses(self, units: Sequence[Unit], modal: int) -> bool:
        """«en strategi som kommunene kan bruke»: what somebody can use is for them."""
        return self.cues.find(units, "use-verb", modal + 1, modal + 3) >= 0

    def _of_modal(self, units: Sequence[Unit], modal: int, verb: int) -> Reading:
        if self._joins(units, modal, verb):
            return Reading(Role.PARTNER, "include-passive")
        if self._speaks(units, modal, verb):
            return Reading(Role.PROPOSER, "speaker")
        unable = units[modal].lower == "kan" and self.cues.at(units, verb, "negation") > 0
        if unable or self.places.passive_verb(units, verb):
            return NAMED
        return Reading(Role.ADDRESSEE, "modal-subject")

    def _joins(self, units: Sequence[Unit], modal: int, verb: int) -> bool:
        """«Statsforvalteren må inn i partnerskapet»: a modal and a direction, and no verb."""
        while verb < len(units) and self.cues.at(units, verb, "adverb"):
            verb += 1
        following = [unit.lower for unit in units[verb : verb + 2]]
        return (
            units[modal].lower in {"må", "bør"}
            and following[:1] in (["inn"], ["med"])
            and not (following[1:] and is_infinitive(following[1]))
        )

    def _speaks(self, units: Sequence[Unit], modal: int, verb: int) -> bool:
        """«Fylkeskommunen vil understreke», "NHO vil gjerne bidra": who speaks or offers is not asked."""
        if units[modal].lower not in {"vil", "skal", "kan", "må"}:
            return False
        offers = units[modal].lower == "vil" and verb == modal + 1 and verb < len(units)
        if offers and units[verb].lower == "gjerne":
            return True
        while verb < len(units) and self.cues.at(units, verb, "adverb"):
            verb += 1
        return self.cues.at(units, verb, "speech-verb") > 0

    def wanted(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Vi ønsker at X stiller opp», "at X:", "fint om X gjorde": what is wanted of the subject."""
        before = self.places.before_modifiers(units, phrase)
        if before < 0 or units[before].lower not in CLAUSE_OPENERS:
            return None
        place = self.places.matrix(units, phrase)
        if place == "enable":
            return self._enabled(units, phrase)
        if place != "asked":
            return None
        if before and not self.places.wants(units, before):
            return None
        stop = min(phrase.last + 4, len(units))
        verb = next(
            (
                i
                for i in range(phrase.last + 1, stop)
                if is_finite_verb(units, i) or is_passive(units[i].lower)
            ),
            -1,
        )
        passive = verb >= 0 and self.places.passive_at(units, verb)
        return NAMED if passive else Reading(Role.ADDRESSEE, "asked-that")

    def acting(self, units: Sequence[Unit], phrase: Phrase, rule: str) -> Reading | None:
        """«Statsforvalteren sender ut oppsummeringen»: among what was agreed, who does it is to."""
        if self.places.preposition(units, phrase) is not None or phrase.genitive or phrase.compound:
            return None
        after, before = phrase.last + 1, self.places.before_modifiers(units, phrase)
        for verb in (after if before < 0 else -1, before):
            acts = 0 <= verb < len(units) and is_finite_verb(units, verb)
            acts = acts and (verb == after or units[verb - 1].actor is None)
            if not acts or self.cues.at(units, verb, "copula") or self.places.passive_at(units, verb):
                continue
            gets = verb == after and units[verb].lower == "får"
            return Reading(Role.BENEFICIARY, "receives") if gets else Reading(Role.ADDRESSEE, rule)
        return None

    def _enabled(self, units: Sequence[Unit], phrase: Phrase) -> Reading:
        """«sørge for at X kan ...» is for X; who takes charge of what X does, does it with X."""
        at = self.places.before_modifiers(units, phrase)
        leads = any(
            units[i].actor is None and self.cues.ends_with(units[i].lower, "role-noun")
            for i in range(max(at - 3, 0), at)
        )
        return Reading(Role.PARTNER, "involve") if leads else Reading(Role.BENEFICIARY, "enabled")

    def obliged(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Fylkeskommunen er nødt til å prioritere», "staten plikter å": a duty said without a modal."""
        subject = self.places.is_subject_place(units, phrase) and not (phrase.genitive or phrase.compound)
        bound = self.cues.find(units, "obligation", phrase.last + 1, phrase.last + 3) >= 0
        return Reading(Role.ADDRESSEE, "duty") if subject and bound else None

    def answerer(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Hvorfor tar ikke KMD tak i dette?»: the subject of what is asked about would answer by acting."""
        before = phrase.first - 1
        while before > 0 and self.cues.at(units, before, "negation"):
            before -= 1
        if before < 1 or not is_finite_verb(units, before) or phrase.genitive or phrase.compound:
            return None
        idle = any(self.cues.at(units, before, g) for g in ("copula", "receive", "need-verb", "idle-verb"))
        asks = self.cues.find(units, "interrogative", max(before - 2, 0), before) >= 0
        asks = asks or (before == 1 and units[0].lower == "når")
        return Reading(Role.ADDRESSEE, "asked-act") if asks and not idle else None

    def planner(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Hvordan tenker KMD å følge opp ...?»: a question of what the subject plans asks the subject."""
        before = self.places.before_modifiers(units, phrase)
        if before < 1 or not self.cues.at(units, before, "plan-verb"):
            return None
        asks = self.cues.find(units, "interrogative", max(before - 3, 0), before) >= 0
        return Reading(Role.ADDRESSEE, "asked-plan") if asks else None

    def gapped(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Staten bør finansiere, fylkene gjennomføre»: the second subject shares the modal."""
        verb = phrase.last + 1
        if verb >= len(units) or units[verb].actor or not is_infinitive(units[verb].lower):
            return None
        before = self.places.before_modifiers(units, phrase)
        joined = before >= 0 and units[before].lower in {",", "og", "mens", "medan", ";"}
        modal = any(self.places.is_modal(units, i) for i in range(max(before, 0)))
        return Reading(Role.ADDRESSEE, "gapped") if joined and modal else None
