"""Placing: which item of a document a decision is about, after the document may have changed.

The text decides and the place helps: the same text at the same place fits, the same text at one other
place has moved, and anything else is for a person to look at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from graph.review.outcome import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.review.decision import Anchor

#: How much of two texts must be the same for one to be shown as what the other became.
ALIKE: Final = 0.5
#: So many items, those that share most words with a text, are compared with it letter by letter.
COMPARED: Final = 20
WORD: Final = re.compile(r"\w+")


def folded(text: str) -> str:
    r"""Case and spacing put aside: what a new layout changes in a text.

    >>> folded("KMD  bør\nsamordne ") == folded("KMD bør samordne")
    True
    """
    return " ".join(text.casefold().split())


def rebased(spans: Sequence[tuple[int, int]], old: str, new: str) -> tuple[tuple[int, int], ...] | None:
    r"""Spans of a text as spans of the same text with other case or spacing; None where it is another.

    >>> rebased([(0, 3), (5, 8)], "KMD  bør", "KMD\nbør "), rebased([(0, 3)], "KMD", "KD")
    (((0, 3), (4, 7)), None)
    """
    if old == new:
        return tuple(spans)
    letters, others = ([n for n, letter in enumerate(text) if not letter.isspace()] for text in (old, new))
    if folded(old) != folded(new) or len(letters) != len(others):
        return None
    within = [[n for n, place in enumerate(letters) if start <= place < end] for start, end in spans]
    return tuple((others[some[0]], others[some[-1]] + 1) for some in within) if all(within) else None


class Places:
    """The items of a document by id, by text and by section, kept up as decisions change them."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        """``items`` are ids and texts."""
        self.texts: dict[str, str] = {}
        self._known: dict[str, set[str]] = defaultdict(set)
        self._by_text: dict[str, set[str]] = defaultdict(set)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for item, text in items:
            self.put(item, text)

    def put(self, item: str, text: str) -> None:
        """Say what an item's text is now; earlier texts of it are still known as its own."""
        self._unword(item)
        self.texts[item] = text
        for word in _words(text):
            self._by_word[word].add(item)
        self._known[item].add(folded(text))
        self._by_text[folded(text)].add(item)

    def remove(self, item: str) -> None:
        """Forget an item."""
        self._unword(item)
        del self.texts[item]
        for text in self._known.pop(item):
            self._by_text[text].discard(item)

    def _unword(self, item: str) -> None:
        for word in _words(self.texts.get(item, "")):
            self._by_word[word].discard(item)

    def find(self, anchor: Anchor) -> str | Reason:
        """The id of the anchor's item, or why there is none."""
        text = folded(anchor.text)
        if text in self._known.get(anchor.item, ()):
            return anchor.item
        same = self._by_text.get(text, set())
        section = anchor.item.rpartition("/")[0]
        for some in (same, {item for item in same if item.rpartition("/")[0] == section}):
            if len(some) == 1:
                return next(iter(some))
        if same:
            return Reason.AMBIGUOUS
        return Reason.REWORDED if self.nearest(anchor) else Reason.GONE

    def nearest(self, anchor: Anchor) -> str:
        """The id of the item most like the anchor's, the one at its place before others; or empty."""
        if anchor.item in self.texts and _alike(anchor.text, self.texts[anchor.item]) >= ALIKE:
            return anchor.item
        shared = Counter(item for word in set(_words(anchor.text)) for item in self._by_word[word])
        likely = nsmallest(COMPARED, shared, key=lambda item: (-shared[item], item))
        scored = ((_alike(anchor.text, self.texts[item]), item) for item in sorted(likely))
        score, item = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
        return item if score >= ALIKE else ""


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _alike(one: str, other: str) -> float:
    """From 0 to 1, by longest common runs (https://docs.python.org/3/library/difflib.html)."""
    matcher = SequenceMatcher(None, folded(one), folded(other), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
