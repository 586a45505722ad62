"""The page for everybody: axe-core in every view and look, keyboard alone, narrow and large screens, no script."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browsing import texts, violations
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from graph.model import Extraction
    from tests.browsing import Open

VIEWS = {
    "overview": "",
    "actor": "#node=actor%3Ahkdir",
    "items as nodes": "#node=actor%3Ahkdir&draw=items",
    "matrix": "#view=matrise&node=actor%3Afk&other=theme%3Afagskole",
    "list": "#view=liste&lang=en&f.kind=proposal",
    "search": "#q=fagskole&lang=nn",
    "actors": "#view=aktorer",
    "brief": "#view=aktorer&node=actor%3Akmd",
    "analysis": "#view=analyse",
    "questions": "#view=sporsmal",
    "answer": "#view=sporsmal&query=asked-of&a.actor=kmd",
}


@pytest.mark.integration
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_any_look(view: str, opened: Open) -> None:
    page = opened(fragment=VIEWS[view])
    if view == "answer":
        expect(page.locator("#answer table")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(100)
    page.evaluate(
        "document.querySelectorAll('#side > details, #side .facet-theme, .editor').forEach((d) => d.open = true)"
    )
    page.wait_for_timeout(100)
    found = {}  # the looks differ in colour only, so the second and third are asked about that only
    for look in ("light", "dark", "contrast"):
        page.select_option("#look", look)
        page.wait_for_timeout(60)
        found[look] = violations(page, *([] if look == "light" else ["color-contrast"]))
    assert found == {"light": [], "dark": [], "contrast": []}


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "(document.activeElement.id ? '#' + document.activeElement.id : document.activeElement.textContent.trim())"
        )
    )


def test_the_keyboard_reaches_everything_in_reading_order(opened: Open) -> None:
    page = opened()
    order = []
    for _ in range(400):
        page.keyboard.press("Tab")
        order.append(focused(page))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert order[:2] == ["#skip", "#search"]
    for wanted in (
        "Graf",
        "Spørsmål",
        "Nynorsk",
        "#look",
        "Del og last ned",
        "I bildet (40)",
        "Filtre",
        "+",
        "⤢",
        "Tegnforklaring",
    ):
        assert any(
            wanted == o or (wanted.startswith("I bildet") and o.startswith("I bildet")) for o in order
        ), wanted
    assert any("HK-dir" in one for one in order)
    places = [
        next(i for i, o in enumerate(order) if o.startswith(w))
        for w in ("#skip", "Graf", "I bildet", "+", "FK")
    ]
    assert places == sorted(places)


def test_every_focused_control_shows_a_ring(opened: Open) -> None:
    page = opened(fragment="#view=liste")
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)] })()"
        )
        assert style[0] == "solid", focused(page)
        assert style[1] >= 2


def test_nodes_are_walked_and_chosen_by_arrow_keys_alone(opened: Open) -> None:
    page = opened()
    page.focus("#side .nodes > summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == texts(page, ".nodelist li")[0]
    page.keyboard.press("ArrowDown")
    second = texts(page, ".nodelist li")[1]
    assert focused(page) == second
    page.keyboard.press("ArrowRight")
    assert focused(page) != second
    assert second in page.inner_text("#status")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == second
    page.keyboard.press("Enter")
    expect(page.locator("#panel .short")).to_have_text(second)
    assert focused(page) == second
    page.keyboard.press("Escape")
    expect(page.locator("#chosen")).to_have_count(0)


def test_an_actor_is_chosen_from_the_panel_by_keyboard_and_said_aloud(opened: Open) -> None:
    page = opened()
    page.focus("#panel .bars a >> nth=1")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .short")).to_have_text("KMD")
    assert focused(page) == "#panel"
    assert re.fullmatch(
        r"Valgt: Kommunal- og moderniseringsdepartementet\. \d+ innspill\.", page.inner_text("#status")
    )


def test_a_filter_keeps_the_focus_on_its_box(opened: Open) -> None:
    page = opened(fragment="#view=liste")
    page.click("#side .facets > summary")
    page.focus(".facet-actor input >> nth=0")
    page.keyboard.press("Space")
    expect(page.locator("#chips button >> nth=0")).to_be_visible()
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.evaluate("document.activeElement.checked")


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_narrow_screen_scrolls_only_down(width: int, opened: Open) -> None:
    page = opened(viewport={"width": width, "height": 740})
    for view, fragment in VIEWS.items():
        page.evaluate(f"location.hash = {fragment or '#'!r}")
        page.wait_for_timeout(120)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


@pytest.mark.parametrize(("width", "height"), [(683, 384), (1366, 768), (3840, 2160)])
def test_nothing_lies_outside_the_screen_at_other_sizes(width: int, height: int, opened: Open) -> None:
    """683 by 384 is a laptop of 1366 by 768 at 200 % zoom."""
    page = opened(viewport={"width": width, "height": height})
    for fragment in ("#", "#view=matrise", "#view=analyse"):
        page.evaluate(f"location.hash = {fragment!r}")
        page.wait_for_timeout(120)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("location.hash = '#'")
    box = page.locator("#canvas canvas").bounding_box()
    assert box
    assert box["height"] > 150


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_the_pictures_colours_are_told_from_the_ground_and_their_labels_read(look: str, opened: Open) -> None:
    """WCAG 1.4.3 for text and 1.4.11 for shapes, which axe cannot see in a canvas."""
    page = opened()
    page.select_option("#look", look)
    groups = ["ministry", "agency", "county", "socialpartner", "collective", "other", "theme"]
    names = ["ground", "ink", "soft", "edge", "focus", *groups, *(f"on-{g}" for g in groups)]
    colours = page.evaluate(
        "(names) => Object.fromEntries(names.map((n) => [n, getComputedStyle(document.documentElement).getPropertyValue('--' + n).trim()]))",
        names,
    )
    for group in groups:
        assert contrast(colours[group], colours[f"on-{group}"]) >= 4.5, group
        if group != "theme":
            assert contrast(colours[group], colours["ground"]) >= 3, group
    assert contrast(colours["ink"], colours["ground"]) >= 7
    assert contrast(colours["soft"], colours["ground"]) >= 4.5
    assert contrast(colours["focus"], colours["ground"]) >= 3


def test_forced_colours_and_less_motion_are_respected(opened: Open) -> None:
    page = opened(fragment="#view=aktorer", forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert violations(page) == []


def test_without_a_script_everything_is_still_there(opened: Open, workshop: Extraction) -> None:
    page = opened(java_script_enabled=False)
    said = " ".join(page.inner_text("main").split())
    assert "Siden viser alt uten skript også" in said
    assert all(" ".join(item.text.split()) in said for item in workshop.items)
    labels = " ".join(page.locator(".static svg text").all_text_contents())
    assert "KMD" in labels
    assert "Fagskole" in labels
    assert page.locator(".static svg").bounding_box()["height"] > 200  # type: ignore[index]


def test_the_matrix_and_the_list_carry_all_that_the_picture_does(opened: Open) -> None:
    page = opened()
    drawn = page.evaluate(
        "JSON.parse(document.getElementById('data').textContent).network.edges.map((e) => [e.role, e.from, e.to, e.count])"
    )
    names = page.evaluate(
        "Object.fromEntries(JSON.parse(document.getElementById('data').textContent).nodes.map((n) => [n.key, n.name.nb]))"
    )
    page.evaluate("location.hash = '#view=matrise'")
    expect(page.locator("#view.matrise .matrix")).to_be_visible()
    cells = {c.get_attribute("aria-label") for c in page.locator(".matrices td a").all()}
    missing = [e for e in drawn if f"{names[e[1]]}, {names[e[2]]}: {e[3]}" not in cells]
    assert missing == []
    assert json.loads((ROOT / "viz/messages/nb.json").read_text("utf-8"))["graph.label"].endswith(
        "i listevisningen."
    )
