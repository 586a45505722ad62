"""The tally: what each document adds to the counts of a collection, and the sums of that, in SQLite.

A count of a collection is the sum of its documents' counts, so a document that comes, changes or goes costs
its own rows, however many others there are: incremental maintenance of counting views (Gupta, Mumick and
Subrahmanian, Maintaining Views Incrementally, SIGMOD 1993, https://doi.org/10.1145/170035.170066).
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.tables import Cell

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: A question, the cells a row is counted under, and up to three numbers.
Row = tuple[str, tuple[Cell, ...], tuple[int, ...]]

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS counted (part TEXT PRIMARY KEY, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS total (
    question TEXT, key TEXT, documents INTEGER, first INTEGER, second INTEGER, third INTEGER,
    PRIMARY KEY (question, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: Numbers a row can have.
WIDTH: Final = 3
ADDED: Final = """
INSERT INTO total VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
documents = documents + excluded.documents, first = first + excluded.first,
second = second + excluded.second, third = third + excluded.third
"""


@dataclass(frozen=True)
class Counting:
    """How documents are counted.

    Attributes:
        rules: names all that the counts depend on beside the documents.
        count: the rows of some documents, given the IRI of each and its triples as N-Triples.
    """

    rules: str
    count: Callable[[Iterable[tuple[str, bytes]]], Mapping[str, Iterable[Row]]]


class Tally:
    """Counts by document and in all, in the database of an index; who calls it commits."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """The tally of an index that is open."""
        self._base = base

    def begin(self, setting: str) -> None:
        """Count by these rules from now on; what was counted by others is forgotten."""
        if self.setting() == setting:
            return
        for table in ("counted", "total", "setting"):
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self._base.execute("INSERT INTO setting VALUES ('tally', ?)", (setting,))

    def setting(self) -> str:
        """The rules it counts by; empty before :meth:`begin`."""
        row = self._base.execute("SELECT value FROM setting WHERE name = 'tally'").fetchone()
        return str(row[0]) if row else ""

    def missing(self) -> tuple[str, ...]:
        """The names of the graphs that are indexed and not counted, sorted."""
        rows = self._base.execute("SELECT name FROM part WHERE name NOT IN (SELECT part FROM counted)")
        return tuple(sorted(name for (name,) in rows))

    def add(self, counted: Mapping[str, Iterable[Row]]) -> None:
        """Add graphs not counted before, each with its rows."""
        for name, found in counted.items():
            rows = [(question, json.dumps(key), numbers) for question, key, numbers in found]
            packed = zlib.compress(json.dumps(rows).encode())
            self._base.execute("INSERT INTO counted VALUES (?, ?)", (name, packed))
            self._sum(rows, 1)

    def forget(self, name: str) -> None:
        """Take a graph's rows out of the sums."""
        row = self._base.execute("SELECT rows FROM counted WHERE part = ?", (name,)).fetchone()
        if row is None:
            return
        self._base.execute("DELETE FROM counted WHERE part = ?", (name,))
        rows = json.loads(zlib.decompress(row[0]))
        self._sum(rows, -1)
        self._base.executemany(
            "DELETE FROM total WHERE question = ? AND key = ? AND documents = 0",
            ((question, key) for question, key, _ in rows),
        )

    def _sum(self, rows: Iterable[tuple[str, str, Sequence[int]]], sign: int) -> None:
        self._base.executemany(
            ADDED,
            (
                (question, key, sign, *(sign * n for n in numbers), *(0,) * (WIDTH - len(numbers)))
                for question, key, numbers in rows
            ),
        )

    def totals(self, question: str) -> list[tuple[tuple[Cell, ...], tuple[int, ...]]]:
        """The sums of a question's rows by key, in no order."""
        found = self._base.execute(
            "SELECT key, first, second, third FROM total WHERE question = ?", (question,)
        )
        return [(tuple(json.loads(key)), tuple(numbers)) for key, *numbers in found]
