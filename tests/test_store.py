"""The homes of the graph: same answers, one document at a time, whole or not at all."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import RDF, Literal, URIRef

from graph.errors import InnspillError
from graph.queries import library, remember_aggregates, run
from graph.queries.execution import prepared
from graph.store import Store, loading, quads
from graph.store import disk as on_disk
from graph.store.disk import DiskStore
from graph.store.index import folded
from graph.store.opening import opened
from graph.store.quads import Part, document_part
from graph.triples import NS, to_graph
from tests import artefacts
from tests.conftest import ROOT
from tests.files.loader import LINES, made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model import Extraction


@pytest.fixture(scope="module")
def disk(workshop: Extraction, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiskStore]:
    with DiskStore(tmp_path_factory.mktemp("disk")) as store:
        store.add(workshop)
        yield store


@pytest.mark.parametrize("name", sorted(library()))
def test_the_store_on_disk_gives_the_expected_rows(name: str, disk: DiskStore) -> None:
    expected = (artefacts.EXPECTED / f"{name}.csv").read_bytes().decode()
    assert artefacts.to_csv(artefacts.answer(disk, name)) == expected


def test_a_document_reads_back_from_disk_as_it_was(disk: DiskStore, workshop: Extraction) -> None:
    assert disk.extraction("verksted-2021") == workshop
    with pytest.raises(KeyError):
        disk.extraction("annet")


def test_ask_and_construct_answer_alike_in_memory_and_on_disk(disk: DiskStore, workshop: Extraction) -> None:
    memory = Store()
    memory.add(workshop)
    for text in (
        "ASK { ?i inn:addressee actor:kmd }",
        "CONSTRUCT { ?i a inn:Item ; inn:line ?l } WHERE { ?i inn:addressee actor:nokut ; inn:line ?l }",
        "SELECT (1.5 AS ?a) (true AS ?b) (STRDT('2021', xsd:gYear) AS ?c) (?none AS ?d) WHERE { }",
    ):
        assert run(disk, prepared(text)) == run(memory, prepared(text))


def test_a_changed_document_takes_the_place_of_the_old(workshop: Extraction, tmp_path: Path) -> None:
    less = replace(workshop, attributions=(), mentions=(), items=workshop.items[:3])
    with DiskStore(tmp_path) as store:
        assert store.put([document_part(workshop)]) == 1
        assert store.put([document_part(workshop)]) == 0, "nothing is new"
        assert store.put([document_part(less)]) == 1
        assert store.extraction("verksted-2021") == less
        assert len(store.holding("a") or ()) <= 3
        store.remove("verksted-2021")
        assert store.slugs() == ()
        assert store.ask("SELECT * WHERE { ?i a inn:Item }").rows == ()
        assert store.ask("SELECT * WHERE { ?c dcat:dataset ?d }").rows == (
            ("https://w3id.org/innspill/catalogue", "https://w3id.org/innspill/graph/vocabulary"),
        )


def named(one: Part, name: str) -> Part:
    """A document under another name."""
    return Part(name, *(text.replace(one.name, name) for text in (one.triples, one.described)))


def test_documents_loaded_in_several_batches_are_as_those_added_one_by_one(
    workshop: Extraction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = document_part(
        replace(workshop, attributions=(), mentions=(), items=workshop.items[:3], sections=())
    )
    parts = [named(one, f"{one.name}-{n:02}") for n in range(27)]
    monkeypatch.setattr(quads, "BATCH", 9 * len(one.triples))
    monkeypatch.setattr(on_disk, "LEAST_AT_ONCE", 5 * len(one.triples))
    changed = replace(parts[0], triples=parts[0].triples.replace("grønn kompetanse", "blå kompetanse"))
    everything = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?g), 'verksted')) }"
    with DiskStore(tmp_path / "many") as store:
        assert store.put([*parts, changed]) == 28, "the last is one of the first batch, changed"
        assert store.put(parts[1:]) == 0
        many = sorted(map(str, store.ask(everything).rows))
        places = len(store.holding("kompetanse") or ())
    with DiskStore(tmp_path / "few") as store:
        for part in (*parts, changed):
            store.put([part])
        assert sorted(map(str, store.ask(everything).rows)) == many
        assert len(store.holding("kompetanse") or ()) == places


def test_what_was_read_before_a_document_that_cannot_be_is_kept(workshop: Extraction, tmp_path: Path) -> None:
    def parts() -> Iterator[Part]:
        yield document_part(workshop)
        raise InnspillError("graph-not-read")

    with DiskStore(tmp_path) as store:
        with pytest.raises(InnspillError, match="lar seg ikke lese"):
            store.put(parts())
        assert store.slugs() == ("verksted-2021",)


def test_an_index_that_is_gone_is_made_anew(workshop: Extraction, tmp_path: Path) -> None:
    with DiskStore(tmp_path) as store:
        store.add(workshop)
        found = store.holding("fagskole")
        known = store.index and store.index.holding("hogare utdanning", "actor")
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with DiskStore(tmp_path) as store:
        assert found
        assert store.holding("fagskole") == found
        assert store.index
        assert store.index.holding("hogare utdanning", "actor") == known


def test_a_document_is_written_alike_by_way_of_a_graph_and_without(workshop: Extraction) -> None:
    assert document_part(workshop).triples == quads.lines(to_graph(workshop))


def test_texts_are_found_in_the_lines_whatever_they_hold() -> None:
    r"""Quotation marks, backslashes, line ends, and a text that looks like a line of its own."""
    text = 'sa "ja" \\ og\n\tnei> <https://w3id.org/innspill/ns#text> "x" .\r \\u00e5 æ'
    item, other = (
        URIRef("https://w3id.org/innspill/document/a/1"),
        URIRef("https://w3id.org/innspill/document/a/2"),
    )
    lines = quads.lines(
        [(item, RDF.type, NS.Item), (item, NS.text, Literal(text)), (other, NS.text, Literal("b"))]
    )
    assert list(quads.texts(lines)) == [(str(item), "item", text)]
    again = "".join(
        f"{triple} .\n" for triple in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    )
    assert list(quads.texts(again)) == [(str(item), "item", text)], "as the engine writes it"


def test_answers_worked_out_at_load_are_forgotten_at_the_next(workshop: Extraction, tmp_path: Path) -> None:
    with DiskStore(tmp_path) as store:
        store.add(workshop)
        direct = artefacts.answer(store, "themes")
        remember_aggregates(store)
        assert artefacts.answer(store, "themes") == direct
        assert artefacts.answer(store, "themes", given={"actor": "KMD"}) != direct
        store.remove("verksted-2021")
        assert artefacts.answer(store, "themes").rows == ()


def test_one_writer_at_a_time_and_readers_beside_it(tmp_path: Path, workshop: Extraction) -> None:
    with DiskStore(tmp_path) as store:
        store.add(workshop)
        store.engine.flush()
        with opened(str(tmp_path)) as reader:
            assert reader.slugs() == ("verksted-2021",)
        code = f"from pathlib import Path; from graph.store.disk import DiskStore; DiskStore(Path({str(tmp_path)!r}))"
        second = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "en annen prosess skriver til lageret" in second.stderr


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(InnspillError, match="ikke noe lager"):
        DiskStore(tmp_path, read_only=True)


@pytest.mark.parametrize(
    "words", ["kompetanse", "Fylkes", "åpen", "IN", "§", "næring", 'sa "ja"', "% _ *", "løft"]
)
def test_the_index_finds_what_contains_finds(words: str, disk: DiskStore, workshop: Extraction) -> None:
    there = {f"verksted-2021/{i.id}" for i in workshop.items if words.lower() in i.text.lower()}
    assert {row[-1] for row in artefacts.answer(disk, "search", given={"words": words}).rows} == there


def test_search_folds_norwegian_letters() -> None:
    assert folded("Høgskolen i ÅS") == folded("hogskolen i aas") == "hogskolen i as"
    assert folded("næring") == folded("naering")
    assert folded("Café") == "cafe"


def test_search_finds_names_by_their_variants(disk: DiskStore) -> None:
    assert disk.index is not None
    found = disk.index.holding("hogare utdanning", "actor")
    assert "https://w3id.org/innspill/actor/hkdir" in found


@pytest.mark.integration
def test_a_load_killed_at_any_moment_leaves_every_document_whole(tmp_path: Path) -> None:
    """Twenty kills, each at a random moment of loading; the same store goes on."""
    chance = random.Random(20)  # noqa: S311 - not for secrets
    for turn in range(20):
        command = [sys.executable, "-m", "tests.files.loader", str(tmp_path), str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loader:
            assert loader.stdout is not None
            assert loader.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.35))
            loader.kill()
        with DiskStore(tmp_path) as store:
            check_whole(store)
    assert len(list(tmp_path.iterdir())) >= 2


@pytest.mark.parametrize("most", [0, 10_000_000])
def test_a_large_graph_is_changed_where_it_differs(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one transaction, or as loads are; and one that was cut off leaves nothing of it."""
    monkeypatch.setattr(on_disk, "LEAST_AT_ONCE", 0)
    monkeypatch.setattr(on_disk, "AMENDED_AT_ONCE", most)
    monkeypatch.setattr(loading, "REMOVED_AT_ONCE", 2)
    name = "https://w3id.org/innspill/graph/recurrence"

    def part(numbers: range, title: str) -> Part:
        said = (
            (URIRef(f"{NS}x{n}"), NS.score, Literal(f'0.{n} "æ"\n', lang="nb"))
            for n in numbers
        )  # fmt: skip
        return quads.annotation_part(name, said, title)

    old, new = part(range(9), "Før"), part(range(4, 14), "Etter")
    with DiskStore(tmp_path / "fresh") as fresh, DiskStore(tmp_path / "changed") as changed:
        fresh.put([new])
        assert [changed.put([old]), changed.put([new]), changed.put([new])] == [1, 1, 0]
        everything = "SELECT ?g ?s ?p ?o WHERE { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
        assert sorted(map(str, changed.ask(everything).rows)) == sorted(map(str, fresh.ask(everything).rows))
        if not most:
            monkeypatch.setattr(loading.Loading, "_load", killed)
            with pytest.raises(RuntimeError, match="killed"):
                changed.put([old])
    monkeypatch.undo()
    gc.collect()  # the error's frames hold the engine, and with it the lock
    with DiskStore(tmp_path / "changed") as again:
        left = again.ask(f"SELECT ?s WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").rows
        assert len(left) == (len(range(4, 14)) if most else 0)
        assert again.put([new]) == (0 if most else 1)


def killed(_loading: object, _parts: object) -> None:
    raise RuntimeError("killed")


def check_whole(store: DiskStore) -> None:
    rows = store.ask(
        "SELECT ?g (COUNT(?s) AS ?n) (SAMPLE(?v) AS ?version) (COUNT(DISTINCT ?v) AS ?versions) WHERE {"
        " GRAPH ?g { ?s inn:text ?t } FILTER (?g != <https://w3id.org/innspill/graph/vocabulary>)"
        ' BIND (STRBEFORE(?t, " ") AS ?v) } GROUP BY ?g'
    ).rows
    assert all(row[1] == LINES and row[3] == 1 for row in rows)
    titles = dict(
        store.ask(
            "SELECT ?d ?title WHERE { ?d dcterms:title ?title FILTER (CONTAINS(STR(?d), '/document/')) }"
        ).rows
    )
    assert titles == {name: f"{name} {version}" for name, _, version, _ in rows}
    assert set(titles) == set(store.slugs())
    assert store.index is not None
    for name, _, version, _ in rows:
        part = made(str(name), int(str(version)))
        assert store.index.parts()[part.name] == part.digest
