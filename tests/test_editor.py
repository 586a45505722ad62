"""The editor in a real browser: a question chosen, run and answered; every page is accessible."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

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


def test_our_part_of_the_editor_has_no_accessibility_violations(server: str, page: Any) -> None:
    page.goto(f"{server}/editor")
    page.wait_for_selector(".yasqe .CodeMirror")
    found = Axe().run(page, context={"exclude": [["#editor"]]})
    assert found.violations_count == 0, found.generate_report()


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
