"""The same ask in other words: found, grouped, explained, kept in the graph, and compared over the years."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Namespace, URIRef

from graph.alignment import RECURRENCE, answers_from, answers_to, recurrences_from, recurrences_to
from graph.asks import Answer, Ask, Recurrence, Recurrences, Status, Verdict
from graph.comparison import Change, Facet, counts, difference, in_a_row, threads, waiting, years_of
from graph.evaluation.pairs import above, all_pairs, best_threshold, read_pairs, scored, tfidf
from graph.followup import answers_in, asks_in, recurring_in, threads_in, verdicts_in
from graph.model import Role
from graph.namespaces import DOCUMENT, INN
from graph.papers.markdown import to_markdown
from graph.papers.paper import Paper
from graph.papers.trends import trends
from graph.pipeline import extract
from graph.recurrence import asks_of, lineages, recurrences
from graph.recurrence.candidates import BLOCK, RARE
from graph.recurrence.candidates import scored as candidates
from graph.recurrence.groups import grouped
from graph.recurrence.reasons import reason
from graph.recurrence.spanning import outward
from graph.recurrence.vectors import vectors
from graph.recurrence.words import settings as limits
from graph.store.disk import DiskStore
from graph.store.quads import annotation_part
from graph.store.quads import lines as written
from graph.tables import to_csv
from graph.validation import validate
from tests import artefacts
from tests.conftest import MADE, ROOT, WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.store import Store

NS = Namespace(INN)
PAIRS = ROOT / "tests" / "recurrence"
NAMES = "verksted-2022 kompetanseforum distriktsverksted nettverkssamling regionaldialog ks-samling"
F, K = (
    "verksted-2021/dag-2/hva-og-hvordan-bor/i-tillegg-er-det-mange/",
    "verksted-2021/dag-2/hva-bor-kmd-jobbe-videre/",
)
AFTER = "oppdiktet-verksted-2023/"


@pytest.fixture(scope="module")
def annotated_asks(workshop: Extraction) -> tuple[Ask, ...]:
    made = [extract(path) for path in sorted(MADE.glob("*.txt"))]
    others = [extract(ROOT / "tests" / "documents" / f"{name}.txt") for name in NAMES.split()]
    return asks_of([workshop, *made, *others])


@pytest.fixture(scope="module")
def lines(workshops: Store, gazetteer: Gazetteer) -> tuple[Thread, ...]:
    return threads_in(workshops, gazetteer)


def ask(n: int, text: str, year: int = 2021, **given: tuple[str, ...]) -> Ask:
    return Ask(f"{year}-01-01", f"mote-{year}", n, f"punkt/{n}", text, n, **given)


def of(some: Sequence[Thread], key: str) -> Thread:
    return next(thread for thread in some if key in {a.key for a in thread.asks})


def test_asks_in_other_words_are_found_far_better_than_by_tfidf_on_pairs_held_out(
    annotated_asks: tuple[Ask, ...], gazetteer: Gazetteer
) -> None:
    texts = {one.key: one.text for one in annotated_asks}
    tune, held = (all_pairs(read_pairs(PAIRS / f"{name}.tsv")) for name in ("tune", "held-out"))
    groups = recurrences(annotated_asks, gazetteer).groups
    ours = scored(held, {(a, b) for keys in groups for a in keys for b in keys if a < b})
    limit = best_threshold(tune, tfidf(texts, tune))
    theirs = scored(held, above(tfidf(texts, held), limit))
    assert ours.precision > 0.8
    assert ours.recall > 0.6
    assert ours.f1 > theirs.f1 + 0.15


def test_the_annotated_pairs_are_asks_of_the_documents_and_stand_once(
    annotated_asks: tuple[Ask, ...],
) -> None:
    texts = {one.key: one.text for one in annotated_asks}
    pairs = [pair for name in ("tune", "held-out") for pair in read_pairs(PAIRS / f"{name}.tsv")]
    assert len(pairs) == len({(p.one, p.other) for p in pairs}) == 467
    assert {key for p in pairs for key in (p.one, p.other)} <= set(texts)
    rows = (PAIRS / "tune.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(texts[row.split("\t")[2]] == row.split("\t")[4] for row in rows)


def test_the_workshop_asks_for_cooperation_and_for_faster_approval_more_than_once(
    workshop: Extraction, gazetteer: Gazetteer
) -> None:
    found = recurrences(asks_of([workshop]), gazetteer).groups
    home = {key: group for group in found for key in group}
    assert home[F + "9b"] == home[K + "12"]
    assert home["verksted-2021/dag-1/oppsummering-av-dagen/4"] == home[F + "1"]


def test_every_pair_that_scores_enough_is_a_candidate_in_a_small_collection(
    annotated_asks: tuple[Ask, ...], gazetteer: Gazetteer
) -> None:
    found = vectors(annotated_asks, gazetteer)
    all_with_all = (found.matrix @ found.matrix.T).toarray()
    limit = limits().threshold
    high = {
        (a, b)
        for a in range(len(annotated_asks))
        for b in range(a + 1, len(annotated_asks))
        if all_with_all[a, b] >= limit + 1e-9
    }
    got = {(a, b) for _, a, b in candidates(found, limit)}
    assert len(high & got) / len(high) > 0.94
    assert got <= high | {
        (a, b) for _, a, b in candidates(found, limit) if all_with_all[a, b] >= limit - 1e-9
    }


def test_a_large_block_is_compared_with_its_neighbours_only(gazetteer: Gazetteer) -> None:
    size = max(BLOCK, RARE) * 3
    same = [ask(n, f"Bygg en gangvei til skolen i grenda nummer{n}") for n in range(size)]
    pairs = list(candidates(vectors(same, gazetteer), 0.1))
    assert size - 1 <= len(pairs) < size * size // 4
    assert len(recurrences(same, gazetteer).groups) == 1


def test_a_chain_of_likenesses_is_not_one_ask() -> None:
    from scipy.sparse import csr_matrix

    rows = [[1.0, 0, 0, 0], [0.7, 0.7, 0, 0], [0, 0.7, 0.7, 0], [0, 0, 0.7, 0.7], [0, 0, 0, 1.0]]
    pairs = [(0, 1), (3, 4), (1, 2), (2, 3)]
    assert grouped(csr_matrix(rows), pairs, 0.3) == [(0, 1), (3, 4)]
    assert grouped(csr_matrix(rows), pairs, 0.0) == [(0, 1, 2, 3, 4)]


def test_many_of_the_same_words_give_pairs_that_grow_with_their_number(gazetteer: Gazetteer) -> None:
    some = [ask(n, "Bygg en gangvei til skolen i grenda", 2021) for n in range(300)]
    other = ask(300, "Bygg gangvei til skolen", 2022)
    found = recurrences([*some, other], gazetteer)
    assert found.groups == ((some[0].key, *sorted(a.key for a in [*some[1:], other])),)
    assert len(found.pairs) == len(some)


def test_what_people_decided_is_never_overruled(gazetteer: Gazetteer) -> None:
    some = [
        ask(1, "Styrk fagskolen", addressees=("kd",)),
        ask(2, "Styrk fagskolene", 2022, addressees=("kd",)),
        ask(3, "Bygg bredbånd i distriktene", 2023),
    ]
    one, two, three = (a.key for a in some)
    assert recurrences(some, gazetteer).groups == ((one, two),)
    assert recurrences(some, gazetteer, [Verdict(one, two, same=False)]).groups == ()
    joined = recurrences(
        some, gazetteer, [Verdict(three, one, same=True), Verdict("borte/1", one, same=True)]
    )
    assert joined.groups == ((one, two, three),)
    assert [(p.one, p.other) for p in joined.pairs if p.reviewed] == [(one, three)]


def test_a_group_is_kept_by_the_pairs_most_alike_and_all_that_were_confirmed(
    annotated_asks: tuple[Ask, ...], gazetteer: Gazetteer
) -> None:
    found = recurrences(annotated_asks, gazetteer)
    largest = max(found.groups, key=len)
    every = vectors(sorted(annotated_asks), gazetteer)
    rows = {one.key: row for row, one in enumerate(sorted(annotated_asks))}
    scores = {
        (a, b): score
        for score, a, b in candidates(every, limits().threshold)
        if {a, b} <= {rows[key] for key in largest}
    }
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, score) for (a, b), score in scores.items())
    best = nx.maximum_spanning_tree(graph).size("weight")
    kept = [(rows[p.one], rows[p.other]) for p in found.pairs if p.one in largest]
    assert len(kept) == len(largest) - 1 < len(scores)
    assert sum(scores[pair] for pair in kept) == pytest.approx(best, abs=1e-4)
    assert nx.is_connected(nx.Graph(kept))
    assert len(found.pairs) == sum(len(keys) - 1 for keys in found.groups)
    confirmed = [Verdict(a, b, same=True) for a, b in combinations(largest, 2)]
    said = recurrences(annotated_asks, gazetteer, confirmed)
    assert sum(pair.reviewed for pair in said.pairs) == len(confirmed)


def test_what_holds_a_group_together_leads_from_its_core_and_the_far_end_of_a_chain_comes_last() -> None:
    pairs = [
        Recurrence("a", "b", 0.3),
        Recurrence("b", "c", 0.9),
        Recurrence("c", "d", 0.5),
        Recurrence("c", "e", 0.2, reviewed=True),
    ]
    assert [(key, pair.score) for key, pair in outward("c", pairs)] == [
        ("e", 0.2),
        ("b", 0.9),
        ("d", 0.5),
        ("a", 0.3),
    ]
    assert list(outward("z", pairs)) == []


def test_the_core_is_most_like_all_others_though_few_pairs_are_kept(lines: tuple[Thread, ...]) -> None:
    for thread in lines:
        assert thread.core.year == max(ask.year for ask in thread.asks)
        reached = [key for key, _ in thread.reasons]
        assert sorted([thread.core.key, *reached]) == sorted(ask.key for ask in thread.asks)
    thread = of(lines, K + "3")
    assert thread.core.key == AFTER + "dag-2/hva-bor-kdd-jobbe-videre/4"


def test_points_of_one_list_are_different_asks(gazetteer: Gazetteer) -> None:
    above = ask(1, "Følge opp smart spesialisering")
    below = [
        Ask(
            above.date,
            above.document,
            n,
            f"punkt/1{n}",
            "Følge opp smart spesialisering",
            n,
            parent=above.key,
        )
        for n in (2, 3)
    ]
    assert recurrences([above, *below], gazetteer).groups == ()


def test_the_reason_names_the_actors_themes_and_words_shared(
    lines: tuple[Thread, ...], gazetteer: Gazetteer
) -> None:
    pairs = of(lines, K + "3").pairs
    pair = next(p for p in pairs if (p.one, p.other) == (K + "3", AFTER + "dag-2/hva-bor-kdd-jobbe-videre/4"))
    assert reason(pair, gazetteer) == (
        "Ber om det samme: begge ber KDD og KMD; begge handler om analyse og områdeanalyser og virkemidler og"
        " finansiering; felles ord er «analysekompetanse» og «ressurs/middel»."
    )
    assert reason(pair, gazetteer, "en").startswith("The same ask: both ask KDD and KMD; both are about")


def test_a_successor_is_not_somebody_else(gazetteer: Gazetteer, lines: tuple[Thread, ...]) -> None:
    known = lineages(gazetteer)
    assert known["kmd"] == ("kdd",)
    assert known["fk-viken"] == ("fk-akershus", "fk-buskerud", "fk-ostfold")
    assert known["fk-hedmark"] == ("fk-innlandet",)
    found = difference(lines, ["verksted-2021"], ["oppdiktet-verksted-2023"], known)
    moved = {thread.key for thread in found.moved}
    assert of(lines, K + "1").key in {t.key for t in found.still} - moved
    assert of(lines, F + "9c").key in moved
    later = difference(lines, ["oppdiktet-verksted-2022"], ["oppdiktet-verksted-2023"], known)
    viken = of(lines, "oppdiktet-verksted-2022/dag-1/sporsmal-3/1")
    assert viken in later.still
    assert viken not in later.moved


def test_new_still_and_gone_are_every_ask_of_the_two_once(
    lines: tuple[Thread, ...], gazetteer: Gazetteer
) -> None:
    before, after = {"verksted-2021"}, {"oppdiktet-verksted-2022"}
    found = difference(lines, before, after, lineages(gazetteer))
    keys = [t.key for change in Change for t in found.of(change)]
    assert len(keys) == len(set(keys)) == len([t for t in lines if t.within(before | after)])
    totals = dict(counts(found, Facet.ADDRESSEE))
    asked = [t for t in found.new if any("kdd" in a.addressees for a in t.within(after))]
    assert totals["kdd"][Change.NEW] == len(asked)
    assert "kdd" not in {a for t in found.gone for x in t.within(before) for a in x.addressees}
    assert dict(counts(found, Facet.YEAR))["2022"][Change.GONE] == 0


def test_what_was_asked_three_years_in_a_row_and_not_answered_comes_first(lines: tuple[Thread, ...]) -> None:
    years, found = years_of(lines), waiting(lines)
    assert years == ("2021", "2022", "2023")
    runs = [in_a_row(thread, years) for thread in found]
    assert runs == sorted(runs, reverse=True)
    assert of(found, K + "1").status is Status.UNANSWERED
    assert of(found, K + "12").status is Status.UNDERWAY
    assert of(lines, K + "5").again
    assert of(lines, K + "5") not in found
    assert of(lines, "verksted-2021/dag-1/sporsmal-2/8").status is Status.DECLINED


KEYS = st.sampled_from([f"mote-{y}/dag-1/{n}" for y in (2021, 2022) for n in range(4)])
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(KEYS, KEYS, st.integers(0, 100), st.sets(WORDS, max_size=3), st.booleans()), max_size=4
    ),
    st.sets(KEYS, min_size=2),
)
def test_what_recurs_is_read_back_as_it_was(
    rows: list[tuple[str, str, int, set[str], bool]], group: set[str]
) -> None:
    from graph.gazetteer import load

    made = {
        (a, b): Recurrence(a, b, score / 100, tuple(sorted(words)), ("fagskole",), ("kd", "kmd"), reviewed)
        for a, b, score, words, reviewed in rows
        if a < b
    }
    found = Recurrences(tuple(sorted(made.values())), (tuple(sorted(group)),))
    text = written(recurrences_to(found, load()))
    assert recurrences_from(Graph().parse(data=text, format="nt")) == found


@settings(max_examples=25)
@given(
    st.sets(
        st.builds(
            Answer, KEYS, st.sampled_from(Status), WORDS, st.sampled_from(["", "2022", "2022-05-01"]), WORDS
        )
    )
)
def test_answers_are_read_back_as_they_were_and_the_last_one_counts(answers: set[Answer]) -> None:
    graph = answers_to(answers)
    assert answers_from(Graph().parse(data=graph.serialize(format="nt"), format="nt")) == tuple(
        sorted(answers)
    )
    for item in {a.item for a in answers}:
        assert len(set(graph.objects(URIRef(DOCUMENT + item), NS.status))) == 1


@pytest.mark.integration
def test_the_graph_of_three_workshops_is_well_formed_and_a_flaw_is_told(workshops: Store) -> None:
    from graph.store import Store as Memory

    assert validate(workshops) == ()
    broken = Memory()
    broken.add(extract(WORKSHOP))
    flaw = Graph().parse(
        data=f"<https://x.example/1> a <{INN}Recurrence> ; <{INN}earlier> <{DOCUMENT}{K}1> ; <{INN}score> 2.0 ."
    )
    broken.annotate(RECURRENCE, flaw, "Feil")
    assert {v.problem for v in validate(broken)} == {
        "Gjentakelsen mangler det siste innspillet",
        "Gjentakelsen mangler grunnlag",
        "Likheten er ikke et tall fra 0 til 1",
    }


@pytest.mark.integration
def test_a_home_gives_the_asks_and_answers_it_was_made_of(
    workshops: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    made = asks_of(workshops.extractions())
    assert asks_in(workshops) == made
    assert len(answers_in(workshops)) == 7
    found = recurring_in(workshops, gazetteer)
    assert recurrences_from(workshops.annotations(RECURRENCE)) == found
    with DiskStore(tmp_path / "lager") as disk:
        for extraction in workshops.extractions():
            disk.add(extraction)
        assert disk.put([annotation_part(RECURRENCE, recurrences_to(found, gazetteer), "Det samme")]) == 1
        assert disk.put([annotation_part(RECURRENCE, recurrences_to(found, gazetteer), "Det samme")]) == 0
        assert asks_in(disk) == made
        assert len(disk.slugs()) == 3
        assert any(a.role is Role.ADDRESSEE for a in disk.extraction("verksted-2021").attributions)
        for name in ("still-asked", "moved-asks", "same-ask"):
            expected = (artefacts.OVER_TIME / f"{name}.csv").read_bytes().decode()
            assert to_csv(artefacts.answer(disk, name)) == expected


def test_verdicts_are_read_from_whatever_graph_holds_them(workshops: Store) -> None:
    from graph.store import Store as Memory

    store = Memory()
    store.add(extract(WORKSHOP))
    said = Graph()
    one, other = URIRef(DOCUMENT + F + "8"), URIRef(DOCUMENT + K + "7")
    said.add((one, NS.differentAskFrom, other))
    store.annotate("https://w3id.org/innspill/graph/review", said, "Avgjort")
    assert verdicts_in(store) == (Verdict(F + "8", K + "7", same=False),)
    assert verdicts_in(workshops) == ()


def test_the_report_tells_what_waits_who_moved_and_what_was_answered(
    lines: tuple[Thread, ...], workshop: Extraction, gazetteer: Gazetteer
) -> None:
    def shown(threads_shown: tuple[Thread, ...], language: str = "nb") -> str:
        return to_markdown(Paper("Rapport", (), language, trends(threads_shown, gazetteer, language)))

    text = shown(lines)
    assert "Midler til analysekompetanse i fylkene – bedt om 3 år på rad, ubesvart, til KMD, KDD" in text
    assert (
        "Fortsette med verkstedet hvert år: besvart i 2022, men bedt om igjen, sier KMD (oppdiktet) 2022-11-29"
        in text
    )
    assert "| 2021 | 2022 |" in text
    assert "## Over time\n\n### Still unanswered" in shown(lines, "en")
    assert trends(threads(asks_of([workshop]), Recurrences()), gazetteer) == ()
