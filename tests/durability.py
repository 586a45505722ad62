"""What a log of decisions is put through: writers killed, disks full, several writers at once.

Each function gives the decisions that were acknowledged and those the log holds after it. A writer
acknowledges a decision, by a byte in a pipe, when :meth:`Log.append` has returned.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from itertools import count
from typing import TYPE_CHECKING, NoReturn

from graph.errors import InnspillError
from graph.review import Act, Anchor, Decision, Log

if TYPE_CHECKING:
    import random
    from pathlib import Path

#: The bytes of a small disk, and the reasons that fill it.
DISK = 400 * 1024
REASON = "fordi " * 40
#: A writer is killed after at most so many acknowledgements and so many seconds more.
MOST_SEEN = 8
LONGEST_LIFE = 0.03


def decision(writer: str, number: int) -> Decision:
    """The decision with a number of a writer; each has its own item."""
    seconds, micro = divmod(number, 1_000_000)
    when = f"2026-01-01T00:00:{seconds:02}.{micro:06}Z"
    return Decision(when, writer, Act.CONFIRM, Anchor("d", f"i/{number}", "Tekst"), why=REASON)


def writing(log: Path, writer: str, end: int, most: int | None = None) -> NoReturn:
    """In a process of its own: write, and acknowledge each."""
    code = 1
    try:
        with Log(log) as held:
            for number in range(most) if most else count():
                held.append([decision(writer, number)])
                os.write(end, b".")
        code = 0
    finally:
        os._exit(code)


def started(log: Path, writer: str, most: int | None = None) -> tuple[int, int]:
    """A writer's process, and the pipe of its acknowledgements."""
    reading, end = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        writing(log, writer, end, most)
    os.close(end)
    return process, reading


def acknowledged(pipe: int) -> int:
    """How many decisions a writer that has ended acknowledged."""
    total = 0
    while data := os.read(pipe, 65536):
        total += len(data)
    os.close(pipe)
    return total


def held(log: Path) -> set[Decision]:
    """What a log holds; nothing where its making was cut off."""
    if not log.exists():
        return set()
    with Log(log, read_only=True) as found:
        return set(found.decisions())


def killed(log: Path, writer: str, chance: random.Random) -> tuple[set[Decision], set[Decision]]:
    """Kill a writer at some moment, with no warning; acknowledged, and what the log holds of it."""
    process, pipe = started(log, writer)
    seen = sum(len(os.read(pipe, 1)) for _ in range(chance.randint(0, MOST_SEEN)))
    time.sleep(chance.random() * LONGEST_LIFE)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    made = {decision(writer, number) for number in range(seen + acknowledged(pipe))}
    return made, {one for one in held(log) if one.who == writer}


def together(log: Path, writers: int, each: int) -> tuple[set[Decision], set[Decision]]:
    """Several writers at once, each with so many decisions."""
    names = [f"skriver {number}" for number in range(writers)]
    running = [started(log, name, each) for name in names]
    made = set[Decision]()
    for name, (process, pipe) in zip(names, running, strict=True):
        made |= {decision(name, number) for number in range(acknowledged(pipe))}
        if os.waitpid(process, 0)[1]:
            raise RuntimeError(f"{name} failed")
    return made, held(log)


def full(folder: Path) -> tuple[set[Decision], set[Decision], bool]:
    """Write to a small disk until it is full: acknowledged, held, and whether it goes on with space again.

    Raises:
        PermissionError: a disk in memory may not be mounted here.
    """
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        raise PermissionError("mount")
    try:
        return _filled(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _filled(folder: Path) -> tuple[set[Decision], set[Decision], bool]:
    log, made, ballast = folder / "decisions.sqlite", set[Decision](), folder / "ballast"
    ballast.write_bytes(b"x" * (DISK // 4))
    with Log(log) as open_log:
        for number in count():
            try:
                open_log.append([decision("Kari", number)])
            except InnspillError as error:
                if "ikke lagret" not in str(error):
                    raise
                break
            made.add(decision("Kari", number))
        found = held(log)
        ballast.unlink()
        more = decision("Kari", 10_000)
        open_log.append([more])
        again = set(open_log.decisions())
    return made, found, again == made | {more}
