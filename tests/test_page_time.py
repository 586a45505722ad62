"""The page over time: what is still unanswered, two years side by side, by keyboard and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graph.comparison import difference, waiting
from graph.followup import threads_in
from graph.recurrence import lineages
from tests.browsing import opening, texts, violations
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.store import Store
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


def test_a_page_of_one_year_has_nothing_over_time(opened: Open) -> None:
    page = opened(fragment="#view=tid")
    assert "Over tid" not in texts(page, "#views a")
    expect(page.locator("#views [aria-current]")).to_have_text("Graf")
