"""The audit log: one JSON line a request, without who asked and without what their text said.

Literals of a query are masked, for a name may stand in one; so are the values of parameters.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TextIO

from graph.queries.syntax import tokens

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


#: Characters of the longest query that is written out: to mask one takes time that others wait for.
LONGEST: Final = 2000


def masked(query: str) -> str:
    """A query with its literals taken out.

    >>> masked('ASK { ?s ?p "Kari Nordmann" } # Kari')
    'ASK { ?s ?p "…" }'
    """
    if len(query) > LONGEST:
        return f"({len(query)} characters)"
    return " ".join('"…"' if token.sort == "string" else token.text for token in tokens(query))


@dataclass(slots=True)
class Audit:
    """ASGI middleware that writes what was asked, what came of it and how long it took."""

    app: ASGIApp
    out: TextIO = field(default_factory=lambda: sys.stderr)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and write its line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, seen = time.monotonic(), {"status": 0, "bytes": 0}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, watched)
        line = {
            "method": scope["method"],
            "route": getattr(scope.get("route"), "path", ""),
            "query": masked(scope.get("innspill.query", "")),
            **seen,
            "ms": round((time.monotonic() - begun) * 1000),
        }
        self.out.write(json.dumps({key: value for key, value in line.items() if value != ""}) + "\n")
        self.out.flush()
