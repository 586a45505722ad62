"""What a process and those below it use, read from /proc (Linux): processor time and memory.

https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final, Self

TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def descendants(root: int) -> dict[int, list[str]]:
    """The fields of ``stat`` from the state on, of every process below one, by process id."""
    every: dict[int, list[str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                every[int(folder.name)] = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # ended meanwhile
    found: dict[int, list[str]] = {}
    wanted = {root}
    while wanted:
        found |= {pid: every[pid] for pid in wanted if pid in every and pid != root}
        wanted = {pid for pid, fields in every.items() if int(fields[1]) in wanted and pid not in found}
    return found


def seconds_used(root: int) -> float:
    """Processor seconds of the living below a process, and of the dead they have waited for."""
    return sum(sum(map(int, fields[11:15])) for fields in descendants(root).values()) / TICKS


class Memory:
    """The most memory any one Python worker below this process takes, looked at while it runs."""

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.3):
            for pid, fields in descendants(os.getpid()).items():
                if _is_python(pid):
                    self.peak = max(self.peak, int(fields[21]) * PAGE)


def _is_python(pid: int) -> bool:
    try:
        return "python" in Path(f"/proc/{pid}/exe").readlink().name
    except OSError:
        return False
