"""What the endpoint says of itself: the service description and the catalogue entry of the dataset.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS

from graph.endpoint.evaluation import GRAPHS, TABLES
from graph.namespaces import BASE
from graph.triples import new_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
#: The names of the formats in https://www.w3.org/ns/formats/.
NAMES: Final = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}
RDFLIB: Final = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


def service_description(here: str, graphs: Iterable[str]) -> Graph:
    """The service at an address, with its formats, features and named graphs."""
    made = new_graph()
    made.bind("sd", SD)
    service, data, union = (
        URIRef(f"{here}/sparql"),
        URIRef(f"{here}/sparql#dataset"),
        URIRef(f"{here}/sparql#union"),
    )
    made.add((service, RDF.type, SD.Service))
    made.add((service, SD.endpoint, service))
    made.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    made.add((service, SD.feature, SD.UnionDefaultGraph))
    made.add((service, SD.defaultDataset, data))
    for media_type in (*TABLES, *GRAPHS):
        made.add((service, SD.resultFormat, FORMATS[NAMES[media_type]]))
    made.add((data, RDF.type, SD.Dataset))
    made.add((data, SD.defaultGraph, union))
    made.add((union, RDF.type, SD.Graph))
    for name in graphs:
        entry = URIRef(f"{here}/sparql#{name.removeprefix(BASE).replace('/', '-')}")
        made.add((data, SD.namedGraph, entry))
        made.add((entry, RDF.type, SD.NamedGraph))
        made.add((entry, SD.name, URIRef(name)))
    return made


def catalogue(here: str, titles: Iterable[tuple[str, str]]) -> Graph:
    """The dataset as DCAT: a catalogue of the documents, each served by this endpoint."""
    made = new_graph()
    this, service = URIRef(BASE + "catalogue"), URIRef(f"{here}/sparql")
    made.add((this, RDF.type, DCAT.Catalog))
    made.add((this, DCTERMS.title, Literal("Innspillsgraf", lang="nb")))
    made.add((this, DCAT.service, service))
    made.add((service, RDF.type, DCAT.DataService))
    made.add((service, DCTERMS.title, Literal("SPARQL-endepunkt", lang="nb")))
    made.add((service, DCAT.endpointURL, service))
    made.add((service, DCAT.endpointDescription, URIRef(f"{here}/openapi.json")))
    made.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    for iri, title in titles:
        dataset, file = URIRef(iri), URIRef(f"{here}/data/{iri.removeprefix(BASE)}?format=turtle")
        made.add((this, DCAT.dataset, dataset))
        made.add((service, DCAT.servesDataset, dataset))
        made.add((dataset, RDF.type, DCAT.Dataset))
        made.add((dataset, DCTERMS.title, Literal(title, lang="nb")))
        made.add((dataset, DCAT.distribution, file))
        made.add((file, RDF.type, DCAT.Distribution))
        made.add((file, DCAT.accessURL, file))
        made.add((file, DCAT.mediaType, URIRef("https://www.iana.org/assignments/media-types/text/turtle")))
    return made
