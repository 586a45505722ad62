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
    ours = {"rules": {(a, b) for keys in found.groups for a in keys for b in keys if a < b}}
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
    """A collection of a size, over twenty years: matters that are asked about once or some times.

    A matter has the actors and themes of a real ask, some of its words and some of others', and made words
    of a vocabulary that grows with the root of the collection (Heaps' law). It is asked about one to eleven
    times, five on average, each time with a fifth of its words changed, now and then word for word.
    """
    drawn = random.Random(2021)  # noqa: S311 - the same every time
    real = [word for ask in asks for word in ask.text.split()]
    syllables = _syllables(drawn, 20 + round(3 * count**0.5))
    invented = [a + b for a in syllables for b in ("ing", "het", "tiltak", "ordning", "plan")]
    found: list[Ask] = []
    while len(found) < count:
        like = drawn.choice(asks)
        words = [*like.text.split()[:6], *drawn.choices(real, k=4), *drawn.choices(invented, k=4)]
        for _ in range(min(round(drawn.triangular(1, 11, 3)), count - len(found))):
            found.append(_worded(like, words, len(found), drawn, real))
    return found


def _worded(like: Ask, words: Sequence[str], n: int, drawn: random.Random, real: Sequence[str]) -> Ask:
    """A matter in words of its own, or those it always has; in any of the documents of its time."""
    changed = 0.0 if drawn.random() < 0.1 else 0.2  # noqa: PLR2004
    said = [drawn.choice(real) if drawn.random() < changed else word for word in words]
    return replace(
        like,
        date=f"{2004 + drawn.randrange(20)}-01-01",
        document=f"made-{n // 50}",
        item=f"i{n}",
        order=n,
        text=" ".join(said),
        parent="",
    )


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
