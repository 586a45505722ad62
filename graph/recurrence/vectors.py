"""Vectors: each ask as weighted features, so that the cosine of two is how alike they are.

Four kinds of features – words, letters, themes, actors – each of length 1 at most, times the
square root of its weight: the dot product of two asks is then the weighted sum of the four cosines.
Features are weighted by how rare they are in the collection (inverse document frequency, Spärck Jones
1972, https://doi.org/10.1108/eb026526).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Final

from graph.language import tokens
from graph.recurrence.words import content, forms, meaning, pieces, settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.asks import Ask
    from graph.gazetteer import Actor, Gazetteer

KINDS: Final = ("words", "letters", "themes", "actors")
#: What a part of a compound, the theme above, the body above or an actor only involved counts.
PART_WEIGHT: Final = 0.7
ABOVE_WEIGHT: Final = 0.5

#: The length of a theme vector that counts in full, in units of what a theme of one ask alone weighs. One
#: theme that many share says little; four that few have say as much as themes can.
FULL: Final = 1.7
#: The types of actors whose names are proper names.
PROPER: Final = frozenset({"ministry", "agency", "programme", "county"})

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Asks as rows: ``matrix`` is asks x features (scipy CSR, float64), ``features`` name its columns.

    ``parts`` are each ask's features by kind, as they were before weighting.
    """

    matrix: Any
    features: tuple[str, ...]
    parts: tuple[Mapping[str, Features], ...]
    rarity: Mapping[str, float]


def vectors(asks: Sequence[Ask], gazetteer: Gazetteer, weights: Mapping[str, float] | None = None) -> Vectors:
    """The vectors of a collection's asks, in their order."""
    lines = lineages(gazetteer)
    found = [_features(ask, gazetteer, lines) for ask in asks]
    rarity = _rarity(found)
    return Vectors(*_matrix(found, rarity, weights or settings().weights), tuple(found), rarity)


def lineages(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """What each actor has become: the last bodies of its succession, itself where nothing replaced it."""

    def last(actor: str, seen: frozenset[str]) -> set[str]:
        known = gazetteer.actors.get(actor)
        after = [a for a in (known.replaced_by if known else ()) if a not in seen]
        return {end for a in after for end in last(a, seen | {a})} or {actor}

    return {actor: tuple(sorted(last(actor, frozenset({actor})))) for actor in gazetteer.actors}


def _features(ask: Ask, gazetteer: Gazetteer, lines: Mapping[str, tuple[str, ...]]) -> dict[str, Features]:
    words, letters = Counter[str](), Counter[str]()
    for word in content(ask.text, names(ask, gazetteer)):
        whole, *some = forms(word)
        _most(words, meaning(whole), 1.0)
        for part in some:
            _most(words, meaning(part), PART_WEIGHT)
        letters.update(pieces(word))
    themes, actors = Counter[str](), Counter[str]()
    for theme in ask.themes:
        _most(themes, theme, 1.0)
        for above in gazetteer.themes[theme].broader if theme in gazetteer.themes else ():
            _most(themes, above, ABOVE_WEIGHT)
    for actor in ask.addressees:
        for heir in lines.get(actor, (actor,)):
            _most(actors, heir, 1.0)
            for above in _above(heir, gazetteer):
                _most(actors, above, ABOVE_WEIGHT)
    for actor in ask.others:
        for heir in lines.get(actor, (actor,)):
            _most(actors, heir, ABOVE_WEIGHT)
    found = {"words": words, "letters": letters, "themes": themes, "actors": actors}
    return {kind: {f"{kind}:{name}": float(n) for name, n in some.items()} for kind, some in found.items()}


def names(ask: Ask, gazetteer: Gazetteer) -> frozenset[str]:
    """The words of the short names of those an ask involves; a collective's name is a word like others."""
    known = [gazetteer.actors[a] for a in {*ask.addressees, *ask.others} if a in gazetteer.actors]
    return frozenset(word for actor in known if actor.type in PROPER for word in _name(actor))


@cache
def _name(actor: Actor) -> tuple[str, ...]:
    return tuple(t.lower for form in (actor.short, *actor.exact) for t in tokens(form) if t.is_word)


def _above(actor: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    known = gazetteer.actors.get(actor)
    return tuple(dict.fromkeys([*known.part_of, *filter(None, [known.counts_as])])) if known else ()


def _most(counts: Counter[str], name: str, weight: float) -> None:
    counts[name] = max(counts[name], weight)  # type: ignore[assignment]


def _rarity(found: Sequence[Mapping[str, Features]]) -> dict[str, float]:
    held = Counter(name for one in found for features in one.values() for name in features)
    return {name: log((len(found) + 1) / (n + 0.5)) for name, n in held.items()}


def _matrix(
    found: Sequence[Mapping[str, Features]], rarity: Mapping[str, float], weights: Mapping[str, float]
) -> tuple[Any, tuple[str, ...]]:
    from scipy.sparse import csr_matrix

    features = tuple(sorted(rarity))
    place = {name: column for column, name in enumerate(features)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    least = FULL * log(len(found) + 1)
    for one in found:
        for kind in KINDS:
            weighted = {name: n * rarity[name] for name, n in one[kind].items()}
            length = sqrt(sum(w * w for w in weighted.values()))
            scale = sqrt(weights[kind]) / max(length, least if kind == "themes" else 0.0) if length else 0.0
            columns += [place[name] for name in weighted]
            values += [w * scale for w in weighted.values()]
        ends.append(len(values))
    made = csr_matrix((values, columns, ends), shape=(len(found), len(features)))
    made.sort_indices()
    return made, features
