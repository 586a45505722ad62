"""Structure: blocks become sections and items with their nesting and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from graph.model import Document, Form, Item, Section
from graph.namespaces import slug
from graph.segmentation.blocks import Block, blocks
from graph.segmentation.chapters import numbered_headings
from graph.segmentation.front import front_matter, is_date_line
from graph.segmentation.headings import Heading, HeadingReader, Level, words_of
from graph.segmentation.lists import ListStack
from graph.segmentation.markers import is_parenthesis
from graph.segmentation.metadata import date_of, language_of
from graph.segmentation.notes import bare_titles, under_metadata
from graph.segmentation.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Source

#: A shorter paragraph without a verb is a signature or caption rather than prose.
PROSE_WORDS: Final = 8
SECTION_SLUG: Final = 24


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The document with title, date and language found, and its sections and items in order.

    ``front`` is the text above the first item that is no heading: letterhead, title and introduction.
    """

    document: Document
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    front: str = ""


def segment(source: Source, gazetteer: Gazetteer) -> Segmentation:
    """The sections and items of a source.

    Where the document has lists, its items are the list items and the paragraphs that ask for
    something; where it has none, every paragraph after the title is an item.
    """
    reader = HeadingReader(gazetteer.cues)
    found = blocks(source.lines, reader)
    reader.chapters = numbered_headings(found, reader.is_statement)
    front = front_matter(found, reader, lambda text: text.casefold() in names_of(gazetteer))
    reader.numbered_headings = reader.numbers_head_prose(front.body)
    builder = _Builder(reader, words_of(gazetteer.cues, "ask-word"), front.body)
    builder.build()
    first = builder.items[0].line if builder.items else 0
    heads = {section.line for section in builder.sections}
    above = " ".join(block.text for block in found if block.line < first and block.line not in heads)
    text = "\n".join(block.text for block in found)
    document = replace(
        source.document,
        title=front.title or source.document.slug,
        language=language_of(text, gazetteer.cues),
        date=date_of(source.document.date) or date_of(" ".join(b.text for b in found[:6])),
    )
    return Segmentation(document, tuple(builder.sections), tuple(builder.items), above)


def names_of(gazetteer: Gazetteer) -> frozenset[str]:
    """Every name of every known organisation, case-folded."""
    return frozenset(
        form.casefold() for actor in gazetteer.actors.values() for form in (actor.labels.nb, *actor.forms)
    )


@dataclass(slots=True)
class _Builder:
    """Walks the blocks once, keeping the open sections and list levels."""

    reader: HeadingReader
    ask_words: frozenset[str]
    body: Sequence[Block]
    sections: list[Section] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    _outline: Outline = field(default_factory=lambda: Outline(()))
    _stack: ListStack = field(default_factory=ListStack)
    _used: set[str] = field(default_factory=set)
    _order: int = 0

    def build(self) -> None:
        headings = self._read_headings()
        following = [*self.body[1:], None][: len(self.body)]
        self._outline = Outline(headings)
        marked = sum(bool(b.marker) and not h for b, h in zip(self.body, headings, strict=True))
        prose = sum(
            not b.marker and not h and len(b.text.split()) >= PROSE_WORDS
            for b, h in zip(self.body, headings, strict=True)
        )
        listed = marked > 0
        closed = False
        above = [None, *headings]
        for index, (block, heading) in enumerate(zip(self.body, headings, strict=True)):
            closed = self.reader.is_closing(block.text) or (
                closed and not block.marker and not (heading and heading.label)
            )
            if closed:
                continue
            if block.form is not Form.ENTRY:
                self._outline.close_table(block.heading)
            if heading:
                self._heading(index, heading, block, following[index])
            elif block.form is Form.ENTRY:
                self._entry(block)
            elif block.marker:
                self._list_item(block)
            elif not self._continues(block) and not self._is_aside(block, above[index]):
                front = not self._outline.open and any(headings)
                must_ask = marked > prose and (self._introduces() or self._in_list_section(index, headings))
                self._paragraph(block, listed=listed, skip=front or (must_ask and not self._asks(block)))

    def _read_headings(self) -> list[Heading | None]:
        """The heading each block is, once names under "Til stede" are left out and notes made items."""
        following = [*self.body[1:], None][: len(self.body)]
        found = [self.reader.read(b, after) for b, after in zip(self.body, following, strict=True)]
        names = under_metadata(self.body, found, self.reader)
        notes = bare_titles(self.body, found, self.reader)
        kept = [(i, block) for i, block in enumerate(self.body) if i not in names]
        self.body = [replace(block, form=Form.ENTRY) if i in notes else block for i, block in kept]
        return [None if i in notes else found[i] for i, _ in kept]

    def _is_aside(self, block: Block, above: Heading | None) -> bool:
        """Whether a line only tells of the document, or of the heading right above it in parentheses."""
        if above and is_parenthesis(block.text):
            return True
        return self.reader.is_metadata(block.text) or is_date_line(block.text)

    def _entry(self, block: Block) -> None:
        """A cell or row that the format itself makes an item."""
        if block.marker:
            self._list_item(block)
            return
        self._stack.clear()
        self._add(block, str(self._count_unmarked() + 1), "", "")

    def _count_unmarked(self) -> int:
        section = self._outline.section
        return sum(item.section == section and not item.marker for item in self.items)

    def _introduces(self) -> bool:
        """Whether a paragraph stands above every item, under no numbered or labelled heading."""
        plain = not self._outline.open or self._outline.level >= Level.TOPIC
        return plain and not self.items

    def _in_list_section(self, index: int, headings: Sequence[Heading | None]) -> bool:
        """Whether list items, or only further headings, stand between the headings around a block."""
        if self._outline.level == Level.CONTAINER:
            return True
        start = next((i for i in range(index, -1, -1) if headings[i]), 0)
        stop = next((i for i in range(index, len(headings)) if headings[i]), len(headings))
        own = any(
            b.marker or b.form is Form.ENTRY
            for b, h in zip(self.body[start:stop], headings[start:stop], strict=True)
            if not h
        )
        lead = stop < len(headings) and (h := headings[stop]) is not None and h.level == Level.LEAD
        return own or lead

    def _asks(self, block: Block) -> bool:
        return not self.ask_words.isdisjoint(re.findall(r"\w+", block.text.lower()))

    def _heading(self, index: int, heading: Heading, block: Block, following: Block | None) -> None:
        self._stack.clear()
        if not block.heading and self._answers_label(heading, following):
            self._extend_question(heading.title)
            return
        level = self._outline.level_of(index, heading)
        self._outline.close(level)
        parent = self._outline.section
        name = slug(heading.name, SECTION_SLUG) or "del"
        self._order += 1
        section = Section(
            self._order,
            self._unique(f"{parent}/{name}" if parent else name),
            heading.title,
            heading.question,
            parent,
            block.line,
            block.page,
            block.form is Form.SPEAKER,
        )
        self.sections.append(section)
        self._outline.open.append((level, section))

    def _answers_label(self, heading: Heading, following: Block | None) -> bool:
        """A question right under a bare label ("Spørsmål 1:") is that section's question."""
        last = self.sections[-1] if self.sections else None
        fresh = last is not None and not last.question and last.order == self._order
        bare = last is not None and len(last.title.split()) <= 3  # noqa: PLR2004 - "Spørsmål 2 B"
        asks = self._outline.level == Level.HEADING
        return bool(fresh and bare and asks and heading.title.endswith("?") and following)

    def _extend_question(self, text: str) -> None:
        level, section = self._outline.open[-1]
        extended = replace(section, question=f"{section.question} {text}".strip())
        self.sections[-1] = extended
        self._outline.open[-1] = (level, extended)

    def _list_item(self, block: Block) -> None:
        marker, parent = self._stack.place(block)
        above = self.items[parent].id if parent is not None else ""
        index = len(self.items)
        self._stack.opened(index)
        self._add(
            block, _label(marker.value, self._stack.count, bullet=marker.ordinal == 0), above, marker.text
        )

    def _continues(self, block: Block) -> bool:
        """An indented paragraph under an item belongs to it."""
        if not self._stack.levels or not self.items or block.indent <= self._stack.levels[-1].indent:
            return False
        last = self.items[-1]
        self.items[-1] = replace(last, text=f"{last.text} {block.text}", end_line=block.end_line)
        return True

    def _paragraph(self, block: Block, *, listed: bool, skip: bool) -> None:
        if self._question_of_section(block):
            return
        self._stack.clear()
        if skip:
            return
        self._add(block, str(self._count_unmarked() + (not listed)), "", "")
        if block.text.endswith(":"):
            self._stack.base = len(self.items) - 1

    def _question_of_section(self, block: Block) -> bool:
        fresh = bool(self.sections) and self.sections[-1].order == self._order
        if not fresh or "?" not in block.text or not block.text.rstrip().endswith("?"):
            return False
        self._extend_question(block.text)
        return True

    def _add(self, block: Block, label: str, parent: str, marker: str) -> None:
        section = self._outline.section
        if parent:
            path = f"{parent}{label}" if label.isalpha() and len(label) == 1 else f"{parent}-{label}"
        else:
            path = f"{section}/{label}" if section else label
        self._order += 1
        self.items.append(
            Item(
                self._order,
                self._unique(path),
                section,
                block.text,
                marker,
                parent,
                block.line,
                block.end_line,
                block.page,
            )
        )

    def _unique(self, path: str) -> str:
        candidate, number = path, 2
        while candidate in self._used:
            candidate, number = f"{path}~{number}", number + 1
        self._used.add(candidate)
        return candidate


def _label(value: str, count: int, *, bullet: bool) -> str:
    return str(count) if bullet else slug(value) or str(count)
