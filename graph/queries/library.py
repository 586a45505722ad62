"""The named queries: SPARQL files whose header says in three languages what they answer.

The header is the comment lines before the query::

    # title-nb: Hva blir aktøren bedt om?
    # description-nb: ...
    # parameter: actor
    # parameter: theme optional
    # example: --actor KMD
    # sums: doc

A parameter's name is the variable it binds and says what it takes (``KNOWN_PARAMETERS``). It must not
be projected, and may stand in the outermost group, in EXISTS and in a FILTER of OPTIONAL only: that is
where a VALUES block at the head of the pattern reaches. ``?language`` is bound in every query. ``sums`` says
that a count is the sum of the counts of the documents ``?doc`` names (:mod:`graph.queries.counting`).

SPARQL 1.1, https://www.w3.org/TR/sparql11-query/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.gazetteer import Labels
from graph.messages import LANGUAGES, either, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a parameter may be called, and the sort of value it takes: a concept, an individual of the
#: vocabulary, a document, any text, or the beginning of an ISO 8601 date.
KNOWN_PARAMETERS: Final = {
    "actor": "actor",
    "theme": "theme",
    "force": "force",
    "basis": "basis",
    "document": "document",
    "words": "text",
    "since": "date",
}
HEADER: Final = re.compile(r"#\s*([a-z]+(?:-(?:nb|nn|en))?):\s*(.*)")
KEYS: Final = frozenset({f"{key}-{lang}" for key in ("title", "description") for lang in LANGUAGES})


@dataclass(frozen=True, slots=True, order=True)
class Parameter:
    """A variable of the query that the one who asks may bind; ``required`` ones must be."""

    name: str
    required: bool = True

    @property
    def sort(self) -> str:
        """The sort of value it takes, one of the values of ``KNOWN_PARAMETERS``."""
        return KNOWN_PARAMETERS[self.name]


@dataclass(frozen=True, slots=True, order=True)
class NamedQuery:
    """A question with a name: its SPARQL text, titles, parameters and an example of its options."""

    name: str
    text: str
    title: Labels
    description: Labels
    parameters: tuple[Parameter, ...] = ()
    example: str = ""
    sums: str = ""


@cache
def library() -> Mapping[str, NamedQuery]:
    """Every query of ``ontology/queries``, by name.

    Raises:
        InnspillError: a header is incomplete or wrong; names file and line.
    """
    folder = files("ontology").joinpath("queries")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    texts = {name.removesuffix(".rq"): folder.joinpath(name).read_text(encoding="utf-8") for name in names}
    return {name: parse(name, text) for name, text in texts.items()}


def named(name: str) -> NamedQuery:
    """The query of a name.

    Raises:
        InnspillError: there is none; suggests the nearest.
    """
    known = library()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=2, cutoff=0.5)
    hint = sentence("near-queries", near=either(near)) if near else sentence("all-queries")
    raise InnspillError("unknown-query", cure=hint, name=name)


def parse(name: str, text: str) -> NamedQuery:
    """A query and its header.

    Raises:
        InnspillError: an unknown or missing key; names file and line.
    """
    where = f"ontology/queries/{name}.rq"
    found: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if not (match := HEADER.fullmatch(line.strip())):
            continue
        key, value = match[1], match[2].strip()
        if key == "parameter":
            parameters.append(_parameter(value, where, number))
        elif key in KEYS or key in {"example", "sums"}:
            found[key] = value
        else:
            raise InnspillError("unknown-field", where=where, line=number, cure="see-queries", key=key)
    if missing := sorted(KEYS - set(found)):
        raise InnspillError(
            "header-missing", where=where, line=1, cure="write-header", missing=", ".join(missing)
        )
    return NamedQuery(
        name=name,
        text=text,
        title=Labels(*(found[f"title-{lang}"] for lang in LANGUAGES)),
        description=Labels(*(found[f"description-{lang}"] for lang in LANGUAGES)),
        parameters=tuple(parameters),
        example=found.get("example", ""),
        sums=found.get("sums", ""),
    )


def _parameter(value: str, where: str, line: int) -> Parameter:
    name, _, rest = value.partition(" ")
    if name not in KNOWN_PARAMETERS or rest not in {"", "optional"}:
        raise InnspillError(
            "odd-parameter",
            where=where,
            line=line,
            cure="parameters-are",
            value=value,
            known=", ".join(KNOWN_PARAMETERS),
        )
    return Parameter(name, required=not rest)
