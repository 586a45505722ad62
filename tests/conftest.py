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

    from graph.model import Extraction

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "data" / "verksted-2021" / "source.txt"
GOLD = ROOT / "data" / "verksted-2021" / "gold.jsonl"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load()


@pytest.fixture(scope="session")
def workshop(gazetteer: Gazetteer) -> Extraction:
    return extract(WORKSHOP, gazetteer)


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
def server(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``innspill serve`` over that store."""
    from tests.serving import serving

    with serving(store_folder, "--log", str(tmp_path_factory.mktemp("log") / "audit.jsonl")) as address:
        yield address
