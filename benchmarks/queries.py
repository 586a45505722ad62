"""The store: loading, memory and every named query, at four sizes, each home beside the others.

``benchmarks/queries.py [--kept FILE] [ITEMS ...]`` (default 100 10000 27200 100000; 27,200 items are the
1.85 million triples of the goals). Each engine runs in a process of its own, one after another, over the
same documents, copies of the workshop whose places have other names. ``FILE`` keeps what was measured, one
engine and size a line, so that a run that was stopped goes on. See ``benchmarks/README.md`` for what is
in each measure.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pyoxigraph
from rdflib import Literal

from graph.gazetteer import load
from graph.namespaces import PREFIXES
from graph.pipeline import extract
from graph.queries import bound, document_counts, library, prepared, remember_aggregates, resolve, run
from graph.store import Store
from graph.store.disk import DiskStore
from graph.store.quads import Part, document_part, vocabulary_part
from tests.artefacts import example

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "data" / "verksted-2021" / "source.txt"
ENGINES = ("rdflib", "raw", "ours-no-index", "ours-disk", "ours-counted", "ours-memory", "virtuoso")
#: Items above which an engine is not run: rdflib takes some 3 kB a triple, more than the machine has.
MOST = {"rdflib": 30_000}
#: Seconds for which a query is repeated, after which it is given up, and no further is asked of an engine;
#: of processor time, for others share the machine, except where a server answers.
MOMENT, GIVEN_UP = 0.1, 30
ENGINE = float(os.environ.get("SECONDS_AN_ENGINE", "120"))
#: Seconds after which no further document is put onto a server.
PUTTING = 120


def parts(items: int) -> list[Part]:
    """Documents with at least so many items in all: the workshop under as many names."""
    extraction = extract(WORKSHOP)
    first = document_part(extraction)
    made = [first]
    for number in range(1, max(1, math.ceil(items / len(extraction.items)))):
        name = f"verksted-{number:05d}"
        made.append(
            Part(
                *(
                    text.replace("verksted-2021", name)
                    for text in (first.name, first.triples, first.described)
                )
            )
        )
    return made


def texts() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each named query with its example's terms bound, and the terms."""
    found = {}
    for name, query in library().items():
        terms = resolve(query, example(query), load(), ("verksted-2021",))
        found[name] = (bound(query.text, {**terms, "language": Literal("nb")}), terms)
    return found


def measured(
    *ways: Callable[[str, str, dict[str, Any]], int], clock: Callable[[], float] = time.process_time
) -> list[dict[str, Any]]:
    """Seconds and rows of every query, for each way of asking it, in turn on the same store."""
    times: list[dict[str, Any]] = [{} for _ in ways]
    begun = clock()
    for name, (text, terms) in texts().items():
        for ask, found in zip(ways, times, strict=True):
            found[name] = _timed(partial(ask, name, text, terms), clock)
        if clock() - begun > ENGINE:
            break
    return times


def _timed(ask: Callable[[], int], clock: Callable[[], float] = time.process_time) -> tuple[float, int]:
    """The mean of as many runs as take a moment together; -1 rows where it was given up."""
    rows, runs, start = 0, 0, clock()
    while not runs or clock() - start < MOMENT:
        signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
        try:
            rows = ask()
        except TimeoutError:
            rows = -1
        signal.setitimer(signal.ITIMER_PROF, 0)
        runs += 1
    return (clock() - start) / runs, rows


def _give_up(*_: object) -> None:
    raise TimeoutError


def _status(field: str) -> int:
    """A figure of this process in MB."""
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) // 1024


def one(engine: str, items: int) -> dict[str, Any]:
    """Load and ask one engine, in this process; memory is what it grew by, at its peak, while loading."""
    made = [vocabulary_part(), *parts(items)]
    signal.signal(signal.SIGPROF, _give_up)
    folder = Path(tempfile.mkdtemp())
    try:
        source = folder / "all.nq"
        with source.open("w", encoding="utf-8") as file:
            for part in made:
                file.write(part.triples.replace(" .\n", f" <{part.name}> .\n") + part.described)
        if not engine.startswith("ours"):
            made = made[1:] if engine == "virtuoso" else []
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        clock = Clock(_status("VmRSS"), time.perf_counter(), time.process_time())
        return _run(engine, made, source, clock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Clock:
    """What stood before loading: resident MB, seconds, processor seconds."""

    resident: int
    wall: float
    processor: float

    def loaded(self) -> dict[str, Any]:
        """What loading took."""
        return {
            "load": time.perf_counter() - self.wall,
            "processor": time.process_time() - self.processor,
            "memory": _status("VmHWM") - self.resident,
        }


def _tell(**told: Any) -> dict[str, Any]:
    """What is known so far, one line a time: a run that is stopped has told what it measured."""
    print(json.dumps(told), flush=True)
    return told


def _run(engine: str, made: list[Part], source: Path, clock: Clock) -> dict[str, Any]:
    folder = source.parent / "store"
    if engine == "rdflib":
        store = Store()
        store.dataset.parse(str(source), format="nquads")
        took = _tell(**clock.loaded(), queries={})
        return {**took, "queries": measured(lambda _, text, __: len(store.ask(text).rows))[0]}
    if engine == "raw":
        raw = pyoxigraph.Store(str(folder))
        raw.bulk_load(path=str(source), format=pyoxigraph.RdfFormat.N_QUADS)
        raw.flush()
        return {**clock.loaded(), "queries": {}}
    if engine == "ours-memory":
        held = pyoxigraph.Store()
        with source.open("rb") as file:
            held.bulk_load(file, pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        took = _tell(**clock.loaded(), queries={})
        ours, plain = measured(lambda _, text, __: _table(held, text), lambda _, text, __: _rows(held, text))
        return {**took, "queries": ours, "raw": plain}
    if engine == "virtuoso":
        return _virtuoso(made, source.parent)
    if engine == "ours-counted":
        return _counted(made, folder, clock)
    return _disk(made, folder, clock, indexed=engine == "ours-disk")


def _counted(made: list[Part], folder: Path, clock: Clock) -> dict[str, Any]:
    """Loading with the counts that need no argument, worked out from the lines at hand."""
    with DiskStore(folder, counting=document_counts()) as disk:
        disk.put(made)
        remember_aggregates(disk)
        return {**clock.loaded(), "queries": {}}


def _disk(made: list[Part], folder: Path, clock: Clock, *, indexed: bool) -> dict[str, Any]:
    with DiskStore(folder) as disk:
        if not indexed and disk.index:
            disk.index.close()
            disk.index = None
        disk.put(made)
        took = _tell(**clock.loaded(), queries={})
        if not indexed:
            return took
        took |= _search(disk)
        direct, plain = measured(
            lambda _, text, __: len(disk.ask(text).rows), lambda _, text, __: _rows(disk.engine, text)
        )
        took = _tell(**{**took, "queries": direct, "raw": plain})
        start = time.process_time()
        remember_aggregates(disk)
        kept = time.process_time() - start
        known = {
            name: _timed(lambda name=name: len(run(disk, prepared(library()[name].text)).rows))  # type: ignore[misc]
            for name in ("actor-theme-matrix", "actors")
        }
        return {**took, "aggregates": kept, "library": known}


def _rows(store: pyoxigraph.Store, text: str) -> int:
    """Raw: the engine's rows as tuples of its own terms."""
    found: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    return len([tuple(row) for row in found])


def _table(store: pyoxigraph.Store, text: str) -> int:
    """Ours over a store in memory, as served: JSON, then a table."""
    from graph.store.cells import from_json

    found: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    return len(from_json(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)).rows)


def _search(disk: DiskStore) -> dict[str, Any]:
    """Index beside CONTAINS over the whole text, for words few and many items hold."""
    if disk.index is None:
        raise RuntimeError("the store has no index")
    index, found = disk.index, {}
    for words in ("kompetansepilot", "fasilitatorrolle", "regional"):
        query = f'SELECT ?i {{ ?i inn:text ?t FILTER (CONTAINS(LCASE(?t), "{words}")) }}'
        scan, scanned = _timed(lambda query=query: _rows(disk.engine, query))  # type: ignore[misc]
        looked, hits = _timed(lambda words=words: len(index.holding(words, "item")))  # type: ignore[misc]
        found[words] = (scan, looked, scanned, hits)
    return {"search": found}


def _virtuoso(made: list[Part], folder: Path) -> dict[str, Any]:
    from graph.store.remote import RemoteStore, Server
    from tests.serving import free_port, wait_for
    from tests.test_servers import VIRTUOSO

    http = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=free_port(), http=http), encoding="utf-8")
    command = ["virtuoso-t", "+configfile", str(settings), "+foreground"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{http}"
        wait_for(f"{address}/sparql", process, 60)
        known = Server(
            f"{address}/sparql",
            f"{address}/sparql-auth",
            f"{address}/sparql-graph-crud-auth",
            "dba",
            "dba",
            digest=True,
        )
        store = RemoteStore(known)
        start = time.perf_counter()
        number = store.put(part for part in made if time.perf_counter() - start < PUTTING)
        loaded = time.perf_counter() - start

        def ask(_: str, text: str, __: object) -> int:
            from graph.errors import InnspillError

            try:
                return len(store.ask(text).rows)
            except InnspillError:
                return -1

        times = measured(ask, clock=time.perf_counter)[0] if number == len(made) else {}
        resident = int(Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
        process.kill()
    told = {"load": loaded, "processor": math.nan, "memory": resident, "queries": times}
    return told if number == len(made) else {**told, "stopped": f"{number} of {len(made)} documents"}


def duckdb_matrix(items: int) -> dict[str, float]:
    """The matrix and the overview in DuckDB on the same rows, warm, in memory."""
    import duckdb

    extraction = extract(WORKSHOP)
    asked = [(a.item, a.target) for a in extraction.attributions if a.role == "addressee"]
    about = [(a.item, a.target) for a in extraction.attributions if a.role == "subject"]
    roles = [(a.item, a.role.value, a.target) for a in extraction.attributions]
    base = duckdb.connect()
    base.execute(
        "CREATE TABLE asked (item VARCHAR, who VARCHAR); CREATE TABLE about (item VARCHAR, theme VARCHAR)"
    )
    base.execute("CREATE TABLE link (item VARCHAR, role VARCHAR, who VARCHAR)")
    base.executemany("INSERT INTO asked VALUES (?, ?)", asked)
    base.executemany("INSERT INTO about VALUES (?, ?)", about)
    base.executemany("INSERT INTO link VALUES (?, ?, ?)", roles)
    copies = max(1, math.ceil(items / len(extraction.items)))
    for table, columns in (("asked", "who"), ("about", "theme"), ("link", "role, who")):
        base.execute(
            f"CREATE TABLE {table}_all AS SELECT n || '/' || item AS item, {columns}"  # noqa: S608
            f" FROM {table},"
            f" range({copies}) AS r(n)"
        )
    queries = {
        "actor-theme-matrix": "SELECT who, theme, COUNT(DISTINCT item) n FROM asked_all"
        " JOIN about_all USING (item)"
        " GROUP BY ALL ORDER BY n DESC, who, theme",
        "actors": "SELECT who, role, COUNT(DISTINCT item) n FROM link_all"
        " GROUP BY ALL ORDER BY n DESC, who, role",
    }
    times = {}
    for name, query in queries.items():
        taken = []
        for _ in range(5):
            start = time.perf_counter()
            base.execute(query).fetchall()
            taken.append(time.perf_counter() - start)
        times[name] = statistics.median(taken)
    return times


def main() -> None:
    """Run every engine at every size and print what it took."""
    if sys.argv[1:2] == ["one"]:
        print(json.dumps(one(sys.argv[2], int(sys.argv[3]))))
        return
    given = argparse.ArgumentParser()
    given.add_argument("--kept", type=Path)
    given.add_argument("--engines", nargs="*", default=ENGINES)
    given.add_argument("sizes", type=int, nargs="*", default=[100, 10_000, 27_200, 100_000])
    asked = given.parse_args()
    every = _kept(asked.kept)
    for items in asked.sizes:
        for engine in asked.engines:
            if (engine, items) not in every and items <= MOST.get(engine, items):
                _measure(every, engine, items, asked.kept)
    for items in asked.sizes:
        _report(every, items)
    _growth(every, asked.sizes)


def _kept(file: Path | None) -> dict[Any, Any]:
    lines = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
    return {(engine, items): told for engine, items, told in map(json.loads, lines)}


def _measure(every: dict[Any, Any], engine: str, items: int, file: Path | None) -> None:
    command = [sys.executable, __file__, "one", engine, str(items)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else None
    if done.returncode:
        print(f"{engine} at {items}: gave up\n{done.stderr[-400:]}", file=sys.stderr, flush=True)
    if told is None:
        return
    every[engine, items] = told
    print(f"{items:7d} {engine:14s} load {told['load']:7.1f} s, {told['memory']:6.0f} MB", flush=True)
    if file:
        with file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps((engine, items, told)) + "\n")


def _report(every: dict[Any, Any], items: int) -> None:
    engines = [engine for engine in ENGINES if (engine, items) in every]
    print(
        f"\n{items} items: load in s, in s of processor, MB grown by;"
        " beside rdflib and raw: times faster by clock and processor, share of memory"
    )
    for engine in engines:
        told = every[engine, items]
        beside = "".join(_beside(told, every.get((other, items))) for other in ("rdflib", "raw"))
        figures = f"{told['load']:8.1f} {told['processor']:8.1f} {told['memory']:7d}"
        print(f"{engine:14s} {figures} {beside}  {told.get('stopped', '')}")
    asked = [engine for engine in engines if every[engine, items]["queries"]]
    print(f"\n{items} items, ms per query\n{'query':24s}" + "".join(f"{e:>13s}" for e in asked))
    for name in library():
        row = [every[engine, items]["queries"].get(name) for engine in asked]
        print(f"{name:24s}" + "".join(_cell(value) for value in row))
    for one, other in (("rdflib", "ours-disk"), ("rdflib", "ours-memory"), ("virtuoso", "ours-disk")):
        _ratio(every, items, one, other)
    _over_raw(every, items)
    _at_once(every, items)


def _beside(told: dict[str, Any], other: dict[str, Any] | None) -> str:
    """How many times faster than another engine, by clock and by processor, and the share of memory."""
    if other is None:
        return f"{'-':>22s}"
    faster = (other[what] / told[what] for what in ("load", "processor"))
    return "".join(f"{times:7.2f}" for times in faster) + f"{told['memory'] / other['memory']:8.2f}"


def _cell(value: tuple[float, int] | None) -> str:
    if not value:
        return f"{'-':>13s}"
    return f"{value[0] * 1000:12.1f}" + (">" if value[1] < 0 else " ")


def _over_raw(every: dict[Any, Any], items: int) -> None:
    """Our tables beside the engine's own rows, on the same store: few rows (aggregates) and many."""
    for engine in ("ours-disk", "ours-memory"):
        told = every.get((engine, items))
        if not told or "raw" not in told:
            continue
        for what, few in (("aggregates", True), ("lists", False)):
            ratios = {
                n: t[0] / told["raw"][n][0]
                for n, t in told["queries"].items()
                if ("GROUP BY" in library()[n].text) == few
            }
            if ratios:
                worst = max(ratios, key=ratios.__getitem__)
                mean = statistics.geometric_mean(ratios.values())
                print(
                    f"{engine} over raw, {what}: {mean:.2f} (of {len(ratios)}), {worst} {ratios[worst]:.2f}"
                )


def _at_once(every: dict[Any, Any], items: int) -> None:
    """What is worked out when the store is loaded, beside DuckDB; and search beside CONTAINS."""
    told = every.get(("ours-disk", items))
    if not told:
        return
    kept = told.get("library", {})
    for name, seconds in duckdb_matrix(items).items() if kept else ():
        print(f"DuckDB {name}: {seconds * 1000:.1f} ms; ours as kept {kept[name][0] * 1000:.2f} ms")
    for words, (scan, index, scanned, hits) in told.get("search", {}).items():
        print(
            f"«{words}»: CONTAINS {scan * 1000:.1f} ms ({scanned}),"
            f" index {index * 1000:.2f} ms ({hits}): {scan / index:.0f}x"
        )
    if kept:
        print(f"counts worked out once at load: {told['aggregates']:.1f} s of processor\n", flush=True)


def _ratio(every: dict[Any, Any], items: int, one: str, other: str) -> None:
    first = every.get((one, items), {}).get("queries")
    second = every.get((other, items), {}).get("queries")
    if not first or not second:
        return
    ratios = {n: first[n][0] / second[n][0] for n in first if n in second and second[n][1] >= 0}
    given_up = sum(first[n][1] < 0 for n in ratios)
    mean = statistics.geometric_mean(ratios.values())
    low, high = min(ratios, key=ratios.__getitem__), max(ratios, key=ratios.__getitem__)
    print(
        f"{one} / {other}: {mean:.2f} (geometric mean of {len(ratios)}, {given_up} given up and counted as"
        f" {GIVEN_UP} s), {low} {ratios[low]:.2f}, {high} {ratios[high]:.1f}"
    )


def _growth(every: dict[Any, Any], sizes: list[int]) -> None:
    """The exponent of each query's growth on disk between one size and the next: 1 is linear."""
    for small, large in pairwise(sizes):
        if ("ours-disk", small) not in every or ("ours-disk", large) not in every:
            continue
        print(f"growth from {small} to {large} items")
        for name in library():
            a, b = (every["ours-disk", size]["queries"].get(name) for size in (small, large))
            if a and b:
                given_up = " (given up)" if b[1] < 0 else ""
                print(f"  {name:24s} {math.log(b[0] / a[0]) / math.log(large / small):5.2f}{given_up}")


if __name__ == "__main__":
    main()
