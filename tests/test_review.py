"""Review: what people decided is put into the document, fits it or is told of, and is never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.gazetteer import Gazetteer, load
from graph.model import Force, Item, Kind, Role
from graph.review import Act, Anchor, Decision, Review, Standing, now, reading, replay
from graph.review.placing import folded
from graph.review.record import problem_of
from graph.review.status import figures
from graph.review_triples import review_graph
from graph.triples import from_graph, to_graph
from tests.reviewing import SLUG, TEXTS, decided, document, links, sound

FIRST, ASKS, UNDER, LAST = document().items


@pytest.fixture
def taken(gazetteer: Gazetteer):
    """Replays decisions over the small document, or one with other texts."""

    def replayed(*decisions: Decision, texts: tuple[str, ...] = TEXTS) -> Review:
        review = replay(document(texts), decisions, gazetteer)
        sound(review.extraction)
        assert len(review.kept) + len(review.conflicts) == len(set(decisions))
        return review

    return replayed


def items(review: Review) -> dict[str, Item]:
    return {item.id: item for item in review.extraction.items}


def standings(review: Review) -> list[str]:
    return [kept.standing.value for kept in review.kept]


def reasons(review: Review) -> list[tuple[str, str]]:
    return [(conflict.reason.value, conflict.item) for conflict in review.conflicts]


# ---- each act


def test_without_decisions_the_document_is_as_the_machine_read_it(taken) -> None:
    review = taken()
    assert review.extraction == document()
    assert (review.superseded, review.replaced, review.elsewhere) == ((), (), ())


def test_a_confirmed_item_is_reviewed_and_unchanged(taken) -> None:
    review = taken(decided(Act.CONFIRM, FIRST, quote=reading(FIRST, document().attributions)))
    assert review.reviewed == {"hva/1"}
    assert review.extraction == document()


@pytest.mark.parametrize(
    ("item", "kind", "force"),
    [
        (FIRST, Kind.QUESTION, Force.QUESTION),
        (FIRST, Kind.OBSERVATION, None),
        (ASKS, Kind.PROPOSAL, Force.WISH),
    ],
)
def test_a_kind_brings_the_force_it_can_have(taken, item: Item, kind: Kind, force: Force | None) -> None:
    review = taken(decided(Act.KIND, item, kind.value))
    now_ = items(review)[item.id]
    assert (now_.kind, now_.force) == (kind, force)
    assert review.replaced == (item,)


def test_a_force_is_corrected_and_taken_away(taken) -> None:
    review = taken(decided(Act.FORCE, FIRST, "must"), decided(Act.FORCE, LAST, "none"))
    assert (items(review)["hva/1"].force, items(review)["hva/4"].force) == (Force.MUST, None)


def test_an_added_link_is_carried_by_the_words_quoted(taken) -> None:
    review = taken(
        decided(Act.ADD, FIRST, "fk", role=Role.BENEFICIARY, quote="fylkene"),
        decided(Act.ADD, LAST, "fagskole", role=Role.SUBJECT),
    )
    assert ("beneficiary", "fk", "review", "Fylkene") in links(review.extraction, "hva/1")
    assert ("subject", "fagskole", "review", TEXTS[3]) in links(review.extraction, "hva/4")


def test_a_rejected_link_is_superseded_and_its_words_go(taken) -> None:
    no = decided(Act.REJECT, FIRST, "kmd", role=Role.ADDRESSEE)
    review = taken(no)
    assert links(review.extraction, "hva/1") == set()
    assert links(review.extraction, "hva/3") == {("addressee", "kmd", "parent", "KMD")}, "it needs the words"
    (link,) = review.superseded
    assert (link.item, link.basis.value) == ("hva/1", "explicit")
    assert review.by["hva/1", Role.ADDRESSEE, "kmd"] == no


def test_a_link_a_person_made_their_own_supersedes_the_machines(taken) -> None:
    review = taken(decided(Act.ADD, ASKS, "kmd", role=Role.ADDRESSEE))
    assert links(review.extraction, "hva/2") == {("addressee", "kmd", "review", TEXTS[1])}
    assert [link.basis.value for link in review.superseded] == ["heading"]


def test_a_cropped_text_keeps_the_links_whose_words_it_holds(taken) -> None:
    review = taken(
        decided(Act.ADD, FIRST, "fk", role=Role.BENEFICIARY, quote="Fylkene"),
        decided(Act.ADD, FIRST, "nho", role=Role.PARTNER),
        decided(Act.TEXT, FIRST, spans=((28, 50),)),
    )
    assert items(review)["hva/1"].text == "Fylkene bør få mer tid"
    assert links(review.extraction, "hva/1") == {
        ("beneficiary", "fk", "review", "Fylkene"),
        ("partner", "nho", "review", "Fylkene bør få mer tid"),
    }
    assert links(review.extraction, "hva/3") == set(), "the words it rested on were cut away"
    assert [(a.item, a.target) for a in review.superseded] == [("hva/1", "kmd"), ("hva/3", "kmd")]


def test_a_crop_of_a_crop_goes_on_from_it_and_another_crop_of_the_whole_stands_instead(taken) -> None:
    first = decided(Act.TEXT, FIRST, spans=((0, 27),))
    cropped = Anchor(SLUG, "hva/1", TEXTS[0][0:27])
    on = taken(first, decided(Act.TEXT, cropped, spans=((0, 16),)), decided(Act.KIND, cropped, "question"))
    assert items(on)["hva/1"].text == "KMD bør samordne"
    assert standings(on) == ["active"] * 3
    instead = taken(first, decided(Act.TEXT, FIRST, spans=((0, 50),)))
    assert items(instead)["hva/1"].text == TEXTS[0][:50]
    assert standings(instead) == ["superseded", "active"]


def test_a_split_deals_words_and_sub_points_to_the_parts(taken) -> None:
    review = taken(decided(Act.SPLIT, FIRST, spans=((0, 27), (28, 51))))
    assert [(i.id, i.text) for i in review.extraction.items[:2]] == [
        ("hva/1~1", "KMD bør samordne tiltakene."),
        ("hva/1~2", "Fylkene bør få mer tid."),
    ]
    assert links(review.extraction, "hva/1~1") == {("addressee", "kmd", "explicit", "KMD")}
    assert links(review.extraction, "hva/1~2") == set()
    assert items(review)["hva/3"].parent == "hva/1~2"
    (under,) = [a for a in review.extraction.attributions if a.item == "hva/3"]
    assert (under.basis.value, under.mention.where) == ("parent", "hva/1~1")
    assert review.replaced == (FIRST,)


def test_parts_are_decided_on_and_split_again(taken) -> None:
    part = Anchor(SLUG, "hva/1~1", "KMD bør samordne tiltakene.")
    review = taken(
        decided(Act.SPLIT, FIRST, spans=((0, 27), (28, 51))),
        decided(Act.FORCE, part, "must"),
        decided(Act.SPLIT, part, spans=((0, 3), (4, 27))),
        decided(Act.KIND, Anchor(SLUG, "hva/1~1~2", "bør samordne tiltakene."), "observation"),
    )
    assert standings(review) == ["active"] * 4
    assert [i.id for i in review.extraction.items] == [
        "hva/1~1~1",
        "hva/1~1~2",
        "hva/1~2",
        "hva/2",
        "hva/3",
        "hva/4",
    ]
    assert items(review)["hva/1~1~1"].force is Force.MUST
    assert items(review)["hva/1~1~2"].kind is Kind.OBSERVATION


def test_a_second_split_of_the_same_text_stands_instead_of_the_first(taken) -> None:
    review = taken(
        decided(Act.SPLIT, FIRST, spans=((0, 3), (4, 51))),
        decided(Act.SPLIT, FIRST, spans=((0, 27), (28, 51))),
    )
    assert standings(review) == ["superseded", "active"]
    assert items(review)["hva/1~1"].text == "KMD bør samordne tiltakene."


def test_more_than_nine_parts_stay_in_order(taken) -> None:
    review = taken(decided(Act.SPLIT, FIRST, spans=tuple((n * 4, n * 4 + 4) for n in range(11))))
    texts = [i.text for i in review.extraction.items if i.id.startswith("hva/1~")]
    assert texts == [TEXTS[0][n * 4 : n * 4 + 4] for n in range(11)]


def test_a_merged_item_goes_and_the_other_gets_its_links_and_sub_points(taken) -> None:
    review = taken(
        decided(Act.ADD, FIRST, "fk", role=Role.PARTNER, quote="Fylkene"),
        decided(Act.MERGE, FIRST, "hva/4", quote=TEXTS[3]),
    )
    assert "hva/1" not in items(review)
    assert items(review)["hva/3"].parent == "hva/4"
    assert links(review.extraction, "hva/4") == {
        ("addressee", "kmd", "heading", "KMD"),
        ("partner", "fk", "review", TEXTS[3]),
    }
    assert links(review.extraction, "hva/3") == {("addressee", "kmd", "review", TEXTS[2])}
    assert review.kept[-1].other == "hva/4"


def test_a_merge_into_an_equal_keeps_the_basis_of_what_rests_on_its_words(taken) -> None:
    texts = (TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[0])
    review = taken(decided(Act.MERGE, FIRST, "hva/4", quote=TEXTS[0]), texts=texts)
    assert links(review.extraction, "hva/3") == {("addressee", "kmd", "parent", "KMD")}


def test_a_merge_into_its_own_sub_point_leaves_it_on_top(taken) -> None:
    review = taken(decided(Act.MERGE, FIRST, "hva/3", quote=TEXTS[2]))
    assert items(review)["hva/3"].parent == ""


def test_merges_follow_each_other_and_a_circle_is_a_conflict(taken) -> None:
    chain = taken(
        decided(Act.MERGE, FIRST, "hva/2", quote=TEXTS[1]), decided(Act.MERGE, ASKS, "hva/4", quote=TEXTS[3])
    )
    assert [k.other for k in chain.kept] == ["hva/2", "hva/4"]
    assert set(items(chain)) == {"hva/3", "hva/4"}
    circle = taken(
        decided(Act.MERGE, FIRST, "hva/2", quote=TEXTS[1]), decided(Act.MERGE, ASKS, "hva/1", quote=TEXTS[0])
    )
    assert reasons(circle) == [("unknown", "hva/2")]
    assert "hva/2" in items(circle)


def test_a_proposed_actor_can_be_linked_at_once_and_a_proposed_theme_cannot(taken) -> None:
    review = taken(
        decided(Act.NAME, FIRST, "actor", quote="Nord-Norsk Råd"),
        decided(Act.ADD, FIRST, "nord-norsk-rad", role=Role.PARTNER),
        decided(Act.NAME, FIRST, "theme", quote="Havvind"),
        decided(Act.ADD, FIRST, "havvind", role=Role.SUBJECT),
    )
    assert [(c.id, c.label) for c in review.extraction.candidates] == [("nord-norsk-rad", "Nord-Norsk Råd")]
    assert ("partner", "nord-norsk-rad", "review", TEXTS[0]) in links(review.extraction, "hva/1")
    assert reasons(review) == [("unknown", "hva/1")]


def test_a_name_the_vocabulary_has_got_meanwhile_makes_no_candidate(taken) -> None:
    review = taken(decided(Act.NAME, FIRST, "actor", quote="KMD"))
    assert review.extraction.candidates == ()
    assert standings(review) == ["active"]


def test_an_answer_is_kept_and_the_later_one_counts(taken) -> None:
    review = taken(
        decided(Act.ANSWER, FIRST, "unanswered"), decided(Act.ANSWER, FIRST, "done", quote="Gjort")
    )
    assert standings(review) == ["superseded", "active"]


def test_same_and_different_are_held_against_the_other_document(taken, gazetteer: Gazetteer) -> None:
    other = document(("Noe annet", TEXTS[3]), "annet-mote")
    same = decided(Act.SAME, LAST, "annet-mote/hva/9", quote=TEXTS[3])
    gone = decided(Act.DIFFERENT, LAST, "annet-mote/hva/1", quote="Borte vekk for godt")
    inside = decided(Act.SAME, FIRST, f"{SLUG}/hva/2", quote=TEXTS[1])
    review = replay(document(), [same, gone, inside], gazetteer, [other])
    assert [k.other for k in review.kept] == ["annet-mote/hva/2", f"{SLUG}/hva/2"]
    assert reasons(review) == [("unknown", "hva/4")]
    alone = taken(same, gone)
    assert [k.other for k in alone.kept] == ["annet-mote/hva/9", "annet-mote/hva/1"]


# ---- later and earlier decisions


def test_the_later_decision_on_a_link_stands(taken) -> None:
    add = decided(Act.ADD, ASKS, "fk", role=Role.PARTNER)
    review = taken(add, decided(Act.REJECT, ASKS, "fk", role=Role.PARTNER))
    assert standings(review) == ["superseded", "active"]
    assert links(review.extraction, "hva/2") == {("addressee", "kmd", "heading", "KMD")}


def test_a_withdrawn_decision_has_no_effect_until_the_withdrawal_is_withdrawn(taken) -> None:
    said = decided(Act.KIND, FIRST, "question")
    back = decided(Act.WITHDRAW, FIRST, said.id)
    again = decided(Act.WITHDRAW, FIRST, back.id)
    assert items(taken(said, back))["hva/1"].kind is Kind.PROPOSAL
    assert standings(taken(said, back)) == ["withdrawn", "active"]
    assert items(taken(said, back, again))["hva/1"].kind is Kind.QUESTION
    assert items(taken(again, back, said))["hva/1"].kind is Kind.QUESTION, (
        "in whatever order they were brought in"
    )
    assert reasons(taken(decided(Act.WITHDRAW, FIRST, "0" * 16))) == [("unknown", "hva/1")]


def test_a_confirmation_holds_through_the_persons_own_later_corrections(taken) -> None:
    said = reading(FIRST, document().attributions)
    review = taken(decided(Act.CONFIRM, FIRST, quote=said), decided(Act.KIND, FIRST, "question"))
    assert (standings(review), review.reviewed) == (["active", "active"], {"hva/1"})


def test_a_confirmation_of_another_reading_is_a_conflict(taken) -> None:
    review = taken(decided(Act.CONFIRM, FIRST, quote="proposal must addressee:kd"))
    assert (reasons(review), review.reviewed) == ([("reread", "hva/1")], frozenset())


# ---- another version of the document


def test_an_item_that_moved_keeps_its_decisions(taken) -> None:
    said = decided(Act.KIND, LAST, "question")
    review = taken(said, texts=("Nytt først", *TEXTS))
    assert [(k.item, k.standing) for k in review.kept] == [("hva/5", Standing.ACTIVE)]
    assert items(review)["hva/5"].kind is Kind.QUESTION


def test_each_reason_is_told_with_both_texts(taken) -> None:
    said = decided(Act.KIND, LAST, "question")
    other = (*TEXTS[:3], "Fagskolene trenger sikre rammer")
    assert reasons(taken(said, texts=other)) == [("reworded", "hva/4")]
    assert taken(said, texts=other).conflicts[0].text == other[3]
    assert reasons(taken(said, texts=TEXTS[:3])) == [("gone", "")]
    twice = ("Først", TEXTS[3], TEXTS[3])
    assert reasons(taken(said, texts=twice))[0][0] == "ambiguous"
    unknown = decided(Act.ADD, LAST, "finnes-ikke", role=Role.PARTNER)
    assert reasons(taken(unknown)) == [("unknown", "hva/4")]


def test_other_spacing_and_case_are_no_other_text(taken) -> None:
    other = (TEXTS[0].replace(" ", "  ").upper(), *TEXTS[1:])
    review = taken(decided(Act.TEXT, FIRST, spans=((0, 16),)), texts=other)
    assert folded(items(review)["hva/1"].text) == "kmd bør samordne"


def test_a_quote_that_was_cut_away_is_a_conflict(taken) -> None:
    review = taken(
        decided(Act.TEXT, FIRST, spans=((0, 27),)),
        decided(Act.ADD, FIRST, "fk", role=Role.PARTNER, quote="Fylkene"),
    )
    assert reasons(review) == [("reworded", "hva/1")]


def test_decisions_about_other_documents_are_counted(gazetteer: Gazetteer) -> None:
    here = decided(Act.KIND, FIRST, "question")
    there = decided(Act.KIND, Anchor("gammelt-navn", "hva/1", "Noe"), "question")
    brought = replace(here, anchor=replace(here.anchor, document="brakt-over"))
    review = replay(document(), [here, there, brought, there], gazetteer)
    assert review.elsewhere == (("gammelt-navn", 1),)


# ---- any decisions, any edits

LINES = st.sampled_from([*TEXTS, "KMD bør lytte", "Mer penger", "Mer  penger", "Kortere vei"])
PHRASES = st.sampled_from(["", "KMD", "bør", "tid", "mangler helt"])


@st.composite
def decisions_on(draw: st.DrawFn, review: Review) -> Decision:
    """Any decision on an item as it stands."""
    item = draw(st.sampled_from(review.extraction.items))
    act = draw(st.sampled_from([a for a in Act if a is not Act.WITHDRAW]))
    other = draw(st.sampled_from(review.extraction.items))
    length = len(item.text)
    middle = draw(st.integers(1, max(1, length - 1)))
    target = {
        Act.KIND: st.sampled_from([*Kind]),
        Act.FORCE: st.sampled_from([*Force, "none"]),
        Act.ANSWER: st.sampled_from(["unanswered", "done"]),
        Act.NAME: st.sampled_from(["actor", "theme"]),
        Act.MERGE: st.just(other.id),
        Act.SAME: st.just(f"{SLUG}/{other.id}"),
        Act.DIFFERENT: st.just(f"{SLUG}/{other.id}"),
        Act.SPELLING: st.sampled_from(["kmd", "ukjent"]),
    }.get(act, st.just(""))
    more: dict[str, object] = {"quote": ""}
    if act in {Act.ADD, Act.REJECT}:
        more = {"role": draw(st.sampled_from([*Role])), "quote": draw(PHRASES) if act is Act.ADD else ""}
        target = st.sampled_from(["kmd", "fk", "fagskole", "nytt-rad"])
    elif act is Act.CONFIRM:
        more = {"quote": reading(item, review.extraction.attributions)}
    elif act in {Act.MERGE, Act.SAME, Act.DIFFERENT}:
        more = {"quote": other.text}
    elif act in {Act.NAME, Act.SPELLING}:
        more = {"quote": "Nytt Råd"}
    elif act is Act.TEXT:
        more = {"spans": ((0, middle),)}
    elif act is Act.SPLIT:
        more = {"spans": ((0, middle), (middle, length))}
    return decided(act, item, str(draw(target)), **more)


@given(data=st.data(), old=st.lists(LINES, min_size=1, max_size=5), new=st.lists(LINES, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
def test_nothing_decided_is_lost_whatever_the_document_becomes(
    data: st.DataObject, old: list[str], new: list[str]
) -> None:
    gazetteer = load()
    made: list[Decision] = []
    for _ in range(data.draw(st.integers(1, 6))):
        before = replay(document(old), made, gazetteer)
        if not before.extraction.items:
            break
        if made and data.draw(st.integers(0, 5)) == 0:
            back = data.draw(st.sampled_from(made))
            made.append(decided(Act.WITHDRAW, back.anchor, back.id))
            continue
        one = data.draw(decisions_on(before))
        if not problem_of(one):
            made.append(one)
    edited = data.draw(st.sampled_from([old, new, old[::-1], [*old, *new], old[1:], [*new, *old]]))
    for texts in (old, edited):
        review = replay(document(texts), made, gazetteer)
        sound(review.extraction)
        assert sorted(d.id for d in made) == sorted(
            [k.decision.id for k in review.kept] + [c.decision.id for c in review.conflicts]
        )
        _stands_on_its_own_text(review)
        assert from_graph(to_graph(review.extraction), SLUG) == review.extraction
        assert bool(len(review_graph(review))) is bool(made)


def _stands_on_its_own_text(review: Review) -> None:
    """No kept decision is about an item whose text is, or before people cut it was, another."""
    machine = {item.id: folded(item.text) for item in review.machine.items}
    cut = {kept.item.partition("~")[0] for kept in review.kept if kept.decision.act in {Act.TEXT, Act.SPLIT}}
    for kept in review.kept:
        whole, seen = kept.item.partition("~")[0], folded(kept.decision.anchor.text)
        if kept.item:
            assert seen in machine[whole] if whole in cut else seen == machine[whole]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": " "}, "hvem"),
        ({"when": "i går"}, "tidspunkt"),
        ({"when": "2026-13-01T00:00:00Z"}, "tidspunkt"),
        ({"link": "javascript:alert(1)"}, "nettadresse"),
        ({"why": "\x00"}, "tegn"),
        ({"why": "\ud800"}, "tegn"),
        ({"act": Act.KIND, "target": "tull"}, "ikke mulig"),
        ({"act": Act.ADD, "target": "a b>", "role": Role.PARTNER}, "rolle og aktør"),
        ({"act": Act.ADD, "target": "kmd"}, "rolle og aktør"),
        ({"act": Act.CONFIRM, "role": Role.PARTNER}, "ingen rolle"),
        ({"act": Act.SAME, "target": "uten-skrå", "quote": "x"}, "dokument/innspill"),
        ({"act": Act.MERGE, "target": "hva/2"}, "teksten i det andre"),
        ({"act": Act.WITHDRAW}, "mål"),
        ({"act": Act.NAME, "target": "actor", "quote": "!?"}, "navn"),
        ({"act": Act.TEXT, "spans": ((0, 3), (4, 5))}, "ett utsnitt"),
        ({"act": Act.SPLIT, "spans": ((0, 3),)}, "minst to"),
        ({"act": Act.SPLIT, "spans": ((0, 3), (2, 5))}, "etter hverandre"),
        ({"act": Act.TEXT, "spans": ((0, 900),)}, "etter hverandre"),
        ({"act": Act.CONFIRM, "spans": ((0, 3),)}, "ingen utsnitt"),
    ],
)
def test_a_decision_that_says_nothing_sensible_is_refused(changes: dict[str, object], said: str) -> None:
    good = decided(Act.CONFIRM, FIRST)
    assert problem_of(good) is None
    problem = problem_of(replace(good, **changes))  # type: ignore[arg-type]
    assert problem
    assert said in problem.told("nb")


def test_the_clock_writes_what_records_hold() -> None:
    assert problem_of(decided(Act.CONFIRM, FIRST, when=now())) is None


def test_agreement_counts_confirmed_items_and_holds_parts_against_the_whole(taken) -> None:
    halves = (Anchor(SLUG, "hva/1~1", TEXTS[0][:27]), Anchor(SLUG, "hva/1~2", TEXTS[0][28:51]))
    review = taken(
        decided(Act.SPLIT, FIRST, spans=((0, 27), (28, 51))),
        *(decided(Act.CONFIRM, half) for half in halves),
        decided(Act.REJECT, ASKS, "kmd", role=Role.ADDRESSEE),
        decided(Act.ADD, ASKS, "fk", role=Role.ADDRESSEE),
        decided(Act.CONFIRM, ASKS),
        decided(Act.REJECT, LAST, "kmd", role=Role.ADDRESSEE),
    )
    found = figures(review)
    assert (found.items, found.confirmed, found.touched, found.unreviewed) == (5, 3, 4, ("hva/3", "hva/4"))
    by_field = {a.field: (a.both, a.machine, a.people) for a in found.agreement}
    assert by_field["addressee"] == (1, 1, 1)
    assert by_field["kind"] == (2, 0, 0)
