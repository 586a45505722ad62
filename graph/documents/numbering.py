"""List labels: the number, letter or bullet a word processor shows but does not store.

WordprocessingML and ODF keep a list's format per level and leave counting to the program.
ECMA-376 part 1, 17.9; OpenDocument 1.3 part 3, 16.30.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from graph.language import BULLETS

ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
#: Longer lists than this are numbered as Word does, by repeating the letter.
MOST: Final = 999


@dataclass(frozen=True, slots=True)
class LevelFormat:
    """One level of a list: its kind of number, its template (``%1.%2``), its start and indentation."""

    kind: str = "decimal"
    template: str = ""
    start: int = 1
    legal: bool = False
    indent: int = 0


@dataclass(slots=True)
class Counter:
    """The running numbers of one list, by level from 0."""

    values: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, formats: dict[int, LevelFormat]) -> None:
        """One more item on a level; deeper levels begin anew."""
        start = formats.get(level, LevelFormat()).start
        self.values[level] = self.values.get(level, start - 1) + 1
        for deeper in [lv for lv in self.values if lv > level]:
            del self.values[deeper]

    def restart(self, level: int, start: int) -> None:
        """Let the next item on a level have the number ``start``."""
        self.values[level] = start - 1

    def label(self, level: int, formats: dict[int, LevelFormat]) -> str:
        """The label of the item counted last on a level."""
        own = formats.get(level, LevelFormat())
        if own.kind == "bullet":
            return bullet(own.template)
        if own.kind == "none" and "%" not in own.template:
            return own.template

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = formats.get(at, LevelFormat())
            kind = "decimal" if own.legal else of.kind
            return written(self.values.get(at, of.start), kind)

        return re.sub(r"%(\d)", number, own.template)


def bullet(sign: str) -> str:
    r"""A bullet as text: the sign where it is one, else the common one (symbol fonts hide theirs).

    >>> bullet("–"), bullet("\uf0a7"), bullet("o")
    ('–', '•', 'o')
    """
    sign = sign.strip()
    return sign if sign and (sign in BULLETS or sign == "o") and not _private(sign) else "•"


def _private(sign: str) -> bool:
    return "\ue000" <= sign[:1] <= "\uf8ff"


def written(number: int, kind: str) -> str:
    """A number as a list shows it.

    >>> [written(4, k) for k in ("decimal", "lowerLetter", "upperRoman", "decimalZero", "none")]
    ['4', 'd', 'IV', '04', '']
    >>> written(28, "lowerLetter")
    'bb'
    """
    number = max(0, min(number, MOST))
    if kind.endswith("Letter"):
        text = LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1) if number else ""
    elif kind.endswith("Roman"):
        text = _roman(number)
    elif kind == "none":
        return ""
    else:
        return f"{number:02d}" if kind == "decimalZero" else str(number)
    return text.upper() if kind.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def labelled(label: str, text: str) -> str:
    """A list item as a line: a bare number gets the full stop that makes it a marker.

    >>> labelled("3", "Følge opp"), labelled("a)", "Felles"), labelled("", "Tekst")
    ('3. Følge opp', 'a) Felles', 'Tekst')
    """
    if re.fullmatch(r"\w{1,3}(?:\.\d+)*", label) and label not in BULLETS and label != "o":
        label += "."
    return f"{label} {text}".strip()
