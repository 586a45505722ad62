"""The editor in a real browser: a question chosen, run and answered; every page is accessible."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from graph.messages import messages
from tests import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration


FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        yield page
        browser.close()


def test_a_question_from_the_library_is_run_in_the_editor(server: str, page: Any) -> None:
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{server}/editor")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.select_option("#question", "joint-asks")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table td")
    assert "HK-dir" in page.inner_text(".yasr table")
    assert all(url.startswith((server, "data:", "blob:")) for url in asked), asked
    assert problems == []


@pytest.mark.parametrize(
    "path", ["/page/actor/kmd?lang=en", "/page/document/verksted-2021", "/ns?lang=nn", "/overview"]
)
def test_a_page_has_no_accessibility_violations(server: str, page: Any, path: str) -> None:
    page.goto(server + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_editor_has_no_accessibility_violations(server: str, page: Any) -> None:
    # The scroller of the text is reached by the field inside it, which scrolls with its cursor.
    but = {"exclude": [[".CodeMirror-scroll"]]}
    page.goto(f"{server}/editor")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table td")
    for change in (lambda: None, lambda: page.click(".tabContextButton")):
        change()
        found = Axe().run(page, context=but)
        assert found.violations_count == 0, found.generate_report()


def test_the_tabulator_leads_out_of_the_editor(server: str, page: Any) -> None:
    page.goto(f"{server}/editor")
    page.focus(".yasqe textarea")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.yasqe textarea')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.activeElement.matches('.yasqe textarea')")


def test_a_page_speaks_the_language_asked_for(server: str) -> None:
    def said(path: str, header: str = "") -> str:
        answer = httpx.get(f"{server}{path}", headers={"accept-language": header}, timeout=20)
        assert "Accept-Language" in answer.headers["vary"]
        return answer.text

    for path in ("/editor", "/ns", "/page/actor/kmd", "/overview"):
        assert '<html lang="nb">' in said(path)
        assert "Spør med SPARQL" in said(path, "fi")
        assert '<html lang="nn">' in said(path, "nn-NO,nb;q=0.8")
        assert "Hopp til innhaldet<" in said(path, "nn")
        english = said(f"{path}?lang=en", "nn")
        assert '<html lang="en">' in english
        assert "Skip to the content" in english
        assert 'href="/ns?lang=en"' in english
    assert "Ministry of Local Government" in said("/page/actor/kmd?lang=en")
    assert httpx.get(f"{server}/ns?lang=xx", timeout=20).status_code == 400


def test_every_example_of_the_vocabulary_is_found_in_the_graphs_and_stands_on_the_page(server: str) -> None:
    assert vocabulary.EXAMPLES.read_text(encoding="utf-8") == vocabulary.written()
    shown = httpx.get(f"{server}/ns", timeout=20).text
    assert shown.count("<pre>") == len(vocabulary.terms())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_vocabulary_with_its_diagrams_as_text_has_no_violations(
    server: str, page: Any, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server}/ns?lang=nb")
    for summary in page.query_selector_all("summary"):
        summary.focus()
        page.keyboard.press("Enter")
    assert page.locator("details[open] li").first.is_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="light")


SHOWN = """() => {
  const said = [], walk = document.createTreeWalker(document.getElementById("editor"), NodeFilter.SHOW_ALL);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.nodeType === 3 && !node.parentElement.closest(".CodeMirror-code, td")) said.push(node.data.trim());
    if (node.nodeType === 1)
      said.push(...["title", "aria-label", "placeholder"].map((name) => node.getAttribute(name) || ""));
  }
  return said;
}"""


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_editor_speaks_the_language_of_the_page(server: str, page: Any, language: str) -> None:
    theirs, ours = (messages("editor", code) for code in ("en", language))
    page.goto(f"{server}/editor?lang={language}")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table td")
    page.click(".tabContextButton")
    shown = set(page.evaluate(SHOWN))
    page.click(".tabContextButton")
    page.click(".select_response")
    page.wait_for_selector(".overlay_btn")
    shown |= set(page.evaluate(SHOWN))
    english = {text for key, text in theirs.items() if ours[key] != text}
    assert shown & english == set()
    assert {
        ours[key] for key in ("run", "filter", "settings-close", "response", "show-all", "tab-name")
    } <= shown
    page.click(".tabsList .tab", button="right")
    assert ours["tab-rename"] in page.inner_text(".yasgui")
    page.keyboard.press("Escape")


def test_what_the_graph_says_is_never_put_in_other_words(server: str, page: Any) -> None:
    page.goto(f"{server}/editor?lang=nb")
    page.wait_for_selector(".yasqe .CodeMirror")
    query = 'SELECT ("Table" AS ?Response) ("4 results in 3 seconds" AS ?two) {}'
    page.evaluate("(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query)
    page.click(".yasqe_queryButton")
    page.wait_for_selector("td:has-text('4 results in 3 seconds')")
    assert page.inner_text("td:nth-child(2)") == "Table"
    assert page.inner_text("th:nth-child(2)") == "Response"
    assert page.inner_text(".yasr_response_chip").startswith("1 svar på ")
