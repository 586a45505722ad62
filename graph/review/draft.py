"""A document while decisions are put into it, one after another."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graph.model import Attribution, Basis, Candidate, ConceptKind, Extraction, Force, Kind, Mention, Role
from graph.review.outcome import LinkKey
from graph.review.placing import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Item
    from graph.review.decision import Decision

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


def words_at(quote: str, text: str) -> tuple[int, int] | None:
    """Where some words stand in a text, case and spacing put aside; None where they do not.

    >>> words_at("kmd  bør", "At KMD bør samordne"), words_at("KD", "At KMD bør")
    ((3, 10), None)
    """
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text, re.IGNORECASE)
    return found.span() if found and found[0] else None


class Draft:
    """The items and links of an extraction, to be changed; ``by`` says which decision last changed a link."""

    def __init__(self, machine: Extraction) -> None:
        self.machine = machine
        self.items = {item.id: item for item in machine.items}
        self.places = Places((item.id, item.text) for item in machine.items)
        self.links: dict[LinkKey, Attribution] = {}
        self._own = defaultdict[str, set[LinkKey]](set)
        self._resting = defaultdict[Mention, set[LinkKey]](set)
        for link in machine.attributions:
            self._put(link)
        self.mentions = set(machine.mentions)
        self.candidates = {candidate.id: candidate for candidate in machine.candidates}
        self.by: dict[LinkKey, Decision] = {}

    def _put(self, link: Attribution) -> None:
        """A link in place of what there was of its item, role and target."""
        key = (link.item, link.role, link.target)
        self._take(key)
        self.links[key] = link
        self._own[link.item].add(key)
        self._resting[link.mention].add(key)

    def _take(self, key: LinkKey) -> Attribution | None:
        """Take a link out, where there is one."""
        link = self.links.pop(key, None)
        if link is not None:
            self._own[link.item].discard(key)
            self._resting[link.mention].discard(key)
        return link

    def reading(self, item: str) -> str:
        """How an item is read now."""
        return reading(self.items[item], [self.links[key] for key in self._own[item]])

    def set_kind(self, item: str, kind: Kind) -> None:
        """A question asks, an observation has no force, and a proposal has at least that of a wish."""
        force = {Kind.QUESTION: Force.QUESTION, Kind.OBSERVATION: None}.get(kind, self.items[item].force)
        if kind is Kind.PROPOSAL and force in {None, Force.QUESTION}:
            force = Force.WISH
        self.items[item] = replace(self.items[item], kind=kind, force=force)

    def set_force(self, item: str, force: Force | None) -> None:
        """Correct how strongly an item asks."""
        self.items[item] = replace(self.items[item], force=force)

    def add(self, item: str, role: Role, target: str, quote: str, by: Decision) -> None:
        """A link of a person's own, carried by the words quoted, or by the whole item."""
        text = self.items[item].text
        start, end = words_at(quote, text) or (0, len(text))
        kind = ConceptKind.THEME if role is Role.SUBJECT else ConceptKind.ACTOR
        mention = Mention(item, start, end, text[start:end], kind, target)
        self.mentions.add(mention)
        self._put(Attribution(item, role, target, Basis.REVIEW, RULE, mention))
        self.by[item, role, target] = by

    def reject(self, item: str, role: Role, target: str, by: Decision) -> None:
        """Take a link out; its words too, where no other link needs them."""
        self.by[item, role, target] = by
        link = self._take((item, role, target))
        if link and link.mention.where in self.items and not self._resting[link.mention]:
            self.mentions.discard(link.mention)

    def name(self, actor: str, label: str) -> None:
        """An actor that the vocabulary does not hold yet."""
        self.candidates[actor] = Candidate(actor, label)

    def crop(self, item: str, span: tuple[int, int], by: Decision) -> None:
        """Keep one span of an item; the words outside it no longer carry anything."""
        this = self.items[item]
        text = this.text[slice(*span)]
        self.items[item] = replace(this, text=text)
        self._recut(item, len(this.text), [(item, span)], by)
        self.places.put(item, text)

    def split(self, item: str, spans: Sequence[tuple[int, int]], by: Decision) -> None:
        """Several items in place of one; sub-points stay under the last of them."""
        this = self.items.pop(item)
        width = len(str(len(spans)))
        parts = [(f"{item}{PART}{number:0{width}}", span) for number, span in enumerate(spans, start=1)]
        self.places.remove(item)
        for part, span in parts:
            self.items[part] = replace(this, id=part, text=this.text[slice(*span)])
            self.places.put(part, self.items[part].text)
        self._recut(item, len(this.text), parts, by)
        self._adopt(item, parts[-1][0], this.parent)

    def _recut(
        self, item: str, length: int, parts: Sequence[tuple[str, tuple[int, int]]], by: Decision
    ) -> None:
        """Move an item's links, and the words that stand in it, to the spans left of its text."""
        moved: dict[Mention, dict[str, Mention]] = {}
        for mention in sorted(m for m in self.mentions if m.where == item):
            reviewed = any(self.links[key].basis is Basis.REVIEW for key in self._resting[mention])
            all_of_it = reviewed and (mention.start, mention.end) == (0, length)
            placed = ((part, _moved(mention, part, span, all_of_it=all_of_it)) for part, span in parts)
            moved[mention] = {part: found for part, found in placed if found}
        self.mentions -= moved.keys()
        self.mentions |= {found for places in moved.values() for found in places.values()}
        resting = {key for mention in moved for key in self._resting[mention]}
        for key in sorted(self._own[item] | resting):
            link = self.links[key]
            if link.item == item:
                self._deal(key, link, [part for part, _ in parts], moved.get(link.mention), by)
            else:
                self._rest(key, link, moved[link.mention], by)

    def _deal(
        self,
        key: LinkKey,
        link: Attribution,
        parts: Sequence[str],
        words: dict[str, Mention] | None,
        by: Decision,
    ) -> None:
        """An item's own link to each part that holds its words; to all, where they stand above the item."""
        self._take(key)
        maker = self.by.pop(key, None)
        for part in parts:
            mention = link.mention if words is None else words.get(part)
            if mention is not None:
                new = (part, link.role, link.target)
                self._put(replace(link, item=part, mention=mention))
                if maker:
                    self.by[new] = maker
        if all((part, link.role, link.target) not in self.links for part in parts):
            self.by[key] = by

    def _rest(self, key: LinkKey, link: Attribution, words: dict[str, Mention], by: Decision) -> None:
        """A sub-point's link to where the words it rests on stand now; out it goes where they are gone."""
        if words:
            self._put(replace(link, mention=words[min(words)]))
        else:
            self._take(key)
            self.by[key] = by

    def merge(self, item: str, into: str, by: Decision) -> None:
        """An item that repeats another goes; the other gets the links it lacks."""
        for key in sorted(self._own[item]):
            link = self._take(key)
            if link and (into, *key[1:]) not in self.links:
                self.add(into, link.role, link.target, link.mention.quote, by)
        above = self.items.pop(item).parent
        self.places.remove(item)
        gone = {mention for mention in self.mentions if mention.where == item}
        self.mentions -= gone
        for key in sorted({key for mention in gone for key in self._resting[mention]}):
            self._rest_on_other(key, self.links[key], into, by)
        self._adopt(item, into, above)

    def _rest_on_other(self, key: LinkKey, link: Attribution, other: str, by: Decision) -> None:
        """A sub-point's link to the same words in the other item; a person's own, where it lacks them."""
        text = self.items[other].text
        place = words_at(link.mention.quote, text)
        if place is None or link.item == other:
            self.add(*key, link.mention.quote, by)
            return
        start, end = place
        mention = replace(link.mention, where=other, start=start, end=end, quote=text[start:end])
        self.mentions.add(mention)
        self._put(replace(link, mention=mention))

    def _adopt(self, item: str, parent: str, above: str) -> None:
        """What stood under an item that is gone goes under another, and that one under what was above it."""
        for child in [i for i in self.items.values() if i.parent == item]:
            self.items[child.id] = replace(child, parent=above if child.id == parent else parent)

    def extraction(self) -> Extraction:
        """The document as it stands now."""
        places = self.items.keys() | {section.id for section in self.machine.sections}
        return replace(
            self.machine,
            items=tuple(sorted(self.items.values())),
            mentions=tuple(sorted(m for m in self.mentions if m.where in places)),
            attributions=tuple(sorted(self.links.values())),
            candidates=tuple(sorted(self.candidates.values())),
        )

    def replaced(self) -> tuple[Item, ...]:
        """The machine's items that are gone or have another kind, force or text."""
        return tuple(item for item in self.machine.items if not _is_as_read(item, self.items.get(item.id)))


def _is_as_read(item: Item, now: Item | None) -> bool:
    return now is not None and (now.kind, now.force, now.text) == (item.kind, item.force, item.text)


def _moved(mention: Mention, item: str, span: tuple[int, int], *, all_of_it: bool) -> Mention | None:
    """A mention in a span of what was its text; one of the whole text is of the whole span."""
    start, end = span
    if all_of_it:
        return replace(mention, where=item, end=end - start, quote=mention.quote[start:end])
    if mention.start < start or mention.end > end:
        return None
    return replace(mention, where=item, start=mention.start - start, end=mention.end - start)
