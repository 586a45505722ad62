"""Formats: what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError

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
    Format.TEXT: "ren tekst",
    Format.MARKDOWN: "ren tekst",
    Format.PDF: "en PDF",
    Format.DOCX: "et Word-dokument (.docx)",
    Format.ODT: "et ODF-dokument (.odt)",
    Format.HTML: "en nettside (HTML)",
    Format.XLSX: "et Excel-ark (.xlsx)",
    Format.CSV: "en CSV-tabell",
}

#: Formats that are text inside, which no signature tells apart.
TEXTUAL: Final = frozenset({Format.TEXT, Format.MARKDOWN, Format.HTML, Format.CSV})

#: Leading bytes of what is not read, what it is, and the cure.
FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "et gammelt eller passordbeskyttet Office-dokument (.doc/.xls)",
     "Åpne det i Word eller Excel og lagre som .docx eller .xlsx uten passord"),
    (b"{\\rtf", "et RTF-dokument", "Åpne det i Word og lagre som .docx"),
    (b"\x89PNG", "et bilde (PNG)", "Bilder må tekstgjenkjennes (OCR) først"),
    (b"\xff\xd8\xff", "et bilde (JPEG)", "Bilder må tekstgjenkjennes (OCR) først"),
    (b"GIF8", "et bilde (GIF)", "Bilder må tekstgjenkjennes (OCR) først"),
    (b"\x7fELF", "et program", "Velg et dokument"),
    (b"MZ\x90", "et program", "Velg et dokument"),
    (b"\x1f\x8b", "en komprimert fil (gzip)", "Pakk den ut først"),
    (b"7z\xbc\xaf", "en komprimert fil (7z)", "Pakk den ut først"),
    (b"Rar!", "en komprimert fil (rar)", "Pakk den ut først"),
)  # fmt: skip

#: Old endings, and what to save them as.
OLD: Final[dict[str, str]] = {
    ".doc": "Lagre som .docx i Word",
    ".rtf": "Lagre som .docx i Word",
    ".pages": "Lagre som .docx eller .pdf",
    ".xls": "Lagre som .xlsx i Excel",
    ".ods": "Lagre som .xlsx eller .csv",
    ".pptx": "Lagre som .pdf",
    ".ppt": "Lagre som .pdf",
    ".msg": "Lagre vedlegget eller teksten for seg",
    ".eml": "Lagre vedlegget eller teksten for seg",
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
            raise InnspillError(f"filen er {kind}", where=path.name, cure=cure)
    found = _signed(path, head)
    if named is None:
        hint = OLD.get(path.suffix.lower()) or _cure()
        hint = f"Innholdet er {NAMES[found]}; gi den riktig filendelse" if found else hint
        raise InnspillError(
            f"formatet «{path.suffix or 'uten filendelse'}» leses ikke", where=path.name, cure=hint
        )
    if found is not None and found is not named:
        raise InnspillError(
            f"filen heter {path.suffix}, men er {NAMES[found]}",
            where=path.name,
            cure="Gi den riktig filendelse, eller velg en annen fil",
        )
    if found is None and (named not in TEXTUAL or head.startswith(ZIP)):
        raise InnspillError(
            f"filen heter {path.suffix}, men er ikke {NAMES[named]}, eller den er ødelagt",
            where=path.name,
            cure="Åpne den der den kom fra og lagre den på nytt",
        )
    return named


def _cure() -> str:
    return f"Lagre som en av disse: {', '.join(SUFFIXES)}"


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
