"""The guard: which requests come in at all, and what every response says to the browser.

A page elsewhere can make a browser send requests here, and a name elsewhere can be made to mean this
machine; so the Host must be one of ours, another Origin is refused, and no CORS header is ever sent.
https://fetch.spec.whatwg.org/#http-cors-protocol, https://owasp.org/www-project-secure-headers/
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.endpoint.problems import ProblemError, told

if TYPE_CHECKING:
    from starlette.datastructures import Headers, MutableHeaders
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
#: Where a response sets no policy of its own: nothing may be loaded.
POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware; ``hosts`` are the names served, ``token`` what a client must show, if any."""

    app: ASGIApp
    hosts: frozenset[str] = LOOPBACK
    token: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on, and set the headers of the response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(message)
            await send(message)

        from starlette.requests import Request

        request = Request(scope, receive)
        try:
            self._check(request)
        except ProblemError as problem:
            response = await told(request, problem)
            await response(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _check(self, request: Request) -> None:
        headers = request.headers
        if len(headers.getlist("host")) != 1 or _name(headers["host"]) not in self.hosts:
            raise ProblemError(403, "other-host")
        origin = headers.get("origin", "")
        if origin and origin not in {f"http://{headers['host']}", f"https://{headers['host']}"}:
            raise ProblemError(403, "other-origin")
        if headers.get("sec-fetch-site") in {"cross-site", "same-site"} and request.method != "GET":
            raise ProblemError(403, "other-site")
        if self.token and not _shows(headers, self.token):
            raise ProblemError(401, "token-needed", {"www-authenticate": 'Basic realm="innspill"'})


def _name(host: str) -> str:
    """The name in a Host header, without its port.

    >>> _name("LOCALHOST:8000"), _name("[::1]:8000"), _name("evil.example@localhost")
    ('localhost', '::1', 'evil.example@localhost')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _shows(headers: Headers, token: str) -> bool:
    """Whether a request bears the token, as Bearer or as the password of Basic (for Excel)."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(value.encode(), token.encode())


def _set_headers(message: Message) -> None:
    from starlette.datastructures import MutableHeaders

    headers: MutableHeaders = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", POLICY)
