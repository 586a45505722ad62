"""The first rows of a query that lists items are those of the whole answer."""

from __future__ import annotations

import csv
import io
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from graph.cli.app import app
from graph.gazetteer import load
from graph.pipeline import extract
from graph.queries import library, paging, prepared, resolve, run
from graph.queries.paging import Screen, first, pageable
from graph.store.disk import DiskStore
from graph.store.memory import Store
from tests.conftest import MADE, ROOT, WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGED = tuple(name for name, query in library().items() if pageable(query.text))
OTHERS = {
    "asked-of": (
        {"actor": "FK"},
        {"actor": "KMD", "force": "should"},
        {"actor": "NOKUT", "theme": "fagskole"},
    ),
    "involving": ({"actor": "NHO"},),
    "search": ({"words": "kompetanse"}, {"words": "ordet finnes ikke"}),
    "where-does-it-say": ({}, {"theme": "realkompetanse"}),
    "who-is-asked-what": ({}, {"force": "may"}),
    "by-basis": ({"basis": "explicit", "actor": "KD"}, {"basis": "review"}),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiskStore]:
    others = sorted((ROOT / "tests" / "documents").glob("*.txt"))[:6]
    with DiskStore(tmp_path_factory.mktemp("paged")) as made:
        for path in (WORKSHOP, *sorted(MADE.glob("*.txt")), *others):
            made.add(extract(path))
        yield made


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps so small that some documents already make several."""
    for name, value in {"FIRST": 1, "GROWTH": 2, "SCREENED": 2, "TRIED": 1, "RARE": 2}.items():
        monkeypatch.setattr(paging, name, value)


def arguments(name: str) -> list[dict[str, str]]:
    options = shlex.split(library()[name].example)
    example = {key[2:]: value for key, value in zip(options[::2], options[1::2], strict=True)}
    example.pop("document", None)
    return [example, *OTHERS.get(name, ())]


@pytest.mark.parametrize("name", PAGED)
def test_a_page_is_the_beginning_of_the_whole(name: str, store: DiskStore) -> None:
    assert len(store.slugs()) > 4
    query = library()[name]
    for given in arguments(name):
        terms = resolve(query, given, load(), ())
        whole = run(store, prepared(query.text), terms)
        for count in (1, 5, 50, 10_000):
            page = first(store, prepared(query.text), count, terms)
            assert page.table.columns == whole.columns
            assert page.table.rows == whole.rows[:count]
            assert page.more is (len(whole.rows) > count)


def test_which_queries_are_paged_stands_in_their_text() -> None:
    assert {"asked-of", "by-basis", "search", "where-does-it-say", "who-is-asked-what"} < set(PAGED)
    assert not {"asked-about", "changed-since", "documents", "themes", "answers"} & set(PAGED)
    text = library()["asked-of"].text
    assert pageable(text)
    assert not pageable(f"{text}\nLIMIT 3")
    assert not pageable(text.replace("?doc ?order", "DESC(?doc) ?order"))
    assert not pageable(text.replace("FILTER (!BOUND(?document) || ?doc = ?document)", ""))


def test_other_queries_and_one_document_are_cut(store: DiskStore) -> None:
    query = library()["documents"]
    whole = run(store, prepared(query.text))
    page = first(store, prepared(query.text), 2)
    assert (page.table.rows, page.more) == (whole.rows[:2], True)
    query = library()["asked-of"]
    terms = resolve(query, {"actor": "KMD", "document": "verksted-2021"}, load(), store.slugs())
    whole = run(store, prepared(query.text), terms)
    assert first(store, prepared(query.text), 3, terms).table.rows == whole.rows[:3]


def test_a_graph_in_memory_is_cut_too(store: DiskStore) -> None:
    memory = Store()
    memory.add(store.extraction("verksted-2021"))
    query = library()["sub-points"]
    whole = run(memory, prepared(query.text))
    page = first(memory, prepared(query.text), 4)
    assert (page.table.rows, page.more) == (whole.rows[:4], True)


def test_documents_without_what_is_named_are_not_asked(store: DiskStore) -> None:
    asked: list[str] = []

    class Heard:
        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def ask(self, text: str) -> object:
            asked.append(text)
            return store.ask(text)

    query = library()["asked-of"]
    terms = resolve(query, {"actor": "Skatteetaten"}, load(), ())
    first(Heard(), prepared(query.text), 10_000, terms)  # type: ignore[arg-type]
    rows = [text for text in asked if "?marker" in text]
    held = {
        str(row[0])
        for row in store.ask(
            "SELECT DISTINCT (STR(?g) AS ?iri) WHERE { GRAPH ?g { ?s ?p <https://w3id.org/innspill/actor/skatteetaten> } }"
        ).rows
    }
    named = {
        word.strip("<>")
        for text in rows
        for word in text.split()
        if word.startswith("<https://w3id.org/innspill/document/")
    }
    assert named == held


def test_a_screen_takes_in_order_and_ends() -> None:
    screen = Screen(None, ["a", "b", "c"], [], "")  # type: ignore[arg-type]

    def taken(size: int) -> list[str]:
        work = screen.take(size)
        with pytest.raises(StopIteration) as done:
            next(work)
        found: list[str] = done.value.value
        return found

    assert [taken(2), taken(2), taken(2)] == [["a", "b"], ["c"], []]


@pytest.mark.parametrize(
    ("options", "rows", "told"),
    [(["--first", "3"], 3, "--first 0"), (["--first", "0"], None, ""), ([], None, "")],
)
def test_the_command_gives_the_first_rows_and_says_how_to_get_all(
    options: list[str], rows: int | None, told: str, tmp_path: Path
) -> None:
    with DiskStore(tmp_path) as made:
        made.add(extract(WORKSHOP))
    command = ["query", "sub-points", "--source", str(tmp_path), "--format", "csv", *options]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0
    with DiskStore(tmp_path) as made:
        whole = run(made, prepared(library()["sub-points"].text)).rows
    found = list(csv.reader(io.StringIO(done.stdout.lstrip("\ufeff")), delimiter=";"))[1:]
    assert len(found) == (rows or len(whole)) > 0
    assert told in done.stderr
    assert bool(told) == bool(done.stderr)
