"""Linking: the words of a text that name an actor or a theme of the gazetteer.

All forms stand in one prefix tree of tokens that is walked once over a text, so cost grows with
the text and not with the number of names. A token is compared by its form and its lemma; a form in
capitals that decide (IN, FR) only by itself; a theme's single word also as the first or last part
of a compound, which no dictionary lists (kompetansepilotperiode).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from graph.candidates import CandidateFinder
from graph.language import lemmas, tokens
from graph.model import ConceptKind, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.gazetteer import Actor, Gazetteer, Theme
    from graph.language import Token
    from graph.model import Candidate

#: Shorter words are parts of too many others to be looked for inside compounds.
SHORTEST_PART: Final = 5
#: What may be left of a compound beside the part that names the theme.
SHORTEST_REST: Final = 3
#: Marks that may stand between the words of a name: HK- direktoratet, utdannings – og ...
BRIDGES: Final = frozenset("-–—\"'«»“”’/")
#: Longest name, in words, that is expanded to every combination of form and lemma.
EXPANDED: Final = 4


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    names: list[_Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    kind: ConceptKind
    concept: str
    contextual: bool = False


class Linker:
    """Finds mentions; made once from a gazetteer, then used for every text.

    ``date`` (ISO, or a year) chooses between bodies that bore one name at different times.
    ``candidates`` gathers, by id, the organisations met that the gazetteer does not know.
    """

    def __init__(self, gazetteer: Gazetteer, date: str = "") -> None:
        self.gazetteer = gazetteer
        self.date = date
        self.candidates: dict[str, Candidate] = {}
        self._finder = CandidateFinder(gazetteer.cues, gazetteer.actors.keys())
        self._root = _Node()
        self._parts: dict[str, list[_Name]] = {}
        self._people: dict[str, _Name] = {}
        self._taking_part = tuple(gazetteer.cues.get("involve-noun", ()))
        self._below = {theme: gazetteer.narrower_or_same(theme) for theme in gazetteer.themes}
        for actor in gazetteer.actors.values():
            self._add_actor(actor)
        for theme in gazetteer.themes.values():
            self._add_theme(theme)

    def mentions(self, text: str, where: str, topics: Sequence[str] = ()) -> tuple[Mention, ...]:
        """The mentions in a text, sorted; an actor's never inside another actor's.

        A theme may stand inside a longer one: *godkjenning i fagskole* is about both.
        ``topics`` are the actors the surroundings are about, nearest first: they decide what
        "direktoratet" or "HK" stands for.
        """
        toks = tokens(text)
        found: list[Mention] = []
        for kind in ConceptKind:
            found.extend(self._longest(toks, text, where, kind, list(topics)))
        named = list(self._unknown(toks, text, where, found))
        found = [m for m in found if not _within(m, named)] + named
        return tuple(m for m, around in _nested(sorted(found)) if not self._says_nothing(m, around))

    def _unknown(
        self, toks: Sequence[Token], text: str, where: str, known: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Organisations the gazetteer does not have; noted in ``candidates``."""
        covered = [
            (m.start, m.end)
            for m in known
            if (m.kind is ConceptKind.ACTOR and not self._is_common(m)) or m.quote.isupper()
        ]
        taken = {i for i, t in enumerate(toks) if any(a < t.end and t.start < b for a, b in covered)}
        for name in self._finder.find(toks, text, taken):
            start, end = toks[name.first].start, toks[name.last].end
            inside = [m for m in known if m.kind is ConceptKind.ACTOR and start < m.end and m.start < end]
            if any(m.start <= start for m in inside):
                continue
            self.candidates.setdefault(name.candidate.id, name.candidate)
            yield Mention(where, start, end, text[start:end], ConceptKind.ACTOR, name.candidate.id)

    @staticmethod
    def _is_common(mention: Mention) -> bool:
        """Whether the words are a common noun that a name may end in: *Voss* kommune."""
        return mention.quote.islower() and " " not in mention.quote

    def _add_actor(self, actor: Actor) -> None:
        name = _Name(ConceptKind.ACTOR, actor.id)
        for form in actor.forms:
            self._insert(form, name, inflected=False)
            words = [t.lower for t in tokens(form) if t.is_word]
            if len(words) == 1 and len(words[0]) > SHORTEST_PART:
                for part in lemmas(words[0]):
                    self._people.setdefault(part, name)
        for form in actor.exact:
            self._insert(form, name, exact=True)
        for form in actor.contextual:
            self._insert(form, replace(name, contextual=True), exact=form.isupper(), inflected=False)

    def _add_theme(self, theme: Theme) -> None:
        name = _Name(ConceptKind.THEME, theme.id)
        for form in theme.forms:
            self._insert(form, name, exact=form.isupper())
            words = [t.lower for t in tokens(form) if t.is_word]
            if len(words) == 1 and len(words[0]) >= SHORTEST_PART:
                for part in lemmas(words[0]):
                    self._parts.setdefault(part, []).append(name)

    def _insert(self, form: str, name: _Name, *, exact: bool = False, inflected: bool = True) -> None:
        """Put a form in the tree; ``inflected`` also under the lemmas of its words.

        A token is looked up by its lemma too, so a base form stands for all its inflections. An
        actor's inflected form stands for itself alone: *fagskolene* act, *fagskole* is a kind of school.
        """
        words = [t for t in tokens(form) if t.is_word]
        if not words:
            return
        keys: list[Iterable[str]]
        if exact:
            keys = [["=" + t.text] for t in words]
        elif inflected and len(words) <= EXPANDED:
            keys = [lemmas(t.lower) for t in words]
        else:
            keys = [[t.lower] for t in words]
        for path in product(*keys):
            node = self._root
            for key in path:
                node = node.children.setdefault(key, _Node())
            if name not in node.names:
                node.names.append(name)

    def _longest(
        self, toks: Sequence[Token], text: str, where: str, kind: ConceptKind, topics: list[str]
    ) -> Iterator[Mention]:
        index = 0
        while index < len(toks):
            end, name = self._match(toks, index, kind, topics)
            if name is None:
                if kind is ConceptKind.ACTOR and (taking := self._participant(toks[index], text, where)):
                    yield taking
                index += 1
                continue
            if kind is ConceptKind.ACTOR:
                topics[:] = [name.concept, *(t for t in topics if t != name.concept)]
            start, stop = toks[index].start, toks[end].end
            if text[stop : stop + 1] == "." and text[start:stop].islower() and len(text[start:stop]) <= 2:  # noqa: PLR2004
                stop += 1
            yield Mention(where, start, stop, text[start:stop], kind, name.concept)
            index = end + 1 if kind is ConceptKind.ACTOR else index + 1

    def _match(
        self, toks: Sequence[Token], index: int, kind: ConceptKind, topics: Sequence[str]
    ) -> tuple[int, _Name | None]:
        """The longest name of a kind that begins at a token, and the index of its last token."""
        best: tuple[int, _Name | None] = (index, None)
        nodes, position = [self._root], index
        while position < len(toks) and nodes:
            token = toks[position]
            if not token.is_word:
                if position == index or token.text not in BRIDGES:
                    break
                position += 1
                continue
            keys = _keys(token)
            nodes = [node.children[key] for node in nodes for key in keys if key in node.children]
            names = [n for node in nodes for n in node.names if n.kind is kind]
            if chosen := self._choose(names, topics):
                best = (position, chosen)
            position += 1
        if best[1] is None and kind is ConceptKind.THEME:
            return index, self._in_compound(toks[index])
        return best

    def _choose(self, names: Sequence[_Name], topics: Sequence[str]) -> _Name | None:
        """One of the bodies a form may stand for: the certain one, else the nearest topic."""
        certain = sorted((n for n in names if not n.contextual), key=self._rank)
        if certain:
            return next((n for n in certain if self._existed(n)), certain[0])
        possible = {n.concept: n for n in names}
        return next((possible[t] for t in topics if t in possible), None)

    def _says_nothing(self, mention: Mention, around: Sequence[Mention]) -> bool:
        """Whether a longer mention around a theme's words leaves them nothing to say.

        Part of a name ("kompetanse" in a directorate's) is no theme; nor is a word of a longer mention
        of the same concept, or of one above or below it.
        """
        return any(
            m.concept == mention.concept or self._related(m.concept, mention.concept)
            if m.kind is mention.kind
            else m.kind is ConceptKind.ACTOR and " " in m.quote and m.quote != mention.quote
            for m in around
        )

    def _related(self, one: str, other: str) -> bool:
        below = self._below
        return one in below.get(other, ()) or other in below.get(one, ())

    def _rank(self, name: _Name) -> tuple[bool, str]:
        """A concept below another comes before a top concept, which only gathers what is below it."""
        theme = self.gazetteer.themes.get(name.concept) if name.kind is ConceptKind.THEME else None
        return theme is not None and not theme.broader, name.concept

    def _existed(self, name: _Name) -> bool:
        actor = self.gazetteer.actors.get(name.concept)
        if actor is None or not self.date:
            return True
        year = self.date[:4]
        return (actor.valid_from[:4] or year) <= year <= (actor.valid_to[:4] or year)

    def _participant(self, token: Token, text: str, where: str) -> Mention | None:
        """The people in a compound of participation: *innbygger*involvering."""
        word = token.lower
        tail = next((t for t in self._taking_part if word.endswith(t) and len(word) > len(t)), "")
        name = (
            next((n for p in _part_forms(word[: -len(tail)]) if (n := self._people.get(p))), None)
            if tail
            else None
        )
        if name is None:
            return None
        end = token.end - len(tail)
        return Mention(where, token.start, end, text[token.start : end], ConceptKind.ACTOR, name.concept)

    def _in_compound(self, token: Token) -> _Name | None:
        """A theme whose word is the first or last part of a compound, the longest part first."""
        word = token.lower
        if len(word) < SHORTEST_PART + SHORTEST_REST or not word.isalpha():
            return None
        for length in range(len(word) - SHORTEST_REST, SHORTEST_PART - 1, -1):
            if names := self._parts.get(word[:length]):
                return min(names)
            for lemma in lemmas(word):
                if names := self._parts.get(lemma[-length:] if len(lemma) > length + 1 else ""):
                    return min(names)
        return None


def _keys(token: Token) -> set[str]:
    """How a token may be listed: its lemmas, itself in these capitals, and that without genitive -s."""
    keys = {*lemmas(token.lower), "=" + token.text}
    if token.text.endswith("s") and token.text[:-1].isupper():
        keys |= {"=" + token.text[:-1], token.lower[:-1]}
    return keys


def _part_forms(part: str) -> tuple[str, ...]:
    """A first part as it may be listed: itself, and without the joining -s or -e."""
    return part, part[:-1] if part.endswith(("s", "e")) else part


def _within(mention: Mention, names: Sequence[Mention]) -> bool:
    """Whether an actor's words are a part of a longer name."""
    return mention.kind is ConceptKind.ACTOR and any(
        n.start <= mention.start and mention.end <= n.end for n in names
    )


def _nested(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """Each mention with those whose words hold all of its own; sorted mentions in, one walk."""
    still: list[Mention] = []
    for index, mention in enumerate(mentions):
        still = [m for m in still if m.end > mention.start]
        later = index + 1
        same: list[Mention] = []
        while later < len(mentions) and mentions[later].start == mention.start:
            same.append(mentions[later])
            later += 1
        yield mention, [m for m in (*still, *same) if m.end >= mention.end]
        still.append(mention)
