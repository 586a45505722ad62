"""SPARQL 1.1 Protocol, the query operation (https://www.w3.org/TR/sparql11-protocol/#query-operation).

Updates are refused: there is no route that changes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.responses import Response

from graph.endpoint.evaluation import GRAPHS, TABLES
from graph.endpoint.negotiation import accepted
from graph.endpoint.problems import SILENT, ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph.endpoint.worker import Reply

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
#: Bytes a request's body may have: a query of the longest length, percent-encoded, and its parameters.
LARGEST: Final = 65_536
OFFERED: Final = (*TABLES, *GRAPHS)
#: Short names for ``format=``, for programs that fetch a plain address.
NAMES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nt": "application/n-triples",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the protocol carries it."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    accept: tuple[str, ...]


async def read(request: Request) -> Asked | None:
    """What is asked; None where a GET carries no query and wants the description.

    Raises:
        ProblemError: the request is not one of the protocol, or asks for an update.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method == "GET":
        if not pairs:
            return None
        return _asked(request, pairs)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await bounded_body(request)
    if kind == UPDATE:
        raise ProblemError(403, "read-only")
    if kind == QUERY:
        if any(name in {"query", "update"} for name, _ in pairs):
            raise ProblemError(400, "query-twice")
        return _asked(request, [("query", _decoded(body)), *pairs])
    if kind == FORM:
        return _asked(request, [*pairs, *_pairs(body)])
    raise ProblemError(415, "posted-as", form=FORM, query=QUERY)


async def bounded_body(request: Request) -> bytes:
    """A request's body.

    Raises:
        ProblemError: it is larger than allowed.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise ProblemError(413, "request-too-large", most=LARGEST)
    return bytes(body)


def answered(reply: Reply) -> Response:
    """A reply as HTTP."""
    if reply.status != 200:  # noqa: PLR2004
        headers = {"retry-after": "2"} if reply.status == 503 else {}  # noqa: PLR2004
        raise ProblemError(reply.status, reply.problem or SILENT, headers)
    return Response(
        reply.body,
        media_type=None,
        headers={"content-type": _charset(reply.media_type), "vary": "Accept"},
    )


def _charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        raise ProblemError(400, "odd-parameters") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(400, "query-not-utf8") from None


def _asked(request: Request, pairs: list[tuple[str, str]]) -> Asked:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if all_of("update"):
        raise ProblemError(403, "read-only")
    queries = all_of("query")
    if len(queries) != 1:
        raise ProblemError(400, "one-query", count=len(queries))
    chosen = all_of("format")
    if chosen and chosen[0] not in NAMES:
        raise ProblemError(400, "unknown-format", known=", ".join(NAMES))
    accept = [NAMES[chosen[0]]] if chosen else accepted(request.headers.get("accept", ""), OFFERED)
    if not accept:
        raise ProblemError(406, "available", known=", ".join(OFFERED))
    return Asked(queries[0], all_of("default-graph-uri"), all_of("named-graph-uri"), tuple(accept))
