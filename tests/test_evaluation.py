"""Evaluation: what the extraction must reach on the annotated document, and how it is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import InnspillError
from graph.evaluation import FIELDS, Evaluation, Score, evaluate, read_gold, rows
from graph.language import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

    Gold = list[dict[str, Any]]


@pytest.fixture(scope="module")
def evaluation(workshop: Extraction, gold: Gold, gazetteer: Gazetteer) -> Evaluation:
    return evaluate(workshop, gold, gazetteer)


def test_every_item_of_the_document_is_found_word_for_word(workshop: Extraction, gold: Gold) -> None:
    assert [fold(i.text) for i in workshop.items] == [fold(str(g["text"])) for g in gold]
    assert [i.line for i in workshop.items] == [g["line"] for g in gold]


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("kind", 0.95),
        ("addressee", 0.96),
        ("addressee-explicit", 0.90),
        ("addressee-heading", 0.95),
        ("partner", 0.85),
        ("beneficiary", 0.85),
        ("mentioned", 0.90),
        ("themes", 0.88),
    ],
)
def test_scores_on_the_annotated_document(field: str, least: float, evaluation: Evaluation) -> None:
    assert evaluation.scores[field].f1 >= least


def test_the_score_of_the_gold_itself_is_perfect(workshop: Extraction, gazetteer: Gazetteer) -> None:
    perfect = evaluate(workshop, rows(workshop), gazetteer)
    assert {s.f1 for s in perfect.scores.values()} == {1.0}
    assert perfect.differences == ()


def test_each_kind_of_difference_is_counted(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    found = extracted("Forslag\n\n- KMD må samarbeide med FK om fagskole\n- Mer midler til fagskole\n")
    right, other = rows(found)
    wrong = {
        **right, "kind": "question", "addressee": [{"actor": "kd", "basis": "explicit"}],
        "partner": [], "beneficiary": ["lo"], "themes": ["utdanning"],
    }  # fmt: skip
    result = evaluate(found, [wrong, {**other, "text": "noe annet"}], gazetteer)
    assert result.scores["segmentation"] == Score(1, 1, 1)
    assert result.scores["addressee"] == Score(0, 1, 1 + len(other["addressee"]))
    assert result.scores["partner"] == Score(0, 1, 0)
    assert result.scores["beneficiary"] == Score(0, 0, 1 + len(other["beneficiary"]))
    theme = next(d for d in result.differences if d.field == "themes" and d.text == "noe annet")
    assert theme.missing == ("fagskole", "virkemidler")
    assert not [d for d in result.differences if d.field == "themes" and d.text == right["text"]], (
        "fagskole is narrower"
    )


def test_rows_have_exactly_the_fields_of_the_gold(workshop: Extraction, gold: Gold) -> None:
    assert [list(row) for row in rows(workshop)] == [list(g) for g in gold] == [list(FIELDS)] * 82


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "fasiten er tom"),
        ("{}", "linje 1: ugyldig fasit"),
        ("\n[1]", "linje 2: ugyldig fasit"),
        ('{"text": "a", "kind": "wish"}', "ugyldig fasit"),
        ("not json", "ugyldig fasit"),
    ],
)
def test_a_bad_gold_file_is_told_by_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InnspillError, match=says):
        read_gold(path)
    with pytest.raises(InnspillError, match="lar seg ikke lese"):
        read_gold(tmp_path / "missing.jsonl")


def test_scores_and_differences_as_json(evaluation: Evaluation) -> None:
    plain = json.loads(json.dumps(evaluation.as_json()))
    assert plain["scores"]["segmentation"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 82, "wrong": 0, "missed": 0, "f1_interval": [1.0, 1.0],
    }  # fmt: skip
    assert {"line", "item", "field", "extra", "missing"} == set(plain["differences"][0])


def test_headings_decide_not_the_document(workshop: Extraction, extracted: Callable[..., Extraction]) -> None:
    """With another ministry in every heading and text, the same items go to that ministry."""
    source = Path(__file__).parent.parent / "data" / "verksted-2021" / "source.txt"
    other = extracted(source.read_text(encoding="utf-8").replace("KMD", "NFD"), "verksted.txt")

    def asked(found: Extraction, actor: str) -> list[str]:
        return [
            a.item.rsplit("/", 1)[-1]
            for a in found.attributions
            if a.role == "addressee" and a.target == actor
        ]

    assert asked(other, "nfd") == asked(workshop, "kmd")
    assert asked(other, "kmd") == []
