"""Documents unlike the first: what is read of them, against their annotations.

The scores are a floor under what has been reached, so that no change of the rules for one document
loses another unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.evaluation import Score, evaluate, read_gold
from graph.language import fold
from graph.pipeline import extract
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from graph.evaluation import Evaluation
    from graph.gazetteer import Gazetteer

BLIND = sorted(
    p for p in (ROOT / "tests" / "documents").iterdir() if p.suffix in {".txt", ".md"} and p.stem != "README"
)
OWN = sorted(p for p in (ROOT / "data").glob("*/source.*") if p.parent.name != "verksted-2021")


def gold_of(path: Path) -> Path:
    return path.parent / "gold.jsonl" if path.stem == "source" else path.with_suffix(".gold.jsonl")


@pytest.fixture(scope="module")
def evaluations(gazetteer: Gazetteer) -> dict[Path, Evaluation]:
    return {p: evaluate(extract(p, gazetteer), read_gold(gold_of(p)), gazetteer) for p in (*BLIND, *OWN)}


def pooled(evaluations: dict[Path, Evaluation], field: str) -> Score:
    found = [e.scores[field] for e in evaluations.values()]
    return Score(sum(s.right for s in found), sum(s.wrong for s in found), sum(s.missed for s in found))


@pytest.mark.parametrize(
    "path", [*BLIND, *OWN], ids=lambda p: p.parent.name if p.stem == "source" else p.stem
)
def test_every_item_is_found_word_for_word_and_in_order(path: Path, gazetteer: Gazetteer) -> None:
    found = [fold(item.text) for item in extract(path, gazetteer).items]
    assert found == [fold(str(row["text"])) for row in read_gold(gold_of(path))]


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("segmentation", 1.0),
        ("kind", 0.95),
        ("addressee", 0.90),
        ("partner", 0.75),
        ("beneficiary", 0.70),
        ("mentioned", 0.75),
        ("themes", 0.80),
    ],
)
def test_scores_over_all_made_documents(
    field: str, least: float, evaluations: dict[Path, Evaluation]
) -> None:
    assert pooled(evaluations, field).f1 >= least


def test_respondents_of_a_spreadsheet_are_the_proposers(evaluations: dict[Path, Evaluation]) -> None:
    survey = next(e for p, e in evaluations.items() if p.suffix == ".csv")
    assert survey.scores["proposer"].f1 == 1.0
