"""Headings: which unmarked blocks open a section, and on which level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graph.language import tokens
from graph.model import Form
from graph.segmentation.markers import Style
from graph.wordclass import finite_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.segmentation.blocks import Block

#: A heading is no paragraph: at most so many words.
MAX_WORDS: Final = 14
MAX_LEAD_WORDS: Final = 30

#: A chapter's number, which takes no full stop: "3 Finansiering", "3.1 Tilskudd".
BARE_NUMBER: Final = re.compile(r"(?P<value>\d{1,2}(?:\.\d{1,2})*)\s+(?=[^\W\d_])")

NUMBERING: Final = r"\s*(?:nr\.?\s*)?(?:\d{1,3}(?:\.\d+)*|(?-i:[IVX]{1,4}|[A-Z]))(?-i:\s?[A-Z])?\b"


class Level(IntEnum):
    """Nesting of sections whose format states no outline level: lower holds higher."""

    CONTAINER = 10
    CHAPTER = 17
    GROUP = 20
    IN_GROUP = 22
    CAPITALS = 26
    TOPIC = 28
    HEADING = 30
    SUBGROUP = 40
    LEAD = 50
    TABLE = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's title, the question or text that follows it in the same block, and its level."""

    title: str
    question: str
    level: int
    label: str = ""
    numbered: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether only its words and its place make it a heading."""
        return not self.label and not self.numbered and self.level in {Level.CAPITALS, Level.HEADING}

    @property
    def in_capitals(self) -> bool:
        """Whether it is set in capitals, a remark in parentheses put aside."""
        return self.title.partition("(")[0].isupper()

    @property
    def name(self) -> str:
        """What the section is called by for short: its label ("DAG 1") or its title."""
        return self.label or self.title


class HeadingReader:
    """Knows the words that label sections, from the cue lexicon."""

    def __init__(self, cues: Mapping[str, tuple[str, ...]]) -> None:
        self.levels = {
            word.lower(): level
            for name, level in (
                ("section-container", Level.CONTAINER),
                ("section-group", Level.GROUP),
                ("section-question", Level.HEADING),
            )
            for word in cues.get(name, ())
        }
        words = "|".join(sorted(map(re.escape, self.levels), key=len, reverse=True)) or "(?!)"
        self.label = re.compile(rf"(?P<word>{words}){NUMBERING}(?P<after>\s*[-–—:.)]?\s*)", re.IGNORECASE)
        self.numbered_headings = False
        self.chapters: frozenset[int] = frozenset()
        self.metadata = frozenset(cues.get("metadata-label", ()))
        self.interrogatives = frozenset(cues.get("interrogative", ()))
        self.closings = frozenset(cues.get("closing", ()))
        self.documents = frozenset(cues.get("document-noun", ()))
        self._chapter: tuple[int, ...] = ()

    def is_label(self, text: str) -> bool:
        """Whether a line begins with a section label such as "Spørsmål 2 B" or "DAG 1:"."""
        return self.label.match(text) is not None

    def is_metadata(self, text: str) -> bool:
        """Whether a line only tells of the document itself: "Dato: 3. mars", "Til stede: ..."."""
        label, colon, value = text.partition(":")
        return bool(colon and value.strip()) and label.strip().lower() in self.metadata

    def names_metadata(self, text: str) -> bool:
        """Whether a line is the label of metadata that stands below it: "Til stede:"."""
        return text.rstrip(": ").lower() in self.metadata

    def opens_question(self, text: str) -> bool:
        """Whether a line opens with an interrogative."""
        return text.split(None, 1)[0].lower() in self.interrogatives

    def tells_of_document(self, text: str) -> bool:
        """Whether a line calls the document by its kind: notat, referat, oppsummering."""
        return any(token.lower in self.documents for token in tokens(text))

    def is_closing(self, text: str) -> bool:
        """Whether a line takes leave of the reader, as above a signature."""
        return text.rstrip(" ,.!").lower() in self.closings

    def read(self, block: Block, following: Block | None) -> Heading | None:
        """The block as a heading, or None where it is a paragraph."""
        if block.heading:
            return Heading(block.text.rstrip(": "), "", block.heading)
        if block.form is Form.ENTRY:
            return None
        if block.marker:
            return self._numbered(block, following)
        if match := self.label.match(block.text):
            return self._labelled(block.text, match)
        if self.is_metadata(block.text):
            return None
        if (numbered := BARE_NUMBER.match(block.text)) and following is not None:
            title = block.text[numbered.end() :]
            if self._is_title(title) and title[:1].isupper() and self._next_chapter(numbered["value"]):
                return _chapter(block.text, numbered["value"])
        return self._plain(block, following)

    def _labelled(self, text: str, match: re.Match[str]) -> Heading | None:
        label, rest = text[: match.end("after")].rstrip(" -–—:."), text[match.end() :].strip()
        level = self.levels[match["word"].lower()]
        words = len(rest.split())
        if level is Level.HEADING and (words > MAX_WORDS or "?" in rest):
            return Heading(label, rest, level, label)
        if words > MAX_WORDS + 4 or (level is not Level.HEADING and rest.endswith(".")):
            return None
        return Heading(text.rstrip(": "), "", level, label)

    def _plain(self, block: Block, following: Block | None) -> Heading | None:
        text = block.text
        words = len(text.split())
        if following is None or words > MAX_LEAD_WORDS:
            return None
        if text.endswith(":") and re.search(r"[.!?]\s+[A-ZÆØÅ]", text):
            return None
        if text.endswith(":"):
            return Heading(text.rstrip(": "), "", Level.LEAD if self._is_lead_in(text) else Level.HEADING)
        if text.endswith("?"):
            opens = self.opens_question(text) and text.count("?") == 1
            answered = not self._is_chapter(following) and (
                following.marker or (opens and not following.text.endswith("?"))
            )
            return Heading(text, "", Level.HEADING) if answered else None
        if not text[:1].isupper() or not self._is_title(text):
            return None
        return Heading(text, "", Level.CAPITALS if text.isupper() and words > 1 else Level.HEADING)

    def _is_chapter(self, block: Block) -> bool:
        """Whether a block is a heading by its number or format."""
        numbered = self.numbered_headings and self._is_short_numbered(block)
        return bool(block.heading) or numbered or BARE_NUMBER.match(block.text) is not None

    def numbers_head_prose(self, body: Sequence[Block]) -> bool:
        """Whether the document's short numbered lines mostly have paragraphs, not list items, under them."""
        pairs = [
            after.marker is None and after.gap > 0 and self._is_prose(after.text)
            for block, after in pairwise(body)
            if self._is_short_numbered(block) and not after.heading
        ]
        return len(pairs) > 1 and sum(pairs) >= 0.5 * len(pairs)

    def _is_prose(self, text: str) -> bool:
        """Whether a text ends a sentence, leads into something, or is too long for a heading."""
        if self.is_label(text):
            return False
        leads = text[-1] == ":" and self.is_statement(text)
        return text[-1] in ".!" or leads or len(text.split()) > MAX_WORDS

    def _numbered(self, block: Block, following: Block | None) -> Heading | None:
        """A numbered line that heads a list, or a short one where such lines head paragraphs."""
        value = block.marker.value if block.marker else ""
        if block.line in self.chapters:
            return _chapter(block.text.rstrip(": "), value)
        if not self.numbered_headings or not self._is_short_numbered(block) or following is None:
            return None
        return _chapter(block.text, value) if self._next_chapter(value) else None

    def _next_chapter(self, value: str) -> bool:
        """Whether a number goes on counting the chapters; one that starts anew counts a list."""
        number = tuple(int(part) for part in value.split("."))
        last = self._chapter[: len(number)]
        deeper = len(number) > len(last)
        goes_on = number[:-1] == self._chapter[: len(number) - 1] and (
            deeper or last[-1] < number[-1] <= last[-1] + 2
        )
        if self._chapter and not goes_on:
            return False
        self._chapter = number
        return True

    @staticmethod
    def _is_short_numbered(block: Block) -> bool:
        numbered = block.marker is not None and block.marker.style in {Style.NUMBER, Style.DECIMAL}
        return numbered and len(block.text.split()) <= MAX_WORDS and not re.search(r"[.!;,:?]$", block.text)

    def _is_title(self, text: str) -> bool:
        """A few words that end no sentence and state nothing."""
        short = len(text.split()) <= MAX_WORDS and not re.search(r"[.!,;:?]$", text)
        return short and not self.is_statement(text)

    def _is_lead_in(self, text: str) -> bool:
        """A whole sentence that ends in a colon leads into a list; it is no heading of its own."""
        return len(text.split()) > 6 and self.is_statement(text)  # noqa: PLR2004 - shorter is a title

    def is_statement(self, text: str) -> bool:
        """Whether a text has a finite verb and opens with no interrogative."""
        words = [token.lower for token in tokens(text) if token.is_word]
        if not words or words[0] in self.interrogatives:
            return False
        return any(finite_at(words, index) for index in range(len(words)))


def _chapter(title: str, number: str) -> Heading:
    return Heading(title, "", Level.CHAPTER + min(number.count("."), 2), numbered=True)


def words_of(cues: Mapping[str, tuple[str, ...]], *names: str) -> frozenset[str]:
    """The forms of several cue groups together, lower-cased."""
    return frozenset(form.lower() for name in names for form in cues.get(name, ()))
