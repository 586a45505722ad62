"""From what people decided to what the page shows of it, item by item.

E-mail addresses and numbers of persons are covered in all that a person wrote, as the page is sent on by
mail; a name that was covered before leaves nothing to show.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.privacy import is_covered, masked
from graph.review import PART, Act
from viz.view import DecidedView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.judgements import Judgement


def decided_by_item(
    items: Sequence[str], judgements: Sequence[Judgement], gazetteer: Gazetteer
) -> dict[str, tuple[DecidedView, ...]]:
    """What was decided about each of some items; about one that was split, it is told of all its parts."""
    by_item: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_item[judgement.item].append(judgement)
    if not by_item:
        return {}
    return {
        item: tuple(_view(one, gazetteer) for whole in _wholes(item) for one in by_item.get(whole, ()))
        for item in items
    }


def _wholes(item: str) -> list[str]:
    """What an item was split from, outermost first, and the item itself.

    >>> _wholes("mote/hva/1~2~1")
    ['mote/hva/1', 'mote/hva/1~2', 'mote/hva/1~2~1']
    """
    parts = item.split(PART)
    return [PART.join(parts[: n + 1]) for n in range(len(parts))]


def _view(one: Judgement, gazetteer: Gazetteer) -> DecidedView:
    return DecidedView(
        act=one.act,
        who="" if is_covered(one.who) else masked(one.who),
        day=one.when[:10],
        why=masked(one.why),
        role=one.role,
        node=_node(one, gazetteer),
        target="" if one.role or one.act == Act.SPELLING else one.target,
        words=masked(one.words),
        before=masked(one.before),
        link=one.link if masked(one.link) == one.link else "",
    )


def _node(one: Judgement, gazetteer: Gazetteer) -> str:
    """The key of the concept of a link, or of a new spelling."""
    if one.role:
        return f"{'theme' if one.role == 'subject' else 'actor'}:{one.target}"
    if one.act != Act.SPELLING:
        return ""
    return f"{'theme' if one.target in gazetteer.themes else 'actor'}:{one.target}"
