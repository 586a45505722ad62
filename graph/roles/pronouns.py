"""Pronouns, said and left out: "de må" after a sentence about somebody asks the same, and so does "bør"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.roles.clauses import Phrase
from graph.wordclass import is_infinitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.roles.clauses import Sentence
    from graph.roles.places import Places

#: Plural pronouns that may be the subject of a modal; "disse" and "det" mostly stand for things.
PLURALS: Final = frozenset({"de", "dei"})
#: Modals that a note begins with where it leaves out whom it has just named.
OBLIGING: Final = frozenset({"må", "bør", "burde"})


def stand_ins(sentence: Sentence, subject: Phrase | None, places: Places) -> Iterator[Phrase]:
    """A phrase for each pronoun beside a modal, with the mentions of the actors spoken of before.

    ``subject`` is the first phrase of the nearest sentence before that has one; within a sentence it is
    the sentence's own first phrase, where that stands before the pronoun. A subject left out before a modal
    stands at -1.
    """
    units = sentence.units
    if subject and len(units) > 1 and units[0].lower in OBLIGING and is_infinitive(units[1].lower):
        yield Phrase(-1, -1, subject.mentions)
    for index, unit in enumerate(units):
        around = (index - 1, index + 1)
        if unit.lower not in PLURALS or not any(
            0 <= i < len(units) and places.is_modal(units, i) for i in around
        ):
            continue
        own = next((p for p in sentence.phrases if p.last < index), None)
        meant = own or subject
        if meant is not None:
            yield Phrase(index, index, meant.mentions)
