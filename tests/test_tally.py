"""Counts of a collection are sums over its documents, and are what the engine answers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.errors import InnspillError
from graph.pipeline import extract
from graph.queries import document_counts, library, prepared, remember_aggregates, run
from graph.queries.binding import bound
from graph.queries.counting import summed, sums
from graph.queries.execution import kept_answer
from graph.queries.library import parse
from graph.store.disk import DiskStore
from tests.conftest import MADE, ROOT, WORKSHOP

if TYPE_CHECKING:
    from pathlib import Path

    from graph.model import Extraction

LANGUAGES = ("nb", "nn", "en")


@pytest.fixture(scope="module")
def collection() -> tuple[Extraction, ...]:
    others = (ROOT / "tests" / "documents").glob("*.txt")
    return tuple(map(extract, (WORKSHOP, *sorted(MADE.glob("*.txt")), *sorted(others)[:4])))


def asked(store: DiskStore) -> dict[tuple[str, str], object]:
    """What the engine itself answers to every query that is a sum."""
    from rdflib import Literal

    return {
        (name, language): store.ask(bound(query.text, {"language": Literal(language)}))
        for name, query in library().items()
        if query.sums
        for language in LANGUAGES
    }


def kept(store: DiskStore) -> dict[tuple[str, str], object]:
    return {
        (name, language): kept_answer(store, prepared(query.text), language)
        for name, query in library().items()
        if query.sums
        for language in LANGUAGES
    }


def test_sums_are_what_the_engine_counts_however_the_documents_came(
    collection: tuple[Extraction, ...], tmp_path: Path
) -> None:
    with DiskStore(tmp_path / "at-hand", counting=document_counts()) as store:
        for extraction in collection:
            store.add(extraction)
        remember_aggregates(store)
        direct = asked(store)
        assert len(direct) == 17 * 3
        assert kept(store) == direct
    with DiskStore(tmp_path / "read-back") as store:
        for extraction in collection:
            store.add(extraction)
        assert set(kept(store).values()) == {None}, "nothing is told before all is counted"
        remember_aggregates(store)
        assert kept(store) == direct
        store.remove(collection[1].document.slug)
        store.add(collection[0])
        remember_aggregates(store)
        assert kept(store) == asked(store) != direct
        store.add(collection[1])
        remember_aggregates(store)
        assert kept(store) == direct


def test_a_document_that_goes_leaves_nothing_in_the_sums(
    collection: tuple[Extraction, ...], tmp_path: Path
) -> None:
    with DiskStore(tmp_path, counting=document_counts()) as store:
        store.add(collection[0])
        store.add(collection[1])
        store.remove(collection[0].document.slug)
        store.remove(collection[1].document.slug)
    with closing(sqlite3.connect(tmp_path / "index.sqlite")) as base:
        assert base.execute("SELECT * FROM total").fetchall() == []


def test_other_rules_count_everything_anew(workshop: Extraction, tmp_path: Path) -> None:
    with DiskStore(tmp_path, counting=document_counts()) as store:
        store.add(workshop)
        assert store.index
        store.index.count_by(document_counts().rules)
        assert store.index.uncounted() == ()
        store.index.count_by("others")
        assert len(store.index.uncounted()) == 2
        remember_aggregates(store)
        assert kept(store) == asked(store)


def test_a_count_is_answered_the_same_kept_or_not(workshop: Extraction, tmp_path: Path) -> None:
    with DiskStore(tmp_path) as store:
        store.add(workshop)
        before = run(store, prepared(library()["themes-without-owner"].text))
        remember_aggregates(store)
        assert run(store, prepared(library()["themes-without-owner"].text)) == before
        assert before.rows


def test_every_sum_is_a_query_that_counts_by_document() -> None:
    assert {one.counts for one in sums().values()} >= {("items",), ("ownerless", "proposals")}
    broken = parse("broken", library()["themes"].text.replace("ORDER BY", "LIMIT 3 #"))
    with pytest.raises(InnspillError, match=r"ontology/queries/broken\.rq: «sums»"):
        summed(broken, "nb")
