"""What the page shows, as frozen values: made by :mod:`viz.compose`, read by everything below it.

An *ask* is an item that is no observation or has an addressee; it counts for an actor where the actor
is its addressee.
Actors and themes are called *nodes*; a node's key is its kind and id (``actor:kmd``).
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Names:
    """A text in the three languages of the page."""

    nb: str
    nn: str
    en: str

    def of(self, language: str) -> str:
        """The text in a language; bokmål for one the page does not have."""
        return {"nn": self.nn, "en": self.en}.get(language, self.nb)


@dataclass(frozen=True, slots=True)
class NodeView:
    """An actor or theme: ``name`` is short and for the picture, ``label`` is the full name.

    ``group`` decides the colour, ``items`` counts items in any role, ``asks`` those that ask the
    actor (or, for a theme, the asks about it). ``forms`` are other spellings to search by.
    """

    key: str
    kind: str
    id: str
    group: str
    name: Names
    label: Names
    items: int
    asks: int
    broader: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of an item with its reason; ``where`` is the key of the section or item quoted.

    Offsets count UTF-16 units of the text there, as the browser does.
    """

    role: str
    node: str
    basis: str
    rule: str
    quote: str
    where: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DecidedView:
    """What a person decided about an item; ``who`` is empty where the name is covered.

    With ``role`` and ``node`` it made that link, or took it out where the item has none such. Without a role
    ``node`` is the concept a new spelling is of, ``target`` the kind, force, answer or other item named.
    ``words`` are those of the person, ``before`` is what the machine had read.
    """

    act: str
    who: str
    day: str
    why: str = ""
    role: str = ""
    node: str = ""
    target: str = ""
    words: str = ""
    before: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: ``text`` is title and question, ``parent`` the key of the section above."""

    key: str
    title: str
    text: str
    parent: str
    line: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with its place and links; ``document`` indexes the documents."""

    key: str
    document: int
    section: str
    parent: str
    marker: str
    text: str
    kind: str
    force: str
    line: int
    end_line: int
    page: int
    links: tuple[LinkView, ...]
    decided: tuple[DecidedView, ...] = ()

    @property
    def is_ask(self) -> bool:
        """Whether the item asks for something; an observation does where it says who is to blame."""
        return self.kind != "observation" or bool(self.nodes("addressee"))

    def nodes(self, *roles: str) -> list[str]:
        """The keys the item is linked to in any of the roles, in link order, each once."""
        return list(dict.fromkeys(link.node for link in self.links if link.role in roles))


@dataclass(frozen=True, slots=True)
class Tie:
    """The asks between two nodes: an actor and a theme (``ask``), or two actors by role.

    An empty key stands for nobody named or no theme. ``items`` are positions in the view's items.
    """

    source: str
    target: str
    role: str
    items: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of asks."""
        return len(self.items)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the page names it."""

    slug: str
    title: str
    source: str
    language: str
    date: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What somebody said has come of an item."""

    status: str
    who: str
    when: str
    source: str


@dataclass(frozen=True, slots=True)
class AlikeView:
    """Why two items of a thread, by their places in it, are taken to ask for the same.

    ``one`` is the core or stands as ``other`` before, so the items can be told of in the order of the pairs.
    """

    one: int
    other: int
    words: tuple[str, ...]
    themes: tuple[str, ...]
    actors: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One ask through time: the keys of its items by date, what came of it, and if it was asked ``again``."""

    items: tuple[str, ...]
    core: str
    status: str
    again: bool
    answers: tuple[AnswerView, ...]
    alike: tuple[AlikeView, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """The asks through time that are in several items or have been answered, and who took over for whom.

    ``heirs`` has, for each actor that was replaced, the keys of those that are there now.
    """

    threads: tuple[ThreadView, ...]
    heirs: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows, in a fixed order."""

    documents: tuple[DocumentView, ...]
    nodes: tuple[NodeView, ...]
    sections: tuple[SectionView, ...]
    items: tuple[ItemView, ...]
    ties: tuple[Tie, ...]
    rules: dict[str, Names]
    time: Time | None = None

    @property
    def actors(self) -> list[NodeView]:
        """The actors, those asked for most first."""
        return [node for node in self.nodes if node.kind == "actor"]

    @property
    def unowned(self) -> int:
        """How many asks have no addressee."""
        return sum(1 for item in self.items if item.is_ask and not item.nodes("addressee"))
