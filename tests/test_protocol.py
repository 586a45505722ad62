"""SPARQL 1.1 Protocol: every case of the query operation, written from the specification.

https://www.w3.org/TR/sparql11-protocol/#query-operation; updates are refused, which section 2.2 lets a
service do. Real clients come last.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore

ASK = "ASK { ?i inn:addressee actor:kmd }"
SELECT = "SELECT ?i WHERE { ?i inn:addressee actor:kmd } ORDER BY ?i"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?i inn:line ?l } WHERE { ?i inn:addressee actor:nokut ; inn:line ?l }"
DESCRIBE = "DESCRIBE actor:kmd"
DOCUMENT = "https://w3id.org/innspill/document/verksted-2021"
VOCABULARY = "https://w3id.org/innspill/graph/vocabulary"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
JSON = "application/sparql-results+json"
CLIENT = httpx.Client(timeout=10)


def count(answer: httpx.Response) -> int:
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def asked(
    server: str, method: str, query: str, parameters: dict[str, Any], accept: str = JSON
) -> httpx.Response:
    """One query by one of the three ways of the protocol."""
    headers = {"accept": accept}
    if method == "get":
        return CLIENT.get(f"{server}/sparql", params={"query": query, **parameters}, headers=headers)
    if method == "form":
        return CLIENT.post(f"{server}/sparql", data={"query": query, **parameters}, headers=headers)
    return CLIENT.post(
        f"{server}/sparql", params=parameters, content=query.encode(), headers={**headers, **DIRECT}
    )


@pytest.mark.parametrize("method", ["get", "form", "direct"])
class TestQuery:
    """2.1.1 query via GET, 2.1.2 via POST with URL-encoded parameters, 2.1.3 via POST directly."""

    def test_select(self, server: str, method: str) -> None:
        answer = asked(server, method, SELECT, {})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == JSON
        assert len(answer.json()["results"]["bindings"]) == 20

    def test_ask(self, server: str, method: str) -> None:
        assert asked(server, method, ASK, {}).json()["boolean"] is True

    def test_construct(self, server: str, method: str) -> None:
        answer = asked(server, method, CONSTRUCT, {}, "text/turtle")
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert len(Graph().parse(data=answer.text, format="turtle")) == 1

    def test_describe(self, server: str, method: str) -> None:
        made = Graph().parse(data=asked(server, method, DESCRIBE, {}, "text/turtle").text, format="turtle")
        assert (URIRef("https://w3id.org/innspill/actor/kmd"), RDF.type, None) in made

    def test_default_graph_named(self, server: str, method: str) -> None:
        """2.1.4 the dataset in the protocol: one default graph."""
        answer = asked(server, method, "ASK { actor:kmd a inn:Actor }", {"default-graph-uri": DOCUMENT})
        assert answer.json()["boolean"] is False
        answer = asked(server, method, "ASK { actor:kmd a inn:Actor }", {"default-graph-uri": VOCABULARY})
        assert answer.json()["boolean"] is True

    def test_several_default_graphs_are_merged(self, server: str, method: str) -> None:
        query = "ASK { actor:kmd a inn:Actor . ?i inn:addressee actor:kmd }"
        answer = asked(server, method, query, {"default-graph-uri": [DOCUMENT, VOCABULARY]})
        assert answer.json()["boolean"] is True

    def test_named_graphs(self, server: str, method: str) -> None:
        query = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
        assert count(asked(server, method, query, {"named-graph-uri": [DOCUMENT, VOCABULARY]})) == 2
        assert count(asked(server, method, query, {"named-graph-uri": VOCABULARY})) == 1
        assert count(asked(server, method, COUNT, {"named-graph-uri": VOCABULARY})) == 0, "no default graph"

    def test_full_dataset(self, server: str, method: str) -> None:
        query = "ASK { ?i inn:addressee ?a . GRAPH ?g { ?a a inn:Actor } }"
        dataset = {"default-graph-uri": DOCUMENT, "named-graph-uri": VOCABULARY}
        assert asked(server, method, query, dataset).json()["boolean"] is True

    def test_the_protocol_wins_over_the_query(self, server: str, method: str) -> None:
        query = f"ASK FROM <{VOCABULARY}> {{ ?i inn:addressee ?a }}"
        assert asked(server, method, query, {}).json()["boolean"] is False
        assert asked(server, method, query, {"default-graph-uri": DOCUMENT}).json()["boolean"] is True

    def test_a_graph_that_is_not_here_is_refused(self, server: str, method: str) -> None:
        assert asked(server, method, COUNT, {"default-graph-uri": "http://example.org/g"}).status_code == 403
        assert asked(server, method, COUNT, {"named-graph-uri": "file:///etc/passwd"}).status_code == 403

    def test_malformed_query_is_400(self, server: str, method: str) -> None:
        answer = asked(server, method, "SELECT ( WHERE", {})
        assert answer.status_code == 400
        assert "ugyldig spørring" in answer.text

    def test_empty_query_is_400(self, server: str, method: str) -> None:
        assert asked(server, method, "", {}).status_code == 400


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/turtle, text/csv;q=0.5", "text/csv; charset=utf-8"),
    ],
)
def test_select_is_written_as_asked(server: str, accept: str, media_type: str) -> None:
    answer = asked(server, "get", SELECT, {}, accept)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"
    assert rows(answer) == 20


def rows(answer: httpx.Response) -> int:
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == JSON:
        return len(answer.json()["results"]["bindings"])
    if kind.endswith("xml"):
        return len(ET.fromstring(answer.text).findall(".//{*}result"))  # noqa: S314 - our own server
    return len(list(csv.reader(io.StringIO(answer.text)))) - 1


@pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml", "text/csv"])
def test_ask_is_written_as_asked(server: str, accept: str) -> None:
    answer = asked(server, "get", ASK, {}, accept)
    assert answer.status_code == 200
    assert "true" in answer.text


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_construct_is_written_as_asked(server: str, accept: str, parser: str) -> None:
    answer = asked(server, "get", CONSTRUCT, {}, accept)
    assert answer.headers["content-type"].startswith(accept)
    assert len(Graph().parse(data=answer.text, format="turtle" if parser == "trig" else parser)) == 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("PUT", "", {}, b"ASK {}"), 405),
        (("DELETE", "?query=ASK%20%7B%7D", {}, b""), 405),
        (("GET", "?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, b""), 400),
        (("POST", "", FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400),
        (("GET", "?default-graph-uri=x", {}, b""), 400),
        (("POST", "", FORM, b"default-graph-uri=x"), 400),
        (("POST", "?query=ASK%20%7B%7D", DIRECT, b"ASK {}"), 400),
        (("POST", "", {}, b"ASK {}"), 415),
        (("POST", "", {"content-type": "text/plain"}, b"ASK {}"), 415),
        (("POST", "", {"content-type": "application/json"}, b'{"query": "ASK {}"}'), 415),
        (("POST", "", DIRECT, "ASK { ?s ?p 'æ' }".encode("utf-16")), 400),
        (("POST", "", DIRECT, "ASK { ?s ?p 'æ' }".encode("latin-1")), 400),
        (("GET", "?query=ASK%20%7B%20%3Fs%20%3Fp%20%27%E6%27%20%7D", {}, b""), 400),
        (("GET", "?query=ASK%20%7B%7D", {"accept": "image/png"}, b""), 406),
        (("GET", "?query=ASK%20%7B%7D", {"accept": "text/turtle"}, b""), 406),
        (("POST", "", {"content-type": "application/sparql-update"}, b"DROP ALL"), 403),
        (("POST", "", FORM, b"update=DROP%20ALL"), 403),
        (("GET", "?update=DROP%20ALL", {}, b""), 403),
        (("POST", "", FORM, b"query=DROP%20ALL"), 403),
        (("POST", "", DIRECT, b"INSERT DATA { <a:a> <a:b> <a:c> }"), 403),
        (("POST", "", DIRECT, b"CLEAR ALL"), 403),
        (("POST", "", DIRECT, b"LOAD <file:///etc/passwd>"), 403),
        (("POST", "", DIRECT, b"ASK { SERVICE <http://localhost/> { ?s ?p ?o } }"), 403),
        (("POST", "", DIRECT, b"ASK {" + b" " * 20_000 + b"}"), 400),
        (("POST", "", DIRECT, b"ASK {" + b" " * 100_000 + b"}"), 413),
    ],
    ids=str,
)
def test_what_is_not_a_query_is_refused(server: str, request_: Any, status: int) -> None:
    method, parameters, headers, body = request_
    answer = CLIENT.request(method, f"{server}/sparql{parameters}", headers=headers, content=body)
    assert answer.status_code == status, answer.text


def test_errors_come_as_text_or_as_problem_json(server: str) -> None:
    answer = asked(server, "get", "SELECT (", {}, "text/html")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    told = json.loads(asked(server, "get", "SELECT (", {}, JSON).text)
    assert told["status"] == 400


def test_the_service_describes_itself(server: str) -> None:
    answer = CLIENT.get(f"{server}/sparql", headers={"accept": "text/turtle"})
    made = Graph().parse(data=answer.text, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    service = URIRef(f"{server}/sparql")
    assert (service, URIRef(sd + "endpoint"), service) in made
    assert (service, URIRef(sd + "feature"), URIRef(sd + "UnionDefaultGraph")) in made
    names = {str(name) for name in made.objects(None, URIRef(sd + "name"))}
    assert names >= {DOCUMENT, VOCABULARY}
    assert CLIENT.get(f"{server}/sparql", headers={"accept": "text/html"}).headers["location"] == "/editor"


def test_sparqlwrapper_works_unmodified(server: str) -> None:
    from SPARQLWrapper import JSON as WRAPPED
    from SPARQLWrapper import POST, TURTLE, SPARQLWrapper

    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery("PREFIX inn: <https://w3id.org/innspill/ns#> SELECT ?i WHERE { ?i a inn:Question }")
    client.setReturnFormat(WRAPPED)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 3
    client.setMethod(POST)
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert b"135" in client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_works_unmodified(server: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", method=method))
    inn = "https://w3id.org/innspill/ns#"
    assert len(list(graph.query(f"SELECT ?i WHERE {{ ?i a <{inn}Question> }}"))) == 3
    assert len(list(graph.subjects(RDF.type, URIRef(inn + "Question")))) == 3


def test_excel_and_power_bi_read_csv_by_address(server: str) -> None:
    """A plain GET of one address, with no header a spreadsheet cannot set."""
    import urllib.request

    address = f"{server}/sparql?format=csv&query={quote(SELECT)}"
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        assert len(list(csv.reader(io.TextIOWrapper(answer, "utf-8")))) == 21
    with urllib.request.urlopen(f"{server}/api/queries/asked-of?actor=KMD&format=csv") as answer:  # noqa: S310
        text = answer.read().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 21
