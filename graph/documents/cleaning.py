"""Cleaning: what only a printer or a program needs is taken out of a text, and told."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from graph.messages import Sentence, sentence

#: NFKC would turn ½ into 1/2; only the ligatures of typesetting are taken apart.
LIGATURES: Final = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xad": None}
)

#: Control characters but tab and line ends, and lone surrogates, stay out of RDF.
UNWANTED: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> tuple[str, int]:
    r"""NFC, ligatures apart, soft hyphens and control characters out; and how many were removed.

    >>> clean("A\u030as \ufb01n\x00")
    ('Ås fin', 1)
    """
    text, removed = UNWANTED.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text.translate(LIGATURES)).removeprefix("\ufeff"), removed


def encoding_note(encoding: str) -> tuple[Sentence, ...]:
    """What to tell of a text that was not in UTF-8."""
    foreign = encoding not in {"utf-8", "utf-8-sig"}
    return (sentence("read-as", file="notes", encoding=encoding),) if foreign else ()


def removed_note(removed: int) -> tuple[Sentence, ...]:
    """What to tell of removed characters; nothing where there were none."""
    return (sentence("controls-removed", file="notes", count=removed),) if removed else ()
