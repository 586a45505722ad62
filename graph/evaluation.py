"""Evaluation: how far an extraction agrees with an annotation, item by item.

Items are matched by their text. A theme counts as right when it is the gold concept or a narrower
one; precision, recall and F1 are micro-averaged over items (Manning, Raghavan & Schütze,
Introduction to Information Retrieval, 2008, ch. 8).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import InnspillError
from graph.language import fold
from graph.model import Basis, Extraction, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from graph.gazetteer import Gazetteer

ROLES = (Role.ADDRESSEE, Role.PARTNER, Role.BENEFICIARY, Role.MENTIONED)
FIELDS = (
    "id",
    "parent",
    "line",
    "text",
    "kind",
    "addressee",
    "partner",
    "beneficiary",
    "mentioned",
    "themes",
)


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """Counts of right, wrong and missed links, and the measures made of them (0 to 1)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the links made that are right; 1 where none was made and none missed."""
        made = self.right + self.wrong
        return self.right / made if made else float(not self.missed)

    @property
    def recall(self) -> float:
        """Share of the gold links that were made; 1 where there are none."""
        gold = self.right + self.missed
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    def __add__(self, other: Score) -> Score:
        """The counts of both."""
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One field in which an item differs from the gold: what is too much and what is missing."""

    line: int
    item: str
    field: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by field and the items where extraction and gold differ."""

    scores: Mapping[str, Score]
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """The scores and differences as plain values."""
        return {
            "scores": {
                name: {
                    "precision": round(s.precision, 4),
                    "recall": round(s.recall, 4),
                    "f1": round(s.f1, 4),
                    "right": s.right,
                    "wrong": s.wrong,
                    "missed": s.missed,
                }
                for name, s in self.scores.items()
            },
            "differences": [
                {
                    "line": d.line,
                    "item": d.item,
                    "field": d.field,
                    "extra": list(d.extra),
                    "missing": list(d.missing),
                }
                for d in self.differences
            ],
        }


def rows(extraction: Extraction) -> list[dict[str, Any]]:
    """The items as plain values, in exactly the fields of an annotation."""
    links: dict[tuple[str, Role], list[tuple[str, Basis]]] = {}
    for link in extraction.attributions:
        links.setdefault((link.item, link.role), []).append((link.target, link.basis))

    def names(item: str, role: Role) -> list[str]:
        return sorted({target for target, _ in links.get((item, role), [])})

    return [
        {
            "id": item.id,
            "parent": item.parent or None,
            "line": item.line,
            "text": item.text,
            "kind": item.kind.value,
            "addressee": [
                {"actor": actor, "basis": basis.value}
                for actor, basis in links.get((item.id, Role.ADDRESSEE), [])
            ],
            "partner": names(item.id, Role.PARTNER),
            "beneficiary": names(item.id, Role.BENEFICIARY),
            "mentioned": names(item.id, Role.MENTIONED),
            "themes": names(item.id, Role.SUBJECT),
        }
        for item in extraction.items
    ]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The items of an annotation in JSON Lines.

    Raises:
        InnspillError: no such file, a line that is no JSON object, or a missing or wrong field.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InnspillError("fasiten lar seg ikke lese", where=str(path), cure=str(error)) from None
    gold = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            gold.append(_gold_row(line, path.name, number))
    if not gold:
        raise InnspillError("fasiten er tom", where=path.name, cure="Ett JSON-objekt på hver linje")
    return gold


def _gold_row(line: str, name: str, number: int) -> dict[str, Any]:
    cure = f"Hver linje skal ha feltene {', '.join(FIELDS[3:])}"
    try:
        row = json.loads(line)
        wanted: dict[str, Any] = {field: row[field] for field in FIELDS[3:]}
        Kind(wanted["kind"])
        wanted["addressee"] = [
            {"actor": str(a["actor"]), "basis": Basis(a["basis"])} for a in wanted["addressee"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InnspillError(f"ugyldig fasit ({error})", where=name, line=number, cure=cure) from None
    return {**row, **wanted}


def evaluate(extraction: Extraction, gold: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> Evaluation:
    """Scores of an extraction against a gold annotation, and every difference."""
    ours = _by_text(rows(extraction))
    theirs = _by_text(gold)
    common = [key for key in theirs if key in ours]
    totals: Counter[str] = Counter()
    scores: dict[str, Score] = {
        "segmentation": Score(len(common), len(ours) - len(common), len(theirs) - len(common))
    }
    differences: list[Difference] = []
    del totals
    for key in theirs:
        for field, score, extra, missing in _compare(ours.get(key), theirs[key], gazetteer):
            scores[field] = scores.get(field, Score()) + score
            if extra or missing:
                line = int(theirs[key].get("line") or 0)
                differences.append(
                    Difference(
                        line, str(theirs[key].get("id", "")), field, extra, missing, str(theirs[key]["text"])
                    )
                )
    differences += [
        Difference(int(row["line"]), row["id"], "segmentation", (row["text"][:80],), (), row["text"])
        for key, row in ours.items()
        if key not in theirs
    ]
    return Evaluation(scores, tuple(sorted(differences)))


def _by_text(items: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Items by folded text; the second of two alike is told apart by its count."""
    seen: Counter[str] = Counter()
    found = {}
    for row in items:
        text = fold(str(row["text"]))
        found[text, seen[text]] = row
        seen[text] += 1
    return found


def _compare(
    ours: Mapping[str, Any] | None, gold: Mapping[str, Any], gazetteer: Gazetteer
) -> Iterable[tuple[str, Score, tuple[str, ...], tuple[str, ...]]]:
    """Field, score, extra and missing values for one gold item."""
    if ours is None:
        yield "segmentation", Score(), (), (str(gold["text"])[:80],)
    row: Mapping[str, Any] = ours or {}
    kind = row.get("kind")
    yield (
        "kind",
        Score(int(kind == gold["kind"]), int(kind not in {None, gold["kind"]}), int(kind != gold["kind"])),
        *(((str(kind),), (str(gold["kind"]),)) if kind != gold["kind"] else ((), ())),
    )
    for role in ROLES:
        yield _sets(role.value, _actors(row.get(role.value, ())), _actors(gold[role.value]))
    for basis in (Basis.EXPLICIT, Basis.HEADING, Basis.PARENT):
        mine, wanted = (_actors(r.get("addressee", ()), basis) for r in (row, gold))
        name, score, _, _ = _sets(f"addressee-{basis.value}", mine, wanted)
        yield name, score, (), ()
    yield _themes(set(row.get("themes", ())), set(gold["themes"]), gazetteer)


def _actors(values: Iterable[Any], basis: Basis | None = None) -> set[str]:
    return {
        str(v["actor"]) if isinstance(v, dict) else str(v)
        for v in values
        if basis is None or (isinstance(v, dict) and v["basis"] == basis)
    }


def _sets(name: str, mine: set[str], wanted: set[str]) -> tuple[str, Score, tuple[str, ...], tuple[str, ...]]:
    extra, missing = tuple(sorted(mine - wanted)), tuple(sorted(wanted - mine))
    return name, Score(len(mine & wanted), len(extra), len(missing)), extra, missing


def _themes(
    mine: set[str], wanted: set[str], gazetteer: Gazetteer
) -> tuple[str, Score, tuple[str, ...], tuple[str, ...]]:
    """The gold concept or a narrower one is right."""
    reach = {theme: gazetteer.narrower_or_same(theme) for theme in wanted}
    missing = tuple(sorted(theme for theme in wanted if not reach[theme] & mine))
    extra = tuple(sorted(theme for theme in mine if not any(theme in found for found in reach.values())))
    return "themes", Score(len(wanted) - len(missing), len(extra), len(missing)), extra, missing
