"""Linking: the words of a text that name an actor or a theme of the gazetteer, or a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.candidates import CandidateFinder, opens_sentence
from graph.language import tokens
from graph.model import ConceptKind, Mention
from graph.names import name_tree
from graph.wordclass import is_finite

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graph.gazetteer import Gazetteer
    from graph.language import Token
    from graph.model import Candidate
    from graph.names import Name, Node

#: Marks that may stand between the words of a name: HK- direktoratet, utdannings – og ...
BRIDGES: Final = frozenset("-–—\"'«»“”’/")


#: What stands before a place: in the county, all over it, and those who live there.
AT_PLACE: Final = frozenset("i på hele heile innen innenfor innanfor rundt over langs ellers elles".split())


class Linker:
    """Finds mentions; made once from a gazetteer, then used for every text.

    ``date`` (ISO, or a year) chooses between bodies that bore one name at different times.
    ``unresolved`` gathers the places where "direktoratet" or the like stood for nobody known;
    ``candidates`` gathers, by id, the organisations met that the gazetteer does not know.
    """

    def __init__(self, gazetteer: Gazetteer, date: str = "") -> None:
        self.gazetteer = gazetteer
        self.date = date
        self.candidates: dict[str, Candidate] = {}
        self.unresolved: set[str] = set()
        self._unsure = False
        self._finder = CandidateFinder(gazetteer.cues, gazetteer.actors.keys())
        self._tree = name_tree(gazetteer)

    def mentions(self, text: str, where: str, topics: Sequence[str] = ()) -> tuple[Mention, ...]:
        """The mentions in a text, sorted; an actor's never inside another actor's.

        A theme may stand inside a longer one: *godkjenning i fagskole* is about both.
        ``topics`` are the actors the surroundings are about, nearest first: they decide what
        "direktoratet" or "HK" stands for.
        """
        toks = tokens(text)
        self._unsure = False
        found: list[Mention] = []
        for kind in ConceptKind:
            found.extend(self._longest(toks, text, where, kind, list(topics)))
        if self._unsure:
            self.unresolved.add(where)
        shouted = text.isupper() and len(toks) > 1
        named = [] if shouted else list(self._unknown(toks, text, where, found))
        found = [m for m in found if not _within(m, named)] + named
        return tuple(m for m, around in _nested(sorted(found)) if not self._says_nothing(m, around))

    def alone(self, actors: Collection[str]) -> list[str]:
        """Those of some actors that share no contextual name ("direktoratet") with another of them."""
        bearers: dict[str, list[str]] = {}
        for actor in sorted(actors):
            known = self.gazetteer.actors.get(actor)
            for form in known.contextual if known else ():
                bearers.setdefault(form, []).append(actor)
        shared = {actor for group in bearers.values() if len(group) > 1 for actor in group}
        return sorted({group[0] for group in bearers.values()} - shared)

    def _unknown(
        self, toks: Sequence[Token], text: str, where: str, known: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Organisations the gazetteer does not have; noted in ``candidates``."""
        covered = [
            (m.start, m.end)
            for m in known
            if (m.kind is ConceptKind.ACTOR and not self._is_kind(m)) or m.quote.isupper()
        ]
        taken = {i for i, t in enumerate(toks) if any(a < t.end and t.start < b for a, b in covered)}
        for name in self._finder.find(toks, text, taken):
            start, end = toks[name.first].start, toks[name.last].end
            inside = [m for m in known if m.kind is ConceptKind.ACTOR and start < m.end and m.start < end]
            if any(m.end > end for m in inside):
                continue
            if any(m.start <= start and not (self._is_kind(m) and m.end < end) for m in inside):
                continue
            self.candidates.setdefault(name.candidate.id, name.candidate)
            yield Mention(where, start, end, text[start:end], ConceptKind.ACTOR, name.candidate.id)

    def _is_kind(self, mention: Mention) -> bool:
        """Whether the words are a common noun, perhaps in a name: Voss *kommune*, *Fagskolen* i Viken."""
        actor = self.gazetteer.actors.get(mention.concept)
        collective = actor is not None and actor.type == "collective"
        place = self._tree.is_area(mention.concept, mention.quote)
        return place or (" " not in mention.quote and (mention.quote.islower() or collective))

    def _longest(
        self, toks: Sequence[Token], text: str, where: str, kind: ConceptKind, topics: list[str]
    ) -> Iterator[Mention]:
        index, is_actor = 0, kind is ConceptKind.ACTOR
        while index < len(toks):
            begun = self._tree.begin(toks[index].text)
            end, name = self._match(toks, index, begun.nodes, kind, topics) if begun.nodes else (index, None)
            if name is None and not is_actor:
                end, name = index, begun.compound
            if name is None:
                if is_actor and begun.part:
                    start = toks[index].start
                    stop = start + begun.part[0]
                    yield Mention(where, start, stop, text[start:stop], kind, begun.part[1].concept)
                index += 1
                continue
            if is_actor and self._is_place(toks, index, end, name, text):
                index = end + 1
                continue
            if is_actor:
                end = self._branch(toks, end, name)
                topics[:] = [name.concept, *(t for t in topics if t != name.concept)]
            start, stop = toks[index].start, toks[end].end
            if text[stop : stop + 1] == "." and text[start:stop].islower() and len(text[start:stop]) <= 2:  # noqa: PLR2004
                stop += 1
            yield Mention(where, start, stop, text[start:stop], kind, name.concept)
            index = end + 1 if is_actor else index + 1

    def _branch(self, toks: Sequence[Token], end: int, name: Name) -> int:
        """«NAV Nordland»: an area right behind an organisation's name is its branch, one name."""
        actor = self.gazetteer.actors.get(name.concept)
        following = end + 1
        apart = following >= len(toks) or toks[following].start != toks[end].end + 1
        if apart or actor is None or actor.type == "collective" or not toks[following].text[0].isupper():
            return end
        last = self._area(toks, following)
        return last if last >= 0 and not self._tree.is_area(name.concept, toks[end].text) else end

    def _area(self, toks: Sequence[Token], index: int) -> int:
        """The last token of the name of an area that begins at one, or -1."""
        best, position, nodes = -1, index, self._tree.begin(toks[index].text).nodes
        while nodes:
            quote = " ".join(token.text for token in toks[index : position + 1])
            if any(self._tree.is_area(name.concept, quote) for node in nodes for name in node.names):
                best = position
            position += 1
            nodes = self._tree.step(nodes, toks[position].text) if position < len(toks) else ()
        return best

    def _is_place(self, toks: Sequence[Token], index: int, end: int, name: Name, text: str) -> bool:
        """«i fylket», "rundt i Agder": the words are a place where one is, not an actor."""
        quote = text[toks[index].start : toks[end].end]
        before = toks[index - 1].lower if index else ""
        return before in AT_PLACE and self._tree.is_area(name.concept, quote)

    def _match(
        self,
        toks: Sequence[Token],
        index: int,
        nodes: tuple[Node, ...],
        kind: ConceptKind,
        topics: Sequence[str],
    ) -> tuple[int, Name | None]:
        """The longest name of a kind that begins at a token, and the index of its last token."""
        best: tuple[int, Name | None] = (index, None)
        position, opens = index, opens_sentence(toks, index)
        while nodes:
            names = [n for node in nodes for n in node.names if n.kind is kind]
            if names and (
                chosen := self._choose(names, topics, opens=opens)
                or self._leading(toks, index, position, names)
            ):
                best = (position, chosen)
            position += 1
            while position < len(toks) and toks[position].text in BRIDGES:
                position += 1
            if position >= len(toks) or not toks[position].is_word:
                break
            nodes = self._tree.step(nodes, toks[position].text) if any(not n.is_leaf for n in nodes) else ()
        return best

    def _leading(self, toks: Sequence[Token], index: int, end: int, names: Sequence[Name]) -> Name | None:
        """«Rogaland: ...», "Trøndelag har laget ...": a place that begins a sentence as its subject acts."""
        begins = index == 0 or toks[index - 1].text in ".!?"
        after = toks[end + 1].lower if end + 1 < len(toks) else ""
        if not begins or not (after == ":" or is_finite(after)):
            return None
        quote = " ".join(token.text for token in toks[index : end + 1])
        return next((name for name in names if self._tree.is_area(name.concept, quote)), None)

    def _choose(self, names: Sequence[Name], topics: Sequence[str], *, opens: bool) -> Name | None:
        """One of the bodies a form may stand for: the certain one, else the nearest topic.

        At the beginning of a sentence (``opens``) a name that is a word too is not certain.
        """
        certain = sorted((n for n in names if not (n.contextual or (n.inner and opens))), key=self._rank)
        if certain:
            return next((n for n in certain if self._existed(n)), certain[0])
        possible = {n.concept: n for n in names}
        chosen = next((possible[t] for t in topics if t in possible), None)
        self._unsure |= chosen is None and any(n.contextual for n in names)
        return chosen

    def _says_nothing(self, mention: Mention, around: Sequence[Mention]) -> bool:
        """Whether a longer mention around a theme's words leaves them nothing to say.

        Part of a name ("kompetanse" in a directorate's) is no theme; nor is a word of a longer mention
        of the same concept, or of one above or below it.
        """
        return any(
            m.concept == mention.concept or self._tree.related(m.concept, mention.concept)
            if m.kind is mention.kind
            else m.kind is ConceptKind.ACTOR and " " in m.quote and m.quote != mention.quote
            for m in around
        )

    def _rank(self, name: Name) -> tuple[bool, str]:
        """A concept below another comes before a top concept, which only gathers what is below it."""
        theme = self.gazetteer.themes.get(name.concept) if name.kind is ConceptKind.THEME else None
        return theme is not None and not theme.broader, name.concept

    def _existed(self, name: Name) -> bool:
        actor = self.gazetteer.actors.get(name.concept)
        if actor is None or not self.date:
            return True
        year = self.date[:4]
        return (actor.valid_from[:4] or year) <= year <= (actor.valid_to[:4] or year)


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
