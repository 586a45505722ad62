"""The order of the stages, and the only module that knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.documents import Headers, read
from graph.gazetteer import load
from graph.linking import Linker
from graph.model import ConceptKind, Extraction
from graph.roles import Reader, Voice
from graph.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Mention, Source
    from graph.segmentation import Segmentation


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


def extract_source(source: Source, gazetteer: Gazetteer) -> Extraction:
    """Everything read from a source: items, mentions and attributions, each sorted."""
    parts = segment(source, gazetteer)
    linker = Linker(gazetteer, parts.document.date)
    mentions, front = _link(parts, linker)
    voice = Voice(parts.document.title, _speaker(front, gazetteer))
    reader = Reader(gazetteer.including(linker.candidates.values()), parts.sections, mentions, voice)
    items, attributions = reader.read(parts.items)
    used = {m for found in mentions.values() for m in found}
    candidates = tuple(sorted(linker.candidates.values()))
    return Extraction(parts.document, parts.sections, items, tuple(sorted(used)), attributions, candidates)


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
