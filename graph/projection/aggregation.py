"""Projection in the store: the engine counts (GROUP BY), and only nodes and pairs come out of it.

The queries are ``ontology/projections/*.rq``. How much memory the answer takes depends on the number of
actors and themes, not on that of items.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.model import Kind
from graph.projection.values import Entry, Projection

if TYPE_CHECKING:
    from graph.projection.values import Pair
    from graph.store import Home


def projected_in(store: Home) -> Projection:
    """The counts of everything a store holds; asks to a department count for the body it belongs to."""
    asked, outside = _nodes(store, "asked"), _nodes(store, "asked-in-items")
    kinds = _nodes(store, "kinds")
    return Projection(
        titles=tuple(str(title) for _, title in store.ask(_query("titles")).rows),
        kinds={
            kind: kinds[f"inn:{kind.capitalize()}"] for kind in Kind if f"inn:{kind.capitalize()}" in kinds
        },
        asking=_number(store, "asking"),
        asked=asked,
        headed={actor: count for actor in asked if (count := asked[actor] - outside.get(actor, 0))},
        subjects=_nodes(store, "subjects"),
        about=_pairs(store, "about"),
        together=_pairs(store, "together"),
        partners=_pairs(store, "partners"),
        themes=_pairs(store, "themes"),
        unowned_count=_number(store, "unowned-count"),
        unowned=_entries(store, "unowned"),
        questions=_entries(store, "questions"),
    )


@cache
def _query(name: str) -> str:
    return files("ontology").joinpath("projections", f"{name}.rq").read_text(encoding="utf-8")


def _nodes(store: Home, name: str) -> dict[str, int]:
    return {str(node): int(str(count)) for node, count in store.ask(_query(name)).rows if node is not None}


def _pairs(store: Home, name: str) -> dict[Pair, int]:
    found = store.ask(_query(name)).rows
    return {(str(one), str(other)): int(str(count)) for one, other, count in found if one is not None}


def _number(store: Home, name: str) -> int:
    return int(str(store.ask(_query(name)).rows[0][0]))


def _entries(store: Home, name: str) -> tuple[Entry, ...]:
    found = store.ask(_query(name)).rows
    return tuple(Entry(str(text), int(str(line))) for _, _, line, text in found)
