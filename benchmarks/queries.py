"""The store: loading, memory and every named query, at three sizes, each home beside the others.

``benchmarks/queries.py [ITEMS ...]`` (default 100 10000 100000). Each engine runs in a process of its own
over the same documents, copies of the workshop whose places have other names. Times are the median of
three runs; a query that takes more than 5 s is not repeated, one past 30 s is given up and counts as 30 s.
"""

from __future__ import annotations

import json
import math
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rdflib import Literal

from graph.gazetteer import load
from graph.namespaces import PREFIXES
from graph.pipeline import extract
from graph.queries import bound, library, prepared, remember_aggregates, resolve, run
from graph.store import Store
from graph.store.disk import DiskStore
from graph.store.quads import Part, document_part, vocabulary_part
from tests.artefacts import example

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "data" / "verksted-2021" / "source.txt"
ENGINES = ("rdflib", "ours-disk", "ours-memory", "raw-disk", "raw-memory", "virtuoso")
#: Seconds after which a query is not repeated, is given up, and no further one is asked of an engine.
SLOW, GIVEN_UP, ENGINE = 5.0, 30, 300


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


def measured(ask: Callable[[str, str, dict[str, Any]], int]) -> dict[str, Any]:
    """Seconds and rows of every query."""
    times = {}
    begun = time.monotonic()
    for name, (text, terms) in texts().items():
        taken, rows = [], 0
        for _ in range(3):
            start = time.perf_counter()
            signal.alarm(GIVEN_UP)
            try:
                rows = ask(name, text, terms)
            except TimeoutError:
                rows = -1
            signal.alarm(0)
            taken.append(time.perf_counter() - start)
            if taken[-1] > SLOW:
                break
        times[name] = (statistics.median(taken), rows)
        if time.monotonic() - begun > ENGINE:
            break
    return times


def _give_up(*_: object) -> None:
    raise TimeoutError


def one(engine: str, items: int) -> dict[str, Any]:
    """Load and ask one engine, in this process."""
    made = [vocabulary_part(), *parts(items)]
    quads = "".join(part.quads for part in made)
    signal.signal(signal.SIGALRM, _give_up)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    folder = Path(tempfile.mkdtemp())
    try:
        return {**_run(engine, made, quads, folder), "before": before}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(engine: str, made: list[Part], quads: str, folder: Path) -> dict[str, Any]:
    import pyoxigraph

    start = time.perf_counter()
    if engine == "rdflib":
        store = Store()
        store.dataset.parse(data=quads, format="nquads")
        loaded = time.perf_counter() - start
        times = measured(lambda _, text, __: len(store.ask(text).rows))
        return _result(loaded, times)
    if engine == "ours-disk":
        with DiskStore(folder) as disk:
            disk.put(made)
            loaded = time.perf_counter() - start
            direct = measured(lambda _, text, __: len(disk.ask(text).rows))
            start = time.perf_counter()
            remember_aggregates(disk)
            kept = time.perf_counter() - start
            known = measured(
                lambda name, _, terms: len(run(disk, prepared(library()[name].text), terms).rows)
            )
            return {**_result(loaded, direct), "aggregates": kept, "library": known, **_search(disk)}
    if engine in {"raw-disk", "raw-memory", "ours-memory"}:
        raw = pyoxigraph.Store(str(folder)) if engine == "raw-disk" else pyoxigraph.Store()
        raw.bulk_load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
        loaded = time.perf_counter() - start

        def ask(_: str, text: str, __: object) -> int:
            found = raw.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
            if engine == "ours-memory":
                from graph.store.cells import from_json

                return len(from_json(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)).rows)
            return len([tuple(row) for row in found])

        return _result(loaded, measured(ask))
    return _virtuoso(made, folder)


def _result(loaded: float, times: dict[str, Any]) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"load": loaded, "peak": peak, "queries": times}


def _search(disk: DiskStore) -> dict[str, Any]:
    """Index beside CONTAINS over the whole text, for words few and many items hold."""
    if disk.index is None:
        raise RuntimeError("the store has no index")
    found = {}
    for words in ("kompetansepilot", "fasilitatorrolle", "regional"):
        query = f'SELECT ?i {{ ?i inn:text ?t FILTER (CONTAINS(LCASE(?t), "{words}")) }}'
        start = time.perf_counter()
        scanned = len(disk.ask(query).rows)
        scan = time.perf_counter() - start
        start = time.perf_counter()
        hits = len(disk.index.holding(words, "item"))
        found[words] = (scan, time.perf_counter() - start, scanned, hits)
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
        store.put(made[1:])
        loaded = time.perf_counter() - start

        def ask(_: str, text: str, __: object) -> int:
            from graph.errors import InnspillError

            try:
                return len(store.ask(text).rows)
            except InnspillError:
                return -1

        times = measured(ask)
        rss = int(Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0])
        process.kill()
    return {"load": loaded, "peak": rss, "queries": times}


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
    sizes = [int(size) for size in sys.argv[1:]] or [100, 10_000, 100_000]
    every = {}
    for items in sizes:
        for engine in ENGINES:
            command = [sys.executable, __file__, "one", engine, str(items)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{engine} at {items}: gave up\n{done.stderr[-400:]}", file=sys.stderr)
                continue
            every[engine, items] = json.loads(done.stdout.splitlines()[-1])
            told = every[engine, items]
            grown = (told["peak"] - told.get("before", 0)) / 1024
            print(f"{items:7d} {engine:12s} load {told['load']:7.1f} s  memory {grown:6.0f} MB", flush=True)
        _report(every, items)
    _growth(every, sizes)


def _report(every: dict[Any, Any], items: int) -> None:
    duck = duckdb_matrix(items)
    engines = [engine for engine in ENGINES if (engine, items) in every]
    kept = every["ours-disk", items]["library"]
    print(
        f"\n{items} items, ms per query\n{'query':24s}"
        + "".join(f"{e:>13s}" for e in [*engines, "as served"])
    )
    for name in library():
        row = [every[engine, items]["queries"].get(name) for engine in engines] + [kept.get(name)]
        print(f"{name:24s}" + "".join(f"{v[0] * 1000:13.1f}" if v else f"{'-':>13s}" for v in row))
    for one, other in (("rdflib", "ours-disk"), ("rdflib", "ours-memory"), ("ours-disk", "raw-disk")):
        _ratio(every, items, one, other)
    for name, seconds in duck.items():
        print(f"DuckDB {name}: {seconds * 1000:.1f} ms; ours as served {kept[name][0] * 1000:.1f} ms")
    for words, (scan, index, scanned, hits) in every["ours-disk", items]["search"].items():
        print(
            f"«{words}»: CONTAINS {scan * 1000:.1f} ms ({scanned}),"
            f" index {index * 1000:.2f} ms ({hits}): {scan / index:.0f}x"
        )
    print(f"counts worked out once at load: {every['ours-disk', items]['aggregates']:.1f} s\n", flush=True)


def _ratio(every: dict[Any, Any], items: int, one: str, other: str) -> None:
    if (one, items) not in every or (other, items) not in every:
        return
    first, second = every[one, items]["queries"], every[other, items]["queries"]
    ratios = {n: first[n][0] / second[n][0] for n in first if n in second}
    mean = statistics.geometric_mean(ratios.values())
    low, high = min(ratios, key=ratios.__getitem__), max(ratios, key=ratios.__getitem__)
    print(
        f"{one} / {other}: {mean:.2f} (geometric mean of {len(ratios)}),"
        f" {low} {ratios[low]:.2f}, {high} {ratios[high]:.1f}"
    )


def _growth(every: dict[Any, Any], sizes: list[int]) -> None:
    """The exponent of each query's growth between the two largest sizes: 1 is linear."""
    if len(sizes) < 2:  # noqa: PLR2004
        return
    small, large = sizes[-2:]
    for name in library():
        a, b = (every["ours-disk", size]["queries"].get(name) for size in (small, large))
        if a and b:
            print(f"growth {name:24s} {math.log(b[0] / a[0]) / math.log(large / small):5.2f}")


if __name__ == "__main__":
    main()
