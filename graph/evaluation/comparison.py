"""Comparison: how far an extraction agrees with an annotation, item by item.

Items are matched by their text. A theme counts as right when it is the gold concept or a narrower one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.evaluation.annotation import proposers, rows
from graph.evaluation.baselines import Baselines
from graph.evaluation.scores import Score, interval
from graph.language import fold
from graph.model import Basis, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

ROLES = (Role.ADDRESSEE, Role.PARTNER, Role.BENEFICIARY, Role.MENTIONED)


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
    """Scores by field, their 95 % intervals, the baselines' scores, and where the items differ."""

    scores: Mapping[str, Score]
    intervals: Mapping[str, tuple[float, float]]
    baselines: Mapping[str, Score]
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "scores": {
                name: {**_plain(score), "f1_interval": list(self.intervals[name])}
                for name, score in self.scores.items()
            },
            "baselines": {name: _plain(score) for name, score in self.baselines.items()},
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


def _plain(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "wrong": score.wrong,
        "missed": score.missed,
    }


def evaluate(extraction: Extraction, gold: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> Evaluation:
    """Scores of an extraction and of the baselines against a gold annotation, and every difference."""
    ours = _by_text(_with_proposers(extraction))
    theirs = _by_text(gold)
    common = sum(key in ours for key in theirs)
    by_item: dict[str, list[Score]] = {}
    differences: list[Difference] = []
    for key in theirs:
        for field, score, extra, missing in _compare(ours.get(key), theirs[key], gazetteer):
            by_item.setdefault(field, []).append(score)
            if extra or missing:
                differences.append(_difference(theirs[key], field, extra, missing))
    differences += [
        _difference(row, "segmentation", (row["text"][:80],), ())
        for key, row in ours.items()
        if key not in theirs
    ]
    found = Score(common, len(ours) - common, len(theirs) - common)
    by_item.pop("segmentation", None)
    scores = {field: sum(parts, Score()) for field, parts in by_item.items()}
    intervals = {field: interval(parts) for field, parts in by_item.items()}
    return Evaluation(
        {"segmentation": found, **scores},
        {"segmentation": (found.f1, found.f1), **intervals},
        _baselines(extraction, theirs, gazetteer),
        tuple(sorted(differences)),
    )


def _difference(
    row: Mapping[str, Any], field: str, extra: tuple[str, ...], missing: tuple[str, ...]
) -> Difference:
    return Difference(
        int(row.get("line") or 0), str(row.get("id", "")), field, extra, missing, str(row["text"])
    )


def _with_proposers(extraction: Extraction) -> list[dict[str, Any]]:
    found = proposers(extraction)
    return [{**row, "proposer": sorted(found.get(row["id"], ()))} for row in rows(extraction)]


def _baselines(
    extraction: Extraction, gold: Mapping[tuple[str, int], Mapping[str, Any]], gazetteer: Gazetteer
) -> dict[str, Score]:
    """Addressee scores of each simple method, and the themes of every variant named."""
    made = Baselines(extraction, gazetteer)
    items = {item.id: item for item in extraction.items}
    pairs = [(items[row["id"]], gold[key]) for key, row in _by_text(rows(extraction)).items() if key in gold]
    scores = {
        f"addressee: {name}": sum(
            (_sets("", guess(item), _actors(row["addressee"]))[1] for item, row in pairs), Score()
        )
        for name, guess in made.addressees().items()
    }
    themes = (_themes(made.themes(item), set(row["themes"]), gazetteer)[1] for item, row in pairs)
    return {**scores, "themes: every-variant": sum(themes, Score())}


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
    if "proposer" in gold:
        yield _sets("proposer", _actors(row.get("proposer", ())), _actors(gold["proposer"]))
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
