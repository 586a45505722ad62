"""The explorer's page of reviewed documents, for the commands that make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis import Analysis
    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.review import Review
    from graph.store import Store


def explorer(
    reviews: Sequence[Review],
    store: Store,
    gazetteer: Gazetteer,
    *,
    lang: str,
    graph: str,
    threads: Sequence[Thread],
    analysis: Analysis,
) -> str:
    """The page as HTML; addresses and numbers of persons are covered in what people decided too.

    Args:
        reviews: the documents as people decided them.
        store: the same as a graph, with what recurs in them.
        gazetteer: the names of actors, themes and rules, the documents' own included.
        lang: the page's language until the reader chooses another.
        graph: the store as TriG.
        threads: the asks through time.
        analysis: what the networks show.
    """
    from graph.judgements import judgements_in
    from graph.redaction import mailed
    from viz.page import render_page

    safe = mailed(reviews)
    if safe != tuple(reviews):
        store = type(store).of_reviews(safe)
        graph = store.to_trig()
    if _places(safe) != _places(reviews):
        threads = ()  # they go by the items' addresses, some of which are covered
    return render_page(
        [review.extraction for review in safe],
        gazetteer,
        lang,
        graph=graph,
        analysis=analysis,
        threads=threads,
        judgements=judgements_in(store),
    )


def _places(reviews: Sequence[Review]) -> list[tuple[str, str]]:
    return [(one.extraction.document.slug, item.id) for one in reviews for item in one.extraction.items]
