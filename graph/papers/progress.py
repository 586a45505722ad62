"""Progress: how often an ask has been made and what came of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.comparison import Thread
    from graph.papers.asks import Ask


def by_item(threads: Iterable[Thread]) -> dict[str, Thread]:
    """Each ask's thread, by the document's slug and the item's place."""
    return {ask.key: thread for thread in threads for ask in thread.asks}


def thread_of(ask: Ask, threads: Mapping[str, Thread]) -> Thread | None:
    """The ask through time, where it was made in several years or anything came of it."""
    thread = threads.get(f"{ask.document.slug}/{ask.item.id}")
    return thread if thread and (len(thread.years) > 1 or thread.answers) else None


def progress(thread: Thread, language: str) -> str:
    """The years it was asked in, its status, and who said so when and where."""
    say, states = messages("brief", language), messages("recurrence", language)
    parts = []
    if len(thread.years) > 1:
        parts.append(say["asked-in"].format(years=", ".join(thread.years)))
    said = states[thread.status.value]
    if thread.answers:
        last = thread.answers[-1]
        who = " ".join(part for part in (last.who, last.when) if part)
        said += f", {say['according-to'].format(who=who)}" if who else ""
        said += f": {last.source}" if last.source else ""
    parts.append(said)
    return "; ".join(parts)
