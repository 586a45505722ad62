"""Kinds: whether a sentence asks, questions or states, and how strongly it asks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.model import Force, Kind
from graph.roles.clauses import is_finite_verb, states
from graph.roles.notes import Notes
from graph.roles.openings import CLAUSE_MARKS, OPENERS, Openings
from graph.roles.places import Places
from graph.wordclass import is_infinitive, is_passive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.roles.clauses import Sentence, Unit
    from graph.roles.cues import Cues
    from graph.roles.sections import Call

DASHES: Final = frozenset("–—")
#: Words of the longest clause a condition is looked for in.
CLAUSE: Final = 40
CONDITIONS: Final = frozenset({"når", "hvis", "dersom", "viss"})
#: Pronouns that are a subject behind an inverted verb.
SUBJECTS: Final = frozenset("vi me jeg eg du man en ein de dei det den dere dykk".split())
SHORTEST_QUESTION: Final = 4
#: Words of the shortest thing named before a clause that says why.
SHORTEST_HEAD: Final = 2
STRENGTH: Final = (Force.MUST, Force.SHOULD, Force.MAY, Force.WISH)


class Act(StrEnum):
    """What one sentence does.

    A fragment has no finite verb and asks only where asking is called for; one that gives somebody a thing
    to do by a mark asks unless what is called for is how things are.
    """

    ASK = "ask"
    ASSIGNED = "assigned"
    QUESTION = "question"
    STATEMENT = "statement"
    FRAGMENT = "fragment"


class KindReader:
    """Reads acts, kinds and force by the cue lexicon."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues
        self.notes, self.openings = Notes(cues, Places(cues)), Openings(cues)

    def act(self, sentence: Sentence) -> tuple[Act, Force | None]:
        """What a sentence does and, where it asks, how strongly."""
        units = sentence.units
        if self._is_question(sentence):
            return Act.QUESTION, Force.QUESTION
        if force := self._asks(units):
            return Act.ASK, force
        if self.notes.assigns(sentence):
            return Act.ASSIGNED, Force.WISH
        if any(self._first_is(units, group) for group in ("negation", "praise", "deficiency")):
            return Act.STATEMENT, None
        if states(units, self.cues):
            return (Act.FRAGMENT if self._heads_clause(units) else Act.STATEMENT), None
        shouts = sentence.text.rstrip('"»”) ').endswith("!") and sum(u.is_word for u in units) > 1
        if shouts and not any(self.cues.at(units, i, "praise") for i in range(len(units))):
            return Act.ASK, Force.WISH
        return Act.FRAGMENT, None

    def _heads_clause(self, units: Sequence[Unit]) -> bool:
        """«Fast finansiering til sentrene, de lever fra hånd til munn»: a thing named, then why."""
        stop = next((i for i, u in enumerate(units) if u.lower == ","), 0)
        opens = ("subordinator", "preposition", "adverb", "interrogative", "modifier")
        if stop < SHORTEST_HEAD or any(self.cues.at(units, 0, group) for group in opens):
            return False
        return units[0].lower != "det" and not states(units[:stop], self.cues)

    def kind(self, acts: Sequence[tuple[Act, Force | None]], around: Call) -> tuple[Kind, Force | None]:
        """An item's kind and force, by what its sentences do and what its heading or parent calls for.

        Under a heading for how things are, what somebody can do is no ask.
        """
        asks = {Act.ASK} if around.states else {Act.ASK, Act.ASSIGNED}
        forces = [force for act, force in acts if act in asks and force]
        if around.states:
            forces = [force for force in forces if force is not Force.MAY]
        if forces:
            return Kind.PROPOSAL, min(forces, key=STRENGTH.index)
        done = [act for act, _ in acts]
        if done and all(act is Act.QUESTION for act in done):
            return Kind.QUESTION, Force.QUESTION
        continues = around.opens and bool(done) and done[0] is not Act.QUESTION
        if continues or (around.calls and done and done[0] is Act.FRAGMENT):
            return Kind.PROPOSAL, Force.WISH
        return Kind.OBSERVATION, None

    def _is_question(self, sentence: Sentence) -> bool:
        # A question mark within brackets is about what the brackets say: "flere kurs (NAV?)".
        text = sentence.text.rstrip('"»”) ' if sentence.text.startswith("(") else '"»” ')
        units = sentence.units
        if text.endswith("?"):
            return not self._asks_before(units) and (
                units[0].actor is not None or not is_infinitive(units[0].lower) or self._turns(units)
            )
        after = next((i + 1 for i, u in enumerate(units[:6]) if u.lower == ":"), 0)
        if self.cues.at(units, after, "interrogative"):
            return not text.endswith("!") and not (text.endswith(".") and self._answers_itself(units, after))
        return self._is_inverted(units)

    def _asks_before(self, units: Sequence[Unit]) -> bool:
        """«Kommunene må tørre å se på det – hva MÅ en sykepleier gjøre?»: a question that explains an ask."""
        stop = next((i for i, u in enumerate(units) if u.lower in DASHES), 0)
        if not stop or units[0].lower in self.cues.modals or self._first_is(units, "interrogative"):
            return False
        return self._modal(units[:stop]) is not None

    def _turns(self, units: Sequence[Unit]) -> bool:
        """«Cruise – hvem tjener på det?»: what is asked about, and then the question."""
        return any(
            u.lower in OPENERS and self.cues.at(units, i + 1, "interrogative") for i, u in enumerate(units)
        )

    def _answers_itself(self, units: Sequence[Unit], start: int) -> bool:
        """«Hvordan det skal telle, framgår ikke.»: the question is the subject of a statement."""
        return any(
            units[i].lower == "," and i + 1 < len(units) and is_finite_verb(units, i + 1)
            for i in range(start, len(units))
        )

    def _is_conditioned(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a phrase belongs to a condition: "dersom de ber om det"."""
        return any(self._in_condition(units, i) for i in (index, index + 1))

    def _is_inverted(self, units: Sequence[Unit]) -> bool:
        """«skal Equinor satse på havvind eller ikke»: a modal first, and no main clause after it."""
        if units[0].lower not in self.cues.modals or len(units) < SHORTEST_QUESTION:
            return False
        subject = units[1].actor or units[1].lower in SUBJECTS
        return bool(subject) and not any(u.lower == "," for u in units)

    def _asks(self, units: Sequence[Unit]) -> Force | None:
        found = [force for force in (self._modal(units), self._wish(units)) if force]
        return min(found, key=STRENGTH.index) if found else None

    def _modal(self, units: Sequence[Unit]) -> Force | None:
        for index, unit in enumerate(units):
            bound = self.cues.may_begin(unit.lower, "obligation") and self.cues.at(units, index, "obligation")
            if bound and any(u.actor for u in units[max(index - 2, 0) : index]):
                return Force.MUST
            if unit.actor or unit.lower not in self.cues.modals or self._in_condition(units, index):
                continue
            if self.cues.find(units, "praise-noun", index + 1, index + 4) >= 0:
                continue
            if self.cues.at(units, index, "modal-should"):
                return Force.SHOULD
            if unit.lower in {"må", "lyt"} and not self._is_idiom(units, index):
                return Force.MUST
            if unit.lower in {"skal", "kan", "skulle", "kunne"} and self._beside_actor(units, index):
                if unit.lower == "kan" and self._first_is(units[index + 1 :], "negation"):
                    continue
                return Force.MUST if unit.lower.startswith("sk") else Force.MAY
            if unit.lower == "skal" and not self._is_below(units, index):
                return Force.MUST
        return None

    def _is_below(self, units: Sequence[Unit], index: int) -> bool:
        """Whether a word that opens a clause of its own stands before the unit in its clause."""
        for i in range(index - 1, -1, -1):
            if units[i].lower in CLAUSE_MARKS:
                return False
            if (
                units[i].lower == "at"
                or self.cues.at(units, i, "subordinator")
                or self.cues.at(units, i, "interrogative")
            ):
                return True
        return False

    def _beside_actor(self, units: Sequence[Unit], index: int) -> bool:
        """An actor right before or after: "FK kan bidra", "her kan KMD", "NAV kjenner dem, og kan hjelpe"."""
        around = (*units[max(index - 1, 0) : index], *units[index + 1 : index + 2])
        joined = index > 0 and units[index - 1].lower == "og" and units[0].actor is not None
        return joined or any(u.actor and not u.compound for u in around)

    def _is_idiom(self, units: Sequence[Unit], index: int) -> bool:
        """«Det må sies» still asks; "som må" qualifies a noun, unless an actor is singled out by it."""
        if index == 0 or units[index - 1].lower != "som":
            return False
        singled = index > 2 and units[index - 2].actor is not None  # noqa: PLR2004
        return not (singled and self.cues.find(units, "copula", index - 5, index - 2) >= 0)

    def _in_condition(self, units: Sequence[Unit], index: int) -> bool:
        """Whether "når", "hvis", "dersom" or "viss" opens the clause the unit is the finite verb of."""
        for i in range(index - 1, max(index - CLAUSE, 0) - 1, -1):
            if units[i].lower in CONDITIONS:
                return True
            if units[i].lower in CLAUSE_MARKS or is_finite_verb(units, i):
                return False
        return False

    def _wish(self, units: Sequence[Unit]) -> Force | None:
        phrase = any(
            self.cues.at(units, i, "ask-phrase")
            and not self._negated(units, i)
            and not self._is_conditioned(units, i)
            for i, unit in enumerate(units)
            if self.cues.may_begin(unit.lower, "ask-phrase")
        )
        softly = any(u.lower in {"gjerne", "helst"} for u in units) and not states(units, self.cues)
        if (
            phrase
            or softly
            or self._needs(units)
            or units[0].lower == "at"
            or self._requested(units)
            or self._closing_predicate(units)
            or self.openings.ask(units)
        ):
            return Force.WISH
        return None

    def _needs(self, units: Sequence[Unit]) -> bool:
        """«Fylkeskommunene trenger handlingsrom»: a need of an actor's, stated as a main clause."""
        return any(
            i > 0
            and self.cues.at(units, i, "require")
            and any(u.actor for u in units[max(i - 2, 0) : i])
            and not self._is_below(units, i)
            and not self._negated(units, i + 2)
            for i, unit in enumerate(units)
            if self.cues.may_begin(unit.lower, "require")
        )

    def _requested(self, units: Sequence[Unit]) -> bool:
        """«NHO inviteres til å delta»: a passive of asking behind an actor."""
        return any(
            unit.actor
            and (found := self.cues.find(units, "request-passive", i + 1, i + 5)) >= 0
            and not any(u.lower in {"har", "hadde"} for u in units[i + 1 : found])
            for i, unit in enumerate(units)
        ) or self._invited(units)

    def _invited(self, units: Sequence[Unit]) -> bool:
        """«Studieforbundene inviteres inn»: a present passive of inclusion behind an actor that begins."""
        return units[0].actor is not None and any(
            is_passive(units[i].lower) and self.cues.at(units, i, "include-passive") > 0
            for i in range(1, min(3, len(units)))
            if units[i].actor is None
        )

    def _negated(self, units: Sequence[Unit], index: int) -> bool:
        return self.cues.find(units, "negation", index - 3, index) >= 0

    def _closing_predicate(self, units: Sequence[Unit]) -> bool:
        """«... er nødvendig.» asks; "er viktig og bra" and "er nødvendig for" only state."""
        words = [i for i, u in enumerate(units) if u.is_word]
        return bool(words) and len(words) > 1 and self.cues.at(units, words[-1], "ask-predicate") > 0

    def _first_is(self, units: Sequence[Unit], group: str) -> bool:
        return self.cues.at(units, 0, group) > 0
