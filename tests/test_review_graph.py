"""The review graph: who decided what, what the machine had read, and nothing of it counted by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, URIRef

from graph.model import Role
from graph.namespaces import BASE, INN, PREFIXES
from graph.queries import library
from graph.review import Act, Anchor, Decision, Review, replay
from graph.review_triples import review_graph, review_iri
from graph.store import Store
from graph.store.disk import DiskStore
from graph.store.quads import review_part
from graph.validation import validate
from tests import artefacts
from tests.reviewing import SLUG, TEXTS, decided, document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

FIRST, ASKS, UNDER, LAST = document().items


def at(second: int) -> str:
    return f"2026-01-31T08:00:{second:02}.000000Z"


def name(graph: Graph, decision: Node, property_: str) -> str:
    """The last part of a value's name: act-add is add."""
    return str(graph.value(decision, URIRef(INN + property_))).rpartition(f"{property_}-")[2]


def several() -> list[Decision]:
    """One decision of each act, and one that no longer fits."""
    gone = decided(Act.KIND, FIRST, "question", when=at(1), who="Åse")
    return [
        decided(Act.ADD, FIRST, "fk", role=Role.PARTNER, quote="Fylkene", why="står i referatet", when=at(0)),
        gone,
        decided(Act.WITHDRAW, FIRST, gone.id, when=at(2), who="Ase"),
        decided(Act.REJECT, ASKS, "kmd", role=Role.ADDRESSEE, when=at(3)),
        decided(Act.FORCE, LAST, "must", when=at(4)),
        decided(Act.CONFIRM, LAST, when=at(5)),
        decided(Act.ANSWER, LAST, "done", quote="Gjort", link="https://example.org/svar", when=at(6)),
        decided(Act.MERGE, UNDER, "hva/4", quote=TEXTS[3], when=at(7)),
        decided(Act.SPLIT, FIRST, spans=((0, 27), (28, 51)), when=at(8)),
        decided(Act.SAME, LAST, "annet/hva/1", quote="Noe likt", when=at(9)),
        decided(Act.NAME, LAST, "actor", quote="Nord-Norsk Råd", when=at(10)),
        decided(Act.SPELLING, LAST, "fk", quote="Fylka", when=at(11)),
        decided(Act.ADD, LAST, "finnes-ikke", role=Role.PARTNER, when=at(12)),
    ]


@pytest.fixture(scope="module")
def review(gazetteer: Gazetteer) -> Review:
    return replay(document(), several(), gazetteer)


def test_the_whole_graph_of_a_rejected_link(gazetteer: Gazetteer) -> None:
    no = decided(Act.REJECT, FIRST, "kmd", role=Role.ADDRESSEE, why="Spørsmålet er til fylkene", when=at(0))
    made = Graph().parse(data=review_graph(replay(document(), [no], gazetteer)).serialize(format="turtle"))
    person = "person/kari-nordmann-d07d89"
    expected = Graph().parse(
        format="turtle",
        data="".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        + f"""
        <{BASE}decision/{no.id}> a inn:Decision ;
            inn:act inn:act-reject ; inn:standing inn:standing-active ;
            inn:aboutDocument <{BASE}document/mote> ;
            inn:seenText "KMD bør samordne tiltakene. Fylkene bør få mer tid." ;
            inn:role inn:addressee ; inn:target actor:kmd ; inn:value "kmd" ;
            inn:why "Spørsmålet er til fylkene" ;
            prov:used <{BASE}document/mote/hva/1> ;
            prov:endedAtTime "2026-01-31T08:00:00.000000Z"^^xsd:dateTime ;
            prov:wasAssociatedWith <{BASE}{person}> .
        <{BASE}{person}> a prov:Person ; rdfs:label "Kari Nordmann" .
        <{BASE}document/mote/hva/1#superseded-addressee-kmd> a inn:SupersededAttribution ;
            inn:supersededOf <{BASE}document/mote/hva/1> ;
            inn:role inn:addressee ; inn:target actor:kmd ;
            inn:basis inn:explicit ; inn:rule rule:heading-asks ; inn:quote "KMD" ;
            prov:wasInvalidatedBy <{BASE}decision/{no.id}> .
        """,
    )
    assert set(made) ^ set(expected) == set()


def test_every_act_is_in_the_graph_with_its_standing(review: Review) -> None:
    graph = review_graph(review)
    found = sorted(
        (name(graph, decision, "act"), name(graph, decision, "standing"))
        for decision in graph.subjects(RDF.type, URIRef(f"{INN}Decision"))
    )
    assert found == sorted(
        [("add", "active"), ("add", "conflict"), ("kind", "withdrawn"), ("withdraw", "active"), ("reject", "active"),
         ("force", "active"), ("confirm", "active"), ("answer", "active"), ("merge", "active"), ("split", "active"),
         ("same", "active"), ("name", "active"), ("spelling", "active")]
    )  # fmt: skip
    people = {str(o) for o in graph.objects(None, URIRef("http://www.w3.org/ns/prov#wasAssociatedWith"))}
    assert len(people) == 3, "Åse and Ase are two"


def test_the_graph_with_decisions_is_valid(review: Review) -> None:
    store = Store()
    store.add_review(review)
    assert [str(v) for v in validate(store)] == []


def test_a_decided_link_without_a_decision_is_found(review: Review) -> None:
    store = Store()
    store.add(review.extraction)
    (violation,) = {v.problem for v in validate(store)}
    assert violation == "En kobling er avgjort av et menneske, men ingen avgjørelse sier av hvem"


def test_what_was_decided_is_written_the_same_every_time(gazetteer: Gazetteer) -> None:
    def written() -> str:
        store = Store()
        store.add_review(replay(document(), several(), gazetteer))
        return store.to_trig()

    assert written() == written()


def test_without_decisions_nothing_is_written(gazetteer: Gazetteer) -> None:
    plain, reviewed = Store(), Store()
    plain.add(document())
    reviewed.add_review(replay(document(), (), gazetteer))
    assert plain.to_trig() == reviewed.to_trig()


@pytest.fixture(scope="module")
def stores(
    workshop: Extraction, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[DiskStore, DiskStore]]:
    """The workshop after a third of its links were rejected, with and without the graph of that."""
    slug, texts = workshop.document.slug, {item.id: item.text for item in workshop.items}
    decisions = [
        decided(Act.REJECT, Anchor(slug, link.item, texts[link.item]), link.target, role=link.role)
        for link in workshop.attributions[::3]
    ]
    review = replay(workshop, decisions, gazetteer)
    assert len(review.superseded) == len(decisions)
    folder = tmp_path_factory.mktemp("stores")
    with DiskStore(folder / "with") as with_it, DiskStore(folder / "without") as without:
        with_it.add_review(review)
        without.add(review.extraction)
        yield with_it, without


@pytest.mark.parametrize("name", sorted(library()))
def test_no_query_counts_what_was_superseded(name: str, stores: tuple[DiskStore, DiskStore]) -> None:
    with_it, without = stores
    assert artefacts.answer(with_it, name) == artefacts.answer(without, name)


# ---- stores that last


def test_a_store_on_disk_replaces_a_document_with_its_review(
    tmp_path: Path, review: Review, gazetteer: Gazetteer
) -> None:
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{review_iri(SLUG)}> {{ ?s ?p ?o }} }}"
    with DiskStore(tmp_path / "lager") as store:
        store.add_review(review)
        assert store.ask(count).rows == ((len(review_graph(review)),),)
        assert store.extraction(SLUG) == review.extraction
        store.add_review(replay(document(), (), gazetteer))
        assert store.ask(count).rows == ((0,),)
        assert store.extraction(SLUG) == document()
        store.add_review(review)
        store.remove(SLUG)
        assert store.ask(count).rows == ((0,),)
        assert store.slugs() == ()


def test_many_documents_are_loaded_with_their_reviews(tmp_path: Path, gazetteer: Gazetteer) -> None:
    reviews = [
        replay(
            document(slug=f"d{n}"), [decided(Act.CONFIRM, Anchor(f"d{n}", FIRST.id, FIRST.text))], gazetteer
        )
        for n in range(9)
    ]
    with DiskStore(tmp_path / "lager") as store:
        assert store.put(map(review_part, reviews)) == 9
        assert store.put(map(review_part, reviews)) == 0
        found = store.ask("SELECT (COUNT(?d) AS ?n) WHERE { ?d a inn:Decision }")
        assert found.rows == ((9,),)
        assert len(store.slugs()) == 9
