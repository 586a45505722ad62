"""Explanation: why each link of an item is there, in one sentence a person can check.

What people decided is told with who, when and why; a link they took out, beside those that are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.errors import InnspillError
from graph.messages import messages
from graph.model import Basis, Role
from graph.privacy import is_covered
from graph.review import OF_LINK, PART

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Extraction, Item
    from graph.review import Decision, LinkKey, Review


@dataclass(frozen=True, slots=True)
class Reason:
    """One link and why it is there: names, the rule in words, the words that carry it and their place.

    ``line`` counts from 1; ``candidate`` says that the actor is not in the vocabulary. ``decision`` is
    the one that made the link, where a person did.
    """

    role: Role
    target: str
    rule: str
    quote: str
    where: str
    line: int
    basis: str
    candidate: bool = False
    decision: Decision | None = None


def find_item(extraction: Extraction, wanted: str) -> Item:
    """The item with an id, an end of an id that only one has, or that begins at or holds a line.

    Raises:
        InnspillError: none, or several.
    """
    wanted = wanted.removeprefix(f"{extraction.document.slug}/")
    exact = [item for item in extraction.items if item.id == wanted]
    if wanted.isdigit():
        number = int(wanted)
        exact = exact or [item for item in extraction.items if item.line <= number <= item.end_line]
    ending = [item for item in extraction.items if item.id.endswith(f"/{wanted}")]
    found = exact or ending
    if len(found) == 1 or (found and wanted.isdigit() and len({i.line for i in found}) == 1):
        return found[0]
    source = extraction.document.source
    if found:
        raise InnspillError(
            "several-items",
            where=source,
            cure="whole-name",
            wanted=wanted,
            count=len(found),
            example=found[0].id,
        )
    near = get_close_matches(wanted, [item.id for item in extraction.items], n=3, cutoff=0.3)
    raise InnspillError(
        "no-item",
        where=source,
        cure="item-names",
        wanted=wanted,
        near=", ".join(near) or "42",
    )


def reasons(
    extraction: Extraction,
    item: Item,
    gazetteer: Gazetteer,
    language: str,
    by: Mapping[LinkKey, Decision] | None = None,
) -> tuple[Reason, ...]:
    """Why each link of an item is there, the strongest role first; ``by`` says who made those people made."""
    gazetteer = gazetteer.including(extraction.candidates)
    say = messages("terms", language)
    places = {s.id: (s.text, s.line) for s in extraction.sections}
    places |= {i.id: (i.text, i.line) for i in extraction.items}
    candidates = {candidate.id for candidate in extraction.candidates}
    order = list(Role)

    def reason(link: Attribution) -> Reason:
        text, line = places[link.mention.where]
        made = link.basis is Basis.REVIEW
        return Reason(
            link.role,
            _name(link, gazetteer, language),
            gazetteer.rules[link.rule].of(language),
            link.mention.quote,
            "" if link.mention.where == item.id else text,
            line,
            say[f"basis-{link.basis}"],
            link.role is not Role.SUBJECT and link.target in candidates,
            by.get((link.item, link.role, link.target)) if by and made else None,
        )

    links = [link for link in extraction.attributions if link.item == item.id]
    return tuple(map(reason, sorted(links, key=lambda a: (order.index(a.role), a.target))))


def _name(link: Attribution, gazetteer: Gazetteer, language: str) -> str:
    if link.role is Role.SUBJECT:
        return gazetteer.label(link.target, language)
    return gazetteer.actors[link.target].short


def explanation(review: Review, wanted: str, gazetteer: Gazetteer, language: str = "nb") -> str:
    """The item, its links and what people decided about it, as text for people.

    Raises:
        InnspillError: no such item.
    """
    item = find_item(review.extraction, wanted)
    say = messages("explain", language)
    terms = messages("terms", language)
    marker = f"{item.marker} " if item.marker else ""
    force = f", {terms[f'force-{item.force}']}" if item.force else ""
    lines = [
        f"{marker}{item.text}",
        say["place"].format(kind=terms[f"kind-{item.kind}"] + force, line=item.line, item=item.id),
        "",
    ]
    found = reasons(review.extraction, item, gazetteer, language, review.by)
    for reason in found:
        lines.append(_why(reason, say, terms))
        if reason.candidate:
            lines.append(say["candidate"].format(target=reason.target))
    lines += [] if found else [say["none"]]
    return "\n".join(lines + _decided(review, item, gazetteer, language))


def _why(reason: Reason, say: dict[str, str], terms: dict[str, str]) -> str:
    shown = {
        "role": terms[f"role-{reason.role}"],
        "target": reason.target,
        "rule": reason.rule,
        "quote": reason.quote,
        "basis": reason.basis,
        "where": reason.where,
        "line": reason.line,
    }
    if reason.decision:
        return say["why-decided"].format(**shown, made=_made(reason.decision, say))
    return say["why-elsewhere" if reason.where else "why"].format(**shown)


def _made(decision: Decision, say: dict[str, str]) -> str:
    """Who decided, when and why; a name that is covered is left out."""
    made = say["made-covered" if is_covered(decision.who) else "made"]
    made = made.format(who=decision.who, date=decision.when[:10])
    return f"{made}: {decision.why.removesuffix('.')}" if decision.why else made


def _decided(review: Review, item: Item, gazetteer: Gazetteer, language: str) -> list[str]:
    """What people confirmed, corrected and took out of an item, after an empty line."""
    say, terms = messages("explain", language), messages("terms", language)
    known = gazetteer.including(review.machine.candidates)
    lines = [
        say["superseded"].format(
            role=terms[f"role-{link.role}"],
            target=_name(link, known, language),
            made=_made(review.by[link.item, link.role, link.target], say),
        )
        for link in review.superseded
        if link.item == item.id and (link.item, link.role, link.target) not in _keys(review)
    ]
    lines += [
        say[f"did-{kept.decision.act.value}"].format(made=_made(kept.decision, say))
        for kept in review.active
        if kept.decision.act not in OF_LINK
        and (item.id in {kept.item, kept.other} or item.id.startswith(f"{kept.item}{PART}"))
    ]
    return ["", *lines] if lines else []


def _keys(review: Review) -> set[LinkKey]:
    return {(a.item, a.role, a.target) for a in review.extraction.attributions}
