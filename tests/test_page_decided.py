"""The sheet of an item says who decided what, when and why; a covered name is nowhere in the page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from graph.explanation import explanation
from graph.judgements import judgements_in
from graph.model import Role
from graph.redaction import mailed, redacted_review
from graph.review import Act, Decision, Review, replay
from graph.store import Store
from graph.store.disk import DiskStore
from tests.browsing import texts, violations
from tests.reviewing import TEXTS, decided, document
from tests.test_page import unpacked
from viz.page import built, render_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from graph.gazetteer import Gazetteer
    from tests.browsing import Open

FIRST, ASKS, UNDER, LAST = document().items
HOSTILE: Final = "</script><img src=x onerror=alert(1)>"


def several() -> list[Decision]:
    """Decisions by two people, of every sort that a sheet tells."""
    second = iter(range(60))

    def made(act: Act, *more: object, **values: object) -> Decision:
        when = f"2026-01-31T08:00:{next(second):02}.000000Z"
        return decided(act, *more, **{"when": when, **values})  # type: ignore[arg-type]

    return [
        made(Act.ADD, FIRST, "fk", role=Role.PARTNER, quote="Fylkene", why="Kari Nordmann sa det på møtet"),
        made(Act.REJECT, ASKS, "kmd", role=Role.ADDRESSEE, why=HOSTILE, who="Ola Hagen"),
        made(Act.KIND, ASKS, "observation", why="De bare undrer seg; spør Ola"),
        made(Act.FORCE, LAST, "must"),
        made(Act.TEXT, LAST, spans=((0, 15),), why="ring 912 34 567"),
        made(Act.ANSWER, LAST, "done", quote="Gjort i mai", link="https://example.org/svar"),
        made(Act.MERGE, UNDER, "hva/4", quote=TEXTS[3]),
        made(Act.SPLIT, FIRST, spans=((0, 27), (28, 51)), why="to ting"),
        made(Act.SAME, LAST, "mote/hva/2", quote=TEXTS[1]),
        made(Act.NAME, LAST, "actor", quote="Nord-Norsk Råd"),
        made(Act.SPELLING, LAST, "fk", quote="Fylka"),
        made(Act.NOTE, LAST, quote="Se på denne igjen"),
        made(Act.CONFIRM, ASKS),
    ]


@pytest.fixture(scope="module")
def review(gazetteer: Gazetteer) -> Review:
    made = replay(document(), several(), gazetteer)
    assert made.conflicts == ()
    return made


def page_of(review: Review, gazetteer: Gazetteer, language: str = "nb") -> str:
    """As the commands make it."""
    from graph.analysis import analyse
    from graph.cli.explorer import explorer

    store = Store.of_reviews([review])
    known = gazetteer.including(review.extraction.candidates)
    analysis, graph = analyse(store, known), store.to_trig()
    return explorer([review], store, known, lang=language, graph=graph, threads=(), analysis=analysis)


@pytest.fixture(scope="module")
def path(review: Review, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("decided") / "index.html"
    made.write_text(page_of(review, gazetteer), encoding="utf-8")
    return made


@pytest.fixture
def sheet(opened: Open, path: Path) -> Callable[..., Page]:
    """Opens the sheet of an item from the file, without a network."""
    return lambda item, lang="nb", **more: opened(path, f"#item=mote%2Fhva%2F{item}&lang={lang}", **more)


def test_a_link_says_who_made_it_when_and_why(sheet: Callable[..., Page]) -> None:
    page = sheet("1~2")
    assert texts(page, "#panel .item .why:not(.decided) li") == [
        "Partner: FK – Avgjort av Kari Nordmann 31. januar 2026. Begrunnelse: Kari Nordmann sa det på møtet Ordene: «Fylkene».",
    ]
    assert texts(page, "#panel .item .decided li")[-1] == (
        "Innspillet er del av et som ble delt. Avgjort av Kari Nordmann 31. januar 2026. Begrunnelse: to ting"
    )


def test_what_was_taken_out_and_corrected_stands_beside_as_text(sheet: Callable[..., Page]) -> None:
    page = sheet("2", "en")
    assert page.locator("#panel .item > p.basis").inner_text() == "No links found."
    by = "Decided by Kari Nordmann on 31 January 2026."
    assert sorted(texts(page, "#panel .item .decided li")) == [
        f"Taken out: asked: KMD. Decided by Ola Hagen on 31 January 2026. Reason: {HOSTILE}",
        f"The item was confirmed as it stands. {by}",
        f"The type was corrected from question to observation. {by} Reason: De bare undrer seg; spør Ola",
    ]
    assert page.locator("#panel img").count() == 0


def test_every_act_is_told_in_three_languages(sheet: Callable[..., Page]) -> None:
    page = sheet("4", "nn")
    kari = "Avgjort av Kari Nordmann 31. januar 2026."
    told = [text.removesuffix(kari).strip() for text in texts(page, "#panel .item .decided li")]
    assert told == [
        "Styrken er retta frå «bør» til «må».",
        f"Utsnittet er retta. Maskinen las: «{TEXTS[3]}» {kari} Grunngiving: ring ••• •• •••",
        "Oppfølging: gjennomført. Gjort i mai https://example.org/svar",
        f"Eit anna innspel er slått saman med dette: «{TEXTS[2]}»",
        f"Innspelet bed om det same som «{TEXTS[1]}» Vis det andre innspelet",
        "Eit nytt namn er foreslått: «Nord-Norsk Råd».",
        "Ein ny skrivemåte av FK er foreslått: «Fylka».",
        "Merknad: «Se på denne igjen»",
    ]
    page.click("#panel .decided a")
    page.wait_for_function("location.hash.includes('hva%2F2')")


def test_the_sheet_is_for_everybody(sheet: Callable[..., Page]) -> None:
    page = sheet("4", viewport={"width": 390, "height": 844})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.focus("#panel .decided summary")
    page.keyboard.press("Enter")
    assert page.locator("#panel .item .decided").get_attribute("open") is None


def test_the_page_and_explain_tell_of_the_same_decisions(review: Review, gazetteer: Gazetteer) -> None:
    told = judgements_in(Store.of_reviews([review]))
    for item in review.extraction.items:
        said = explanation(review, item.id, gazetteer)
        mine = [one for one in told if f"mote/{item.id}".startswith((one.item, f"{one.item}~"))]
        mine = [one for one in mine if one.item == f"mote/{item.id}" or "~" in item.id]
        assert said.count("Avgjort av") == len(mine), said
        assert all(one.why in said for one in mine)


def test_a_store_tells_the_same_as_the_documents(review: Review, tmp_path: Path) -> None:
    with DiskStore(tmp_path / "lager") as disk:
        disk.add_review(review)
        assert judgements_in(disk) == judgements_in(Store.of_reviews([review])) != ()
        disk.remove("mote")
        assert judgements_in(disk) == ()


def test_redacted_no_name_of_those_who_decided_is_in_the_page(review: Review, gazetteer: Gazetteer) -> None:
    page = page_of(redacted_review(review), gazetteer)
    everything = page + unpacked(page, "graph")
    everything = everything.replace(built("explorer.js"), "").replace(built("worker.js"), "")
    names = r"\bKari\b|Nordmann|\bOla\b|Hagen|nordmann|ola-hagen|912 34 567"
    assert re.findall(names, re.sub(r"[A-Za-z0-9+/=]{200,}", "", everything)) == []
    assert "to ting" in everything, "what names nobody is kept"
    said = explanation(redacted_review(review), "hva/2", gazetteer)
    assert "Avgjort av et menneske 2026-01-31: De bare undrer seg; spør •••" in said


def test_redacted_the_sheet_says_that_a_person_did(
    review: Review, gazetteer: Gazetteer, opened: Open, tmp_path: Path
) -> None:
    made = tmp_path / "index.html"
    made.write_text(page_of(redacted_review(review), gazetteer), encoding="utf-8")
    page = opened(made, "#item=mote%2Fhva%2F1~2")
    assert texts(page, "#panel .item .why:not(.decided) .because") == [
        "Begrunnelse: •••• •••••••• sa det på møtet"
    ]
    assert "Avgjort av et menneske 31. januar 2026." in texts(page, "#panel .item .why:not(.decided) li")[0]


def test_addresses_and_numbers_are_covered_in_what_people_wrote(review: Review, gazetteer: Gazetteer) -> None:
    by_mail = [replace(d, who="kari@example.org") if d.act is Act.FORCE else d for d in several()]
    page = page_of(replay(document(), by_mail, gazetteer), gazetteer)
    everything = page + unpacked(page, "graph")
    assert "912 34 567" not in everything
    assert "kari@example" not in everything
    assert "Kari Nordmann" in everything
    assert "inn:why" in unpacked(page, "graph")
    (unchanged,) = mailed([replay(document(), several()[:4], gazetteer)])
    assert unchanged == replay(document(), several()[:4], gazetteer)
    assert review.kept


def test_a_proposed_name_of_a_person_is_covered_too(gazetteer: Gazetteer) -> None:
    made = [
        decided(Act.NAME, LAST, "actor", quote="Kari Nordmann"),
        decided(Act.SPELLING, LAST, "kari-nordmann", quote="Kari N"),
    ]
    covered = redacted_review(replay(document(), made, gazetteer))
    text = Store.of_reviews([covered]).to_trig()
    assert "nordmann" not in text.lower()


def test_without_decisions_the_page_is_as_before(gazetteer: Gazetteer) -> None:
    machine = document()
    assert page_of(replay(machine, [], gazetteer), gazetteer) == render_page([machine], gazetteer)
