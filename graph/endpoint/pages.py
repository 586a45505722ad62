"""The pages made here: everything from the graph is text, escaped by the template."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from graph.endpoint.problems import ProblemError
from graph.messages import messages

if TYPE_CHECKING:
    from starlette.requests import Request

#: The languages of the pages, by what each calls itself.
LANGUAGES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
#: Characters read of a header.
LONGEST: Final = 1000

#: What the editor leaves without a name, and the message that names it.
NAMELESS: Final = {
    ".yasqe textarea": "editor-query",
    "select.tableSizer": "editor-rows",
    ".requestConfigWrapper input, .requestConfigWrapper textarea": "editor-setting",
    ".acceptWrapper select, .settingsModal select": "editor-format",
    "th.sorting_disabled:empty": "editor-number",
}

#: Pages without scripts.
PLAIN: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("graph.endpoint", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def spoken(request: Request) -> str:
    """The language of a page: ``lang`` in its address, else what the browser prefers, else bokmål.

    Raises:
        ProblemError: ``lang`` is none of them.
    """
    chosen = request.query_params.get("lang", "")
    if chosen and chosen not in LANGUAGES:
        raise ProblemError(400, f"«lang» is one of {', '.join(LANGUAGES)}")
    return chosen or preferred(request.headers.get("accept-language", ""))


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


def wording(language: str) -> dict[str, object]:
    """What the editor calls a new tab, names for the nameless, and its own English words with ours.

    >>> wording("nn")["tab"], wording("en")["wording"]
    ('Spørjing', [])
    """
    theirs, ours, say = messages("editor", "en"), messages("editor", language), messages("endpoint", language)
    pairs = [(text, ours[key]) for key, text in theirs.items() if ours[key] != text]
    named = [(selector, say[key]) for selector, key in NAMELESS.items()]
    return {"tab": ours["tab-name"], "named": named, "wording": pairs}


def rendered(template: str, language: str, *, chosen: bool = False, **values: object) -> str:
    """A template filled in; ``chosen`` keeps the language in the links of the page."""
    known = {"lang": language, "say": messages("endpoint", language), "languages": tuple(LANGUAGES.items())}
    keep = f"?lang={language}" if chosen else ""
    return _environment().get_template(template).render(**known, keep=keep, **values)


def page(html: str, policy: str = PLAIN) -> HTMLResponse:
    """A page with the policy that says what it may load."""
    return HTMLResponse(html, headers={"content-security-policy": policy, "vary": "Accept, Accept-Language"})
