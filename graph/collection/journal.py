"""The journal: which file each document in a store was read from, and with which fingerprint.

Kept in SQLite beside the store. It may be lost without harm: the documents are then read again.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.collection.tasks import Task

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS document (
    slug TEXT PRIMARY KEY, root TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL
);
"""


class Entry(NamedTuple):
    """Where a document came from, and its fingerprint when it was read."""

    root: str
    name: str
    fingerprint: str


class Journal:
    """Entries by slug; open with ``with``."""

    def __init__(self, path: Path | None) -> None:
        """Open the journal, or make it; without a path it is forgotten at the end.

        Raises:
            InnspillError: the file is no journal, or is held by another process.
        """
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path or ":memory:", timeout=10)
            self._base.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise InnspillError(
                "journal-unopened", where=str(path), cure="delete-journal", reason=error
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def entries(self) -> dict[str, Entry]:
        """Every entry by slug."""
        rows = self._base.execute("SELECT slug, root, name, fingerprint FROM document ORDER BY slug")
        return {slug: Entry(root, name, fingerprint) for slug, root, name, fingerprint in rows}

    def put(self, tasks: Iterable[Task]) -> None:
        """Note documents that are in the store, all or none."""
        rows = [(task.slug, task.root, task.name, task.fingerprint) for task in tasks]
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", rows)

    def remove(self, slugs: Iterable[str]) -> None:
        """Forget documents."""
        with self._base:
            self._base.executemany("DELETE FROM document WHERE slug = ?", [(slug,) for slug in slugs])
