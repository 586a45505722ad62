"""Durability of the log of decisions: acknowledged decisions lost, over many kills, full disks and writers.

As root, since small disks in memory are mounted. Run it from the project's folder:
``python benchmarks/decisions.py [kills] [full disks] [decisions a writer]``.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import durability

#: Kills on one log before the next begins with a new one, whose making may be cut off too.
KILLS_A_LOG = 20
WRITERS = 4


def kills(folder: Path, times: int) -> str:
    """Acknowledged and lost over so many writers killed."""
    chance, made, lost, extra = random.Random(6), 0, 0, 0  # noqa: S311 - a sample, not a secret
    for number in range(times):
        log = folder / f"decisions-{number // KILLS_A_LOG}.sqlite"
        acknowledged, held = durability.killed(log, f"skriver {number}", chance)
        made += len(acknowledged)
        lost += len(acknowledged - held)
        extra += len(held - acknowledged)
    return f"kill -9 x {times}: {made} acknowledged, {lost} lost, {extra} kept that were under way"


def disks(folder: Path, times: int) -> str:
    """Acknowledged and lost over so many disks filled."""
    made, lost, stuck = 0, 0, 0
    for number in range(times):
        (place := folder / f"disk-{number}").mkdir()
        acknowledged, held, goes_on = durability.full(place)
        made += len(acknowledged)
        lost += len(acknowledged ^ held)
        stuck += not goes_on
    return f"full disk x {times}: {made} acknowledged, {lost} lost, {stuck} logs that did not go on"


def writers(folder: Path, each: int) -> str:
    """Acknowledged and lost over writers at once."""
    acknowledged, held = durability.together(folder / "together.sqlite", WRITERS, each)
    lost = len(acknowledged ^ held)
    return f"{WRITERS} writers x {each}: {len(acknowledged)} acknowledged, {lost} lost"


def main() -> None:
    """Run each and print a line for it."""
    given = [int(word) for word in sys.argv[1:]]
    times, full, each = [*given, *(1000, 100, 1000)[len(given) :]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(kills(folder, times), flush=True)
        print(disks(folder, full), flush=True)
        print(writers(folder, each), flush=True)


if __name__ == "__main__":
    main()
