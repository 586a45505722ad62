"""Grammar: the role of an actor phrase in its sentence, and the rule that says so.

The rules are tried in order, the surest first; the first that applies decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.model import Role
from graph.roles.clauses import BREAKS
from graph.roles.notes import Notes
from graph.roles.objects import Objects
from graph.roles.places import Places
from graph.roles.reading import NAMED, Reading
from graph.roles.speakers import Speakers
from graph.roles.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.roles.clauses import Phrase, Sentence, Unit
    from graph.roles.cues import Cues

#: Verbs of having or taking a role.
HOLDING: Final = frozenset({"har", "tar", "tek"})
#: Prepositions that tell where a thing complained of belongs: "søknadsbehandlingen i HK-dir".
BELONGING: Final = frozenset({"i", "hos", "hjå", "til", "fra", "frå", "ved"})


class Grammar:
    """Reads the role of each actor phrase by the cue lexicon."""

    def __init__(self, cues: Cues, *, labels_speak: bool = False) -> None:
        self.cues = cues
        self.places = Places(cues)
        self.speakers = Speakers(cues, self.places, labelled=labels_speak)
        self.notes = Notes(cues, self.places)
        self.subjects = Subjects(cues, self.places)
        self.objects = Objects(cues, self.places)

    def read(
        self, sentence: Sentence, phrase: Phrase, elsewhere: Collection[str] = (), *, goes_on: str = ""
    ) -> Reading:
        """The role of a phrase in a sentence that asks; ``NAMED`` where no rule applies.

        ``elsewhere`` is the ids of the actors that the heading or the item above asks; ``goes_on`` is
        the rule for who acts in the present, where the heading wants or has agreed what the items say.
        """
        units, subjects = sentence.units, self.subjects
        question = sentence.text.rstrip('"»”) ').endswith("?")
        return (
            self._complaint(units, phrase)
            or self._owner(units, phrase, question=question)
            or self.speakers.read(units, phrase)
            or self.notes.read(units, phrase)
            or subjects.let(units, phrase)
            or subjects.cleft(units, phrase)
            or subjects.passive(units, phrase, question=question)
            or subjects.modal(units, phrase)
            or subjects.obliged(units, phrase)
            or subjects.wanted(units, phrase)
            or (subjects.planner(units, phrase) or subjects.answerer(units, phrase) if question else None)
            or subjects.gapped(units, phrase)
            or (subjects.acting(units, phrase, goes_on) if goes_on else None)
            or self.objects.prepositional(units, phrase, elsewhere)
            or self._role_bearer(units, phrase)
            or self.objects.governed(units, phrase, elsewhere)
            or self._needer(units, phrase)
            or NAMED
        )

    def read_statement(self, sentence: Sentence, phrase: Phrase, *, asked: bool) -> Reading:
        """The role of a phrase in a sentence that only states: asked only by complaint or duty.

        ``asked`` says that the item asks for something in another sentence.
        """
        units = sentence.units
        complaint = self._complaint(units, phrase)
        if complaint or not asked:
            return complaint or NAMED
        return (
            self._role_bearer(units, phrase)
            or self._needer(units, phrase)
            or self._overwhelmed(units, phrase)
            or NAMED
        )

    def _overwhelmed(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Små kommuner har ikke folk til å søke»: beside a proposal, who cannot cope is whom it is for."""
        copes = self.cues.at(units, phrase.last + 1, "cope-verb")
        apart = self.places.preposition(units, phrase) is not None or phrase.genitive or phrase.compound
        if copes and not apart and self.cues.at(units, phrase.last + 1 + copes, "negation"):
            return Reading(Role.BENEFICIARY, "needs")
        return None

    def _complaint(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """«Nokut-akkrediteringen tar for lang tid»: who is complained of is who could mend it."""
        found = self.cues.find(units, "complaint", phrase.last + 1, len(units))
        slow = found >= 0
        found = found if slow else self.places.excess(units, phrase.last + 1)
        if found < 0 or any(u.lower in BREAKS for u in units[phrase.last + 1 : found]):
            return None
        before = self.places.before_modifiers(units, phrase)
        inside = slow and before > 0 and units[before].lower in BELONGING
        verbs = any(self.places.is_verb(units, i) for i in range(found if inside else 0))
        owned = phrase.genitive and before == -1
        first = before == -1 and not phrase.genitive
        if first or ((inside or owned) and not verbs):
            return Reading(Role.ADDRESSEE, "complaint")
        return None

    def _owner(self, units: Sequence[Unit], phrase: Phrase, *, question: bool) -> Reading | None:
        """«FKs rolle innebærer å ...» asks its owner; any other genitive or compound only names."""
        if phrase.compound:
            return NAMED
        if not phrase.genitive:
            return None
        noun = phrase.last + 1
        if not question and noun < len(units) and self.cues.ends_with(units[noun].lower, "role-noun"):
            before = units[phrase.first - 1].lower if phrase.first else ""
            duty = noun + 1 < len(units) and units[noun + 1].lower in {"innebærer", "inneber", "er", "å"}
            if (duty and phrase.first == 0) or before in {"er", "vere", "være"}:
                return Reading(Role.ADDRESSEE, "duty")
        return NAMED if self.places.preposition(units, phrase) is None else None

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
        for index in range(phrase.last + 1, min(stop, phrase.last + 8)):
            if units[index].actor is None and self.cues.ends_with(units[index].lower, "role-noun"):
                return Reading(Role.ADDRESSEE, "duty")
            if self.cues.at(units, index, "preposition") or self.cues.at(units, index, "subordinator"):
                return None
        return None

    def _needer(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """Who needs or asks for a thing in a proposal is whom it is for."""
        before = self.places.before_modifiers(units, phrase)
        if before >= 0 and self.cues.at(units, before, "interrogative"):
            return None
        following = units[phrase.last + 1 : phrase.last + 4]
        needs = any(self.cues.at(following, i, "need-verb") for i in range(len(following)))
        if needs or [u.lower for u in following[:2]] == ["har", "behov"]:
            return Reading(Role.BENEFICIARY, "needs")
        return None
