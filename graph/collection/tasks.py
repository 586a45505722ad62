"""Tasks: one document to read, what became of it, and the fingerprint that says whether it changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graph.gazetteer import VOCABULARY_FILES, vocabulary_text
from graph.model import Metadata

if TYPE_CHECKING:
    from pathlib import Path

    from graph.errors import InnspillError
    from graph.messages import Sentence
    from graph.privacy import Trace
    from graph.store.quads import Part

#: Packages whose code has no say in what a document's quads are.
APART: Final = frozenset({"cli", "collection", "endpoint", "evaluation", "queries"})


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """One document to read.

    ``path`` is absolute, ``root`` the folder it was found under, ``name`` its path below that.
    ``fingerprint`` is the hex SHA-256 of all that its quads are made of.
    """

    slug: str
    path: str
    root: str
    name: str
    fingerprint: str
    said: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read.

    ``columns`` are the headers the user named, by what they hold; ``redact`` covers personal data before
    anything is stored.
    """

    columns: tuple[tuple[str, str], ...] = ()
    redact: bool = False


PLAIN: Final = Reading()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, with the cure."""

    name: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task: its part of the graph, or why it failed (``part`` is None).

    ``personal`` are the sorts of personal data found, each with its line.
    """

    slug: str
    name: str
    fingerprint: str
    part: Part | None = None
    items: int = 0
    failed: Sentence | None = None
    notes: tuple[Sentence, ...] = ()
    personal: tuple[tuple[Trace, int], ...] = ()


def reason(error: InnspillError, path: Path) -> Sentence:
    """What an error says of a file, without the file's own name before it."""
    return error.sentence(str(path), path.name)


def fingerprint(document: bytes, sidecar: bytes, decided: str, reading: Reading) -> str:
    """The SHA-256 of all that a document's quads are made of, in hex.

    Args:
        document: the digest of the file.
        sidecar: the sidecar's bytes.
        decided: what people decided, as text.
        reading: how it is read.
    """
    digests = (hashlib.sha256(part).digest() for part in (sidecar, decided.encode(), repr(reading).encode()))
    return hashlib.sha256(b"\0".join((version().encode(), document, *digests))).hexdigest()


@cache
def version() -> str:
    """The SHA-256 of the vocabularies and of the code that reads documents, in hex.

    A changed word in the vocabularies changes it, so that all documents are read again.
    """
    found = hashlib.sha256()
    for name in VOCABULARY_FILES:
        found.update(vocabulary_text(name).encode())
    _add(found, files("graph"))
    return found.hexdigest()


def _add(found: hashlib._Hash, folder: object) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):  # type: ignore[attr-defined]
        if entry.is_dir():
            if entry.name not in APART:
                _add(found, entry)
        elif entry.name.endswith(".py"):
            found.update(entry.read_bytes())
