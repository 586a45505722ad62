"""A document while decisions are put into it, one after another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graph.model import Attribution, Basis, Candidate, ConceptKind, Extraction, Force, Kind, Mention, Role
from graph.review.placing import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.model import Item

#: The rule of every link a person made.
RULE: Final = "review"
#: Between an item's id and the number of a part it was split into; no other id holds it.
PART: Final = "~"


def reading(item: Item, links: Iterable[Attribution]) -> str:
    """How an item is read, as one line that a person can read and a later reading be held against.

    >>> from graph.model import Item
    >>> reading(Item(1, "1", "", "Noe", kind=Kind.PROPOSAL, force=Force.WISH), ())
    'proposal wish'
    """
    said = sorted(f"{link.role.value}:{link.target}" for link in links if link.item == item.id)
    return " ".join([item.kind.value, item.force.value if item.force else "-", *said])


class Draft:
    """The items and links of an extraction, to be changed."""

    def __init__(self, machine: Extraction) -> None:
        self.machine = machine
        self.items = {item.id: item for item in machine.items}
        self.places = Places((item.id, item.text) for item in machine.items)
        self.links = {(a.item, a.role, a.target): a for a in machine.attributions}
        self.mentions = set(machine.mentions)
        self.candidates = {candidate.id: candidate for candidate in machine.candidates}

    def reading(self, item: str) -> str:
        """How an item is read now."""
        return reading(self.items[item], self.links.values())

    def set_kind(self, item: str, kind: Kind) -> None:
        """A question asks, an observation has no force, and a proposal has at least that of a wish."""
        force = {Kind.QUESTION: Force.QUESTION, Kind.OBSERVATION: None}.get(kind, self.items[item].force)
        if kind is Kind.PROPOSAL and force in {None, Force.QUESTION}:
            force = Force.WISH
        self.items[item] = replace(self.items[item], kind=kind, force=force)

    def set_force(self, item: str, force: Force | None) -> None:
        """Correct how strongly an item asks."""
        self.items[item] = replace(self.items[item], force=force)

    def add(self, item: str, role: Role, target: str, quote: str) -> None:
        """A link of a person's own, carried by the words quoted, or by the whole item."""
        kind = ConceptKind.THEME if role is Role.SUBJECT else ConceptKind.ACTOR
        text = self.items[item].text
        start = text.casefold().find(quote.casefold()) if quote else -1
        start, end = (start, start + len(quote)) if start >= 0 else (0, len(text))
        mention = Mention(item, start, end, text[start:end], kind, target)
        self.mentions.add(mention)
        self.links[item, role, target] = Attribution(item, role, target, Basis.REVIEW, RULE, mention)

    def reject(self, item: str, role: Role, target: str) -> None:
        """Take a link out; its words too, where no other link needs them."""
        link = self.links.pop((item, role, target), None)
        if link is not None:
            self._drop(link.mention)

    def _drop(self, mention: Mention) -> None:
        if mention.where in self.items and all(a.mention != mention for a in self.links.values()):
            self.mentions.discard(mention)

    def name(self, actor: str, label: str) -> None:
        """An actor that the vocabulary does not hold yet."""
        self.candidates[actor] = Candidate(actor, label)

    def crop(self, item: str, start: int, end: int) -> None:
        """Keep one span of an item; the words outside it no longer carry anything."""
        this = self.items[item]
        self.items[item] = replace(this, text=this.text[start:end])
        self.places.put(item, this.text[start:end])
        for link in [a for a in self.links.values() if a.item == item]:
            self._move(link, item, start, end)
        for mention in [m for m in self.mentions if m.where == item]:
            self.mentions.discard(mention)
            if moved := _moved(mention, item, start, end):
                self.mentions.add(moved)

    def _move(self, link: Attribution, item: str, start: int, end: int) -> None:
        """A link to a span of what was its item's text; out goes one whose words lie outside."""
        key = (item, link.role, link.target)
        if link.mention.where != link.item:
            self.links[key] = replace(link, item=item)
        elif moved := _moved(link.mention, item, start, end):
            self.links[key] = replace(link, item=item, mention=moved)
        else:
            self.links.pop(key, None)

    def split(self, item: str, spans: tuple[tuple[int, int], ...]) -> None:
        """Several items in place of one; sub-points stay under the last of them."""
        this = self.items.pop(item)
        links = [self.links.pop(key) for key in sorted(self.links) if key[0] == item]
        mentions = [m for m in self.mentions if m.where == item]
        self.mentions.difference_update(mentions)
        for number, (start, end) in enumerate(spans, start=1):
            part = replace(this, id=f"{item}{PART}{number}", text=this.text[start:end])
            self.items[part.id] = part
            self.places.put(part.id, part.text)
            self.mentions.update(m for one in mentions if (m := _moved(one, part.id, start, end)))
            for link in links:
                self._move(link, part.id, start, end)
        self.places.remove(item)
        self._adopt(item, f"{item}{PART}{len(spans)}")

    def merge(self, item: str, into: str) -> None:
        """An item that repeats another goes; the other gets the links it lacks."""
        for owner, role, target in sorted(key for key in self.links if key[0] == item):
            link = self.links.pop((owner, role, target))
            if (into, role, target) not in self.links:
                self.add(into, role, target, link.mention.quote)
        del self.items[item]
        self.places.remove(item)
        self.mentions = {m for m in self.mentions if m.where != item}
        self._adopt(item, into)

    def _adopt(self, item: str, parent: str) -> None:
        """What stood under an item that is gone, and what rested on its words, goes to another."""
        for child in [i for i in self.items.values() if i.parent == item and i.id != parent]:
            self.items[child.id] = replace(child, parent=parent)
        for key, link in sorted(self.links.items()):
            if link.mention.where == item:
                self.add(*key, link.mention.quote)

    def extraction(self) -> Extraction:
        """The document as it stands now."""
        items = {item.id for item in self.items.values()}
        used = {a.target for a in self.links.values()} | {m.concept for m in self.mentions}
        return replace(
            self.machine,
            items=tuple(sorted(self.items.values())),
            mentions=tuple(sorted(m for m in self.mentions if m.where in items or self._is_section(m.where))),
            attributions=tuple(sorted(self.links.values())),
            candidates=tuple(sorted(c for c in self.candidates.values() if c.id in used or self._known(c))),
        )

    def _is_section(self, place: str) -> bool:
        return any(section.id == place for section in self.machine.sections)

    def _known(self, candidate: Candidate) -> bool:
        return candidate in self.machine.candidates

    def replaced(self) -> tuple[Item, ...]:
        """The machine's items that are no longer as it read them."""
        return tuple(item for item in self.machine.items if self.items.get(item.id) != item)


def _moved(mention: Mention, item: str, start: int, end: int) -> Mention | None:
    if mention.start < start or mention.end > end:
        return None
    return replace(mention, where=item, start=mention.start - start, end=mention.end - start)
