"""Partitions: some documents read one after another into one file of N-Quads, whole or not at all.

The same function runs in a local process and on a Spark executor. Before the quads of each document
stands a comment that says whose they are, so a file describes itself, is plain N-Quads
(https://www.w3.org/TR/n-quads/) to any other tool, and what a run left behind can be used by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.collection.decisions import reviewed
from graph.collection.tasks import PLAIN, Reading, Result, Task, reason
from graph.errors import InnspillError
from graph.messages import Sentence
from graph.redaction import redacted_review
from graph.store.quads import Part, review_name, review_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.gazetteer import Gazetteer
    from graph.review import Review

#: Documents in a partition: enough to pay for a task, few enough to lose with a worker.
MOST_DOCUMENTS: Final = 50
ENDING: Final = ".nq"
MARK: Final = "# "


@dataclass(frozen=True, slots=True)
class Partition:
    """Some tasks, the folder their file goes into, and how they are read."""

    tasks: tuple[Task, ...]
    folder: str
    reading: Reading = field(default_factory=Reading)

    @property
    def path(self) -> Path:
        """The file, named by what its documents are and are called."""
        named = "\n".join(f"{task.slug} {task.fingerprint}" for task in self.tasks)
        return Path(self.folder) / f"part-{hashlib.sha256(named.encode()).hexdigest()[:16]}{ENDING}"


def partitioned(
    tasks: Iterable[Task], folder: Path, reading: Reading = PLAIN, most: int = MOST_DOCUMENTS
) -> tuple[Partition, ...]:
    """Tasks in partitions of at most ``most``, in the order given."""
    waiting, made = iter(tasks), list[Partition]()
    while some := tuple(islice(waiting, most)):
        made.append(Partition(some, str(folder), reading))
    return tuple(made)


def run(partition: Partition) -> str:
    """Read a partition's documents and write its file; the file's path. A finished one is left as it is."""
    from graph.gazetteer import load

    if partition.path.exists():
        return str(partition.path)
    gazetteer = load()
    temporary = partition.path.with_name(f".{partition.path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            for task in partition.tasks:
                file.write(_record(read_task(task, gazetteer, partition.reading)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(partition.path)
    finally:
        temporary.unlink(missing_ok=True)
    return str(partition.path)


def read_task(task: Task, gazetteer: Gazetteer, reading: Reading) -> Result:
    """One document as its part of the graph, or why it is none."""
    from graph.privacy import found

    path = Path(task.path)
    try:
        review, notes = review_task(task, gazetteer, reading)
        part = review_part(redacted_review(review) if reading.redact else review)
    except InnspillError as error:
        return Result(task.slug, task.name, task.fingerprint, failed=reason(error, path))
    except Exception as error:  # noqa: BLE001 - one document must not stop ten thousand; it is told at the end
        why = " ".join(str(error).split())
        strange = InnspillError("unexpected", cure="report-it", kind=type(error).__name__, reason=why)
        return Result(task.slug, task.name, task.fingerprint, failed=strange.sentence())
    personal = tuple((one.trace, one.line) for one in found(review.extraction))
    items = len(review.extraction.items)
    return Result(task.slug, task.name, task.fingerprint, part, items, notes=notes, personal=personal)


def review_task(task: Task, gazetteer: Gazetteer, reading: Reading) -> tuple[Review, tuple[Sentence, ...]]:
    """One document as read and as people decided it, and notes on what was mended or does not fit.

    Raises:
        InnspillError: the file cannot be read as a document, or the decisions not at all.
    """
    from graph.pipeline import extract_source, read_source

    path = Path(task.path)
    source = read_source(path, gazetteer, dict(reading.columns))
    named = replace(source, document=replace(source.document, slug=task.slug))
    review, notes = reviewed(extract_source(named, gazetteer, task.said), path, gazetteer)
    return review, (*source.notes, *notes)


def _record(result: Result) -> str:
    """A document's comment and quads."""
    said: dict[str, Any] = {"slug": result.slug, "name": result.name, "fingerprint": result.fingerprint}
    part = result.part
    if part is None:
        return f"{MARK}{_json(said | _failed(result))}\n"
    lines = {"triples": part.triples, "review": part.review, "described": part.described}
    said |= {key: text.count("\n") for key, text in lines.items() if text}
    said |= {"graph": part.name, "items": result.items}
    said |= {"notes": [note.record() for note in result.notes]} if result.notes else {}
    said |= {"personal": result.personal} if result.personal else {}
    quads = _quads(part.triples, part.name) + _quads(part.review, review_name(part.name))
    return f"{MARK}{_json(said)}\n{quads}{part.described}"


def _failed(result: Result) -> dict[str, Any]:
    """Why a document is not in the graph, to be told in the reader's language."""
    return {"failed": result.failed.record()} if result.failed else {}


def _quads(triples: str, graph: str) -> str:
    """Lines of N-Triples as N-Quads; only a line feed ends a line, other line ends stand in literals."""
    ending = f" <{graph}> .\n"
    return "".join(line[:-2] + ending for line in triples.split("\n")[:-1])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def results(path: Path) -> Iterator[Result]:
    """What a partition's file holds, one document at a time.

    Raises:
        ValueError, KeyError: the file was not written by :func:`run`.
    """
    from graph.privacy import Trace

    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.startswith(MARK):
                raise ValueError(f"{path} is no partition")
            said = json.loads(line.removeprefix(MARK))
            yield Result(
                said["slug"],
                said["name"],
                said["fingerprint"],
                _part(said, file) if "graph" in said else None,
                said.get("items", 0),
                Sentence.of(said["failed"]) if "failed" in said else None,
                tuple(map(Sentence.of, said.get("notes", ()))),
                tuple((Trace(trace), line) for trace, line in said.get("personal", ())),
            )


def _part(said: dict[str, Any], file: Iterator[str]) -> Part:
    """The lines after a comment as the part they were made of."""
    name = said["graph"]

    def triples(key: str, graph: str) -> str:
        cut = len(f" <{graph}> .\n")
        return "".join(f"{quad[:-cut]} .\n" for quad in islice(file, said.get(key, 0)))

    named, decided = triples("triples", name), triples("review", review_name(name))
    return Part(name, named, "".join(islice(file, said.get("described", 0))), decided)


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
