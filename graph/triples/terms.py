"""The terms that stand for the values of the model, and an empty graph to use them in."""

from __future__ import annotations

from typing import Final

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, XSD

from graph.model import Basis, ConceptKind, Force, Kind, Role
from graph.namespaces import ACTOR, INN, PREFIXES, THEME

NS: Final = Namespace(INN)
ROLES: Final[dict[Role, URIRef]] = {
    **{role: NS[role.value] for role in Role if role is not Role.SUBJECT},
    Role.SUBJECT: DCTERMS.subject,
}
KINDS: Final = {kind: NS[kind.value.capitalize()] for kind in Kind}
FORCES: Final = {force: NS[force.value] for force in Force} | {Force.QUESTION: NS.asks}
BASES: Final = {basis: NS[basis.value] for basis in Basis} | {Basis.PARENT: NS.inherited}
#: A candidate's name is the same in every language until somebody puts it in the vocabulary.
LANGUAGES: Final = ("nb", "nn", "en")
CONCEPTS: Final = {ConceptKind.ACTOR: ACTOR, ConceptKind.THEME: THEME}
#: The datatype of a date by the length of its ISO form: a year, a month, a day.
DATES: Final = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def new_graph() -> Graph:
    """An empty graph with the project's prefixes bound."""
    graph = Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    return graph
