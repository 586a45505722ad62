"""The page over time: what is still unanswered, two years side by side, by keyboard and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graph.comparison import difference, waiting
from graph.followup import threads_in
from graph.pipeline import extract
from graph.recurrence import lineages
from graph.store import Store
from tests.browsing import opening, texts, violations
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from tests.browsing import Open


@pytest.fixture(scope="module")
def lines(workshops: Store, gazetteer: Gazetteer) -> tuple[Thread, ...]:
    return threads_in(workshops, gazetteer)


@pytest.fixture(scope="module")
def years_page(
    workshops: Store,
    lines: tuple[Thread, ...],
    gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("time") / "index.html"
    path.write_text(render_page(workshops.extractions(), gazetteer, threads=lines), encoding="utf-8")
    return path


@pytest.fixture
def over_time(browser: Browser, years_page: Path) -> Iterator[Open]:
    with opening(browser, years_page) as show:
        yield show


def test_what_is_still_unanswered_stands_in_one_view(over_time: Open, lines: tuple[Thread, ...]) -> None:
    page = over_time(fragment="#view=tid")
    found = waiting(lines)
    long = sum(thread.years == ("2021", "2022", "2023") for thread in found)
    assert texts(page, "#view h2") == ["Hva er fortsatt ubesvart?"]
    assert texts(page, "#time-answer") == [
        (
            f"{len(found)} saker fra 2021 til 2023 venter på svar og er bedt om igjen."
            f" {long} av dem er bedt om 3 år på rad."
        )
    ]
    assert set(texts(page, ".time .c-text > .ask")) == {" ".join(t.core.text.split()) for t in found}
    row = page.locator("tr", has_text="Midler til analysekompetanse i fylkene")
    expect(row).to_contain_text("3 år på rad")
    expect(row.locator(".status-mark")).to_have_text("ubesvart")
    row.locator("summary").click()
    expect(row).to_contain_text("begge ber KDD og KMD")


def test_the_counts_are_those_of_the_comparison_and_two_years_stand_side_by_side(
    over_time: Open, lines: tuple[Thread, ...], gazetteer: Gazetteer
) -> None:
    page = over_time(fragment="#view=tid&before=2022&after=2023&show=moved")
    found = difference(lines, ["oppdiktet-verksted-2022"], ["oppdiktet-verksted-2023"], lineages(gazetteer))
    counts = [int(n) for n in texts(page, ".tabs .count")]
    assert counts[1:5] == [len(found.still), len(found.new), len(found.gone), len(found.moved)]
    assert texts(page, ".time .items th") == ["2022", "2023", "Status"]
    assert len(page.locator(".time .items tbody tr").all()) == len(found.moved)
    page.click("#show-gone")
    assert texts(page, ".time .items tbody tr:first-child td:nth-child(2)") == ["Ikke bedt om"]
    assert len(page.locator(".time .items tbody tr").all()) == len(found.gone)


def test_the_sliders_follow_the_arrow_keys_and_stay_apart(over_time: Open) -> None:
    page = over_time(fragment="#view=tid")
    page.focus("#time-before")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#time-before ~ output")).to_have_text("2022")
    assert "before=2022" in page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.id") == "time-before"
    page.keyboard.press("End")
    assert page.get_attribute("#time-before", "aria-valuetext") == "2022"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#time-after", "aria-valuetext") == "2023"
    page.select_option("#time-by", "subject")
    expect(page.locator("#time-tally ~ .scroll th").first).to_have_text("Tema")


def test_filters_and_languages_hold_over_time_and_an_item_opens_beside_it(over_time: Open) -> None:
    page = over_time(fragment="#view=tid&f.actor=actor%3Assb&lang=en")
    assert texts(page, "#view h2") == ["What is still unanswered?"]
    assert len(page.locator(".time .items tbody tr").all()) == 1
    page.click(".time .c-text > .ask")
    expect(page.locator("#panel")).to_contain_text("SSB må lage tall")
    page.goto(page.url.split("#")[0] + "#view=tid&lang=nn")
    expect(page.locator("#view h2")).to_have_text("Kva er framleis utan svar?")


@pytest.mark.integration
def test_axe_finds_nothing_over_time_and_a_phone_needs_no_scrolling_sideways(over_time: Open) -> None:
    page = over_time(fragment="#view=tid", viewport={"width": 390, "height": 844})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = {}
    for look in ("light", "dark", "contrast"):
        page.select_option("#look", look)
        found[look] = violations(page, *([] if look == "light" else ["color-contrast"]))
    page.goto(page.url.split("#")[0] + "#view=tid&show=still")
    found["beside"] = violations(page)
    assert found == {"light": [], "dark": [], "contrast": [], "beside": []}


MEETING = "Kompetansemøte i {place}\n\n3. mai 2023\n\nInnspill til regjeringen:\n- {asks}\n"
MEETINGS = {
    "Agder": (
        "KD må korte ned søknadsfristen for fagskolene",
        "Gi studiesentrene en varig finansiering",
        "Innovasjon Norge må ha kontor i alle regioner",
    ),
    "Hamar": (
        "Søknadsfristen for fagskolene må bli kortere, KD bør se på den",
        "KDD må gi studiesentrene en varig finansiering",
        "Lærlinger må reise gratis med buss",
    ),
    "Troms": ("Kortere søknadsfrist for fagskolene", "Desentralisert sykepleierutdanning på Finnsnes"),
}


def meetings(folder: Path, names: Iterable[str], gazetteer: Gazetteer) -> Path:
    """The page of a made meeting for each name, all of one year."""
    store = Store()
    for n, name in enumerate(names):
        path = folder / f"mote-{n}.txt"
        place = name if n < len(MEETINGS) else f"{name} {n}"
        path.write_text(
            MEETING.format(place=place, asks="\n- ".join(MEETINGS[name])), encoding="utf-8"
        )  # fmt: skip
        store.add(extract(path))
    page = folder / "index.html"
    found = threads_in(store, gazetteer)
    page.write_text(render_page(store.extractions(), gazetteer, threads=found), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def meetings_page(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return meetings(tmp_path_factory.mktemp("meetings"), MEETINGS, gazetteer)


def test_documents_of_one_year_stand_side_by_side(over_time: Open, meetings_page: Path) -> None:
    page = over_time(meetings_page, "#view=tid")
    assert texts(page, "#views [aria-current]") == ["Side om side"]
    assert texts(page, "#view h2") == ["Hva går igjen i dokumentene?"]
    assert texts(page, "#time-answer") == [
        "2 saker er tatt opp i flere av de 3 dokumentene. Én av dem står i alle."
    ]
    heads = [f"Kompetansemøte i {place} 3. mai 2023" for place in MEETINGS]
    assert texts(page, ".time .items th") == [*heads, "Status"]
    first = texts(page, ".time .items tbody tr:first-child td .ask")
    assert first[:3] == [asks[0] for asks in MEETINGS.values()]
    assert texts(page, ".time .items tbody tr:last-child td")[2] == "Ikke bedt om"
    page.locator(".why summary").first.click()
    assert len(texts(page, "tr:first-child .why li .where")) == 2
    expect(page.locator("tr:first-child .why li:nth-child(2)")).to_contain_text("Ligner nr. 1: ")
    rows = [line.split("\t") for line in page.locator(".time .plain tr").all_inner_texts()]
    assert rows[0] == ["Hvem blir bedt", *heads]
    assert ["KD", "1", "1", "0"] in rows
    assert violations(page) == []


def test_side_by_side_is_reached_by_keyboard_and_said_in_three_languages(
    over_time: Open, meetings_page: Path
) -> None:
    page = over_time(meetings_page)
    page.locator("#views a", has_text="Side om side").focus()
    page.keyboard.press("Enter")
    page.focus("#show-own")
    page.keyboard.press("Enter")
    assert texts(page, "#time-title") == ["Tatt opp i bare ett av dokumentene"]
    own = [asks[-1] for asks in MEETINGS.values()]
    assert texts(page, ".time .items .ask") == own
    assert page.evaluate("document.activeElement.id") == "show-own"
    page.focus("#show-apart")
    page.keyboard.press("Enter")
    assert len(texts(page, ".time .items tbody tr")) == 2
    assert MEETINGS["Hamar"][1] in texts(page, ".time .items td.c-text .ask")
    for language, heading in {
        "nn": "Kva går att i dokumenta?",
        "en": "What do the documents have in common?",
    }.items():
        page.goto(page.url.split("#")[0] + f"#view=tid&lang={language}")
        expect(page.locator("#view h2")).to_have_text(heading)
    page.goto(page.url.split("#")[0] + "#view=tid&f.document=mote-0&f.document=mote-1")
    assert texts(page, "#time-answer") == ["2 saker er tatt opp i begge dokumentene."]


def test_many_documents_have_a_mark_each_and_no_more_than_fit(
    over_time: Open, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    path = meetings(tmp_path, [*MEETINGS] * 5, gazetteer)
    page = over_time(path, "#view=tid", viewport={"width": 1366, "height": 768})
    assert len(texts(page, ".time .items th.c-mark")) == 12
    expect(page.locator(".view")).to_contain_text(
        "Bare de 12 dokumentene med flest felles saker vises, 3 er utelatt."
    )
    marks = texts(page, ".time .items tbody tr:first-child .c-mark")
    assert set(marks) == {"● 1 innspill"}
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_documents_of_several_years_can_stand_side_by_side_too(
    over_time: Open, meetings_page: Path, workshops: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    store = Store()
    for extraction in workshops.extractions():
        store.add(extraction)
    store.add(extract(meetings_page.with_name("mote-0.txt")))
    path = tmp_path / "index.html"
    found = threads_in(store, gazetteer)
    path.write_text(render_page(store.extractions(), gazetteer, threads=found), encoding="utf-8")
    page = over_time(path, "#view=tid")
    assert texts(page, "#time-unit option") == ["år", "to dokumenter", "dokumenter side om side"]
    page.focus("#time-unit")
    page.select_option("#time-unit", "beside")
    assert texts(page, "#view h2") == ["Hva går igjen i dokumentene?"]
    assert len(texts(page, ".time .items th")) == 5
    assert page.evaluate("document.activeElement.id") == "time-unit"
    page.select_option("#time-unit", "year")
    expect(page.locator("#view h2")).to_have_text("Hva er fortsatt ubesvart?")


def test_a_page_of_one_document_has_nothing_over_time(opened: Open) -> None:
    page = opened(fragment="#view=tid")
    assert not {"Over tid", "Side om side"} & set(texts(page, "#views a"))
    expect(page.locator("#views [aria-current]")).to_have_text("Graf")
