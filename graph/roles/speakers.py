"""Speakers: who an item comes from, where its own words say it.

«NHO mener at ...» says it by a verb; "Lier kommune: ..." by a label, in a document that lists what others
said. Elsewhere a label is who is to act.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.language import tokens
from graph.model import ConceptKind, Role
from graph.roles.reading import Reading
from graph.wordclass import is_finite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.model import Item, Mention
    from graph.roles.clauses import Phrase, Unit
    from graph.roles.cues import Cues
    from graph.roles.places import Places

#: What may stand between a name and the colon behind it: a place, an abbreviation in brackets.
BETWEEN: Final = re.compile(r"[^.:;!?]{0,50}:\s*")
#: So many different names before a colon, and so many of them that speak, make a document of many voices.
VOICES, SPEAKING = 3, 2
OWN: Final = frozenset("vi oss vår våre vårt me vårs".split())


class Speakers:
    """Reads who speaks, by the cue lexicon; ``labelled`` says that labels name who speaks."""

    def __init__(self, cues: Cues, places: Places, *, labelled: bool = False) -> None:
        self.cues, self.places, self.labelled = cues, places, labelled

    def read(self, units: Sequence[Unit], phrase: Phrase) -> Reading | None:
        """Who speaks, as the subject of a verb of saying or wishing, or as a label."""
        if phrase.genitive or phrase.compound or self.places.before_modifiers(units, phrase) >= 0:
            return None
        after = phrase.last + 1
        says = after < len(units) and is_finite(units[after].lower) and self.cues.at(units, after, "say-verb")
        return Reading(Role.PROPOSER, "speaker") if says or self._is_label(units, phrase) else None

    def _is_label(self, units: Sequence[Unit], phrase: Phrase) -> bool:
        if not self.labelled or phrase.first or units[0].start:
            return False
        stop = next((i for i, unit in enumerate(units) if unit.lower in {":", ".", "!", "?"}), 0)
        return stop > 0 and units[stop].lower == ":"


def labels_speak(
    items: Iterable[Item], mentions: Mapping[str, Sequence[Mention]], title: str, cues: Cues
) -> bool:
    """Whether the names before the colons of a document's items are who said what follows.

    So it is where some go on with a verb whose subject they are, or with "vi", and where the title says
    that the document gathers what was said.
    """
    names, speaking = set[str](), 0
    for item in items:
        first = next(
            (m for m in mentions.get(item.id, ()) if m.kind is ConceptKind.ACTOR and not m.start), None
        )
        match = BETWEEN.match(item.text, first.end) if first else None
        if first is None or match is None:
            continue
        names.add(first.concept)
        said = [token.lower for token in tokens(item.text[match.end() :])]
        speaking += bool(said) and (is_finite(said[0]) or not OWN.isdisjoint(said))
    gathers = any(word in title.lower() for word in cues.words("gathering"))
    return len(names) >= VOICES and (gathers or speaking >= SPEAKING)
