"""The status of a review for people: as text, as JSON and as a table of documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from graph.messages import messages
from graph.model import Role
from graph.review import OF_LINK, Act
from graph.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.review import Conflict, Decision, Review
    from graph.review.status import Figures

#: So many conflicts are shown in the text; the JSON has all.
SHOWN: Final = 20


def status_text(review: Review, found: Figures, gazetteer: Gazetteer, language: str) -> str:
    """The figures, the conflicts with both texts, and what is still unreviewed, for people."""
    say = messages("review", language)
    lines = [
        say["progress"].format(
            document=review.machine.document.slug,
            confirmed=found.confirmed,
            items=found.items,
            touched=found.touched,
            conflicts=found.conflicts,
        )
    ]
    lines += _agreement(found, say, language)
    if found.unreviewed:
        lines.append(say["unreviewed"].format(count=len(found.unreviewed), first=found.unreviewed[0]))
    known = gazetteer.including(review.extraction.candidates)
    for conflict in review.conflicts[:SHOWN]:
        lines += _conflict(conflict, known, language)
    if len(review.conflicts) > SHOWN:
        lines.append(say["more"].format(count=len(review.conflicts) - SHOWN))
    lines += [say["elsewhere"].format(document=slug, count=count) for slug, count in found.elsewhere]
    return "\n".join(lines)


def _agreement(found: Figures, say: dict[str, str], language: str) -> list[str]:
    fields = [a for a in found.agreement if found.confirmed and (a.both or a.machine or a.people)]
    return [
        say["agreement"].format(
            field=say[f"field-{a.field}"],
            both=a.both,
            machine=a.machine,
            people=a.people,
            f1=f"{a.f1:.2f}" if language == "en" else f"{a.f1:.2f}".replace(".", ","),
        )
        for a in fields
    ]


def act_text(decision: Decision, gazetteer: Gazetteer, language: str) -> str:
    """What was decided, in a few words: *legg til blir bedt KMD*."""
    say, terms = messages("review", language), messages("terms", language)
    act, target = decision.act, decision.target
    if act in OF_LINK or act is Act.SPELLING:
        known = gazetteer.themes if decision.role is Role.SUBJECT else gazetteer.actors
        target = gazetteer.label(target, language) if target in known else target
    said = {
        Act.KIND: terms.get(f"kind-{target}", target),
        Act.FORCE: terms.get(f"force-{target}", say["no-force"]),
        Act.ANSWER: say.get(f"answer-{target}", target),
    }.get(act, target)
    named = decision.quote if act in {Act.NAME, Act.SPELLING} else ""
    role = terms[f"role-{decision.role}"] if decision.role else ""
    return " ".join(part for part in (say[f"act-{act.value}"], role, said, named) if part)


def _conflict(conflict: Conflict, gazetteer: Gazetteer, language: str) -> list[str]:
    decision, say = conflict.decision, messages("review", language)
    what = act_text(decision, gazetteer, language)
    lines = [
        "",
        f"{decision.id}  {what} ({decision.who}, {decision.when[:10]}): {say[f'reason-{conflict.reason}']}",
        say["then"].format(text=decision.anchor.text, item=decision.anchor.item),
    ]
    if conflict.item:
        lines.append(say["now"].format(text=conflict.text, item=conflict.item))
    return lines


def status_json(review: Review, found: Figures) -> str:
    """The same as JSON, with every conflict and every unreviewed item."""
    figures = asdict(found) | {
        "agreement": [asdict(a) | {"f1": round(a.f1, 4)} for a in found.agreement],
        "standings": dict(found.standings),
        "elsewhere": dict(found.elsewhere),
    }
    conflicting = [
        {
            "decision": c.decision.id,
            "reason": c.reason.value,
            "item": c.decision.anchor.item,
            "text": c.decision.anchor.text,
            "nearest": c.item,
            "nearest_text": c.text,
        }
        for c in review.conflicts
    ]
    document = {"document": review.machine.document.slug}
    return json.dumps(document | figures | {"conflicting": conflicting}, ensure_ascii=False, indent=2)


def status_table(found: Sequence[tuple[Review, Figures]]) -> Table:
    """One row a document: items, confirmed, with a decision, decisions by standing, agreement as F1."""
    standings = ("active", "superseded", "withdrawn")
    fields = ("kind", "force", *(role.value for role in Role))
    columns = ("document", "items", "confirmed", "touched", *standings, "conflicts", "passed-over")
    rows = []
    for review, one in found:
        counts, f1 = dict(one.standings), {a.field: round(a.f1, 3) for a in one.agreement}
        rows.append(
            (
                review.machine.document.slug,
                one.items,
                one.confirmed,
                one.touched,
                *(counts.get(standing, 0) for standing in standings),
                one.conflicts,
                sum(count for _, count in one.elsewhere),
                *(f1[field] if one.confirmed else None for field in fields),
            )
        )
    return Table((*columns, *(f"agreement-{field}" for field in fields)), tuple(rows))
