"""Attribution: every link of an item with its basis, composed from sentence, parent and heading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.language import LONGEST_WORD
from graph.model import Attribution, Basis, ConceptKind, Item, Kind, Mention, Role, Section
from graph.roles.clauses import split
from graph.roles.cues import Cues
from graph.roles.grammar import Grammar
from graph.roles.kinds import Act, KindReader
from graph.roles.pronouns import stand_ins
from graph.roles.reading import Reading
from graph.roles.sections import Call, SectionReader, Voice, lineage
from graph.roles.speakers import labels_speak
from graph.roles.themes import Surroundings, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.roles.clauses import Phrase, Sentence

#: Strongest first: an actor stands in one role per item.
STRENGTH = (Role.ADDRESSEE, Role.PARTNER, Role.BENEFICIARY, Role.PROPOSER, Role.MENTIONED)

#: Words of the longest heading that is a topic.
TITLE_WORDS = 8


class Reader:
    """Reads kinds and attributions of a document's items, in reading order.

    ``mentions`` maps the id of each section and item to the mentions in its text.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        sections: Sequence[Section],
        mentions: Mapping[str, Sequence[Mention]],
        voice: Voice | None = None,
    ) -> None:
        self.gazetteer, self.mentions = gazetteer, mentions
        self.cues = Cues(gazetteer.cues)
        self.abbreviations = frozenset(gazetteer.cues["abbreviation"])
        self.grammar, self.kinds = Grammar(self.cues), KindReader(self.cues)
        self.voice = voice or Voice()
        headings = SectionReader(self.cues, self.grammar, self.abbreviations, self.voice.speaker)
        self.parents = {s.id: s.parent for s in sections}
        self.titles = {s.id: s.title for s in sections}
        self.calls = {s.id: headings.read(s, mentions.get(s.id, ())) for s in sections}
        self._asked: dict[str, tuple[Attribution, ...]] = {}
        self._themes: dict[str, tuple[Attribution, ...]] = {}
        self._kinds: dict[str, Kind] = {}

    def read(self, items: Iterable[Item]) -> tuple[tuple[Item, ...], tuple[Attribution, ...]]:
        """The items with kind and force, and all attributions, both sorted."""
        items = list(items)
        speak = labels_speak(items, self.mentions, self.voice.title, self.cues)
        self.grammar = Grammar(self.cues, labels_speak=speak)
        read, links = [], list[Attribution]()
        for item in items:
            done, found = self._read_item(item)
            read.append(done)
            links.extend(found)
        return tuple(sorted(read)), tuple(sorted(links))

    def _read_item(self, item: Item) -> tuple[Item, list[Attribution]]:
        mentions = self.mentions.get(item.id, ())
        parts = split(item.text, mentions, self.cues, self.abbreviations)
        acts = [self.kinds.act(sentence) for sentence in parts]
        call = self.calls[item.section] if item.section else Call()
        opened = call.agreed or (not item.parent and call.opens)
        surroundings = Call(calls=self._is_called(item), states=self._is_stated(item), opens=opened)
        kind, force = self.kinds.kind(acts, surroundings)
        self._kinds[item.id] = kind
        roles = self._roles(
            item,
            [(p, a is Act.STATEMENT and not opened) for p, (a, _) in zip(parts, acts, strict=True)],
            kind,
            goes_on="agreed" if call.agreed else "asked-that" if opened else "",
        )
        self._participants(item, mentions, roles, kind)
        self._anaphora(item, roles)
        links = self._links(item, kind, roles)
        partners = [link.mention for link in links if link.rule == "cooperate-with"]
        about = [m for m in mentions if not _within(m, partners)]
        around = Surroundings(self._themes.get(item.parent, ()), self._headed(item))
        themes = subjects(item, about, around, self.gazetteer)
        self._themes[item.id] = themes
        return replace(item, kind=kind, force=force), [*links, *themes]

    def _roles(
        self, item: Item, parts: Sequence[tuple[Sentence, bool]], kind: Kind, *, goes_on: str
    ) -> dict[str, tuple[Reading, Mention]]:
        """The strongest reading of each actor; with each sentence comes whether it only states.

        ``goes_on`` is the rule for who acts in the present under a heading that the items go on from.
        """
        elsewhere = self._asked_elsewhere(item)
        roles = dict[str, tuple[Reading, Mention]]()
        subject: Phrase | None = None
        for sentence, states in parts:
            spoken_of = stand_ins(sentence, subject, self.grammar.places)
            for phrase in (*sentence.phrases, *spoken_of):
                if states or kind is Kind.OBSERVATION:
                    reading = self.grammar.read_statement(sentence, phrase, asked=kind is Kind.PROPOSAL)
                else:
                    reading = self.grammar.read(sentence, phrase, elsewhere, goes_on=goes_on)
                for mention in phrase.mentions:
                    self._keep_strongest(roles, reading, mention)
            subject = sentence.phrases[0] if sentence.phrases else subject
        return roles

    def _headed(self, item: Item) -> tuple[Mention, ...]:
        """The mentions in the title of the item's section; a long title is a sentence, and names no topic."""
        title = self.titles.get(item.section, "")
        if not title or len(title.split()) > TITLE_WORDS:
            return ()
        return tuple(m for m in self.mentions.get(item.section, ()) if m.end <= len(title))

    def _asked_elsewhere(self, item: Item) -> frozenset[str]:
        """The actors that the item above or the heading asks, with their parts."""
        links = self._from_parent(item) or self._from_heading(item)
        asked = {concept for link in links for concept in (link.target, link.mention.concept)}
        return self.gazetteer.with_parts(asked) if asked else frozenset()

    def _is_called(self, item: Item) -> bool:
        """Whether the item stands under a heading or item that calls for proposals."""
        if item.parent and self._kinds.get(item.parent) is Kind.PROPOSAL:
            return True
        for section in lineage(item.section, self.parents):
            call = self.calls[section]
            if call.calls or call.states:
                return call.calls
        title = self.voice.title.lower()
        return any(phrase in title for phrase in self.cues.phrases("title-call"))

    def _is_stated(self, item: Item) -> bool:
        """Whether the item stands under a heading that calls for how things are."""
        return any(self.calls[section].states for section in lineage(item.section, self.parents)[:1])

    def _keep_strongest(
        self, roles: dict[str, tuple[Reading, Mention]], reading: Reading, mention: Mention
    ) -> None:
        actor = self.gazetteer.actors[mention.concept]
        target = actor.counts_as or actor.id
        known = roles.get(target)
        if known is None or STRENGTH.index(reading.role) < STRENGTH.index(known[0].role):
            roles[target] = (reading, mention)

    def _participants(
        self,
        item: Item,
        mentions: Sequence[Mention],
        roles: dict[str, tuple[Reading, Mention]],
        kind: Kind,
    ) -> None:
        """«innbyggerinvolvering»: the first part of a word for participation takes part."""
        if kind is Kind.OBSERVATION:
            return
        for mention in mentions:
            tail = item.text[mention.end : mention.end + LONGEST_WORD].split(None, 1)[:1]
            joined = mention.kind is ConceptKind.ACTOR and bool(tail) and tail[0][:1].isalpha()
            if joined and self.cues.ends_with(tail[0].lower().rstrip(".,;:"), "involve-noun"):
                self._keep_strongest(roles, Reading(Role.PARTNER, "participation"), mention)

    def _anaphora(self, item: Item, roles: dict[str, tuple[Reading, Mention]]) -> None:
        """«De er med ...» first in an item means the actors its heading names."""
        first = item.text.split(None, 1)[:1]
        if not first or first[0].lower() not in {"de", "dei", "begge"} or not item.section:
            return
        following = item.text.split(None, 2)[1:2]
        if following and (following[0].lower() in {"er", "har", "må", "bør", "skal", "kan", "var"}):
            for mention in self.calls[item.section].topics:
                actor = self.gazetteer.actors[mention.concept]
                roles.setdefault(actor.counts_as or actor.id, (Reading(Role.MENTIONED, "anaphora"), mention))

    def _links(self, item: Item, kind: Kind, roles: dict[str, tuple[Reading, Mention]]) -> list[Attribution]:
        made = [
            Attribution(item.id, reading.role, actor, self._basis(item, mention), reading.rule, mention)
            for actor, (reading, mention) in roles.items()
            if reading.role is not Role.MENTIONED or not self.gazetteer.actors[actor].only_with_role
        ]
        asked = tuple(link for link in made if link.role is Role.ADDRESSEE)
        if not asked and kind is not Kind.OBSERVATION:
            asked = self._from_parent(item) or self._from_heading(item)
            taken = {link.target for link in asked}
            made = [*(link for link in made if link.target not in taken), *asked]
        self._asked[item.id] = asked
        return [*made, *self._proposers(item, {link.target for link in made})]

    @staticmethod
    def _basis(item: Item, mention: Mention) -> Basis:
        return Basis.EXPLICIT if mention.where == item.id else Basis.HEADING

    def _from_parent(self, item: Item) -> tuple[Attribution, ...]:
        """The addressees of the item above, where its own words (or its parent's) named them."""
        return tuple(
            replace(link, item=item.id, basis=Basis.PARENT, rule="parent")
            for link in self._asked.get(item.parent, ())
            if link.basis is not Basis.HEADING
        )

    def _from_heading(self, item: Item) -> tuple[Attribution, ...]:
        """The addressees of the nearest section above that has any."""
        for section in lineage(item.section, self.parents):
            if asked := self.calls[section].addressees:
                return self._by_heading(item, Role.ADDRESSEE, asked)
        return ()

    def _proposers(self, item: Item, taken: set[str]) -> tuple[Attribution, ...]:
        for section in lineage(item.section, self.parents):
            if asking := self.calls[section].proposers:
                links = self._by_heading(item, Role.PROPOSER, asking)
                return tuple(link for link in links if link.target not in taken)
        return ()

    def _by_heading(
        self, item: Item, role: Role, found: Sequence[tuple[Mention, str]]
    ) -> tuple[Attribution, ...]:
        links = dict[str, Attribution]()
        for mention, rule in found:
            actor = self.gazetteer.actors[mention.concept]
            target = actor.counts_as or actor.id
            links.setdefault(target, Attribution(item.id, role, target, Basis.HEADING, rule, mention))
        return tuple(links.values())


def _within(mention: Mention, actors: Sequence[Mention]) -> bool:
    """Whether a theme's words are an actor's: with whom is not about what."""
    return any(a.start <= mention.start and mention.end <= a.end for a in actors)
