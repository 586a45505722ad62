"""Reasons: why two asks are taken to be the same, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.messages import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.asks import Recurrence
    from graph.gazetteer import Gazetteer


def reason(pair: Recurrence, gazetteer: Gazetteer, language: str = "nb") -> str:
    """The sentence in ``nb``, ``nn`` or ``en``: who both ask, what both are about, which words they share."""
    say = messages("recurrence", language)
    if pair.reviewed:
        return say["reviewed"] + "."
    actors = [gazetteer.actors[a].short for a in pair.actors if a in gazetteer.actors]
    themes = [gazetteer.label(t, language) for t in pair.themes if t in gazetteer.themes]
    words = [say["quoted"].format(word=word) for word in pair.words]
    named = {"actors": actors, "themes": themes, "words": words}
    parts = [say[kind].format(names=_joined(some, say["and"])) for kind, some in named.items() if some]
    return say["reason"].format(parts="; ".join(parts or [say["letters"]]))


def _joined(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]
