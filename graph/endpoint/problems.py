"""Problems: what a request gets that is not answered, as text and as problem+json (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from graph.endpoint.negotiation import accepted, preferred
from graph.messages import LANGUAGES, Sentence, messages, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


#: What is told where the framework refuses a request, by status.
PLAIN: Final = {404: "nothing-here", 405: "wrong-method", 500: "server-failed"}

#: What is told of a reply that says nothing.
SILENT: Final = sentence("server-failed", file="problems")


class ProblemError(Exception):
    """A request that is not answered: an HTTP status and why.

    ``problem`` is a key of ``ontology/messages/problems.*.toml``, filled with the fields, or a sentence.
    """

    def __init__(
        self, status: int, problem: str | Sentence, headers: Mapping[str, str] | None = None, **fields: object
    ) -> None:
        self.status = status
        self.problem = sentence(problem, file="problems", **fields) if isinstance(problem, str) else problem
        messages(self.problem.file, "nb")[self.problem.key]  # one that is no key fails at once
        self.headers = dict(headers or {})
        super().__init__(self.problem)

    def __str__(self) -> str:
        return self.problem.told("nb")


def language_of(request: Request) -> str:
    """The language problems are told in: ``lang`` in the address, else what the client prefers."""
    named = request.query_params.get("lang", "")
    return named if named in LANGUAGES else preferred(request.headers.get("accept-language", ""))


async def told(request: Request, error: Exception) -> Response:
    """A problem as a response: plain text unless JSON is preferred; never a page, never a traceback."""
    status = int(getattr(error, "status", 0) or getattr(error, "status_code", 500))
    problem = getattr(error, "problem", None)
    if problem is None:
        problem = sentence(PLAIN.get(status, "not-answered"), file="problems", status=status)
    language = language_of(request)
    detail = problem.told(language)
    headers = {"content-language": language, "vary": "Accept, Accept-Language"}
    headers |= getattr(error, "headers", None) or {}
    kinds = accepted(request.headers.get("accept", ""), ["text/plain", "application/problem+json"])
    if kinds[:1] == ["application/problem+json"] or "json" in request.headers.get("accept", ""):
        body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
        made = json.dumps(body, ensure_ascii=False)
        return Response(made, status, headers, media_type="application/problem+json")
    return Response(f"{detail}\n", status, headers, media_type="text/plain")
