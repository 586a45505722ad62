"""The overview: a whole collection on one page, from the counts that are kept beside the store.

It takes as long for a million items as for a hundred, and stands in for the explorer where there are more
items than one page can hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from graph.endpoint.pages import page, rendered, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from graph.endpoint.service import Service
    from graph.tables import Cell

    Rows = Sequence[tuple[Cell, ...]]

#: Actors and themes shown; a shade has a step for each quarter of the largest number.
ACTORS, THEMES, SHADES = 20, 12, 4
ROLE: Final = "SELECT ?l WHERE {{ inn:addressee rdfs:label ?l . FILTER (LANG(?l) = '{}') }}"


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its numbers and how large each is, from 0 to ``SHADES``."""

    name: str
    numbers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows."""

    documents: int
    kinds: tuple[Row, ...]
    actors: tuple[Row, ...]
    themes: tuple[Row, ...]
    years: tuple[Row, ...]
    columns: tuple[str, ...]
    matrix: tuple[Row, ...]


def routes(service: Service) -> list[Route]:
    """The route of the overview."""

    async def shown(request: Request) -> Response:
        language = spoken(request)
        found = await _overview(service, language)
        chosen = "lang" in request.query_params
        return page(rendered("overview.html.j2", language, chosen=chosen, found=found))

    return [Route("/overview", shown, methods=["GET"])]


async def _overview(service: Service, language: str) -> Overview:
    async def rows(name: str) -> Rows:
        return (await service.answer(name, {}, language)).rows

    role = (await service.table(ROLE.format(language))).rows[0][0]
    actors = [(name, n) for name, about, n in await rows("actors") if about == role][:ACTORS]
    themes = (await rows("themes"))[:THEMES]
    columns = tuple(str(name) for name, _ in themes)
    return Overview(
        documents=len(service.slugs),
        kinds=_shaded(await rows("kinds")),
        actors=_shaded(actors),
        themes=_shaded(themes),
        years=_shaded(_years(await rows("by-year"))),
        columns=columns,
        matrix=_matrix(await rows("actor-theme-matrix"), [str(name) for name, _ in actors], columns),
    )


def _years(rows: Rows) -> Rows:
    """How many times somebody is asked, year by year."""
    found: dict[Cell, int] = {}
    for _, year, number in rows:
        found[year] = found.get(year, 0) + int(number or 0)
    return sorted(found.items(), key=lambda pair: str(pair[0]))


def _shaded(rows: Rows) -> tuple[Row, ...]:
    most = max((int(number or 0) for _, number in rows), default=0)
    return tuple(
        Row(str(name), ((int(number or 0), _shade(int(number or 0), most)),)) for name, number in rows
    )


def _matrix(rows: Rows, names: Sequence[str], columns: Sequence[str]) -> tuple[Row, ...]:
    counts: Mapping[tuple[str, str], int] = {(str(a), str(t)): int(n or 0) for a, t, n in rows}
    cells = {name: [counts.get((name, theme), 0) for theme in columns] for name in names}
    most = max((number for row in cells.values() for number in row), default=0)
    return tuple(Row(name, tuple((n, _shade(n, most)) for n in row)) for name, row in cells.items())


def _shade(number: int, most: int) -> int:
    """The step of a number among those up to the largest.

    >>> [_shade(n, 100) for n in (0, 1, 50, 100)]
    [0, 1, 2, 4]
    """
    return -(-number * SHADES // most) if most else 0
