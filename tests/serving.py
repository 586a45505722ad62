"""A real server for the tests: ``innspill serve`` in a process of its own, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "from graph.cli import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    source: Path, *options: str, main: str = MAIN, said: Path | None = None, **environ: str
) -> Iterator[str]:
    """The address of a server, up until the block is left; what it says to people goes to ``said``."""
    port = free_port()
    command = [sys.executable, "-c", main, "serve", str(source), "--port", str(port), *options]
    with (
        said.open("w") if said else nullcontext() as errors,
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stderr=errors) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/api/prefixes", process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


@dataclass(frozen=True)
class Review:
    """A server with ``--review``: its address, its token, its process and the log it writes to."""

    address: str
    token: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def invitation(self) -> str:
        return f"{self.address}/review#token={self.token}"


@contextmanager
def reviewing(source: Path, *options: str) -> Iterator[Review]:
    """A server of a document under review, up until the block is left; its token is read off what it says."""
    port = free_port()
    command = [sys.executable, "-c", MAIN, "serve", str(source), "--review", "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            token = said.partition("#token=")[2].split()[0]
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api/prefixes", process, 90)
            yield Review(address, token, process, source.parent / "decisions.sqlite")
        finally:
            process.terminate()
            process.wait(10)


def wait_for(url: str, process: subprocess.Popen[Any] | None = None, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            httpx.get(url, timeout=2)
        except httpx.HTTPError:
            assert process is None or process.poll() is None, "the server ended"
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
