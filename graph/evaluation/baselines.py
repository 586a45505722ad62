"""Baselines: what simple methods make of the same items, measured in the same run.

They use the same sections, items and mentions, so that the difference is the rules' own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from graph.language import tokens
from graph.model import ConceptKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item, Mention

    Guess = Callable[[Item], set[str]]


class Baselines:
    """Simple guesses at who is asked and what an item is about."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer.including(extraction.candidates)
        self.mentions: dict[str, list[Mention]] = {}
        for mention in extraction.mentions:
            self.mentions.setdefault(mention.where, []).append(mention)
        self.parents: Mapping[str, str] = {s.id: s.parent for s in extraction.sections}
        groups = ("modal-must", "modal-should", "modal-may")
        self.modals = {form for group in groups for form in gazetteer.cues[group]}

    def addressees(self) -> dict[str, Guess]:
        """The guesses by name, from the simplest."""
        return {
            "every-actor-named": lambda item: self._actors(self.mentions.get(item.id, ())),
            "actor-beside-modal": self._beside_modal,
            "heading-alone": self._heading,
            "modal-else-heading": lambda item: self._beside_modal(item) or self._heading(item),
        }

    def themes(self, item: Item) -> set[str]:
        """Every theme a word of the item is a variant of."""
        return {m.concept for m in self.mentions.get(item.id, ()) if m.kind is ConceptKind.THEME}

    def _actors(self, mentions: Iterable[Mention]) -> set[str]:
        named = (self.gazetteer.actors[m.concept] for m in mentions if m.kind is ConceptKind.ACTOR)
        return {actor.counts_as or actor.id for actor in named}

    def _beside_modal(self, item: Item) -> set[str]:
        words = [t for t in tokens(item.text) if t.is_word]
        pairs = list(pairwise(words))
        after = {word.start for modal, word in pairs if modal.lower in self.modals}
        before = {word.end for word, modal in pairs if modal.lower in self.modals}
        found = [m for m in self.mentions.get(item.id, ()) if m.start in after or m.end in before]
        return self._actors(found)

    def _heading(self, item: Item) -> set[str]:
        section = item.section
        while section:
            if actors := self._actors(self.mentions.get(section, ())):
                return actors
            section = self.parents.get(section, "")
        return set()
