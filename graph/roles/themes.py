"""Themes: what an item is about, from the mentions in it and the item above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graph.model import Attribution, Basis, ConceptKind, Item, Mention, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer

#: An item is about at most so many things; more are passing words.
MOST: Final = 4
#: A heading with more themes gathers items about one or another of them.
MOST_OF_HEADING: Final = 1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an item: the themes of the item above and the mentions in its heading's title."""

    above: tuple[Attribution, ...] = ()
    headed: tuple[Mention, ...] = ()


def subjects(
    item: Item, mentions: Sequence[Mention], around: Surroundings, gazetteer: Gazetteer
) -> tuple[Attribution, ...]:
    """The themes of an item: those its words name, then the parent's where there is room, else the heading's.

    A sub-item goes on about what the item above it is about, unless that would make more themes
    than an item has.
    """
    own: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind is ConceptKind.THEME:
            own.setdefault(mention.concept, mention)
    kept = _specific(own, gazetteer)
    links = [
        Attribution(item.id, Role.SUBJECT, theme, Basis.EXPLICIT, "theme-named", mention)
        for theme, mention in list(kept.items())[:MOST]
    ]
    inherited = [
        replace(link, item=item.id, basis=Basis.PARENT, rule="theme-parent")
        for link in around.above
        if not gazetteer.narrower_or_same(link.target) & set(kept)
    ]
    if len(links) + len(inherited) <= MOST:
        links += inherited
    return tuple(links) or _from_heading(item, around.headed, gazetteer)


def _from_heading(item: Item, headed: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Attribution, ...]:
    themes = {m.concept: m for m in reversed(headed) if m.kind is ConceptKind.THEME}
    kept = _specific(themes, gazetteer)
    if len(kept) > MOST_OF_HEADING:
        return ()
    return tuple(
        Attribution(item.id, Role.SUBJECT, theme, Basis.HEADING, "theme-heading", mention)
        for theme, mention in sorted(kept.items())
    )


def _specific(own: dict[str, Mention], gazetteer: Gazetteer) -> dict[str, Mention]:
    """Without a theme that another one found is narrower than."""
    return {
        theme: mention
        for theme, mention in own.items()
        if not (gazetteer.narrower_or_same(theme) - {theme}) & set(own)
    }
