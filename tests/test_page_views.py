"""What people see and do in the page: overview, choice, items, filters, search, and the six views."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graph.model import Kind, Role
from tests.browsing import texts
from viz.compose import compose
from viz.page import render_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from tests.browsing import Open
    from viz.view import View


@pytest.fixture(scope="module")
def view(workshop: Extraction, gazetteer: Gazetteer) -> View:
    return compose([workshop], gazetteer)


def asked(workshop: Extraction, actor: str) -> list[str]:
    ids = {a.item for a in workshop.attributions if a.target == actor and a.role is Role.ADDRESSEE}
    return [" ".join(i.text.split()) for i in sorted(workshop.items) if i.id in ids]


def shown_items(page: Page, where: str = "#panel .cards >> nth=0 >> .item > .text") -> list[str]:
    return texts(page, where)


def test_the_overview_says_who_is_asked_most(opened: Open, view: View) -> None:
    page = opened()
    assert texts(page, "#panel h2")[:2] == ["Hvem blir bedt om noe?", "Hva gjelder det?"]
    expected = [f"{node.name.nb} {node.asks}" for node in view.actors if node.asks]
    assert texts(page, "#panel .bars >> nth=0 >> li") == expected
    most = [node for node in view.actors if node.asks][:3]
    assert page.inner_text("#summary").startswith(f"{len(view.items)} innspill, ")
    assert all(f"{node.name.nb} ({node.asks})" in page.inner_text("#summary") for node in most)


def test_a_click_on_an_actor_lists_its_items_and_brings_its_neighbours_into_focus(
    opened: Open, workshop: Extraction
) -> None:
    page = opened()
    page.click("#panel .bars a:has-text('HK-dir')")
    expect(page.locator("#chosen")).to_have_text("Direktoratet for høyere utdanning og kompetanse")
    assert shown_items(page) == asked(workshop, "hkdir")
    neighbours = {
        a.target
        for a in workshop.attributions
        if a.role is Role.SUBJECT
        and a.item
        in {b.item for b in workshop.attributions if b.target == "hkdir" and b.role is Role.ADDRESSEE}
    }
    page.click("#side .nodes > summary")
    assert len(neighbours) + 2 <= len(texts(page, ".nodelist li"))
    page.click("#shown a:has-text('Til hele bildet')")
    expect(page.locator("#shown")).to_contain_text("Nærbilde av HK-dir")


def test_a_click_in_the_picture_chooses_what_lies_there(opened: Open) -> None:
    page = opened()
    box = page.locator("#canvas canvas").bounding_box()
    assert box
    for x in range(40, int(box["width"]), 45):
        for y in range(30, int(box["height"]), 30):
            page.mouse.click(box["x"] + x, box["y"] + y)
            if re.search(r"node=(actor|theme)", page.evaluate("location.hash").replace("%3A", ":")):
                expect(page.locator("#panel #chosen")).to_have_count(1)
                return
    pytest.fail("nothing was chosen")


def test_an_item_shows_its_words_its_reasons_and_its_place(opened: Open, workshop: Extraction) -> None:
    link = next(a for a in sorted(workshop.attributions) if a.target == "nokut" and a.role is Role.ADDRESSEE)
    page = opened(fragment=f"#item=verksted-2021%2F{link.item.replace('/', '%2F')}")
    item = next(i for i in workshop.items if i.id == link.item)
    assert texts(page, "#panel .item > .text")[0] == " ".join(item.text.split())
    assert link.mention.quote in " ".join(texts(page, "#panel mark"))
    why = page.inner_text("#panel .why >> nth=0")
    assert "Bedt om: NOKUT" in why
    assert f"«{link.mention.quote}»" in why
    assert f"linje {item.line}" in page.inner_text("#panel .head >> nth=0")
    assert "DAG 1" in page.inner_text("#panel .where >> nth=0")


def test_a_link_from_a_heading_shows_the_heading(opened: Open, workshop: Extraction) -> None:
    link = next(a for a in sorted(workshop.attributions) if a.basis == "heading" and a.role is Role.ADDRESSEE)
    section = next(s for s in workshop.sections if s.id == link.mention.where)
    page = opened(fragment=f"#item=verksted-2021%2F{link.item.replace('/', '%2F')}")
    assert "står i overskriften" in page.inner_text("#panel .links >> nth=0")
    assert f"i «{' '.join(section.text.split())[:25]}" in " ".join(
        page.inner_text("#panel .why >> nth=0").split()
    )


def test_sub_items_and_the_item_above_are_one_click_apart(opened: Open, workshop: Extraction) -> None:
    child = next(i for i in sorted(workshop.items) if i.parent)
    page = opened(fragment=f"#item=verksted-2021%2F{child.parent.replace('/', '%2F')}")
    page.click("#panel .item .line >> nth=1")
    expect(page.locator("#panel .item > .text >> nth=0")).to_contain_text(child.text.split()[0])
    assert "Punktet over" in page.inner_text("#panel")
    page.go_back()
    assert "Underpunkter" in page.inner_text("#panel")


def test_items_become_nodes_only_when_asked_for(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#node=actor%3Ahkdir")
    page.click("#side .nodes > summary")
    before = len(texts(page, ".nodelist li"))
    page.click("#panel a:has-text('Vis innspillene i grafen')")
    expect(page.locator(".nodelist li")).to_have_count(
        before + len({a.item for a in workshop.attributions if a.target == "hkdir"})
    )
    page.click(".nodelist a >> nth=0")
    expect(page.locator("#panel .item.chosen")).to_have_count(1)
    page.click("#panel .item.chosen .actions a")
    expect(page.locator("#shown")).to_contain_text("Til hele bildet")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("grønne kompetansebehov", "Hvordan møte"),
        ("groenne KOMPETANSEBEHOVENE", "Hvordan møte"),
        ("nordisk eksempel", "Dele nordiske eksempler"),
        ("offentleg anskaffing", ""),
    ],
)
def test_search_folds_letters_and_stems(query: str, found: str, opened: Open) -> None:
    page = opened()
    page.fill("#search", query)
    expect(page.locator("#chosen")).to_contain_text(query)
    shown = " ".join(shown_items(page, "#panel .item > .text"))
    assert found in shown if found else not shown
    assert bool(texts(page, "#panel mark.hit")) == bool(found)


def test_search_by_another_name_of_an_actor(opened: Open) -> None:
    page = opened(fragment="#q=Noregs+forskingsr%C3%A5d")
    assert "Norges forskningsråd" in page.inner_text("#panel .bars >> nth=0")


def test_filters_combine_and_count_what_they_would_leave(opened: Open, view: View) -> None:
    page = opened(fragment="#view=liste")
    page.click("#side .facets > summary")
    page.check(".facet-actor label:has-text('KMD')")
    with_kmd = [i for i in view.items if any(k.node == "actor:kmd" and k.role != "subject" for k in i.links)]
    expect(page.locator("#chips")).to_contain_text(f"{len(with_kmd)} av {len(view.items)}")
    page.click(".facet-force > summary")
    label = page.locator(".facet-force label:has-text('bør')")
    must = [i for i in with_kmd if i.force == "should"]
    assert texts(page, ".facet-force label:has-text('bør') .count") == [str(len(must))]
    label.click()
    expect(page.locator(".items tbody tr")).to_have_count(len(must))
    page.click("#views a:has-text('Matrise')")
    asks = [i for i in must if i.is_ask]
    assert texts(page, ".matrix tfoot td.sum >> nth=-1") == [str(len(asks))]
    page.click("#chips button:has-text('Nullstill')")
    expect(page.locator("#chips")).to_be_hidden()
    assert texts(page, ".matrix tfoot td.sum >> nth=-1") == [str(sum(i.is_ask for i in view.items))]


def test_role_and_basis_hold_of_one_and_the_same_link(opened: Open, view: View) -> None:
    page = opened(fragment="#view=liste&f.actor=actor%3Afk&f.role=addressee&f.basis=heading")
    expected = [
        i
        for i in view.items
        if any(k.node == "actor:fk" and k.role == "addressee" and k.basis == "heading" for k in i.links)
    ]
    expect(page.locator(".items tbody tr")).to_have_count(len(expected))


def test_a_theme_filter_takes_in_the_themes_below(opened: Open, view: View) -> None:
    nodes = {node.key: node for node in view.nodes}
    above = next(b for n in view.nodes if n.items for b in n.broader)

    def under(key: str) -> bool:
        return key == above or any(under(b) for b in nodes[key].broader)

    expected = [i for i in view.items if any(under(k.node) for k in i.links if k.role == "subject")]
    page = opened(fragment=f"#view=liste&f.theme={above.replace(':', '%3A')}")
    expect(page.locator("#chips")).to_contain_text(f"{len(expected)} av")


def test_the_matrix_counts_as_the_ties_do_and_a_cell_gives_its_items(opened: Open, view: View) -> None:
    page = opened(fragment="#view=matrise")
    nodes = {node.key: node for node in view.nodes}
    actors = sorted(
        {t.source for t in view.ties if t.role == "ask" and t.source}, key=lambda k: -nodes[k].asks
    )
    head = texts(page, ".matrix thead th")
    assert head[1] == nodes[actors[0]].name.nb
    assert head[-2:] == ["Ingen nevnt", "Sum"]
    cells = {c.get_attribute("aria-label") for c in page.locator(".matrix td.heat a").all()}
    expected = {
        f"{nodes[t.source].name.nb if t.source else 'Ingen nevnt'}, {nodes[t.target].name.nb if t.target else 'Uten tema'}: {t.count}"
        for t in view.ties
        if t.role == "ask"
    }
    assert cells == expected
    tie = max((t for t in view.ties if t.role == "ask" and t.source and t.target), key=lambda t: t.count)
    page.click(
        f".matrix a[aria-label='{nodes[tie.source].name.nb}, {nodes[tie.target].name.nb}: {tie.count}']"
    )
    expect(page.locator("#panel .item")).to_have_count(tie.count)
    other = [t for t in view.ties if t.role != "ask"]
    assert len(texts(page, ".matrices table.plain tbody tr")) == len(other)


def test_the_matrix_sorts_by_a_column_and_by_name(opened: Open) -> None:
    page = opened(fragment="#view=matrise")
    page.click(".matrix thead button:has-text('KMD')")
    expect(page.locator(".matrix th[aria-sort=descending]")).to_have_text("KMD")
    column = texts(page, ".matrix thead th").index("KMD")
    values = [
        int(t or 0) for t in texts(page, f".matrix tbody tr:not(:last-child) > :nth-child({column + 1})")
    ]
    assert values == sorted(values, reverse=True)
    page.click(".matrix thead button:has-text('Tema')")
    expect(page.locator(".matrix th[aria-sort=ascending]")).to_have_text("Tema")
    names = texts(page, ".matrix tbody tr:not(:last-child) th")
    assert names[0] == "Akkreditering og godkjenning"


def test_the_list_holds_everything_and_sorts(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#view=liste")
    page.click(".list .more button")
    expect(page.locator(".items tbody tr")).to_have_count(len(workshop.items))
    page.click(".items thead button:has-text('Sted')")
    page.click(".items thead button:has-text('Sted')")
    expect(page.locator(".items th[aria-sort=descending]")).to_have_text("Sted")
    last = max(workshop.items)
    assert texts(page, ".items tbody tr:first-child .c-text span >> nth=0") == [" ".join(last.text.split())]
    page.click(".items tbody tr:first-child .c-line a")
    expect(page.locator("#panel .item > .text >> nth=0")).to_have_text(" ".join(last.text.split()))


def test_an_actors_brief_groups_each_ask_once(opened: Open, workshop: Extraction) -> None:
    page = opened(fragment="#view=aktorer")
    page.click(".briefs table a:has-text('KMD')")
    expect(page.locator("#chosen")).to_have_text("Kommunal- og moderniseringsdepartementet")
    expected = asked(workshop, "kmd")
    assert f"i {len(expected)} innspill" in page.inner_text(".brief .lead")
    groups = page.locator(".brief h3:not(:has-text('Også med i')) + .asks > li > span:first-child")
    assert sorted(" ".join(t.split()) for t in groups.all_inner_texts()) == sorted(expected)
    assert "Blir bedt sammen med" in page.inner_text(".brief")


def test_the_findings_speak_of_the_selection(opened: Open, view: View) -> None:
    page = opened(fragment="#view=analyse")
    first = next(node for node in view.actors if node.asks)
    owned = sum(bool(i.nodes("addressee")) for i in view.items if i.is_ask)
    assert f"{first.name.nb} blir bedt oftest: {first.asks} av {owned}" in page.inner_text(".findings")
    page = opened(fragment="#view=analyse&f.actor=actor%3Ahkdir&f.role=addressee")
    assert "HK-dir blir bedt oftest" in page.inner_text(".findings")
    assert "Gjelder utvalget" in page.inner_text(".findings")


def test_the_address_holds_the_state_and_back_undoes(opened: Open) -> None:
    page = opened(fragment="#lang=nn&view=matrise&node=actor%3Akmd&other=theme%3Asmart-spesialisering&q=a")
    assert page.inner_text("#chosen") == "KMD og Smart spesialisering"
    page.click("#panel .back a")
    expect(page.locator("#chosen")).to_contain_text("«a»")
    page.go_back()
    assert page.inner_text("#chosen") == "KMD og Smart spesialisering"
    assert page.get_attribute("html", "lang") == "nn"


def test_a_made_up_address_falls_back_to_the_overview(opened: Open) -> None:
    page = opened(fragment="#lang=xx&view=<b>&node=actor:nope&item=../x&q=&f.actor=&draw=x&query=y&sort=<i>")
    assert page.inner_text("#panel h2 >> nth=0") == "Hvem blir bedt om noe?"


@pytest.mark.parametrize(
    ("code", "button", "heading"),
    [("nn", "Nynorsk", "Kven blir bedne om noko?"), ("en", "English", "Who is asked for something?")],
)
def test_the_language_changes_everything_and_keeps_focus(
    code: str, button: str, heading: str, opened: Open
) -> None:
    page = opened()
    page.click(f"#settings button:has-text('{button}')")
    expect(page.locator("html")).to_have_attribute("lang", code)
    assert page.evaluate("document.activeElement.textContent") == button
    assert heading in page.inner_text("#panel")
    norwegian = {"Hvem blir bedt", "innspill, ", "Utseende", "Filtre"}
    assert not [text for text in norwegian if text in page.inner_text("body")]
    for name in ("matrise", "liste", "aktorer", "analyse", "sporsmal"):
        page.evaluate(f"location.hash = '#lang={code}&view={name}'")
        expect(page.locator(f"#view.{name}")).to_have_count(1)
        assert "undefined" not in page.inner_text("main")


def test_an_empty_document_is_still_a_page(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "empty.html"
    nothing = replace(extracted("Bare en setning om været.\n"), items=(), mentions=(), attributions=())
    path.write_text(render_page([nothing], gazetteer), encoding="utf-8")
    page = opened(path)
    assert "Ingen oppfordringer binder" in page.inner_text("#view")
    for name in ("matrise", "liste", "aktorer", "analyse"):
        page.evaluate(f"location.hash = '#view={name}'")
        expect(page.locator("#view")).to_contain_text("Ingen innspill passer")


def test_two_documents_are_told_apart(
    extracted: Callable[..., Extraction],
    workshop: Extraction,
    gazetteer: Gazetteer,
    opened: Open,
    tmp_path: Path,
) -> None:
    path = tmp_path / "two.html"
    other = extracted("Andre møte\n\n- KD må styrke fagskolene\n", "andre.txt")
    assert other.items[0].kind is Kind.PROPOSAL
    path.write_text(render_page([workshop, other], gazetteer), encoding="utf-8")
    page = opened(path, "#view=liste&f.document=andre")
    expect(page.locator(".items tbody tr")).to_have_count(1)
    expect(page.locator("#chips")).to_contain_text("Dokument")
