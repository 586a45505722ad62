"""Vectors: each ask as weighted features, so that the cosine of two is how alike they are.

Four kinds of features – words, letters, themes, actors – each of length 1 at most, times the
square root of its weight: the dot product of two asks is then the weighted sum of the four cosines.
Features are weighted by how rare they are in the collection (inverse document frequency, Spärck Jones
1972, https://doi.org/10.1108/eb026526).
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
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


@dataclass(frozen=True, slots=True)
class Vectors:
    """Asks as rows and features as columns.

    ``matrix`` is asks x features (scipy CSR, float64); ``rarity`` (float64) and ``blocking`` (bool, whether
    it is a word or theme) are by column; ``names`` are the features (``words:fagskole``) in their order.
    """

    matrix: Any
    rarity: Any
    blocking: Any
    names: Mapping[str, int]

    def rarest(self, row: int, most: int) -> list[int]:
        """The columns of an ask's rarest words and themes, the rarest first."""
        start, end = self.matrix.indptr[row : row + 2]
        columns = self.matrix.indices[start:end]
        kept = columns[self.blocking[columns]].tolist()
        return sorted(kept, key=lambda column: (-self.rarity[column], column))[:most]

    def rarity_of(self, name: str) -> float:
        """How rare a feature is; 0 where no ask has it."""
        return float(self.rarity[self.names[name]]) if name in self.names else 0.0


def vectors(asks: Sequence[Ask], gazetteer: Gazetteer, weights: Mapping[str, float] | None = None) -> Vectors:
    """The vectors of a collection's asks, in their order."""
    import numpy as np
    from scipy.sparse import csr_matrix

    table = _Table()
    lines = lineages(gazetteer)
    for ask in asks:
        for kind, features in enumerate(_features(ask, gazetteer, lines)):
            table.add(kind, features)
        table.ends.append(len(table.columns))
    columns, kinds = np.array(table.columns, dtype=np.int32), np.array(table.kinds, dtype=np.int8)
    count, size = len(asks), len(table.names)
    rarity = np.log((count + 1) / (np.bincount(columns, minlength=size) + 0.5))
    values = np.array(table.values) * rarity[columns]
    part = np.repeat(np.arange(count), np.diff(table.ends)) * len(KINDS) + kinds
    lengths = np.sqrt(np.bincount(part, values**2, minlength=count * len(KINDS))).reshape(count, len(KINDS))
    themes = KINDS.index("themes")
    lengths[:, themes] = np.maximum(lengths[:, themes], FULL * log(count + 1))
    shares = np.sqrt([(weights or settings().weights)[kind] for kind in KINDS])
    values *= (shares / np.where(lengths > 0, lengths, 1.0)).ravel()[part]
    blocking = np.zeros(size, dtype=bool)
    blocking[columns[(kinds == KINDS.index("words")) | (kinds == themes)]] = True
    matrix = csr_matrix((values, columns, table.ends), shape=(count, size))
    matrix.sort_indices()  # in place: columns and kinds no longer go together
    return Vectors(matrix, rarity, blocking, table.names)


class _Table:
    """The features of all asks as plain numbers, row after row, so that a large collection fits in memory."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.columns, self.kinds, self.values, self.ends = array("i"), array("b"), array("d"), [0]

    def add(self, kind: int, features: Mapping[str, float]) -> None:
        """The features of one kind of one ask."""
        for name, value in features.items():
            self.columns.append(self.names.setdefault(f"{KINDS[kind]}:{name}", len(self.names)))
            self.kinds.append(kind)
            self.values.append(value)


def lineages(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """What each actor has become: the last bodies of its succession, itself where nothing replaced it."""

    def last(actor: str, seen: frozenset[str]) -> set[str]:
        known = gazetteer.actors.get(actor)
        after = [a for a in (known.replaced_by if known else ()) if a not in seen]
        return {end for a in after for end in last(a, seen | {a})} or {actor}

    return {actor: tuple(sorted(last(actor, frozenset({actor})))) for actor in gazetteer.actors}


def _features(
    ask: Ask, gazetteer: Gazetteer, lines: Mapping[str, tuple[str, ...]]
) -> tuple[Mapping[str, float], ...]:
    """The features of an ask, a mapping for each of the kinds in their order."""
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
    return words, letters, themes, actors


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
