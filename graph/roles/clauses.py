"""Sentences as units: words, marks and whole actor names, with the actor phrases among them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.language import LONGEST_WORD, sentences, tokens
from graph.model import ConceptKind, Mention
from graph.wordclass import could_be_finite, finite_at, is_passive, is_weak_past

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graph.roles.cues import Cues

#: Marks that end a clause.
BREAKS: Final = frozenset(",;:–—()!?.")


class Unit(NamedTuple):
    """A word, a mark, or an actor's name as one; offsets count in the item's text.

    ``compound`` says that the name is only the first part of a word (Nokut-akkrediteringen).
    """

    start: int
    end: int
    lower: str
    actor: Mention | None = None
    compound: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a word or name rather than a mark."""
        return self.actor is not None or self.lower[0].isalnum()


def is_finite_verb(units: Sequence[Unit], index: int) -> bool:
    """Whether a unit is a finite verb, by its form and what stands before it."""
    if units[index].actor is not None or not could_be_finite(units[index].lower):
        return False
    if index and units[index - 1].actor is not None and is_weak_past(units[index].lower):
        return True
    first = max(index - 2, 0)
    return finite_at([unit.lower for unit in units[first : index + 2]], index - first)


def states(units: Sequence[Unit], cues: Cues) -> bool:
    """Whether a clause has a finite verb of its own, outside the clauses its words are modified by.

    «Hjelp til kommuner som vil etablere studiesenter» has none: it names a thing, and states nothing.
    """
    below, closed = False, False
    for index, unit in enumerate(units):
        opens = cues.at(units, index, "subordinator") or (index and cues.at(units, index, "interrogative"))
        if opens or unit.lower == "at":
            below, closed = True, False
        elif is_finite_verb(units, index) or (unit.actor is None and is_passive(unit.lower)):
            if not below:
                return True
            joined = index > 0 and units[index - 1].lower in {"og", "eller"}
            if closed and not joined:
                return True
            closed = True
    return False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One actor, or several joined by "og" or commas, at units ``first`` to ``last``."""

    first: int
    last: int
    mentions: tuple[Mention, ...]
    genitive: bool = False
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The units of one sentence, its actor phrases, and its text."""

    text: str
    start: int
    units: tuple[Unit, ...]
    phrases: tuple[Phrase, ...]


def split(
    text: str, mentions: Sequence[Mention], cues: Cues, abbreviations: Collection[str]
) -> tuple[Sentence, ...]:
    """The sentences of a text with their units and actor phrases."""
    actors = {m.start: m for m in sorted(mentions) if m.kind is ConceptKind.ACTOR}
    starts = sorted(actors)
    made = []
    for start, end in sentences(text, abbreviations):
        before = bisect_left(starts, start) - 1
        if before >= 0 and actors[starts[before]].end > start:
            continue
        units = tuple(_units(text, start, end, actors))
        made.append(Sentence(text[start:end], start, units, tuple(_phrases(units, cues))))
    return tuple(made)


def _units(text: str, start: int, end: int, actors: Mapping[int, Mention]) -> Iterator[Unit]:
    covered = start
    for token in tokens(text[start:end]):
        begin, stop = token.start + start, token.end + start
        if begin < covered:
            continue
        mention = actors.get(begin)
        if mention is None:
            if not (token.text == "." and begin == covered > start and stop < end):
                yield Unit(begin, stop, token.lower)
            continue
        tail = _compound_tail(text, mention.end)
        covered = mention.end + tail
        yield Unit(begin, covered, text[begin:covered].lower(), mention, tail > 0)


def _compound_tail(text: str, end: int) -> int:
    """Length of "-akkrediteringen" behind a name; 0 where the name stands alone."""
    if text[end : end + 1] != "-" or not text[end + 1 : end + 2].isalpha():
        return 0
    return 1 + next(iter(tokens(text[end + 1 : end + 1 + LONGEST_WORD]))).end


def _phrases(units: Sequence[Unit], cues: Cues) -> Iterator[Phrase]:
    index = 0
    while index < len(units):
        if units[index].actor is None:
            index += 1
            continue
        first = last = index
        found = [units[index]]
        while (following := _next_joined(units, last + 1, cues)) is not None:
            found.append(units[following])
            last = following
        mentions = tuple(u.actor for u in found if u.actor)
        yield Phrase(first, last, mentions, _genitive(found[-1]), found[-1].compound)
        index = last + 1


def _next_joined(units: Sequence[Unit], index: int, cues: Cues) -> int | None:
    """The next name of an enumeration: after a coordinator or comma, perhaps with modifiers."""
    if index >= len(units):
        return None
    width = cues.at(units, index, "coordinator")
    if not width:
        return None
    index += width
    while index < len(units) and units[index].actor is None and cues.at(units, index, "modifier"):
        index += 1
    return index if index < len(units) and units[index].actor else None


def _genitive(unit: Unit) -> bool:
    """KMDs, fylkeskommunenes, NHO sin: an owner, not an agent."""
    if unit.actor is None or unit.compound:
        return False
    quote = unit.actor.quote
    return (
        quote.endswith("s")
        and len(quote) > len("is")
        and (quote[:-1].isupper() or quote.endswith(("ens", "enes", "ets", "anes", "as")))
    )
