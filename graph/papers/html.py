"""A paper as one HTML file: no script, no address, a style for paper too.

Jinja2 escapes every text; a content security policy that allows the file's own style and nothing else
stands behind it (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.papers.paper import Block, Entry, Paper
from graph.tables import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


def to_html(paper: Paper) -> str:
    """The paper as HTML."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    style = _file("paper.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    return environment.get_template("paper.html.j2").render(
        paper=paper,
        groups=list(_grouped(paper.blocks)),
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def _grouped(blocks: tuple[Block, ...]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks with their kind's name; entries that follow each other together, as one list."""
    gathered: list[Block] = []
    for block in blocks:
        if isinstance(block, Entry):
            gathered.append(block)
            continue
        if gathered:
            yield "Entries", gathered
            gathered = []
        yield type(block).__name__, [block]
    if gathered:
        yield "Entries", gathered


def _file(name: str) -> str:
    return files("graph.papers").joinpath(name).read_text("utf-8")
