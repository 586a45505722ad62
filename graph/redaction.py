"""Redaction: a reviewed document with personal data covered, what people decided included.

The names of those who decided are personal data too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.privacy import EVERYTHING, masked, redacted
from graph.privacy.masking import COVER
from graph.review import Anchor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.model import Extraction
    from graph.privacy import Trace
    from graph.review import Decision, Review


def redacted_review(review: Review, traces: Collection[Trace] = EVERYTHING) -> Review:
    """The review with personal data of some sorts covered; every link and decision keeps its place."""
    extraction, machine = redacted(review.extraction, traces), redacted(review.machine, traces)
    places = {**_renamed(review.machine, machine), **_renamed(review.extraction, extraction)}
    gone = {(places.get(a.item, a.item), a.role, a.target) for a in review.superseded}
    items = dict(zip(review.machine.items, machine.items, strict=True))
    slug = machine.document.slug

    def hidden(decision: Decision) -> Decision:
        anchor = decision.anchor
        return replace(
            decision,
            who=COVER,
            anchor=Anchor(slug, places.get(anchor.item, anchor.item), masked(anchor.text, traces)),
            quote=masked(decision.quote, traces),
            why=masked(decision.why, traces),
            link="",
        )

    return replace(
        review,
        extraction=extraction,
        machine=machine,
        kept=tuple(
            replace(k, decision=hidden(k.decision), item=places.get(k.item, k.item)) for k in review.kept
        ),
        conflicts=tuple(
            replace(
                c,
                decision=hidden(c.decision),
                item=places.get(c.item, c.item),
                text=masked(c.text, traces),
            )
            for c in review.conflicts
        ),
        superseded=tuple(a for a in machine.attributions if (a.item, a.role, a.target) in gone),
        replaced=tuple(sorted(items[item] for item in review.replaced)),
        by={
            (places.get(item, item), role, target): hidden(d) for (item, role, target), d in review.by.items()
        },
        elsewhere=(),
    )


def _renamed(before: Extraction, after: Extraction) -> Mapping[str, str]:
    return {old.id: new.id for old, new in zip(before.items, after.items, strict=True)}
