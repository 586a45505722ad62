"""The interface beside SPARQL, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from typing import Any, Final

from graph.endpoint.evaluation import GRAPHS, TABLES
from graph.endpoint.protocol import FORM, NAMES, QUERY
from graph.model import Role
from graph.queries import library
from graph.queries.library import KNOWN_PARAMETERS
from graph.review import Act

TEXT: Final = {"type": "string"}
PROBLEM: Final = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
}
LANG: Final = {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["nb", "nn", "en"]}}
WORDS: Final = {"type": "string", "minLength": 1, "maxLength": 200}


def openapi(here: str, *, review: bool = False) -> dict[str, Any]:
    """The description of every route that programs use, at an address; those of the review too, if asked."""
    made = _reading(here)
    if review:
        made["info"]["description"] = "Who is asked what, and what people decide about it."
        made["paths"] |= {"/api/review": {"get": _desk()}, "/api/review/decisions": {"post": _decide()}}
        made["components"] = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    return made


def _reading(here: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Innspillsgraf", "version": "1", "description": "Who is asked what. Read-only."},
        "servers": [{"url": here}],
        "paths": {
            "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
            "/api/queries": {
                "get": _operation("The named queries", [LANG], {"application/json": {"type": "array"}})
            },
            "/api/queries/{name}": {"get": _query()},
            "/api/search": {"get": _search()},
            "/api/ask": {"get": _ask()},
            "/api/prefixes": {
                "get": _operation("The prefixes known", [], {"application/json": {"type": "object"}})
            },
            "/dcat": {
                "get": _operation("The dataset as DCAT", [], {"text/turtle": TEXT, "application/ld+json": {}})
            },
        },
    }


def _operation(
    summary: str, parameters: list[Any], answers: dict[str, Any], *problems: int
) -> dict[str, Any]:
    kinds = {"application/problem+json": {"schema": PROBLEM}, "text/plain": {"schema": TEXT}}
    refused = {
        str(status): {"description": "Refused; the detail says why", "content": kinds}
        for status in sorted({400, 401, 403, 406, *problems})
    }
    good = {"description": summary, "content": {kind: {"schema": schema} for kind, schema in answers.items()}}
    return {"summary": summary, "parameters": parameters, "responses": {"200": good, **refused}}


def _graph_names() -> list[dict[str, Any]]:
    lists = {"type": "array", "items": {"type": "string", "format": "uri"}}
    return [
        {"name": name, "in": "query", "schema": lists, "description": "A graph of this store"}
        for name in ("default-graph-uri", "named-graph-uri")
    ]


def _sparql_get() -> dict[str, Any]:
    query = {
        "name": "query",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "maxLength": 16384},
    }
    form = {"name": "format", "in": "query", "schema": {"type": "string", "enum": list(NAMES)}}
    return _operation(
        "A SPARQL 1.1 query",
        [query, form, *_graph_names()],
        {key: {} for key in (*TABLES, *GRAPHS)},
        422,
        503,
    )


def _sparql_post() -> dict[str, Any]:
    made = _operation(
        "A SPARQL 1.1 query", _graph_names(), {key: {} for key in (*TABLES, *GRAPHS)}, 413, 415, 422, 503
    )
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {"query": {"type": "string", "maxLength": 16384}},
    }
    made["requestBody"] = {"required": True, "content": {QUERY: {"schema": TEXT}, FORM: {"schema": form}}}
    return made


def _query() -> dict[str, Any]:
    name = {
        "name": "name",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(library())},
    }
    values = [{"name": p, "in": "query", "schema": WORDS} for p in KNOWN_PARAMETERS]
    form = {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv", "xlsx"]}}
    answers = {
        "application/json": {"type": "array", "items": {"type": "object"}},
        "text/csv": TEXT,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
    }
    limit = {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 0, "maximum": 100_000},
        "description": "The first rows only; the header Innspill-More says whether there are more. 0 is all.",
    }
    return _operation(
        "The answer to a named query", [name, *values, form, limit, LANG], answers, 404, 422, 503
    )


def _search() -> dict[str, Any]:
    words = {"name": "q", "in": "query", "required": True, "schema": WORDS}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
    return _operation(
        "Items and names that hold some words",
        [words, limit, LANG],
        {"application/json": {"type": "object"}},
        422,
        503,
    )


def _ask() -> dict[str, Any]:
    words = {"name": "q", "in": "query", "required": True, "schema": WORDS}
    return _operation(
        "A question in Norwegian", [words, LANG], {"application/json": {"type": "object"}}, 422, 503
    )


def _desk() -> dict[str, Any]:
    return _operation(
        "The documents under review: items, the most doubtful first, and decisions that no longer fit",
        [],
        {"application/json": {"type": "object"}},
        503,
    )


def _decide() -> dict[str, Any]:
    made = _operation(
        "Decide on an item; written at once, all or nothing, unless somebody decided after ``seen``",
        [],
        {"application/json": {"type": "object", "required": ["ids", "version", "item"]}},
        *(404, 409, 413, 415, 422, 507),
    )
    made["security"] = [{"token": []}]
    made["requestBody"] = {"required": True, "content": {"application/json": {"schema": _wish()}}}
    return made


def _wish() -> dict[str, Any]:
    text = {"type": "string", "maxLength": 4000}
    offset = {"type": "integer", "minimum": 0, "maximum": 2**53}
    pair = {"type": "array", "items": offset, "minItems": 2, "maxItems": 2}
    decision = {
        "type": "object",
        "required": ["act"],
        "additionalProperties": False,
        "properties": {
            "act": {"type": "string", "enum": [act.value for act in Act]},
            "role": {"type": "string", "enum": ["", *(role.value for role in Role)]},
            "target": {**text, "description": "Empty for a link to the actor that a name before it proposes"},
            **dict.fromkeys(("quote", "link", "why"), text),
            "spans": {"type": "array", "items": pair, "maxItems": 50},
        },
    }
    return {
        "type": "object",
        "required": ["document", "item", "seen", "who", "decisions"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("document", "item", "who"), text),
            "text": {
                "type": "string",
                "maxLength": 20_000,
                "description": "The item's text as it was read; 409 where the document has another by now",
            },
            "seen": {**offset, "description": "The item's version as it was read"},
            "decisions": {"type": "array", "items": decision, "minItems": 1, "maxItems": 50},
        },
    }
