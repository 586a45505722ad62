"""The order of the stages, and the only module that knows it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graph.documents import Headers, read
from graph.gazetteer import load
from graph.language import fold
from graph.linking import Linker
from graph.model import Candidate, ConceptKind, Extraction, Metadata
from graph.namespaces import slug
from graph.roles import Reader, Voice
from graph.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Document, Mention, Source
    from graph.segmentation import Segmentation


#: Lines in which a document may say who organised it and who speaks.
FIRST_LINES: Final = 20

#: What a table's columns may hold.
COLUMN_KINDS: Final = ("text", "section", "addressee", "respondent", "date")


def extract(path: Path, gazetteer: Gazetteer | None = None) -> Extraction:
    """Everything read from one file.

    Raises:
        InnspillError: the file cannot be read as a document.
    """
    known = gazetteer or load()
    return extract_source(read_source(path, known), known)


def read_source(
    path: Path,
    gazetteer: Gazetteer,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Source:
    """A file as numbered lines; ``columns`` names a table's headers by what they hold.

    Raises:
        InnspillError: the file cannot be read as a document.
    """
    headers = Headers(
        columns or {}, {kind: gazetteer.cues.get(f"column-{kind}", ()) for kind in COLUMN_KINDS}
    )
    return read(path, headers, progress or _silent)


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def extract_source(source: Source, gazetteer: Gazetteer, said: Metadata | None = None) -> Extraction:
    """Everything read from a source: items, mentions and attributions, each sorted.

    ``said`` is what people say of the document, which goes before what its text says of itself.
    """
    said = _with_own(said or Metadata(), source, gazetteer)
    named = replace(source, document=replace(source.document, slug=said.slug or source.document.slug))
    parts = segment(named, gazetteer)
    document, strangers = _described(parts.document, said, gazetteer)
    linker = Linker(gazetteer, document.date)
    mentions, front = _link(parts, linker)
    linker.candidates |= {c.id: c for c in strangers if c.id not in linker.candidates}
    voice = Voice(document.title, document.speaker or _speaker(front, gazetteer))
    reader = Reader(gazetteer.including(linker.candidates.values()), parts.sections, mentions, voice)
    items, attributions = reader.read(parts.items)
    used = {m for found in mentions.values() for m in found}
    candidates = tuple(sorted(linker.candidates.values()))
    return Extraction(document, parts.sections, items, tuple(sorted(used)), attributions, candidates)


def _with_own(said: Metadata, source: Source, gazetteer: Gazetteer) -> Metadata:
    """What people say, and where they do not, what the document's first lines do: "Arrangør: KMD".

    Only a known actor or kind of event is taken from a text.
    """
    names = {labels: event for event, kind in gazetteer.events.items() for labels in (kind.nb, kind.nn)}
    known = {"organiser": _names(gazetteer), "speaker": _names(gazetteer), "event": names}
    found: dict[str, str] = {}
    for line in source.lines[:FIRST_LINES]:
        label, _, value = line.text.partition(":")
        for key, values in known.items():
            if fold(label) in gazetteer.cues.get(f"label-{key}", ()) and fold(value) in values:
                found.setdefault(key, values[fold(value)])
    return replace(said, **{key: value for key, value in found.items() if not getattr(said, key)})


def _described(
    document: Document, said: Metadata, gazetteer: Gazetteer
) -> tuple[Document, tuple[Candidate, ...]]:
    """A document with what people say of it, and those they name whom the gazetteer does not know."""
    names = {name: _actor(name, gazetteer) for name in (said.organiser, said.speaker) if name}
    described = replace(
        document,
        title=said.title or document.title,
        date=said.date or document.date,
        language=said.language or document.language,
        event=said.event,
        organiser=names[said.organiser].id if said.organiser else "",
        speaker=names[said.speaker].id if said.speaker else "",
    )
    return described, tuple(c for c in names.values() if c.id not in gazetteer.actors)


@lru_cache(maxsize=8)
def _names(gazetteer: Gazetteer) -> dict[str, str]:
    """The id of the first actor that bears each folded name."""
    return {
        fold(form): actor.id
        for actor in sorted(gazetteer.actors.values(), reverse=True)
        for form in (actor.labels.nb, actor.labels.nn, actor.short, *actor.forms, *actor.exact, *actor.inner)
    }


def _actor(name: str, gazetteer: Gazetteer) -> Candidate:
    """Whom a name or an id stands for: an actor of the gazetteer, else a candidate of that name."""
    if name in gazetteer.actors:
        return Candidate(name, name)
    forms = _names(gazetteer)
    identity = forms.get(fold(name)) or slug(name) or "ukjent"
    taken = identity in gazetteer.actors and fold(name) not in forms
    return Candidate(f"{identity}-2" if taken else identity, name)


def _speaker(front: Sequence[str], gazetteer: Gazetteer) -> str:
    """The collective that a document of many voices speaks for: the first its title or introduction names."""
    actors = gazetteer.actors
    return next((a for a in front if a in actors and actors[a].type in {"collective", "county"}), "")


def _link(parts: Segmentation, linker: Linker) -> tuple[dict[str, tuple[Mention, ...]], list[str]]:
    """The mentions in every section and item, and the actors that title and introduction name.

    A section's actors are the topics of what is under it; failing them those last spoken of in the
    section; failing these the only one of its kind that the document speaks of, and else the first
    that title and introduction name, such as the one a letter is to.
    """
    sections, items = parts.sections, parts.items
    found: dict[str, tuple[Mention, ...]] = {}
    topics: dict[str, list[str]] = {"": []}
    for section in sections:
        above = topics[section.parent]
        found[section.id] = linker.mentions(section.text, section.id, above)
        topics[section.id] = [*_actors(found[section.id]), *above]
    near: dict[str, list[str]] = {}
    spoken: dict[str, list[str]] = {}
    for item in items:
        recent = spoken.get(item.section, [])
        parent = _actors(found.get(item.parent, ())) if item.parent else []
        near[item.id] = [*parent, *topics[item.section], *recent]
        found[item.id] = linker.mentions(item.text, item.id, near[item.id])
        spoken[item.section] = list(dict.fromkeys([*_actors(found[item.id]), *recent]))
    everywhere = {actor for place in found.values() for actor in _actors(place)}
    front = _actors(linker.mentions(f"{parts.document.title}\n{parts.front}", ""))
    only = [*linker.alone(everywhere | set(front)), *front]
    for section in sections:
        near[section.id] = topics[section.parent]
    texts = {place.id: place.text for place in sections} | {place.id: place.text for place in items}
    for where in sorted(linker.unresolved & texts.keys()) if only else ():
        found[where] = linker.mentions(texts[where], where, [*near[where], *only])
    return found, front


def _actors(mentions: Sequence[Mention]) -> list[str]:
    return [m.concept for m in mentions if m.kind is ConceptKind.ACTOR]
