"""Reading: which reader a file gets, and the document it becomes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from graph.documents.cells import Book, read_csv_book
from graph.documents.content import Content, Headers, Progress
from graph.documents.formats import Format, format_of
from graph.documents.plain import read_plain
from graph.documents.sheet import read_csv
from graph.documents.worker import cells_apart, read_apart
from graph.errors import InnspillError
from graph.model import Document, Source
from graph.namespaces import slug

if TYPE_CHECKING:
    from pathlib import Path

#: Larger files are refused: a workshop record is kilobytes, and the page must stay mailable.
MAX_BYTES: Final = 50_000_000

#: A longer line is no text a person wrote as a line, and would cost time without meaning.
MAX_LINE: Final = 5_000_000


#: Names that say nothing of a document; the folder's name does.
GENERIC: Final = frozenset({"source", "kilde", "text", "tekst"})


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def read(path: Path, headers: Headers | None = None, progress: Progress = _silent) -> Source:
    """The document at ``path``; ``headers`` tell a table's columns apart.

    Raises:
        InnspillError: no such file, a directory, an unknown format, too large, no text, damaged.
    """
    _check_place(path)
    try:
        content = _content(path, format_of(path), headers or Headers(), progress)
        sha256 = _digest(path)
    except OSError as error:
        raise InnspillError(
            "file-unreadable", where=path.name, cure="check-access", reason=error.strerror
        ) from None
    lines = content.lines
    if not any(character.isalnum() for line in lines for character in line.text):
        raise InnspillError("no-text", where=path.name, cure="right-file")
    if long := next((line for line in lines if len(line.text) > MAX_LINE), None):
        raise InnspillError(
            "long-line",
            where=path.name,
            line=long.number,
            cure="split-text",
            count=f"{len(long.text):,}".replace(",", " "),
        )
    document = Document(
        slug=slug_of(path),
        title="",
        source=path.name,
        sha256=sha256,
        date=content.date,
        lines=max(line.number for line in lines),
    )
    return Source(document, lines, content.notes)


def read_cells(path: Path) -> Book:
    """The cells of a workbook, or of one sheet of it saved as CSV.

    Raises:
        InnspillError: no such file, not a workbook, too large, damaged.
    """
    _check_place(path)
    if path.suffix.lower() in {".ods", ".xls"}:
        raise InnspillError(
            "workbook-format",
            where=path.name,
            cure="save-as-xlsx",
            ending=path.suffix.lower(),
        )
    kind = format_of(path)
    if kind is Format.CSV:
        return read_csv_book(path)
    if kind is not Format.XLSX:
        raise InnspillError("not-excel", where=path.name, cure="only-xlsx")
    return cells_apart(path)


def slug_of(path: Path) -> str:
    """A short safe name for the document; ``source.txt`` and the like take the folder's name.

    >>> from pathlib import Path
    >>> slug_of(Path("data/verksted-2021/source.txt"))
    'verksted-2021'
    >>> slug_of(Path("Høring om fagskole (endelig).txt"))
    'horing-om-fagskole-endelig'
    """
    stem = path.stem
    if stem.lower() in GENERIC and path.resolve().parent.name:
        stem = path.resolve().parent.name
    return slug(stem) or "dokument"


def _content(path: Path, kind: Format, headers: Headers, progress: Progress) -> Content:
    if kind in {Format.TEXT, Format.MARKDOWN}:
        return read_plain(path.read_bytes(), path.name, markdown=kind is Format.MARKDOWN)
    if kind is Format.CSV:
        return read_csv(path.read_bytes(), path.name, headers)
    return read_apart(path, kind, headers, progress)


def _check_place(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        raise InnspillError("no-file", where=str(path), cure="check-path") from None
    except (OSError, ValueError) as error:
        raise InnspillError("path-unusable", where=str(path)[:100], reason=error) from None
    if path.is_dir():
        raise InnspillError("is-folder", where=str(path), cure="give-file")
    if not path.is_file():
        raise InnspillError("no-plain-file", where=str(path), cure="give-document")
    if size > MAX_BYTES:
        raise InnspillError("file-too-large", where=path.name, cure="split-file", most=MAX_BYTES // 1000000)
    if not size:
        raise InnspillError("file-empty", where=path.name, cure="right-file")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
