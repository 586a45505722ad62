"""The named queries, the search and the questions over HTTP, for Excel, Power BI and programs."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.endpoint.problems import ProblemError
from graph.errors import InnspillError
from graph.messages import LANGUAGES
from graph.namespaces import BASE
from graph.queries import library, resolve
from graph.queries.binding import written
from graph.queries.library import KNOWN_PARAMETERS
from graph.queries.questions import understood
from graph.tables import to_csv, to_json, to_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from graph.endpoint.service import Service
    from graph.tables import Table

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FOUND: Final = 100
LONGEST: Final = 200


def routes(service: Service) -> list[Route]:
    """The routes under ``/api``."""

    async def queries(request: Request) -> Response:
        language = _language(request, ())
        return JSONResponse([_described(service, name, language) for name in library()])

    async def query(request: Request) -> Response:
        given = _parameters(request, (*KNOWN_PARAMETERS, "format", "lang", "limit"))
        form, language = given.pop("format", "json"), _language(request, KNOWN_PARAMETERS)
        given.pop("lang", None)
        limit = _number(given.pop("limit", "0"), most=service.pool.bounds.rows, least=0)
        page = await service.page(request.path_params["name"], given, language, limit)
        reply = _written(page.table, form, language, request.path_params["name"])
        reply.headers["innspill-more"] = "true" if page.more else "false"
        return reply

    async def search(request: Request) -> Response:
        given = _parameters(request, ("q", "limit", "lang"))
        words = " ".join(given.get("q", "").split())
        if not words or len(words) > LONGEST:
            raise ProblemError(400, "odd-words", most=LONGEST)
        limit = _number(given.get("limit", "20"))
        return JSONResponse(await _found(service, words, limit, _language(request, ())))

    async def ask(request: Request) -> Response:
        given = _parameters(request, ("q", "lang"))
        text, language = given.get("q", ""), _language(request, ())
        if not text.strip() or len(text) > LONGEST:
            raise ProblemError(400, "odd-words", most=LONGEST)
        try:
            question = understood(text, service.gazetteer)
        except InnspillError as error:
            raise ProblemError(400, error.sentence()) from None
        table = await service.answer(question.name, question.given, language)
        answer = {"query": question.name, "parameters": question.given, "title": table.title}
        return JSONResponse({**answer, "rows": json.loads(to_json(table, language))})

    return [
        Route("/api/queries", queries, methods=["GET"]),
        Route("/api/queries/{name}", query, methods=["GET"]),
        Route("/api/search", search, methods=["GET"]),
        Route("/api/ask", ask, methods=["GET"]),
    ]


def _described(service: Service, name: str, language: str) -> dict[str, Any]:
    """A named query; ``bindings`` are the terms of its example, where the graph holds what it names."""
    query = library()[name]
    options = shlex.split(query.example)
    given = {key.removeprefix("--"): value for key, value in zip(options[::2], options[1::2], strict=True)}
    if "document" in given and service.slugs and given["document"] not in service.slugs:
        given["document"] = service.slugs[0]
    try:
        terms = resolve(query, given, service.gazetteer, service.slugs)
    except InnspillError:
        given, terms = {}, {}
    return {
        "arguments": given,
        "bindings": [(variable, written(term)) for variable, term in terms.items()],
        "name": name,
        "title": query.title.of(language),
        "description": query.description.of(language),
        "parameters": [{"name": p.name, "type": p.sort, "required": p.required} for p in query.parameters],
        "example": query.example,
        "sparql": query.text,
    }


def _parameters(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """The parameters of a request, each once; an empty one counts as left out."""
    pairs = request.query_params.multi_items()
    names = [name for name, _ in pairs]
    if odd := sorted(set(names) - set(known)):
        raise ProblemError(400, "unknown-parameter", odd=odd[0], known=", ".join(known))
    if len(set(names)) < len(names):
        raise ProblemError(400, "parameter-twice")
    return {name: value for name, value in pairs if value}


def _language(request: Request, known: object) -> str:
    del known
    language = request.query_params.get("lang", "nb") or "nb"
    if language not in LANGUAGES:
        raise ProblemError(400, "languages-are", known=", ".join(LANGUAGES))
    return language


def _number(text: str, *, most: int = MOST_FOUND, least: int = 1) -> int:
    if (
        not text.isascii()
        or not text.isdigit()
        or len(text) > len(str(most))
        or not least <= int(text) <= most
    ):
        raise ProblemError(400, "odd-limit", least=least, most=most)
    return int(text)


def _written(table: Table, form: str, language: str, name: str) -> Response:
    if form == "csv":
        return Response(to_csv(table, language), media_type="text/csv", headers=_saved(name, "csv"))
    if form == "xlsx":
        return Response(to_xlsx(table, language), media_type=WORKBOOK, headers=_saved(name, "xlsx"))
    if form == "json":
        return Response(to_json(table, language), media_type="application/json")
    raise ProblemError(400, "formats-are")


def _saved(name: str, ending: str) -> Mapping[str, str]:
    return {"content-disposition": f'inline; filename="{name}.{ending}"'}


async def _found(service: Service, words: str, limit: int, language: str) -> dict[str, Any]:
    """Items and names that hold some words: by the index, which folds letters, else by CONTAINS."""
    if service.index:
        kinds = {kind: service.index.holding(words, kind, limit) for kind in ("item", "actor", "theme")}
        return {"words": words, "folded": True, **kinds}
    items = await service.answer("search", {"words": words}, language)
    names = await service.answer("names", {"words": words}, language)
    concepts = sorted({str(row[-1]) for row in names.rows})
    return {
        "words": words,
        "folded": False,
        "item": [f"{BASE}document/{row[-1]}" for row in items.rows[:limit]],
        **{
            kind: [BASE + c.replace(":", "/", 1) for c in concepts if c.startswith(f"{kind}:")][:limit]
            for kind in ("actor", "theme")
        },
    }
