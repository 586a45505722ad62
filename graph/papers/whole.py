"""The report on whole documents as a paper: the overview, then every ask with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.papers.entries import Wording
from graph.papers.letter import by_force, numbered, subjects
from graph.papers.overview import overview
from graph.papers.paper import Bullets, Heading, Paper, Text
from graph.papers.progress import by_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis import Analysis
    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.papers.asks import Brief
    from graph.papers.paper import Block


def whole(
    brief: Brief,
    analysis: Analysis,
    gazetteer: Gazetteer,
    language: str = "nb",
    threads: Sequence[Thread] = (),
) -> Paper:
    """The report, in ``nb``, ``nn`` or ``en``.

    Args:
        brief: what everybody is asked in the documents.
        analysis: what their networks show.
        gazetteer: the names of actors and themes, those of the documents among them.
        language: the language of everything but the items' own words.
        threads: the asks through time.
    """
    words = Wording(gazetteer, language, threads=by_item(threads))
    say = words.say
    findings = overview(analysis, gazetteer, language, threads)
    asks: tuple[Block, ...] = (
        Heading(say["overview"]),
        Text(say["overview-text"]),
        by_force(brief, words),
        Heading(say["all-asks"]),
        Text(say["asks-text"]),
        *numbered(brief, words),
        Heading(say["about"]),
        Text(say["about-text"]),
        Bullets(tuple((d.source, say["checksum"].format(sha256=d.sha256)) for d in brief.documents)),
    )
    return Paper(findings.title, subjects(brief), language, (*findings.blocks, *asks), say["page"])
