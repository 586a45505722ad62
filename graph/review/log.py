"""The log of decisions: append-only, in SQLite, the one truth about what people decided.

Each decision is on the disk when :meth:`Log.append` returns (WAL with synchronous=FULL,
https://www.sqlite.org/wal.html). Nothing is changed or removed: triggers refuse it.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, Self

from graph.errors import InnspillError
from graph.review.decision import Decision, as_record
from graph.review.record import from_record, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

#: The log beside a document, and its export, which a repository can carry.
LOG: Final = "decisions.sqlite"
LINES: Final = "decisions.jsonl"
#: Written into the file's header, so that another SQLite file is not taken for a log.
APPLICATION: Final = 0x494E4E53
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    item TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decision_place ON decision (document, item);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_removed BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
"""
#: Seconds a writer waits for another.
PATIENCE: Final = 30


class OvertakenError(InnspillError):
    """Somebody decided on the same item in the meantime; ``others`` are their decisions, oldest first.

    None, where the document itself was changed under it.
    """

    def __init__(self, others: Sequence[Decision]) -> None:
        self.others = tuple(others)
        names = ", ".join(sorted({decision.who for decision in others}))
        super().__init__(
            "overtaken" if others else "overtaken-text",
            where=others[0].anchor.item if others else "",
            cure="see-decided",
            names=names,
        )


class Log:
    """Decisions in the order they were made; open it with ``with``, or call :meth:`close`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open a log; make it where there is none and it is to be written to.

        Raises:
            InnspillError: it is no log, is damaged, or cannot be opened.
        """
        self.path = path
        with self._told("log-unopened"):
            self._base = _reading(path) if read_only else _writing(path)
            mark = self._base.execute("PRAGMA application_id").fetchone()[0]
            tables = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._file = _identity(path)
        #: A log whose making was cut off holds nothing, and its reader must not fail.
        self._unmade = read_only and not tables
        if mark != APPLICATION and not self._unmade:
            self._base.close()
            raise InnspillError("no-log", where=str(path), cure="other-file")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def append(self, decisions: Sequence[Decision], seen: int | None = None) -> int:
        """Write decisions, all or none, and return the log's version after them.

        Args:
            decisions: those already held are passed over.
            seen: the version the decider had before them; None does not ask.

        Raises:
            OvertakenError: somebody decided on one of the items after ``seen``.
            InnspillError: a decision is not complete, or cannot be stored; nothing is written.
        """
        for decision in decisions:
            problem = problem_of(decision)
            if problem:
                raise InnspillError(problem, where=decision.anchor.item, cure="mend-and-save")
        self._see_that_it_is_there()
        with self._told("not-saved"), self._transaction():
            if seen is not None:
                self._check(decisions, seen)
            self._base.executemany(
                "INSERT OR IGNORE INTO decision (id, document, item, record) VALUES (?, ?, ?, ?)",
                [
                    (d.id, d.anchor.document, d.anchor.item, json.dumps(as_record(d), ensure_ascii=False))
                    for d in dict.fromkeys(decisions)
                ],
            )
            return self.version()

    def _check(self, decisions: Sequence[Decision], seen: int) -> None:
        places = {(d.anchor.document, d.anchor.item) for d in decisions}
        others = [
            decision
            for document, item in sorted(places)
            for decision in self.since(document, item, seen)
            if decision not in decisions  # the same written again is no other
        ]
        if others:
            raise OvertakenError(others)

    def since(self, document: str, item: str, seen: int) -> tuple[Decision, ...]:
        """What was decided on an item after a version."""
        return tuple(self._read("document = ? AND item = ? AND number > ?", (document, item, seen)))

    def _see_that_it_is_there(self) -> None:
        """See that the file that was opened still stands at its path; else what is written in it is lost.

        Raises:
            InnspillError: it was removed, or another put in its place.
        """
        if _identity(self.path) != self._file:
            raise InnspillError("log-replaced", where=str(self.path), cure="put-log-back")

    def version(self) -> int:
        """The number of the last decision; 0 for an empty log.

        Raises:
            InnspillError: the file is damaged.
        """
        if self._unmade:
            return 0
        self._see_that_it_is_there()
        with self._told("log-unreadable"):
            return int(self._base.execute("SELECT coalesce(max(number), 0) FROM decision").fetchone()[0])

    def decisions(self, document: str = "") -> tuple[Decision, ...]:
        """What was decided, of one document or all, in the order it was.

        Raises:
            InnspillError: the file is damaged.
        """
        if self._unmade:
            return ()
        with self._told("log-unreadable"):
            return tuple(self._read("? = '' OR document = ?", (document, document)))

    def _read(self, where: str, values: Iterable[object]) -> Iterator[Decision]:
        rows = self._base.execute(
            f"SELECT number, id, record FROM decision WHERE {where} ORDER BY number",  # noqa: S608 - our text
            tuple(values),
        )
        for number, identity, record in rows:
            try:
                decision = from_record(json.loads(record) | {"id": identity}, str(self.path))
            except (ValueError, TypeError, InnspillError) as error:
                said = error.sentence() if isinstance(error, InnspillError) else error
                raise InnspillError(
                    "decision-damaged", where=str(self.path), cure="restore-log", number=number, reason=said
                ) from None
            yield decision

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    @contextmanager
    def _told(self, problem: str) -> Iterator[None]:
        """The engine's errors in the user's words: full disk, locked, damaged."""
        try:
            yield
        except sqlite3.Error as error:
            raise InnspillError(problem, where=str(self.path), cure="check-space", reason=error) from None


def _identity(path: Path) -> tuple[int, int, bool] | None:
    """What tells a file from another that comes in its place, or is emptied; None where there is none.

    The file is not opened: that would let go of the engine's locks
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino, about.st_size > 0


def _writing(path: Path) -> sqlite3.Connection:
    """A connection to write by; the log is made where there is none, also by several at once."""
    base = _connected(path.resolve().as_uri())
    base.execute("PRAGMA synchronous = FULL")
    if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _make(base)
    return base


def _make(base: sqlite3.Connection) -> None:
    """Make the tables; the engine does not wait for others by itself where they change the mode too."""
    end = monotonic() + PATIENCE
    while True:
        try:
            base.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError:
            if monotonic() > end:
                raise
            sleep(0.01)
    base.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION}; COMMIT")


def _reading(path: Path) -> sqlite3.Connection:
    """A connection to read by; in a folder that cannot be written to, as the file stands.

    A reader of a WAL database needs its shared memory. Where that cannot be made and nothing waits in the
    WAL, the file itself holds all of it (https://www.sqlite.org/uri.html#uriimmutable).
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    base = _connected(address)
    try:
        base.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        base.close()
        waiting = path.with_name(f"{path.name}-wal")
        if not path.exists() or (waiting.exists() and waiting.stat().st_size):
            raise
        base = _connected(f"{address}&immutable=1")
        base.execute("SELECT count(*) FROM sqlite_master")
    return base


def _connected(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
