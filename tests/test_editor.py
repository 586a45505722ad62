"""The editor in a real browser: a question chosen, run and answered; every page is accessible."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.mark.parametrize("path", ["/page/actor/kmd", "/page/document/verksted-2021", "/ns"])
def test_a_page_has_no_accessibility_violations(server: str, page: Any, path: str) -> None:
    page.goto(server + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_our_part_of_the_editor_has_no_accessibility_violations(server: str, page: Any) -> None:
    page.goto(f"{server}/editor")
    page.wait_for_selector(".yasqe .CodeMirror")
    found = Axe().run(page, context={"exclude": [["#editor"]]})
    assert found.violations_count == 0, found.generate_report()
