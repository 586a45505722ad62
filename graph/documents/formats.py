"""Formats: what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.messages import sentence

if TYPE_CHECKING:
    from pathlib import Path


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"


SUFFIXES: Final[dict[str, Format]] = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".odt": Format.ODT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xlsx": Format.XLSX,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
}

NAMES: Final[dict[Format, str]] = {
    Format.TEXT: "plain-text",
    Format.MARKDOWN: "plain-text",
    Format.PDF: "a-pdf",
    Format.DOCX: "a-docx",
    Format.ODT: "an-odt",
    Format.HTML: "a-web-page",
    Format.XLSX: "an-xlsx",
    Format.CSV: "a-csv",
}

#: Formats that are text inside, which no signature tells apart.
TEXTUAL: Final = frozenset({Format.TEXT, Format.MARKDOWN, Format.HTML, Format.CSV})

#: Leading bytes of what is not read, what it is, and the cure.
FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an-old-office",
     "save-unprotected"),
    (b"{\\rtf", "an-rtf", "open-save-docx"),
    (b"\x89PNG", "a-png", "ocr-pictures"),
    (b"\xff\xd8\xff", "a-jpeg", "ocr-pictures"),
    (b"GIF8", "a-gif", "ocr-pictures"),
    (b"\x7fELF", "a-program", "choose-document"),
    (b"MZ\x90", "a-program", "choose-document"),
    (b"\x1f\x8b", "a-gzip", "unpack-first"),
    (b"7z\xbc\xaf", "a-7z", "unpack-first"),
    (b"Rar!", "a-rar", "unpack-first"),
)  # fmt: skip

#: Old endings, and what to save them as.
OLD: Final[dict[str, str]] = {
    ".doc": "save-docx",
    ".rtf": "save-docx",
    ".pages": "save-docx-or-pdf",
    ".xls": "save-xlsx",
    ".ods": "save-xlsx-or-csv",
    ".pptx": "save-pdf",
    ".ppt": "save-pdf",
    ".msg": "save-attachment",
    ".eml": "save-attachment",
}

HEAD: Final = 4096
ZIP: Final = b"PK\x03\x04"


def format_of(path: Path) -> Format:
    """The format of a file, by its name and checked against its first bytes.

    Raises:
        InnspillError: an unknown ending, or bytes that are not what the name says.
    """
    named = SUFFIXES.get(path.suffix.lower())
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, kind, cure in FOREIGN:
        if head.startswith(magic):
            raise InnspillError("file-is", where=path.name, cure=cure, kind=sentence(kind))
    found = _signed(path, head)
    if named is None:
        hint = sentence(OLD.get(path.suffix.lower(), "save-as-known"), known=", ".join(SUFFIXES))
        raise InnspillError(
            "format-not-read",
            where=path.name,
            cure=sentence("content-is", kind=sentence(NAMES[found])) if found else hint,
            ending=path.suffix or sentence("no-ending"),
        )
    if found is not None and found is not named:
        raise InnspillError(
            "ending-differs",
            where=path.name,
            cure="right-ending",
            ending=path.suffix,
            kind=sentence(NAMES[found]),
        )
    if found is None and (named not in TEXTUAL or head.startswith(ZIP)):
        raise InnspillError(
            "not-what-it-says",
            where=path.name,
            cure="save-again",
            ending=path.suffix,
            kind=sentence(NAMES[named]),
        )
    return named


def _signed(path: Path, head: bytes) -> Format | None:
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    return _zipped(path) if head.startswith(ZIP) else None


def _zipped(path: Path) -> Format | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Format.ODT
    raise InnspillError("zip-archive", where=path.name, cure="unpack")
