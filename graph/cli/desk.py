"""What ``innspill serve --review`` lays out: documents with their logs, the review page, a token."""

from __future__ import annotations

import getpass
import os
import secrets
from typing import TYPE_CHECKING, Final

import typer

from graph.errors import InnspillError
from graph.messages import chosen, messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.endpoint.deciding import Reviewing
    from graph.endpoint.desk import Desk
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Log, Review

#: Files that hold a graph, not a document.
GRAPHS: Final = frozenset({".trig", ".ttl"})
#: As many items as the explorer shows, which is made anew while people review.
MOST_ITEMS: Final = 5000


def reviewing(
    sources: Sequence[Path], decisions: Path | None, lang: str, token: str, *, alone: bool
) -> Reviewing:
    """The desk with its page.

    Args:
        sources: documents, each with its log beside it.
        decisions: the log of all of them, in place of those.
        lang: the page's language until the reader chooses another.
        token: what a write must show; made up where there is none.
        alone: only the one who started the server reaches it, so that the system's name may stand for theirs.

    Raises:
        InnspillError: a source is no document, or a log cannot be opened.
    """
    from graph.endpoint.deciding import Reviewing
    from viz.review_page import render_review

    desk = _desk(sources, decisions, lang, alone=alone)
    token = token or secrets.token_urlsafe(18)
    return Reviewing(desk, render_review(desk.gazetteer, lang), token)


def _desk(sources: Sequence[Path], decisions: Path | None, lang: str, *, alone: bool) -> Desk:
    from graph.cli.rereading import Rereading
    from graph.endpoint.desk import Desk
    from graph.gazetteer import load

    gazetteer = load()
    logs: dict[Path, Log] = {}
    found: dict[str, tuple[Extraction, Log]] = {}
    for source in sources:
        machine = _read(source, gazetteer, lang)
        slug = machine.document.slug
        if slug in found:
            raise InnspillError("same-name", where=str(source), cure="rename-files", slug=slug)
        found[slug] = machine, _log(source, decisions, logs)
    count = sum(len(machine.items) for machine, _ in found.values())
    if count > MOST_ITEMS:
        raise InnspillError(
            "too-many-to-review",
            where=str(sources[0]),
            cure="split-documents",
            count=count,
            most=MOST_ITEMS,
        )

    def made(reviews: Sequence[Review]) -> tuple[str, str]:
        return _published(reviews, gazetteer, lang)

    again = {
        slug: Rereading(source, slug, lambda path: _read(path, gazetteer, lang))
        for slug, source in zip(found, sources, strict=True)
    }
    return Desk(found.values(), gazetteer, made, getpass.getuser() if alone else "", again)


def _read(source: Path, gazetteer: Gazetteer, lang: str) -> Extraction:
    from graph.cli.reading import read_document

    if source.is_dir() or source.suffix.lower() in GRAPHS:
        raise InnspillError(
            "review-needs-document",
            where=str(source),
            cure="give-source-file",
        )
    return read_document(source, gazetteer, lang=lang)


def _log(source: Path, decisions: Path | None, logs: dict[Path, Log]) -> Log:
    """The log of a document, opened once; a new one begins with what its export beside it holds."""
    from graph.cli.deciding import log_beside
    from graph.review import LINES, Log, read_lines

    path = decisions or log_beside(source)
    if path in logs:
        return logs[path]
    log = logs[path] = Log(path)
    lines = source.parent / LINES
    if decisions is None and lines.exists():
        if log.version() == 0:
            log.append(read_lines(lines))
        elif missing := set(read_lines(lines)) - set(log.decisions()):
            told = messages("review", chosen())["lines-missing"]
            typer.echo(told.format(lines=lines, count=len(missing), log=path.name), err=True)
    return log


def _published(reviews: Sequence[Review], gazetteer: Gazetteer, lang: str) -> tuple[str, str]:
    """The graph as TriG and the explorer's page, as ``innspill build`` would make them."""
    from graph.analysis import analyse
    from graph.cli.explorer import explorer
    from graph.cli.recurring import followed
    from graph.store import Store

    store = Store.of_reviews(reviews)
    extractions = [review.extraction for review in reviews]
    known = gazetteer.including(c for one in extractions for c in one.candidates)
    threads, analysis = followed(store, known, lang), analyse(store, known)
    graph = store.to_trig()
    page = explorer(reviews, store, known, lang=lang, graph=graph, threads=threads, analysis=analysis)
    return graph, page


def invitation(address: str, token: str) -> str:
    """The address to open; a token that was made up stands in the fragment, which no request carries."""
    given = os.environ.get("INNSPILL_TOKEN", "")
    return f"{address}review" if given else f"{address}review#token={token}"
