"""Plain text and Markdown: lines with numbers and pages, cleaned of what only a printer needs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from graph.documents.encoding import decode
from graph.errors import InnspillError
from graph.model import Document, Line, Source
from graph.namespaces import slug

if TYPE_CHECKING:
    from pathlib import Path

#: Larger files are refused: a workshop record is kilobytes, and the page must stay mailable.
MAX_BYTES: Final = 50_000_000

#: A longer line is no text a person wrote as a line, and would cost time without meaning.
MAX_LINE: Final = 5_000_000

SUFFIXES: Final = (".txt", ".text", ".md", ".markdown")

#: NFKC would turn ½ into 1/2; only the ligatures of typesetting are taken apart.
LIGATURES: Final = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": None})

#: Control characters but tab and line ends, lone surrogates, and invisible direction marks stay out of RDF.
UNWANTED: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

ATX_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")


def read(path: Path) -> Source:
    """The document at ``path``.

    Raises:
        InnspillError: no such file, a directory, an unknown format, too large, no text, not text.
    """
    data = _bytes(path)
    text, encoding = decode(data, path.name)
    text, notes = _clean(text)
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes = (f"lest som {encoding}", *notes)
    lines = _lines(text, markdown=path.suffix.lower() in {".md", ".markdown"})
    if not any(character.isalnum() for line in lines for character in line.text):
        raise InnspillError("ingen tekst i filen", where=path.name, cure="Kontroller at riktig fil er valgt")
    if long := next((line for line in lines if len(line.text) > MAX_LINE), None):
        raise InnspillError(
            f"en linje på {len(long.text):,} tegn".replace(",", " "),
            where=path.name,
            line=long.number,
            cure="Del teksten i avsnitt",
        )
    document = Document(
        slug=slug_of(path),
        title="",
        source=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        lines=len(lines),
    )
    return Source(document, lines, notes)


def slug_of(path: Path) -> str:
    """A short safe name for the document; ``source.txt`` and the like take the folder's name.

    >>> from pathlib import Path
    >>> slug_of(Path("data/verksted-2021/source.txt"))
    'verksted-2021'
    >>> slug_of(Path("Høring om fagskole (endelig).txt"))
    'horing-om-fagskole-endelig'
    """
    stem = path.stem
    if stem.lower() in {"source", "kilde", "text", "tekst"} and path.resolve().parent.name:
        stem = path.resolve().parent.name
    return slug(stem) or "dokument"


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise InnspillError("filen finnes ikke", where=str(path), cure="Kontroller stien")
    if path.is_dir():
        raise InnspillError("dette er en mappe", where=str(path), cure="Oppgi en fil, for eksempel en .txt")
    if path.suffix.lower() not in SUFFIXES:
        raise InnspillError(
            f"formatet «{path.suffix or 'uten filendelse'}» leses ikke ennå",
            where=path.name,
            cure=f"Lagre som ren tekst ({', '.join(SUFFIXES)})",
        )
    if path.stat().st_size > MAX_BYTES:
        raise InnspillError(
            f"filen er større enn {MAX_BYTES // 1_000_000} MB", where=path.name, cure="Del den i flere filer"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise InnspillError(
            f"filen lar seg ikke lese ({error.strerror})", where=str(path), cure="Kontroller tilgangen"
        ) from None


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    """NFC, ligatures apart, soft hyphens and control characters out; what was removed is told."""
    text, removed = UNWANTED.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text.translate(LIGATURES)).removeprefix("\ufeff")
    return text, (f"{removed} kontrolltegn fjernet",) if removed else ()


def _lines(text: str, *, markdown: bool) -> tuple[Line, ...]:
    lines = []
    page = 1 if "\f" in text else 0
    for number, raw in enumerate(text.split("\n"), 1):
        page += raw.count("\f") if page else 0
        content = raw.replace("\f", "").replace("\v", " ").replace("\u2028", " ").rstrip()
        heading = ATX_HEADING.match(content) if markdown else None
        level = len(heading[1]) if heading else 0
        plain = heading[2] if heading else content
        lines.append(Line(number, _without_markup(plain) if markdown else plain, page, level))
    return tuple(lines)


def _without_markup(text: str) -> str:
    """Markdown's emphasis, code and link marks taken off, their text kept.

    >>> _without_markup("**Til [KDD](https://x.no):** `kode`")
    'Til KDD: kode'
    """
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
