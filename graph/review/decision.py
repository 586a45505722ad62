"""What a person decided about an item: a frozen value that no later reading changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from graph.errors import InnspillError
from graph.model import ConceptKind, Force, Kind, Role

#: Letters of a decision's id, hexadecimal; 64 bits, so that logs can be merged without a number between them.
ID_LETTERS: Final = 16
#: A correction that says the item has no force.
NO_FORCE: Final = "none"
#: A note that says the item is read wrong.
WRONG: Final = "wrong"


class Act(StrEnum):
    """What was decided.

    ``confirm`` all of the item is right as it stands; ``kind``, ``force`` and ``text`` correct it
    (``text`` keeps one span of it); ``add`` and ``reject`` a link; ``merge`` the item repeats another;
    ``split`` it is several; ``answer`` what came of it; ``same`` and ``different`` whether another item
    asks the same; ``name`` proposes a new actor or theme, ``spelling`` another way to write a known one;
    ``note`` a remark, or (``wrong``) that something in the reading is wrong and not yet said right;
    ``withdraw`` takes an earlier decision back.
    """

    CONFIRM = "confirm"
    KIND = "kind"
    FORCE = "force"
    TEXT = "text"
    ADD = "add"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    ANSWER = "answer"
    SAME = "same"
    DIFFERENT = "different"
    NAME = "name"
    SPELLING = "spelling"
    NOTE = "note"
    WITHDRAW = "withdraw"


class Answer(StrEnum):
    """What came of an ask."""

    OPEN = "open"
    PROGRESS = "in-progress"
    DONE = "done"
    DECLINED = "declined"


#: The values ``target`` may have, for the acts where it is one of few.
TARGETS: Final = {
    Act.KIND: frozenset(Kind),
    Act.FORCE: frozenset(Force) | {NO_FORCE},
    Act.ANSWER: frozenset(Answer),
    Act.NAME: frozenset(ConceptKind),
    Act.NOTE: frozenset({"", WRONG}),
}
#: The acts that say something of one link.
OF_LINK: Final = frozenset({Act.ADD, Act.REJECT})


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
    carry an added link, the other item's text, the new name or spelling, or what was answered.
    ``spans`` are offsets in the anchor's text, for ``text`` and ``split``. ``link`` is an address where
    the answer stands.
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

        >>> from dataclasses import replace
        >>> add = Decision("", "Kari", Act.ADD, Anchor("d", "1", "t"), "kmd", Role.ADDRESSEE)
        >>> replace(add, act=Act.REJECT).facet == add.facet
        True
        """
        if self.act in OF_LINK:
            return ("link", str(self.role), self.target)
        if self.act in {Act.SAME, Act.DIFFERENT}:
            return ("same", self.target)
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


KEYS: Final = frozenset({f.name for f in fields(Decision)} - {"anchor"}) | {"document", "item", "text", "id"}


def from_record(record: Any, where: str = "", line: int | None = None) -> Decision:
    """A decision from plain values.

    Raises:
        InnspillError: a key or value is missing, unknown or of the wrong type; names file and line.
    """

    def wrong(problem: str) -> InnspillError:
        return InnspillError(problem, where=where, line=line, cure="Rett linjen, eller hent filen på nytt")

    if not isinstance(record, dict):
        raise wrong("en avgjørelse er et JSON-objekt")
    unknown = sorted(set(record) - KEYS)
    if unknown:
        raise wrong(f"ukjent felt «{unknown[0]}»")
    given = {key: value for key, value in record.items() if key != "spans"}
    bad = sorted(key for key, value in given.items() if not isinstance(value, str))
    if bad:
        raise wrong(f"feltet «{bad[0]}» skal være tekst")
    missing = [key for key in ("act", "document", "item", "text", "who", "when") if key not in record]
    if missing:
        raise wrong(f"feltet «{missing[0]}» mangler")
    try:
        made = Decision(
            when=given["when"],
            who=given["who"],
            act=Act(given["act"]),
            anchor=Anchor(given["document"], given["item"], given["text"]),
            target=given.get("target", ""),
            role=Role(given["role"]) if given.get("role") else None,
            quote=given.get("quote", ""),
            spans=tuple((int(a), int(b)) for a, b in record.get("spans", ())),
            link=given.get("link", ""),
            why=given.get("why", ""),
        )
    except (ValueError, TypeError) as error:
        raise wrong(f"ugyldig verdi ({error})") from None
    if record.get("id", made.id) != made.id:
        raise wrong("linjen er endret: innholdet svarer ikke til id-en")
    problem = problem_of(made)
    if problem:
        raise wrong(problem)
    return made


def problem_of(decision: Decision) -> str:
    """What is wrong with a decision, in words; empty where nothing is."""
    act, text = decision.act, decision.anchor.text
    if not decision.who.strip():
        return "det står ikke hvem som har avgjort"
    if act in TARGETS and decision.target not in TARGETS[act]:
        return f"«{decision.target}» er ikke mulig for {act.value}"
    if act in OF_LINK and not (decision.role and decision.target):
        return f"{act.value} trenger rolle og aktør eller tema"
    if act in {Act.MERGE, Act.SAME, Act.DIFFERENT, Act.SPELLING, Act.WITHDRAW} and not decision.target:
        return f"{act.value} trenger et mål"
    if act in {Act.NAME, Act.SPELLING} and not decision.quote.strip():
        return f"{act.value} trenger et navn"
    if act is Act.NOTE and not (decision.target or decision.quote.strip()):
        return f"{act.value} trenger en tekst"
    if act in {Act.TEXT, Act.SPLIT}:
        return _problem_of_spans(decision.spans, len(text), 1 if act is Act.TEXT else 2)
    return ""


def _problem_of_spans(spans: tuple[tuple[int, int], ...], length: int, fewest: int) -> str:
    ends = [0, *(end for _, end in spans)]
    right = all(before <= start < end <= length for before, (start, end) in zip(ends, spans, strict=False))
    if not right or len(spans) < fewest or (fewest == 1 and len(spans) != 1):
        return "utsnittene ligger ikke etter hverandre i teksten"
    return ""
