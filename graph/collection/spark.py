"""The engine on Apache Spark: the same partitions as tasks of one job.

The folders of documents and of partitions must be the same on every machine, and so must the Python
environment; a standalone cluster, YARN or Kubernetes will do. What Spark is told beyond the master comes
from its own ``spark-defaults.conf``. https://spark.apache.org/docs/latest/
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from graph.collection.partition import run
from graph.errors import InnspillError
from graph.gazetteer import FOLDER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from graph.collection.partition import Partition

#: How often a task may fail before the job does.
TRIES: Final = 4
#: Seconds between looks at which partitions are written.
PAUSE: Final = 0.2
LOOPBACK: Final = ("local", "spark://127.0.0.1", "spark://localhost")


def run_spark(partitions: Sequence[Partition], workers: int, master: str = "") -> Iterator[Path]:
    """The partitions' files, each as soon as it is written; Spark runs a lost worker's tasks elsewhere.

    ``master`` is Spark's address for the cluster; empty for ``workers`` threads of this machine.

    Raises:
        InnspillError: Spark is not installed, or gave up.
    """
    if not partitions:
        return
    session = _session(master or f"local[{workers},{TRIES}]")
    try:
        yield from run_in(session, partitions)
    finally:
        session.stop()


def run_in(session: Any, partitions: Sequence[Partition]) -> Iterator[Path]:
    """The same in a session that is already started, and is left open."""
    tasks = session.sparkContext.parallelize(partitions, len(partitions)).map(run)
    waiting = dict.fromkeys(partition.path for partition in partitions)
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(tasks.collect)
        try:
            while waiting:
                ended = _ended(job)
                for path in [path for path in waiting if path.exists()]:
                    del waiting[path]
                    yield path
                if ended and waiting:
                    raise InnspillError("spark-wrote-not-all", where=str(next(iter(waiting))))
        finally:
            session.sparkContext.cancelAllJobs()


def _ended(job: Future[list[str]]) -> bool:
    """Whether a job is done, after a short wait.

    Raises:
        InnspillError: it failed.
    """
    try:
        job.result(timeout=PAUSE)
    except TimeoutError:
        return False
    except _errors() as error:
        said = str(error).strip().splitlines()
        raise InnspillError("spark-gave-up", cure="see-spark-log", said=" ".join(said[:2])[:300]) from None
    return True


def _errors() -> tuple[type[Exception], ...]:
    """What Spark and its bridge to Java raise."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (Py4JError, PySparkException)


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InnspillError(
            "no-spark",
            cure="install-spark",
        ) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("innspill").master(master)
    settings = {"spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    settings["spark.ui.showConsoleProgress"] = "false"
    if own := os.environ.get(FOLDER_VARIABLE):  # vocabularies of one's own, also on other machines
        settings[f"spark.executorEnv.{FOLDER_VARIABLE}"] = own
    if master.startswith(LOOPBACK):  # nothing listens beyond this machine
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except _errors() as error:
        said = str(error).strip().splitlines()
        raise InnspillError(
            "spark-does-not-start", where=master, cure="check-java", said=" ".join(said[:2])[:300]
        ) from None
