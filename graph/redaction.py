"""Redaction: a reviewed document with personal data covered, what people decided included.

The names of those who decided are personal data too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.privacy import EVERYTHING, masked, redacted
from graph.privacy.masking import COVER, renamed
from graph.review import OF_LINK, PAIRS, Act, Anchor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.model import Role
    from graph.privacy import Trace
    from graph.review import Decision, LinkKey, Review

    Names = tuple[Mapping[str, str], Mapping[str, str]]


def redacted_review(review: Review, traces: Collection[Trace] = EVERYTHING) -> Review:
    """The review with personal data of some sorts covered; every link and decision keeps its place."""
    extraction, machine = redacted(review.extraction, traces), redacted(review.machine, traces)
    read, stands = renamed(review.machine, traces), renamed(review.extraction, traces)
    places, actors = {**read[0], **stands[0]}, {**read[1], **stands[1]}
    gone = {_key(a.item, a.role, a.target, read) for a in review.superseded}
    items = dict(zip(review.machine.items, machine.items, strict=True))
    old, slug = review.machine.document.slug, machine.document.slug

    def aimed(decision: Decision) -> str:
        """What a decision is about beside its item, under the name it has now."""
        target = decision.target
        if decision.act is Act.MERGE:
            return places.get(target, target)
        if decision.act in PAIRS and target.startswith(f"{old}/"):
            item = target.removeprefix(f"{old}/")
            return f"{slug}/{places.get(item, item)}"
        return actors.get(target, target) if decision.act in OF_LINK else target

    def hidden(decision: Decision) -> Decision:
        anchor = decision.anchor
        return replace(
            decision,
            who=COVER,
            anchor=Anchor(slug, places.get(anchor.item, anchor.item), masked(anchor.text, traces)),
            target=aimed(decision),
            quote=masked(decision.quote, traces),
            why=masked(decision.why, traces),
            link="",
        )

    return replace(
        review,
        extraction=extraction,
        machine=machine,
        kept=tuple(
            replace(
                k,
                decision=hidden(k.decision),
                item=places.get(k.item, k.item),
                other=places.get(k.other, k.other),
            )
            for k in review.kept
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
        by={_key(*key, names): hidden(d) for names in (read, stands) for key, d in review.by.items()},
        elsewhere=(),
    )


def _key(item: str, role: Role, target: str, names: Names) -> LinkKey:
    places, actors = names
    return places.get(item, item), role, actors.get(target, target)
