"""Asks: what an actor, or everybody, is asked, as values from what was read.

An ask is an item that asks an actor; for everybody, also one that asks nobody in particular. An ask to
a department counts for the body it belongs to, and one to a body's earlier or later name for the body.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.model import Basis, Force, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Document, Extraction, Item

#: What a person decided comes first, then words of the item, of the one above and of the heading.
ORDER: Final = (Basis.REVIEW, Basis.EXPLICIT, Basis.PARENT, Basis.HEADING)
FORCES: Final = (*Force, None)


@dataclass(frozen=True, slots=True)
class Ask:
    """One item that asks: where it stands, its words, and who and what it involves, by id.

    ``heading`` is the section's title and question, ``heading_line`` its line. ``link`` is the strongest
    link to the actor asked about, None where nobody is asked, and ``said`` the text its words stand in
    with the line, where that is not the item.
    """

    document: Document
    item: Item
    heading: str
    heading_line: int
    asked: tuple[str, ...]
    partners: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    themes: tuple[str, ...]
    link: Attribution | None = None
    said: tuple[str, int] | None = None

    @property
    def by_heading(self) -> bool:
        """Whether only a heading says who is asked."""
        return self.link is not None and self.link.basis is Basis.HEADING


@dataclass(frozen=True, slots=True)
class Brief:
    """Asks by theme, each once under the theme most asked about, and by force within it.

    ``actor`` is an id, empty for everybody; ``family`` are the ids that count for it; ``elsewhere``
    are the asks of others to cooperate with it. ``items`` counts everything in the documents.
    """

    actor: str
    family: frozenset[str]
    documents: tuple[Document, ...]
    items: int
    groups: tuple[tuple[str, tuple[Ask, ...]], ...]
    elsewhere: tuple[Ask, ...] = ()

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every ask, in the order of the groups."""
        return tuple(ask for _, asks in self.groups for ask in asks)


def family(actor: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The actors whose asks count for one: its departments, and its earlier and later names."""

    def later(one: str) -> set[str]:
        found, next_ones = set[str](), [one]
        while next_ones:
            name = next_ones.pop()
            if name not in found:
                found.add(name)
                known = gazetteer.actors.get(name)
                next_ones += known.replaced_by if known else ()
        return found

    after = later(actor)
    return frozenset(
        one.id
        for one in gazetteer.actors.values()
        if actor in later(one.id) or actor in later(one.counts_as) or one.id in after
    )


def brief_of(extractions: Sequence[Extraction], gazetteer: Gazetteer, actor: str = "") -> Brief:
    """What an actor is asked; everybody without one."""
    members = family(actor, gazetteer) if actor else frozenset[str]()
    asks = [ask for one in extractions for ask in _asks(one, members)]
    elsewhere = [ask for one in extractions for ask in _elsewhere(one, members)] if actor else []
    return Brief(
        actor=actor,
        family=members,
        documents=tuple(one.document for one in extractions),
        items=sum(len(one.items) for one in extractions),
        groups=tuple(_groups(asks, gazetteer)),
        elsewhere=tuple(elsewhere),
    )


def _groups(asks: Sequence[Ask], gazetteer: Gazetteer) -> Iterator[tuple[str, tuple[Ask, ...]]]:
    counts = Counter(theme for ask in asks for theme in ask.themes)
    order = sorted(counts, key=lambda theme: (-counts[theme], gazetteer.label(theme), theme))
    place = {theme: number for number, theme in enumerate(order)}
    groups: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        groups[min(ask.themes, key=place.__getitem__, default="")].append(ask)
    for theme in (*order, ""):
        if theme in groups:
            yield theme, tuple(sorted(groups[theme], key=lambda ask: FORCES.index(ask.item.force)))


def _asks(extraction: Extraction, members: frozenset[str]) -> Iterator[Ask]:
    links = _links(extraction)
    for item in extraction.items:
        asking = links[item.id, Role.ADDRESSEE]
        chosen = [link for link in asking if not members or link.target in members]
        if chosen:
            yield _ask(extraction, item, links, min(chosen, key=lambda a: (ORDER.index(a.basis), a)))
        elif not members and item.kind is not Kind.OBSERVATION:
            yield _ask(extraction, item, links, None)


def _elsewhere(extraction: Extraction, members: frozenset[str]) -> Iterator[Ask]:
    """The asks of others in which one of the members is to take part."""
    links = _links(extraction)
    for item in extraction.items:
        asked = links[item.id, Role.ADDRESSEE]
        taking = [link for link in links[item.id, Role.PARTNER] if link.target in members]
        if taking and not any(link.target in members for link in asked):
            yield _ask(extraction, item, links, min(taking, key=lambda a: (ORDER.index(a.basis), a)))


def _links(extraction: Extraction) -> dict[tuple[str, Role], list[Attribution]]:
    links: dict[tuple[str, Role], list[Attribution]] = defaultdict(list)
    for link in extraction.attributions:
        links[link.item, link.role].append(link)
    return links


def _ask(
    extraction: Extraction,
    item: Item,
    links: dict[tuple[str, Role], list[Attribution]],
    link: Attribution | None,
) -> Ask:
    sections = {section.id: section for section in extraction.sections}
    places = {s.id: (s.text, s.line) for s in extraction.sections}
    places |= {i.id: (i.text, i.line) for i in extraction.items}
    section = sections.get(item.section)

    def targets(role: Role) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.target for one in links[item.id, role]))

    return Ask(
        document=extraction.document,
        item=item,
        heading=": ".join(filter(None, (section.title, section.question))) if section else "",
        heading_line=section.line if section else 0,
        asked=targets(Role.ADDRESSEE),
        partners=targets(Role.PARTNER),
        beneficiaries=targets(Role.BENEFICIARY),
        themes=targets(Role.SUBJECT),
        link=link,
        said=places[link.mention.where] if link and link.mention.where != item.id else None,
    )
