"""Candidates: names in a text that look like organisations nobody has put in the gazetteer yet.

A candidate becomes an actor of its own, marked as such, so that what it is asked is neither lost nor
counted for somebody else. Which heads, endings and abbreviations count is said by the cue lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simplemma import is_known

from graph.language import LANGUAGES
from graph.model import Candidate
from graph.namespaces import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graph.language import Token

#: NTNU, IMDi, HiØ, SSBs: at least two capitals, most of the word.
ABBREVIATION: Final = re.compile(r"[A-ZÆØÅ]+[a-zæøå]?[A-ZÆØÅ]+[a-zæøå]?")
ROMAN: Final = re.compile(r"[IVX]+")
SHORTEST, LONGEST = 2, 8
#: Letters of the shortest word that is a name by its capital alone.
SHORTEST_NAME: Final = 3
#: Words a name may have before its head: Indre Østfold kommune.
NAME_WORDS: Final = 3
#: Letters that must stand before an ending for it to be the head of a name.
SHORTEST_FIRST: Final = 3
#: One speaks *in* or *about* plans and schemes, and *with* or *from* organisations.
NOT_BEFORE: Final = frozenset("i om under etter innen innenfor innanfor jf ift".split())
#: What stands before a place rather than an organisation.
AT_PLACE: Final = frozenset("i på ved fra frå til av over".split())
#: Beside so many words in capitals, capitals mean nothing.
SHOUTED: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A name at tokens ``first`` to ``last``, and the candidate it stands for."""

    first: int
    last: int
    candidate: Candidate


class CandidateFinder:
    """Finds names by the cue lexicon; ``known`` are the ids that candidates must not take."""

    def __init__(self, cues: Mapping[str, tuple[str, ...]], known: Collection[str]) -> None:
        self.heads = frozenset(cues.get("organisation-head", ()))
        self.certain_heads = frozenset(cues.get("organisation-head-certain", ())) | {
            head + "s" for head in cues.get("organisation-head-certain", ())
        }
        self.companies = frozenset(cues.get("organisation-company", ()))
        self.places = frozenset(cues.get("organisation-of-place", ()))
        self.before_places = frozenset(cues.get("organisation-before-place", ()))
        self.endings = tuple(cues.get("organisation-ending", ()))
        self.certain = tuple(cues.get("organisation-ending-certain", ()))
        self.inflected = (*self.certain, *(ending + "s" for ending in self.certain))
        self.never = frozenset(cues.get("not-organisation", ()))
        self.not_names = frozenset(cues.get("not-a-name", ()))
        self.modals = frozenset(
            form
            for group in ("modal-must", "modal-should", "modal-may", "request-passive")
            for form in cues.get(group, ())
        )
        self.known = known

    def find(self, toks: Sequence[Token], text: str, taken: Collection[int]) -> Iterator[Found]:
        """The names among the tokens; ``taken`` are the token indices that known names cover."""
        index = 0
        while index < len(toks):
            begins = index not in taken and self._may_begin(toks[index])
            found = self._at(toks, index, text, taken) if begins else None
            if found:
                yield found
                index = found.last + 1
            else:
                index += 1

    def _may_begin(self, token: Token) -> bool:
        """Whether a name can begin at a token at all; most words need no closer look."""
        return token.text[0].isupper() or token.lower in self.places or token.lower.endswith(self.inflected)

    def _at(self, toks: Sequence[Token], index: int, text: str, taken: Collection[int]) -> Found | None:
        found = (
            self._headed(toks, index),
            self._before_place(toks, index),
            self._of_place(toks, index),
            self._ending(toks, index),
        )
        for last in found:
            if last is not None and not any(i in taken for i in range(index, last + 1)):
                return self._made(toks, index, last, text)
        if self._is_abbreviation(toks, index):
            return self._made(toks, index, self._capitals(toks, index, taken), text)
        last = self._agent(toks, index, taken)
        return self._made(toks, index, last, text) if last is not None else None

    def _capitals(self, toks: Sequence[Token], index: int, taken: Collection[int]) -> int:
        """The last of the capitalised words that stand together from a word on: GCE Blue Maritime."""
        while index + 1 < len(toks) and _is_name(toks[index + 1]) and index + 1 not in taken:
            index += 1
        return index

    def _agent(self, toks: Sequence[Token], index: int, taken: Collection[int]) -> int | None:
        """A capitalised name that acts: before a modal, or side by side with a known actor.

        A single word must stand within its sentence, where only names are capitalised.
        """
        if (
            not _is_name(toks[index])
            or toks[index].lower in self.not_names
            or len(toks[index].text) < SHORTEST_NAME
        ):
            return None
        last = self._capitals(toks, index, taken)
        if (last == index and opens_sentence(toks, index)) or (index and toks[index - 1].lower in AT_PLACE):
            return None
        after = toks[last + 1].lower if last + 1 < len(toks) else ""
        joined = (index > 1 and toks[index - 1].lower == "og" and index - 2 in taken) or (
            after == "og" and last + 2 in taken
        )
        return last if after in self.modals or joined else None

    def _made(self, toks: Sequence[Token], first: int, last: int, text: str) -> Found | None:
        name = " ".join(text[toks[first].start : toks[last].end].split())
        label = _without_genitive(name)
        identity = slug(label)
        if not identity:
            return None
        identity = f"{identity}-2" if identity in self.known else identity
        return Found(first, last, Candidate(identity, label[:1].upper() + label[1:]))

    def _headed(self, toks: Sequence[Token], index: int) -> int | None:
        """«Indre Østfold kommune», "Nord-Fron kommune", "Grieg Seafood ASA"."""
        if not _is_name(toks[index]) or toks[index].lower in self.not_names:
            return None
        common = opens_sentence(toks, index) and is_known(toks[index].lower, lang=LANGUAGES)
        at, words = index, 0
        while at < len(toks) and words <= NAME_WORDS:
            token = toks[at]
            head = token.lower.removesuffix("s") in self.heads or token.lower in self.heads
            if words and (head or token.text in self.companies):
                return None if common and at == index + 1 and token.lower not in self.certain_heads else at
            if _is_name(token):
                words += 1
            elif token.text not in {"-", "–"}:
                return None
            at += 1
        return None

    def _before_place(self, toks: Sequence[Token], index: int) -> int | None:
        """«Kunnskapsparken Vestland», "Karriere Møre og Romsdal"."""
        first = toks[index]
        if not (first.lower in self.before_places or first.lower in self.places) or first.text.islower():
            return None
        last = index
        while last + 1 < len(toks) and (
            _is_name(toks[last + 1])
            or (
                last > index
                and toks[last + 1].lower == "og"
                and last + 2 < len(toks)
                and _is_name(toks[last + 2])
                and toks[last + 2].lower not in self.before_places | self.places
            )
        ):
            last += 1
        return last if last > index else None

    def _of_place(self, toks: Sequence[Token], index: int) -> int | None:
        """«Høgskulen på Vestlandet», "Næringsforeningen i Stavanger"."""
        if toks[index].lower not in self.places or index + 2 >= len(toks) or toks[index].text.islower():
            return None
        if toks[index + 1].lower not in {"i", "på", "for"} or not _is_name(toks[index + 2]):
            return None
        last = index + 2
        while last + 2 < len(toks) and toks[last + 1].text == "-" and _is_name(toks[last + 2]):
            last += 2
        return last

    def _ending(self, toks: Sequence[Token], index: int) -> int | None:
        token = toks[index]
        word = token.lower.removesuffix("s") if token.lower.endswith("ts") else token.lower
        if word in self.never or not word.endswith((*self.certain, *self.endings)):
            return None
        for endings, sure in ((self.certain, True), (self.endings, False)):
            ending = next((e for e in endings if word.endswith(e)), "")
            named = sure or (_is_name(token) and not opens_sentence(toks, index))
            if ending and len(word) - len(ending) >= SHORTEST_FIRST and named:
                return index
        return None

    def _is_abbreviation(self, toks: Sequence[Token], index: int) -> bool:
        token = toks[index]
        text = token.text.removesuffix("s") if token.text[:-1].isupper() else token.text
        if not SHORTEST <= len(text) <= LONGEST or not ABBREVIATION.fullmatch(text):
            return False
        if text.lower() in self.never or ROMAN.fullmatch(text) or self._is_stressed(toks, index):
            return False
        beside = [t for t in (*toks[max(index - 2, 0) : index], *toks[index + 1 : index + 3]) if t.is_word]
        if _modifies(toks, index) or (index and toks[index - 1].lower in NOT_BEFORE):
            return False
        shouted = sum(t.text.isupper() and len(t.text) > LONGEST // 2 for t in beside)
        numbered = any(t.text[0].isdigit() for t in toks[index + 1 : index + 2])
        return shouted < SHOUTED and not numbered

    def _is_stressed(self, toks: Sequence[Token], index: int) -> bool:
        """«FØR planen er ferdig»: a common word in capitals, unless it acts as a name does."""
        after = toks[index + 1].lower if index + 1 < len(toks) else ""
        return after not in self.modals and is_known(toks[index].lower, lang=LANGUAGES)


def opens_sentence(toks: Sequence[Token], index: int) -> bool:
    """Whether a word stands where any word has a capital: first, or behind a mark that ends or opens."""
    return index == 0 or toks[index - 1].text in ".:;!?–-•"


def _modifies(toks: Sequence[Token], index: int) -> bool:
    """Whether a word is the first part of a compound: an EDP-prosess is a kind of process."""
    after = toks[index + 1 : index + 3]
    joined = len(after) == 2 and after[0].text == "-" and after[0].start == toks[index].end  # noqa: PLR2004
    return joined and after[1].start == after[0].end and after[1].text[0].islower()


def _is_name(token: Token) -> bool:
    return token.is_word and token.text[0].isupper()


def _without_genitive(name: str) -> str:
    """The name itself: NTNUs is NTNU's, Miljødirektoratets is Miljødirektoratet's.

    >>> [_without_genitive(n) for n in ("NTNUs", "Miljødirektoratets", "Voss", "Nes kommunes")]
    ['NTNU', 'Miljødirektoratet', 'Voss', 'Nes kommune']
    """
    genitive = name.endswith(("ets", "ens", "kommunes")) or (name[:-1].isupper() and name.endswith("s"))
    return name[:-1] if genitive else name
