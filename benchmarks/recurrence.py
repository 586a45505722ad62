"""How well asks in other words are found, against tf-idf cosine in the same run; and how long it takes.

    .venv/bin/python benchmarks/recurrence.py [--asks 1000,10000,100000]

Precision, recall and F1 on the annotated pairs of ``tests/recurrence`` (see its README), with the 95 %
interval of F1 over topics; then the time to find what recurs in made collections of growing size, and how
many times longer a comparison of all with all takes where that is possible.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.evaluation.pairs import above, all_pairs, best_threshold, by_topic, read_pairs, scored, tfidf
from graph.evaluation.scores import interval
from graph.gazetteer import load
from graph.pipeline import extract
from graph.recurrence import asks_of, recurrences
from graph.recurrence.vectors import vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.asks import Ask
    from graph.evaluation.pairs import Pair

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "recurrence"
DOCUMENTS = [
    ROOT / "data" / "verksted-2021" / "source.txt",
    ROOT / "data" / "made" / "oppdiktet-verksted-2022.txt",
    ROOT / "data" / "made" / "oppdiktet-verksted-2023.txt",
    *(
        ROOT / "tests" / "documents" / f"{name}.txt"
        for name in "verksted-2022 kompetanseforum distriktsverksted nettverkssamling regionaldialog"
        " ks-samling".split()
    ),
]
#: More asks than this are not compared all with all.
MOST_SQUARED = 20_000


def collection() -> tuple[Ask, ...]:
    """The asks of the documents that the pairs are from."""
    return asks_of(extract(path) for path in DOCUMENTS)


def quality(asks: Sequence[Ask]) -> list[str]:
    """A table of the measures, as Markdown."""
    texts = {ask.key: ask.text for ask in asks}
    found = recurrences(asks, load())
    ours = {
        "rules, pairs": {(min(p.one, p.other), max(p.one, p.other)) for p in found.pairs},
        "rules, groups": {(a, b) for keys in found.groups for a in keys for b in keys if a < b},
    }
    tune = all_pairs(read_pairs(PAIRS / "tune.tsv"))
    limit = best_threshold(tune, tfidf(texts, tune))
    lines = ["| pairs | method | precision | recall | F1 | 95 % |", "|---|---|---|---|---|---|"]
    for name in ("tune", "held-out"):
        hard = read_pairs(PAIRS / f"{name}.tsv")
        for kind, pairs in (("annotated", hard), ("all", all_pairs(hard))):
            base = above(tfidf(texts, pairs), limit)
            for method, said in {f"tf-idf cosine, {limit:.2f}": base, **ours}.items():
                lines.append(_line(f"{name}, {kind} ({len(pairs)})", method, pairs, said))
    return lines


def _line(what: str, method: str, pairs: Sequence[Pair], said: set[tuple[str, str]]) -> str:
    score = scored(pairs, said)
    low, high = interval(by_topic(pairs, said))
    return (
        f"| {what} | {method} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"
        f" | {low:.3f}–{high:.3f} |"
    )


def made(asks: Sequence[Ask], count: int) -> list[Ask]:
    """A collection of a size: real asks with some words replaced by made ones, over twenty years."""
    drawn = random.Random(2021)  # noqa: S311 - the same every time
    words = [f"{a}{b}" for a in _syllables(drawn, 400) for b in ("ing", "het", "tiltak", "ordning", "plan")]
    found = []
    for n in range(count):
        ask = drawn.choice(asks)
        text = " ".join(w if drawn.random() < 0.6 else drawn.choice(words) for w in ask.text.split()[:14])  # noqa: PLR2004
        year = 2004 + n % 20
        found.append(
            replace(
                ask,
                date=f"{year}-01-01",
                document=f"made-{n // 50}",
                item=f"i{n}",
                order=n,
                text=text,
                parent="",
            )
        )
    return found


def _syllables(drawn: random.Random, count: int) -> list[str]:
    return [
        "".join(drawn.choice("bdfgklmnprstv") + drawn.choice("aeiouyøå") for _ in range(3))
        for _ in range(count)
    ]


def speed(asks: Sequence[Ask], sizes: Sequence[int]) -> list[str]:
    """Processor seconds, memory, and how the time of all with all compares, for each size."""
    lines = [
        "| asks | processor s | ms an ask | groups | peak MB | all with all |",
        "|---|---|---|---|---|---|",
    ]
    known = load()
    for size in sizes:
        some = made(asks, size)
        start = time.process_time()
        found = recurrences(some, known)
        took = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        times = f"{_squared(some) / took:.1f}x" if size <= MOST_SQUARED else "–"
        lines.append(
            f"| {size} | {took:.1f} | {1000 * took / size:.2f} | {len(found.groups)} | {peak} | {times} |"
        )
    return lines


def _squared(asks: Sequence[Ask]) -> float:
    """Processor seconds to make the vectors and multiply every ask with every other."""
    start = time.process_time()
    found = vectors(sorted(asks), load()).matrix
    for row in range(0, found.shape[0], 500):
        found[row : row + 500] @ found.T
    return time.process_time() - start


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", default="1000,10000", help="sizes of the made collections")
    given = parser.parse_args()
    asks = collection()
    print("\n".join(quality(asks)), end="\n\n")
    print("\n".join(speed(asks, [int(n) for n in given.asks.split(",")])))


if __name__ == "__main__":
    main()
