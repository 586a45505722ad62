"""What the summary says of personal data: how much, of which sorts, and on which lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Extraction

#: So many lines are named in the summary.
MOST_LINES: Final = 12


def personal_data(extractions: Sequence[Extraction], lang: str, *, covered: bool) -> str:
    """One line for people; empty where nothing was found. ``covered``: it is hidden in what is written."""
    from collections import Counter

    from graph.messages import messages
    from graph.privacy import Trace, found

    say = messages("cli", lang)
    findings = [(n, one) for n, extraction in enumerate(extractions) for one in found(extraction)]
    if not findings:
        return ""
    counts = Counter(one.trace for _, one in findings)
    sorts = ", ".join(
        say[f"personal-{trace}"].format(count=counts[trace]) for trace in Trace if counts[trace]
    )
    several = len(extractions) > 1
    places = list(
        dict.fromkeys(
            f"{extractions[n].document.slug}:{one.line}" if several else str(one.line) for n, one in findings
        )
    )
    lines = ", ".join(places[:MOST_LINES]) + (" ..." if len(places) > MOST_LINES else "")
    return say["personal-covered" if covered else "personal"].format(sorts=sorts, lines=lines)
