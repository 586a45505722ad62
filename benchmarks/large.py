"""One size of a large store: loading beside raw pyoxigraph, the named queries as served and raw, analysis.

Run by ``benchmarks/collection.py store ITEMS``; prints rows as JSON. The documents are made ones under many
names, loaded as a collection's are, a stream of parts; the workshop of 2021 is among them. Seconds are the
process's own, of all its threads, so that other work on the machine counts less. ``large.py ITEMS load``
only loads.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import make
from benchmarks.queries import WORKSHOP, texts
from graph.analysis import analyse
from graph.collection.local import run_local
from graph.collection.partition import partitioned, results
from graph.collection.scan import scan
from graph.gazetteer import load
from graph.namespaces import DOCUMENT, PREFIXES
from graph.pipeline import extract
from graph.queries import first, library, prepared, remember_aggregates, run
from graph.store.disk import DiskStore
from graph.store.quads import Part, document_part, vocabulary_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Made documents read; the others are the same under other names.
READ: Final = 200
#: Items a raw store is loaded with beside ours; above, the ratio would only cost disk.
RAW: Final = 100_000
#: Rows of the page that ``first_ms`` is measured by.
PAGE: Final = 100
#: Seconds after which a query is not asked again.
SLOW: Final = 1.0


def originals() -> list[tuple[Part, int]]:
    """Some made documents as parts, each with its number of items."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "in", READ)
        (Path(folder) / "out").mkdir()
        tasks = scan([Path(folder) / "in"], load()).tasks
        files = sorted(run_local(partitioned(tasks, Path(folder) / "out"), 2))
        return [(r.part, r.items) for path in files for r in results(path) if r.part]


def parts(made: list[tuple[Part, int]], items: int) -> Iterator[Part]:
    """Documents with at least so many items in all, under as many names; the workshop first."""
    yield document_part(extract(WORKSHOP))
    count, copy = 0, 0
    while count < items:
        for part, held in made:
            slug = part.name.removeprefix(DOCUMENT)
            name = f"{slug}-{copy:05d}"
            yield Part(*(text.replace(slug, name) for text in (part.name, part.triples, part.described)))
            count += held
            if count >= items:
                return
        copy += 1


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds, the median of up to three runs; a slow one is not repeated."""
    taken: list[float] = []
    while len(taken) < 3 and not (taken and taken[-1] > SLOW):  # noqa: PLR2004
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def raw_load(made: list[tuple[Part, int]], items: int, folder: Path) -> float:
    """Seconds that pyoxigraph itself takes for the same quads, in batches of the same size."""
    import pyoxigraph

    store = pyoxigraph.Store(str(folder))
    begun, waiting = 0.0, list[bytes]()
    for part in (vocabulary_part(), *parts(made, items)):
        waiting.append(part.trig)
        if len(waiting) == 200:  # noqa: PLR2004 - as the store on disk does
            data = b"".join(waiting)
            start = time.process_time()
            store.bulk_load(data, pyoxigraph.RdfFormat.TRIG)
            begun += time.process_time() - start
            waiting = []
    start = time.process_time()
    store.bulk_load(b"".join(waiting), pyoxigraph.RdfFormat.TRIG)
    return begun + time.process_time() - start


def queries(disk: DiskStore) -> list[dict[str, Any]]:
    """Every named query with its example: as served, and the same text on the engine itself."""
    rows = []
    for name, (text, terms) in texts().items():
        query = prepared(library()[name].text)
        served = seconds(lambda query=query, terms=terms: run(disk, query, terms))  # type: ignore[misc]
        raw = seconds(lambda text=text: _drained(disk, text))  # type: ignore[misc]
        page = seconds(lambda query=query, terms=terms: first(disk, query, PAGE, terms))  # type: ignore[misc]
        rows.append(
            {
                "query": name,
                "served_ms": served * 1000,
                "first_ms": page * 1000,
                "raw_ms": raw * 1000,
                "ratio": served / raw,
            }
        )
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def _drained(disk: DiskStore, text: str) -> int:
    found: Any = disk.engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    return sum(1 for _ in found)


def measured(items: int, folder: Path, *, ask: bool) -> list[dict[str, Any]]:
    """Load and ask a store of so many items."""
    made = originals()
    row: dict[str, Any] = {"items": items}
    with DiskStore(folder / "store") as disk:
        begun = time.process_time()
        row["documents"] = disk.put(parts(made, items))
        row["load"] = time.process_time() - begun
        row["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(row, file=sys.stderr, flush=True)
        row["disk_mb"] = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1024**2
        if not ask:
            return [row]
        begun = time.process_time()
        remember_aggregates(disk)
        row["counts"] = time.process_time() - begun
        print(row, file=sys.stderr, flush=True)
        row["analysis"] = seconds(lambda: analyse(disk))
        print(row, file=sys.stderr, flush=True)
        asked = queries(disk)
    if items <= RAW:
        raw = raw_load(made, items, folder / "raw")
        row |= {"raw_load": raw, "load_ratio": row["load"] / raw}
    row["served_slowest_ms"] = max(found["served_ms"] for found in asked)
    row["served_median_ms"] = statistics.median(found["served_ms"] for found in asked)
    return [row, *({"items": items, **found} for found in asked)]


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="innspill-large-"))
    try:
        print(json.dumps(measured(int(sys.argv[1]), place, ask=sys.argv[2:] != ["load"])))
    finally:
        shutil.rmtree(place, ignore_errors=True)
