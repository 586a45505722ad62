"""Doubt: how uncertain the machine's reading of an item is, and why; people look at these first.

The reasons are signs that the rules had little to go by. What each weighs, and the words for it, stand in
``ontology/doubts.toml``.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from graph.language import fold, tokens
from graph.model import Basis, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.gazetteer import Actor, Gazetteer, Theme
    from graph.model import Attribution, Extraction, Item
    from graph.review.outcome import Review

#: Rules that had to find out whom a pronoun or "direktoratet" stands for.
PRONOUNS: Final = frozenset({"anaphora", "heading-own"})
#: The modals that an observation would not hold.
MODALS: Final = ("modal-must", "modal-should")
#: How alike a spelling and the nearest name are for the one to be a slip for the other.
ALIKE: Final = 0.85
#: What may be left of two words, beyond what they share, where they are forms of one word.
ENDINGS: Final = frozenset(
    ("", *"e n t r s a ne en et er es ar or as ene ane one ens ets ers enes anes te de t- s- -".split())
)


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """One reason to doubt: its name in ``ontology/doubts.toml`` and the words it is about, or none."""

    name: str
    words: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """How uncertain the reading of an item is, from 0 to 1, and the reasons, the weightiest first."""

    value: float
    reasons: tuple[Reason, ...] = ()


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """The reasons by name: ``weight``, and ``nb``, ``nn`` and ``en`` as clauses."""
    return tomllib.loads(files("ontology").joinpath("doubts.toml").read_text(encoding="utf-8"))


def doubts(review: Review, gazetteer: Gazetteer) -> dict[str, Doubt]:
    """The doubt of every item of a document as it stands now, by id."""
    extraction = review.extraction
    links: dict[str, list[Attribution]] = defaultdict(list)
    for link in extraction.attributions:
        links[link.item].append(link)
    conflicting = {conflict.item for conflict in review.conflicts}
    look = _Look(extraction, gazetteer)
    return {
        item.id: _doubt([*look.reasons(item, links[item.id]), *_conflicts(item, conflicting)])
        for item in extraction.items
    }


def _conflicts(item: Item, conflicting: set[str]) -> Iterator[Reason]:
    if item.id in conflicting:
        yield Reason("conflict")


def _doubt(found: Sequence[Reason]) -> Doubt:
    """Reasons taken as independent: the doubt is the chance that one of them holds (noisy or)."""
    weights = {reason: float(words()[reason.name]["weight"]) for reason in found}
    sure = 1.0
    for weight in weights.values():
        sure *= 1.0 - weight
    return Doubt(round(1.0 - sure, 4), tuple(sorted(weights, key=lambda r: (-weights[r], r))))


class _Look:
    """Looks at the items of one document."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self.candidates = {candidate.id: candidate.label for candidate in extraction.candidates}
        self.names = {actor.id: actor.short for actor in gazetteer.actors.values()} | self.candidates
        self.gazetteer = gazetteer
        self.modals = frozenset(word for cue in MODALS for word in gazetteer.cues.get(cue, ()))

    def reasons(self, item: Item, links: Sequence[Attribution]) -> Iterator[Reason]:
        """Why the reading of an item may be wrong."""
        machine = [link for link in links if link.basis is not Basis.REVIEW]
        asked = [link for link in links if link.role is Role.ADDRESSEE]
        yield from self._of_kind(item)
        yield from self._of_asked(item, asked)
        named = sorted(self.names[a.target] for a in machine if a.role is Role.MENTIONED)
        if named:
            yield Reason("named", ", ".join(named))
        for link in machine:
            yield from self._of_link(item, link)
        if not any(link.role is Role.SUBJECT for link in links):
            yield Reason("no-theme")

    def _of_kind(self, item: Item) -> Iterator[Reason]:
        if item.kind is not Kind.OBSERVATION:
            return
        said = next((token.text for token in tokens(item.text) if token.lower in self.modals), "")
        if said:
            yield Reason("observation-modal", f"«{said}»")

    def _of_asked(self, item: Item, asked: Sequence[Attribution]) -> Iterator[Reason]:
        if item.kind is Kind.PROPOSAL and not asked:
            yield Reason("no-addressee")
        if len(asked) > 1:
            names = sorted(self.names[link.target] for link in asked)
            yield Reason("several", ", ".join(names))
        bases = {link.basis for link in asked}
        if bases == {Basis.HEADING}:
            yield Reason("heading")
        elif Basis.PARENT in bases:
            yield Reason("parent")

    def _of_link(self, item: Item, link: Attribution) -> Iterator[Reason]:
        quote = f"«{link.mention.quote}»"
        if link.rule in PRONOUNS:
            yield Reason("pronoun", quote)
        if link.role is not Role.SUBJECT and link.target in self.candidates:
            yield Reason("candidate", self.candidates[link.target])
        elif link.mention.where == item.id and _misspelt(
            self.gazetteer, link.role is Role.SUBJECT, link.target, link.mention.quote
        ):
            yield Reason("spelling", quote)


@lru_cache(maxsize=20_000)
def _misspelt(gazetteer: Gazetteer, theme: bool, target: str, quote: str) -> bool:  # noqa: FBT001 - a key
    concept = gazetteer.themes[target] if theme else gazetteer.actors[target]
    return _slips(quote, _forms(concept))


def _forms(concept: Actor | Theme) -> tuple[str, ...]:
    """The spellings by which a concept is found."""
    more = (getattr(concept, name, ()) for name in ("exact", "contextual", "area", "heads"))
    return (*concept.forms, *(form for forms in more for form in forms))


def _slips(quote: str, forms: tuple[str, ...]) -> bool:
    """Whether words are a slip for the form most like them: neither it, a form of it nor a compound with it.

    >>> _slips("kompetansepolitkk", ("kompetansepolitikk",)), _slips("begreper", ("begrepet",))
    (True, False)
    """
    said = _bare(quote)
    bare = [_bare(form) for form in forms]
    if any(said.startswith(form) or said.endswith(form) or _inflected(said, form) for form in bare if form):
        return False
    return any(SequenceMatcher(None, said, form, autojunk=False).ratio() >= ALIKE for form in bare)


def _bare(text: str) -> str:
    return fold(" ".join(token.text for token in tokens(text) if token.is_word))


def _inflected(one: str, other: str) -> bool:
    """Whether the words of two texts differ, one by one, in their endings only."""
    pairs = one.split(), other.split()
    return len(pairs[0]) == len(pairs[1]) and all(_same_word(a, b) for a, b in zip(*pairs, strict=True))


def _same_word(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    cuts = range(min(3, shared), shared + 1)
    return any(one[cut:] in ENDINGS and other[cut:] in ENDINGS for cut in cuts)
