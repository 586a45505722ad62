"""What a document says of itself: its date and its written language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS: Final = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip

WRITTEN_DATE: Final = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?:\s?[-–]\s?\d{{1,2}}\.)?\s?(?P<month>{'|'.join(MONTHS)})\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
NUMERIC_DATE: Final = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b")
ISO_DATE: Final = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def date_of(text: str) -> str:
    """The first date in a text as ISO 8601, the year alone where no day is given, or nothing.

    >>> date_of("diskusjonene 1.-2.desember 2021"), date_of("Høring 2023"), date_of("uten")
    ('2021-12-01', '2023', '')
    """
    found = [match for pattern in (WRITTEN_DATE, NUMERIC_DATE, ISO_DATE) if (match := pattern.search(text))]
    for match in sorted(found, key=lambda m: m.start()):
        month = match["month"].lower()
        number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
        if 1 <= number <= len(MONTHS) and 1 <= int(match["day"]) <= 31:  # noqa: PLR2004
            return f"{match['year']}-{number:02d}-{int(match['day']):02d}"
    year = YEAR.search(text)
    return year[0] if year else ""


def language_of(text: str, cues: Mapping[str, tuple[str, ...]]) -> str:
    """``nn`` or ``nb``, by which variant's function words are commoner in the whole document."""
    words = re.findall(r"\w+", text.lower())
    nynorsk, bokmal = set(cues.get("nynorsk", ())), set(cues.get("bokmal", ()))
    balance = sum((word in nynorsk) - (word in bokmal) for word in words)
    return "nn" if balance > 0 else "nb"
