"""The page: one HTML file that needs nothing from any host.

Text from documents reaches it in two ways only: through the template, which escapes it, and as JSON
in a data block, which the script puts on the page as text nodes. A content security policy with the
hashes of the page's own script and style stands behind that
(https://www.w3.org/TR/CSP3/), so that nothing else would run even if it got in.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from viz.compose import compose
from viz.picture import network
from viz.view import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from viz.view import View

#: The parts of the page's script, in order; each is one concern.
SCRIPTS: Final = ("text.js", "state.js", "items.js", "panel.js", "tables.js", "picture.js", "app.js")
#: The static part that shows without a script stops here, so that a large page stays readable.
STATIC_ITEMS: Final = 500


def render_page(extractions: Sequence[Extraction], gazetteer: Gazetteer, language: str = "nb") -> str:
    """The whole page as HTML, in ``nb``, ``nn`` or ``en`` until the reader chooses another."""
    view = compose(extractions, gazetteer)
    messages = {code: _messages(code) for code in LANGUAGES}
    data = {**view.to_dict(), "language": language, "messages": messages, "network": network(view, language)}
    script, style = _script(), _asset("page.css")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            language=language,
            say=messages[language],
            title=", ".join(document.title for document in view.documents) or "Innspillsgraf",
            policy=_policy(script, style),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own files and the network library
            data=Markup(_json(data)),  # noqa: S704 - escaped by _json
            view=view,
            nodes={node.key: node for node in view.nodes},
            sections={section.key: section for section in view.sections},
            items=view.items[:STATIC_ITEMS],
            summary=_summary(view, messages[language]),
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: files("viz").joinpath("templates", name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return files("viz").joinpath("assets", name).read_text("utf-8")


def _messages(language: str) -> dict[str, str]:
    text = files("viz").joinpath("messages", f"{language}.json").read_text("utf-8")
    return {key: str(value) for key, value in json.loads(text).items()}


def _script() -> str:
    """The network library and the page's own script, as one text with one hash."""
    library = files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_bytes().decode()
    library = re.sub(r"//# sourceMappingURL=.*", "", library.replace("\r\n", "\n"))
    own = "\n".join(_asset(name) for name in SCRIPTS)
    script = f'{library}\n(function () {{\n"use strict";\n{own}\n}})();\n'
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("the script cannot stand in a page as it is")
    return script


def _policy(script: str, style: str) -> str:
    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _json(data: dict[str, Any]) -> str:
    """JSON that can stand in a script element: no character of it means anything to HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _summary(view: View, say: dict[str, str]) -> str:
    """What the page says first: how much there is, who is asked most, what nobody owns."""
    proposals = sum(item.kind == "proposal" for item in view.items)
    parts = [say["summary.counts"].format(items=len(view.items), proposals=proposals)]
    top = [node for node in view.actors if node.asks][:3]
    if top:
        names = [f"{node.name.nb} ({node.asks})" for node in top]
        parts.append(say["summary.most"].format(who=", ".join(names)))
    return " ".join(parts)
