"""Triples: what goes in comes back, the same on every run, and nothing without a name."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Dataset, Graph

from graph.errors import InnspillError
from graph.model import (
    Attribution,
    Basis,
    ConceptKind,
    Document,
    Extraction,
    Force,
    Item,
    Kind,
    Mention,
    Role,
    Section,
)
from graph.store import Store
from graph.triples import from_graph, slugs, to_graph
from tests.conftest import ROOT, WORKSHOP

if TYPE_CHECKING:
    from pathlib import Path

    from graph.model import Extraction as Found

IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}(/[a-z0-9-]{1,8}){0,2}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60) | st.sampled_from(
    ['"""', "\\", "a\nb", "<b>", "{} . @prefix", "'", "\u2028", "tab\t"]
)
NUMBERS = st.integers(1, 10_000)
DATES = st.sampled_from(["", "2021", "2021-12", "2021-12-01"])


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    document = Document(
        draw(NAMES), draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(st.sampled_from(["nb", "nn"])), draw(DATES),
        draw(NUMBERS), draw(st.just("") | NAMES), draw(st.sampled_from(["", "workshop", "letter"])),
        draw(st.just("") | NAMES),
    )  # fmt: skip
    ids = draw(st.lists(IDS, unique=True, max_size=8))
    cut = draw(st.integers(0, len(ids)))
    sections = [
        Section(
            n,
            id_,
            draw(TEXTS),
            draw(TEXTS),
            draw(st.sampled_from(["", *ids[:cut][:n]])),
            draw(NUMBERS),
            n % 3,
        )
        for n, id_ in enumerate(ids[:cut])
    ]
    items = [
        Item(
            cut + n, id_, draw(st.sampled_from(["", *ids[:cut]])), draw(TEXTS), draw(TEXTS),
            draw(st.sampled_from(["", *ids[cut:]])), draw(NUMBERS), draw(NUMBERS), n % 2,
            draw(st.sampled_from(Kind)), draw(st.none() | st.sampled_from(Force)),
        )
        for n, id_ in enumerate(ids[cut:])
    ]  # fmt: skip
    mentions, links = {}, {}
    for item in items:
        for role in draw(st.lists(st.sampled_from(Role), unique=True, max_size=3)):
            kind = ConceptKind.THEME if role is Role.SUBJECT else ConceptKind.ACTOR
            concept = draw(NAMES)
            start = draw(st.integers(0, 50))
            found = Mention(draw(st.sampled_from(ids)), start, start + 2, draw(TEXTS), kind, concept)
            key = (found.where, found.start, found.end, found.kind, found.concept)
            mention = mentions.setdefault(key, found)
            link = Attribution(item.id, role, concept, draw(st.sampled_from(Basis)), draw(NAMES), mention)
            links[item.id, role, concept] = link
    return Extraction(
        document,
        tuple(sections),
        tuple(items),
        tuple(sorted(mentions.values())),
        tuple(sorted(links.values())),
    )


@given(extractions())
@settings(max_examples=150, deadline=None)
def test_every_extraction_comes_back_as_it_was(extraction: Extraction) -> None:
    text = to_graph(extraction).serialize(format="turtle")
    again = from_graph(Graph().parse(data=text, format="turtle"), extraction.document.slug)
    assert again == extraction


def test_the_workshop_comes_back_through_a_file(workshop: Found, tmp_path: Path) -> None:
    store = Store()
    store.add(workshop)
    for name, text in (("graph.trig", store.to_trig()), ("graph.ttl", store.to_turtle())):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        again = Store.read(path)
        assert again.slugs() == ("verksted-2021",)
        assert from_graph(again.union(), "verksted-2021") == workshop
    assert Store.read(tmp_path / "graph.trig").to_trig() == store.to_trig()


def test_there_are_no_blank_nodes_and_one_graph_a_document(workshop: Found) -> None:
    store = Store()
    store.add(workshop)
    again = Dataset()
    again.parse(data=store.to_trig(), format="trig")
    assert not [term for quad in again.quads() for term in quad if isinstance(term, BNode)]
    assert {str(g.identifier) for g in again.graphs() if len(g)} == {
        "https://w3id.org/innspill/document/verksted-2021",
        "https://w3id.org/innspill/graph/vocabulary",
        "urn:x-rdflib:default",
    }


def test_reading_a_document_again_replaces_it(workshop: Found) -> None:
    store = Store()
    store.add(workshop)
    once = store.to_trig()
    store.add(workshop)
    assert store.to_trig() == once


@pytest.mark.integration
def test_the_same_document_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "from pathlib import Path; from graph.pipeline import extract; from graph.store import Store;"
        "from hashlib import sha256 as h; s = Store(); s.add(extract(Path(__import__('sys').argv[1])));"
        "print(h(s.to_trig().encode()).hexdigest(), h(s.to_turtle().encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(WORKSHOP)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(runs) == 1


def test_two_links_of_the_same_name_fail_loudly() -> None:
    mention = Mention("a", 0, 2, "FK", ConceptKind.ACTOR, "fk")
    link = Attribution("a", Role.PARTNER, "fk", Basis.EXPLICIT, "named", mention)
    document = Document("d", "t", "s", "0")
    item = Item(1, "a", "", "FK")
    with pytest.raises(ValueError, match="stands twice"):
        to_graph(Extraction(document, (), (item,), (mention,), (link, link)))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("missing.trig", None, "lar seg ikke lese"),
        ("bad.trig", b"@prefix inn: <x> .\n<a> inn:b", "ugyldig trig"),
        ("bad.ttl", b"\xff\xfe\x00", "ikke UTF-8"),
        ("none.ttl", b"<http://a> <http://b> <http://c> .", "ingen dokumenter"),
    ],
)
def test_a_bad_graph_file_is_told_with_its_name_and_cure(
    tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InnspillError, match=says) as caught:
        Store.read(path)
    assert name in str(caught.value)
    assert "innspill build" in str(caught.value)


def test_a_graph_without_documents_has_no_slugs() -> None:
    assert slugs(Graph()) == ()
