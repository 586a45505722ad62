"""Redaction: a reviewed document with personal data covered, what people decided included.

The names of those who decided are personal data too, wherever they stand in what people wrote.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graph.privacy import CONTACT, EVERYTHING, Trace, masked, redacted
from graph.privacy.masking import COVER, covered, renamed
from graph.review import OF_LINK, PAIRS, Act, Anchor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.model import Role
    from graph.review import Decision, LinkKey, Review

    Names = tuple[Mapping[str, str], Mapping[str, str]]

#: A word of two letters or more; hyphens and apostrophes stand inside one.
WORD: Final = re.compile(r"[^\W\d_][\w'’-]*[^\W\d_]")


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
        return actors.get(target, target) if decision.act in {*OF_LINK, Act.SPELLING} else target

    people = _people(review) if Trace.PERSON in traces else None

    def said(text: str) -> str:
        """What a person wrote, without those who decided."""
        spans = [found.span() for found in people.finditer(text)] if people else []
        return masked(covered(text, spans), traces)

    def hidden(decision: Decision) -> Decision:
        anchor = decision.anchor
        own = decision.act in {Act.NOTE, Act.ANSWER}
        return replace(
            decision,
            who=COVER if people else masked(decision.who, traces),
            anchor=Anchor(slug, places.get(anchor.item, anchor.item), masked(anchor.text, traces)),
            target=aimed(decision),
            quote=said(decision.quote) if own else masked(decision.quote, traces),
            why=said(decision.why),
            link="" if people or masked(decision.link, traces) != decision.link else decision.link,
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
        elsewhere=() if people else review.elsewhere,
    )


def mailed(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Reviews as a page for mailing may carry them: addresses and numbers of persons covered."""
    return tuple(redacted_review(one, CONTACT) if one.kept or one.conflicts else one for one in reviews)


def _people(review: Review) -> re.Pattern[str]:
    """The names of those who decided: whole, and each word with a first capital that is no abbreviation."""
    names = {one.decision.who.strip() for one in review.kept}
    names |= {one.decision.who.strip() for one in review.conflicts}
    parts = {word for name in names for word in WORD.findall(name)}
    parts = {word for word in parts if word[0].isupper() and not word.isupper()}
    longest_first = sorted(names | parts, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first) or r"(?!)")


def _key(item: str, role: Role, target: str, names: Names) -> LinkKey:
    places, actors = names
    return places.get(item, item), role, actors.get(target, target)
