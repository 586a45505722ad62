"""Sheets: everything a set of documents holds as five tables – items, links, actors, themes, documents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from graph.exports.items import items_table
from graph.messages import messages
from graph.model import Kind, Role
from graph.namespaces import ACTOR, THEME
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Extraction
    from graph.tables import Cell

LINKS: Final = ("document", "item", "role", "name", "id", "quote", "where", "line", "basis", "rule")
ACTORS: Final = (
    "id", "short", "label", "addressee", "proposer", "partner", "beneficiary", "mentioned", "unlisted", "iri",
)  # fmt: skip
THEMES: Final = ("id", "label", "broader", "items", "iri")
DOCUMENTS: Final = (
    "document", "title", "date", "source", "spoken", "items", "proposals", "questions", "observations",
    "checksum",
)  # fmt: skip


def sheets(extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str) -> dict[str, Table]:
    """The tables by name, each under its title in a language.

    Actors and themes are those that a link names. ``items`` counts the items of a theme, the roles
    those of an actor, each item once.
    """
    say = messages("columns", language)
    gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
    made = {
        "items": items_table(extractions, gazetteer, language),
        "links": Table(LINKS, tuple(r for one in extractions for r in _links(one, gazetteer, language))),
        "actors": Table(ACTORS, tuple(_actors(extractions, gazetteer, language))),
        "themes": Table(THEMES, tuple(_themes(extractions, gazetteer, language))),
        "documents": Table(DOCUMENTS, tuple(map(_document, extractions))),
    }
    return {name: Table(t.columns, t.rows, say[f"sheet-{name}"]) for name, t in made.items()}


def _links(extraction: Extraction, gazetteer: Gazetteer, language: str) -> Iterator[tuple[Cell, ...]]:
    terms = messages("terms", language)
    places = {s.id: (s.text, s.line) for s in extraction.sections}
    places |= {i.id: (i.text, i.line) for i in extraction.items}
    order = {item.id: item.order for item in extraction.items}
    roles = list(Role)

    def place(link: Attribution) -> tuple[int, int, str]:
        return order[link.item], roles.index(link.role), link.target

    for link in sorted(extraction.attributions, key=place):
        text, line = places[link.mention.where]
        theme = link.role is Role.SUBJECT
        yield (
            extraction.document.slug,
            link.item,
            terms[f"role-{link.role}"],
            gazetteer.label(link.target, language) if theme else gazetteer.actors[link.target].short,
            link.target,
            link.mention.quote,
            "" if link.mention.where == link.item else text,
            line,
            terms[f"basis-{link.basis}"],
            gazetteer.rules[link.rule].of(language) if link.rule in gazetteer.rules else link.rule,
        )


def _counts(extractions: Sequence[Extraction]) -> Counter[tuple[Role, str]]:
    return Counter(
        (role, target)
        for one in extractions
        for _, role, target in {(a.item, a.role, a.target) for a in one.attributions}
    )


def _actors(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str
) -> Iterator[tuple[Cell, ...]]:
    counts = _counts(extractions)
    unlisted = {c.id for one in extractions for c in one.candidates}
    found = {target for role, target in counts if role is not Role.SUBJECT}
    for actor in sorted(found, key=lambda a: (-counts[Role.ADDRESSEE, a], a)):
        figures = [counts[role, actor] for role in Role if role is not Role.SUBJECT]
        known = gazetteer.actors[actor]
        label = known.labels.of(language)
        yield actor, known.short, label, *figures, actor in unlisted, ACTOR + actor


def _themes(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str
) -> Iterator[tuple[Cell, ...]]:
    counts = _counts(extractions)
    found = {target for role, target in counts if role is Role.SUBJECT}
    for theme in sorted(found, key=lambda t: (-counts[Role.SUBJECT, t], t)):
        above = ", ".join(gazetteer.label(b, language) for b in gazetteer.themes[theme].broader)
        yield theme, gazetteer.label(theme, language), above, counts[Role.SUBJECT, theme], THEME + theme


def _document(extraction: Extraction) -> tuple[Cell, ...]:
    document, kinds = extraction.document, Counter(item.kind for item in extraction.items)
    return (
        document.slug,
        document.title,
        document.date,
        document.source,
        document.language,
        len(extraction.items),
        *(kinds[kind] for kind in Kind),
        document.sha256,
    )
