"""The actors, themes, cues and rules of ``ontology/`` as plain values.

One place reads the vocabularies, so that every stage above works on frozen values and an analyst
can edit the Turtle without touching Python. SKOS: https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InnspillError
from graph.messages import sentence
from graph.namespaces import ACTOR, INN, PREFIXES, RULE, THEME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from graph.model import Candidate

#: The environment variable that names a folder with vocabularies of one's own.
FOLDER_VARIABLE = "INNSPILL_ONTOLOGY"
VOCABULARY_FILES = ("vocabulary.ttl", "actors.ttl", "themes.ttl", "cues.ttl", "rules.ttl")


@dataclass(frozen=True, slots=True, order=True)
class Labels:
    """One name in bokmål, nynorsk and English.

    >>> Labels("fagskole", "fagskule", "higher vocational education").of("nn")
    'fagskule'
    """

    nb: str
    nn: str
    en: str

    def of(self, language: str) -> str:
        """The label in ``nb``, ``nn`` or ``en``; bokmål where that one is missing."""
        return {"nn": self.nn, "en": self.en}.get(language, self.nb) or self.nb


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """An organisation or collective.

    ``forms`` are the spellings read in text; ``exact`` count only in these capitals (IN, FR);
    ``inner`` are such forms that are words too (Delta, Ruter): at the beginning of a sentence they count
    as ``contextual``, only where the section or item is already about the actor ("direktoratet").
    ``counts_as`` is the actor that asks to this one are counted for (a unit's county authority).
    ``valid_from`` and ``valid_to`` are ISO dates or empty. ``area`` are its names that
    are places too, ``heads`` the words that name it as the last part of a compound. ``only_with_role``
    says that it is no actor
    where it is merely named: a scheme, or a group of people. ``part_of`` are the actors it is a unit
    or member of, ``replaced_by`` those that took over its tasks, several where it was split.
    """

    id: str
    labels: Labels
    short: str
    type: str
    forms: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    contextual: tuple[str, ...] = ()
    counts_as: str = ""
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    only_with_role: bool = False
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Theme:
    """A concept of the theme scheme; ``broader`` are the ids above it, none for a top concept.

    ``patterns`` are wordings in which … stands for a few words of any kind, [yrke] for people of an
    occupation.
    """

    id: str
    labels: Labels
    forms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Everything the stages know about the world, by id, sorted.

    Compared by identity, so that what is made of it once can be remembered.
    """

    actors: Mapping[str, Actor]
    themes: Mapping[str, Theme]
    cues: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, Labels]
    events: Mapping[str, Labels] = field(default_factory=dict)

    def label(self, concept: str, language: str = "nb") -> str:
        """The name of an actor or theme id in a language."""
        if concept in self.actors:
            return self.actors[concept].labels.of(language)
        return self.themes[concept].labels.of(language)

    def including(self, candidates: Iterable[Candidate]) -> Gazetteer:
        """The gazetteer with a document's unknown organisations as actors of the type ``candidate``."""
        found = {
            c.id: Actor(c.id, Labels(c.label, c.label, c.label), c.label, "candidate", (c.label,))
            for c in sorted(candidates, reverse=True)
            if c.id not in self.actors
        }
        return replace(self, actors=dict(sorted({**self.actors, **found}.items()))) if found else self

    def with_parts(self, actors: Collection[str]) -> frozenset[str]:
        """The actors and those that are a unit or member of one of them."""
        parts = {a.id for a in self.actors.values() if not set(a.part_of).isdisjoint(actors)}
        return frozenset(parts | set(actors))

    def narrower_or_same(self, theme: str) -> frozenset[str]:
        """The theme and every theme below it."""
        return _narrower_or_same(self, theme)


@lru_cache(maxsize=1000)
def _narrower_or_same(gazetteer: Gazetteer, theme: str) -> frozenset[str]:
    below = {theme}
    while more := {t.id for t in gazetteer.themes.values() if below & set(t.broader)} - below:
        below |= more
    return frozenset(below)


def vocabulary_folder() -> Path | None:
    """The folder with vocabularies of one's own, which the environment names; None where it names none.

    Raises:
        InnspillError: there is no such folder.
    """
    named = os.environ.get(FOLDER_VARIABLE, "")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise InnspillError(
            "no-vocabulary-folder", where=named, cure="mend-variable", variable=FOLDER_VARIABLE
        )
    return folder


def vocabulary_place(name: str) -> str:
    """Where a vocabulary file stands, as an error names it."""
    folder = vocabulary_folder()
    return str(folder / name) if folder and (folder / name).exists() else f"ontology/{name}"


def vocabulary_text(name: str) -> str:
    """The text of one vocabulary: of one's own folder where it holds the file, else as installed.

    Raises:
        InnspillError: the file cannot be read.
    """
    folder = vocabulary_folder()
    if folder is None or not (folder / name).exists():
        return files("ontology").joinpath(name).read_text(encoding="utf-8")
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or sentence("not-utf8")
        raise InnspillError(
            "vocabulary-unreadable", where=str(folder / name), cure="save-it-utf8", reason=reason
        ) from None


def vocabulary_graph(names: Iterable[str] = VOCABULARY_FILES) -> Graph:
    """The named vocabulary files as one rdflib graph.

    Raises:
        InnspillError: a file is not well-formed Turtle; names file and line.
    """
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = Graph()
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for name in names:
        try:
            graph.parse(data=vocabulary_text(name), format="turtle")
        except BadSyntax as error:
            raise InnspillError(
                "odd-turtle",
                where=vocabulary_place(name),
                line=error.lines + 1,
                cure="mend-line",
                reason=error.message,
            ) from None
    return graph


@cache
def load() -> Gazetteer:
    """The gazetteer of the installed vocabularies."""
    return _Reader(vocabulary_graph()).gazetteer()


class _Reader:
    """Reads values out of the vocabulary graph."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import Namespace
        from rdflib.namespace import DCTERMS, SKOS

        self.graph, self.skos, self.dcterms, self.inn = graph, SKOS, DCTERMS, Namespace(INN)

    def gazetteer(self) -> Gazetteer:
        inn = self.inn
        return Gazetteer(
            actors={a.id: a for a in sorted(map(self._actor, self._members(inn.Actor)))},
            themes={t.id: t for t in sorted(map(self._theme, self._members(inn.Theme)))},
            cues=self._cues(),
            rules={str(r).removeprefix(RULE): self._labels(r) for r in self._members(inn.Rule)},
            events={str(e).removeprefix(INN): self._terms(e) for e in self._members(inn.EventKind)},
        )

    def _members(self, kind: Node) -> list[Node]:
        from rdflib.namespace import RDF

        return sorted(self.graph.subjects(RDF.type, kind), key=str)

    def _texts(self, subject: Node, *predicates: Node) -> tuple[str, ...]:
        found = {str(o) for p in predicates for o in self.graph.objects(subject, p)}
        return tuple(sorted(found))

    def _norwegian(self, subject: Node) -> set[str]:
        """The preferred names that Norwegian text may hold."""
        labels = self._labels(subject)
        return {labels.nb, labels.nn} - {""}

    def _labels(self, subject: Node) -> Labels:
        return self._named(subject, self.skos.prefLabel)

    def _terms(self, subject: Node) -> Labels:
        """The names of a term of the vocabulary itself, which is no concept of a scheme."""
        from rdflib.namespace import RDFS

        return self._named(subject, RDFS.label)

    def _named(self, subject: Node, predicate: Node) -> Labels:
        by_language: dict[str, str] = defaultdict(str)
        for label in self.graph.objects(subject, predicate):
            by_language[str(getattr(label, "language", ""))] = str(label)
        return Labels(by_language["nb"], by_language["nn"], by_language["en"])

    def _local(self, subject: Node, predicate: Node, base: str) -> str:
        return str(self.graph.value(subject, predicate) or "").removeprefix(base)

    def _actor(self, subject: Node) -> Actor:
        from rdflib.namespace import ORG

        skos, inn = self.skos, self.inn
        labels = self._labels(subject)
        exact = self._texts(subject, inn.exactLabel)
        inner = self._texts(subject, inn.innerLabel)
        contextual = self._texts(subject, inn.contextLabel)
        names = {*self._norwegian(subject), *self._texts(subject, skos.altLabel, inn.shortLabel)}
        return Actor(
            id=str(subject).removeprefix(ACTOR),
            labels=labels,
            short=self._local(subject, inn.shortLabel, "") or labels.nb,
            type=self._local(subject, inn.actorType, INN),
            forms=tuple(sorted(names.difference(exact, inner, contextual))),
            exact=exact,
            inner=inner,
            contextual=contextual,
            counts_as=self._local(subject, inn.countsAs, ACTOR),
            valid_from=self._local(subject, inn.validFrom, ""),
            valid_to=self._local(subject, inn.validTo, ""),
            replaced_by=tuple(o.removeprefix(ACTOR) for o in self._texts(subject, self.dcterms.isReplacedBy)),
            area=tuple(form.lower() for form in self._texts(subject, inn.areaLabel)),
            heads=self._texts(subject, inn.headLabel),
            only_with_role=self._local(subject, inn.onlyWithRole, "") == "true",
            part_of=tuple(o.removeprefix(ACTOR) for o in self._texts(subject, ORG.unitOf, ORG.memberOf)),
        )

    def _theme(self, subject: Node) -> Theme:
        skos = self.skos
        return Theme(
            id=str(subject).removeprefix(THEME),
            labels=self._labels(subject),
            forms=tuple(sorted({*self._norwegian(subject), *self._texts(subject, skos.altLabel)})),
            broader=tuple(b.removeprefix(THEME) for b in self._texts(subject, skos.broader)),
            patterns=self._texts(subject, self.inn.pattern),
        )

    def _cues(self) -> dict[str, tuple[str, ...]]:
        from graph.namespaces import CUE

        return {
            str(group).removeprefix(CUE): self._texts(group, self.inn.form)
            for group in self._members(self.inn.CueGroup)
        }
