"""Annotation: items with their links as plain values, as people wrote them or as we found them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from graph.errors import InnspillError
from graph.model import Basis, Kind, Role

if TYPE_CHECKING:
    from pathlib import Path

    from graph.model import Extraction

FIELDS: Final = (
    "id", "parent", "line", "text", "kind", "addressee", "partner", "beneficiary", "mentioned", "themes",
)  # fmt: skip
NEEDED: Final = FIELDS[3:]


def rows(extraction: Extraction) -> list[dict[str, Any]]:
    """The items as plain values, in exactly the fields of an annotation.

    An annotation has no field for who asks: one that the item names itself is ``mentioned`` in it.
    """
    links: dict[tuple[str, Role], list[tuple[str, Basis]]] = {}
    for link in extraction.attributions:
        links.setdefault((link.item, link.role), []).append((link.target, link.basis))

    said: dict[str, set[str]] = {}
    for link in extraction.attributions:
        if link.role is Role.PROPOSER and link.basis is Basis.EXPLICIT:
            said.setdefault(link.item, set()).add(link.target)

    def names(item: str, role: Role) -> list[str]:
        return sorted({target for target, _ in links.get((item, role), [])})

    return [
        {
            "id": item.id,
            "parent": item.parent or None,
            "line": item.line,
            "text": item.text,
            "kind": item.kind.value,
            "addressee": [
                {"actor": actor, "basis": basis.value}
                for actor, basis in links.get((item.id, Role.ADDRESSEE), [])
            ],
            "partner": names(item.id, Role.PARTNER),
            "beneficiary": names(item.id, Role.BENEFICIARY),
            "mentioned": sorted({*names(item.id, Role.MENTIONED), *said.get(item.id, ())}),
            "themes": names(item.id, Role.SUBJECT),
        }
        for item in extraction.items
    ]


def proposers(extraction: Extraction) -> dict[str, set[str]]:
    """Who each item comes from, by its id; an annotation may state it in a field ``proposer``."""
    found: dict[str, set[str]] = {}
    for link in extraction.attributions:
        if link.role is Role.PROPOSER:
            found.setdefault(link.item, set()).add(link.target)
    return found


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The items of an annotation in JSON Lines.

    Raises:
        InnspillError: no such file, a line that is no JSON object, or a missing or wrong field.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InnspillError("fasiten lar seg ikke lese", where=str(path), cure=str(error)) from None
    gold = [_gold_row(line, path.name, number) for number, line in enumerate(lines, 1) if line.strip()]
    if not gold:
        raise InnspillError("fasiten er tom", where=path.name, cure="Ett JSON-objekt på hver linje")
    return gold


def _gold_row(line: str, name: str, number: int) -> dict[str, Any]:
    cure = f"Hver linje skal ha feltene {', '.join(NEEDED)}"
    try:
        row = json.loads(line)
        wanted: dict[str, Any] = {field: row[field] for field in NEEDED}
        Kind(wanted["kind"])
        wanted["addressee"] = [
            {"actor": str(a["actor"]), "basis": Basis(a["basis"])} for a in wanted["addressee"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InnspillError(f"ugyldig fasit ({error})", where=name, line=number, cure=cure) from None
    return {**row, **wanted}
