"""Reviewing: decisions out of what people write."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.explanation import find_item
from graph.messages import Sentence, sentence
from graph.model import Role
from graph.queries import concept
from graph.review import PAIRS, Act, Anchor, Decision, now, problem_of, reading, replay, words_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item

SPAN: Final = re.compile(r"(\d+)-(\d+)")


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
        raise InnspillError("role-missing", cure="one-of", act=act.value, choices=", ".join(Role))
    if role not in set(Role):
        raise InnspillError("unknown-role", cure="one-of", role=role, choices=", ".join(Role))
    return Role(role)


def chosen(act: Act, role: Role | None, target: str, gazetteer: Gazetteer, extraction: Extraction) -> str:
    """The id that a written target stands for.

    Raises:
        InnspillError: it is unknown (suggests the nearest) or stands for several.
    """
    known = gazetteer.including(extraction.candidates)
    if role is not None:
        return concept("theme" if role is Role.SUBJECT else "actor", target, known)
    if act is Act.SPELLING:
        return concept("theme", target, known, quiet=True) or concept("actor", target, known)
    if act is Act.MERGE:
        return find_item(extraction, target).id
    slug = extraction.document.slug
    if act in PAIRS and target.partition("/")[0] in {slug, target}:
        return f"{slug}/{find_item(extraction, target).id}"
    return target


def present(act: Act, item: Item, role: Role | None, target: str, extraction: Extraction) -> None:
    """See that a link to be rejected is there.

    Raises:
        InnspillError: the item has no such link.
    """
    links = {(a.role, a.target) for a in extraction.attributions if a.item == item.id}
    if act is Act.REJECT and (role, target) not in links:
        raise InnspillError(
            "no-link",
            where=item.id,
            cure="see-links",
            role=role,
            target=target,
        )


def quoted(act: Act, item: Item, target: str, quote: str, extraction: Extraction) -> str:
    """What a decision quotes: how the item is read, the other item's text, or what was written.

    Raises:
        InnspillError: the words written do not stand in the item.
    """
    if act is Act.CONFIRM:
        return reading(item, extraction.attributions)
    if act is Act.MERGE or act in PAIRS:
        texts = {i.id: i.text for i in extraction.items}
        return texts.get(target.removeprefix(f"{extraction.document.slug}/"), quote)
    if act is Act.ADD and quote and not words_at(quote, item.text):
        raise InnspillError(
            "not-in-item",
            where=item.id,
            cure="words-as-written",
            quote=quote,
        )
    return quote


def spans_of(given: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Spans as people write them.

    Raises:
        InnspillError: one is not two numbers with a hyphen.

    >>> spans_of(["0-20", "21-40"])
    ((0, 20), (21, 40))
    """
    found = [SPAN.fullmatch(span) for span in given]
    if not all(found):
        raise InnspillError("odd-span", cure="span-form")
    return tuple((int(m[1]), int(m[2])) for m in found if m)


def moved(decision: Decision, item: Item | None, who: str, why: str, stands: Extraction) -> list[Decision]:
    """Taking a decision back, and making it again about an item as it stands where there is one."""
    when = now()
    back = Decision(when, who, Act.WITHDRAW, decision.anchor, decision.id, why=why)
    if item is None:
        return [back]
    anchor = Anchor(decision.anchor.document, item.id, item.text)
    quote = quoted(Act.CONFIRM, item, "", "", stands) if decision.act is Act.CONFIRM else decision.quote
    return [back, replace(decision, when=when, who=who, anchor=anchor, quote=quote, why=why or decision.why)]


def fitting(
    made: Decision, decisions: Sequence[Decision], machine: Extraction, gazetteer: Gazetteer
) -> Decision:
    """A decision, where it fits the document with what was decided before it.

    Raises:
        InnspillError: it is not complete, or does not; says why.
    """
    if problem := problem_of(made):
        raise InnspillError(problem, where=made.anchor.item, cure="mend-and-retry")
    review = replay(machine, [*decisions, made], gazetteer)
    for conflict in review.conflicts:
        if conflict.decision == made:
            reason = Sentence(f"reason-{conflict.reason}", file="review")
            problem = sentence("does-not-fit", act=made.act, reason=reason)
            raise InnspillError(problem, where=made.anchor.item, cure="see-item")
    return made


def readdressed(decisions: Sequence[Decision], old: str, new: str) -> tuple[Decision, ...]:
    """Decisions about one document as decisions about the same document under another name.

    Who, when and why stay; what takes back a decision takes back the readdressed one.
    """
    names = dict[str, str]()
    made = list[Decision]()
    for decision in decisions:
        if decision.anchor.document != old:
            continue
        target = decision.target
        if decision.act in PAIRS:
            document, _, item = target.partition("/")
            target = f"{new}/{item}" if document == old else target
        moved = replace(
            decision, anchor=replace(decision.anchor, document=new), target=names.get(target, target)
        )
        names[decision.id] = moved.id
        made.append(moved)
    return tuple(made)
