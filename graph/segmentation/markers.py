"""List markers: bullets, numbers, letters, Roman and decimal numbers at the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from graph.language import BULLETS

BULLET: Final = re.compile(rf"(?P<mark>[{re.escape(BULLETS)}]|o(?=\s+\w))\s+(?=\S)")
DECIMAL: Final = re.compile(r"(?P<mark>\(?(?P<value>\d{1,2}(?:\.\d{1,2})+)[.)]?)\s+(?=\S)")
NUMBER: Final = re.compile(r"(?P<mark>\(?(?P<value>\d{1,3})[.)]\)?)(?:\s+(?=\S)|(?=[A-ZÆØÅ][a-zæøå]))")
LETTER: Final = re.compile(r"(?P<mark>\(?(?P<value>[a-zæøåA-ZÆØÅ])[.)]\)?)\s+(?=\S)")
#: Word's own signs need no space behind them; a dash or an asterisk does.
GLUED: Final = re.compile(r"(?P<mark>[•▪◦●○■□➢➤►✓✔◆❖∙⁃▸▶➔◇☐☑☒\uf0b7\uf0a7\uf0d8\uf0fc])(?=[\w«“”(\"])")
#: A sign or number alone on its line: PDF readers part it from its text.
ALONE: Final = re.compile(rf"[{re.escape(BULLETS)}]|\(?\d{{1,2}}[.)]|\(?[a-z][.)]")
LONGEST_SIGN: Final = len("(10)")
#: Signs of prose that are bullets where several lines begin with them.
SHY: Final = re.compile(r"(?P<mark>-{1,2}>|=>|[>›»~](?=\s))\s*(?=[^\s>])")

ROMAN: Final = re.compile(r"(?P<mark>\(?(?P<value>[ivx]{1,5}|[IVX]{2,5})[.)])\s+(?=\S)")

MONTHS: Final = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b", re.IGNORECASE
)

ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10}


class Style(IntEnum):
    """Marker styles in the order they nest where indentation tells nothing."""

    NUMBER = 1
    DECIMAL = 2
    LETTER = 3
    ROMAN = 4
    BULLET = 5


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """A marker as it stands, its style, value (``6``, ``d``, ``1.1``, ``•``) and place in its list."""

    text: str
    style: Style
    value: str
    ordinal: int

    @property
    def key(self) -> tuple[Style, str]:
        """What makes two markers belong to one list: the style, and for bullets the sign itself."""
        return self.style, self.value if self.style is Style.BULLET else self._frame()

    def _frame(self) -> str:
        frame = self.text.replace(self.value, "", 1)
        return f"{frame}{self.value.count('.')}" if self.style is Style.DECIMAL else frame


def read_marker(line: str) -> tuple[Marker, str] | None:
    """The marker a line begins with and the text after it, or None.

    A number before a month is a date, not a marker.

    >>> read_marker("6. Følge opp")
    (Marker(text='6.', style=<Style.NUMBER: 1>, value='6', ordinal=6), 'Følge opp')
    >>> read_marker("2. desember 2021") is None
    True
    >>> read_marker("c) Felles")[0].ordinal
    3
    """
    text = line.strip()
    for pattern, style in (
        (BULLET, Style.BULLET),
        (GLUED, Style.BULLET),
        (DECIMAL, Style.DECIMAL),
        (NUMBER, Style.NUMBER),
        (LETTER, Style.LETTER),
        (ROMAN, Style.ROMAN),
    ):
        if match := pattern.match(text):
            rest = text[match.end() :]
            if style is Style.NUMBER and MONTHS.match(rest):
                return None
            value = match.groupdict().get("value", match["mark"])
            return Marker(match["mark"], style, value, _ordinal(style, value)), rest
    return None


def read_shy_marker(line: str) -> tuple[Marker, str] | None:
    """The sign of prose a line begins with, read as a bullet, and the text after it.

    >>> read_shy_marker("> flere hybler"), read_shy_marker("-> KD")[0].text, read_shy_marker(">> Hei")
    ((Marker(text='>', style=<Style.BULLET: 5>, value='>', ordinal=0), 'flere hybler'), '->', None)
    """
    match = SHY.match(line)
    return (Marker(match["mark"], Style.BULLET, match["mark"], 0), line[match.end() :]) if match else None


def is_sign(line: str) -> bool:
    """Whether a line is a marker alone.

    >>> is_sign("•"), is_sign("3."), is_sign("• Tekst")
    (True, True, False)
    """
    return len(line) <= LONGEST_SIGN and ALONE.fullmatch(line) is not None


def is_date(text: str) -> bool:
    """Whether a line begins with a day and month.

    >>> is_date("2. desember 2021 i Oslo"), is_date("2. Desentralisere mer")
    (True, False)
    """
    number = NUMBER.match(text)
    return number is not None and MONTHS.match(text[number.end() :]) is not None


def is_parenthesis(text: str) -> bool:
    """Whether a line is one remark in parentheses.

    >>> is_parenthesis("(egen gruppe)"), is_parenthesis("(a) og (b)")
    (True, False)
    """
    return text.startswith("(") and text.find(")") == len(text) - 1


def as_roman(marker: Marker) -> Marker | None:
    """The same marker read as a Roman number, where it can be one (``i)`` is letter and number)."""
    if marker.style is not Style.LETTER or marker.value.lower() not in ROMAN_VALUES:
        return None
    return Marker(marker.text, Style.ROMAN, marker.value, _ordinal(Style.ROMAN, marker.value))


def _ordinal(style: Style, value: str) -> int:
    if style is Style.BULLET:
        return 0
    if style is Style.LETTER:
        return "abcdefghijklmnopqrstuvwxyzæøå".index(value.lower()) + 1
    if style is Style.ROMAN:
        return _roman(value)
    return int(value.rsplit(".", 1)[-1])


def _roman(value: str) -> int:
    numbers = [ROMAN_VALUES[c] for c in value.lower()]
    following = [*numbers[1:], 0]
    return sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))
