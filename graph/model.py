"""The values that flow between the stages: frozen, sortable, free of any library.

A :class:`Document` is read into :class:`Section` and :class:`Item`; a :class:`Mention` is the
words that name an actor or a theme; an :class:`Attribution` is one link with its reason. An
:class:`Extraction` is all of it for one document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.messages import Sentence


class Kind(StrEnum):
    """What an item does: asks for something, only asks a question, or only states."""

    PROPOSAL = "proposal"
    QUESTION = "question"
    OBSERVATION = "observation"


class Force(StrEnum):
    """How strongly an item asks."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    WISH = "wish"
    QUESTION = "question"


class Role(StrEnum):
    """How an item involves an actor, strongest first; ``SUBJECT`` links it to a theme."""

    ADDRESSEE = "addressee"
    PROPOSER = "proposer"
    PARTNER = "partner"
    BENEFICIARY = "beneficiary"
    MENTIONED = "mentioned"
    SUBJECT = "subject"


class Basis(StrEnum):
    """Where the words that carry a link stand."""

    EXPLICIT = "explicit"
    HEADING = "heading"
    PARENT = "parent"
    REVIEW = "review"


class ConceptKind(StrEnum):
    """Which scheme a mentioned concept belongs to."""

    ACTOR = "actor"
    THEME = "theme"


class Form(StrEnum):
    """What a format says a line is: part of wrapped text, a whole paragraph, an item, or who speaks."""

    WRAPPED = "wrapped"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of a source: its number from 1, its text and its page (0 without pages).

    ``heading`` is the outline level a format states (Markdown ``##`` is 2), 0 where it states none.
    In a spreadsheet ``number`` is the row's. Leading spaces tell how deep a list item stands.
    """

    number: int
    text: str
    page: int = 0
    heading: int = 0
    form: Form = Form.WRAPPED


@dataclass(frozen=True, slots=True, order=True)
class Document:
    """A document as it came.

    ``date`` is ISO 8601 or empty, ``language`` ``nb`` or ``nn``, ``sha256`` the hex digest of the
    file's bytes, ``lines`` the number of lines of its text. ``organiser`` and ``speaker`` are actor
    ids, ``event`` is the id of an event kind in ``ontology/vocabulary.ttl``; each empty where nobody
    said.
    """

    slug: str
    title: str
    source: str
    sha256: str
    language: str = "nb"
    date: str = ""
    lines: int = 0
    organiser: str = ""
    event: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Metadata:
    """What people say of a document beside it, each empty where they say nothing.

    ``organiser`` and ``speaker`` are names as people write them, ``date`` is ISO 8601 (a year, a month
    or a day), ``event`` the id of an event kind. What stands here goes before what the text says.
    """

    title: str = ""
    date: str = ""
    organiser: str = ""
    event: str = ""
    speaker: str = ""
    language: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document with its lines, as a reader gave them; ``notes`` say what was mended or removed."""

    document: Document
    lines: tuple[Line, ...]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Section:
    """A day, a heading or a question; ``id`` is its path in the document (``dag-1/sporsmal-1``).

    ``question`` is the text the section answers, where it stands apart from the title. ``order``
    counts sections and items together, from 1, in reading order; ``line`` counts from 1. ``speaks``
    says that the title names who speaks below it, as a respondent's column in a spreadsheet does.
    """

    order: int
    id: str
    title: str
    question: str = ""
    parent: str = ""
    line: int = 0
    page: int = 0
    speaks: bool = False

    @property
    def text(self) -> str:
        """Title and question as one text; offsets of mentions in a section count in it."""
        return f"{self.title} {self.question}".strip()


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One *innspill*: its own marker, place and exact text (line breaks mended, typos kept).

    ``id`` is its path in the document, ``parent`` the id of the item it stands under or empty,
    ``section`` the id of its section or empty. ``line`` to ``end_line`` count from 1; ``page`` is 0
    where the source has no pages. ``kind`` and ``force`` are set when roles are read.
    """

    order: int
    id: str
    section: str
    text: str
    marker: str = ""
    parent: str = ""
    line: int = 0
    end_line: int = 0
    page: int = 0
    kind: Kind = Kind.OBSERVATION
    force: Force | None = None


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """The words at ``start:end`` of the text at ``where`` (an item's or a section's id)."""

    where: str
    start: int
    end: int
    quote: str
    kind: ConceptKind
    concept: str


@dataclass(frozen=True, slots=True, order=True)
class Attribution:
    """One link from an item to an actor (by role) or a theme, with its reason.

    ``mention`` is the words that carry it: in the item itself (``explicit``), in its section
    (``heading``) or in the item above it (``parent``). ``rule`` names the rule that made it, as
    described in ``ontology/rules.ttl``.
    """

    item: str
    role: Role
    target: str
    basis: Basis
    rule: str
    mention: Mention


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """An organisation named in a document that the gazetteer does not know: its id and its name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document, each part sorted.

    ``candidates`` are the actors that mentions and links name and the gazetteer does not know.
    """

    document: Document
    sections: tuple[Section, ...] = field(default=())
    items: tuple[Item, ...] = field(default=())
    mentions: tuple[Mention, ...] = field(default=())
    attributions: tuple[Attribution, ...] = field(default=())
    candidates: tuple[Candidate, ...] = field(default=())
