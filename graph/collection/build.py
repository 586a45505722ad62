"""The build of a collection: what has changed is read as partitions, loaded, and noted in a journal.

Whatever stops it, the next run goes on: finished partitions stand in the work folder, a store takes each
document whole or not at all, and the journal is written last.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.collection.journal import Journal
from graph.collection.local import run_local
from graph.collection.partition import ENDING, marks, partitioned, results
from graph.collection.tasks import Failure, Reading
from graph.errors import InnspillError
from graph.namespaces import document_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.collection.journal import Entry
    from graph.collection.partition import Partition
    from graph.collection.scan import Scan
    from graph.collection.tasks import Result, Task
    from graph.messages import Sentence
    from graph.store.quads import Part


class Target(Protocol):
    """What documents are loaded into: a store on disk, a server, or a list in memory."""

    def put(self, parts: Iterable[Part]) -> int:
        """Add many documents, each whole or not at all; the number that were new or changed."""

    def slugs(self) -> tuple[str, ...]:
        """The slugs of the documents held, sorted."""

    def remove(self, slug: str) -> None:
        """Remove a document."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to build: where journal and partitions go, on what, and what to do with what is gone.

    ``parts`` is the folder of the partitions; ``keep`` leaves every one of them there.
    """

    work: Path
    parts: Path
    keep: bool = False
    engine: str = "local"
    workers: int = 1
    master: str = ""
    prune: bool = False
    reading: Reading = field(default_factory=Reading)


@dataclass(slots=True)
class Outcome:
    """What a build did.

    ``changed`` counts documents new or changed in the store, ``read`` those read; ``personal`` are those
    in which personal data was found.
    """

    documents: int = 0
    read: int = 0
    changed: int = 0
    items: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: list[tuple[str, Sentence]] = field(default_factory=list)
    personal: list[Result] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def build_collection(
    scan: Scan, target: Target | None, plan: Plan, progress: Callable[[int, int], None]
) -> Outcome:
    """Read what is new or changed and load it; without a target, only the partitions are written.

    ``progress`` is told how many of the documents to read are done.

    Raises:
        InnspillError: the engine gave up, or the target or a folder cannot be written to.
    """
    with Journal(plan.work / "collection.sqlite" if target else None) as journal:
        return _Build(scan, target, plan, journal, progress).run()


class _Build:
    def __init__(
        self,
        scan: Scan,
        target: Target | None,
        plan: Plan,
        journal: Journal,
        progress: Callable[[int, int], None],
    ) -> None:
        self.scan, self.target, self.plan, self.journal, self.progress = scan, target, plan, journal, progress
        self.known = journal.entries()
        self.held = frozenset(target.slugs()) if target else frozenset[str]()
        self.outcome = Outcome(failures=list(scan.failures))
        self.done: list[Task] = []
        self.hidden = set[str]()

    def run(self) -> Outcome:
        tasks = list(self._unclaimed())
        self.outcome.documents = len(tasks)
        wanted = tasks if self.plan.keep or self.target is None else list(filter(self._is_new, tasks))
        self._make_folder()
        files = self._finished(wanted)
        there = {slug for path in files for slug, _ in marks(path)}
        missing = [task for task in wanted if task.slug not in there]
        self.outcome.read = len(missing)
        partitions = partitioned(missing, self.plan.parts, self.plan.reading)
        found = self._results(chain(files, self._engine(partitions)), wanted)
        parts = self._parts(found)
        if self.target is None:
            self.outcome.changed = sum(1 for _ in parts)
        else:
            self.outcome.changed = self.target.put(parts)
            for slug in sorted(self.hidden & self.held):
                self.target.remove(slug)
            self.journal.put([*self.done, *filter(self._moved, tasks)])
            self._prune(tasks)
        if not self.plan.keep:
            self._clear()
        return self.outcome

    def _parts(self, found: Iterable[Result]) -> Iterator[Part]:
        """What is loaded; a name that redaction hid gives way to one that says nothing."""
        for result in found:
            if result.part is not None:
                if result.part.name != document_iri(result.slug):
                    self.hidden.add(result.slug)
                yield result.part

    def _unclaimed(self) -> Iterator[Task]:
        """The tasks whose slug is not that of another file, in another folder, that is still there."""
        for task in self.scan.tasks:
            entry = self.known.get(task.slug)
            other = entry and (entry.root, entry.name) != (task.root, task.name) and task.slug in self.held
            if (
                entry
                and other
                and Path(entry.root, entry.name).is_file()
                and entry.root not in self.scan.roots
            ):
                used = f"{entry.root}/{entry.name}"
                taken = InnspillError("slug-taken", cure="give-slug", slug=task.slug, used=used)
                self.outcome.failures.append(Failure(task.path, taken.sentence()))
            else:
                yield task

    def _is_new(self, task: Task) -> bool:
        entry = self.known.get(task.slug)
        return entry is None or entry.fingerprint != task.fingerprint or task.slug not in self.held

    def _moved(self, task: Task) -> bool:
        entry = self.known.get(task.slug)
        return not self._is_new(task) and entry is not None and entry[:2] != (task.root, task.name)

    def _make_folder(self) -> None:
        try:
            self.plan.parts.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InnspillError(
                "folder-not-made", where=str(self.plan.parts), cure="choose-another", reason=error.strerror
            ) from None

    def _finished(self, wanted: Sequence[Task]) -> list[Path]:
        """What earlier runs left and is still true; the rest is deleted."""
        current, found = {task.slug: task.fingerprint for task in wanted}, list[Path]()
        for half in self.plan.parts.glob(f".part-*{ENDING}.*"):
            half.unlink()
        for path in sorted(self.plan.parts.glob(f"part-*{ENDING}")):
            if all(current.get(slug) == mark for slug, mark in marks(path)):
                found.append(path)
                for slug, _ in marks(path):
                    del current[slug]  # what stands in two files counts once
            else:
                path.unlink()
        return found

    def _results(self, files: Iterable[Path], wanted: Sequence[Task]) -> Iterator[Result]:
        """What became of every document wanted, file by file as they are finished."""
        tasks, count = {task.slug: task for task in wanted}, 0
        self.progress(0, len(wanted))
        for path in files:
            for result in results(path):
                self._note(result, tasks[result.slug])
                yield result
                count += 1
            self.progress(count, len(wanted))

    def _engine(self, partitions: Sequence[Partition]) -> Iterator[Path]:
        if self.plan.engine == "spark":
            from graph.collection.spark import run_spark

            return run_spark(partitions, self.plan.workers, self.plan.master)
        return run_local(partitions, self.plan.workers)

    def _note(self, result: Result, task: Task) -> None:
        self.outcome.notes += [(result.name, note) for note in result.notes]
        if result.failed is not None:
            self.outcome.failures.append(Failure(task.path, result.failed))
        else:
            self.done.append(task)
            self.outcome.items += result.items
            if result.personal:
                self.outcome.personal.append(replace(result, part=None))

    def _prune(self, tasks: Sequence[Task]) -> None:
        """Tell, or remove, what the store holds of these folders that is not there any more."""
        here, failed = {task.slug for task in tasks}, {failure.name for failure in self.outcome.failures}
        gone = [
            slug
            for slug, entry in self.known.items()
            if slug in self.held and slug not in here and self._is_ours(entry, failed)
        ]
        if self.plan.prune and self.target is not None:
            for slug in gone:
                self.target.remove(slug)
            self.journal.remove(gone)
            self.outcome.removed = tuple(gone)
        else:
            self.outcome.gone = tuple(gone)

    def _is_ours(self, entry: Entry, failed: set[str]) -> bool:
        return entry.root in self.scan.roots and str(Path(entry.root, entry.name)) not in failed

    def _clear(self) -> None:
        for path in self.plan.parts.glob(f"part-*{ENDING}"):
            path.unlink()
        try:
            self.plan.parts.rmdir()
        except OSError:
            return  # something of another's stands in it; leave it
