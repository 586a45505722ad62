"""Scanning: folders and files become tasks, each with a slug of its own and its fingerprint."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.collection.decisions import decisions_beside, forget
from graph.collection.tasks import PLAIN, Failure, Reading, Task, fingerprint, reason
from graph.documents.formats import OLD, SUFFIXES
from graph.documents.reading import GENERIC
from graph.documents.sidecar import ENDING, read_sidecar, sidecar_of
from graph.errors import InnspillError
from graph.messages import Sentence, sentence
from graph.model import Metadata
from graph.namespaces import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graph.gazetteer import Gazetteer

#: Characters of a slug; a longer path is cut and ends in its digest.
LONGEST: Final = 60
DIGEST: Final = 8
#: Files that tell of the folder they stand in, by their stem.
ABOUT: Final = frozenset({"readme", "lesmeg", "les-meg", "license", "changelog"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found: tasks by name, files that cannot be read, copies, and other endings counted.

    ``copies`` are pairs of names: the file left out, and the one read in its place.
    """

    tasks: tuple[Task, ...]
    failures: tuple[Failure, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    others: Mapping[str, int] | None = None
    roots: tuple[str, ...] = ()


class _Place(NamedTuple):
    """A file, the folder it was found under, and its name below that."""

    path: Path
    root: Path
    name: str


def scan(
    sources: Sequence[Path],
    gazetteer: Gazetteer,
    reading: Reading = PLAIN,
    leave: Collection[Path] = (),
) -> Scan:
    """Every document under some folders, and the files named themselves.

    Hidden files are passed over, and so is what stands in the folders ``leave``. A document's slug is
    made of its path below the folder given, so files of one name in different folders do not meet.

    Raises:
        InnspillError: a source does not exist.
    """
    forget()
    return _Scanner(gazetteer, reading, {path.resolve() for path in leave}).scan(sources)


class _Scanner:
    """Gathers what is found, one file after another."""

    def __init__(self, gazetteer: Gazetteer, reading: Reading, leave: set[Path]) -> None:
        self.gazetteer, self.reading, self.leave = gazetteer, reading, leave
        self.failures: list[Failure] = []
        self.copies: list[tuple[str, str]] = []
        self.others: Counter[str] = Counter()
        self.sidecars: set[Path] = set()
        self.used: set[Path] = set()

    def scan(self, sources: Sequence[Path]) -> Scan:
        places = list(dict.fromkeys(place for source in sources for place in self._places(source)))
        tasks = tuple(self._named(list(self._tasks(places))))
        self.failures += [
            Failure(str(path), InnspillError("sidecar-of-nothing", cure="name-or-delete").sentence())
            for path in sorted(self.sidecars - self.used)
        ]
        roots = tuple(sorted({str(s.resolve()) for s in sources if s.is_dir()}))
        return Scan(
            tasks,
            tuple(sorted(self.failures, key=lambda failure: failure.name)),
            tuple(self.copies),
            dict(sorted(self.others.items())),
            roots,
        )

    def _places(self, source: Path) -> Iterator[_Place]:
        if not source.is_dir():
            if not source.exists():
                raise InnspillError("no-file", where=str(source), cure="check-path")
            yield _Place(source.resolve(), source.resolve().parent, source.name)
            return
        root = source.resolve()
        for folder, inside, names in os.walk(root, onerror=self._closed):
            here = Path(folder)
            inside[:] = sorted(d for d in inside if d[0] != "." and here / d not in self.leave)
            for name in sorted(names):
                if name[0] != "." and not name.startswith("~$"):
                    yield from self._place(here / name, root)

    def _closed(self, error: OSError) -> None:
        why = sentence("folder-unreadable", reason=error.strerror)
        self.failures.append(Failure(str(error.filename), why))

    def _place(self, path: Path, root: Path) -> Iterator[_Place]:
        ending = path.suffix.lower()
        if path.name.endswith(ENDING):
            self.sidecars.add(path)
        elif ending in SUFFIXES and (problem := _unfit(path)):
            self.failures.append(Failure(str(path).encode("utf-8", "replace").decode(), problem))
        elif path.stem.lower() in ABOUT:
            self.others[path.name] += 1
        elif ending in SUFFIXES:
            yield _Place(path, root, path.relative_to(root).as_posix())
        elif ending in OLD:
            old = InnspillError("format-not-read", cure=OLD[ending], ending=ending)
            self.failures.append(Failure(str(path), old.sentence()))
        else:
            self.others[ending or path.name] += 1

    def _tasks(self, places: Sequence[_Place]) -> Iterator[Task]:
        """The documents; the same bytes with the same sidecar are read once."""
        seen: dict[str, str] = {}
        for place in sorted(places, key=lambda p: (p.name, p.root)):
            try:
                task = self._task(place)
            except InnspillError as error:
                self.failures.append(Failure(str(place.path), reason(error, place.path)))
                continue
            if task.fingerprint in seen:
                self.copies.append((place.name, seen[task.fingerprint]))
                continue
            seen[task.fingerprint] = place.name
            yield task

    def _task(self, place: _Place) -> Task:
        try:
            with place.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
        except OSError as error:
            raise InnspillError(
                "file-unreadable",
                where=str(place.path),
                cure="check-access",
                reason=error.strerror,
            ) from None
        beside = sidecar_of(place.path)
        said = Metadata()
        if beside:
            self.used.add(beside)
            said = read_sidecar(beside, self.gazetteer.events)
        decided = str(decisions_beside(place.path))
        marked = fingerprint(digest, beside.read_bytes() if beside else b"", decided, self.reading)
        return Task(said.slug, str(place.path), str(place.root), place.name, marked, said)

    def _named(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """Each task with its slug; what people named twice is told, what paths name alike is told apart."""
        wanted: dict[str, list[Task]] = defaultdict(list)
        for task in tasks:
            wanted[task.slug or path_slug(task.name, task.root)].append(task)
        for name, group in wanted.items():
            stated = [task for task in group if task.slug]
            for task in stated[1:]:
                taken = InnspillError("slug-taken", cure="other-slug", slug=name, used=stated[0].name)
                self.failures.append(Failure(task.path, taken.sentence()))
            yield from stated[:1]
            others = [task for task in group if not task.slug]
            if len(group) == 1:
                yield from (replace(task, slug=name) for task in others)
            else:
                yield from self._apart(name, others)

    def _apart(self, name: str, tasks: Sequence[Task]) -> Iterator[Task]:
        """Tasks of one name with the digest of their path; folders of one name cannot be told apart."""
        taken = dict[str, Task]()
        for task in tasks:
            marked = _marked(name, f"{Path(task.root).name}/{task.name}")
            if taken.setdefault(marked, task) is task:
                yield replace(task, slug=marked)
            else:
                used = f"{taken[marked].root}/{taken[marked].name}"
                same = InnspillError("same-name-as", cure="give-slug", used=used)
                self.failures.append(Failure(task.path, same.sentence()))


def path_slug(name: str, root: str = "") -> str:
    """The slug of a document by its path below the folder: ``source.txt`` takes the folder's name.

    >>> path_slug("2021/verksted/source.txt"), path_slug("source.txt", "/data/bodo-2022")
    ('2021-verksted', 'bodo-2022')
    >>> path_slug("Høring (endelig).docx")
    'horing-endelig'
    >>> len(path_slug("en-svært-lang-mappe-som-ingen-burde-ha/og-en-til-som-er-like-lang/fil.txt")) <= LONGEST
    True
    """
    path = PurePosixPath(name)
    folders = list(path.parts[:-1])
    words = (folders or [Path(root).name]) if path.stem.lower() in GENERIC else [*folders, path.stem]
    whole = slug("-".join(words), len(name) * 2 + LONGEST)
    return whole if 0 < len(whole) <= LONGEST else _marked(whole or "dokument", name)


def _unfit(path: Path) -> Sentence | None:
    """Why a file cannot even be tried; None where it can."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return InnspillError("name-not-utf8", cure="rename-file").sentence()
    return None if path.is_file() else InnspillError("no-plain-file", cure="give-document").sentence()


def _marked(name: str, key: str) -> str:
    """A name cut short and told apart by the digest of something else."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]
    return f"{slug(name, LONGEST - DIGEST - 1)}-{digest}"
