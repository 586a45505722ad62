"""A real Chromium, and a page opened in it from a file, without a network and watched."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Open = Callable[..., Page]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


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


@contextmanager
def opening(browser: Browser, usual: Path) -> Iterator[Open]:
    contexts = []

    def show(path: Path = usual, fragment: str = "", **options: object) -> Page:
        options = {"viewport": {"width": 1280, "height": 800}, "accept_downloads": True, **options}
        context = browser.new_context(offline=True, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.watch = Watch(page)  # type: ignore[attr-defined]
        page.goto(path.as_uri() + fragment)
        return page

    yield show
    for context in contexts:
        for page in context.pages:
            found = page.watch  # type: ignore[attr-defined]
            assert [u for u in found.requests if not u.startswith(("file:", "data:", "blob:"))] == []
            assert len([u for u in found.requests if u.startswith("file:")]) == 1
            assert found.complaints == []
        context.close()


def texts(page: Page, selector: str) -> list[str]:
    return [" ".join(t.split()) for t in page.locator(selector).all_inner_texts()]


def violations(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """What axe-core finds against WCAG 2.1 AA and its best practices, or against some of its rules."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [(v["id"], [n["html"][:140] for n in v["nodes"]][:4]) for v in found.response["violations"]]
