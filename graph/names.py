"""Names: every form of every actor and theme in one prefix tree of words.

The tree is made once for a gazetteer and walked once over a text, so cost grows with the text and not
with the number of names. A token is compared by its form and its lemma; a form in capitals that
decide (IN, FR) only by itself; a theme's single word also as the first or last part of a compound,
which no dictionary lists (kompetansepilotperiode).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from simplemma import is_known

from graph.language import LANGUAGES, lemmas, tokens
from graph.model import ConceptKind
from graph.occupation import is_occupation
from graph.wordclass import is_infinitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.gazetteer import Actor, Gazetteer, Theme

#: Shorter words are part of too many others; so much may be left of a compound beside the theme's part.
SHORTEST_PART: Final = 5
SHORTEST_REST: Final = 3
#: What inflection adds to a noun, and the shortest compound it is taken from.
NOUN_ENDINGS: Final = ("n", "r", "a", "ne", "en", "et", "er", "ar", "ene", "ane")
SHORTEST_STEM: Final = 6
#: Longest name, in words, that is expanded to every combination of form and lemma.
EXPANDED: Final = 4
#: Shorter words one letter apart are too often two words.
SHORTEST_MISSPELT: Final = 9
#: What stands in a pattern for words of any kind, and for people of an occupation.
GAP: Final = "…"
OCCUPATION: Final = "[yrke]"
#: Before a word of a pattern that is read in this inflection only.
AS_WRITTEN: Final = "="
#: Words that may stand in a gap, and words whose place in the tree is remembered.
LONGEST_GAP: Final = 3
REMEMBERED: Final = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """What a form stands for; ``contextual`` only where the surroundings are about it.

    ``inner`` so only at the beginning of a sentence, where a word has a capital anyway.
    """

    kind: ConceptKind
    concept: str
    contextual: bool = False
    inner: bool = False


@dataclass(slots=True)
class Node:
    """A point of the tree: what may follow, the names that end here, and what may follow after a gap.

    ``beyond`` is the point a gap leads to with no word in it, and ``further`` that with one word more.
    """

    children: dict[str, Node] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    beyond: Node | None = None
    further: Node | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether nothing may follow."""
        return not self.children and not self.beyond


class Beginning(NamedTuple):
    """What a word may begin or be.

    ``nodes`` are where names go on from; failing these, ``part`` is an actor in a compound with the
    number of letters of its name, and ``compound`` a theme in one.
    """

    nodes: tuple[Node, ...]
    part: tuple[int, Name] | None
    compound: Name | None


class NameTree:
    """All names of a gazetteer, ready to be walked."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._root = Node()
        self._parts: dict[str, list[Name]] = {}
        self._firsts: dict[str, list[Name]] = {}
        self._people: dict[str, Name] = {}
        self._heads: dict[str, Name] = {}
        self._areas: dict[str, frozenset[str]] = {}
        self._misspelt: dict[str, str] = {}
        self._taking_part = tuple(gazetteer.cues.get("involve-noun", ()))
        self.below = {theme: gazetteer.narrower_or_same(theme) for theme in gazetteer.themes}
        for actor in gazetteer.actors.values():
            self._add_actor(actor)
        for theme in gazetteer.themes.values():
            self._add_theme(theme)
        self.begin = lru_cache(REMEMBERED)(self._begin)
        self.meant = lru_cache(REMEMBERED)(self._meant)

    def _begin(self, word: str) -> Beginning:
        """What a word, as it is written, may begin or be."""
        lower = word.lower()
        headed = self._headed(lower)
        part = (len(word), headed) if headed else self._participant(lower)
        return Beginning(self.step((self._root,), word), part, self._in_compound(lower))

    def step(self, nodes: Sequence[Node], word: str) -> tuple[Node, ...]:
        """The nodes one more word leads to; a long word no dictionary has may be one letter off."""
        keys = _keys(word)
        nodes = (*nodes, *(node.beyond for node in nodes if node.beyond))
        found = tuple(node.children[key] for node in nodes for key in keys if key in node.children)
        found += tuple(node.further for node in nodes if node.further)
        if found or len(word) < SHORTEST_MISSPELT or not word.isalpha():
            return found
        meant = self.meant(word.lower())
        return tuple(node.children[meant] for node in nodes if meant in node.children)

    def _meant(self, word: str) -> str:
        """The listed word that a misspelt one is a letter off from, or nothing."""
        if is_known(word, lang=LANGUAGES):
            return ""
        for key in sorted({word, *_deletions(word)}):
            listed = self._misspelt.get(key)
            if listed and listed != word and listed[0] == word[0]:
                return listed
        return ""

    def related(self, one: str, other: str) -> bool:
        """Whether one theme is above the other, or the same."""
        return one in self.below.get(other, ()) or other in self.below.get(one, ())

    def _add_actor(self, actor: Actor) -> None:
        name = Name(ConceptKind.ACTOR, actor.id)
        self._areas[actor.id] = frozenset(actor.area)
        self._heads.update(dict.fromkeys(actor.heads, name))
        for form in actor.forms:
            self._insert(form, name, inflected=False)
            words = [t.lower for t in tokens(form) if t.is_word]
            if len(words) == 1 and len(words[0]) > SHORTEST_PART:
                for part in lemmas(words[0]):
                    self._people.setdefault(part, name)
        for form in actor.exact:
            self._insert(form, name, exact=True)
        for form in actor.inner:
            self._insert(form, replace(name, inner=True), exact=True)
        for form in actor.contextual:
            self._insert(form, replace(name, contextual=True), exact=form.isupper(), inflected=False)

    def _add_theme(self, theme: Theme) -> None:
        name = Name(ConceptKind.THEME, theme.id)
        for pattern in theme.patterns:
            self._insert_pattern(pattern, name)
        for form in theme.forms:
            self._insert(form, name, exact=form.isupper())
            words = [t.lower for t in tokens(form) if t.is_word]
            if len(words) == 1 and len(words[0]) >= SHORTEST_PART:
                for part in lemmas(words[0]):
                    self._parts.setdefault(part, []).append(name)
                    if lemmas(part) == {part}:
                        self._firsts.setdefault(part, []).append(name)

    def _insert(self, form: str, name: Name, *, exact: bool = False, inflected: bool = True) -> None:
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
        if not exact:
            for word in (t.lower for t in words if len(t.lower) >= SHORTEST_MISSPELT):
                for key in (word, *_deletions(word)):
                    self._misspelt.setdefault(key, word)
        for path in product(*keys):
            self._end(path, name)

    def _insert_pattern(self, pattern: str, name: Name) -> None:
        """Put a wording in the tree: its words in any inflection, with what stands for other words."""
        for path in product(*map(_pattern_keys, pattern.split())):
            self._end(path, name)

    def _end(self, path: Sequence[str], name: Name) -> None:
        """Let a name end where its keys lead."""
        node = self._root
        for key in path:
            node = _beyond_gap(node) if key == GAP else node.children.setdefault(key, Node())
        if name not in node.names:
            node.names.append(name)

    def is_area(self, actor: str, quote: str) -> bool:
        """Whether an actor's words are the name of a place too."""
        return quote.lower() in self._areas.get(actor, ())

    def _headed(self, word: str) -> Name | None:
        """The actor whose head word is the last part of a compound: distriktskommuner."""
        return next(
            (
                name
                for lemma in sorted(lemmas(word))
                for head, name in self._heads.items()
                if lemma.endswith(head) and len(lemma) - len(head) >= SHORTEST_REST
            ),
            None,
        )

    def _participant(self, word: str) -> tuple[int, Name] | None:
        """The people in a compound of participation (*innbygger*involvering) and their letters."""
        tail = next((t for t in self._taking_part if word.endswith(t) and len(word) > len(t)), "")
        if not tail:
            return None
        found = (self._people.get(part) for part in _part_forms(word[: -len(tail)]))
        name = next((name for name in found if name), None)
        return (len(word) - len(tail), name) if name else None

    def _in_compound(self, word: str) -> Name | None:
        """A theme whose word is the first or last part of a compound, the longest part first.

        The first part is a base form: *midlertidig* is no compound of *midler*.
        """
        if len(word) < SHORTEST_PART + SHORTEST_REST or not word.isalpha():
            return None
        for length in range(len(word) - SHORTEST_REST, SHORTEST_PART - 1, -1):
            if names := self._firsts.get(word[:length]):
                return min(names)
            for lemma in sorted({*lemmas(word), *_stems(word)}):
                if names := self._parts.get(lemma[-length:] if len(lemma) > length + 1 else ""):
                    return min(names)
        return None


def _infinitives(word: str) -> Iterator[str]:
    """The infinitive of a nynorsk present tense, and of an imperative that opens a sentence.

    >>> [list(_infinitives(word)) for word in ("manglar", "Flytt", "flytt")]
    [['mangle'], ['flytte'], []]
    """
    lower = word.lower()
    if lower.endswith("ar") and is_infinitive(lower[:-2] + "e"):
        yield lower[:-2] + "e"
    if word.istitle() and is_infinitive(lower + "e"):
        yield lower + "e"


@lru_cache(REMEMBERED)
def _stems(word: str) -> tuple[str, ...]:
    """A compound that no dictionary has, without each inflection it may have.

    >>> _stems("ladestasjoner"), _stems("stasjoner")
    (('ladestasjone', 'ladestasjon'), ())
    """
    if len(word) < SHORTEST_STEM + len("er") or not word.isalpha() or is_known(word, lang=LANGUAGES):
        return ()
    endings = (ending for ending in NOUN_ENDINGS if word.endswith(ending))
    return tuple(word[: -len(ending)] for ending in endings)


def _pattern_keys(word: str) -> Iterable[str]:
    """How a word of a pattern is listed.

    >>> [sorted(_pattern_keys(word)) for word in ("ansvaret", "=ansvaret", "…")]
    [['ansvar', 'ansvaret'], ['ansvaret'], ['…']]
    """
    if word in {GAP, OCCUPATION}:
        return (word,)
    return (word[1:],) if word.startswith(AS_WRITTEN) else lemmas(word.lower())


def _beyond_gap(node: Node) -> Node:
    """The point behind a gap after a node; each word in the gap leads to one with the same children."""
    if node.beyond is None:
        children: dict[str, Node] = {}
        start = Node(children)
        for _ in range(LONGEST_GAP):
            start = Node(children, further=start)
        node.beyond = start
    return node.beyond


@lru_cache(maxsize=4)
def name_tree(gazetteer: Gazetteer) -> NameTree:
    """The tree of a gazetteer, made once."""
    return NameTree(gazetteer)


@lru_cache(REMEMBERED)
def _keys(word: str) -> frozenset[str]:
    """How a word may be listed: its lemmas, itself in these capitals, and a name's without genitive -s."""
    keys = {*lemmas(word.lower()), *_stems(word.lower()), *_infinitives(word), "=" + word}
    if is_occupation(word.lower()):
        keys.add(OCCUPATION)
    if word.endswith("s") and (
        word[:-1].isupper() or (word[0].isupper() and not is_known(word.lower(), lang=LANGUAGES))
    ):
        keys |= {"=" + word[:-1], word[:-1].lower()}
    return frozenset(keys)


def _deletions(word: str) -> tuple[str, ...]:
    """The word without each of its letters; two words that share one are a letter or two apart.

    Garbe, Symmetric Delete spelling correction (2012).

    >>> _deletions("fk")
    ('k', 'f')
    """
    return tuple(word[:i] + word[i + 1 :] for i in range(len(word)))


def _part_forms(part: str) -> tuple[str, ...]:
    """A first part as it may be listed: itself, and without the joining -s or -e."""
    return part, part[:-1] if part.endswith(("s", "e")) else part
