"""What several test modules need: the real document, its annotation, and a way to read a made one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.evaluation import read_gold
from graph.gazetteer import Gazetteer, load
from graph.pipeline import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from graph.model import Extraction
    from graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "data" / "verksted-2021" / "source.txt"
MADE = ROOT / "data" / "made"
GOLD = ROOT / "data" / "verksted-2021" / "gold.jsonl"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load()


@pytest.fixture(scope="session")
def workshop(gazetteer: Gazetteer) -> Extraction:
    return extract(WORKSHOP, gazetteer)


@pytest.fixture(scope="session")
def workshops() -> Store:
    """The three workshops, what recurs in them and what came of it."""
    from tests.artefacts import workshops

    return workshops()


@pytest.fixture(scope="session")
def workshop_html(workshop: Extraction, gazetteer: Gazetteer) -> str:
    """The page of the real document."""
    from viz.page import render_page

    return render_page([workshop], gazetteer)


@pytest.fixture(scope="session")
def workshop_page(workshop_html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file, as people get it."""
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(workshop_html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for a module's tests."""
    from tests.browsing import launched

    with launched() as found:
        yield found


@pytest.fixture
def opened(browser: Browser, workshop_page: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page without a network; in the end none was asked for and nothing was complained about."""
    from tests.browsing import opening

    with opening(browser, workshop_page) as show:
        yield show


@pytest.fixture(scope="session")
def gold() -> list[dict[str, object]]:
    return read_gold(GOLD)


@pytest.fixture
def extracted(tmp_path: Path, gazetteer: Gazetteer) -> Callable[..., Extraction]:
    """Reads a text (or bytes) as a document of its own."""

    def read(text: str | bytes, name: str = "made.txt") -> Extraction:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return extract(path, gazetteer)

    return read


@pytest.fixture(scope="session")
def store_folder(workshop: Extraction, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk that holds the workshop, with its index and counts."""
    from graph.queries import remember_aggregates
    from graph.store.disk import DiskStore

    folder = tmp_path_factory.mktemp("served")
    with DiskStore(folder) as store:
        store.add(workshop)
        remember_aggregates(store)
    return folder


@pytest.fixture(scope="session")
def audit_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that server keeps its log: a line a request, with its own measure of the time."""
    return tmp_path_factory.mktemp("log") / "audit.jsonl"


@pytest.fixture(scope="session")
def server(store_folder: Path, audit_log: Path) -> Iterator[str]:
    """The address of ``innspill serve`` over that store."""
    from tests.serving import serving

    with serving(store_folder, "--log", str(audit_log)) as address:
        yield address
