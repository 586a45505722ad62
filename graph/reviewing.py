"""Reviewing: decisions out of what people write, and the review's status in words."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.messages import messages
from graph.model import Role
from graph.queries import concept
from graph.review import Act, Anchor, Decision, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item
    from graph.review import Conflict, Review
    from graph.review.status import Figures

SPAN: Final = re.compile(r"(\d+)-(\d+)")
#: So many conflicts and unreviewed items are named in the text; the JSON has all.
SHOWN: Final = 20


def role_of(act: Act, role: str, target: str, gazetteer: Gazetteer) -> Role | None:
    """The role of an act on a link: as named, else the theme's where the target is a theme.

    Raises:
        InnspillError: no such role, or one is needed.
    """
    if act not in {Act.ADD, Act.REJECT}:
        return None
    if not role:
        if target and concept("theme", target, gazetteer, quiet=True):
            return Role.SUBJECT
        raise InnspillError(f"{act.value} trenger --role", cure=f"En av: {', '.join(Role)}")
    if role not in set(Role):
        raise InnspillError(f"ukjent rolle «{role}»", cure=f"En av: {', '.join(Role)}")
    return Role(role)


def chosen(act: Act, role: Role | None, target: str, gazetteer: Gazetteer, extraction: Extraction) -> str:
    """The id that a written target stands for.

    Raises:
        InnspillError: it is unknown (suggests the nearest) or stands for several.
    """
    if role is None:
        if act in {Act.MERGE, Act.SAME, Act.DIFFERENT}:
            from graph.explanation import find_item

            return find_item(extraction, target).id if act is Act.MERGE else target
        return target
    kind = "theme" if role is Role.SUBJECT else "actor"
    return concept(kind, target, gazetteer.including(extraction.candidates))


def spans_of(given: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Spans as people write them.

    Raises:
        InnspillError: one is not two numbers with a hyphen.

    >>> spans_of(["0-20", "21-40"])
    ((0, 20), (21, 40))
    """
    found = [SPAN.fullmatch(span) for span in given]
    if not all(found):
        raise InnspillError("ugyldig utsnitt", cure="Skriv det som 0-20, tegn talt fra 0")
    return tuple((int(m[1]), int(m[2])) for m in found if m)


def moved(decision: Decision, item: Item | None, who: str, why: str) -> list[Decision]:
    """Taking a decision back, and making it again about an item where there is one."""
    when = now()
    back = Decision(when, who, Act.WITHDRAW, decision.anchor, decision.id, why=why)
    if item is None:
        return [back]
    anchor = Anchor(decision.anchor.document, item.id, item.text)
    return [back, replace(decision, when=when, who=who, anchor=anchor, why=why or decision.why)]


def status_text(review: Review, found: Figures, gazetteer: Gazetteer, language: str) -> str:
    """The figures, the conflicts with both texts, and what is still unreviewed, for people."""
    say = messages("review", language)
    lines = [
        say["progress"].format(
            confirmed=found.confirmed, items=found.items, touched=found.touched, conflicts=found.conflicts
        )
    ]
    lines += [
        say["agreement"].format(
            field=say[f"field-{a.field}"], both=a.both, machine=a.machine, people=a.people
        )
        for a in found.agreement
        if found.confirmed and (a.both or a.machine or a.people)
    ]
    for conflict in review.conflicts[:SHOWN]:
        lines += _conflict(conflict, say, language)
    if len(review.conflicts) > SHOWN:
        lines.append(say["more"].format(count=len(review.conflicts) - SHOWN))
    del gazetteer
    if found.unreviewed:
        lines.append(say["unreviewed"].format(count=len(found.unreviewed), first=found.unreviewed[0]))
    return "\n".join(lines)


def _conflict(conflict: Conflict, say: dict[str, str], language: str) -> list[str]:
    decision = conflict.decision
    terms = messages("terms", language)
    what = " ".join(
        part
        for part in (
            say[f"act-{decision.act.value}"],
            terms[f"role-{decision.role}"] if decision.role else "",
            decision.target,
        )
        if part
    )
    lines = [
        "",
        f"{decision.id}  {what} ({decision.who}, {decision.when[:10]}): " + say[f"reason-{conflict.reason}"],
        say["then"].format(text=decision.anchor.text, item=decision.anchor.item),
    ]
    if conflict.item:
        lines.append(say["now"].format(text=conflict.text, item=conflict.item))
    return lines


def status_json(review: Review, found: Figures) -> str:
    """The same as JSON, with every conflict and every unreviewed item."""
    return json.dumps(
        {
            **asdict(found),
            "document": review.machine.document.slug,
            "conflicting": [
                {
                    "decision": c.decision.id,
                    "reason": c.reason.value,
                    "item": c.decision.anchor.item,
                    "text": c.decision.anchor.text,
                    "nearest": c.item,
                    "nearest_text": c.text,
                }
                for c in review.conflicts
            ],
        },
        ensure_ascii=False,
        indent=2,
    )
