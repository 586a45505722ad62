"""Findings: what personal data a text holds and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.model import ConceptKind
from graph.privacy.identifiers import emails, national_numbers, phone_numbers
from graph.privacy.persons import persons

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from graph.model import Extraction

    Span = tuple[int, int]


class Trace(StrEnum):
    """What sort of personal data it is."""

    EMAIL = "email"
    PHONE = "phone"
    NATIONAL = "national"
    PERSON = "person"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Personal data at ``start:end`` of the text at ``where`` (an item's or a section's id).

    ``line`` counts from 1 and is where the item or section begins.
    """

    line: int
    where: str
    start: int
    end: int
    trace: Trace


IDENTIFIERS: Final[Mapping[Trace, Callable[[str], Iterator[Span]]]] = {
    Trace.EMAIL: emails,
    Trace.NATIONAL: national_numbers,
    Trace.PHONE: phone_numbers,
}


def personal(
    text: str, known: Collection[Span] = (), traces: Collection[Trace] = tuple(Trace)
) -> Iterator[tuple[Span, Trace]]:
    """The personal data of one text, none inside another; ``known`` are the places of known organisations.

    >>> [trace.value for _, trace in personal("Hilsen Kari Nordmann, kari@eksempel.no, 912 34 567")]
    ['email', 'phone', 'person']
    """
    taken: list[Span] = []
    for trace, find in IDENTIFIERS.items():
        for span in find(text):
            if not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
                if trace in traces:
                    yield span, trace
    if Trace.PERSON in traces:
        yield from ((span, Trace.PERSON) for span in persons(text, [*known, *taken]))


def found(extraction: Extraction, traces: Collection[Trace] = tuple(Trace)) -> tuple[Finding, ...]:
    """The personal data in the sections and items of a document, sorted."""
    candidates = {candidate.id for candidate in extraction.candidates}
    known: dict[str, list[Span]] = {}
    for mention in extraction.mentions:
        if mention.kind is ConceptKind.ACTOR and mention.concept not in candidates:
            known.setdefault(mention.where, []).append((mention.start, mention.end))
    places = [(s.line, s.id, s.text) for s in extraction.sections]
    places += [(i.line, i.id, i.text) for i in extraction.items]
    return tuple(
        sorted(
            Finding(line, where, start, end, trace)
            for line, where, text in places
            for (start, end), trace in personal(text, known.get(where, ()), traces)
        )
    )
