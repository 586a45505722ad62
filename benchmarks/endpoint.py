"""The endpoint under attack and under load: ``benchmarks/endpoint.py [SECONDS]`` (default 60).

First 50 bombs at once beside a neighbour with quick queries; then 50 clients, one query in twenty a
runaway; no two of the runaways are alike, so that none is known from before. Latency is what a client sees
on loopback; memory is that of the server and all its workers.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from graph.pipeline import extract
from graph.queries import library
from graph.store.disk import DiskStore
from tests.artefacts import example
from tests.hostile import bombs
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, RUNAWAYS = 50, 0.05


def memory() -> int:
    """Megabytes that our server's processes hold, counted so that shared pages count once each."""
    listed = subprocess.run(
        ["pgrep", "-f", "graph.cli import main|graph.endpoint.nursery"],
        capture_output=True,
        text=True,
        check=False,
    )
    total = 0
    for pid in listed.stdout.split():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += int(lines.split("Pss:")[1].split()[0])
    return total // 1024


def quantile(times: list[float], share: float) -> float:
    """Milliseconds that a share of the times stay under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def spread(times: list[float]) -> str:
    """Percentiles to read."""
    return ", ".join(f"p{share} {quantile(times, share / 100):.0f} ms" for share in (50, 95, 99))


async def attack(address: str) -> None:
    """Fifty bombs at once; how each ended, and what a neighbour saw."""
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=200)) as client:
        done = asyncio.Event()

        async def bomb(query: str) -> tuple[int, float]:
            begun = time.perf_counter()
            answer = await client.post(f"{address}/sparql", data={"query": query})
            return answer.status_code, time.perf_counter() - begun

        async def neighbour() -> list[float]:
            times = []
            while not done.is_set():
                begun = time.perf_counter()
                answer = await client.post(f"{address}/sparql", data={"query": "ASK { ?i a inn:Question }"})
                if answer.status_code != 200:  # noqa: PLR2004
                    print(f"the neighbour got {answer.status_code}")
                times.append(time.perf_counter() - begun)
                await asyncio.sleep(0.01)
            return times

        watching = asyncio.create_task(neighbour())
        await asyncio.sleep(1)
        ended = await asyncio.gather(*(bomb(f"{query} # {n}") for n, query in enumerate(bombs() * 5)))
        done.set()
        times = await watching
    statuses = [status for status, _ in ended]
    print(f"{len(ended)} bombs: { ({s: statuses.count(s) for s in sorted(set(statuses))}) }")
    print(f"slowest ended after {max(seconds for _, seconds in ended):.2f} s")
    print(f"neighbour: {len(times)} queries, {spread(times)}")


async def load(address: str, seconds: float) -> None:
    """Fifty clients for so long; errors and latency of the good queries, memory throughout."""
    names = [
        n for n, q in library().items() if not any(p.name == "document" and p.required for p in q.parameters)
    ]
    chance = random.Random(1)  # noqa: S311 - not for secrets
    good: list[float] = []
    errors: list[int] = []
    runaways: list[int] = []
    peak = 0
    end = time.monotonic() + seconds

    async def one(client: httpx.AsyncClient) -> None:
        while time.monotonic() < end:
            if chance.random() < RUNAWAYS:
                answer = await client.post(
                    f"{address}/sparql", data={"query": f"{chance.choice(bombs())} # {chance.random()}"}
                )
                runaways.append(answer.status_code)
                continue
            name = chance.choice(names)
            begun = time.perf_counter()
            answer = await client.get(f"{address}/api/queries/{name}", params=example(library()[name]))
            good.append(time.perf_counter() - begun)
            if answer.status_code != 200:  # noqa: PLR2004
                errors.append(answer.status_code)

    async def watch() -> None:
        nonlocal peak
        while time.monotonic() < end:
            peak = max(peak, await asyncio.to_thread(memory))
            await asyncio.sleep(1)

    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=200)) as client:
        await asyncio.gather(watch(), *(one(client) for _ in range(CLIENTS)))
    print(
        f"{CLIENTS} clients, {seconds:.0f} s: {len(good)} good queries ({len(good) / seconds:.0f}/s),"
        f" {len(errors)} errors {sorted(set(errors))}, {spread(good)}"
    )
    print(f"{len(runaways)} runaways: {dict(Counter(runaways))}; peak memory {peak} MB")


def main() -> None:
    """Serve the workshop and measure."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    folder = Path(tempfile.mkdtemp())
    with DiskStore(folder) as store:
        store.add(extract(ROOT / "data/verksted-2021/source.txt"))
    with serving(folder) as address:
        asyncio.run(attack(address))
        asyncio.run(load(address, seconds))


if __name__ == "__main__":
    main()
