"""The items of documents as one table for a spreadsheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.messages import messages
from graph.model import Basis, Role
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Extraction
    from graph.tables import Cell

COLUMNS = (
    "document", "section", "marker", "text", "kind", "force", "addressee", "basis", "proposer", "partner",
    "beneficiary", "mentioned", "themes", "line", "item",
)  # fmt: skip


def items_table(extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str) -> Table:
    """One row an item, with the names of its actors and themes in a language."""
    rows = [row for extraction in extractions for row in _rows(extraction, gazetteer, language)]
    return Table(COLUMNS, tuple(rows))


def _rows(extraction: Extraction, gazetteer: Gazetteer, language: str) -> list[tuple[Cell, ...]]:
    say = messages("terms", language)
    sections = {section.id: section.title for section in extraction.sections}
    links: dict[tuple[str, Role], list[Attribution]] = defaultdict(list)
    for link in extraction.attributions:
        links[link.item, link.role].append(link)

    def names(item: str, role: Role) -> str:
        return ", ".join(_name(link, gazetteer, language) for link in links[item, role])

    def bases(item: str) -> str:
        found: set[Basis] = {link.basis for link in links[item, Role.ADDRESSEE]}
        return ", ".join(say[f"basis-{basis}"] for basis in sorted(found))

    return [
        (
            extraction.document.slug,
            sections.get(item.section, ""),
            item.marker,
            item.text,
            say[f"kind-{item.kind}"],
            say[f"force-{item.force}"] if item.force else "",
            names(item.id, Role.ADDRESSEE),
            bases(item.id),
            *(names(item.id, role) for role in list(Role)[1:]),
            item.line,
            item.id,
        )
        for item in extraction.items
    ]


def _name(link: Attribution, gazetteer: Gazetteer, language: str) -> str:
    if link.role is Role.SUBJECT:
        return gazetteer.label(link.target, language)
    return gazetteer.actors[link.target].short
