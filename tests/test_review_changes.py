"""What is under review changes: the document, its log or another's decisions, while people decide."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect

from graph.cli.rereading import Rereading
from graph.endpoint.desk import Desk, UnknownError, Wish
from graph.errors import InnspillError
from graph.pipeline import extract
from graph.review import Act, Anchor, Decision, Log, OvertakenError, now
from tests.reviewing import TEXTS, decided, document
from tests.serving import Review, reviewing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

FIRST = document().items[0]
TEXT = "# Møte\n\n## Hva bør KMD gjøre?\n\n- KMD bør samordne tiltakene\n- Når skal dette skje?\n"


# ---- the log


def test_a_log_that_is_taken_away_takes_nothing_and_says_so(tmp_path: Path) -> None:
    """What is written to a file that no longer stands anywhere is lost, whatever the engine says."""
    path = tmp_path / "decisions.sqlite"
    with Log(path) as log:
        log.append([decided(Act.CONFIRM, FIRST)])
        path.rename(tmp_path / "borte.sqlite")
        for use in (log.version, lambda: log.append([decided(Act.NOTE, FIRST, quote="tapt?")])):
            with pytest.raises(InnspillError, match="tatt bort, tømt eller byttet ut"):
                use()
        path.write_bytes(b"")
        with pytest.raises(InnspillError, match="byttet ut"):
            log.version()
        (tmp_path / "borte.sqlite").replace(path)
        assert log.append([decided(Act.NOTE, FIRST, quote="igjen")]) == 2


# ---- the document


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mote.md"
    write(path, TEXT)
    return path


def write(path: Path, text: str | bytes, *, seconds: float = 5) -> None:
    """A file written some seconds ago, other than before."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_document_is_read_again_when_it_has_been_still(source: Path, gazetteer: Gazetteer) -> None:
    again = Rereading(source, "mote", lambda path: extract(path, gazetteer))
    assert again() is None
    write(source, TEXT + "- Hvem betaler?\n", seconds=0)
    assert again() is None, "it may be in the middle of being written"
    write(source, TEXT + "- Hvem betaler?\n", seconds=3)
    made = again()
    assert made
    assert [item.text for item in made.items][-1] == "Hvem betaler?"
    assert again() is None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "dokumentet finnes ikke lenger"),
        (lambda path: write(path, b""), "tom"),
        (lambda path: write(path, TEXT, seconds=2), "heter nå «nytt»"),
    ],
)
def test_a_document_that_cannot_be_read_is_told_of_once(
    source: Path,
    gazetteer: Gazetteer,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    def read(path: Path) -> Extraction:
        made = extract(path, gazetteer)
        return replace(made, document=replace(made.document, slug="nytt")) if "nytt" in said else made

    again = Rereading(source, "mote", read)
    spoil(source)
    assert [again(), again()] == [None, None]
    told = capsys.readouterr().err
    assert told.count("slik dokumentet ble lest sist, gjelder fortsatt") == 1
    assert said in told
    write(source, TEXT + "- Hvem betaler?\n", seconds=4)
    assert (again() is None) == ("nytt" in said)


def test_who_saw_another_text_saves_nothing_before_they_have_seen_the_new(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    readings = [document(["KMD bør samordne alt", *TEXTS[1:3]])]
    with Log(tmp_path / "decisions.sqlite") as log:
        desk = Desk(
            [(document(), log)],
            gazetteer,
            lambda _: ("", ""),
            again={"mote": lambda: readings.pop() if readings else None},
        )

        def save(item: str, text: str | None) -> tuple[str, ...]:
            return desk.save(Wish("mote", item, 0, "Kari", ({"act": "confirm"},), text))

        for item, text in (("hva/1", TEXTS[0]), ("hva/4", TEXTS[3])):
            with pytest.raises(OvertakenError, match="står ikke lenger slik i dokumentet") as told:
                save(item, text)
            assert told.value.others == ()
        with pytest.raises(UnknownError):
            save("hva/4", None)
        assert log.version() == 0
        assert len(save("hva/1", "KMD bør samordne alt")) == 1
        assert len(save("hva/2", TEXTS[1])) == 1


# ---- all of it, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    path = tmp_path_factory.mktemp("changes") / "mote" / "mote.md"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    with reviewing(path) as found:
        yield found


def standing(desk: Review) -> dict[str, Any]:
    answer = httpx.get(f"{desk.address}/api/review", headers={"accept": "application/json"}, timeout=20)
    return {**answer.json(), "status": answer.status_code}


def waits_for(found: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.1)
    return False


def items(desk: Review) -> int:
    """How many the graph that is served holds."""
    query = "PREFIX inn: <https://w3id.org/innspill/ns#> SELECT (COUNT(DISTINCT ?i) AS ?n) { ?i a inn:Item }"
    answer = httpx.get(
        f"{desk.address}/sparql", params={"query": query}, headers={"accept": "text/csv"}, timeout=60
    )
    assert answer.status_code == 200, answer.text
    return int(answer.text.split()[1])


@pytest.mark.integration
def test_what_another_process_decides_is_served(desk: Review) -> None:
    assert items(desk) == 2
    first = extract(desk.log.parent / "mote.md").items[0]
    made = Decision(
        now(), "Per", Act.SPLIT, Anchor("mote", first.id, first.text), spans=((0, 8), (9, len(first.text)))
    )
    with Log(desk.log) as log:
        log.append([made])
    assert items(desk) == 3
    assert "Avgjort av" in httpx.get(desk.address, timeout=60).text
    with Log(desk.log) as log:
        log.append([Decision(now(), "Per", Act.WITHDRAW, made.anchor, made.id)])
    assert items(desk) == 2


@pytest.mark.integration
def test_a_changed_document_is_shown_and_nobody_decides_on_what_it_was(
    desk: Review, browser: Browser
) -> None:
    source = desk.log.parent / "mote.md"
    page = browser.new_context().new_page()
    page.add_init_script("localStorage.setItem('innspill-who', 'Kari')")
    page.goto(desk.invitation)
    page.wait_for_selector("[data-ready=all]")
    page.select_option("#filter", "all")
    page.locator(".entry", has_text="samordne").click()
    write(source, TEXT.replace("samordne tiltakene", "samordne virkemidlene") + "- Hvem betaler?\n")
    assert waits_for(lambda: len(standing(desk)["items"]) == 3)
    assert items(desk) == 3
    page.keyboard.press("Enter")
    expect(page.locator("#trouble h3")).to_have_text("Ikke lagret: dokumentet er endret")
    expect(page.locator("#text")).to_have_text("KMD bør samordne virkemidlene")
    with Log(desk.log, read_only=True) as log:
        assert [d.act for d in log.decisions() if d.who == "Kari"] == []
    page.click("#clash-save")
    expect(page.locator("#said")).to_contain_text("Lagret")
    with Log(desk.log, read_only=True) as log:
        assert [d.anchor.text for d in log.decisions() if d.who == "Kari"] == [
            "KMD bør samordne virkemidlene"
        ]
    page.context.close()
    write(source, "", seconds=3)
    assert len(standing(desk)["items"]) == 3
    assert items(desk) == 3
    write(source, TEXT, seconds=2)
    assert waits_for(lambda: len(standing(desk)["items"]) == 2)


@pytest.mark.integration
@pytest.mark.parametrize("damage", ["removed", "emptied"])
def test_a_log_that_goes_under_the_server_is_told_and_comes_back(desk: Review, damage: str) -> None:
    """The explorer shows what it had; the review says that nothing can be saved, and goes on when it can."""
    before, page = items(desk), httpx.get(desk.address, timeout=60).text
    one = standing(desk)["items"][0]
    beside = desk.log.with_name("trygg.sqlite")
    if damage == "removed":
        desk.log.rename(beside)
    else:
        content = desk.log.read_bytes()
        desk.log.write_bytes(b"")
    wish = {
        "document": "mote",
        "item": one["id"],
        "seen": 2**40,
        "who": "Kari",
        "decisions": [{"act": "confirm"}],
    }
    answer = httpx.post(
        f"{desk.address}/api/review/decisions",
        json=wish,
        headers={"authorization": f"Bearer {desk.token}"},
        timeout=20,
    )
    assert (standing(desk)["status"], answer.status_code) == (503, 422)
    assert "Traceback" not in answer.text
    assert (items(desk), httpx.get(desk.address, timeout=60).text) == (before, page)
    if damage == "removed":
        beside.rename(desk.log)
    else:
        desk.log.write_bytes(content)
    assert waits_for(lambda: standing(desk)["status"] == 200)
    assert items(desk) == before
