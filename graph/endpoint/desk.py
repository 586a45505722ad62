"""The desk: documents under review with their logs; what stands in them now, and what is decided next.

The machine's reading of each document is made once; decisions are replayed over it whenever its log has
grown, whoever wrote in it. Nothing here knows HTTP.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from graph.errors import InnspillError
from graph.messages import Sentence
from graph.proposals import untaken
from graph.review import PAIRS, Act, Decision, OvertakenError, name_id, now, reading, replay
from graph.review.doubt import doubts
from graph.review.record import from_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item
    from graph.review import Log, Review
    from graph.review.doubt import Doubt

#: The acts after which an item is no longer there.
ENDING: Final = frozenset({Act.MERGE, Act.SPLIT})


class UnknownError(InnspillError):
    """A document, item or decision that is not there."""


class UnstoredError(InnspillError):
    """The log could not be written to: nothing of what was decided is kept."""


def _unchanged() -> Extraction | None:
    """The new reading of a document that never changes."""
    return None


@dataclass(slots=True, eq=False)
class Sheet:
    """One document, its log, and what stood there when the log was last read, at ``version``.

    ``again`` gives a new reading of a document whose file has changed since it was last asked.
    """

    machine: Extraction
    log: Log
    version: int = -1
    review: Review | None = None
    doubts: Mapping[str, Doubt] = field(default_factory=dict)
    again: Callable[[], Extraction | None] = _unchanged
    readings: int = 1

    def reread(self) -> None:
        """Lay out the document as it reads now, where its file has changed."""
        fresh = self.again()
        if fresh is not None:
            self.machine, self.review = fresh, None
            self.readings += 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants decided on an item, ``seen`` being the log's version they looked at.

    ``acts`` are records of decisions without what the desk knows: item, text, who and when. An added link
    without a target leads to the actor that a ``name`` before it proposes. ``text`` is the item's text as
    they saw it, None where they do not say.
    """

    document: str
    item: str
    seen: int
    who: str
    acts: tuple[Mapping[str, Any], ...]
    text: str | None = None


class Desk:
    """Documents by slug; callers in several threads hold ``lock`` while they use one."""

    def __init__(
        self,
        documents: Iterable[tuple[Extraction, Log]],
        gazetteer: Gazetteer,
        made: Callable[[Sequence[Review]], tuple[str, str]],
        who: str = "",
        again: Mapping[str, Callable[[], Extraction | None]] | None = None,
    ) -> None:
        """Lay the documents out.

        Args:
            documents: the machine's readings, of different slugs, each with its log.
            gazetteer: the vocabularies.
            made: makes the graph as TriG and the explorer's page of reviewed documents.
            who: who decides unless a name is given.
            again: gives a new reading of the document of a slug where its file has changed, else None.
        """
        self.sheets = {machine.document.slug: Sheet(machine, log) for machine, log in documents}
        for slug, reread in (again or {}).items():
            self.sheets[slug].again = reread
        self.gazetteer = gazetteer
        self.who = who
        self.lock = threading.RLock()
        self._made = made

    def sheet(self, slug: str) -> Sheet:
        """A document as it stands now.

        Raises:
            UnknownError: there is none of that name.
            InnspillError: its log is damaged.
        """
        if slug not in self.sheets:
            raise UnknownError("document-not-open", slug=slug)
        sheet = self.sheets[slug]
        sheet.reread()
        version = sheet.log.version()
        if sheet.review is None or sheet.version != version:
            sheet.review = replay(sheet.machine, sheet.log.decisions(slug), self.gazetteer)
            sheet.doubts = doubts(sheet.review, self.gazetteer)
            sheet.version = version
        return sheet

    def reviews(self) -> tuple[Review, ...]:
        """Every document as it stands now, by slug."""
        with self.lock:
            found = [self.sheet(slug).review for slug in sorted(self.sheets)]
        return tuple(review for review in found if review is not None)

    def versions(self) -> tuple[tuple[int, int], ...]:
        """The logs' versions and the documents' readings, by slug: others where anything has changed."""
        with self.lock:
            sheets = [self.sheet(slug) for slug in sorted(self.sheets)]
            return tuple((sheet.version, sheet.readings) for sheet in sheets)

    def publication(self) -> tuple[str, str]:
        """The graph as TriG and the explorer's page, of all documents as they stand now."""
        return self._made(self.reviews())

    def save(self, wish: Wish) -> tuple[str, ...]:
        """Write decisions at once, all or none, and return their ids.

        Raises:
            UnknownError: the item, or a decision to withdraw, is not there.
            OvertakenError: somebody decided on the item after ``wish.seen``, or it has another text by now.
            UnstoredError: the log could not be written to.
            InnspillError: what is wished is not possible.
        """
        sheet = self.sheet(wish.document)
        decisions = self._decisions(sheet, wish)
        try:
            sheet.log.append(decisions, wish.seen)
        except OvertakenError:
            raise
        except InnspillError as error:
            raise UnstoredError(error.sentence()) from None
        return tuple(decision.id for decision in decisions)

    def _decisions(self, sheet: Sheet, wish: Wish) -> list[Decision]:
        held = sheet.log.decisions(wish.document)
        acts = [act for act in _aimed(wish.acts) if act["act"] != Act.CONFIRM]
        made = [self._decision(sheet, wish, held, act) for act in acts]
        review = self._tried(sheet, held, made)
        confirms = [self._decision(sheet, wish, held, act) for act in wish.acts if act["act"] == Act.CONFIRM]
        return [*made, *(self._confirmed(review, confirm) for confirm in confirms)]

    def _decision(
        self, sheet: Sheet, wish: Wish, held: Sequence[Decision], act: Mapping[str, Any]
    ) -> Decision:
        """A decision of a record, complete."""
        record = {**act, "document": wish.document, "who": wish.who, "when": now()}
        if act["act"] == Act.WITHDRAW:
            target = next((d for d in held if d.id == act.get("target")), None)
            if target is None or target.anchor.item != wish.item:
                raise UnknownError("no-such-decision", decision=act.get("target", ""))
            return from_record({**record, "item": target.anchor.item, "text": target.anchor.text})
        item = self._item(sheet, wish, held)
        record |= {"item": item.id, "text": item.text}
        if act["act"] == Act.MERGE:
            record["quote"] = self._other(f"{wish.document}/{act.get('target', '')}").text
        elif act["act"] in PAIRS:
            record["quote"] = self._other(act.get("target", "")).text
        return from_record(record)

    def _item(self, sheet: Sheet, wish: Wish, held: Sequence[Decision]) -> Item:
        item = self.find(sheet, wish.item)
        if item is not None and wish.text in {None, item.text}:
            return item
        if item is not None or (wish.text is not None and sheet.readings > 1):
            raise OvertakenError(sheet.log.since(wish.document, wish.item, wish.seen))
        ended = [d for d in held if d.anchor.item == wish.item and d.act in ENDING]
        if ended and sheet.log.version() > wish.seen:
            raise OvertakenError(ended)
        raise UnknownError("no-such-item", item=wish.item, document=wish.document)

    def _other(self, key: str) -> Item:
        slug, _, item = key.partition("/")
        found = self.find(self.sheet(slug), item) if slug in self.sheets else None
        if found is None:
            raise InnspillError("no-item", cure="choose-from-list", wanted=key)
        return found

    @staticmethod
    def find(sheet: Sheet, item: str) -> Item | None:
        """An item of a document as it stands now."""
        items = sheet.review.extraction.items if sheet.review else ()
        return next((one for one in items if one.id == item), None)

    def _tried(self, sheet: Sheet, held: Sequence[Decision], made: Sequence[Decision]) -> Review:
        """The document with decisions not yet written.

        Raises:
            InnspillError: one of them would not fit.
        """
        assert sheet.review is not None  # noqa: S101 - read before
        if not made:
            return sheet.review
        tried = replay(sheet.machine, [*held, *made], self.gazetteer)
        new = {decision.id for decision in made}
        wrong = next((c for c in tried.conflicts if c.decision.id in new), None)
        if wrong:
            raise InnspillError(
                Sentence(f"reason-{wrong.reason}", file="review"),
                where=wrong.decision.target or wrong.decision.anchor.item,
                cure="mend-and-save",
            )
        untaken(tried, new, self.gazetteer)
        return tried

    @staticmethod
    def _confirmed(review: Review, confirm: Decision) -> Decision:
        """A confirmation that says what it confirms: the reading as the decisions beside it leave it."""
        item = next((one for one in review.extraction.items if one.id == confirm.anchor.item), None)
        if item is None:
            raise InnspillError("cut-and-confirmed")
        return replace(confirm, quote=reading(item, review.extraction.attributions))


def _aimed(acts: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What is wished, with the id of an actor just proposed where a link to it is added."""
    named = ""
    for act in acts:
        if act["act"] == Act.NAME:
            named = name_id(act.get("quote", ""))
        link = act["act"] == Act.ADD and not act.get("target")
        yield {**act, "target": named} if link else act
