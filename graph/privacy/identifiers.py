"""Identifiers: e-mail addresses, phone numbers and national identity numbers.

Phone numbers are found by libphonenumber's rules (https://github.com/daviddrysdale/python-phonenumbers);
sums of money and case numbers that could be dialled are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    Span = tuple[int, int]

EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Eleven digits as a *fødselsnummer* is written, alone or as six and five; a wrong one is personal too.
NATIONAL: Final = re.compile(r"(?<![\w/-])\d{6}[ ]?\d{5}(?![\w/-])")
#: Fewer digits than this are no number of a person.
FEWEST: Final = 8
SOME_DIGITS: Final = re.compile(r"\d(?:\D{0,3}\d){7}")
#: 35 000 000: a sum, not a number to ring.
SUM: Final = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3}){2,}")
#: Figures of a table, not of one number.
COLUMNS: Final = re.compile(r"\s{2,}")
MONEY_BEFORE: Final = re.compile(r"(?:kr|kroner|nok|\$|€)\.?\s*$", re.IGNORECASE)
MONEY_AFTER: Final = re.compile(r"\s*(?:,-|kr\b|kroner|nok\b|mill|mrd)", re.IGNORECASE)


def emails(text: str) -> Iterator[Span]:
    """Where e-mail addresses stand.

    >>> list(emails("Spør kari@eksempel.no"))
    [(5, 21)]
    """
    return (found.span() for found in EMAIL.finditer(text))


def national_numbers(text: str) -> Iterator[Span]:
    """Where numbers written as national identity numbers stand.

    >>> list(national_numbers("010203 12345 og 974760673"))
    [(0, 12)]
    """
    return (found.span() for found in NATIONAL.finditer(text))


def phone_numbers(text: str) -> Iterator[Span]:
    """Where phone numbers stand, Norwegian ones without a country code too.

    >>> list(phone_numbers("Ring 22 24 90 90; det koster 35 000 000 kroner"))
    [(5, 16)]
    """
    if not SOME_DIGITS.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "NO", leniency=Leniency.VALID):
        raw: str = match.raw_string
        if sum(c.isdigit() for c in raw) < FEWEST or "/" in raw or SUM.fullmatch(raw) or COLUMNS.search(raw):
            continue
        if not MONEY_BEFORE.search(text[: match.start]) and not MONEY_AFTER.match(text, match.end):
            yield match.start, match.end
