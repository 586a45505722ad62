"""What the review page is told of a document: plain values for JSON; offsets count code points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph.model import Role
from graph.review.decision import as_record
from graph.review.doubt import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.endpoint.desk import Desk, Sheet
    from graph.model import Attribution, Extraction, Item
    from graph.review import Conflict, Decision, Kept, Review


def desk_view(desk: Desk) -> dict[str, Any]:
    """All documents: their items, the most doubtful first, and the decisions that do not fit."""
    sheets = [desk.sheet(slug) for slug in sorted(desk.sheets)]
    items = [item for sheet in sheets for item in sheet_items(sheet)]
    items.sort(key=lambda item: -float(item["doubt"]["value"]))  # stable: else as in the documents
    return {
        "who": desk.who,
        "documents": [_document(sheet) for sheet in sheets],
        "names": _candidates(sheets),
        "items": items,
        "conflicts": [_conflict(c) for s in sheets for c in (s.review.conflicts if s.review else ())],
    }


def _document(sheet: Sheet) -> dict[str, Any]:
    document = sheet.machine.document
    return {
        "slug": document.slug,
        "title": document.title or document.source or document.slug,
        "language": document.language,
    }


def _candidates(sheets: Iterable[Sheet]) -> list[dict[str, str]]:
    """The names of organisations that the vocabulary does not hold."""
    found = {c for s in sheets if s.review for c in s.review.extraction.candidates}
    return [{"key": f"actor:{c.id}", "label": c.label} for c in sorted(found)]


def sheet_items(sheet: Sheet, only: str = "") -> list[dict[str, Any]]:
    """The items of a document in its order, or one of them."""
    review = sheet.review
    if review is None:
        return []
    links: dict[str, list[Attribution]] = defaultdict(list)
    for link in review.extraction.attributions:
        links[link.item].append(link)
    decisions: dict[str, list[Kept]] = defaultdict(list)
    for kept in review.kept:
        decisions[kept.item or kept.decision.anchor.item].append(kept)
    look, reviewed = _Look(review), review.reviewed
    return [
        {
            **look.item(item, links[item.id]),
            "seen": sheet.version,
            "doubt": _doubt(sheet.doubts.get(item.id, Doubt(0.0))),
            "reviewed": item.id in reviewed,
            "decisions": [_kept(kept) for kept in decisions[item.id]],
        }
        for item in sorted(review.extraction.items)
        if only in {"", item.id}
    ]


class _Look:
    """Looks up what surrounds the items of one document."""

    def __init__(self, review: Review) -> None:
        extraction: Extraction = review.extraction
        self.slug = extraction.document.slug
        self.sections = {section.id: section for section in extraction.sections}
        self.items = {item.id: item for item in extraction.items}
        self.texts: Mapping[str, tuple[str, int]] = {
            **{section.id: (section.text, section.line) for section in extraction.sections},
            **{item.id: (item.text, item.line) for item in review.machine.items},
            **{item.id: (item.text, item.line) for item in extraction.items},
        }

    def item(self, item: Item, links: Iterable[Attribution]) -> dict[str, Any]:
        above = self.items.get(item.parent)
        order = list(Role)
        found = sorted(links, key=lambda a: (order.index(a.role), a.target))
        return {
            "key": f"{self.slug}/{item.id}",
            "document": self.slug,
            "id": item.id,
            "marker": item.marker,
            "text": item.text,
            "kind": item.kind.value,
            "force": item.force.value if item.force else "",
            "line": item.line,
            "endLine": item.end_line,
            "page": item.page,
            "sections": self._sections(item.section),
            "parent": {"key": f"{self.slug}/{above.id}", "text": above.text} if above else None,
            "links": [self._link(item, link) for link in found],
        }

    def _sections(self, section: str) -> list[str]:
        """The headings above an item, outermost first."""
        found: list[str] = []
        while section in self.sections:
            found.insert(0, self.sections[section].text)
            section = self.sections[section].parent
        return found

    def _link(self, item: Item, link: Attribution) -> dict[str, Any]:
        text, line = self.texts.get(link.mention.where, ("", 0))
        own = link.mention.where == item.id
        return {
            "role": link.role.value,
            "target": link.target,
            "basis": link.basis.value,
            "rule": link.rule,
            "quote": link.mention.quote,
            "start": link.mention.start if own else -1,
            "end": link.mention.end if own else -1,
            "where": "" if own else text,
            "line": line,
        }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "value": doubt.value,
        "reasons": [{"name": reason.name, "words": reason.words} for reason in doubt.reasons],
    }


def decision_view(decision: Decision) -> dict[str, Any]:
    """A decision as plain values."""
    return {"id": decision.id, **as_record(decision)}


def _kept(kept: Kept) -> dict[str, Any]:
    return {**decision_view(kept.decision), "standing": kept.standing.value}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        **decision_view(conflict.decision),
        "reason": conflict.reason.value,
        "nearest": conflict.item,
        "now": conflict.text,
    }
