"""Persons: words that name a private person, told by first names, surnames, initials and cues.

The rule is general and its data stands in ``ontology/persons.toml``. A known organisation's name is
never a person's; neither is a name that goes on as a street, a school or a company.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from simplemma import is_known

from graph.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    Span = tuple[int, int]

#: A word with the parts a hyphen or an apostrophe joins: Anne-Marie, O'Connor.
WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: What may stand between the words of a name, and after an initial.
GAP: Final = re.compile(r"\s{1,3}")
AFTER_INITIAL: Final = re.compile(r"\.\s{0,2}")
#: What may stand between a cue and the name it leads to.
AFTER_CUE: Final = re.compile(r"\.?\s?[:/,]?\s{0,3}(?:er\s)?")
#: Most words of one name.
LONGEST: Final = 5
#: Letters of the shortest surname that an ending alone tells.
SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Names:
    """The names and words of ``ontology/persons.toml``, lower-cased."""

    first: frozenset[str]
    words: frozenset[str]
    surnames: frozenset[str]
    endings: tuple[str, ...]
    cues: tuple[tuple[str, ...], ...]
    weak: frozenset[tuple[str, ...]]
    particles: frozenset[str]
    places: frozenset[str]
    companies: frozenset[str]
    never: frozenset[str]
    organisations: tuple[str, ...]


@cache
def names() -> Names:
    """The names that are read."""
    data = tomllib.loads(files("ontology").joinpath("persons.toml").read_text(encoding="utf-8"))
    words = {key: tuple(str(value).lower().split()) for key, value in data.items() if isinstance(value, str)}
    cues = sorted({_cue(form) for form in data["cues"]}, key=len, reverse=True)
    return Names(
        first=frozenset(words["first-names"]) | frozenset(words["word-names"]),
        words=frozenset(words["word-names"]),
        surnames=frozenset(words["surnames"]),
        endings=words["surname-endings"],
        cues=tuple(cues),
        weak=frozenset(map(_cue, data["weak-cues"])),
        particles=frozenset(words["particles"]),
        places=frozenset(words["not-persons"]),
        companies=frozenset(word.upper() for word in words["companies"]),
        never=frozenset(words["not-names"]),
        organisations=words["organisation-endings"],
    )


def _cue(form: str) -> tuple[str, ...]:
    return tuple(form.lower().rstrip("/").split())


def persons(text: str, known: Collection[Span] = ()) -> tuple[Span, ...]:
    """Where a text names private persons, sorted, none inside another.

    Args:
        text: any text.
        known: the places of organisations and places that are known, which are left alone.

    >>> text = "Kontaktperson: Kari Nordmann, Nord universitet"
    >>> [text[start:end] for start, end in persons(text)]
    ['Kari Nordmann']
    """
    return tuple(_Reading(text, known).found())


class _Reading:
    """One text, word by word."""

    def __init__(self, text: str, known: Collection[Span]) -> None:
        self.text, self.names = text, names()
        self.words: Sequence[re.Match[str]] = list(WORD.finditer(text))
        self.taken = {
            index
            for index, word in enumerate(self.words)
            if any(word.start() < end and start < word.end() for start, end in known)
        }

    def found(self) -> Iterator[Span]:
        index = 0
        while index < len(self.words):
            last = self._name_at(index)
            if last is None:
                index += 1
            else:
                yield self.words[index].start(), self.words[last].end()
                index = last + 1

    def _name_at(self, index: int) -> int | None:
        """The last word of a name that begins at a word, or None."""
        run = self._run(index)
        if not run or self._goes_on(run[-1]):
            return None
        last = [self._lower(i) for i in run]
        if self._is_initial(index):
            return run[-1] if self._is_surname(last[-1], unlisted=True) else None
        if self._is_first(index):
            if len(run) > 1 and self._full(run):
                return run[-1]
            return run[-1] if self._cued(index, strong=len(run) == 1) else None
        if not self._cued(index, strong=len(run) == 1):
            return None
        if len(run) == 1:
            return run[0] if last[0] in self.names.surnames else None
        known = is_known(last[0], lang=LANGUAGES)
        return run[-1] if not known and self._is_surname(last[-1], unlisted=True) else None

    def _full(self, run: Sequence[int]) -> bool:
        """Whether a first name and what follows are a person's; a first name that is a word needs more."""
        surname = self._lower(run[-1])
        if self._lower(run[0]) in self.names.words:
            second = len(run) > 2 and self._lower(run[1]) in self.names.first - self.names.words  # noqa: PLR2004
            return second or self._is_surname(surname) or self._cued(run[0], strong=False)
        if self.words[run[0]][0].isupper() and len(self.words[run[0]][0]) > 1:
            return self._is_surname(surname)
        return True

    def _run(self, index: int) -> list[int]:
        """The words of a name from one on: capitalised, side by side, known as nothing else."""
        if not self._may_be_name(index):
            return []
        run, shouted = [index], self._shouts(index)
        while len(run) < LONGEST and run[-1] + 1 < len(self.words):
            following = run[-1] + 1
            if not self._joined(run[-1], following):
                break
            beyond = self._past_particles(following)
            if beyond > following and beyond < len(self.words) and self._may_be_name(beyond):
                run += range(following, beyond + 1)
                continue
            if not self._may_be_name(following) or self._shouts(following) != shouted:
                break
            run.append(following)
        while run and self._is_initial(run[-1]):
            run.pop()
        return run

    def _past_particles(self, index: int) -> int:
        """The first word from one on that is no particle (van der), or not beside the last."""
        while (
            index + 1 < len(self.words)
            and self._lower(index) in self.names.particles
            and self._joined(index, index + 1)
        ):
            index += 1
        return index

    def _may_be_name(self, index: int) -> bool:
        word, lower = self.words[index][0], self._lower(index)
        parts = word.split("-")
        capital = all(part[:1].isupper() for part in parts)
        taken = (
            index in self.taken
            or word in self.names.companies
            or lower in self.names.never
            or lower in self.names.places
        )
        return capital and not taken and not self._is_organisation(lower)

    def _is_organisation(self, lower: str) -> bool:
        return any(lower.endswith(end) and len(lower) > len(end) for end in self.names.organisations) and (
            lower not in self.names.surnames
        )

    def _shouts(self, index: int) -> bool:
        word = self.words[index][0]
        return len(word) > 1 and word.isupper()

    def _is_initial(self, index: int) -> bool:
        word = self.words[index]
        return len(word[0]) == 1 and word[0].isupper() and self.text[word.end() : word.end() + 1] == "."

    def _is_first(self, index: int) -> bool:
        return all(part in self.names.first for part in self._lower(index).split("-")) or (
            self._lower(index) in self.names.first
        )

    def _is_surname(self, lower: str, *, unlisted: bool = False) -> bool:
        """Whether a word is a surname by list or ending; ``unlisted``: or as no dictionary holds it."""
        stem = lower.removesuffix("s")
        parts = {lower, stem, *lower.split("-")}
        if parts & self.names.surnames:
            return True
        ends = len(lower) >= SHORTEST and stem.endswith(self.names.endings)
        return (ends or unlisted) and not is_known(lower, lang=LANGUAGES)

    def _joined(self, one: int, other: int) -> bool:
        gap = self.text[self.words[one].end() : self.words[other].start()]
        return bool((AFTER_INITIAL if self._is_initial(one) else GAP).fullmatch(gap))

    def _goes_on(self, last: int) -> bool:
        """Whether the name goes on as a place's, a prize's or an organisation's."""
        following = last + 1
        if following >= len(self.words) or not self._joined(last, following):
            return False
        word, lower = self.words[following][0], self._lower(following)
        return (word in self.names.companies or lower in self.names.places) or any(
            lower.endswith(end) for end in self.names.organisations
        )

    def _cued(self, index: int, *, strong: bool) -> bool:
        """Whether the words before lead to a person's name; ``strong``: even to one word alone."""
        for cue in self.names.cues:
            first = index - len(cue)
            if first < 0 or tuple(self._lower(i) for i in range(first, index)) != cue:
                continue
            gap = self.text[self.words[index - 1].end() : self.words[index].start()]
            weak = strong and cue in self.names.weak and "/" not in gap and ":" not in gap
            if AFTER_CUE.fullmatch(gap) and not weak:
                return True
        return False

    def _lower(self, index: int) -> str:
        return self.words[index][0].lower()
