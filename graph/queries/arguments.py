"""Arguments: what people write after ``--actor`` and ``--theme``, as terms bound to variables.

They are bound as values and never become part of a query's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from graph.errors import InnspillError
from graph.language import fold
from graph.messages import messages
from graph.model import Basis, Force
from graph.namespaces import ACTOR, THEME, document_iri
from graph.triples import BASES, FORCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rdflib.term import Identifier

    from graph.gazetteer import Actor, Gazetteer, Theme
    from graph.queries.library import NamedQuery

NAMES: Final = {
    "actor": "aktør",
    "theme": "tema",
    "force": "styrke",
    "basis": "grunnlag",
    "document": "dokument",
}
DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
#: Characters of the longest text searched for.
LONGEST_TEXT: Final = 200


def resolve(
    query: NamedQuery, given: Mapping[str, str], gazetteer: Gazetteer, documents: Iterable[str]
) -> dict[str, Identifier]:
    """The terms to bind, by variable.

    Args:
        query: the query they are for.
        given: what was written, by parameter; values may be any label, abbreviation or id.
        gazetteer: the actors and themes there are.
        documents: the slugs of the documents held.

    Raises:
        InnspillError: a value is unknown (suggests the nearest) or stands for several, one that is
            required is missing, or the query takes no such parameter.
    """
    taken = {p.name for p in query.parameters}
    if odd := sorted(set(given) - taken):
        takes = ", ".join(f"--{name}" for name in sorted(taken)) or "ingen"
        raise InnspillError(
            "argument-not-taken", cure="arguments-taken", query=query.name, odd=odd[0], takes=takes
        )
    if missing := [p.name for p in query.parameters if p.required and p.name not in given]:
        raise InnspillError(
            "missing-argument",
            cure="for-example-query",
            query=query.name,
            missing=missing[0],
            example=query.example,
        )
    choices: dict[str, Callable[[], Mapping[str, set[URIRef]]]] = {
        "actor": lambda: actors(gazetteer),
        "theme": lambda: themes(gazetteer),
        "force": _forces,
        "basis": lambda: {b.value: {BASES[b]} for b in Basis} | {"inherited": {BASES[Basis.PARENT]}},
        "document": lambda: {slug: {URIRef(document_iri(slug))} for slug in documents},
    }
    literals: dict[str, Callable[[str], Literal]] = {"words": _words, "since": _date}
    return {
        name: literals[name](value) if name in literals else _chosen(name, value, choices[name]())
        for name, value in given.items()
    }


def concept(kind: str, value: str, gazetteer: Gazetteer, *, quiet: bool = False) -> str:
    """The id of the actor or theme (``kind``) that a written name stands for.

    Raises:
        InnspillError: it is unknown (suggests the nearest) or stands for several; ``quiet`` gives "".
    """
    choices = actors(gazetteer) if kind == "actor" else themes(gazetteer)
    try:
        return str(_chosen(kind, value, choices)).rsplit("/", 1)[-1]
    except InnspillError:
        if quiet:
            return ""
        raise


def _forces() -> Mapping[str, set[URIRef]]:
    """Every force by its name, and by what the tables call it in each language."""
    named = {force.value: {FORCES[force]} for force in Force}
    for language in ("nb", "nn", "en"):
        say = messages("terms", language)
        named |= {say[f"force-{force.value}"]: {FORCES[force]} for force in Force}
    return named


def _words(value: str) -> Literal:
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if not text or len(text) > LONGEST_TEXT:
        raise InnspillError(
            "ordene å lete etter mangler eller er for lange", cure="Skriv ett eller noen få ord"
        )
    return Literal(text)


def _date(value: str) -> Literal:
    if not DATE.fullmatch(value):
        raise InnspillError("odd-date", cure="date-form", value=value)
    return Literal(value)


@lru_cache(maxsize=8)
def actors(gazetteer: Gazetteer) -> Mapping[str, set[URIRef]]:
    """The actors every folded name may stand for; a certain name leaves out the uncertain readings."""
    certain, possible = defaultdict[str, set[URIRef]](set), defaultdict[str, set[URIRef]](set)
    for actor in gazetteer.actors.values():
        for name in _names(actor, actor.short, *actor.exact, *actor.inner):
            certain[name].add(URIRef(ACTOR + actor.id))
        for name in map(fold, actor.contextual):
            possible[name].add(URIRef(ACTOR + actor.id))
    return {**possible, **certain}


@lru_cache(maxsize=8)
def themes(gazetteer: Gazetteer) -> Mapping[str, set[URIRef]]:
    """The themes every folded name may stand for; a concept below another before a top concept."""
    found = defaultdict[str, set[URIRef]](set)
    for theme in sorted(gazetteer.themes.values(), key=lambda t: (not t.broader, t.id)):
        for name in _names(theme):
            if name not in found or name in {theme.id, fold(theme.labels.nb), fold(theme.labels.nn)}:
                found[name] = {URIRef(THEME + theme.id)}
    return dict(found)


def _names(concept: Actor | Theme, *more: str) -> set[str]:
    labels = concept.labels
    names = (concept.id, labels.nb, labels.nn, labels.en, *concept.forms, *more)
    return {fold(name) for name in names if name}


def _chosen(parameter: str, value: str, choices: Mapping[str, set[URIRef]]) -> URIRef:
    wanted = fold(value)
    found = choices.get(wanted) or choices.get(wanted.rstrip("."))
    if found and len(found) == 1:
        return next(iter(found))
    raise not_one(parameter, value, choices)


def not_one(parameter: str, value: str, choices: Mapping[str, set[URIRef]]) -> InnspillError:
    """What to say of a name that stands for several, or for nothing known: then the nearest are named."""
    wanted, name = fold(value), NAMES[parameter]
    if found := choices.get(wanted) or choices.get(wanted.rstrip(".")):
        ids = ", ".join(sorted(iri.rsplit("/", 1)[-1] for iri in found)[:8])
        return InnspillError(f"«{value}» kan være flere: {ids}", cure=f"Skriv hvilken {name} du mener")
    near = _near(wanted, choices)
    hint = f"Mente du {' eller '.join(near)}?" if near else f"Eksempler: {', '.join(sorted(choices)[:5])}"
    return InnspillError(f"ukjent {name} «{value}»", cure=hint)


def _near(wanted: str, choices: Mapping[str, set[URIRef]]) -> list[str]:
    """Up to three names that look like what was written, of things that differ."""
    near = get_close_matches(wanted, choices, n=8, cutoff=0.6)
    near = near or [c for c in sorted(choices) if wanted and wanted in c]
    best: dict[URIRef, str] = {}
    for candidate in near:
        if not choices[candidate] & best.keys():
            best |= dict.fromkeys(choices[candidate], candidate)
    return list(dict.fromkeys(best.values()))[:3]
