"""Chapters: numbered lines that head the lists below them, told from the points of a list.

"1. Hva er utfordringene?" over bullets is a heading, "1. Styringsdialogen" over "a." is a point with
points of its own. No line tells alone: what tells is whether all the numbers that count on have something
else than the next number below them, whether they stand apart, and whether they ask or only name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, TypeAlias

from graph.model import Form
from graph.segmentation.markers import Marker, Style, as_roman, is_parenthesis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.segmentation.blocks import Block

#: Most words of a numbered heading: one that names, one that asks.
NAME_WORDS: Final = 14
QUESTION_WORDS: Final = 30
#: Share of a count's numbers that must be what all are taken to be.
MOST: Final = 0.8
#: Fewest numbers that are headings by naming, without standing apart or asking.
MANY: Final = 3
#: Counts that may be open at once; a point of a list may go on in none older.
OPEN_COUNTS: Final = 30

_Key: TypeAlias = tuple[Style, str, str, bool]


@dataclass(frozen=True, slots=True)
class _Member:
    """A numbered block, what comes below it, and the usual gap between the blocks there."""

    block: Block
    below: Block | None
    inner: int

    @property
    def holds_list(self) -> bool:
        """Whether the points of another list come right below."""
        if self.below is None or not self.has_content:
            return False
        return self.below.marker is not None or self.below.form is Form.ENTRY

    @property
    def has_content(self) -> bool:
        """Whether something else than the next number comes below."""
        if self.below is None or self.block.marker is None:
            return False
        if self.below.marker is None:
            return self.below.gap > 0 or self.below.form is Form.ENTRY or self.asks
        return (
            _key(self.below) != _key(self.block) or self.below.marker.ordinal != self.block.marker.ordinal + 1
        )

    @property
    def asks(self) -> bool:
        return self.block.text.endswith("?")

    @property
    def stands_apart(self) -> bool:
        """Whether there is more room around it than between the points below."""
        return self.block.gap > self.inner and self.below is not None and self.below.gap > 0

    @property
    def may_head(self) -> bool:
        """Whether it is short and ends as headings do."""
        most = QUESTION_WORDS if self.asks else NAME_WORDS
        return len(self.block.text.split()) <= most and not re.search(r"[.!,;]$", self.block.text)


@dataclass(slots=True)
class _Count:
    """Numbers of one form that count on: the places of their blocks."""

    key: _Key
    places: list[int] = field(default_factory=list)


def numbered_headings(body: Sequence[Block], is_statement: Callable[[str], bool]) -> frozenset[int]:
    """The lines of the numbered blocks that are headings over lists.

    ``is_statement`` says whether a text has a finite verb.
    """
    body = _with_romans(body)
    sure: list[_Member] = []
    likely: dict[_Key | None, list[_Member]] = {}
    for count in _counts(body):
        members = [_member(body, at, end) for at, end in pairwise([*count.places, len(body)])]
        if len(members) > 1 and _may_head(members, is_statement):
            if _stand_apart(members) or _ask(members):
                sure += members
            elif _name(members, is_statement):
                likely.setdefault(count.key, []).extend(members)
    sure += [member for members in likely.values() if len(members) >= MANY for member in members]
    return frozenset(member.block.line for member in sure if member.may_head)


def _may_head(members: Sequence[_Member], is_statement: Callable[[str], bool]) -> bool:
    """Whether nearly all numbers of a count look like headings and have something below."""
    most = MOST * len(members)
    lists = sum(member.holds_list for member in members)
    if 2 * lists < len(members) or sum(member.has_content for member in members) < most:
        return False
    return sum(m.may_head and (m.asks or not is_statement(m.block.text)) for m in members) >= most


def _stand_apart(members: Sequence[_Member]) -> bool:
    """Whether there is more room around the numbers than between the points below them."""
    first, rest = members[0].below, members[1:]
    apart = sum(member.stands_apart for member in rest)
    return first is not None and first.gap > 0 and apart >= MOST * len(rest)


def _ask(members: Sequence[_Member]) -> bool:
    """Whether at least half are questions, and all have bullets or a count of their own below."""
    asking = sum(member.asks for member in members)
    return 2 * asking >= len(members) and all(m.has_content and _holds_bullets(m) for m in members)


def _name(members: Sequence[_Member], is_statement: Callable[[str], bool]) -> bool:
    """Whether all only name what the bullets below are about, those not indented under them."""
    named = all(m.may_head and not is_statement(m.block.text) for m in members)
    parted = all(member.block.gap > member.inner for member in members[1:])
    return (
        named and parted and all(m.holds_list and _holds_bullets(m) and not _is_indented(m) for m in members)
    )


def _holds_bullets(member: _Member) -> bool:
    """Whether what comes below are bullets, notes, prose or another count, but no letters."""
    marker = member.below.marker if member.below else None
    return marker is None or marker.style in {Style.BULLET, Style.NUMBER}


def _is_indented(member: _Member) -> bool:
    return member.below is not None and member.below.indent > member.block.indent + 1


def _member(body: Sequence[Block], at: int, end: int) -> _Member:
    """A numbered block with what comes below, a line in parentheses put aside."""
    first = at + 2 if at + 1 < end and is_parenthesis(body[at + 1].text) else at + 1
    own = _key(body[at])
    points = takewhile(
        lambda block: block.marker is not None and _key(block) != own,
        (body[i] for i in range(first + 1, end)),
    )
    gaps = Counter(block.gap for block in points)
    inner = gaps.most_common(1)[0][0] if gaps else 0
    return _Member(body[at], body[first] if first < end else None, inner)


def _with_romans(body: Sequence[Block]) -> Sequence[Block]:
    """The blocks with "I." read as a number where "II." stands too."""
    if not any(_is_great_roman(block.marker) for block in body):
        return body
    return [
        replace(block, marker=roman)
        if block.marker and block.marker.value in {"I", "V", "X"} and (roman := as_roman(block.marker))
        else block
        for block in body
    ]


def _is_great_roman(marker: Marker | None) -> bool:
    return marker is not None and marker.style is Style.ROMAN and marker.value.isupper()


def _counts(body: Sequence[Block]) -> Iterator[_Count]:
    """The counts of a document: a number goes on with the latest count that waits for it."""
    waiting: list[_Count] = []
    for place, block in enumerate(body):
        key = _key(block)
        if key is None:
            continue
        fitting = [count for count in waiting if count.key == key and _follows(body[count.places[-1]], block)]
        alike = [c for c in fitting if (body[c.places[-1]].gap > 0) == (block.gap > 0)]
        chosen = (alike or fitting or [_Count(key)])[-1]
        if fitting:
            closed = waiting[waiting.index(chosen) + 1 :]
            del waiting[waiting.index(chosen) + 1 :]
        else:
            waiting.append(chosen)
            closed = waiting[:-OPEN_COUNTS]
            del waiting[:-OPEN_COUNTS]
        chosen.places.append(place)
        yield from closed
    yield from waiting


def _follows(last: Block, block: Block) -> bool:
    if last.marker is None or block.marker is None or abs(last.indent - block.indent) > 1:
        return False
    return block.marker.ordinal == last.marker.ordinal + 1


def _key(block: Block) -> _Key | None:
    """What makes two numbers count together: style, the signs around, the number above, capitals."""
    marker = block.marker
    if marker is None or block.form is Form.ENTRY or block.heading:
        return None
    if marker.style not in {Style.NUMBER, Style.DECIMAL} and not marker.value.isupper():
        return None
    above = marker.value.rpartition(".")[0]
    return marker.style, marker.key[1], above, marker.value.isupper()
