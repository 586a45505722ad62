"""Content negotiation: the media types and the language a request prefers (RFC 9110, section 12.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Other names that clients use for the formats we write.
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
}
LONGEST: Final = 4096


def accepted(header: str, offered: Sequence[str]) -> list[str]:
    """The offered media types a header takes, best first; all of them where it says nothing.

    >>> accepted("text/csv;q=0.5, application/json", ["application/sparql-results+json", "text/csv"])
    ['application/sparql-results+json', 'text/csv']
    >>> accepted("text/*", ["application/trig", "text/csv"]), accepted("image/png", ["text/csv"])
    (['text/csv'], [])
    """
    if not header.strip():
        return list(offered)
    wanted: dict[str, tuple[int, float]] = {}
    for part in header[:LONGEST].split(","):
        kind, quality = _part(part)
        for offer in offered:
            exact = _exactness(kind, offer)
            if exact and exact > wanted.get(offer, (0, 0.0))[0]:
                wanted[offer] = (exact, quality)
    place = {offer: number for number, offer in enumerate(offered)}
    found = [(-quality, -exact, place[o], o) for o, (exact, quality) in wanted.items() if quality > 0]
    return [offer for *_, offer in sorted(found)]


def _part(text: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in text.split(";"))
    quality = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                quality = 0.0
    return ALIASES.get(kind, kind), quality


def _exactness(kind: str, offer: str) -> int:
    """How exactly a range names an offer: 3 itself, 2 its main type, 1 anything, 0 not."""
    if kind == offer:
        return 3
    if kind.endswith("/*") and offer.startswith(kind[:-1]) and kind != "*/*":
        return 2
    return int(kind == "*/*")


def preferred(header: str) -> str:
    """The language of ours that a browser likes best (RFC 9110, section 12.5.4); bokmål where none.

    >>> preferred("nn-NO,nn;q=0.9,en;q=0.5"), preferred("en;q=0.3, no"), preferred("fi"), preferred("")
    ('nn', 'nb', 'nb', 'nb')
    """
    best, found = 0.0, "nb"
    for part in header[:LONGEST].split(","):
        tag, _, parameter = part.strip().lower().partition(";")
        code = {"no": "nb"}.get(tag[:2], tag[:2])
        quality = _quality(parameter.strip())
        if code in LANGUAGES and quality > best:
            best, found = quality, code
    return found


def _quality(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q=")) if parameter else 1.0
    except ValueError:
        return 0.0
