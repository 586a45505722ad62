"""A graph file that changes while it is served: the server goes on with what it had, says so, and catches up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import pytest

from graph.pipeline import extract
from graph.store import Store
from tests.conftest import ROOT, WORKSHOP
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
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
