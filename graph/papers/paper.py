"""A paper as values: headings, texts, lists, tables and entries, in reading order, free of any format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at level 2 or 3; the paper's title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, each with words to begin it that stand out, or none."""

    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``caption`` tells what it shows.

    ``numeric`` are the columns of figures, from 0; ``total`` says that the last row sums up the others.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    total: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One ask: its number and force, its exact words, what is said of it, and where it stands.

    ``words`` are runs of the item's text in order, those that carry the link marked; ``language`` is
    the document's, so that the words are read aloud in it.
    """

    number: int
    label: str
    words: tuple[tuple[str, bool], ...]
    language: str
    notes: tuple[tuple[str, str], ...]
    source: str


Block = Heading | Text | Bullets | Grid | Entry


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper; ``subjects`` name what it is made of, under the title."""

    title: str
    subjects: tuple[str, ...]
    language: str
    blocks: tuple[Block, ...]
    page: str = "Side"
