"""IRIs that answer: a page for people, RDF for machines, after a 303 that says which.

https://www.w3.org/TR/cooluris/#r303gendocument
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rdflib import URIRef
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.endpoint.evaluation import GRAPHS
from graph.endpoint.negotiation import accepted
from graph.endpoint.pages import page, rendered, spoken
from graph.endpoint.problems import ProblemError
from graph.endpoint.protocol import NAMES, answered
from graph.namespaces import BASE
from graph.queries.binding import written
from graph.store.cells import short

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph.endpoint.service import Service

#: What a path below the base may be: lower-case names, as every IRI of ours is made.
PATH: Final = re.compile(r"(?:(?:document|actor|theme|rule|graph)(?:/[a-z0-9][a-z0-9_-]*)+|catalogue)")
LONGEST: Final = 1000
OUT: Final = """
SELECT ?property ?name ?value ?label WHERE {
    ?this ?property ?value .
    FILTER (LANG(?value) = "" || LANG(?value) = ?language || !ISLITERAL(?value)
        || NOT EXISTS { ?this ?property ?other . FILTER (LANG(?other) = ?language) })
    OPTIONAL { ?property rdfs:label ?name . FILTER (LANG(?name) = ?language) }
    OPTIONAL { ?value skos:prefLabel|rdfs:label ?label . FILTER (LANG(?label) = ?language) }
} ORDER BY ?property ?value ?label LIMIT 500"""
IN: Final = """
SELECT ?property ?name ?value ?label WHERE {
    { SELECT ?property ?value WHERE { ?value ?property ?this } LIMIT 200 }
    OPTIONAL { ?property rdfs:label ?name . FILTER (LANG(?name) = ?language) }
    OPTIONAL { ?value inn:text|skos:prefLabel|dcterms:title ?label .
        FILTER (LANG(?label) = "" || LANG(?label) = ?language) }
} ORDER BY ?property ?value ?label LIMIT 200"""
KNOWN: Final = "ASK { { ?this ?p ?o } UNION { ?s ?q ?this } }"
DATA: Final = "CONSTRUCT { ?this ?p ?o . ?s ?q ?this } WHERE { { ?this ?p ?o } UNION { ?s ?q ?this } }"


def routes(service: Service) -> list[Route]:
    """The routes of the IRIs, of their pages and of their data."""

    async def thing(request: Request) -> Response:
        path = _path(request.url.path.removeprefix("/"))
        kinds = accepted(request.headers.get("accept", ""), ["text/html", *GRAPHS])
        if not kinds:
            raise ProblemError(406, "available", known=", ".join(["text/html", *GRAPHS]))
        where = "page" if kinds[0] == "text/html" else "data"
        return RedirectResponse(f"/{where}/{path}", 303, {"vary": "Accept"})

    async def shown(request: Request) -> Response:
        iri = BASE + _path(request.path_params["path"])
        language = spoken(request)
        about = await service.table(_about(OUT, iri, language))
        inward = await service.table(_about(IN, iri, language))
        if not about.rows and not inward.rows:
            raise ProblemError(404, "nothing-said", iri=iri)
        facts = {"about": _rows(about.rows), "inward": _rows(inward.rows)}
        head = {"iri": iri, "title": _title(about.rows, iri)}
        chosen = "lang" in request.query_params
        return page(rendered("resource.html.j2", language, chosen=chosen, shown={**head, **facts}))

    async def data(request: Request) -> Response:
        iri = BASE + _path(request.path_params["path"])
        chosen = request.query_params.get("format", "")
        kinds = (
            [NAMES[chosen]] if chosen in NAMES else accepted(request.headers.get("accept", ""), list(GRAPHS))
        )
        if not kinds:
            raise ProblemError(406, "available", known=", ".join(GRAPHS))
        if (await service.table(_about(KNOWN, iri))).rows != ((True,),):
            raise ProblemError(404, "nothing-said", iri=iri)
        return answered(await service.pool.ask(_about(DATA, iri), kinds))

    return [
        *(Route(f"/{kind}/{{path:path}}", thing) for kind in ("document", "actor", "theme", "rule", "graph")),
        Route("/catalogue", thing),
        Route("/page/{path:path}", shown),
        Route("/data/{path:path}", data),
    ]


def _about(query: str, iri: str, language: str = "nb") -> str:
    """A query about one thing, whose IRI is made of a path that has been checked."""
    return query.replace("?this", written(URIRef(iri))).replace("?language", f'"{language}"')


def _path(path: str) -> str:
    if len(path) > LONGEST or not PATH.fullmatch(path):
        raise ProblemError(404, "nothing-kept")
    return path


def _title(rows: Any, iri: str) -> str:
    """The first text that names a thing, else the end of its IRI."""
    names = {str(prop): str(value) for prop, _, value, _ in reversed(rows)}
    found = (names.get(key, "") for key in ("skos:prefLabel", "dcterms:title", "inn:text", "rdfs:label"))
    return next((name for name in found if name), iri.rsplit("/", 1)[-1])


def _rows(rows: Any) -> list[dict[str, str]]:
    """Rows for the template: names to read, and an address where the value is one of ours."""
    made = []
    for prop, name, value, label in rows:
        iri = _long(str(value))
        path = iri.removeprefix(BASE)
        made.append(
            {
                "name": str(name or prop),
                "value": str(label or value),
                "href": f"/{path}" if iri.startswith(BASE) and PATH.fullmatch(path) else "",
            }
        )
    return made


def _long(text: str) -> str:
    """A short name as the IRI it stands for, where it is one of ours."""
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)+", text):
        return f"{BASE}document/{text}"
    kind, colon, rest = text.partition(":")
    iri = f"{BASE}{kind}/{rest}"
    return iri if colon and kind in {"actor", "theme", "rule"} and short(iri) == text else text
