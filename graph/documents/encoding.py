"""Bytes to text: which encoding a Norwegian text file is in, or a refusal that says what it is."""

from __future__ import annotations

import codecs
from typing import Final

from graph.errors import InnspillError

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: One-byte encodings Norwegian files are found in, the commonest first.
LEGACY: Final = ("cp1252", "cp865", "mac_roman")

#: What Norwegian text holds beyond ASCII; anything else counts against a reading.
EXPECTED: Final = frozenset("æøåÆØÅéèêëóòôàáäöüÄÖÜÉ«»–—•…‘’“”„´°§½²³·\xad\xa0€×±→ﬁﬂ")

#: What stands where a byte could not be read, and how many of those there may be for each right character.
LOST: Final = "\ufffd"
FEW_LOST: Final = 0.2

#: Share of control characters above which the bytes are no text at all.
CONTROL_LIMIT: Final = 0.01


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read in; ``declared`` is one the text itself states.

    Raises:
        InnspillError: the bytes are not text, or no encoding reads them as Norwegian text.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    if encoding := _utf16_without_bom(data):
        return _strict(data, encoding, name), encoding
    try:
        return _refuse_binary(data.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        pass
    if mended := _nearly_utf8(data):
        return _refuse_binary(mended, name), f"utf-8 med {mended.count(LOST)} ugyldige tegn"
    try:
        return _refuse_binary(data.decode(declared), name), declared.lower()
    except (UnicodeDecodeError, LookupError):
        return _legacy(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InnspillError(
            "wrong-encoding",
            where=name,
            line=line,
            cure="save-as-utf8",
            encoding=encoding,
            byte=error.start,
        ) from None


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 of Latin text has a NUL in every other byte."""
    head = data[:4096]
    if len(head) < 4 or not head.count(0):  # noqa: PLR2004 - two characters
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.05 else ""


def _nearly_utf8(data: bytes) -> str:
    """The text where all but a few of its characters beyond ASCII are right UTF-8; else nothing."""
    text = data.decode("utf-8", errors="replace")
    beyond = sum(ord(c) > ord("\x7f") for c in text)
    lost = text.count(LOST)
    return text if lost <= FEW_LOST * (beyond - lost) else ""


def _refuse_binary(text: str, name: str) -> str:
    control = sum(ord(c) < ord(" ") and c not in "\n\r\t\f\v" for c in text[:65536])
    if control > max(2, CONTROL_LIMIT * len(text[:65536])):
        raise InnspillError("not-text", where=name, cure="give-text")
    return text


def _legacy(data: bytes, name: str) -> tuple[str, str]:
    """The one-byte encoding whose reading looks most like Norwegian."""
    readings = []
    for rank, encoding in enumerate(LEGACY):
        text = data.decode(encoding, errors="replace")
        beyond = [c for c in text if ord(c) > ord("\x7f")]
        strange = sum(c not in EXPECTED for c in beyond)
        readings.append((strange / len(beyond), rank, encoding, text))
    strange_share, _, encoding, text = min(readings)
    if strange_share > 0.2:  # noqa: PLR2004 - one strange letter in five is no Norwegian
        raise InnspillError(
            "unknown-encoding",
            where=name,
            cure="save-as-utf8",
        )
    return _refuse_binary(text, name), encoding
