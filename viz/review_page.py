"""The review page: one HTML file of our own script and style, which asks the server it came from for items.

It holds the vocabularies' names and the page's texts; no text of a document. Whatever the server sends is
put on the page as text nodes.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from graph.review.doubt import words
from viz.compose import vocabulary
from viz.pack import json_text
from viz.page import asset, built, environment, page_messages, policy
from viz.view import LANGUAGES

if TYPE_CHECKING:
    from graph.gazetteer import Gazetteer

#: The explorer's texts that this page has too.
SHARED: Final = ("app.", "look.", "language.", "kind.", "force.", "role.", "basis.", "item.", "why.")


def render_review(gazetteer: Gazetteer, language: str = "nb") -> str:
    """The page as HTML, the same for every document.

    Raises:
        InnspillError: the page's script has not been built.
    """
    script, style = built("review.js"), asset("page.css") + asset("review.css")
    return (
        environment()
        .get_template("review.html.j2")
        .render(
            language=language,
            say=_texts(language),
            policy=policy(script, style, "connect-src 'self'"),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own sources
            data=Markup(json_text(_data(gazetteer, language))),  # noqa: S704 - escaped by json_text
        )
    )


def _data(gazetteer: Gazetteer, language: str) -> dict[str, Any]:
    return {
        "language": language,
        "documents": [],
        "nodes": [asdict(node) for node in vocabulary(gazetteer)],
        "rules": {rule: asdict(labels) for rule, labels in gazetteer.rules.items()},
        "reasons": {name: {code: said[code] for code in LANGUAGES} for name, said in words().items()},
        "messages": {code: _texts(code) for code in LANGUAGES},
    }


def _texts(language: str) -> dict[str, str]:
    shared = {key: text for key, text in page_messages(language).items() if key.startswith(SHARED)}
    return {**shared, **page_messages(f"review/{language}")}
