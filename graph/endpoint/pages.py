"""The pages made here: everything from the graph is text, escaped by the template."""

from __future__ import annotations

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

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


def rendered(template: str, **values: object) -> str:
    """A template filled in."""
    return _environment().get_template(template).render(**values)


def page(html: str, policy: str = PLAIN) -> HTMLResponse:
    """A page with the policy that says what it may load."""
    return HTMLResponse(html, headers={"content-security-policy": policy, "vary": "Accept"})
