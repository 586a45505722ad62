"""Personal data: found with measured precision and recall, covered everywhere, and no offset broken."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evaluation import rows
from graph.linking import Linker
from graph.pipeline import extract
from graph.privacy import CONTACT, Trace, found, personal, redacted
from graph.privacy.masking import covered
from graph.privacy.persons import persons
from graph.redaction import redacted_review
from graph.review import Act, Anchor, Decision, replay
from graph.review_triples import review_graph
from graph.store import Store
from graph.triples import from_graph, to_graph
from tests.conftest import ROOT
from tests.test_cli import innspill
from tests.test_page import unpacked
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

SAMPLE = ROOT / "tests" / "files" / "personer.txt"
TEXT = """Innspill fra samling

Forslag

- KMD bør ringe Kari Nordmann, kari.nordmann@eksempel.no, 912 34 567, om fagskole
- Kari Nordmann bør få svar fra HK-dir om 010203 12345
- Hilsen Berit fra NHO: Nord universitet må styrkes

Ola Hansen

- KD må gi mer til fagskole
"""
SECRETS = ("Nordmann", "nordmann", "eksempel.no", "912 34", "010203", "Berit", "Hansen", "hansen")


@pytest.fixture
def made(extracted: Callable[..., Extraction]) -> Extraction:
    return extracted(TEXT, "innspill-kari-nordmann.txt")


def labelled(line: str) -> tuple[str, set[tuple[int, int]]]:
    """A line of the sample without its brackets, and where the names in them stand."""
    text, spans = "", set()
    for part in re.split(r"(\[[^\]]*\])", line):
        if part.startswith("["):
            spans.add((len(text), len(text) + len(part) - 2))
        text += part.strip("[]") if part.startswith("[") else part
    return text, spans


def measured(gazetteer: Gazetteer) -> Counter[str]:
    """Names of the made sample that were found, missed and wrongly found."""
    linker, counts = Linker(gazetteer), Counter[str]()
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, right = labelled(line)
        known = [(m.start, m.end) for m in linker.mentions(text, "") if m.concept in gazetteer.actors]
        names = set(persons(text, known))
        counts.update(right=len(names & right), wrong=len(names - right), missed=len(right - names))
    return counts


def test_names_are_found_with_the_precision_and_recall_the_documentation_gives(gazetteer: Gazetteer) -> None:
    """The sample is made and labelled by hand; docs/personvern.md tells these figures and what they hide."""
    counts = measured(gazetteer)
    said = (ROOT / "docs" / "personvern.md").read_text(encoding="utf-8")
    names = counts["right"] + counts["missed"]
    assert f"{counts['right']} av {names}" in said
    assert f"{counts['wrong']} falske" in said
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.9
    assert counts["right"] / names >= 0.8


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("Ring 22 24 90 90 eller +47 912 34 567", ["phone", "phone"]),
        ("tlf. 22249090, (+47) 22 24 90 90", ["phone", "phone"]),
        ("kari@eksempel.no og 01020312345", ["email", "national"]),
        ("35 000 000 kroner, kr 35000000, 40 000 000 til 90 000 000", []),
        ("org.nr. 974 760 673, sak 21/12345-6, 2021–2022, 02800, 1. 2. 3. 4 5 6 7 8", []),
        ("Prop. 1 S (2021–2022), kap. 550 post 64, Meld. St. 14 (2019–2020)", []),
    ],
)
def test_numbers_of_people_are_told_from_sums_and_case_numbers(text: str, sorts: list[str]) -> None:
    assert sorted(trace.value for _, trace in personal(text)) == sorted(sorts)


def test_documents_without_names_are_left_alone(workshop: Extraction) -> None:
    assert found(workshop) == ()
    assert redacted(workshop) is workshop


def test_made_documents_hold_no_persons(gazetteer: Gazetteer) -> None:
    """Fourteen documents written for other tests: whatever is found there would be wrong."""
    paths = sorted((ROOT / "tests" / "documents").glob("*.txt"))
    assert len(paths) >= 10
    assert [(path.name, found(extract(path, gazetteer))) for path in paths[:6]] == [
        (path.name, ()) for path in paths[:6]
    ]


def everything(extraction: Extraction, gazetteer: Gazetteer) -> Iterable[str]:
    """Every output of one document as text."""
    from graph.analysis import analyse
    from graph.exports import FORMATS, Material, exported
    from graph.papers import brief_of, letter, whole
    from graph.papers.html import to_html

    store = Store.of([extraction])
    known = gazetteer.including(store.candidates())
    for form in set(FORMATS) - {"xlsx"}:
        yield from (data.decode() for data in exported(Material(store, known), form).values())
    yield to_html(letter(brief_of([extraction], known, "kmd"), known))
    yield to_html(whole(brief_of([extraction], known), analyse(store, gazetteer), known))
    page = render_page([extraction], gazetteer)
    yield from (page.replace(_script(page), ""), unpacked(page, "graph"), str(list(rows(extraction))))


def _script(page: str) -> str:
    """The page's own script and its library, which hold no document."""
    return max(re.findall(r"<script[^>]*>([\s\S]*?)</script>", page), key=len)


def test_redacted_outputs_hold_no_personal_data(made: Extraction, gazetteer: Gazetteer) -> None:
    safe = redacted(made)
    for output in everything(safe, gazetteer):
        text = re.sub(r"[A-Za-z0-9+/=]{200,}", "", output)
        assert not [secret for secret in SECRETS if secret in text], text[:400]
    assert safe.document.sha256 == made.document.sha256


def test_redaction_keeps_links_places_and_quotes(made: Extraction) -> None:
    safe = redacted(made)
    assert len(safe.attributions) == len(made.attributions)
    texts = {i.id: i.text for i in safe.items} | {s.id: s.text for s in safe.sections}
    for mention in safe.mentions:
        assert texts[mention.where][mention.start : mention.end] == mention.quote
    assert [len(i.text) for i in safe.items] == [len(i.text) for i in made.items]
    assert [(i.line, i.kind, i.force) for i in safe.items] == [(i.line, i.kind, i.force) for i in made.items]
    assert from_graph(to_graph(safe), safe.document.slug) == safe


def test_the_page_for_mailing_never_carries_contact_details_but_keeps_names(
    made: Extraction, gazetteer: Gazetteer
) -> None:
    page = render_page([made], gazetteer)
    assert "eksempel.no" not in page
    assert "912 34" not in page
    assert "Kari Nordmann" in page
    assert {one.trace for one in found(made, CONTACT)} == {Trace.EMAIL, Trace.PHONE, Trace.NATIONAL}


def test_redaction_twice_is_redaction_once(made: Extraction) -> None:
    once = redacted(made)
    assert redacted(replace(once)).items == once.items


PARTS = st.sampled_from(
    "Kari Nordmann|KMD bør|kari@eksempel.no|912 34 567|HK-dir|, |. |om fagskole|v/|Hilsen |Ola|må|010203 12345|𝔎ari|é".split(
        "|"
    )
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=12).map(" ".join))
def test_whatever_the_text_offsets_stay_true(text: str) -> None:
    spans = [span for span, _ in personal(text)]
    masked = covered(text, spans)
    assert len(masked) == len(text)
    assert [c for c in range(len(text)) if masked[c] != text[c]] == sorted(
        {n for start, end in spans for n in range(start, end) if not text[n].isspace()}
    )
    ordered = sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(ordered))


@pytest.mark.integration
def test_a_store_holds_nothing_of_what_is_hidden_later(tmp_path: Path, gazetteer: Gazetteer) -> None:
    from graph.store.disk import DiskStore

    source, folder = tmp_path / "innspill-kari-nordmann.txt", tmp_path / "lager"
    source.write_text(TEXT, encoding="utf-8")
    told = innspill("build", source, "--store", folder).stdout.decode()
    assert "Personopplysninger funnet" in told
    told = innspill("build", source, "--store", folder, "--redact").stdout.decode()
    assert "Personopplysninger skjult" in told
    with DiskStore(folder, read_only=True) as disk:
        (held,) = disk.extractions()
        rows = disk.ask(
            "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/document/')) }"
        ).rows
    assert held == redacted(extract(source, gazetteer))
    assert not [secret for secret in SECRETS if secret in str(rows)]


@pytest.mark.integration
def test_the_command_tells_what_it_found_and_hides_it(tmp_path: Path) -> None:
    source = tmp_path / "innspill-kari-nordmann.txt"
    source.write_text(TEXT, encoding="utf-8")
    told = innspill("build", source, "--out", tmp_path / "open").stdout.decode()
    assert "Personopplysninger funnet: e-postadresser: 1, telefonnumre: 1, fødselsnumre: 1" in told
    told = innspill("build", source, "--out", tmp_path / "safe", "--redact").stdout.decode()
    assert "Personopplysninger skjult" in told
    asked = innspill("query", "who-is-asked-what", "--source", tmp_path / "open" / "graph.trig", "--redact")
    assert "fagskole" in asked.stdout.decode()
    assert not [secret for secret in SECRETS if secret in asked.stdout.decode()]
    for name in ("graph.trig", "graph.ttl", "items.csv", "analysis.md"):
        text = (tmp_path / "safe" / name).read_text(encoding="utf-8")
        assert not [secret for secret in SECRETS if secret in text], name


def test_a_decision_names_no_section_that_is_hidden(tmp_path: Path, gazetteer: Gazetteer) -> None:
    source = tmp_path / "mote.md"
    source.write_text(
        "# Møte\n\n## Kari Nordmann spør\n\n- KMD bør samordne virkemidlene\n- KMD bør samordne virkemidler\n",
        encoding="utf-8",
    )
    machine = extract(source, gazetteer)
    one, other = machine.items
    assert "kari-nordmann" in one.id
    merged = Decision(
        when="2026-11-25T09:00:00.000000Z",
        who="Kari Nordmann",
        act=Act.MERGE,
        anchor=Anchor(machine.document.slug, other.id, other.text),
        target=one.id,
        quote=one.text,
    )
    review = redacted_review(replay(machine, [merged], gazetteer))
    made = review_graph(review).serialize(format="turtle")
    assert "duplicateOf <https://w3id.org/innspill/document/mote/del-1/1>" in made
    assert "nordmann" not in made.lower()
