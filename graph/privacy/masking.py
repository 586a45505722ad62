"""Masking: the one place where personal data is covered, before any triple is made of the text.

Each letter is covered by a dot, so every offset into the text stays true and every quote is what the
covered text holds. What would carry a name elsewhere is renamed: the id of a section made of its title,
of an organisation that nobody has listed, of the document where its file is named after a person.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graph.model import ConceptKind, Role
from graph.privacy.finding import Trace, found, personal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.model import Attribution, Document, Extraction, Item, Mention, Section

    Span = tuple[int, int]

COVER: Final = "•"
#: What a page for mailing never carries, and what ``--redact`` covers.
CONTACT: Final = frozenset({Trace.EMAIL, Trace.PHONE, Trace.NATIONAL})
EVERYTHING: Final = frozenset(Trace)
#: What parts the words of a file's name.
SEPARATORS: Final = re.compile(r"[-_.+]+")


def covered(text: str, spans: Iterable[Span]) -> str:
    """The text with some places covered letter by letter; as long as before.

    >>> covered("Spør Kari Nordmann", [(5, 18)])
    'Spør •••• ••••••••'
    """
    made = list(text)
    for start, end in spans:
        made[start:end] = [c if c.isspace() else COVER for c in made[start:end]]
    return "".join(made)


def masked(text: str, traces: Collection[Trace] = CONTACT) -> str:
    """A text of its own with personal data of some sorts covered.

    >>> masked("Skriv til kari@example.org")
    'Skriv til ••••••••••••••••'
    """
    return covered(text, (span for span, _ in personal(text, (), traces)))


def is_covered(text: str) -> bool:
    """Whether nothing of a text can be read.

    >>> is_covered("•••• ••••"), is_covered("•••• AS")
    (True, False)
    """
    return set(text.split()) != set() and set("".join(text.split())) == {COVER}


def redacted(extraction: Extraction, traces: Collection[Trace] = EVERYTHING) -> Extraction:
    """The document with personal data of some sorts covered; itself where there is none.

    Mentions keep their places and quote the covered text. ``document.sha256`` stays that of the source.
    """
    spans = _spans(extraction, traces)
    document = _document(extraction.document, traces)
    covering = _Covering(extraction, spans, traces)
    if not spans and not covering.actors and document == extraction.document:
        return extraction
    return covering.made(document)


def renamed(
    extraction: Extraction, traces: Collection[Trace] = EVERYTHING
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What :func:`redacted` calls each section and item, and each organisation it hides, by old id."""
    covering = _Covering(extraction, _spans(extraction, traces), traces)
    return covering.places, covering.actors


def _spans(extraction: Extraction, traces: Collection[Trace]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for one in found(extraction, traces):
        spans.setdefault(one.where, []).append((one.start, one.end))
    return spans


def _document(document: Document, traces: Collection[Trace]) -> Document:
    """The document's own names: its title, its file and the slug made of it."""
    title = covered(document.title, (span for span, _ in personal(document.title, (), traces)))
    stem = SEPARATORS.sub(" ", document.source)
    hidden = [*_named(stem, traces), *(span for span, _ in personal(document.source, (), traces))]
    slug = f"skjult-{document.sha256[:8]}" if hidden or _named(document.slug, traces) else document.slug
    return replace(document, title=title, source=covered(document.source, hidden), slug=slug)


def _named(name: str, traces: Collection[Trace]) -> list[Span]:
    """Where a file's name, as words that may all be small, names a person."""
    words = SEPARATORS.sub(" ", name)
    return [
        span for span, _ in personal(" ".join(w[:1].upper() + w[1:] for w in words.split(" ")), (), traces)
    ]


class _Covering:
    """One document with the places to cover in each of its texts."""

    def __init__(
        self, extraction: Extraction, spans: Mapping[str, list[Span]], traces: Collection[Trace]
    ) -> None:
        self.extraction, self.spans, self.traces = extraction, spans, traces
        self.places = self._places()
        self.actors = self._actors()
        self.texts = {s.id: covered(s.text, spans.get(s.id, ())) for s in extraction.sections}
        self.texts |= {i.id: covered(i.text, spans.get(i.id, ())) for i in extraction.items}

    def made(self, document: Document) -> Extraction:
        whole = self.extraction
        mentions = {mention: self._mention(mention) for mention in whole.mentions}
        links = (self._attribution(link, mentions) for link in whole.attributions)
        return replace(
            whole,
            document=document,
            sections=tuple(sorted(map(self._section, whole.sections))),
            items=tuple(sorted(map(self._item, whole.items))),
            mentions=tuple(sorted(mentions.values())),
            attributions=tuple(sorted(links)),
            candidates=tuple(
                sorted(
                    replace(c, id=self.actors.get(c.id, c.id), label=self._label(c.id, c.label))
                    for c in whole.candidates
                )
            ),
        )

    def _places(self) -> dict[str, str]:
        """Every id of a section or item by its old one; a section whose title is covered loses its words."""
        renamed: dict[str, str] = {}
        for section in sorted(self.extraction.sections):
            above, _, own = section.id.rpartition("/")
            hidden = section.id in self.spans
            start = renamed.get(above, above)
            renamed[section.id] = f"{start}/" * bool(start) + (f"del-{section.order}" if hidden else own)
        for item in sorted(self.extraction.items):
            above, _, own = item.id.rpartition("/")
            start = renamed.get(above, above)
            renamed[item.id] = f"{start}/" * bool(start) + own
        return renamed

    def _actors(self) -> dict[str, str]:
        """New ids for the unlisted organisations whose words are covered, or are no words of a text."""
        candidates = {candidate.id for candidate in self.extraction.candidates}
        hidden = {
            mention.concept
            for mention in self.extraction.mentions
            if mention.concept in candidates and self._touches(mention)
        }
        quoted = {mention.concept for mention in self.extraction.mentions}
        hidden |= {
            one.id
            for one in self.extraction.candidates
            if one.id not in quoted and any(True for _ in personal(one.label, (), self.traces))
        }
        digest = self.extraction.document.sha256[:8]
        return {concept: f"skjult-{digest}-{number}" for number, concept in enumerate(sorted(hidden), 1)}

    def _touches(self, mention: Mention) -> bool:
        return any(s < mention.end and mention.start < e for s, e in self.spans.get(mention.where, ()))

    def _label(self, concept: str, label: str) -> str:
        return covered(label, [(0, len(label))]) if concept in self.actors else label

    def _section(self, section: Section) -> Section:
        text = self.texts[section.id]
        title = text[: len(section.title)]
        question = text[len(text) - len(section.question) :] if section.question else ""
        return replace(
            section,
            id=self.places[section.id],
            title=title,
            question=question,
            parent=self.places.get(section.parent, section.parent),
        )

    def _item(self, item: Item) -> Item:
        return replace(
            item,
            id=self.places[item.id],
            text=self.texts[item.id],
            section=self.places.get(item.section, item.section),
            parent=self.places.get(item.parent, item.parent),
        )

    def _mention(self, mention: Mention) -> Mention:
        quote = self.texts[mention.where][mention.start : mention.end]
        concept = self.actors.get(mention.concept, mention.concept)
        actor = mention.kind is ConceptKind.ACTOR
        return replace(
            mention,
            where=self.places[mention.where],
            quote=quote,
            concept=concept if actor else mention.concept,
        )

    def _attribution(self, link: Attribution, mentions: Mapping[Mention, Mention]) -> Attribution:
        target = link.target if link.role is Role.SUBJECT else self.actors.get(link.target, link.target)
        return replace(link, item=self.places[link.item], target=target, mention=mentions[link.mention])
