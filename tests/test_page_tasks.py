"""Five things a new user comes to find out, done by clicks alone and counted: at most four each.

The figures stand in docs/explorer.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from graph.model import Role
from tests.browsing import texts
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from graph.model import Extraction
    from tests.browsing import Open

WRITTEN = dict(
    re.findall(r"^\| (\d)\. .*\| (\d) \|$", (ROOT / "docs/explorer.md").read_text("utf-8"), re.MULTILINE)
)


class Clicks:
    """Clicks in a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.page.click(selector)
        self.count += 1


def items_of(workshop: Extraction, *wanted: tuple[str, Role]) -> set[str]:
    found = [{a.item for a in workshop.attributions if (a.target, a.role) == one} for one in wanted]
    ids = set.intersection(*found)
    return {" ".join(i.text.split()) for i in workshop.items if i.id in ids}


def test_1_what_is_hk_dir_asked(opened: Open, workshop: Extraction) -> None:
    clicks = Clicks(opened())
    clicks.on("#panel .bars a:has-text('HK-dir')")
    shown = set(texts(clicks.page, "#panel .cards >> nth=0 >> .item > .text"))
    assert shown == items_of(workshop, ("hkdir", Role.ADDRESSEE))
    assert clicks.count == int(WRITTEN["1"]) <= 4


def test_2_who_else_is_asked_about_fagskole(opened: Open, workshop: Extraction) -> None:
    clicks = Clicks(opened())
    clicks.on("#panel .bars a:has-text('Fagskole')")
    about = {a.item for a in workshop.attributions if a.target == "fagskole" and a.role is Role.SUBJECT}
    actors = {a.target for a in workshop.attributions if a.item in about and a.role is Role.ADDRESSEE}
    expect(clicks.page.locator("#panel h3 >> nth=0")).to_have_text("Blir bedt om noe her")
    assert len(texts(clicks.page, "#panel .bars >> nth=0 >> li")) == len(actors)
    assert clicks.count == int(WRITTEN["2"]) <= 4


def test_3_where_is_it_written(opened: Open) -> None:
    clicks = Clicks(opened())
    clicks.on("#panel .bars a:has-text('HK-dir')")
    line = texts(clicks.page, "#panel .line >> nth=0")[0]
    clicks.on("#panel .line >> nth=0")
    expect(clicks.page.locator("#chosen")).to_have_text("Innspillet")
    said = clicks.page.inner_text("#panel .item >> nth=0")
    assert line in said
    assert "DAG " in said
    assert "Ordene: «" in said
    assert clicks.count == int(WRITTEN["3"]) <= 4


def test_4_which_asks_are_to_kmd_and_kd_jointly(opened: Open, workshop: Extraction) -> None:
    clicks = Clicks(opened())
    clicks.on("#views a:has-text('Analyse')")
    clicks.on(".findings a:has-text('KD – KMD')")
    expected = items_of(workshop, ("kmd", Role.ADDRESSEE), ("kd", Role.ADDRESSEE))
    expect(clicks.page.locator("#panel h3 >> nth=0")).to_have_text(f"Begge blir bedt ({len(expected)})")
    assert set(texts(clicks.page, "#panel .cards >> nth=0 >> .item > .text")) == expected
    assert clicks.count == int(WRITTEN["4"]) <= 4


def test_5_send_a_colleague_exactly_this_view(opened: Open) -> None:
    page = opened(fragment="#view=matrise&f.kind=proposal")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clicks = Clicks(page)
    clicks.on(".menu > summary")
    clicks.on(".menu button:has-text('Kopier lenke')")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert clicks.count == int(WRITTEN["5"]) <= 4
