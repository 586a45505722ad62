"""The home on a server: anything that speaks SPARQL 1.1 – Virtuoso, Oxigraph, GraphDB, Fuseki, Neptune.

Query and Update by https://www.w3.org/TR/sparql11-protocol/, whole documents by
https://www.w3.org/TR/sparql11-http-rdf-update/ (PUT replaces a graph in one step). The addresses and
the password come from the environment, never from the command line.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.errors import InnspillError
from graph.messages import sentence
from graph.namespaces import DOCUMENT, GRAPH, PREFIXES, document_iri
from graph.store.cells import from_json, from_triples
from graph.store.quads import (
    Part,
    document_part,
    extraction_of,
    review_name,
    review_part,
    vocabulary_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import httpx

    from graph.model import Candidate, Extraction
    from graph.review import Review
    from graph.tables import Table

#: The catalogue stands in a graph of its own: not every server lets one change its default graph.
CATALOGUE: Final = GRAPH + "catalogue"
RESULTS: Final = "application/sparql-results+json"
#: What a query without a form of its own is taken for.
PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server takes queries, updates and graphs, and who we are to it.

    ``graph_key`` is the name of the query parameter that names a graph: ``graph`` in the standard.
    """

    query: str
    update: str = ""
    graphs: str = ""
    user: str = ""
    password: str = ""
    digest: bool = False
    graph_key: str = "graph"

    @classmethod
    def from_environment(cls, query: str, environ: Mapping[str, str] = os.environ) -> Server:
        """The server at a query address; the rest from ``INNSPILL_SPARQL_*``."""

        def setting(name: str) -> str:
            return environ.get(f"INNSPILL_SPARQL_{name}", "")

        return cls(
            query=query,
            update=setting("UPDATE"),
            graphs=setting("GRAPHS"),
            user=setting("USER"),
            password=setting("PASSWORD"),
            digest=setting("AUTH").lower() == "digest",
            graph_key=setting("GRAPH_KEY") or "graph",
        )


class RemoteStore:
    """Documents on a server; its default graph must be the union of its named graphs."""

    def __init__(self, server: Server) -> None:
        import httpx

        self.server = server
        auth: httpx.Auth | None = None
        if server.user:
            make = httpx.DigestAuth if server.digest else httpx.BasicAuth
            auth = make(server.user, server.password)
        self._client = httpx.Client(timeout=SECONDS, auth=auth, follow_redirects=False)

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def add(self, extraction: Extraction) -> None:
        """Add a document, in place of what was held of the same slug."""
        self.put([document_part(extraction)])

    def add_review(self, review: Review) -> None:
        """Add a document as people decided it, with what they decided."""
        self.put([review_part(review)])

    def put(self, parts: Iterable[Part]) -> int:
        """Add many documents; the number sent. The catalogue's lines come after the document."""
        self._ensure_vocabulary()
        count = 0
        for part in parts:
            self._put_graph(part.name, part.triples)
            self._describe(part)
            count += 1
        return count

    def _ensure_vocabulary(self) -> None:
        words = vocabulary_part()
        self._put_graph(words.name, words.triples)
        self._describe(words)

    def _put_graph(self, name: str, triples: str) -> None:
        if not self.server.graphs:
            raise self._unset("INNSPILL_SPARQL_GRAPHS", "no-graphs-address")
        self._send(
            "PUT",
            self.server.graphs,
            params={self.server.graph_key: name},
            content=triples.encode(),
            headers={"content-type": "text/turtle; charset=utf-8"},
        )

    def _describe(self, part: Part) -> None:
        """What the catalogue says of a graph and what people decided about it, in one update."""
        review = f"GRAPH <{review_name(part.name)}> {{ {part.review} }}" if part.review else ""
        self._update(
            f"DROP SILENT GRAPH <{review_name(part.name)}> ; {_forgotten(part.name)}"
            f" INSERT DATA {{ GRAPH <{CATALOGUE}> {{ {part.described} }} {review} }}"
        )

    def remove(self, slug: str) -> None:
        """Remove a document, what people decided about it and what the catalogue says of it."""
        name = document_iri(slug)
        both = f"DROP SILENT GRAPH <{name}> ; DROP SILENT GRAPH <{review_name(name)}> ;"
        self._update(f"{both} {_forgotten(name).rstrip(' ;')}")

    def _update(self, text: str) -> None:
        if not self.server.update:
            raise self._unset("INNSPILL_SPARQL_UPDATE", "no-update-address")
        self._send(
            "POST",
            self.server.update,
            content=text.encode(),
            headers={"content-type": "application/sparql-update; charset=utf-8"},
        )

    def slugs(self) -> tuple[str, ...]:
        """The slugs of the documents held, sorted."""
        found = self.ask("SELECT DISTINCT (STR(?d) AS ?iri) WHERE { ?d a inn:Document }")
        return tuple(sorted(str(row[0]).removeprefix(DOCUMENT) for row in found.rows))

    def extractions(self) -> tuple[Extraction, ...]:
        """Everything held, fetched a document at a time, by slug."""
        return tuple(extraction_of(self._graph(document_iri(slug)), slug) for slug in self.slugs())

    def _graph(self, name: str) -> str:
        if not self.server.graphs:
            raise self._unset("INNSPILL_SPARQL_GRAPHS", "no-graphs-address")
        answer = self._send(
            "GET",
            self.server.graphs,
            params={self.server.graph_key: name},
            headers={"accept": "application/n-triples"},
        )
        return answer.content.decode()

    def candidates(self) -> tuple[Candidate, ...]:
        """The organisations its documents name and the gazetteer does not know, sorted."""
        from graph.model import Candidate
        from graph.namespaces import ACTOR

        found = self.ask(
            "SELECT DISTINCT (STR(?a) AS ?iri) ?l WHERE { ?a a inn:Candidate ; inn:shortLabel ?l }"
        )
        return tuple(sorted(Candidate(str(a).removeprefix(ACTOR), str(label)) for a, label in found.rows))

    def ask(self, query: str) -> Table:
        """The answer to a query; the server decides its own limits."""
        answer = self._send(
            "POST",
            self.server.query,
            data={"query": PROLOGUE + query},
            headers={"accept": f"{RESULTS}, application/n-triples;q=0.9"},
        )
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        try:
            return from_json(answer.content) if kind.endswith("json") else from_triples(answer.content)
        except (ValueError, KeyError, SyntaxError):
            raise InnspillError(
                "no-sparql-answer", where=self.server.query, cure="check-address", kind=kind
            ) from None

    def holding(self, words: str) -> None:
        """None: the server searches as it can."""
        del words

    def remembered(self, question: str) -> None:
        """None: the server's own cache is its own matter."""
        del question

    def _send(self, method: str, url: str, **request: Any) -> httpx.Response:
        import httpx

        try:
            answer = self._client.request(method, url, **request)
        except httpx.HTTPError as error:
            raise InnspillError(
                "no-answer-from-server",
                where=url,
                cure="check-server",
                kind=type(error).__name__,
            ) from None
        if answer.status_code in {401, 403}:
            raise InnspillError(
                "not-admitted",
                where=url,
                cure="set-credentials",
            )
        if not answer.is_success:
            said = " ".join(answer.text.split())[:200]
            raise InnspillError(
                "server-said", where=url, cure="see-server-log", status=answer.status_code, said=said
            )
        return answer

    def _unset(self, name: str, what: str) -> InnspillError:
        return InnspillError(what, where=self.server.query, cure=sentence("set-variable", name=name))


def _forgotten(name: str) -> str:
    """An update that takes out what the catalogue says of one graph."""
    return (
        f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{name}> ?p ?o }} }} ;"
        f" DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ ?c <http://www.w3.org/ns/dcat#dataset> <{name}> }} }} ;"
    )
