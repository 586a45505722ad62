"""Explanation: why each link of an item is there, in one sentence a person can check."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.errors import InnspillError
from graph.messages import messages
from graph.model import Role

if TYPE_CHECKING:
    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Extraction, Item


@dataclass(frozen=True, slots=True)
class Reason:
    """One link and why it is there: names, the rule in words, the words that carry it and their place.

    ``line`` counts from 1; ``candidate`` says that the actor is not in the vocabulary.
    """

    role: Role
    target: str
    rule: str
    quote: str
    where: str
    line: int
    basis: str
    candidate: bool = False


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
            f"«{wanted}» passer på {len(found)} innspill",
            where=source,
            cure=f"Skriv hele navnet, for eksempel {found[0].id}",
        )
    near = get_close_matches(wanted, [item.id for item in extraction.items], n=3, cutoff=0.3)
    raise InnspillError(
        f"fant ikke innspillet «{wanted}»",
        where=source,
        cure=f"Skriv et linjenummer eller et navn fra «innspill items», som {', '.join(near) or '42'}",
    )


def reasons(extraction: Extraction, item: Item, gazetteer: Gazetteer, language: str) -> tuple[Reason, ...]:
    """Why each link of an item is there, the strongest role first."""
    gazetteer = gazetteer.including(extraction.candidates)
    say = messages("terms", language)
    places = {s.id: (s.text, s.line) for s in extraction.sections}
    places |= {i.id: (i.text, i.line) for i in extraction.items}
    candidates = {candidate.id for candidate in extraction.candidates}
    order = list(Role)

    def reason(link: Attribution) -> Reason:
        text, line = places[link.mention.where]
        name = (
            gazetteer.label(link.target, language)
            if link.role is Role.SUBJECT
            else gazetteer.actors[link.target].short
        )
        return Reason(
            link.role,
            name,
            gazetteer.rules[link.rule].of(language),
            link.mention.quote,
            "" if link.mention.where == item.id else text,
            line,
            say[f"basis-{link.basis}"],
            link.role is not Role.SUBJECT and link.target in candidates,
        )

    links = [link for link in extraction.attributions if link.item == item.id]
    return tuple(map(reason, sorted(links, key=lambda a: (order.index(a.role), a.target))))


def explanation(extraction: Extraction, wanted: str, gazetteer: Gazetteer, language: str = "nb") -> str:
    """The item and its links as text for people.

    Raises:
        InnspillError: no such item.
    """
    item = find_item(extraction, wanted)
    say = messages("explain", language)
    terms = messages("terms", language)
    marker = f"{item.marker} " if item.marker else ""
    force = f", {terms[f'force-{item.force}']}" if item.force else ""
    lines = [
        f"{marker}{item.text}",
        say["place"].format(kind=terms[f"kind-{item.kind}"] + force, line=item.line, item=item.id),
        "",
    ]
    found = reasons(extraction, item, gazetteer, language)
    for reason in found:
        key = "why-elsewhere" if reason.where else "why"
        lines.append(
            say[key].format(
                role=terms[f"role-{reason.role}"],
                target=reason.target,
                rule=reason.rule,
                quote=reason.quote,
                basis=reason.basis,
                where=reason.where,
                line=reason.line,
            )
        )
        if reason.candidate:
            lines.append(say["candidate"].format(target=reason.target))
    return "\n".join(lines if found else [*lines, say["none"]])
