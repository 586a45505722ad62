"""Occupations: plural nouns for people by what they do (lærere, elektrikarar), told by their endings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from graph.language import lemmas

#: How nouns for people by what they do end, and what their plural adds.
OCCUPATIONS: Final = (
    ("er", ("e", "ne")),
    ("ar", ("ar", "ane")),
    ("lege", ("r", "ne")),
    *((ending, ("er", "ene", "ar", "ane")) for ending in ("iør", "tør", "før", "sør", "olog", "ist", "leg")),
)
#: Nouns that end so and are of no occupation.
NO_OCCUPATIONS: Final = (
    "aktør",
    "bruker",
    "brukar",
    "deltaker",
    "deltakar",
    "innbygger",
    "innbyggjar",
    "politiker",
    "politikar",
    "partner",
    "partnar",
    "tilbyder",
    "tilbydar",
    "arbeidsgiver",
    "arbeidsgjevar",
)


@lru_cache(maxsize=20_000)
def is_occupation(word: str) -> bool:
    """Whether a lower-cased word is the plural of a noun for people by what they do.

    Comparatives, infinitives and agents end alike (*bedre*, *rekruttere*, *lærere*); the lemma tells.

    >>> [w for w in ("lærere", "sykepleiere", "ingeniørar", "raskere", "rekruttere") if is_occupation(w)]
    ['lærere', 'sykepleiere', 'ingeniørar']
    """
    return any(
        lemma + plural == word
        for lemma in lemmas(word)
        if not lemma.endswith(NO_OCCUPATIONS)
        for ending, plurals in OCCUPATIONS
        if lemma.endswith(ending)
        for plural in plurals
    )
