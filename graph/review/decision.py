"""What a person decided about an item: a frozen value that no later reading changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from graph.acts import Act
from graph.asks import Status
from graph.model import ConceptKind, Force, Kind, Role

#: Letters of a decision's id, hexadecimal; 64 bits, so that logs can be merged without a number between them.
ID_LETTERS: Final = 16
#: A correction that says the item has no force.
NO_FORCE: Final = "none"
#: A note that says the item is read wrong.
WRONG: Final = "wrong"


#: The values ``target`` may have, for the acts where it is one of few.
TARGETS: Final = {
    Act.KIND: frozenset(Kind),
    Act.FORCE: frozenset(Force) | {NO_FORCE},
    Act.ANSWER: frozenset(Status),
    Act.NAME: frozenset(ConceptKind),
    Act.NOTE: frozenset({"", WRONG}),
}
#: The acts that say something of one link, those that change what the items are, those that name another.
OF_LINK: Final = frozenset({Act.ADD, Act.REJECT})
CUTS: Final = frozenset({Act.TEXT, Act.SPLIT, Act.MERGE})
PAIRS: Final = frozenset({Act.SAME, Act.DIFFERENT})


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """What was decided on: the document's slug, the item's id in it and its text as it stood."""

    document: str
    item: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One act of one person on one item.

    ``when`` is ISO 8601 in UTC with microseconds. ``target`` is what the act needs: an actor or theme
    id, a kind, a force, an answer, another item's id, for ``same`` and ``different`` that item's
    document and id joined by a slash, for ``withdraw`` a decision's id. ``quote`` is the words that
    carry an added link, the other item's text (``merge``, ``same``, ``different``), how the item was read
    (``confirm``), the new name or spelling, or what was answered. ``spans`` are offsets in the anchor's
    text, for ``text`` and ``split``. ``link`` is the web address where the answer stands.
    """

    when: str
    who: str
    act: Act
    anchor: Anchor
    target: str = ""
    role: Role | None = None
    quote: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    link: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        """A hash of all of it: the same decision read twice is one."""
        line = json.dumps(as_record(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(line.encode()).hexdigest()[:ID_LETTERS]

    @property
    def facet(self) -> tuple[str, ...]:
        """What a later decision on the same item and facet stands instead of.

        A cut of a text stands instead of earlier cuts of that text; a cut of what a cut left goes on from it.

        >>> from dataclasses import replace
        >>> add = Decision("", "Kari", Act.ADD, Anchor("d", "1", "t"), "kmd", Role.ADDRESSEE)
        >>> replace(add, act=Act.REJECT).facet == add.facet
        True
        """
        if self.act in OF_LINK:
            return ("link", str(self.role), self.target)
        if self.act in PAIRS:
            return ("same", self.target)
        if self.act in CUTS:
            return ("cut", self.anchor.text)
        if self.act in {Act.WITHDRAW, Act.NAME, Act.SPELLING, Act.NOTE}:
            return (self.act.value, self.target, self.quote)
        return (self.act.value,)


def now() -> str:
    """The time as decisions write it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def as_record(decision: Decision) -> dict[str, Any]:
    """A decision as plain values, in the order of a line of JSON; what is empty is left out."""
    anchor = decision.anchor
    record: dict[str, Any] = {
        "act": decision.act.value,
        "document": anchor.document,
        "item": anchor.item,
        "text": anchor.text,
        "role": decision.role.value if decision.role else "",
        "target": decision.target,
        "quote": decision.quote,
        "spans": [list(span) for span in decision.spans],
        "link": decision.link,
        "why": decision.why,
        "who": decision.who,
        "when": decision.when,
    }
    return {
        key: value for key, value in record.items() if value or key in {"act", "document", "item", "text"}
    }
