"""Validation: a well-formed graph passes, and each thing that can be wrong is told with its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from graph.namespaces import ACTOR, INN, document_iri, place_iri
from graph.store import Store
from graph.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.model import Extraction

NS = Namespace(INN)
TEXT = "Hva bør KMD gjøre:\n\n1. KMD må samarbeide med FK om fagskole\n2. Mer midler\n"


@pytest.fixture
def store(extracted: Callable[..., Extraction]) -> Store:
    store = Store()
    store.add(extracted(TEXT))
    return store


def part(store: Store) -> Graph:
    return store.dataset.graph(URIRef(document_iri("made")))


def item(store: Store, number: int) -> URIRef:
    found = sorted(part(store).subjects(RDF.type, NS.Item))
    return URIRef(str(found[number - 1]))


def test_the_real_document_is_well_formed(workshop: Extraction) -> None:
    store = Store()
    store.add(workshop)
    assert validate(store) == ()


def test_a_made_document_is_well_formed(store: Store) -> None:
    assert validate(store) == ()


def remove(predicate: URIRef) -> Callable[[Store], None]:
    return lambda store: part(store).remove((item(store, 1), predicate, None))


def unknown_actor(store: Store) -> None:
    part(store).add((item(store, 1), NS.addressee, URIRef(ACTOR + "nobody")))


def unexplained(store: Store) -> None:
    part(store).add((item(store, 2), NS.partner, URIRef(ACTOR + "fk")))


def baseless(store: Store) -> None:
    link = next(part(store).subjects(RDF.type, NS.Attribution))
    part(store).remove((link, NS.basis, None))


def misquoted(store: Store) -> None:
    mention = next(part(store).subjects(RDF.type, NS.Mention))
    part(store).set((mention, NS.quote, Literal("noe annet")))


def orphan(store: Store) -> None:
    section = next(part(store).subjects(RDF.type, NS.Section))
    part(store).remove((section, DCTERMS.isPartOf, None))


def linkless(store: Store) -> None:
    found = item(store, 1)
    part(store).remove((found, NS.partner, None))


def two_kinds(store: Store) -> None:
    part(store).add((item(store, 1), RDF.type, NS.Question))


@pytest.mark.parametrize(
    ("harm", "nb", "en"),
    [
        (remove(NS.text), "Innspillet mangler tekst", "The item has no text"),
        (remove(NS.line), "mangler linjenummer", "on which line"),
        (remove(NS.document), "hører ikke til noe dokument", "belongs to no document"),
        (two_kinds, "verken forslag, spørsmål eller observasjon", "not exactly one"),
        (unknown_actor, "ingen kjent aktør", "no known actor"),
        (unexplained, "har ingen begrunnelse", "has no reason"),
        (baseless, "mangler grunnlag", "has no basis"),
        (misquoted, "Sitatet er ikke", "quote is not"),
        (orphan, "henger løst", "is an orphan"),
        (linkless, "kobling som ikke finnes", "link that does not exist"),
    ],
)
def test_each_fault_is_found_and_told_with_its_cure(
    store: Store, harm: Callable[[Store], None], nb: str, en: str
) -> None:
    harm(store)
    norwegian, english = validate(store, "nb"), validate(store, "en")
    assert [v for v in norwegian if nb in v.problem], norwegian
    assert [v for v in english if en in v.problem], english
    assert all(v.cure and v.place for v in norwegian + english)


def test_a_violation_names_the_item_and_its_line(store: Store) -> None:
    remove(NS.text)(store)
    (found,) = [v for v in validate(store) if "tekst" in v.problem]
    assert found.place == str(item(store, 1)).removeprefix(place_iri("", "").removesuffix("/"))
    assert found.line == 3
    assert (
        str(found)
        == f"{found.place} (linje 3): Innspillet mangler tekst \n    Råd: Les dokumentet inn på nytt"
    )
