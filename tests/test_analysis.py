"""Networks and the report: who stands in the middle, in figures that can be checked by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph.analysis import analyse, communities
from graph.centrality import betweenness
from graph.papers import overview
from graph.papers.markdown import to_markdown
from graph.projection import (
    Projection,
    actor_actor,
    actor_theme,
    asked_together,
    partners,
    projected,
    theme_theme,
)
from graph.store import Store
from graph.store.disk import DiskStore
from tests.conftest import WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

TEXT = """Innspill til oppfølging

- KMD må samarbeide med FK om fagskole
- KMD og KD bør gi mer midler til fagskole
- Utdanningsavdelingene i fylkeskommunene må samarbeide med KD
- Mer innovasjon
- Hvem skal gjøre dette?
"""


@pytest.fixture
def made(extracted: Callable[..., Extraction]) -> Extraction:
    return extracted(TEXT)


@pytest.fixture
def involved(made: Extraction, gazetteer: Gazetteer) -> Projection:
    return projected([made], gazetteer)


def edges(network: object) -> list[tuple[str, str, int]]:
    return sorted(network.edges(data="weight"))  # type: ignore[attr-defined]


def test_projections_count_items_and_departments_for_their_body(involved: Projection) -> None:
    assert edges(asked_together(involved)) == [("actor:kd", "actor:kmd", 1)]
    assert edges(partners(involved)) == [("actor:fk", "actor:kd", 1), ("actor:fk", "actor:kmd", 1)]
    assert edges(actor_actor(involved)) == [
        ("actor:fk", "actor:kd", 1), ("actor:fk", "actor:kmd", 1), ("actor:kd", "actor:kmd", 1),
    ]  # fmt: skip
    assert edges(actor_theme(involved)) == [
        ("actor:kd", "theme:fagskole", 1), ("actor:kd", "theme:virkemidler", 1),
        ("actor:kmd", "theme:fagskole", 2), ("actor:kmd", "theme:virkemidler", 1),
    ]  # fmt: skip
    assert edges(theme_theme(involved)) == [("theme:fagskole", "theme:virkemidler", 1)]


def test_communities_are_groups_with_more_ties_inside(involved: Projection, gazetteer: Gazetteer) -> None:
    found = communities(actor_theme(involved))
    assert sorted(node for group in found for node in group) == [
        "actor:kd", "actor:kmd", "theme:fagskole", "theme:virkemidler",
    ]  # fmt: skip
    assert communities(asked_together(projected([], gazetteer))) == ()


def test_analysis_of_a_made_document(made: Extraction, gazetteer: Gazetteer) -> None:
    store = Store()
    store.add(made)
    found = analyse(store, gazetteer)
    standings = {s.actor: s for s in found.standings}
    assert (found.asking, standings["actor:kmd"].asked, standings["actor:kd"].asked) == (3, 2, 1)
    assert standings["actor:kmd"].ties == 2
    assert standings["actor:kmd"].themes == (("theme:fagskole", 2), ("theme:virkemidler", 1))
    assert [i.text for i in found.unowned] == ["Mer innovasjon"]
    assert [i.text for i in found.questions] == ["Hvem skal gjøre dette?"]


def test_a_store_counts_what_is_counted_item_by_item(
    made: Extraction, workshop: Extraction, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    """GROUP BY in the store on disk and the walk over values give the same analysis."""
    memory = Store()
    with DiskStore(tmp_path / "lager") as disk:
        for extraction in (made, workshop):
            memory.add(extraction)
            disk.add(extraction)
        assert analyse(disk, gazetteer) == analyse(memory, gazetteer)


def test_the_library_for_large_networks_gives_the_same_figures(
    workshop: Extraction, gazetteer: Gazetteer
) -> None:
    tied = actor_actor(projected([workshop], gazetteer))
    random = nx.relabel_nodes(nx.gnm_random_graph(80, 400, seed=7), str)
    for network in (tied, random, nx.path_graph(2), nx.Graph()):
        small, large = betweenness(network), betweenness(network, large=0)
        assert small.keys() == large.keys()
        assert small == pytest.approx(large)


def test_a_long_list_is_cut_and_says_how_much_is_left(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    store = Store()
    store.add(extracted("Forslag\n\n" + "".join(f"- Mer innovasjon {n}\n" for n in range(130))))
    found = analyse(store, gazetteer)
    assert (len(found.unowned), found.unowned_count) == (100, 130)
    assert "\n- ... og 30 til\n" in to_markdown(overview(found, gazetteer))


@pytest.mark.integration
def test_the_command_analyses_a_store(store_folder: Path) -> None:
    command = [Path(sys.executable).with_name("innspill"), "analyse"]
    asked = subprocess.run([*command, "--source", store_folder], capture_output=True, check=True).stdout
    assert asked == subprocess.run([*command, WORKSHOP], capture_output=True, check=True).stdout
    refused = subprocess.run(command, capture_output=True, check=False)
    assert (refused.returncode, refused.stderr.decode()[:25]) == (2, "innspill: oppgi én kilde.")


def test_the_report_says_in_plain_words_who_stands_in_the_middle(
    workshop: Extraction, gazetteer: Gazetteer
) -> None:
    store = Store()
    store.add(workshop)
    text = to_markdown(overview(analyse(store, gazetteer), gazetteer))
    assert "82 innspill: 65 forslag, 3 spørsmål og 14 observasjoner." in text
    assert "- FK står i midten: 24 av 60 innspill som ber noen om noe, går dit." in text
    assert "- KMD blir bedt i 20 av 60." in text
    assert "| KD | 2 | 0 | 4 |" in text
    assert '- Hvordan møte "grønne" kompetansebehov? (linje 45)' in text


@pytest.mark.parametrize(
    ("language", "title"),
    [("nb", "Hvem blir bedt om hva"), ("nn", "Kven blir beden om kva"), ("en", "Who is asked what")],
)
def test_the_report_stands_in_three_languages(
    language: str, title: str, workshop: Extraction, gazetteer: Gazetteer
) -> None:
    store = Store()
    store.add(workshop)
    text = to_markdown(overview(analyse(store, gazetteer), gazetteer, language))
    assert text.startswith(f"# {title}\n")
    assert "{" not in text


def test_text_from_a_document_is_no_markup_in_the_report(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    store = Store()
    store.add(
        extracted("Forslag\n\n- Mer <img src=x onerror=alert(1)> [her](javascript:1)\n- Mer *midler*\n")
    )
    text = to_markdown(overview(analyse(store, gazetteer), gazetteer))
    assert "\\<img" in text
    assert "\\[her\\](" in text
    assert " <img" not in text


def test_nothing_found_is_still_a_report(extracted: Callable[..., Extraction], gazetteer: Gazetteer) -> None:
    store = Store()
    store.add(extracted("Bare en linje om været i dag.\n"))
    assert "Ingen." in to_markdown(overview(analyse(store, gazetteer), gazetteer))
