"""Places: where an actor phrase stands in its clause, and what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.roles.clauses import is_finite_verb
from graph.wordclass import is_adjective, is_finite, is_infinitive, is_noun, is_passive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Phrase, Unit
    from graph.roles.cues import Cues

#: Endings of participles: hørt, involvert, prioritert, bedt.
PARTICIPLES: Final = ("t", "ett", "d", "dd")
#: What may stand between a modal and its verb: burde kunne kopieres.
MODAL_INFINITIVES: Final = frozenset({"kunne", "skulle", "måtte", "ville"})
#: Marks that end a clause, and those that end a sentence.
CLAUSE_ENDS: Final = frozenset({";", ":", ".", "?", "!", "–"})


class Places:
    """Reads positions in a clause by the cue lexicon; indices count units of one sentence."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def before_modifiers(self, units: Sequence[Unit], phrase: Phrase) -> int:
        """The index of the unit before the phrase and its modifiers, or -1 at the beginning."""
        index = phrase.first - 1
        while index >= 0 and units[index].actor is None and self.modifies(units, index):
            index -= 1
        return index

    def modifies(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a unit may stand between an actor and what governs it: alle, norske, «."""
        word = units[index].lower
        if word in {"som", "for", "av"}:
            return False
        return self.cues.at(units, index, "modifier") > 0 or word in {'"', "«", "»", "'"}

    def preposition(self, units: Sequence[Unit], phrase: Phrase) -> int | None:
        """The index of the preposition that governs the phrase, or None."""
        index = self.before_modifiers(units, phrase)
        if index < 0:
            return None
        word = units[index].lower
        if word == "av" and index >= 2 and units[index - 1].lower == "tvers":  # noqa: PLR2004 - på tvers av
            return index - 1
        after = phrase.last + 1
        if word == "om" and (
            self.is_modal(units, after) or (after < len(units) and is_finite_verb(units, after))
        ):
            return None
        return index if self.cues.at(units, index, "preposition") else None

    def is_subject_place(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        """Whether the phrase begins its clause, as a subject does."""
        index = self.before_modifiers(units, phrase)
        return (
            index < 0
            or not units[index].is_word
            or self.cues.at(units, index, "coordinator") > 0
            or (
                self.cues.at(units, index, "subordinator") > 0
                or units[index].lower in {"at", "men", "så", "for"}
            )
        )

    def matrix(self, units: Sequence[Unit], phrase: Phrase) -> str:
        """What kind of clause the phrase is the first part of: main, asked, enable, embedded or other."""
        index = self.before_modifiers(units, phrase)
        if index < 0 or not units[index].is_word:
            return "main"
        word = units[index].lower
        if word in {"at", "om"}:
            return self._reported(units, index)
        if word == "som":
            return "relative"
        if is_finite_verb(units, index) and self.cues.at(units, index, "at-matrix-ask"):
            return "asked"
        if self.cues.at(units, index, "subordinator") or self.cues.at(units, index, "interrogative"):
            return "embedded"
        joined = self.cues.at(units, index, "coordinator") or word in {"men", "så", "for", "og"}
        return "main" if joined else "other"

    def _reported(self, units: Sequence[Unit], index: int) -> str:
        """What kind of clause "at" or "om" opens: asked, enable or embedded."""
        if self.cues.find(units, "disapproval", max(index - 3, 0), index) >= 0:
            return "embedded"
        if self.wants(units, index):
            return "asked"
        if units[index].lower == "om":
            return "embedded"
        if self.cues.find(units, "at-matrix-enable", max(index - 3, 0), index) >= 0:
            return "enable"
        governed = index > 0 and self.cues.at(units, index - 1, "preposition") > 0
        return "embedded" if governed else "asked"

    def wants(self, units: Sequence[Unit], index: int) -> bool:
        """Whether the words before "at" or "om" want what follows: viktig at, behov for at, fint om."""
        if units[index].lower == "om":
            return self.would_be_good(units, index)
        near = max(index - 4, 0)
        return any(
            self.cues.at(units, i, "at-matrix-ask")
            and not self.cues.find(units, "at-matrix-enable", i + 2, index) >= 0
            for i in range(near, index)
        ) and not self._praises(units, index)

    def _praises(self, units: Sequence[Unit], index: int) -> bool:
        """«Bra at fylket spør oss» is glad of what is done already."""
        praise = self.cues.find(units, "praise", max(index - 2, 0), index)
        return praise >= 0 and self.cues.find(units, "conditional", 0, praise) < 0

    def would_be_good(self, units: Sequence[Unit], index: int) -> bool:
        """«Det hadde vært fint om», "hva om": a wish before the clause that "om" opens."""
        if index and units[index - 1].lower in {"hva", "kva"}:
            return True
        near = max(index - 3, 0)
        good = (
            self.cues.find(units, "praise", near, index) >= 0
            or self.cues.find(units, "at-matrix-ask", near, index) >= 0
        )
        return good and self.cues.find(units, "conditional", 0, index) >= 0

    def excess(self, units: Sequence[Unit], start: int) -> int:
        """The index of "er" in "er for smal", "er altfor dyr" from ``start`` on, or -1."""
        for index in range(start, min(start + 6, len(units) - 2)):
            if self.cues.at(units, index, "copula") and units[index + 1].lower in {"for", "altfor"}:
                return (
                    index if units[index + 2].actor is None and is_adjective(units[index + 2].lower) else -1
                )
        return -1

    def is_obliged(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a unit is må, bør or skal."""
        return self.cues.at(units, index, "modal-must") > 0 or self.cues.at(units, index, "modal-should") > 0

    def is_verb(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a unit is a finite verb or an infinitive."""
        return units[index].actor is None and (
            is_finite_verb(units, index) or is_infinitive(units[index].lower)
        )

    def is_modal(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a unit is må, bør, skal, kan, vil or a form of one."""
        return (
            0 <= index < len(units) and units[index].actor is None and units[index].lower in self.cues.modals
        )

    def modal_before(self, units: Sequence[Unit], phrase: Phrase) -> int:
        """The modal right before the phrase (V2 inversion, questions), or -1."""
        index = phrase.first - 1
        while (
            index >= 0
            and units[index].actor is None
            and not self.is_modal(units, index)
            and (self.cues.at(units, index, "adverb") or self.modifies(units, index))
        ):
            index -= 1
        for begin in range(max(index - 2, 0), max(index, 0)):
            if self.cues.at(units, begin, "adverb") == index - begin + 1:
                index = begin - 1
                break
        return index if index >= 0 and self.is_modal(units, index) else -1

    def modal_after(self, units: Sequence[Unit], phrase: Phrase) -> int:
        """The modal the phrase is the subject of, past an insertion without a finite verb, or -1."""
        relative, bracketed = False, False
        for index in range(phrase.last + 1, min(phrase.last + 14, len(units))):
            bracketed = units[index].lower == "(" or (bracketed and units[index].lower != ")")
            if bracketed:
                continue
            if self.is_modal(units, index) and (not relative or self._is_role(units, index)):
                return index
            unit = units[index]
            if unit.lower in {";", ":", ".", "?", "!"}:
                return -1
            if unit.lower == "som":
                relative = True
            elif unit.lower in {",", "–", ")"}:
                relative = False
            elif is_finite_verb(units, index):
                if not relative:
                    return self.shared_modal(units, index)
                relative = False
        return -1

    def _is_role(self, units: Sequence[Unit], modal: int) -> bool:
        """«fylkeskommunene som eiere bør gi»: "som" and a noun before the modal, and no relative clause."""
        return (
            units[modal - 2].lower == "som"
            and units[modal - 1].is_word
            and (is_noun(units[modal - 1].lower) or units[modal - 1].actor is not None)
            and units[modal - 3].actor is not None
            and not self.cues.at(units, modal - 1, "adverb")
        )

    def shared_modal(self, units: Sequence[Unit], verb: int) -> int:
        """«Næringshagene kjenner bedriftene og kan ta en større rolle»: one subject, two verbs."""
        for index in range(verb + 1, len(units) - 1):
            if units[index].lower == "og" and self.is_modal(units, index + 1):
                return index + 1
            if self.cues.at(units, index, "subordinator") or units[index].lower in {";", ":", ".", "at"}:
                return -1
        return -1

    def embedded(self, units: Sequence[Unit], modal: int, verb: int) -> bool:
        """Whether the clause before an inverted subject's modal already has its own subject.

        Not in "det burde Vestland sjå på", where "det" is the object and the verb follows the subject.
        """
        fronted = modal > 0 and units[modal - 1].lower == "det" and verb < len(units)
        if fronted and units[verb].actor is None and is_infinitive(units[verb].lower):
            return False
        return modal > 0 and units[modal - 1].lower in {"som", "vi", "man", "en", "ein", "de", "dei", "det"}

    def passive_verb(self, units: Sequence[Unit], start: int) -> bool:
        """Whether the verb group from ``start`` on is a passive: tydeliggjøres, bli styrket."""
        for index in range(start, min(start + 4, len(units))):
            unit = units[index]
            if unit.actor or not unit.is_word:
                return False
            if is_passive(unit.lower):
                return True
            if unit.lower in MODAL_INFINITIVES:
                continue
            if unit.lower in {"bli", "blir", "verte", "vert"}:
                return any(u.lower.endswith(PARTICIPLES) for u in units[index + 1 : index + 3])
            if is_infinitive(unit.lower):
                return False
        return False

    def is_perfect(self, units: Sequence[Unit], start: int, participle: int) -> bool:
        """Whether a participle is the perfect of its subject's own act: "hadde bedt om ordet"."""
        return any(
            units[i].lower in {"har", "hadde", "ha"} for i in range(max(start, participle - 2), participle)
        )

    def passive_at(self, units: Sequence[Unit], verb: int) -> bool:
        """Whether a finite verb is a passive: "involveres", "blir hørt", but not "blir mer fleksible"."""
        if is_passive(units[verb].lower):
            return True
        after = units[verb + 1].lower if verb + 1 < len(units) else ""
        return units[verb].lower in {"blir", "vert"} and after.endswith(PARTICIPLES)

    def verb_at(self, units: Sequence[Unit], index: int, group: str) -> bool:
        """Whether a unit is a verb and a cue of the group."""
        unit = units[index]
        verbal = unit.actor is None and (is_infinitive(unit.lower) or is_finite(unit.lower))
        return verbal and self.cues.at(units, index, group) > 0

    def has_subject(self, units: Sequence[Unit], stop: int) -> bool:
        """Whether another actor is the subject of a modal before this place in the sentence."""
        for index in range(stop):
            if not units[index].actor or units[index].compound:
                continue
            around = (index + 1, index - 1)
            if any(0 <= i < stop and self.is_modal(units, i) for i in around):
                return True
            if self.cues.find(units, "request-passive", index + 1, min(index + 4, stop)) >= 0:
                return True
        return False

    def finite_after(self, units: Sequence[Unit], start: int, reach: int) -> bool:
        """Whether a finite verb stands within reach."""
        return any(is_finite_verb(units, i) for i in range(start, min(start + reach, len(units))))

    @staticmethod
    def clause_start(units: Sequence[Unit], index: int, *, commas: bool = True) -> int:
        """The index of the first unit of the clause a unit stands in."""
        stops = CLAUSE_ENDS | ({","} if commas else set())
        return next((i + 1 for i in range(index - 1, -1, -1) if units[i].lower in stops), 0)

    @staticmethod
    def clause_end(units: Sequence[Unit], index: int) -> int:
        """The index after the last unit of the clause."""
        return next((i for i in range(index, len(units)) if units[i].lower in CLAUSE_ENDS), len(units))
