"""Pairs: how well asks that are the same are told from those that are not, against an annotation.

The annotation is a table of pairs with a topic each (``tests/recurrence/README.md``). Two measures: on the
pairs annotated, most of which are alike, and on all pairs of the asks in them, where two asks that share no
topic count as different – which is what a collection is like.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt
from typing import TYPE_CHECKING

from graph.evaluation.scores import Score
from graph.language import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two asks by their keys, in order, whether they are the same ask, and what both are about."""

    one: str
    other: str
    same: bool
    topic: str = ""


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The annotated pairs of a table with the columns ``same``, ``topic``, ``one`` and ``other``, sorted.

    Raises:
        KeyError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(sorted(map(_pair, rows)))


def _pair(row: Mapping[str, str]) -> Pair:
    one, other = sorted((row["one"], row["other"]))
    return Pair(one, other, same=row["same"] == "1", topic=row["topic"])


def all_pairs(annotated: Iterable[Pair]) -> tuple[Pair, ...]:
    """The annotated pairs and every other pair of their asks that has no topic in common, sorted.

    >>> [p.same for p in all_pairs([Pair("a", "b", True, "x"), Pair("c", "d", False, "y")])]
    [True, False, False, False, False, False]
    """
    known = tuple(annotated)
    topics: dict[str, set[str]] = defaultdict(set)
    for pair in known:
        topics[pair.one].add(pair.topic)
        topics[pair.other].add(pair.topic)
    apart = [
        Pair(one, other, same=False)
        for one, other in combinations(sorted(topics), 2)
        if topics[one].isdisjoint(topics[other])
    ]
    return tuple(sorted([*known, *apart]))


def scored(pairs: Iterable[Pair], found: Collection[tuple[str, str]]) -> Score:
    """Right, wrong and missed where ``found`` are the pairs said to be the same, each in order of key."""
    counts = Counter((pair.same, (pair.one, pair.other) in found) for pair in pairs)
    return Score(counts[True, True], counts[False, True], counts[True, False])


def by_topic(pairs: Sequence[Pair], found: Collection[tuple[str, str]]) -> list[Score]:
    """The score of each topic, for an interval; pairs without a topic count as one."""
    topics = sorted({pair.topic for pair in pairs})
    return [scored([pair for pair in pairs if pair.topic == topic], found) for topic in topics]


def tfidf(texts: Mapping[str, str], pairs: Iterable[Pair]) -> dict[tuple[str, str], float]:
    """The baseline: the cosine of each pair by tf-idf of its words as they stand.

    Weights are term frequency times ``ln((1 + n) / (1 + df)) + 1``, as in scikit-learn's TfidfVectorizer.

    Args:
        texts: every text of the collection by key.
        pairs: what to compare.
    """
    counts = {key: Counter(t.lower for t in tokens(text) if t.is_word) for key, text in texts.items()}
    held = Counter(word for words in counts.values() for word in words)
    made: dict[str, dict[str, float]] = {}
    for key, words in counts.items():
        weighted = {w: n * (log((1 + len(texts)) / (1 + held[w])) + 1) for w, n in words.items()}
        length = sqrt(sum(v * v for v in weighted.values())) or 1.0
        made[key] = {w: v / length for w, v in weighted.items()}
    return {
        (p.one, p.other): sum(v * made[p.other].get(w, 0.0) for w, v in made[p.one].items()) for p in pairs
    }


def best_threshold(pairs: Sequence[Pair], scores: Mapping[tuple[str, str], float]) -> float:
    """The hundredth at which a score tells the pairs apart best by F1; the higher of two as good."""
    steps = [n / 100 for n in range(5, 96)]
    return max(steps, key=lambda t: (scored(pairs, above(scores, t)).f1, t))


def above(scores: Mapping[tuple[str, str], float], threshold: float) -> set[tuple[str, str]]:
    """The pairs that score a threshold or more."""
    return {pair for pair, score in scores.items() if score >= threshold}
