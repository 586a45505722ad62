"""The cue lexicon, ready for matching: single words by form or lemma, phrases word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.language import lemmas, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.roles.clauses import Unit

#: Closed classes: a lemma would make one word of "kan" and "kunne", or find "som" in more than "som".
BY_FORM: Final = frozenset(
    {
        "modal-must", "modal-should", "modal-may", "subordinator", "interrogative", "modifier", "adverb",
        "coordinator", "plural-pronoun", "negation", "from", "have", "increase", "ask-predicate",
        "at-matrix-ask", "at-matrix-enable", "preposition", "copula", "praise", "conditional", "imperative",
        "deficiency",
    }
)  # fmt: skip

MODALS: Final = ("modal-must", "modal-should", "modal-may")


class Cues:
    """Looks up groups of cue words in the units of a sentence."""

    def __init__(self, groups: Mapping[str, tuple[str, ...]]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._of_word: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for name, forms in groups.items():
            words, phrases = set[str](), dict[str, list[tuple[str, ...]]]()
            for form in forms:
                parts = tuple(t.lower for t in tokens(form))
                if len(parts) == 1:
                    words.add(parts[0])
                else:
                    phrases.setdefault(parts[0], []).append(parts)
            self._words[name], self._phrases[name] = frozenset(words), phrases
        #: The forms of må, bør, skal, kan and vil.
        self.modals = frozenset(form for group in MODALS for form in self._words[group])

    def at(self, units: Sequence[Unit], index: int, group: str) -> int:
        """How many units from ``index`` on are a cue of the group: 0 for none."""
        if not 0 <= index < len(units):
            return 0
        unit = units[index]
        alone, begun = self._of_word.get(unit.lower) or self._learn(unit.lower)
        if group in begun:
            for phrase in self._phrases[group][unit.lower]:
                if tuple(u.lower for u in units[index : index + len(phrase)]) == phrase:
                    return len(phrase)
        return 1 if unit.actor is None and group in alone else 0

    def may_begin(self, word: str, group: str) -> bool:
        """Whether a lower-cased word is, or begins, a cue of the group; quicker than to match it."""
        alone, begun = self._of_word.get(word) or self._learn(word)
        return group in alone or group in begun

    def _learn(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """The groups a word is a cue of by itself, and those it begins a phrase of."""
        bases = lemmas(word)
        alone = frozenset(
            group
            for group, words in self._words.items()
            if word in words or (group not in BY_FORM and not words.isdisjoint(bases))
        )
        begun = frozenset(group for group, phrases in self._phrases.items() if word in phrases)
        known = self._of_word[word] = (alone, begun)
        return known

    def find(self, units: Sequence[Unit], group: str, start: int, stop: int) -> int:
        """The index of the first cue of the group in ``start:stop``, or -1."""
        for index in range(max(start, 0), min(stop, len(units))):
            if self.may_begin(units[index].lower, group) and self.at(units, index, group):
                return index
        return -1

    def find_last(self, units: Sequence[Unit], group: str, start: int, stop: int) -> int:
        """The index of the last cue of the group in ``start:stop``, or -1."""
        span = range(min(stop, len(units)) - 1, max(start, 0) - 1, -1)
        return next((i for i in span if self.at(units, i, group)), -1)

    def ends_with(self, word: str, group: str) -> bool:
        """Whether a word is, or as a compound ends in, a word of the group (samfunnsutviklerrolle)."""
        return any(lemma.endswith(tuple(self._words[group])) for lemma in lemmas(word))

    def phrases(self, group: str) -> tuple[str, ...]:
        """The phrases of a group, each as words with one space between."""
        return tuple(" ".join(phrase) for found in self._phrases.get(group, {}).values() for phrase in found)

    def words(self, group: str) -> frozenset[str]:
        """The single words of a group."""
        return self._words[group]
