"""Apache Spark reads the same: a standalone cluster on loopback, with a worker killed under way.

Part of ``make test-integration``, which installs Spark and Java.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.made import make
from benchmarks.usage import descendants
from graph.collection import scan
from graph.collection.local import run_local
from graph.collection.partition import partitioned
from graph.collection.spark import run_spark
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.collection.tasks import Task
    from graph.gazetteer import Gazetteer

pytestmark = pytest.mark.integration

DOCUMENTS = 1000
INNSPILL = Path(sys.executable).with_name("innspill")


class Cluster:
    """A master and two workers of one core each."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.folder, self.port = folder, free_port()
        self.home = Path(pyspark.__file__).parent
        self.environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        self.master = f"spark://127.0.0.1:{self.port}"
        command = ["master.Master", "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0"]
        self.processes = [self._start(command)]
        time.sleep(3)
        self.processes += [self._start(self._worker(name)) for name in ("a", "b")]
        self.wait()

    def _worker(self, name: str) -> list[str]:
        place = ["--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(self.folder / name)]
        return ["worker.Worker", *place, "--cores", "1", "--memory", "1g", self.master]

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = (self.folder / "spark.log").open("ab")
        run = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{command[0]}", *command[1:]]
        return subprocess.Popen(run, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def wait(self) -> None:
        """Until both workers have joined the master."""
        until = time.monotonic() + 90
        while (self.folder / "spark.log").read_text("utf-8", "replace").count("Registering worker") < 2:
            assert time.monotonic() < until, (self.folder / "spark.log").read_text("utf-8", "replace")
            time.sleep(0.3)

    def kill_worker(self) -> None:
        """End one worker with its executor and everything below, at once."""
        worker = self.processes.pop()
        for pid in [*descendants(worker.pid), worker.pid]:
            os.kill(pid, signal.SIGKILL)
        worker.wait()

    def close(self) -> None:
        """End all of it."""
        for process in reversed(self.processes):
            for pid in [*descendants(process.pid), process.pid]:
                os.kill(pid, signal.SIGKILL)
            process.wait()


@contextmanager
def cluster_in(folder: Path) -> Iterator[Cluster]:
    """A cluster that is gone afterwards."""
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> tuple[Task, ...]:
    folder = tmp_path_factory.mktemp("made")
    make(folder, DOCUMENTS)
    return scan([folder], gazetteer).tasks


@pytest.fixture(scope="module")
def expected(tasks: tuple[Task, ...], tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The sorted lines that local processes write."""
    folder = tmp_path_factory.mktemp("local")
    list(run_local(partitioned(tasks, folder), 2))
    return sorted_lines(folder)


def sorted_lines(folder: Path) -> list[bytes]:
    return sorted(line for path in folder.glob("part-*.nq") for line in path.read_bytes().split(b"\n"))


def by_spark(
    tasks: tuple[Task, ...], folder: Path, cluster: Cluster, after_two: Callable[[], None]
) -> list[bytes]:
    for count, _ in enumerate(run_spark(partitioned(tasks, folder), 2, cluster.master), 1):
        if count == 2:
            after_two()
    return sorted_lines(folder)


def test_spark_and_local_processes_write_the_same_also_when_a_worker_is_killed(
    tasks: tuple[Task, ...], expected: list[bytes], tmp_path: Path
) -> None:
    """1,000 documents on a master and two workers; then again, one of them killed after two partitions."""
    assert len(tasks) == DOCUMENTS
    assert len(expected) > DOCUMENTS * 1000
    with cluster_in(tmp_path) as cluster:
        for name, happens in (("hel", lambda: None), ("tapt", cluster.kill_worker)):
            folder = tmp_path / name
            folder.mkdir()
            assert by_spark(tasks, folder, cluster, happens) == expected, name
        assert len(cluster.processes) == 2, "one worker was killed"


def test_the_command_builds_a_store_on_spark(tasks: tuple[Task, ...], tmp_path: Path) -> None:
    for task in tasks[:60]:
        place = tmp_path / "inn" / task.name
        place.parent.mkdir(parents=True)
        shutil.copy(task.path, place)
    for engine, workers in (("spark", 2), ("local", 1)):
        run = [INNSPILL, "build", tmp_path / "inn", "--store", tmp_path / engine, "--engine", engine]
        done = subprocess.run([*run, "--workers", str(workers)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (
            0,
            (
                f"60 av 60 dokument(er) er nye eller endret i {tmp_path}/{engine}, som nå har 60.\n"
                "65 saker kommer igjen; spørringene finner dem.\n"
            ),
        ), done.stderr
    answers = {
        engine: subprocess.run(
            [INNSPILL, "query", "actor-theme-matrix", "--source", tmp_path / engine],
            capture_output=True, check=True,
        ).stdout
        for engine in ("spark", "local")
    }  # fmt: skip
    assert answers["spark"] == answers["local"]


def test_a_cluster_that_is_not_there_is_told(tasks: tuple[Task, ...], tmp_path: Path) -> None:
    command = [INNSPILL, "build", Path(tasks[0].path).parent, "--quads", tmp_path / "ut", "--engine", "spark"]
    done = subprocess.run(
        [*command, "--master", "spark://127.0.0.1:1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    assert "Spark" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
