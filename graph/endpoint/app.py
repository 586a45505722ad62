"""The application: every route, what stands before them, and the start and end of the workers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.endpoint import api, deciding, overview, pages, protocol, resources
from graph.endpoint.audit import Audit
from graph.endpoint.description import RDFLIB, catalogue, service_description
from graph.endpoint.following import Following, Renewal
from graph.endpoint.guard import LOOPBACK, Guard
from graph.endpoint.negotiation import accepted
from graph.endpoint.ontology import ontology_page
from graph.endpoint.openapi import openapi
from graph.endpoint.pool import Bounds, Pool
from graph.endpoint.problems import ProblemError, told
from graph.endpoint.renewal import made, watch
from graph.endpoint.service import Service
from graph.gazetteer import vocabulary_text
from graph.namespaces import PREFIXES
from graph.queries import library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path
    from typing import TextIO

    from rdflib import Graph
    from starlette.requests import Request
    from starlette.types import ASGIApp

#: The editor's styles are set by its script, on elements.
EDITOR: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: The explorer brings a stricter policy of its own, with the hashes of its scripts.
EXPLORER: Final = "frame-ancestors 'none'"
TITLES: Final = (
    "SELECT DISTINCT (STR(?d) AS ?iri) ?t WHERE { ?d a inn:Document ; dcterms:title ?t } ORDER BY ?iri"
)
GRAPHS: Final = "SELECT DISTINCT (STR(?g) AS ?iri) WHERE { GRAPH ?g { ?s a ?t } } ORDER BY ?iri"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is made of.

    ``source`` is a store's folder or a TriG file, ``page`` makes the explorer of its present state (empty:
    the overview stands in for it), ``editor`` the folder of YASGUI's files, ``in_memory`` whether the workers
    share a copy in memory. With ``reviewing`` the graph and the page are made of the documents on its desk
    instead, and made anew as they are decided on.
    """

    source: Path
    page: Callable[[], str] = str
    editor: Path | None = None
    hosts: frozenset[str] = LOOPBACK
    token: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    in_memory: bool = True
    log: TextIO | None = None
    reviewing: deciding.Reviewing | None = None


@dataclass(slots=True)
class Explorer:
    """The explorer's page, made when the server starts and when what it shows changes."""

    make: Callable[[], str]
    html: str = ""

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Make it of the present state."""
        self.html = self.make()


def application(settings: Settings) -> ASGIApp:
    """The whole application, guarded."""
    service = Service(Pool(settings.bounds))
    reviewing = settings.reviewing
    renewal = Renewal(reviewing.desk, service, settings.bounds) if reviewing else None
    explorer = Explorer(str if reviewing else settings.page)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        if renewal:
            yield
            await renewal.close()
            return
        source, in_memory = settings.source, settings.in_memory
        service.become(await made(source, settings.bounds, in_memory=in_memory))
        watching = asyncio.create_task(watch(service, source, explorer.renew, in_memory=in_memory))
        yield
        watching.cancel()
        await service.close()

    app = Starlette(
        routes=[
            *overview.routes(service),
            *_pages(service, lambda: renewal.page if renewal else explorer.html, review=bool(renewal)),
            *(deciding.routes(reviewing) if reviewing else ()),
            Route("/sparql", _sparql(service), methods=["GET", "POST"]),
            *api.routes(service),
            *resources.routes(service),
            *([Mount("/assets/yasgui", StaticFiles(directory=settings.editor))] if settings.editor else []),
            Mount("/assets", StaticFiles(directory=str(files("graph.endpoint") / "assets"))),
        ],
        lifespan=lifespan,
        exception_handlers={ProblemError: told, HTTPException: told, Exception: told},
    )
    served: ASGIApp = Following(app, renewal) if renewal else app
    guarded: ASGIApp = Guard(served, settings.hosts, settings.token)
    return Audit(guarded, settings.log) if settings.log else guarded


def _sparql(service: Service) -> Any:
    async def sparql(request: Request) -> Response:
        asked = await protocol.read(request)
        if asked is None:
            return await _described(request, service)
        request.scope["innspill.query"] = asked.query
        reply = await service.pool.ask(asked.query, asked.accept, asked.default, asked.named)
        return protocol.answered(reply)

    return sparql


async def _described(request: Request, service: Service) -> Response:
    kinds = accepted(request.headers.get("accept", ""), ["text/turtle", "text/html", *RDFLIB])
    if kinds[:1] == ["text/html"]:
        return RedirectResponse("/editor", 303)
    graphs = [str(row[0]) for row in (await service.table(GRAPHS)).rows]
    return _serialised(service_description(_here(request), graphs), kinds)


def _serialised(graph: Graph, kinds: list[str]) -> Response:
    kind = next((kind for kind in kinds if kind in RDFLIB), None)
    if kind is None:
        raise ProblemError(406, f"available here: {', '.join(RDFLIB)}")
    content = graph.serialize(format=RDFLIB[kind])
    return Response(content, headers={"content-type": f"{kind}; charset=utf-8", "vary": "Accept"})


def _here(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers['host']}"


def _pages(service: Service, explorer: Callable[[], str], *, review: bool) -> list[Route]:
    async def home(request: Request) -> Response:
        del request
        if not explorer():
            return RedirectResponse("/overview", 303)
        return pages.page(explorer(), EXPLORER)

    async def editor(request: Request) -> Response:
        language, chosen = pages.spoken(request), "lang" in request.query_params
        queries = [{"name": name, "title": query.title.of(language)} for name, query in library().items()]
        html = pages.rendered(
            "editor.html.j2", language, chosen=chosen, queries=queries, **pages.wording(language)
        )
        return pages.page(html, EDITOR)

    async def ontology(request: Request) -> Response:
        kinds = accepted(request.headers.get("accept", ""), ["text/html", "text/turtle"])
        if kinds[:1] == ["text/turtle"]:
            return Response(
                vocabulary_text("vocabulary.ttl"), media_type="text/turtle", headers={"vary": "Accept"}
            )
        if not kinds:
            raise ProblemError(406, "available here: text/html, text/turtle")
        return pages.page(ontology_page(pages.spoken(request), chosen="lang" in request.query_params))

    async def prefixes(request: Request) -> Response:
        del request
        return JSONResponse(PREFIXES)

    async def described(request: Request) -> Response:
        return JSONResponse(openapi(_here(request), review=review))

    async def dcat(request: Request) -> Response:
        kinds = accepted(request.headers.get("accept", ""), list(RDFLIB))
        titles = [(str(iri), str(title)) for iri, title in (await service.table(TITLES)).rows]
        return _serialised(catalogue(_here(request), titles), kinds)

    return [
        Route("/", home),
        Route("/editor", editor),
        Route("/ns", ontology),
        Route("/api/prefixes", prefixes),
        Route("/openapi.json", described),
        Route("/dcat", dcat),
    ]
