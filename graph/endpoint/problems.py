"""Problems: what a request gets that is not answered, as text and as problem+json (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from graph.endpoint.negotiation import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


class ProblemError(Exception):
    """A request that is not answered: an HTTP status and why."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(detail)


async def told(request: Request, error: Exception) -> Response:
    """A problem as a response: plain text unless JSON is preferred; never a page, never a traceback."""
    status = int(getattr(error, "status", 0) or getattr(error, "status_code", 500))
    detail = str(getattr(error, "detail", "")) or HTTPStatus(status).phrase
    headers = dict(getattr(error, "headers", None) or {})
    kinds = accepted(request.headers.get("accept", ""), ["text/plain", "application/problem+json"])
    if kinds[:1] == ["application/problem+json"] or "json" in request.headers.get("accept", ""):
        body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
        made = json.dumps(body, ensure_ascii=False)
        return Response(made, status, headers, media_type="application/problem+json")
    return Response(f"{detail}\n", status, headers, media_type="text/plain")
