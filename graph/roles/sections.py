"""Sections: whom a heading addresses, who speaks under it, and whether it calls for proposals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.language import lemmas, tokens
from graph.model import ConceptKind, Mention, Role, Section
from graph.roles.clauses import Phrase, Sentence, split

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.roles.cues import Cues
    from graph.roles.grammar import Grammar


#: How far into a heading's question the one who asks may stand.
EARLY = 4


@dataclass(frozen=True, slots=True)
class Voice:
    """What a document says of itself: its title, and the actor it is the voice of, where it tells."""

    title: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What a section's own words say to the items under it: mentions with the rule that read them.

    ``calls`` says that the words call for proposals, ``states`` that they call for how things are;
    ``opens`` that their sentence goes on in the items, ``agreed`` that they list what was agreed to be done.
    """

    addressees: tuple[tuple[Mention, str], ...] = ()
    proposers: tuple[tuple[Mention, str], ...] = ()
    topics: tuple[Mention, ...] = ()
    calls: bool = False
    states: bool = False
    opens: bool = False
    agreed: bool = False


class SectionReader:
    """Reads headings by the same grammar as items, and by what only headings do.

    ``speaker`` is the actor that a document of many voices is the voice of, where its title tells.
    """

    def __init__(
        self, cues: Cues, grammar: Grammar, abbreviations: Collection[str], speaker: str = ""
    ) -> None:
        self.cues, self.grammar, self.abbreviations = cues, grammar, abbreviations
        self.speaker = speaker

    def read(self, section: Section, mentions: Sequence[Mention]) -> Call:
        """The call of one section, from its title and question."""
        parts = split(section.text, mentions, self.cues, self.abbreviations)
        asked: dict[str, tuple[Mention, str]] = {}
        asking: dict[str, tuple[Mention, str]] = {}
        for sentence in parts:
            for phrase in sentence.phrases:
                role, rule = (Role.PROPOSER, "respondent") if section.speaks else self._role(sentence, phrase)
                target = {Role.ADDRESSEE: asked, Role.PROPOSER: asking}.get(role)
                if target is not None:
                    for mention in phrase.mentions:
                        target.setdefault(mention.concept, (mention, rule))
        if not asked and self.speaker and (own := self._own(section)):
            asked[self.speaker] = (own, "heading-own")
        asking = {actor: found for actor, found in asking.items() if actor not in asked}
        topics = tuple(m for m in mentions if m.kind is ConceptKind.ACTOR)
        calls = not section.speaks and (bool(asked) or self._calls(_call_of(section, parts)))
        states = not calls and (
            self._has_noun(section.text, "state-noun") or self._begins(section.text, "state-phrase")
        )
        opens = bool(parts) and self._opens(parts[-1])
        agreed = not states and self._agreed(section.text)
        calls = calls or opens or agreed
        return Call(tuple(asked.values()), tuple(asking.values()), topics, calls, states, opens, agreed)

    def _agreed(self, text: str) -> bool:
        """«Veien videre – avtalt på møtet», "Oppfølgingspunkter": what somebody will do, in the present."""
        words = " ".join(t.lower for t in tokens(text))
        return any(phrase in words for phrase in self.cues.phrases("agreed")) or self._has_noun(
            text, "agreed"
        )

    def _own(self, section: Section) -> Mention | None:
        """«Hva kan vi gjøre selv?», "Innspill til egen organisasjon": the words for the speakers."""
        toks = tokens(section.title)
        words = [t.lower for t in toks]
        itself = not {"selv", "sjølv", "sjølve"}.isdisjoint(words)
        for token, following in zip(toks, [*words[1:], ""], strict=True):
            own = token.lower in {"egen", "eigen"} and following.startswith("organisasjon")
            if own or (itself and token.lower in {"vi", "me"}):
                where = (token.start, token.end)
                return Mention(section.id, *where, token.text, ConceptKind.ACTOR, self.speaker)
        return None

    def _opens(self, sentence: Sentence) -> bool:
        """«Vi foreslår at:», "... foreslår fylkeskommunen at NOKUT": what is wanted goes on in the items."""
        units = sentence.units
        last = len(units) - 1
        while last > 0 and not units[last].is_word:
            last -= 1
        if self.cues.find(units, "opinion-verb", max(last - 3, 0), last) >= 0:
            return False
        if sentence.phrases and sentence.phrases[-1].last == last:
            last = sentence.phrases[-1].first - 1
        return last > 0 and units[last].lower == "at"

    def _role(self, sentence: Sentence, phrase: Phrase) -> tuple[Role, str]:
        units = sentence.units
        before = units[phrase.first - 1].lower if phrase.first else ""
        alone = all(not u.is_word or phrase.first <= i <= phrase.last for i, u in enumerate(units))
        if alone:
            return Role.ADDRESSEE, "heading-name"
        if before in {"fra", "frå"} and not self._requests(sentence, phrase):
            return Role.PROPOSER, "heading-from"
        if before in {"til", "av"} and self.cues.find(units, "expectation-to", 0, phrase.first) >= 0:
            return Role.ADDRESSEE, "expectation-to"
        if before == "til" and phrase.first == 1:
            return Role.ADDRESSEE, "heading-name"
        if (
            before in {"har", "ønsker", "ønskjer", "forventer", "ventar", "trenger", "treng"}
            and phrase.first <= EARLY
        ):
            return Role.PROPOSER, "heading-asks"
        reading = self.grammar.read(sentence, phrase)
        if reading.role is Role.ADDRESSEE and reading.rule not in {
            "cooperate-between",
            "as-role",
            "asked-act",
            "complaint",
        }:
            return reading.role, reading.rule
        return Role.MENTIONED, "named"

    def _requests(self, sentence: Sentence, phrase: Phrase) -> bool:
        """«Hva trenger vi fra staten?» asks the state; "Innspill fra Viken" is asked by Viken."""
        return sentence.text.rstrip().endswith("?") or (
            self.cues.find(sentence.units, "request-from", 0, phrase.first) >= 0
        )

    def _calls(self, text: str) -> bool:
        """Whether the words ask for proposals: a must or should, or a noun like "tiltak"."""
        words = [t.lower for t in tokens(text)]
        if self._begins(text, "call-phrase") and not self._begins(text, "state-phrase"):
            return True
        modals = self.cues.words("modal-must") | self.cues.words("modal-should")
        if any(word in modals for word in words):
            return True
        return self._has_noun(text, "call-noun")

    def _begins(self, text: str, group: str) -> bool:
        words = " ".join(t.lower for t in tokens(text))
        return words.startswith(self.cues.phrases(group))

    def _has_noun(self, text: str, group: str) -> bool:
        nouns = self.cues.words(group)
        return any(not nouns.isdisjoint(lemmas(t.lower)) for t in tokens(text))


def _call_of(section: Section, parts: Sequence[Sentence]) -> str:
    """The words that lead into the items: of a paragraph that ends in a colon its last sentence."""
    leads = len(parts) > 1 and not section.question and not section.text.rstrip().endswith("?")
    return parts[-1].text if leads else section.text


def lineage(section: str, parents: Mapping[str, str]) -> list[str]:
    """A section's id and those above it, nearest first."""
    chain = []
    while section:
        chain.append(section)
        section = parents.get(section, "")
    return chain
