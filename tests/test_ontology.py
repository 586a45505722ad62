"""The vocabularies hold together: every term named and explained, every reference known."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from lxml import html
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graph.endpoint.diagrams import diagrams
from graph.endpoint.ontology import ontology_page
from graph.gazetteer import VOCABULARY_FILES, vocabulary_graph
from graph.language import fold
from graph.messages import messages
from graph.namespaces import ACTOR, INN, PREFIXES
from graph.queries import library
from tests import vocabulary

if TYPE_CHECKING:
    from graph.gazetteer import Actor, Gazetteer

NS = Namespace(INN)
LANGUAGES = {"nb", "nn", "en"}


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    return vocabulary_graph([*VOCABULARY_FILES, "shapes.ttl"])


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> set[str]:
    return {str(o.language) for o in graph.objects(subject, predicate)}


def terms(graph: Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects(RDFS.isDefinedBy, None) if isinstance(s, URIRef)})


def test_every_term_is_named_in_three_languages_and_every_class_and_property_explained(
    vocabularies: Graph,
) -> None:
    assert len(terms(vocabularies)) > 60
    for term in terms(vocabularies):
        assert languages(vocabularies, term, RDFS.label) == LANGUAGES, term
        if (term, RDF.type, None) in vocabularies and set(vocabularies.objects(term, RDF.type)) & {
            OWL.Class,
            OWL.ObjectProperty,
            OWL.DatatypeProperty,
        }:
            assert languages(vocabularies, term, SKOS.definition) == LANGUAGES, term


def test_every_term_has_an_example_on_its_page() -> None:
    page = html.fromstring(ontology_page("nb"))
    shown = {section.get("id"): section for section in page.iter("section")}
    defined = {str(term).removeprefix(INN) for term in vocabulary.terms()}
    assert defined == set(shown)
    without = {
        name
        for name, section in shown.items()
        if f"inn:{name}" not in "".join(section.xpath(".//pre//text()"))
    }
    assert without == set()


def test_every_property_from_a_class_is_drawn_and_every_arrow_is_said_in_text(vocabularies: Graph) -> None:
    drawn = {edge for diagram in diagrams(vocabularies) for edge in diagram.edges}
    properties = {s for s in vocabularies.subjects(RDF.type, OWL.ObjectProperty) if str(s).startswith(INN)}
    assert {f"inn:{str(p).removeprefix(INN)}" for p in properties} - {edge.name for edge in drawn} == set()
    page = html.fromstring(ontology_page("en"))
    for figure, diagram in zip(page.iter("figure"), diagrams(vocabularies), strict=True):
        assert len(figure.xpath(".//*[@class='arrow']")) == len(figure.xpath(".//li")) == len(diagram.edges)
        assert figure.xpath("string(.//desc)").count(". ") == len(diagram.edges)


def test_a_term_leads_to_the_questions_that_use_it() -> None:
    page = html.fromstring(ontology_page("nb"))
    links = page.xpath("//section[@id='earlier']//a/@href")
    assert links == [f"#question-{name}" for name, query in library().items() if "inn:earlier" in query.text]
    assert links
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//main//a/@href") if link.startswith("#")} <= set(ids)


def test_every_term_of_ours_that_is_used_is_defined(vocabularies: Graph) -> None:
    used = {t for triple in vocabularies for t in triple if isinstance(t, URIRef) and t.startswith(INN)}
    assert used - set(terms(vocabularies)) == {NS.cure}


def test_every_actor_and_theme_has_a_name_in_three_languages(vocabularies: Graph) -> None:
    for kind in (NS.Actor, NS.Theme, NS.Rule, NS.CueGroup):
        members = set(vocabularies.subjects(RDF.type, kind))
        assert members
        for member in members:
            assert languages(vocabularies, member, SKOS.prefLabel) == LANGUAGES, member


def test_references_between_actors_and_themes_are_known(gazetteer: Gazetteer) -> None:
    for actor in gazetteer.actors.values():
        assert {actor.counts_as, *actor.replaced_by} - {""} <= set(gazetteer.actors), actor.id
    for theme in gazetteer.themes.values():
        assert set(theme.broader) <= set(gazetteer.themes), theme.id
        assert not any(
            theme.id in gazetteer.narrower_or_same(t) - {t} for t in theme.broader if t == theme.id
        )


def test_no_theme_is_above_itself(gazetteer: Gazetteer) -> None:
    def above(theme: str, seen: frozenset[str]) -> bool:
        return theme in seen or any(above(b, seen | {theme}) for b in gazetteer.themes[theme].broader)

    assert not [theme for theme in gazetteer.themes if above(theme, frozenset())]


def test_a_certain_form_names_one_actor_or_the_same_body_at_different_times(gazetteer: Gazetteer) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for actor in gazetteer.actors.values():
        for form in actor.forms:
            named[fold(form)].add(actor.id)
        for form in actor.exact:
            named["=" + form].add(actor.id)

    def successive(ids: set[str]) -> bool:
        return any(set(gazetteer.actors[a].replaced_by) & ids for a in ids)

    assert {form: ids for form, ids in named.items() if len(ids) > 1 and not successive(ids)} == {}


def test_short_abbreviations_are_read_only_in_their_own_capitals(gazetteer: Gazetteer) -> None:
    def loose(actor: Actor) -> list[str]:
        return [f for f in actor.forms if f.isupper() and len(f) <= 3 and f not in actor.exact]

    assert {a.id: loose(a) for a in gazetteer.actors.values() if loose(a)} == {
        "uh": ["U&H", "UH"],
        "naeringslivet": ["SMB"],
    }


def test_organisation_numbers_pass_their_check_digit(vocabularies: Graph) -> None:
    org = Namespace(PREFIXES["org"])
    numbers = {str(n) for n in vocabularies.objects(None, org.identifier)}
    assert len(numbers) > 20
    for number in numbers:
        weights = (3, 2, 7, 6, 5, 4, 3, 2)
        rest = 11 - sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11
        assert len(number) == 9
        assert int(number[8]) == rest % 11, number


def test_a_ministry_and_its_successor_are_dated(gazetteer: Gazetteer) -> None:
    kmd, kdd = gazetteer.actors["kmd"], gazetteer.actors["kdd"]
    assert (kmd.valid_to, kmd.replaced_by, kdd.valid_from) == ("2021-12-31", ("kdd",), "2022-01-01")


@pytest.mark.parametrize(
    "name",
    ["brief", "cli", "columns", "explain", "recurrence", "report", "review", "terms", "trends", "workbook"],
)
def test_messages_say_the_same_in_three_languages(name: str) -> None:
    found = {language: messages(name, language) for language in LANGUAGES}
    holes = {
        lang: {k: set(re.findall(r"\{(\w+)\}", v)) for k, v in found[lang].items()} for lang in LANGUAGES
    }
    assert holes["nb"] == holes["nn"] == holes["en"]


def test_python_holds_no_list_of_actor_names() -> None:
    names = re.compile(r"\"(fylkeskommun\w+|kunnskapsdepartement\w*|hk-?dir|kmd|nokut)\"", re.IGNORECASE)
    root = files("graph").joinpath("..")
    for package in ("graph", "viz"):
        for path in sorted(root.joinpath(package).rglob("*.py")):  # type: ignore[attr-defined]
            code = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
            assert not names.findall(code), path
    assert ACTOR
