"""The page in a real browser, from a file and without a network: what people see and can do."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from graph.model import Role
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

    Open = Callable[..., Page]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HOSTILE = """Forslag <script>alert(1)</script>

- KMD bør <img src=x onerror="document.title='owned'"> samarbeide med FK
- </script><script>document.title='owned'</script> Mer midler til fagskole
- <!-- <script> NOKUT må svare & «raskt» {{ 7*7 }} ${alert(1)} \u2028 slutt
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def workshop_page(
    workshop: Extraction, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(render_page([workshop], gazetteer), encoding="utf-8")
    return path


class Watch:
    """What a page asked the network for and complained about."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda e: self.complaints.append(str(e)))


@pytest.fixture
def opened(browser: Browser, workshop_page: Path) -> Iterator[Open]:
    contexts = []

    def show(path: Path = workshop_page, fragment: str = "", **options: object) -> Page:
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.watch = Watch(page)  # type: ignore[attr-defined]
        page.goto(path.as_uri() + fragment)
        return page

    yield show
    for context in contexts:
        for page in context.pages:
            found = page.watch  # type: ignore[attr-defined]
            assert [u for u in found.requests if not u.startswith(("file:", "data:"))] == []
            assert len([u for u in found.requests if u.startswith("file:")]) == 1
            assert found.complaints == []
        context.close()


def texts(page: Page, selector: str) -> list[str]:
    return [t.strip() for t in page.locator(selector).all_inner_texts()]


def test_the_overview_counts_who_is_asked(opened: Open) -> None:
    page = opened()
    assert texts(page, "#panel h2")[:2] == ["Hvem blir bedt om noe?", "Hva gjelder det?"]
    first = [re.sub(r"\s+", " ", t) for t in texts(page, "#panel .bars >> nth=0 >> li")]
    assert first[:3] == ["FK 24", "KMD 20", "HK-dir 12"]
    assert (
        page.inner_text("#summary")
        == "82 innspill, 65 forslag. FK (24), KMD (20) og HK-dir (12) blir bedt om mest."
    )


def test_clicking_an_actor_lists_its_items_with_their_text(opened: Open, workshop: Extraction) -> None:
    page = opened()
    page.click("#panel .bars a:has-text('HK-dir')")
    asked = {a.item for a in workshop.attributions if a.target == "hkdir" and a.role is Role.ADDRESSEE}
    expected = [" ".join(i.text.split()) for i in workshop.items if i.id in asked]
    assert page.inner_text("#chosen") == "Direktoratet for høyere utdanning og kompetanse"
    page.wait_for_selector("#chosen")
    shown = texts(page, "#panel .cards >> nth=0 >> .item > .text")
    assert [" ".join(t.split()) for t in shown] == expected
    assert len(expected) == 12


def test_clicking_a_node_in_the_picture_chooses_it(opened: Open) -> None:
    page = opened()
    box = page.locator("#canvas canvas").bounding_box()
    assert box
    page.wait_for_timeout(300)
    found = None
    for x in range(40, int(box["width"]), 45):
        for y in range(30, int(box["height"]), 30):
            page.mouse.click(box["x"] + x, box["y"] + y)
            if found := re.search(r"node=(actor|theme)", page.evaluate("location.hash").replace("%3A", ":")):
                break
        if found:
            break
    assert found
    expect(page.locator("#panel #chosen")).to_have_count(1)


def test_the_words_that_carry_a_link_are_marked_and_explained(opened: Open) -> None:
    page = opened(fragment="#item=verksted-2021%2Fdag-1%2Fsporsmal-2%2F2")
    assert texts(page, "#panel mark")[:1] == ["Nokut"]
    page.click("#panel .why summary")
    why = page.inner_text("#panel .why")
    assert "Bedt om: NOKUT" in why
    assert "Det klages på noe aktøren har ansvar for" in why
    assert "«Nokut»" in why


def test_a_link_from_a_heading_shows_the_heading(opened: Open) -> None:
    page = opened(fragment="#item=verksted-2021%2Fdag-2%2Fhva-bor-kmd-jobbe-videre%2F5")
    assert "står i overskriften" in page.inner_text("#panel .links")
    page.click("#panel .why summary")
    assert "i «Hva bør KMD jobbe videre med" in page.inner_text("#panel .why")


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("grønne kompetansebehov", "Hvordan møte"),
        ("groenne KOMPETANSEBEHOV", "Hvordan møte"),
        ("offentlege innkjop", ""),
        ("nordiske eksempler", "Dele nordiske eksempler"),
    ],
)
def test_search_folds_case_and_letters(query: str, item: str, opened: Open) -> None:
    page = opened()
    page.fill("#search", query)
    page.wait_for_selector("#chosen")
    shown = " ".join(texts(page, "#panel .item > .text"))
    assert item in shown if item else not shown
    assert query in page.inner_text("#chosen")


def test_search_by_another_name_of_an_actor(opened: Open) -> None:
    page = opened(fragment="#q=Noregs+forskingsr%C3%A5d")
    assert "Norges forskningsråd" in page.inner_text("#panel .bars")


def test_matrix_and_list_say_the_same_as_the_picture(opened: Open) -> None:
    page = opened(fragment="#view=matrise")
    head = texts(page, ".matrix thead th")
    assert head[:4] == ["Tema", "FK", "KMD", "HK-dir"]
    assert head[-2:] == ["Ingen nevnt", "Sum"]
    foot = texts(page, ".matrix tfoot td")
    assert foot[:3] == ["24", "20", "12"]
    page.click(".matrix a[aria-label='KMD, Smart spesialisering: 5']")
    expect(page.locator("#panel .item")).to_have_count(5)
    page.click("#views a:has-text('Liste')")
    expect(page.locator("#view .item")).to_have_count(5)
    page = opened(fragment="#view=liste")
    expect(page.locator("#view .item")).to_have_count(82)


def test_the_address_holds_the_state_and_back_works(opened: Open) -> None:
    page = opened(fragment="#lang=nn&view=matrise&node=actor%3Akmd&other=theme%3Asmart-spesialisering")
    assert page.inner_text("#chosen") == "KMD og Smart spesialisering"
    page.click("#panel .back a")
    expect(page.locator("#chosen")).to_have_count(0)
    page.go_back()
    assert page.inner_text("#chosen") == "KMD og Smart spesialisering"
    assert page.get_attribute("html", "lang") == "nn"


def test_a_made_up_address_falls_back_to_the_overview(opened: Open) -> None:
    page = opened(fragment="#lang=xx&view=<b>&node=actor:none&item=../x&q=")
    assert page.inner_text("#panel h2 >> nth=0") == "Hvem blir bedt om noe?"


@pytest.mark.parametrize(
    ("code", "button", "heading"),
    [("nn", "Nynorsk", "Kven blir bedne om noko?"), ("en", "English", "Who is asked for something?")],
)
def test_the_language_changes_everything_and_keeps_focus(
    code: str, button: str, heading: str, opened: Open
) -> None:
    page = opened()
    page.click(f"#languages button:has-text('{button}')")
    expect(page.locator("html")).to_have_attribute("lang", code)
    assert page.evaluate("document.activeElement.textContent") == button
    said = page.inner_text("#panel")
    assert "Hvem blir bedt" not in said
    assert heading in said


def test_everything_is_reached_by_keyboard(opened: Open) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    page.focus("#panel .bars a >> nth=1")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel .short") == "KMD"
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    expect(page.locator("#chosen")).to_have_count(0)


def test_text_from_a_document_is_never_markup(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer, opened: Open, tmp_path: Path
) -> None:
    found = extracted(HOSTILE)
    path = tmp_path / "hostile.html"
    path.write_text(render_page([found], gazetteer), encoding="utf-8")
    page = opened(path, "#view=liste")
    page.wait_for_timeout(200)
    assert "owned" not in page.title()
    expect(page.locator("main img, main script")).to_have_count(0)
    shown = " ".join(texts(page, "#view .item > .text"))
    for item in found.items:
        assert " ".join(item.text.split()) in " ".join(shown.split())
    assert len(found.items) == 3


def test_without_a_script_everything_is_still_there(opened: Open, workshop: Extraction) -> None:
    page = opened(java_script_enabled=False)
    said = " ".join(page.inner_text("main").split())
    assert "Siden viser alt uten JavaScript også" in said
    assert all(" ".join(item.text.split()) in said for item in workshop.items)


@pytest.mark.parametrize(
    "fragment", ["", "#node=actor%3Ahkdir", "#view=matrise", "#view=liste&lang=en", "#q=fagskole&lang=nn"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_by_wcag_2_1_aa(fragment: str, scheme: str, opened: Open) -> None:
    page = opened(fragment=fragment, color_scheme=scheme)
    page.wait_for_timeout(200)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found.response["violations"]] == []


def test_a_narrow_screen_scrolls_only_down(opened: Open) -> None:
    page = opened(fragment="#node=actor%3Akmd")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_is_one_file_with_a_policy_and_no_address_to_fetch(workshop_page: Path) -> None:
    text = workshop_page.read_text(encoding="utf-8")
    assert "default-src 'none'; script-src 'sha256-" in html.unescape(text)
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:)", text)
    assert "sourceMappingURL" not in text


def test_the_same_documents_give_the_same_page(
    workshop: Extraction, gazetteer: Gazetteer, workshop_page: Path
) -> None:
    assert render_page([workshop], gazetteer) == workshop_page.read_text(encoding="utf-8")


def test_the_page_says_the_same_in_three_languages() -> None:
    folder = Path(__file__).parent.parent / "viz" / "messages"
    found = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))}
    holes = {
        code: {k: sorted(re.findall(r"\{(\w+)\}", v)) for k, v in m.items()} for code, m in found.items()
    }
    assert holes["nb"] == holes["nn"] == holes["en"]
    used = set(
        re.findall(
            r"say\(\"([\w.]+)\"",
            "".join(p.read_text("utf-8") for p in (folder.parent / "assets").glob("*.js")),
        )
    )
    assert {key for key in used if not key.endswith(".")} <= set(found["nb"])


def test_an_empty_document_is_still_a_page(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "empty.html"
    path.write_text(render_page([extracted("Bare en setning om været.\n")], gazetteer), encoding="utf-8")
    page = opened(path)
    assert "Ingen oppfordringer binder" in page.inner_text("#view")
