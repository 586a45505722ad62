"""Fields: what a row says of an item, as values that can be held against each other."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.model import Role
from graph.review import Act
from graph.review.decision import WRONG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.review import Review

#: What a field holds: ids, sorted; where only one is possible, one or none.
Value = tuple[str, ...]

KIND: Final = "kind"
FORCE: Final = "force"
ANSWER: Final = "answer"
RIGHT: Final = "right"
YES: Final = "yes"
NO: Final = "no"
#: The fields that name actors or themes, by their column, and the role they are.
ROLES: Final[Mapping[str, Role]] = {
    "addressee": Role.ADDRESSEE,
    "partner": Role.PARTNER,
    "beneficiary": Role.BENEFICIARY,
    "proposer": Role.PROPOSER,
    "subject": Role.SUBJECT,
}
#: What people can change, in the order of the columns.
FIELDS: Final = (RIGHT, KIND, FORCE, *ROLES, ANSWER)
#: Those that say how the item is read; the others say what people think of it.
READING: Final = (KIND, FORCE, *ROLES)
ESCAPE: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")
#: Letters of a text's hash in a key, hexadecimal.
HASH_LETTERS: Final = 16
#: Characters of a text that a cell is given; a spreadsheet holds 32,767.
LONGEST: Final = 32_000


@dataclass(frozen=True, slots=True)
class Key:
    """What a row was when it was written: whose item, the hash of its text, and every field's value."""

    document: str
    item: str
    text: str
    values: Mapping[str, Value]

    def line(self) -> str:
        """As one cell.

        >>> Key("d", "1", text_hash("Noe"), {"kind": ("proposal",)}).line()
        '["d", "1", "0da2f712d8927d7e", {"kind": ["proposal"]}]'
        """
        return json.dumps([self.document, self.item, self.text, self.values], ensure_ascii=False)

    @classmethod
    def read(cls, cell: str) -> Key | None:
        """From one cell; None where it is no key."""
        try:
            document, item, text, values = json.loads(cell)
            found = {str(field): tuple(map(str, ids)) for field, ids in values.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        return cls(str(document), str(item), str(text), found) if found.keys() <= set(FIELDS) else None


def text_hash(text: str) -> str:
    r"""By which a text is known again; spacing, line breaks and a sheet's own escapes do not count.

    ``_x0007_`` is how an XLSX writes a control character (ECMA-376, part 1, 22.9.2.19).

    >>> text_hash("KMD  bør ") == text_hash("KMD\nbør")
    True
    """
    kept = " ".join(ESCAPE.sub("", text).split())[:LONGEST]
    return hashlib.sha256(kept.encode()).hexdigest()[:HASH_LETTERS]


def values_of(review: Review) -> dict[str, dict[str, Value]]:
    """The value of every field of every item, by item."""
    links: dict[tuple[str, Role], set[str]] = defaultdict(set)
    for link in review.extraction.attributions:
        links[link.item, link.role].add(link.target)
    said: dict[str, dict[str, Value]] = {
        item.id: {
            RIGHT: (),
            KIND: (item.kind.value,),
            FORCE: (item.force.value,) if item.force else (),
            **{field: tuple(sorted(links[item.id, role])) for field, role in ROLES.items()},
            ANSWER: (),
        }
        for item in review.extraction.items
    }
    for kept in review.active:
        decision = kept.decision
        if kept.item not in said:
            continue
        if decision.act is Act.CONFIRM:
            said[kept.item][RIGHT] = (YES,)
        elif decision.act is Act.NOTE and decision.target == WRONG:
            said[kept.item][RIGHT] = (NO,)
        elif decision.act is Act.ANSWER:
            said[kept.item][ANSWER] = (decision.target,)
    return said
