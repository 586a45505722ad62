"""Words: what an ask says, as dictionary forms, parts of compounds and words of the same meaning.

Norwegian writes compounds as one word, so *næringsavdelingene* and *næring* share a word only where the
compound is taken apart. What counts as empty or as the same stands in ``ontology/recurrence.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from simplemma import is_known, lemmatize

from graph.language import LANGUAGES, lemmas, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Letters of the shortest part of a compound, and of the shortest word that may be one: a shorter word that
#: the dictionary has by itself is none (*assistanse* is not *assist* and *anse*).
PART: Final = 4
COMPOUND: Final = 9
LISTED: Final = 11
#: What may join the parts of a compound.
JOINTS: Final = ("", "s")
#: Letters of one piece of a word.
PIECE: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """What stands in ``ontology/recurrence.toml``: weights add up to 1, thresholds are 0 to 1."""

    threshold: float
    together: float
    weights: Mapping[str, float]
    empty: frozenset[str]
    same: Mapping[str, str]


@cache
def settings() -> Settings:
    """The settings as the file has them."""
    text = files("ontology").joinpath("recurrence.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    words = found["words"]
    same = {word: group.split()[0] for group in words["same"] for word in group.split()}
    return Settings(
        found["threshold"], found["together"], found["weights"], frozenset(words["empty"].split()), same
    )


@lru_cache(maxsize=100_000)
def base(word: str) -> str:
    """The dictionary form of a lower-cased word: bokmål's where it has the word, else nynorsk's.

    >>> base("avdelingene"), base("kollegiet"), base("mulig")
    ('avdeling', 'kollegium', 'mulig')
    """
    for language in LANGUAGES:
        if is_known(word, lang=language):
            return lemmatize(word, lang=language).lower()
    forms = {form for form in lemmas(word) if len(form) < len(word) + PART} - {word}
    return min(forms or {word}, key=lambda form: (len(form), form))


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a compound in their dictionary form, none where it is no compound.

    >>> parts("næringsavdelingene"), parts("realkompetansevurdering"), parts("kapital")
    (('næring', 'avdeling'), ('real', 'kompetanse', 'vurdering'), ())
    """
    shortest = LISTED if is_known(word, lang=LANGUAGES) else COMPOUND
    found = [] if len(word) < shortest else [(*left, *right) for left, right in _splits(word)]
    return min(found, key=lambda some: (len(some), -min(map(len, some)), some), default=())


def _splits(word: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every way to read a word as a first part, perhaps with a joint, and a known last part."""
    for cut in range(PART, len(word) - PART + 1):
        if not is_known(word[cut:], lang=LANGUAGES):
            continue
        for joint in JOINTS:
            left = word[:cut].removesuffix(joint)
            if word[:cut].endswith(joint) and len(left) >= PART:
                first = (base(left),) if is_known(left, lang=LANGUAGES) else parts(left)
                if first:
                    yield first, (base(word[cut:]),)


@lru_cache(maxsize=4096)
def content(text: str, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a text that say what is asked for, as written, in lower case, each once.

    Args:
        text: any text.
        names: words that only name who is asked, in lower case.

    >>> content("Det er fortsatt behov for mer samarbeid mellom utdanning og næring i KS.", frozenset({"ks"}))
    ('samarbeid', 'utdanning', 'næring')
    """
    empty = settings().empty
    found = (t.lower for t in tokens(text) if t.is_word and len(t.lower) > 1 and not t.lower.isdigit())
    kept = (w for w in found if w not in names and w not in empty and base(w) not in empty)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[str, ...]:
    """What a word is compared by: its dictionary form, then its parts where it is a compound.

    >>> forms("fagskoletilbudet"), forms("kapital")
    (('fagskoletilbud', 'fagskole', 'tilbud'), ('kapital',))
    """
    whole, empty = base(word), settings().empty
    return (whole, *(part for part in parts(whole) if part not in empty))


def meaning(word: str) -> str:
    """The word that stands for those of the same meaning.

    >>> meaning("ressurs"), meaning("fagskole")
    ('penge', 'fagskole')
    """
    return settings().same.get(word, word)


def pieces(word: str) -> list[str]:
    """The pieces of four letters a word is made of, with its ends marked.

    >>> pieces("næring")
    ['_nær', 'næri', 'ærin', 'ring', 'ing_']
    """
    marked = f"_{word}_"
    return [marked[i : i + PIECE] for i in range(max(1, len(marked) - PIECE + 1))]
