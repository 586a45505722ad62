"""Doubt: each reason arises from what it names, weighs what the file says, and is gone when people have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import Attribution, Basis, ConceptKind, Mention, Role
from graph.review import Act, Anchor, Decision, replay
from graph.review.doubt import Doubt, Reason, doubts, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

TEXT = """Innspill

Hva bør KMD jobbe videre med:
- Styrke fagskolene
- KD og HK-dir må samordne virkemidlene
- Fagskolene skal være viktige

Fra dagen
- Bedre finansiering av fagskoler
- Noe helt annet bør skje
- Stiftelsen Blåfjell Kompetanse må styrke fagskolene
"""


@pytest.fixture
def read(extracted: Callable[..., Extraction]) -> Extraction:
    return extracted(TEXT)


def of(extraction: Extraction, gazetteer: Gazetteer, *made: Decision) -> dict[str, Doubt]:
    """The doubts by the first words of the item."""
    review = replay(extraction, made, gazetteer)
    found = doubts(review, gazetteer)
    return {item.text.split()[0]: found[item.id] for item in review.extraction.items}


def test_reasons_are_named_weighed_and_worded(read: Extraction, gazetteer: Gazetteer) -> None:
    found = of(read, gazetteer)
    assert found["Styrke"] == Doubt(0.25, (Reason("heading"),))
    assert found["KD"] == Doubt(0.35, (Reason("several", "HK-dir, KD"),))
    assert found["Noe"] == Doubt(0.685, (Reason("no-addressee"), Reason("no-theme")))
    assert Reason("candidate", "Stiftelsen Blåfjell Kompetanse") in found["Stiftelsen"].reasons
    for one in (reason for doubt in found.values() for reason in doubt.reasons):
        said = words()[one.name]
        assert 0 < said["weight"] < 1
        assert bool(one.words) == all("{words}" in said[code] for code in ("nb", "nn", "en"))


def test_a_slip_in_spelling_is_doubted_and_a_form_of_the_word_is_not(
    read: Extraction, gazetteer: Gazetteer
) -> None:
    from dataclasses import replace

    item = next(i for i in read.items if i.text.startswith("Bedre"))

    def linked(quote: str) -> tuple[Reason, ...]:
        mention = Mention(item.id, 0, len(quote), quote, ConceptKind.THEME, "fagskole")
        link = Attribution(item.id, Role.SUBJECT, "fagskole", Basis.EXPLICIT, "theme-named", mention)
        made = replace(read, attributions=(link,), mentions=(mention,))
        return of(made, gazetteer)["Bedre"].reasons

    assert Reason("spelling", "«fagksole»") in linked("fagksole")
    for right in ("fagskole", "Fagskolenes", "fagskoleoppfølging"):
        assert linked(right) == (Reason("no-addressee"),)


def test_what_people_added_and_a_conflict_change_the_doubt(read: Extraction, gazetteer: Gazetteer) -> None:
    item = next(i for i in read.items if i.text.startswith("Bedre"))
    anchor = Anchor(read.document.slug, item.id, item.text)
    when = "2026-01-01T00:00:00.000000Z"
    add = Decision(when, "Kari", Act.ADD, anchor, "kd", Role.ADDRESSEE)
    assert of(read, gazetteer, add)["Bedre"] == Doubt(0.0)
    stale = Decision(when, "Kari", Act.CONFIRM, anchor, quote="question question")
    assert of(read, gazetteer, stale)["Bedre"].reasons == (Reason("conflict"), Reason("no-addressee"))
