"""From asks through time to what the page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.comparison import years_of
from graph.privacy import masked
from graph.recurrence import lineages
from viz.view import AlikeView, AnswerView, ThreadView, Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer


def over_time(threads: Sequence[Thread], gazetteer: Gazetteer) -> Time | None:
    """What the page shows over time; None where the asks are of fewer than two years."""
    if len(years_of(threads)) < 2:  # noqa: PLR2004 - there is nothing to compare
        return None
    heirs = {
        f"actor:{actor}": tuple(f"actor:{heir}" for heir in ends)
        for actor, ends in lineages(gazetteer).items()
        if ends != (actor,)
    }
    return Time(tuple(_thread(t) for t in threads if len(t.asks) > 1 or t.answers), heirs)


def _thread(thread: Thread) -> ThreadView:
    place = {ask.key: n for n, ask in enumerate(thread.asks)}
    return ThreadView(
        items=tuple(place),
        core=thread.core.key,
        status=thread.status.value,
        again=thread.again,
        answers=tuple(
            AnswerView(a.status.value, masked(a.who), a.when, masked(a.source)) for a in thread.answers
        ),
        alike=tuple(
            AlikeView(
                place[pair.one],
                place[pair.other],
                tuple(map(masked, pair.words)),
                tuple(f"theme:{theme}" for theme in pair.themes),
                tuple(f"actor:{actor}" for actor in pair.actors),
                pair.reviewed,
            )
            for pair in thread.pairs
        ),
    )
