"""Replay: decisions put into a freshly read document in the order they were made."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from graph.acts import Act
from graph.model import ConceptKind, Force, Kind, Role
from graph.namespaces import slug
from graph.review.decision import CUTS, NO_FORCE, OF_LINK, PAIRS, Anchor
from graph.review.draft import Draft, words_at
from graph.review.outcome import Conflict, Kept, Reason, Review, Standing
from graph.review.placing import Places, rebased

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Attribution, Extraction
    from graph.review.decision import Decision


def replay(
    machine: Extraction,
    decisions: Iterable[Decision],
    gazetteer: Gazetteer,
    others: Iterable[Extraction] = (),
) -> Review:
    """The document with what people decided about it; decisions about other documents are only counted.

    Args:
        machine: the document as the machine reads it.
        decisions: what people decided, in the order they did.
        gazetteer: the actors and themes there are.
        others: documents in which the other item of ``same`` and ``different`` may stand; what these say
            of a document that is not given is taken as it is.
    """
    given = tuple(dict.fromkeys(decisions))
    mine = [d for d in given if d.anchor.document == machine.document.slug]
    held = set(map(_aside_from_document, mine))
    others_own = (d for d in given if _aside_from_document(d) not in held)
    elsewhere = Counter(decision.anchor.document for decision in others_own)
    review = _Replay(machine, mine, gazetteer, others).review()
    return replace(review, elsewhere=tuple(sorted(elsewhere.items())))


def _aside_from_document(decision: Decision) -> tuple[str, str, Act, str, str]:
    """What a decision shares with the same one brought over to another name of its document."""
    return decision.when, decision.who, decision.act, decision.anchor.item, decision.anchor.text


class _Replay:
    """One document and its decisions."""

    def __init__(
        self,
        machine: Extraction,
        decisions: Sequence[Decision],
        gazetteer: Gazetteer,
        others: Iterable[Extraction],
    ) -> None:
        self.draft = Draft(machine)
        self.gazetteer = gazetteer
        self.decisions = decisions
        self.ids = {decision.id for decision in decisions}
        self.withdrawn = _withdrawn(decisions)
        self.outdone = _outdone([d for d in decisions if d.id not in self.withdrawn])
        self.places = {x.document.slug: Places((item.id, item.text) for item in x.items) for x in others}
        self.places[machine.document.slug] = self.draft.places
        self.kept: list[Kept] = []
        self.conflicts: list[Conflict] = []

    def review(self) -> Review:
        for decision in self.decisions:
            self._take(decision)
        machine = self.draft.machine
        return Review(
            extraction=self.draft.extraction(),
            machine=machine,
            kept=tuple(_superseded(self.kept)),
            conflicts=tuple(self.conflicts),
            superseded=tuple(filter(self._is_superseded, machine.attributions)),
            replaced=self.draft.replaced(),
            by=self.draft.by,
        )

    def _is_superseded(self, link: Attribution) -> bool:
        """Whether people took a machine's link out of an item that is still there, or made it their own."""
        now = self.draft.links.get((link.item, link.role, link.target))
        return link.item in self.draft.items and (now is None or now.basis is not link.basis)

    def _take(self, decision: Decision) -> None:
        if decision.act is Act.WITHDRAW:
            self._withdraw(decision)
            return
        found = self.draft.places.find(decision.anchor)
        item = "" if isinstance(found, Reason) else found
        if decision.id in self.withdrawn:
            self.kept.append(Kept(decision, item, Standing.WITHDRAWN))
        elif isinstance(found, Reason):
            self._conflict(decision, found)
        elif decision.id in self.outdone:
            self.kept.append(Kept(decision, item, Standing.SUPERSEDED))
        else:
            said = self._apply(decision, item)
            if isinstance(said, Reason):
                self._conflict(decision, said, item)
            else:
                self.kept.append(Kept(decision, item, other=said))

    def _withdraw(self, decision: Decision) -> None:
        if decision.id in self.withdrawn:
            self.kept.append(Kept(decision, "", Standing.WITHDRAWN))
        elif decision.target in self.ids:
            self.kept.append(Kept(decision, ""))
        else:
            self._conflict(decision, Reason.UNKNOWN)

    def _conflict(self, decision: Decision, reason: Reason, item: str = "") -> None:
        places = self.draft.places
        item = item or places.nearest(decision.anchor)
        self.conflicts.append(Conflict(decision, reason, item, places.texts.get(item, "")))

    def _apply(self, decision: Decision, item: str) -> Reason | str:
        """Put one decision into the draft: why it does not fit, or the other item it names, or nothing."""
        act, draft = decision.act, self.draft
        if act is Act.CONFIRM:
            return Reason.REREAD if decision.quote not in {"", draft.reading(item)} else ""
        if act is Act.KIND:
            draft.set_kind(item, Kind(decision.target))
        elif act is Act.FORCE:
            draft.set_force(item, None if decision.target == NO_FORCE else Force(decision.target))
        elif act in OF_LINK:
            return self._link(decision, item)
        elif act is Act.MERGE:
            return self._merge(decision, item)
        elif act in CUTS:
            return self._cut(decision, item)
        elif act in PAIRS:
            return self._pair(decision)
        elif act in {Act.NAME, Act.SPELLING}:
            return self._name(decision)
        return ""

    def _link(self, decision: Decision, item: str) -> Reason | str:
        role, target, draft = decision.role or Role.MENTIONED, decision.target, self.draft
        if decision.act is Act.REJECT:
            draft.reject(item, role, target, decision)
            return ""
        known = self.gazetteer.themes if role is Role.SUBJECT else self.gazetteer.actors
        if target not in known and (role is Role.SUBJECT or target not in draft.candidates):
            return Reason.UNKNOWN
        if decision.quote and not words_at(decision.quote, draft.items[item].text):
            return Reason.REWORDED
        draft.add(item, role, target, decision.quote, decision)
        return ""

    def _cut(self, decision: Decision, item: str) -> Reason | str:
        spans = rebased(decision.spans, decision.anchor.text, self.draft.items[item].text)
        if spans is None:
            return Reason.REWORDED
        if decision.act is Act.TEXT:
            self.draft.crop(item, spans[0], decision)
        else:
            self.draft.split(item, spans, decision)
        return ""

    def _merge(self, decision: Decision, item: str) -> Reason | str:
        other = self.draft.places.find(Anchor(decision.anchor.document, decision.target, decision.quote))
        if isinstance(other, Reason) or other == item:
            return Reason.UNKNOWN
        self.draft.merge(item, other, decision)
        return other

    def _pair(self, decision: Decision) -> Reason | str:
        """Where the other item stands now; as written where its document is not at hand."""
        document, _, item = decision.target.partition("/")
        if document not in self.places:
            return decision.target
        found = self.places[document].find(Anchor(document, item, decision.quote))
        return Reason.UNKNOWN if isinstance(found, Reason) else f"{document}/{found}"

    def _name(self, decision: Decision) -> Reason | str:
        actors, themes = self.gazetteer.actors, self.gazetteer.themes
        if decision.act is Act.SPELLING:
            known = actors.keys() | themes.keys() | self.draft.candidates.keys()
            return "" if decision.target in known else Reason.UNKNOWN
        if decision.target == ConceptKind.ACTOR and name_id(decision.quote) not in actors:
            self.draft.name(name_id(decision.quote), decision.quote)
        return ""


def name_id(name: str) -> str:
    """The id a proposed name gets.

    >>> name_id("Nord-Norsk Råd")
    'nord-norsk-rad'
    """
    return slug(name)


def _withdrawn(decisions: Sequence[Decision]) -> frozenset[str]:
    """The decisions taken back, where taking back was not itself taken back."""
    above = defaultdict[str, list[str]](list)
    for decision in decisions:
        if decision.act is Act.WITHDRAW:
            above[decision.target].append(decision.id)

    @cache
    def counts(decision: str) -> bool:
        """An id is a hash of what it takes back, so no withdrawal takes itself back by a detour."""
        return not any(counts(one) for one in above.get(decision, ()))

    return frozenset(d.id for d in reversed(decisions) if not counts(d.id))


def _outdone(decisions: Sequence[Decision]) -> frozenset[str]:
    """The cuts of a text that a later cut of the same text stands instead of; they are not carried out."""
    cuts = [d for d in decisions if d.act in CUTS]
    last = {(d.anchor.item, d.facet): d.id for d in cuts}
    return frozenset(d.id for d in cuts if last[d.anchor.item, d.facet] != d.id)


def _superseded(kept: Sequence[Kept]) -> list[Kept]:
    """Of active decisions on the same facet of an item, all but the last are superseded."""
    last = {(k.item, k.decision.facet): k for k in kept if k.standing is Standing.ACTIVE}
    return [
        replace(k, standing=Standing.SUPERSEDED)
        if k.standing is Standing.ACTIVE and last[k.item, k.decision.facet] is not k
        else k
        for k in kept
    ]
