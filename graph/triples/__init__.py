"""The one place that makes triples of an extraction, and the one that reads them back.

``from_graph(to_graph(x), x.document.slug) == x`` for every extraction whose parts are sorted; see
``docs/data-model.md`` for the contract. Serialised as Turtle or TriG (RDF 1.1,
https://www.w3.org/TR/rdf11-concepts/); there are no blank nodes.
"""

from graph.triples.making import link_iri, to_graph, triples
from graph.triples.reading import from_graph, slugs
from graph.triples.terms import BASES, DATES, FORCES, KINDS, LANGUAGES, NS, ROLES, new_graph

__all__ = [
    "BASES",
    "DATES",
    "FORCES",
    "KINDS",
    "LANGUAGES",
    "NS",
    "ROLES",
    "from_graph",
    "link_iri",
    "new_graph",
    "slugs",
    "to_graph",
    "triples",
]
