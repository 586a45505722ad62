"""A graph file or store that changes while it is served: the server goes on with what it had, and says so."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from graph.errors import InnspillError
from graph.pipeline import extract
from graph.queries import remember_aggregates
from graph.store import Store
from graph.store.disk import DiskStore
from tests.conftest import ROOT, WORKSHOP
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration

SMALL = ROOT / "tests" / "files" / "samling.txt"
COUNT = "SELECT (COUNT(DISTINCT ?i) AS ?n) { ?i a inn:Item }"


def trig(*documents: Path) -> str:
    store = Store()
    for document in documents:
        store.add(extract(document))
    return store.to_trig()


class Served:
    """A file that is served, and what the server says of it."""

    def __init__(self, path: Path, said: Path, address: str) -> None:
        self.path, self.said, self.address = path, said, address

    def items(self) -> int:
        query = {"query": f"PREFIX inn: <https://w3id.org/innspill/ns#> {COUNT}"}
        answer = httpx.get(f"{self.address}/sparql", params=query, headers={"accept": "text/csv"}, timeout=20)
        assert answer.status_code == 200, answer.text
        return int(answer.text.split()[1])

    def replace(self, text: str | bytes) -> None:
        """The file is another, in one step."""
        beside = self.path.with_suffix(".new")
        beside.write_bytes(text.encode() if isinstance(text, str) else text)
        beside.replace(self.path)

    def tells(self, words: str, seconds: float = 20) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if words in self.said.read_text(encoding="utf-8"):
                return True
            time.sleep(0.1)
        return False

    def comes_to(self, expected: int, seconds: float = 20) -> set[int]:
        """Every count seen until the expected one."""
        seen, end = {self.items()}, time.monotonic() + seconds
        while expected not in seen and time.monotonic() < end:
            seen.add(self.items())
            time.sleep(0.1)
        return seen


@pytest.fixture(scope="module")
def small() -> str:
    return trig(SMALL)


@pytest.fixture(scope="module")
def large() -> str:
    return trig(WORKSHOP, SMALL)


@pytest.fixture(scope="module")
def counts() -> tuple[int, int]:
    one, two = len(extract(SMALL).items), len(extract(WORKSHOP).items)
    return one, one + two


@pytest.fixture
def served(tmp_path: Path, small: str) -> Iterator[Served]:
    path, said = tmp_path / "graph.trig", tmp_path / "said.txt"
    path.write_text(small, encoding="utf-8")
    with serving(path, said=said) as address:
        yield Served(path, said, address)


def test_a_file_replaced_in_one_step_is_served(served: Served, large: str, counts: tuple[int, int]) -> None:
    assert served.items() == counts[0]
    served.replace(large)
    assert served.comes_to(counts[1]) <= set(counts)
    assert "Grønn kompetanse" in httpx.get(served.address, timeout=20).text
    assert "innspill:" not in served.said.read_text(encoding="utf-8")


def test_a_file_written_half_is_not_served_until_it_is_whole(
    served: Served, large: str, counts: tuple[int, int]
) -> None:
    with served.path.open("w", encoding="utf-8") as file:
        file.write(large[: len(large) // 2])
        file.flush()
        assert served.tells("graph.trig"), "what is wrong is told"
        assert served.items() == counts[0]
        file.write(large[len(large) // 2 :])
    assert served.comes_to(counts[1]) <= set(counts)


@pytest.mark.parametrize("content", [b"<html>ikke en graf", b"\xff\xfe\x00", b"<urn:a> <urn:b> <urn:c"])
def test_a_broken_file_is_told_of_and_the_earlier_state_stays(
    served: Served, large: str, counts: tuple[int, int], content: bytes
) -> None:
    page = httpx.get(served.address, timeout=20).text
    served.replace(content)
    assert served.tells("graph.trig")
    time.sleep(1.5)
    assert served.items() == counts[0]
    assert httpx.get(served.address, timeout=20).text == page
    said = served.said.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "Det som var der, vises fortsatt" in said
    assert said.count("vises fortsatt") == 1, "told once"
    served.replace(large)
    assert served.comes_to(counts[1]) <= set(counts)


def test_a_removed_file_is_told_of_once_and_may_come_back(
    served: Served, large: str, counts: tuple[int, int]
) -> None:
    served.path.unlink()
    assert served.tells("finnes ikke lenger")
    time.sleep(1.5)
    assert served.said.read_text(encoding="utf-8").count("finnes ikke lenger") == 1
    assert served.items() == counts[0]
    served.replace(large)
    assert served.comes_to(counts[1]) <= set(counts)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "lager"
    with DiskStore(folder) as made:
        made.add(extract(SMALL))
        remember_aggregates(made)
    return folder


def junk(folder: Path) -> None:
    for path in folder.glob("graph/*"):
        path.write_bytes(b"\0junk" * 50)


def cut(folder: Path) -> None:
    for path in folder.glob("graph/*.sst"):
        path.write_bytes(path.read_bytes()[:100])


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def half_gone(folder: Path) -> None:
    shutil.rmtree(folder / "graph")


def index_junk(folder: Path) -> None:
    (folder / "index.sqlite").write_bytes(b"junk" * 1000)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (gone, "det som vises, finnes ikke lenger"),
        (half_gone, "det er ikke noe lager her"),
        (junk, "lageret er skadet"),
        (cut, "lageret er skadet"),
        (index_junk, "det nye lar seg ikke vise"),
    ],
)
def test_a_store_removed_or_damaged_while_it_is_served(
    store: Path, tmp_path: Path, counts: tuple[int, int], damage: Callable[[Path], None], told: str
) -> None:
    """Everything is answered as before, the harm is told once, and a store made anew is served."""
    folder, said = tmp_path / "lager", tmp_path / "said.txt"
    shutil.copytree(store, folder)
    with serving(folder, said=said) as address:
        served = Served(folder, said, address)
        assert served.items() == counts[0]
        damage(folder)
        assert served.tells(told), said.read_text(encoding="utf-8")
        assert served.tells("vises fortsatt")
        assert served.items() == counts[0]
        for place in ("/", "/overview", "/api/queries/who-is-asked-what", "/api/search?q=fagskole"):
            assert httpx.get(address + place, timeout=20).status_code == 200, place
        time.sleep(1.5)
        text = said.read_text(encoding="utf-8")
        assert text.count("vises fortsatt") == 1
        assert "Traceback" not in text
        shutil.rmtree(folder, ignore_errors=True)
        with DiskStore(tmp_path / "nytt") as made:
            made.add(extract(SMALL))
            made.add(extract(WORKSHOP))
        (tmp_path / "nytt").rename(folder)
        assert served.comes_to(counts[1], 40) <= set(counts)


@pytest.mark.parametrize("damage", [junk, cut])
def test_a_damaged_store_is_told_in_one_line(
    store: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "lager"
    shutil.copytree(store, folder)
    damage(folder)
    for read_only in (True, False):
        with pytest.raises(InnspillError, match="lageret er skadet"):
            DiskStore(folder, read_only=read_only)
