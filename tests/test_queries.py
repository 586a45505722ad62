"""Competency questions: what people ask, and the rows they get from the real document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis.strategies import text
from rdflib import Literal

from graph.errors import InnspillError
from graph.model import Document, Line, Role, Source
from graph.pipeline import extract_source
from graph.queries import bound, library, parse, prepared, resolve, run
from graph.queries.binding import ONE_DOCUMENT
from graph.store import Store
from graph.tables import FORMATS, to_csv
from tests import artefacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.tables import Table

    Ask = Callable[..., Table]


@pytest.fixture(scope="module")
def store(workshop: Extraction) -> Store:
    store = Store()
    store.add(workshop)
    return store


@pytest.fixture(scope="module")
def ask(store: Store, gazetteer: Gazetteer) -> Ask:
    def answer(name: str, language: str = "nb", **given: str) -> Table:
        query = library()[name]
        bindings = resolve(query, given, gazetteer, store.slugs())
        return run(store, prepared(query.text), bindings, language=language)

    return answer


def column(table: Table, name: str) -> list[object]:
    return [row[table.columns.index(name)] for row in table.rows]


def pairs(table: Table, *names: str) -> list[tuple[object, ...]]:
    places = [table.columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_what_is_kmd_asked_gives_its_list_with_sub_points(ask: Ask) -> None:
    markers = column(ask("asked-of", actor="KMD"), "marker")
    assert markers == [
        "1.", "2.", "3.", "4.", "5.", "6.", "a.", "b.", "c.", "d.", "e.", "f.", "7.", "8.", "9.", "10.", "11.",
        "12.", "13.", "14.",
    ]  # fmt: skip


def test_what_is_asked_of_two_ministries_stands_under_both(ask: Ask) -> None:
    of_kd = column(ask("asked-of", actor="KD"), "line")
    of_kmd = column(ask("asked-of", actor="Kommunal- og moderniseringsdepartementet"), "line")
    assert of_kd == [366, 376]
    assert {366, 376} <= set(of_kmd)


def test_the_new_name_of_a_ministry_finds_what_the_old_was_asked(ask: Ask) -> None:
    assert ask("asked-of", actor="KDD").rows == ask("asked-of", actor="KMD").rows


def test_what_is_asked_narrows_by_theme_and_force(ask: Ask) -> None:
    assert column(ask("asked-of", actor="KMD", force="must"), "marker") == ["10.", "13."]
    assert column(ask("asked-of", actor="HK-dir", theme="realkompetanse"), "line") == [47, 131]


def test_who_is_asked_about_a_theme_counts_what_is_below_it(ask: Ask) -> None:
    assert pairs(ask("asked-about", theme="fagbrev"), "asked", "line") == [("HK-dir", 181)]
    funding = pairs(ask("asked-about", theme="virkemidler"), "asked", "line")
    assert ("HK-dir", 179) in funding, "a skills fund is an instrument"


def test_joint_asks(ask: Ask) -> None:
    assert pairs(ask("joint-asks"), "asked", "other", "line") == [
        ("FK", "HK-dir", 47),
        ("FK", "HK-dir", 117),
        ("FK", "Partene", 187),
        ("KD", "KMD", 366),
        ("KD", "KMD", 376),
    ]


def test_who_should_talk_with_whom(ask: Ask) -> None:
    assert pairs(ask("who-should-talk", actor="NFD"), "asked", "partner", "line") == [
        ("KD", "NFD", 376),
        ("KMD", "NFD", 376),
    ]


def test_questions_waiting_for_an_answer(ask: Ask) -> None:
    assert pairs(ask("questions-waiting"), "asked", "line") == [
        (None, 45), ("FK", 47), ("HK-dir", 47), ("FK", 278),
    ]  # fmt: skip


def test_proposals_nobody_owns_have_no_addressee(ask: Ask, workshop: Extraction) -> None:
    lines = column(ask("nobody-owns"), "line")
    asked = {a.item for a in workshop.attributions if a.role is Role.ADDRESSEE}
    expected = [i.line for i in workshop.items if i.kind == "proposal" and i.id not in asked]
    assert lines == expected
    assert {79, 105, 219} <= set(lines)


def test_where_does_it_say_so_answers_for_every_link(ask: Ask, workshop: Extraction) -> None:
    table = ask("where-does-it-say")
    assert len(table.rows) == len(workshop.attributions)
    assert all(all(cell not in {None, ""} for cell in row) for row in table.rows)
    places = {(s.id, s.text) for s in workshop.sections} | {(i.id, i.text) for i in workshop.items}
    quotes = {a.mention.quote: dict(places)[a.mention.where] for a in workshop.attributions}
    assert all(quote in quotes[quote] for quote in map(str, column(table, "quote")))


def test_where_does_it_say_names_words_line_basis_and_rule(ask: Ask) -> None:
    (row,) = ask("where-does-it-say", actor="nokut").rows
    assert row[1:] == (
        "blir bedt", "NOKUT", "Nokut", 135, "i innspillet",
        "Det klages på noe aktøren har ansvar for og kan endre",
    )  # fmt: skip


def test_what_a_heading_alone_assigns(ask: Ask) -> None:
    table = ask("heading-only", actor="KMD")
    assert set(column(table, "heading")) == {"Hva bør KMD jobbe videre med"}
    assert len(table.rows) == 17


def test_matrix_and_figures(ask: Ask) -> None:
    assert ("FK", "nettverk og erfaringsutveksling", 6) in ask("actor-theme-matrix").rows
    assert ("KMD", "is asked", 20) not in ask("actors").rows
    assert ("KMD", "addressee", 20) in ask("actors", "en").rows
    assert ask("themes").rows[0][1] >= ask("themes").rows[-1][1]
    assert ask("documents").rows[0][1:] == ("2021-12-01", 82, "source.txt")


@pytest.mark.parametrize("name", sorted(library()))
def test_every_query_answers_its_example_with_the_rows_expected(name: str, store: Store) -> None:
    expected = (artefacts.EXPECTED / f"{name}.csv").read_bytes().decode()
    assert to_csv(artefacts.answer(store, name)) == expected, "make expected, and read the difference"
    counts = {len(artefacts.answer(store, name, language).rows) for language in ("nn", "en")}
    assert counts == {expected.count("\r\n") - 1}


def test_only_new_names_and_what_is_asked_over_time_have_no_rows_on_the_workshop() -> None:
    empty = {p.stem for p in artefacts.EXPECTED.glob("*.csv") if p.read_bytes().count(b"\n") < 2}
    assert empty == {"new-names", *artefacts.over_time()} - {"gone-asks"}
    assert {p.stem for p in artefacts.EXPECTED.glob("*.csv")} == set(library())


@pytest.mark.parametrize("name", artefacts.over_time())
def test_what_is_asked_over_time_is_answered_of_three_workshops(name: str, workshops: Store) -> None:
    expected = (artefacts.OVER_TIME / f"{name}.csv").read_bytes().decode()
    assert to_csv(artefacts.answer(workshops, name)) == expected, "make expected, and read the difference"
    assert expected.count("\r\n") > 1


@pytest.mark.integration
def test_the_page_of_queries_is_what_the_store_answers(store: Store, workshops: Store) -> None:
    assert artefacts.PAGE.read_text(encoding="utf-8") == artefacts.page(store, workshops), "make expected"


@pytest.fixture(scope="module")
def collection(workshop: Extraction, gazetteer: Gazetteer) -> Store:
    """Two documents: the workshop and an older one made for the purpose."""
    store = Store()
    store.add(workshop)
    lines = (
        "Møte 3. mars 2019",
        "",
        "• KMD bør styrke fagskolene.",
        "• Ringebu kompetanseforum bør ta ansvar.",
    )
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, 1))
    document = Document("eldre", "Møte", "eldre.txt", "0" * 64, date="2019-03-03", lines=len(lines))
    store.add(extract_source(Source(document, numbered), gazetteer))
    return store


def test_comparisons_over_time_and_between_documents(collection: Store) -> None:
    def ask(name: str, **given: str) -> Table:
        return artefacts.answer(collection, name, given=given)

    assert ask("by-year", actor="KMD").rows == (("KMD", "2019", 1), ("KMD", "2021", 20))
    elsewhere = dict(ask("themes", document="verksted-2021").rows)["fagskole"]
    assert ask("compare-themes", document="eldre").rows[0] == ("fagskole", 1, elsewhere)
    assert ask("compare-actors", document="eldre").rows[0] == ("KMD", 1, 20)
    assert "KMD" not in column(ask("first-asked", since="2020"), "name")
    assert "HK-dir" in column(ask("first-asked", since="2020"), "name")
    assert set(column(ask("changed-since", since="2019-04"), "date")) == {"2021-12-01"}
    assert set(column(ask("changed-since", since="2019"), "date")) == {"2019-03-03", "2021-12-01"}
    assert len(ask("documents").rows) == 2
    assert "Ringebu kompetanseforum" in column(ask("new-names"), "name")


def test_a_document_narrows_the_engine_and_changes_no_row(collection: Store, gazetteer: Gazetteer) -> None:
    narrowed, found = set(), 0
    for name, query in library().items():
        given = {**artefacts.example(query), "document": "verksted-2021"}
        if ONE_DOCUMENT in query.text:
            terms = resolve(query, given, gazetteer, collection.slugs())
            text = bound(query.text, {**terms, "language": Literal("nb")})
            plain = text.replace(f" VALUES ?doc {{ <{terms['document']}> }}", "")
            rows = collection.ask(text).rows
            assert rows == collection.ask(plain).rows, name
            narrowed |= {name} if text != plain else set()
            found += bool(rows)
    assert {"asked-of", "sub-points", "themes"} <= narrowed
    assert found > len(narrowed) / 2


def test_text_search_takes_any_text_as_text(ask: Ask, workshop: Extraction) -> None:
    there = [i.line for i in workshop.items if "kompetansepilot" in i.text.lower()]
    assert column(ask("search", words="KOMPETANSEPILOT"), "line") == there
    assert len(there) > 1
    assert ask("search", words='zz") || true || CONTAINS(?text,"zz').rows == ()


@given(text())
def test_a_bound_text_stays_one_literal(value: str) -> None:
    try:
        query = bound("SELECT (?word AS ?same) WHERE { }", {"word": Literal(value)})
    except InnspillError:
        assert any("\ud800" <= c <= "\udfff" or c == "\0" for c in value)
        return
    (row,) = pyoxigraph.Store().query(query)
    assert row["same"].value == value


@pytest.mark.parametrize(
    "written",
    ["HK-dir", "hk-dir.", "HKdir", "hkdir", "HK", "Direktoratet for høgare utdanning og kompetanse"],
)
def test_an_actor_by_any_name(written: str, ask: Ask) -> None:
    assert len(ask("asked-of", actor=written).rows) == 12


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("asked-of", {"actor": "HKdri"}, "Mente du hkdir"),
        ("asked-of", {"actor": "KMD", "theme": "fagskuel"}, "Mente du fagskule"),
        ("asked-of", {"actor": "departementet"}, "kan være flere"),
        ("asked-of", {}, "trenger --actor"),
        ("joint-asks", {"force": "must"}, "tar ikke --force"),
        ("themes", {"document": "annet"}, "ukjent dokument"),
        ("asked-of", {"actor": "} UNION { ?s ?p ?o"}, "ukjent aktør"),
    ],
)
def test_a_bad_argument_is_told_with_a_cure(name: str, given: dict[str, str], says: str, ask: Ask) -> None:
    with pytest.raises(InnspillError, match=says):
        ask(name, **given)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { { SELECT * WHERE { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } }", "SERVICE"),
        ("SELECT * FROM <http://localhost:1/x> WHERE { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <file:///etc/passwd> WHERE { GRAPH ?g { ?s ?p ?o } }", "FROM"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "ikke endres"),
        ("LOAD <http://localhost:1/x>", "ikke endres"),
        ("DROP ALL", "ikke endres"),
        ("SELECT ( WHERE", "ugyldig SPARQL"),
        ("", "ugyldig SPARQL"),
        ("SELECT * WHERE { ?s unknown:p ?o }", "ugyldig SPARQL"),
        ("SELECT * WHERE " + "{" * 2000 + "}" * 2000, "nøstet"),
        ("SELECT * WHERE { sErViCe#x\n<http://localhost:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { \\u0053ERVICE <http://localhost:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { ?s ?p trueSERVICE<http://localhost:1/> { ?s ?p ?o } }", "SERVICE"),
        ("PREFIX : <http://localhost:1/> SELECT * WHERE { SERVICE:x { ?s ?p ?o } }", "SERVICE"),
        ("PREFIX : <x:> SELECT * { FILTER(?a<?b)SERVICE:x#>\n{ ?s ?p ?o } }", "tvetydig"),
        ("SELECT * WHERE { ?s ?p '" + "x" * 20000 + "' }", "for lang"),
    ],
)
def test_a_query_that_leaves_the_store_or_changes_it_is_refused(text: str, says: str) -> None:
    with pytest.raises(InnspillError, match=says):
        prepared(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' } # SERVICE",
        "PREFIX s: <x:> SELECT * { ?service s:service <http://x/service/from> }",
        'SELECT * { ?s ?p """SERVICE"""@en }',
    ],
)
def test_a_word_that_only_looks_forbidden_is_allowed(text: str) -> None:
    assert prepared(text).text == text


def test_ask_and_construct_are_answered_too(store: Store) -> None:
    assert run(store, prepared("ASK { ?i inn:addressee actor:kmd }")).rows == ((True,),)
    made = run(store, prepared("CONSTRUCT { ?i a inn:Item } WHERE { ?i inn:addressee actor:nokut }"))
    assert made.rows == (("verksted-2021/dag-1/sporsmal-2/2", "rdf:type", "inn:Item"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# title-nb: x\nSELECT * {}", "mangler"),
        ("# tittel: x\nSELECT * {}", "ukjent felt"),
        ("# parameter: color\nSELECT * {}", "ugyldig parameter"),
    ],
)
def test_a_query_file_without_a_proper_header_is_told(text: str, says: str) -> None:
    with pytest.raises(InnspillError, match=says) as caught:
        parse("made", text)
    assert "ontology/queries/made.rq, linje 1" in str(caught.value)


def test_there_are_at_least_twenty_five_named_queries() -> None:
    assert len(library()) >= 25


def test_an_answer_is_the_same_in_every_form(ask: Ask) -> None:
    table = ask("joint-asks")
    rows = json.loads(str(FORMATS["json"](table, "nb")))
    assert [tuple(row.values()) for row in rows] == list(table.rows)
    assert str(FORMATS["csv"](table, "nb")).count("\r\n") == len(table.rows) + 1
    assert str(FORMATS["table"](table, "nb")).endswith("5 rader")
