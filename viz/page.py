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
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from graph.errors import InnspillError
from graph.messages import messages
from graph.privacy import CONTACT, redacted
from graph.queries.library import library
from viz.compose import compose
from viz.pack import MAIL_LIMIT, analysis_of, items_block, json_text, overview_of, packed, query_of
from viz.picture import network
from viz.still import still
from viz.time import over_time
from viz.view import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis import Analysis
    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.judgements import Judgement
    from graph.model import Extraction
    from viz.view import View

#: The static part that shows without a script stops here, so that a large page stays readable.
STATIC_ITEMS: Final = 500
#: So many documents are named in the heading.
MOST_TITLES: Final = 2
#: A graph of more items than this is left out of the page: a browser would be long in reading it.
GRAPH_ITEMS: Final = 5_000


def render_page(  # noqa: PLR0913 - what the page is made of
    extractions: Sequence[Extraction],
    gazetteer: Gazetteer,
    language: str = "nb",
    *,
    graph: str | None = None,
    analysis: Analysis | None = None,
    threads: Sequence[Thread] = (),
    judgements: Sequence[Judgement] = (),
) -> str:
    """The whole page as HTML.

    Args:
        extractions: what was read, one per document.
        gazetteer: the names of actors, themes and rules.
        language: ``nb``, ``nn`` or ``en``, until the reader chooses another.
        graph: the same as TriG, for SPARQL in the page; made here if not given.
        analysis: what its networks show; made here if not given.
        threads: the asks through time; without them the page shows nothing over time.
        judgements: what people decided, which an item's sheet tells with who, when and why.

    E-mail addresses and numbers of persons are covered, as a page is sent on by mail.

    Raises:
        InnspillError: the page's script has not been built.
    """
    safe = tuple(redacted(extraction, CONTACT) for extraction in extractions)
    if safe != tuple(extractions):
        graph, analysis = _made(safe, gazetteer)
        if _keys(safe) != _keys(extractions):
            threads = ()  # they go by the items' addresses, some of which are covered
    elif graph is None or analysis is None:
        made_graph, made_analysis = _made(safe, gazetteer)
        graph, analysis = graph or made_graph, analysis or made_analysis
    view = replace(compose(safe, gazetteer, judgements), time=over_time(threads, gazetteer))
    return assemble(view, language, graph=graph, analysis=analysis)


def _keys(extractions: Sequence[Extraction]) -> list[str]:
    return [f"{x.document.slug}/{item.id}" for x in extractions for item in x.items]


def assemble(
    view: View,
    language: str = "nb",
    *,
    graph: str = "",
    analysis: Analysis | None = None,
    most_characters: int = MAIL_LIMIT,
) -> str:
    """The page of a view; without a graph it has no SPARQL, without an analysis no networks' findings.

    Items past ``most_characters`` stay out, the weakest first; the overview still counts them, and the page
    says so.
    """
    say = page_messages(language)
    asked = bool(graph) and len(view.items) <= GRAPH_ITEMS
    drawn = network(view, language)
    nodes = {node.key: node for node in view.nodes}
    script, style = _script(), asset("page.css")
    block = items_block(view, most_characters)
    data = {**overview_of(view, block.items), "language": language, **_data(drawn, analysis, asked=asked)}
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            language=language,
            say=say,
            title=_title(view, say),
            policy=policy(script, style, "worker-src blob:", "'wasm-unsafe-eval'"),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own sources and the locked libraries
            data=Markup(json_text(data)),  # noqa: S704 - escaped by json_text
            block={"text": Markup(block.text), "packed": block.packed},  # noqa: S704 - as data, or base64
            lazy={name: Markup(text) for name, text in _lazy(graph).items()} if asked else {},  # noqa: S704 - base64
            worker=Markup(built("worker.js")) if asked else "",  # noqa: S704 - as the script
            view=view,
            nodes=nodes,
            sections={section.key: section for section in view.sections},
            items=view.items[:STATIC_ITEMS],
            picture=still(drawn, nodes, language),
            summary=_summary(view, say),
        )
    )


def _made(extractions: Sequence[Extraction], gazetteer: Gazetteer) -> tuple[str, Analysis]:
    from graph.analysis import analyse
    from graph.store import Store

    store = Store()
    for extraction in extractions:
        store.add(extraction)
    return store.to_trig(), analyse(store, gazetteer)


def _data(drawn: dict[str, Any], analysis: Analysis | None, *, asked: bool) -> dict[str, Any]:
    return {
        "messages": {code: page_messages(code) for code in LANGUAGES},
        "columns": {code: messages("columns", code) for code in LANGUAGES},
        "network": drawn,
        "analysis": analysis_of(analysis) if analysis else None,
        "queries": [query_of(query) for query in library().values()] if asked else [],
        "hasGraph": asked,
    }


def _lazy(graph: str) -> dict[str, str]:
    """What is unpacked only when somebody asks in SPARQL: Oxigraph and the graph."""
    return {
        "wasm": base64.b64encode(_bytes("oxigraph.wasm.gz")).decode("ascii"),
        "graph": packed(graph.encode()),
    }


def environment() -> Environment:
    """Templates of ``viz/templates``; what is put into them is escaped."""
    return Environment(
        loader=FunctionLoader(lambda name: files("viz").joinpath("templates", name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def asset(name: str) -> str:
    """A file of ``viz/assets``."""
    return files("viz").joinpath("assets", name).read_text("utf-8")


def _bytes(name: str) -> bytes:
    """A file that the build of the front end made."""
    try:
        return files("viz").joinpath("built", name).read_bytes()
    except FileNotFoundError:
        raise InnspillError("page-not-built", where=f"viz/built/{name}", cure="run-make-demo") from None


@cache
def built(name: str) -> str:
    """A script that the build of the front end made, fit to stand in a page.

    Raises:
        InnspillError: it has not been built.
    """
    text = _bytes(name).decode("utf-8")
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} cannot stand in a page as it is")
    return text


def _script() -> str:
    return built("explorer.js")


def page_messages(language: str) -> dict[str, str]:
    """The texts of ``viz/messages/{language}.json``."""
    text = files("viz").joinpath("messages", f"{language}.json").read_text("utf-8")
    return {key: str(value) for key, value in json.loads(text).items()}


def policy(script: str, style: str, more: str, runs: str = "") -> str:
    """Only this script and style, and what ``more`` allows to be loaded and ``runs`` to be run."""

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; script-src {f'{digest(script)} {runs}'.strip()};"
        f" style-src {digest(style)}; {more}; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _title(view: View, say: dict[str, str]) -> str:
    """The documents' titles where they are one or two, else how many they are and from which years."""
    titles = [document.title for document in view.documents]
    if len(titles) <= MOST_TITLES:
        return ", ".join(titles) or say["app.name"]
    years = sorted({document.date[:4] for document in view.documents if document.date})
    span = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    return say["app.documents"].format(n=len(titles), years=span).rstrip(" ,")


def _summary(view: View, say: dict[str, str]) -> str:
    """What the page says first: how much there is, and who is asked most."""
    proposals = sum(item.kind == "proposal" for item in view.items)
    parts = [say["summary.counts"].format(items=len(view.items), proposals=proposals)]
    top = [node for node in view.actors if node.asks][:3]
    if top:
        names = [f"{node.name.nb} ({node.asks})" for node in top]
        parts.append(say["summary.most"].format(who=", ".join(names)))
    return " ".join(parts)
