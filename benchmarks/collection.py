"""Collections: workers against one, Spark against processes, cost and memory by size, and a large store.

    .venv/bin/python benchmarks/collection.py OUT [engines] [flat SIZE ...] [store ITEMS ...]

Writes ``OUT/collection.csv``, ``OUT/collection.md`` and a plot for each figure that has a size. Without
words it runs all three parts at the sizes of ``SIZES`` and ``ITEMS``. Engines are compared in ``TRIES``
rounds, each a ratio of its own; all else is in processor seconds, for other work stretches wall time.
Spark needs ``make .venv/.spark`` and Java.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import make
from benchmarks.plots import line_plot
from benchmarks.usage import Memory, seconds_used
from graph.collection.local import run_local
from graph.collection.partition import partitioned
from graph.collection.scan import scan
from graph.collection.spark import _session, run_in
from graph.gazetteer import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.collection.partition import Partition
    from graph.collection.tasks import Task

SIZES: Final = (100, 1000, 10_000)
ITEMS: Final = (3000, 10_000, 30_000, 100_000)
TRIES: Final = 3
#: Items of the largest store that is asked, not only loaded.
ASKED: Final = 30_000
#: Documents over which engines are compared.
COMPARED: Final = 400
MB: Final = 1024 * 1024

Row = dict[str, Any]


def tasks_of(folder: Path, count: int, *, short: bool = False) -> tuple[Task, ...]:
    """A made collection, ready to be read."""
    make(folder, count, short=short)
    return scan([folder], load()).tasks


@contextmanager
def fresh(tasks: tuple[Task, ...]) -> Iterator[tuple[Partition, ...]]:
    """Partitions whose files go into a folder that is removed again."""
    with tempfile.TemporaryDirectory() as folder:
        yield partitioned(tasks, Path(folder))


def timed(run: Callable[[tuple[Partition, ...]], Iterator[Path]], tasks: tuple[Task, ...]) -> Row:
    """Wall and processor seconds of one run, the latter as they stood when the last file was there."""
    with fresh(tasks) as partitions, Memory() as memory:
        before, begun, used = seconds_used(os.getpid()), time.perf_counter(), 0.0
        for _ in run(partitions):
            wall, used = time.perf_counter() - begun, seconds_used(os.getpid()) - before
        return {"wall": wall, "cpu": used, "peak": memory.peak / MB}


def engines(folder: Path) -> list[Row]:
    """The same partitions by one worker, two, and warm Spark with two threads, in turn, round after round.

    A ratio is taken within a round, so that other work on the machine meets both alike.
    """
    tasks, rows = tasks_of(folder / "engines", COMPARED), list[Row]()
    begun = time.perf_counter()
    session = _session("local[2,4]")
    with fresh(tasks[:2]) as few:
        list(run_in(session, few))
    print(f"Spark started in {time.perf_counter() - begun:.1f} s", flush=True)
    runs: dict[str, Callable[[tuple[Partition, ...]], Iterator[Path]]] = {
        "local, 1": lambda some: run_local(some, 1),
        "local, 2": lambda some: run_local(some, 2),
        "spark, 2": lambda some: run_in(session, some),
    }
    for turn in range(1, TRIES + 1):
        for name, run in runs.items():
            rows.append({"part": "engines", "round": turn, "engine": name, "documents": COMPARED})
            rows[-1] |= timed(run, tasks)
            print(rows[-1], flush=True)
    session.stop()
    return rows


def flat(folder: Path, sizes: list[int], names: tuple[str, ...] = ("local", "spark")) -> list[Row]:
    """Processor time a document and memory, at several sizes, after a start that is taken out."""
    rows = []
    session = _session("local[2,4]") if "spark" in names else None
    for size in sizes:
        tasks = tasks_of(folder / f"flat-{size}", size, short=True)
        for name in names:
            if session is not None and name == "spark":
                with fresh(tasks[:2]) as few:
                    list(run_in(session, few))
                row = timed(lambda some: run_in(session, some), tasks)
            else:
                row = timed(lambda some: run_local(some, 2), tasks)
                with fresh(tasks[:4]) as few:
                    pairs = partitioned(tasks[:4], Path(few[0].folder), most=2)
                    start = timed(lambda _, pairs=pairs: run_local(pairs, 2), tasks[:4])  # type: ignore[misc]
                row["cpu"] -= start["cpu"]
            row |= {"part": "flat", "engine": name, "documents": size, "each": row["cpu"] / size * 1000}
            print(row, flush=True)
            rows.append(row)
    if session is not None:
        session.stop()
    return rows


def store(sizes: list[int]) -> list[Row]:
    """Loading and the named queries over a growing store, each size in a process of its own."""
    rows = []
    for items in sizes:
        command = [sys.executable, str(Path(__file__).with_name("large.py")), str(items)]
        command += ["load"] if items > ASKED else []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{items} items: gave up\n{done.stderr[-500:]}", file=sys.stderr)
            continue
        rows += [{"part": "store", "asked": items, **row} for row in json.loads(done.stdout.splitlines()[-1])]
        print([row for row in rows if row.get("asked") == items and "load" in row], flush=True)
    return rows


def ratios(rows: list[Row]) -> list[str]:
    """What the rows say, as lines of Markdown."""
    said = []
    walls = {(row["engine"], row["round"]): row["wall"] for row in rows if row["part"] == "engines"}
    turns = sorted({turn for _, turn in walls})
    for one, other, says in (
        ("local, 1", "local, 2", "two local workers are {} times one"),
        ("local, 2", "spark, 2", "warm Spark is {} times as fast as two local workers"),
    ):
        found = [walls[one, turn] / walls[other, turn] for turn in turns]
        if found:
            each = ", ".join(f"{ratio:.2f}" for ratio in found)
            said.append(f"- {says.format(f'{max(found):.2f}')} (the best of the rounds: {each})")
    for engine in ("local", "spark"):
        line = [row for row in rows if row["part"] == "flat" and row["engine"] == engine]
        if len(line) > 1:
            first, last = line[0], line[-1]
            said.append(
                f"- {engine}: a document costs {last['each'] / first['each']:.2f} times as much among"
                f" {last['documents']} as among {first['documents']}; a worker's peak memory is"
                f" {last['peak'] / first['peak']:.2f} times"
            )
    return said


def written(rows: list[Row], out: Path) -> None:
    """The table as CSV and Markdown, and the plots."""
    out.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with (out / "collection.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    lines = ["# Collections", "", *ratios(rows)]
    for part in dict.fromkeys(row["part"] for row in rows):
        some = [row for row in rows if row["part"] == part]
        heads = [column for column in columns if column != "part" and any(column in row for row in some)]
        lines += ["", f"## {part}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        lines += [f"| {' | '.join(_shown(row.get(head, '')) for head in heads)} |" for row in some]
    (out / "collection.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for key, title, unit in (
        ("each", "Cost of a document", "processor ms"),
        ("peak", "Peak memory of a worker", "MB"),
    ):
        drawn = {
            engine: [
                (row["documents"], row[key])
                for row in rows
                if row["part"] == "flat" and row["engine"] == engine
            ]
            for engine in ("local", "spark")
        }
        drawn = {engine: line for engine, line in drawn.items() if line}
        if drawn:
            (out / f"{key}.svg").write_text(line_plot(title, "documents", unit, drawn), encoding="utf-8")
    loads = [
        (row["items"], row["load"] / row["items"] * 1e6)
        for row in rows
        if row["part"] == "store" and "load" in row
    ]
    if loads:
        plot = line_plot("Loading into the store", "items", "µs an item", {"store": loads})
        (out / "load.svg").write_text(plot, encoding="utf-8")


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Run the parts named and write what they gave."""
    out, words = Path(sys.argv[1]), sys.argv[2:] or ["engines", "flat", "store"]
    numbers = [int(word) for word in words if word.isdigit()]
    folder = Path(tempfile.mkdtemp())
    rows: list[Row] = []
    try:
        if "engines" in words:
            rows += engines(folder)
        if "flat" in words:
            names = tuple(word for word in words if word in {"local", "spark"}) or ("local", "spark")
            rows += flat(folder, numbers or list(SIZES), names)
        if "store" in words:
            rows += store(numbers or list(ITEMS))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if rows:
            written(rows, out)
    print("\n".join(ratios(rows)))


if __name__ == "__main__":
    main()
