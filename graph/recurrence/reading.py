"""Reading: the asks of documents, as values to compare."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.asks import Ask
from graph.model import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.model import Extraction

OTHERS = (Role.PARTNER, Role.BENEFICIARY, Role.MENTIONED)


def asks_of(extractions: Iterable[Extraction]) -> tuple[Ask, ...]:
    """The asks of some documents, sorted."""
    return tuple(sorted(ask for extraction in extractions for ask in _asks(extraction)))


def _asks(extraction: Extraction) -> Iterator[Ask]:
    document = extraction.document
    links: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in extraction.attributions:
        links[link.item][link.role].add(link.target)
    for item in extraction.items:
        found = links[item.id]
        if item.kind is Kind.OBSERVATION and not found[Role.ADDRESSEE]:
            continue
        yield Ask(
            date=document.date,
            document=document.slug,
            order=item.order,
            item=item.id,
            text=item.text,
            line=item.line,
            addressees=tuple(sorted(found[Role.ADDRESSEE])),
            proposers=tuple(sorted(found[Role.PROPOSER])),
            others=tuple(sorted(set().union(*(found[role] for role in OTHERS)))),
            themes=tuple(sorted(found[Role.SUBJECT])),
            parent=f"{document.slug}/{item.parent}" if item.parent else "",
        )
