"""Replay: decisions put into a freshly read document in the order they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ConceptKind, Force, Kind, Role
from graph.review.decision import NO_FORCE, OF_LINK, Act, Anchor
from graph.review.draft import Draft
from graph.review.outcome import Conflict, Kept, Reason, Review, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review.decision import Decision


def replay(machine: Extraction, decisions: Iterable[Decision], gazetteer: Gazetteer) -> Review:
    """The document with what people decided about it; decisions about other documents are passed over."""
    mine = [d for d in decisions if d.anchor.document == machine.document.slug]
    return _Replay(machine, mine, gazetteer).review()


class _Replay:
    """One document and its decisions."""

    def __init__(self, machine: Extraction, decisions: Sequence[Decision], gazetteer: Gazetteer) -> None:
        self.draft = Draft(machine)
        self.gazetteer = gazetteer
        self.decisions = decisions
        self.ids = {decision.id for decision in decisions}
        self.withdrawn = _withdrawn(decisions)
        self.kept: list[Kept] = []
        self.conflicts: list[Conflict] = []

    def review(self) -> Review:
        for decision in self.decisions:
            self._take(decision)
        made, machine = self.draft.extraction(), self.draft.machine
        held = set(self.draft.links)
        return Review(
            extraction=made,
            machine=machine,
            kept=tuple(_superseded(self.kept)),
            conflicts=tuple(self.conflicts),
            superseded=tuple(
                a for a in machine.attributions if self._is_rejected(a.item, a.role, a.target, held)
            ),
            replaced=self.draft.replaced(),
        )

    def _is_rejected(self, item: str, role: Role, target: str, held: set[tuple[str, Role, str]]) -> bool:
        return item in self.draft.items and (item, role, target) not in held

    def _take(self, decision: Decision) -> None:
        if decision.id in self.withdrawn:
            self.kept.append(Kept(decision, self._place(decision), Standing.WITHDRAWN))
            return
        if decision.act is Act.WITHDRAW:
            self._settle(decision, "", None if decision.target in self.ids else Reason.UNKNOWN)
            return
        found = self.draft.places.find(decision.anchor)
        if isinstance(found, Reason):
            self._settle(decision, "", found)
        else:
            self._settle(decision, found, self._apply(decision, found))

    def _place(self, decision: Decision) -> str:
        found = self.draft.places.find(decision.anchor)
        return "" if isinstance(found, Reason) else found

    def _settle(self, decision: Decision, item: str, problem: Reason | None) -> None:
        if problem is None:
            self.kept.append(Kept(decision, item))
            return
        item = item or self.draft.places.nearest(decision.anchor)
        self.conflicts.append(Conflict(decision, problem, item, self.draft.places.texts.get(item, "")))

    def _apply(self, decision: Decision, item: str) -> Reason | None:
        """Put one decision into the draft, or say why it does not fit."""
        act, draft = decision.act, self.draft
        if act is Act.CONFIRM:
            return Reason.REREAD if decision.quote not in {"", draft.reading(item)} else None
        if act is Act.KIND:
            draft.set_kind(item, Kind(decision.target))
        elif act is Act.FORCE:
            draft.set_force(item, None if decision.target == NO_FORCE else Force(decision.target))
        elif act in OF_LINK:
            return self._link(decision, item)
        elif act in {Act.TEXT, Act.SPLIT}:
            return self._cut(decision, item)
        elif act is Act.MERGE:
            return self._merge(decision, item)
        elif act is Act.NAME and decision.target == ConceptKind.ACTOR:
            draft.name(name_id(decision.quote), decision.quote)
        return None

    def _link(self, decision: Decision, item: str) -> Reason | None:
        role, target = decision.role or Role.MENTIONED, decision.target
        if decision.act is Act.REJECT:
            self.draft.reject(item, role, target)
            return None
        known = self.gazetteer.themes if role is Role.SUBJECT else self.gazetteer.actors
        if target not in known and (role is Role.SUBJECT or target not in self.draft.candidates):
            return Reason.UNKNOWN
        self.draft.add(item, role, target, decision.quote)
        return None

    def _cut(self, decision: Decision, item: str) -> Reason | None:
        if self.draft.items[item].text != decision.anchor.text:
            return Reason.REWORDED
        if decision.act is Act.TEXT:
            self.draft.crop(item, *decision.spans[0])
        else:
            self.draft.split(item, decision.spans)
        return None

    def _merge(self, decision: Decision, item: str) -> Reason | None:
        other = self.draft.places.find(Anchor(decision.anchor.document, decision.target, decision.quote))
        if isinstance(other, Reason) or other == item:
            return Reason.UNKNOWN
        self.draft.merge(item, other)
        return None


def name_id(name: str) -> str:
    """The id a proposed name gets.

    >>> name_id("Nord-Norsk Råd")
    'nord-norsk-rad'
    """
    from graph.namespaces import slug

    return slug(name)


def _withdrawn(decisions: Sequence[Decision]) -> frozenset[str]:
    """The decisions taken back, where taking back was not itself taken back later."""
    out = set[str]()
    for decision in reversed(decisions):
        if decision.act is Act.WITHDRAW and decision.id not in out:
            out.add(decision.target)
    return frozenset(out)


def _superseded(kept: Sequence[Kept]) -> list[Kept]:
    """Of active decisions on the same facet of an item, all but the last are superseded."""
    from dataclasses import replace

    last = {(k.item, k.decision.facet): k for k in kept if k.standing is Standing.ACTIVE}
    return [
        replace(k, standing=Standing.SUPERSEDED)
        if k.standing is Standing.ACTIVE and last[k.item, k.decision.facet] is not k
        else k
        for k in kept
    ]
