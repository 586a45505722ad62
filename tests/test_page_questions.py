"""SPARQL inside the page: the named questions, one's own, limits, and the answer in the picture."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graph.queries import library, named, prepared, resolve, run
from graph.store import Store
from graph.tables import to_csv
from tests.browsing import texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from tests.browsing import Open

VALUES = {
    "actor": "kmd",
    "theme": "fagskole",
    "document": "verksted-2021",
    "force": "should",
    "basis": "heading",
    "words": "kompetanse",
    "since": "2021",
}


def by_library(store: Store, name: str, given: dict[str, str], gazetteer: Gazetteer) -> list[list[str]]:
    """The answer that the command writes as CSV."""
    query = named(name)
    bindings = resolve(query, given, gazetteer.including(store.candidates()), store.slugs())
    table = run(store, prepared(query.text), bindings, language="nb")
    return list(csv.reader(io.StringIO(to_csv(table, "nb").removeprefix("\ufeff")), delimiter=";"))


def by_page(page: Page, name: str, given: dict[str, str]) -> list[list[str]]:
    arguments = "".join(f"&a.{key}={value}" for key, value in given.items())
    page.evaluate(f"location.hash = '#view=sporsmal&query={name}{arguments}'")
    expect(page.locator("#query")).to_have_value(name)
    tools = page.locator("#answer .exports button:has-text('CSV')")
    expect(tools).to_have_count(1, timeout=15_000)
    with page.expect_download() as saved:
        tools.click()
    return list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig")), delimiter=";"))


@pytest.mark.integration
def test_every_named_question_answers_in_the_page_as_on_the_command_line(
    opened: Open, workshop: Extraction, gazetteer: Gazetteer
) -> None:
    store = Store()
    store.add(workshop)
    page = opened(fragment="#view=sporsmal")
    assert len(texts(page, ".questionlist li")) == len(library())
    different = []
    for query in library().values():
        required = {p.name: VALUES[p.name] for p in query.parameters if p.required}
        chosen = {
            p.name: VALUES[p.name] for p in query.parameters if p.required or p.name in {"actor", "theme"}
        }
        for given in [required] if chosen == required else [required, chosen]:
            expected = by_library(store, query.name, given, gazetteer)
            found = by_page(page, query.name, given)
            if found != expected:
                different.append((query.name, given, expected[:3], found[:3]))
    assert different == []


def test_a_question_is_chosen_and_answered_by_drop_downs(opened: Open) -> None:
    page = opened(fragment="#view=sporsmal")
    page.select_option("#query", "asked-of")
    expect(page.locator("#answer")).to_contain_text("Velg aktør")
    page.select_option("#a-actor", "hkdir")
    expect(page.locator("#answer .results tbody tr >> nth=0")).to_be_visible()
    page.select_option("#a-theme", "realkompetanse")
    expect(page.locator("#answer")).to_contain_text("rad")
    page.click("#answer .results a >> nth=0")
    expect(page.locator("#panel .item")).not_to_have_count(0)
    assert "a.actor=hkdir" in page.evaluate("location.hash")


def run_own(page: Page, sparql: str) -> None:
    if not page.locator(".editor[open]").count():
        page.click(".editor > summary")
    page.fill("#sparql", sparql)
    page.click(".editor button:has-text('Kjør')")


def test_ones_own_sparql_runs_and_the_link_keeps_it(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#view=sporsmal")
    run_own(page, "SELECT (COUNT(?i) AS ?items) WHERE { ?i a inn:Item }")
    expect(page.locator("#answer .results td")).to_have_text(str(len(workshop.items)))  # type: ignore[attr-defined]
    again = opened(fragment=page.evaluate("location.hash"))
    expect(again.locator("#answer .results td")).to_have_text(str(len(workshop.items)))  # type: ignore[attr-defined]
    run_own(page, "ASK { ?i inn:addressee actor:kmd }")
    expect(page.locator("#answer .results td")).to_have_text("true")
    run_own(page, "CONSTRUCT { ?i inn:addressee ?a } WHERE { ?i inn:addressee ?a } LIMIT 3")
    expect(page.locator("#answer .results tbody tr")).to_have_count(3)


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?x WHERE { ?x", "error"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { actor:kmd a inn:Item }", "error"),
        ("SELECT * FROM <http://127.0.0.1:9/> WHERE { ?s ?p ?o }", "FROM"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_leaves_the_page(sparql: str, said: str, opened: Open) -> None:
    page = opened(fragment="#view=sporsmal")
    run_own(page, sparql)
    expect(page.locator("#answer [role=alert]")).to_contain_text(said)


@pytest.mark.integration
def test_a_query_without_end_is_stopped_and_the_next_one_answers(opened: Open) -> None:
    page = opened(fragment="#view=sporsmal")
    run_own(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    expect(page.locator("#answer [role=alert]")).to_contain_text("ble stoppet", timeout=20_000)
    run_own(page, "ASK { ?i inn:addressee actor:kmd }")
    expect(page.locator("#answer .results td")).to_have_text("true", timeout=15_000)


def test_what_a_question_finds_lights_up_in_the_picture(opened: Open) -> None:
    page = opened(fragment="#view=sporsmal&query=asked-of&a.actor=kd")
    page.click("#answer button:has-text('Vis treffene i grafen')")
    expect(page.locator("#view.graf canvas")).to_have_count(1)
    address = page.evaluate("location.hash")
    assert "hits=1" in address
    again = opened(fragment=address)
    expect(again.locator("#view.graf canvas")).to_have_count(1)
    expect(again.locator("#chips")).to_contain_text("Treff fra spørsmålet")
    again.click("#chips button >> nth=0")
    expect(again.locator("#chips")).to_be_hidden()


def test_a_value_never_becomes_part_of_the_query(opened: Open) -> None:
    page = opened(fragment="#view=sporsmal&query=asked-of&a.actor=" + "kmd%3E%20%7D%20%23")
    expect(page.locator("#answer [role=alert]")).to_contain_text("ikke en gyldig IRI")


def test_oxigraph_starts_only_when_asked(opened: Open) -> None:
    page = opened(fragment="#view=liste")
    page.wait_for_timeout(200)
    assert not [u for u in page.watch.requests if u.startswith("blob:")]  # type: ignore[attr-defined]
