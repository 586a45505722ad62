"""Review over HTTP: what stands on the desk, and decisions written to its logs.

A write is JSON with the token as Bearer, which no browser sends by itself; the guard has refused other
hosts and origins before. Statuses: 400 not a wish, 401 no token, 404 no such item, 409 somebody was first
(with their decisions), 413 too large, 415 not JSON, 422 not possible, 507 not stored.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.endpoint.desk import Desk, UnknownError, UnstoredError, Wish
from graph.endpoint.deskview import decision_view, desk_view, sheet_items
from graph.endpoint.pages import page
from graph.endpoint.problems import ProblemError, language_of
from graph.endpoint.protocol import bounded_body
from graph.errors import InnspillError
from graph.messages import sentence
from graph.review import Act, OvertakenError

if TYPE_CHECKING:
    from starlette.requests import Request

JSON: Final = "application/json"
#: The page brings a stricter policy of its own, with the hashes of its script and style.
FRAMED: Final = "frame-ancestors 'none'"
PROBLEM: Final = "application/problem+json"
#: Characters a text may have; a comment is the longest.
LONGEST: Final = 4_000
#: Characters an item may have, as it is sent back to say what was seen.
MOST_TEXT: Final = 20_000
#: Decisions in one wish.
MOST: Final = 50
#: The largest whole number that every JSON reader keeps whole.
LARGEST: Final = 2**53
TEXTS: Final = frozenset({"document", "item", "who"})
FIELDS: Final = frozenset({"act", "role", "target", "quote", "link", "why"})
#: Kinds of addresses an answer may stand at.
SCHEMES: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True, eq=False)
class Reviewing:
    """What review takes: the desk, its page as HTML, and the token that a write must show."""

    desk: Desk
    page: str
    token: str


def routes(reviewing: Reviewing) -> list[Route]:
    """The routes of the review: the page, one to read, one to write."""
    desk = reviewing.desk

    async def shown(request: Request) -> Response:
        del request
        return page(reviewing.page, FRAMED)

    async def standing(request: Request) -> Response:
        del request
        return await asyncio.to_thread(_standing, desk)

    async def decided(request: Request) -> Response:
        _check(request, reviewing.token)
        wish = _wish(await bounded_body(request))
        return await asyncio.to_thread(_saved, desk, wish, language_of(request))

    return [
        Route("/review", shown, methods=["GET"]),
        Route("/api/review", standing, methods=["GET"]),
        Route("/api/review/decisions", decided, methods=["POST"]),
    ]


def _check(request: Request, token: str) -> None:
    """Whether a write comes from our page, or from a program that was given the token."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise ProblemError(415, "sent-as", kind=JSON)
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(value.strip().encode(), token.encode()):
        raise ProblemError(401, "wrong-token", {"www-authenticate": "Bearer"})


def _standing(desk: Desk) -> Response:
    try:
        with desk.lock:
            return JSONResponse(desk_view(desk))
    except InnspillError as error:
        raise ProblemError(503, error.sentence()) from None


def _saved(desk: Desk, wish: Wish, language: str) -> Response:
    with desk.lock:
        return _outcome(desk, wish, language)


def _outcome(desk: Desk, wish: Wish, language: str) -> Response:
    try:
        ids = desk.save(wish)
    except OvertakenError as error:
        return _overtaken(desk, wish, error, language)
    except UnknownError as error:
        raise ProblemError(404, error.sentence()) from None
    except UnstoredError as error:
        raise ProblemError(507, error.sentence()) from None
    except InnspillError as error:
        raise ProblemError(422, error.sentence()) from None
    return JSONResponse({"ids": ids, **_item(desk, wish)})


def _overtaken(desk: Desk, wish: Wish, error: OvertakenError, language: str) -> Response:
    """What the others decided, and the item as that leaves it, so that a person can choose."""
    body = {
        "title": HTTPStatus.CONFLICT.phrase,
        "status": HTTPStatus.CONFLICT.value,
        "detail": error.told(language),
        "others": [decision_view(decision) for decision in error.others],
        **_item(desk, wish),
    }
    return JSONResponse(body, HTTPStatus.CONFLICT, media_type=PROBLEM)


def _item(desk: Desk, wish: Wish) -> dict[str, Any]:
    """The item as it stands now, None where it is gone, and the log's version."""
    sheet = desk.sheet(wish.document)
    found = sheet_items(sheet, wish.item)
    return {"version": sheet.version, "item": found[0] if found else None}


def _wish(body: bytes) -> Wish:
    """A wish of the bytes of a request.

    Raises:
        ProblemError: it is none.
    """
    try:
        given = json.loads(body.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise ProblemError(400, "body-not-json") from None
    if not isinstance(given, dict) or set(given) - {"text"} != TEXTS | {"seen", "decisions"}:
        raise ProblemError(400, "body-holds", fields=", ".join(sorted(TEXTS)))
    acts = given["decisions"]
    if not isinstance(acts, list) or not 0 < len(acts) <= MOST:
        raise ProblemError(400, "decisions-are", most=MOST)
    who = _text(given["who"], "who").strip()
    if not who:
        raise ProblemError(422, sentence("no-decider"))
    return Wish(
        document=_text(given["document"], "document"),
        item=_text(given["item"], "item"),
        seen=_whole(given["seen"], "seen"),
        who=" ".join(who.split()),
        acts=tuple(map(_act, acts)),
        text=_text(given["text"], "text", MOST_TEXT) if "text" in given else None,
    )


def _act(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not set(given) <= FIELDS | {"spans"} or "act" not in given:
        raise ProblemError(400, "decision-holds", fields=", ".join(sorted(FIELDS)))
    made: dict[str, Any] = {key: _text(given[key], key) for key in sorted(set(given) - {"spans"})}
    if made["act"] not in set(Act):
        raise ProblemError(400, "acts-are", known=", ".join(Act))
    if made.get("link") and not made["link"].startswith(SCHEMES):
        raise ProblemError(422, "odd-link")
    if "spans" in given:
        made["spans"] = _spans(given["spans"])
    return made


def _spans(given: Any) -> list[list[int]]:
    if not isinstance(given, list) or len(given) > MOST:
        raise ProblemError(400, "spans-are", most=MOST)
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in given):  # noqa: PLR2004
        raise ProblemError(400, "span-is")
    return [[_whole(edge, "spans") for edge in pair] for pair in given]


def _text(given: Any, name: str, most: int = LONGEST) -> str:
    """A text that can be stored: no lone surrogates, no control characters but line breaks and tabs."""
    if not isinstance(given, str) or len(given) > most:
        raise ProblemError(400, "text-is", field=name, most=most)
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) < 0xE000 for c in given):  # noqa: PLR2004
        raise ProblemError(400, "text-odd", field=name)
    return given


def _whole(given: Any, name: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= LARGEST:
        raise ProblemError(400, "whole-number", field=name)
    return given


def _refused(constant: str) -> float:
    del constant
    raise ValueError(math.nan)
