"""Partitions: some documents read one after another into one file of N-Quads, whole or not at all.

The same function runs in a local process and on a Spark executor. Before the quads of each document
stands a comment that says whose they are, so a file describes itself, is plain N-Quads
(https://www.w3.org/TR/n-quads/) to any other tool, and what a run left behind can be used by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.collection.tasks import Result, Task, reason
from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.gazetteer import Gazetteer

#: Documents in a partition: enough to pay for a task, few enough to lose with a worker.
MOST_DOCUMENTS: Final = 50
ENDING: Final = ".nq"
MARK: Final = "# "


@dataclass(frozen=True, slots=True)
class Partition:
    """Some tasks, the folder their file goes into, and the columns the user named."""

    tasks: tuple[Task, ...]
    folder: str
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> Path:
        """The file, named by what its documents are and are called."""
        named = "\n".join(f"{task.slug} {task.fingerprint}" for task in self.tasks)
        return Path(self.folder) / f"part-{hashlib.sha256(named.encode()).hexdigest()[:16]}{ENDING}"


def partitioned(
    tasks: Iterable[Task], folder: Path, columns: Mapping[str, str], most: int = MOST_DOCUMENTS
) -> tuple[Partition, ...]:
    """Tasks in partitions of at most ``most``, in the order given."""
    waiting, made = iter(tasks), list[Partition]()
    while some := tuple(islice(waiting, most)):
        made.append(Partition(some, str(folder), tuple(sorted(columns.items()))))
    return tuple(made)


def run(partition: Partition) -> str:
    """Read a partition's documents and write its file; the file's path. A finished one is left as it is."""
    from graph.gazetteer import load

    if partition.path.exists():
        return str(partition.path)
    gazetteer, columns = load(), dict(partition.columns)
    temporary = partition.path.with_name(f".{partition.path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            for task in partition.tasks:
                file.write(_record(read_task(task, gazetteer, columns)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(partition.path)
    finally:
        temporary.unlink(missing_ok=True)
    return str(partition.path)


def read_task(task: Task, gazetteer: Gazetteer, columns: Mapping[str, str]) -> Result:
    """One document as its part of the graph, or why it is none."""
    from graph.pipeline import extract_source, read_source
    from graph.store.quads import document_part

    path = Path(task.path)
    try:
        source = read_source(path, gazetteer, columns)
        named = replace(source, document=replace(source.document, slug=task.slug))
        made = extract_source(named, gazetteer, task.said)
        part = document_part(made)
    except InnspillError as error:
        return Result(task.slug, task.name, task.fingerprint, failed=reason(error, path))
    except Exception as error:  # noqa: BLE001 - one document must not stop ten thousand; it is told at the end
        said = f"uventet feil ({type(error).__name__}: {error}). Meld den, med dokumentet"
        return Result(task.slug, task.name, task.fingerprint, failed=" ".join(said.split()))
    return Result(task.slug, task.name, task.fingerprint, part, len(made.items), notes=source.notes)


def _record(result: Result) -> str:
    """A document's comment and quads."""
    said: dict[str, Any] = {"slug": result.slug, "name": result.name, "fingerprint": result.fingerprint}
    if result.part is None:
        return f"{MARK}{_json(said | {'failed': result.failed})}\n"
    named, described = result.part.triples.count("\n"), result.part.described.count("\n")
    said |= {"graph": result.part.name, "triples": named, "described": described, "items": result.items}
    if result.notes:
        said["notes"] = list(result.notes)
    return f"{MARK}{_json(said)}\n{result.part.quads}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def results(path: Path) -> Iterator[Result]:
    """What a partition's file holds, one document at a time.

    Raises:
        ValueError, KeyError: the file was not written by :func:`run`.
    """
    from graph.store.quads import Part

    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.startswith(MARK):
                raise ValueError(f"{path} is no partition")
            said = json.loads(line.removeprefix(MARK))
            part = None
            if "graph" in said:
                cut = len(f" <{said['graph']}> .\n")
                triples = "".join(f"{quad[:-cut]} .\n" for quad in islice(file, said["triples"]))
                part = Part(said["graph"], triples, "".join(islice(file, said["described"])))
            yield Result(
                said["slug"],
                said["name"],
                said["fingerprint"],
                part,
                said.get("items", 0),
                said.get("failed", ""),
                tuple(said.get("notes", ())),
            )


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Slug and fingerprint of every document in a partition's file.

    Raises:
        ValueError, KeyError: the file was not written by :func:`run`.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.startswith(MARK):
                said = json.loads(line.removeprefix(MARK))
                yield said["slug"], said["fingerprint"]
