"""Small documents and decisions for the tests of review."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from graph.model import (
    Attribution,
    Basis,
    ConceptKind,
    Document,
    Extraction,
    Force,
    Item,
    Kind,
    Mention,
    Role,
    Section,
)
from graph.review import Act, Anchor, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

SLUG = "mote"
TEXTS = (
    "KMD bør samordne tiltakene. Fylkene bør få mer tid.",
    "Når skal dette skje?",
    "Midlene må komme før jul",
    "Fagskolene trenger stabile rammer",
)
MOMENT = count()


def document(texts: Sequence[str] = TEXTS, slug: str = SLUG) -> Extraction:
    """Items under one heading that asks KMD; the third stands under the first, which names KMD itself."""
    section = Section(1, "hva", "Hva bør KMD gjøre?", line=1)
    above = Mention("hva", 8, 11, "KMD", ConceptKind.ACTOR, "kmd")
    items, links, mentions = [], [], {above}
    for number, text in enumerate(texts, start=1):
        kind = Kind.QUESTION if text.endswith("?") else Kind.PROPOSAL
        force = Force.QUESTION if kind is Kind.QUESTION else Force.SHOULD
        parent = "hva/1" if number == 3 else ""
        item = Item(
            number + 1,
            f"hva/{number}",
            "hva",
            text,
            str(number),
            parent,
            number + 1,
            number + 1,
            0,
            kind,
            force,
        )
        own = Mention(item.id, 0, 3, "KMD", ConceptKind.ACTOR, "kmd") if text.startswith("KMD") else None
        basis, words = (Basis.EXPLICIT, own) if own else (Basis.HEADING, above)
        first = next((m for m in sorted(mentions) if m.where == "hva/1"), None)
        if parent and first:
            basis, words = Basis.PARENT, first
        mentions |= {own} if own else set()
        items.append(item)
        links.append(Attribution(item.id, Role.ADDRESSEE, "kmd", basis, "heading-asks", words))
    return Extraction(
        Document(slug, "Møte", "mote.txt", "0" * 64, lines=len(texts) + 1),
        (section,),
        tuple(sorted(items)),
        tuple(sorted(mentions)),
        tuple(sorted(links)),
    )


def decided(act: Act, item: Item | Anchor, target: str = "", **more: Any) -> Decision:
    """A decision on an item of the document, each later than the last."""
    anchor = item if isinstance(item, Anchor) else Anchor(SLUG, item.id, item.text)
    moment = next(MOMENT)
    when = f"2026-01-{moment // 3600 % 28 + 1:02}T08:{moment // 60 % 60:02}:{moment % 60:02}.000000Z"
    return Decision(
        **{"when": when, "who": "Kari Nordmann", "act": act, "anchor": anchor, "target": target, **more}
    )


def links(extraction: Extraction, item: str) -> set[tuple[str, str, str, str]]:
    """Role, target, basis and words of an item's links."""
    return {
        (a.role.value, a.target, a.basis.value, a.mention.quote)
        for a in extraction.attributions
        if a.item == item
    }


def sound(extraction: Extraction) -> None:
    """Every link's words stand where they say, in an item or section that is there."""
    texts = {place.id: place.text for place in (*extraction.sections, *extraction.items)}
    for mention in extraction.mentions:
        assert texts[mention.where][mention.start : mention.end] == mention.quote
    for link in extraction.attributions:
        assert link.mention in extraction.mentions
        assert link.item in texts
    for item in extraction.items:
        assert not item.parent or item.parent in texts
