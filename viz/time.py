"""From asks through time to what the page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.privacy import masked
from graph.recurrence import lineages
from viz.view import AlikeView, AnswerView, ThreadView, Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer


def over_time(threads: Sequence[Thread], gazetteer: Gazetteer) -> Time | None:
    """What the page shows over time, or document by document; None where all asks are of one document."""
    if len({ask.document for thread in threads for ask in thread.asks}) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    heirs = {
        f"actor:{actor}": tuple(f"actor:{heir}" for heir in ends)
        for actor, ends in lineages(gazetteer).items()
        if ends != (actor,)
    }
    return Time(tuple(_thread(t) for t in threads if len(t.asks) > 1 or t.answers), heirs)


def _thread(thread: Thread) -> ThreadView:
    place = {ask.key: n for n, ask in enumerate(thread.asks)}
    led = tuple((pair.other if pair.one == to else pair.one, to, pair) for to, pair in thread.reasons)
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
                place[like],
                place[to],
                tuple(map(masked, pair.words)),
                tuple(f"theme:{theme}" for theme in pair.themes),
                tuple(f"actor:{actor}" for actor in pair.actors),
                pair.reviewed,
            )
            for like, to, pair in led
        ),
    )
