"""The index beside a store on disk: text search and remembered answers, in SQLite.

Full text is searched by trigrams (https://www.sqlite.org/fts5.html#the_trigram_tokenizer) of folded
text, so any part of a word is found, as with CONTAINS. It can always be made anew from the store; which
state of the store it was made from stands in it.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.namespaces import TRANSLITERATION
from graph.store import tally
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from graph.tables import Cell

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS place (
    id INTEGER PRIMARY KEY, part TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS place_part ON place (part);
CREATE VIRTUAL TABLE IF NOT EXISTS text USING fts5 (folded, tokenize = 'trigram case_sensitive 1');
CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, answer TEXT NOT NULL);
"""
#: Bytes of the file that are read in place, without a copy.
MAPPED: Final = 1 << 30
#: Shorter words have no trigram; they are looked for one text after another.
SHORTEST: Final = 3
LETTERS: Final = str.maketrans(TRANSLITERATION)


def folded(text: str) -> str:
    """Case, accents and the Norwegian letters put aside, so that either spelling finds the other.

    >>> folded("Høgskulen på Ås, idé"), folded("AASEN") == folded("Åsen")
    ('hogskulen pa as, ide', True)
    """
    plain = unicodedata.normalize("NFC", text).lower().replace("aa", "å").translate(LETTERS)
    if plain.isascii():
        return plain.replace("aa", "a")
    marks = unicodedata.normalize("NFKD", plain.replace("aa", "a"))
    return unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))


class Index:
    """Words to items, names to concepts, and questions to answers already worked out."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open or make the index.

        Raises:
            InnspillError: there is none to read, or the file is damaged or locked.
        """
        address = f"file:{path}?mode=ro" if read_only else str(path)
        try:
            self._base = sqlite3.connect(address, uri=read_only, timeout=10, check_same_thread=False)
            self._base.execute(f"PRAGMA mmap_size = {MAPPED}")
            if not read_only:
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = NORMAL")  # it can be made anew
                self._base.executescript(SCHEMA + tally.SCHEMA)
        except sqlite3.Error as error:
            raise InnspillError(
                "index-unopened", where=str(path), cure="delete-index", reason=error
            ) from None
        self._tally = tally.Tally(self._base)

    def parts(self) -> dict[str, str]:
        """The digest of every graph that is indexed, by its name."""
        return dict(self._base.execute("SELECT name, digest FROM part"))

    def put(self, graphs: Iterable[tuple[str, str, Iterable[tuple[str, str, str]]]]) -> None:
        """Index graphs in place of what was held of them, all or none; forget the answers.

        Args:
            graphs: the IRI of each, the digest of its content, and IRI, kind (``item``, ``actor`` or
                ``theme``) and text of each thing to find in it.
        """
        with self._base:
            for name, digest, texts in graphs:
                self._forget(name)
                self._base.execute("INSERT INTO part VALUES (?, ?)", (name, digest))
                self._insert(name, list(texts))

    def _insert(self, name: str, found: list[tuple[str, str, str]]) -> None:
        (first,) = self._base.execute("SELECT coalesce(max(id), 0) + 1 FROM place").fetchone()
        self._base.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?)",
            ((first + n, name, iri, kind) for n, (iri, kind, _) in enumerate(found)),
        )
        self._base.executemany(
            "INSERT INTO text (rowid, folded) VALUES (?, ?)",
            ((first + n, folded(text)) for n, (_, _, text) in enumerate(found)),
        )

    def remove(self, name: str) -> None:
        """Forget a graph, and the answers."""
        with self._base:
            self._forget(name)

    def _forget(self, name: str) -> None:
        self._base.execute("DELETE FROM answer")
        self._tally.forget(name)
        if not self._base.execute("SELECT 1 FROM part WHERE name = ?", (name,)).fetchone():
            return
        self._base.execute("DELETE FROM text WHERE rowid IN (SELECT id FROM place WHERE part = ?)", (name,))
        self._base.execute("DELETE FROM place WHERE part = ?", (name,))
        self._base.execute("DELETE FROM part WHERE name = ?", (name,))

    def holding(self, words: str, kind: str = "", limit: int = -1) -> tuple[str, ...]:
        """The IRIs of what holds some words, folded, in order of IRI.

        Args:
            words: any text; it is looked for as it stands, as part of the whole.
            kind: only things of this kind.
            limit: at most so many, where it is not negative.
        """
        wanted = folded(words)
        if "\0" in wanted:
            return ()  # no text holds it, and SQLite would read it as the end of the words
        if len(wanted) < SHORTEST:
            where, value = "instr(folded, ?) > 0", wanted
        else:
            where, value = "text MATCH ?", '"' + wanted.replace('"', '""') + '"'
        rows = self._base.execute(
            f"SELECT iri FROM text JOIN place ON place.id = text.rowid WHERE {where}"  # noqa: S608
            " AND (? = '' OR kind = ?)",
            (value, kind, kind),
        )
        found = sorted({iri for (iri,) in rows})
        return tuple(found if limit < 0 else found[:limit])

    def remembered(self, question: str) -> Table | None:
        """The answer kept to a question, where there is one and nothing has changed since."""
        row = self._base.execute("SELECT answer FROM answer WHERE question = ?", (question,)).fetchone()
        if row is None:
            return None
        columns, rows = json.loads(row[0])
        return Table(tuple(columns), tuple(map(tuple, rows)))

    def remember(self, question: str, answer: Table) -> None:
        """Keep an answer until something changes."""
        made = json.dumps((answer.columns, answer.rows), ensure_ascii=False)
        with self._base:
            self._base.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (question, made))

    def count_by(self, rules: str) -> None:
        """Count by some rules from now on; what was counted by others is forgotten."""
        with self._base:
            self._tally.begin(rules)

    def uncounted(self) -> tuple[str, ...]:
        """The names of the graphs not counted yet, sorted."""
        return self._tally.missing()

    def count(self, counted: Mapping[str, Iterable[tally.Row]]) -> None:
        """Add to the sums the rows of graphs not counted before."""
        with self._base:
            self._base.execute("DELETE FROM answer")
            self._tally.add(counted)

    def totals(self, question: str) -> list[tuple[tuple[Cell, ...], tuple[int, ...]]]:
        """The sums of a question's rows by key."""
        return self._tally.totals(question)

    def close(self) -> None:
        """Let the file go."""
        with closing(self._base):
            pass
