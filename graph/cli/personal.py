"""What the summary says of personal data: how much, of which sorts, and on which lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Extraction
    from graph.privacy import Trace

#: So many lines are named in the summary.
MOST_LINES: Final = 12


def personal_data(extractions: Sequence[Extraction], lang: str, *, covered: bool) -> str:
    """One line for people; empty where nothing was found. ``covered``: it is hidden in what is written."""
    from graph.privacy import found

    every = [(x.document.slug, tuple((one.trace, one.line) for one in found(x))) for x in extractions]
    return personal_line(every, lang, covered=covered)


def personal_line(
    every: Sequence[tuple[str, Sequence[tuple[Trace, int]]]], lang: str, *, covered: bool
) -> str:
    """The same of what was found in each document: its slug, and each trace with its line."""
    from collections import Counter

    from graph.messages import messages
    from graph.privacy import Trace

    say = messages("cli", lang)
    findings = [(slug, trace, line) for slug, found in every for trace, line in found]
    if not findings:
        return ""
    counts = Counter(trace for _, trace, _ in findings)
    sorts = ", ".join(
        say[f"personal-{trace}"].format(count=counts[trace]) for trace in Trace if counts[trace]
    )
    several = len(every) > 1
    places = list(dict.fromkeys(f"{slug}:{line}" if several else str(line) for slug, _, line in findings))
    lines = ", ".join(places[:MOST_LINES]) + (" ..." if len(places) > MOST_LINES else "")
    return say["personal-covered" if covered else "personal"].format(sorts=sorts, lines=lines)
