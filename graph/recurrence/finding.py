"""Finding what recurs: candidates scored, grouped and explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from graph.asks import Recurrence, Recurrences
from graph.recurrence.candidates import scored
from graph.recurrence.groups import grouped
from graph.recurrence.spanning import spanning
from graph.recurrence.vectors import lineages, names, vectors
from graph.recurrence.words import content, forms, meaning, parts, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.asks import Ask, Verdict
    from graph.gazetteer import Gazetteer
    from graph.recurrence.vectors import Vectors

    Pair = tuple[int, int]

#: Decimals of a score: what follows differs by machine and says nothing.
DIGITS: Final = 2
#: The most words that a reason names.
MOST_WORDS: Final = 5


def recurrences(asks: Iterable[Ask], gazetteer: Gazetteer, verdicts: Sequence[Verdict] = ()) -> Recurrences:
    """The asks that recur, in the same document or another, with what holds each group of them together.

    Args:
        asks: the asks of a collection.
        gazetteer: the actors and themes, for succession and broader themes.
        verdicts: what people decided about pairs; those about asks that are not here are passed over.
    """
    known = sorted(asks)
    place = {ask.key: row for row, ask in enumerate(known)}
    found = vectors(known, gazetteer)
    limit = settings()
    decided = {
        (min(pair), max(pair)): verdict.same
        for verdict in verdicts
        if len(pair := {place[key] for key in (verdict.one, verdict.other) if key in place}) > 1
    }
    same = sorted(pair for pair, yes in decided.items() if yes)
    apart = [*(pair for pair, yes in decided.items() if not yes), *(_relatives(known) - set(same))]
    alone = {row for pair in apart if known[pair[0]].text == known[pair[1]].text for row in pair}
    scores = {(one, other): score for score, one, other in scored(found, limit.threshold, alone)}
    ordered = sorted(scores, key=lambda pair: (-round(scores[pair], 6), pair))
    groups = grouped(found.matrix, ordered, limit.together, same, apart)
    home = {row: number for number, rows in enumerate(groups) for row in rows}
    said = {pair: scores.get(pair, 1.0) for pair in same}
    within = [p for p in {**said, **dict.fromkeys(ordered)} if p[0] in home and home[p[0]] == home.get(p[1])]
    scores |= said
    explain = Reasons(known, found, gazetteer)
    kept = {*spanning(within), *(pair for pair in within if pair in said)}
    return Recurrences(
        tuple(sorted(explain.pair(pair, scores[pair], reviewed=pair in said) for pair in kept)),
        tuple(sorted((known[rows[0]].key, *sorted(known[row].key for row in rows[1:])) for rows in groups)),
        _likeness(known, within, scores),
    )


def _likeness(asks: Sequence[Ask], pairs: Iterable[Pair], scores: Mapping[Pair, float]) -> dict[str, int]:
    """The sum of the scores of each ask's pairs, in whole hundredths, by key."""
    found = Counter[str]()
    for pair in pairs:
        found.update(dict.fromkeys((asks[row].key for row in pair), round(100 * min(scores[pair], 1.0))))
    return dict(found)


def _relatives(asks: Sequence[Ask]) -> set[Pair]:
    """Rows of a point and its sub-points, and of these among each other.

    Who wrote them as points of their own meant different things by them.
    """
    place = {ask.key: row for row, ask in enumerate(asks)}
    families: dict[str, list[int]] = defaultdict(list)
    for row, ask in enumerate(asks):
        if ask.parent:
            families[ask.parent].append(row)
    for parent in families.keys() & place.keys():
        families[parent].append(place[parent])
    return {(min(pair), max(pair)) for rows in families.values() for pair in combinations(rows, 2)}


class Reasons:
    """Says what two asks share."""

    def __init__(self, asks: Sequence[Ask], found: Vectors, gazetteer: Gazetteer) -> None:
        self.asks, self.found, self.gazetteer = asks, found, gazetteer
        self.lines = lineages(gazetteer)
        self.known: dict[str, dict[str, str]] = {}

    def pair(self, rows: Pair, score: float, *, reviewed: bool = False) -> Recurrence:
        """The pair of two rows, explained."""
        one, other = (self.asks[row] for row in rows)
        return Recurrence(
            one.key,
            other.key,
            round(min(score, 1.0), DIGITS),
            self._words(one, other),
            tuple(sorted(set(one.themes) & set(other.themes))),
            self._actors(one, other),
            reviewed,
        )

    def _words(self, one: Ask, other: Ask) -> tuple[str, ...]:
        ours, theirs = self._meanings(one), self._meanings(other)
        shared = sorted(set(ours) & set(theirs), key=self._rank)
        covered = {part for word in shared for part in parts(word)}
        named = [
            ours[m] if ours[m] == theirs[m] else f"{ours[m]}/{theirs[m]}" for m in shared if m not in covered
        ]
        return tuple(sorted(named[:MOST_WORDS]))

    def _rank(self, word: str) -> tuple[float, str]:
        return -self.found.rarity_of(f"words:{word}"), word

    def _actors(self, one: Ask, other: Ask) -> tuple[str, ...]:
        """Who both ask, under the names they had: the one and its successor where it was replaced."""

        def heirs(some: Iterable[str]) -> set[str]:
            return {heir for actor in some for heir in self.lines.get(actor, (actor,))}

        common = heirs(one.addressees) & heirs(other.addressees)
        return tuple(sorted(a for a in {*one.addressees, *other.addressees} if heirs([a]) & common))

    def _meanings(self, ask: Ask) -> Mapping[str, str]:
        """Each meaning in an ask, with the word in its dictionary form; remembered for the next pair."""
        if ask.key in self.known:
            return self.known[ask.key]
        found = self.known[ask.key] = {}
        for word in content(ask.text, names(ask, self.gazetteer)):
            for form in forms(word):
                found.setdefault(meaning(form), form)
        return found
