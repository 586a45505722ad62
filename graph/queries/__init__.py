"""Questions to the store: the named ones of ``ontology/queries``, their arguments and their run."""

from graph.queries.arguments import concept, resolve
from graph.queries.binding import bound
from graph.queries.counting import document_counts
from graph.queries.execution import Prepared, composed, kept_answer, prepared, remember_aggregates, run
from graph.queries.library import NamedQuery, Parameter, library, named, parse
from graph.queries.paging import Page, first
from graph.queries.syntax import shape

__all__ = [
    "NamedQuery",
    "Page",
    "Parameter",
    "Prepared",
    "bound",
    "composed",
    "concept",
    "document_counts",
    "first",
    "kept_answer",
    "library",
    "named",
    "parse",
    "prepared",
    "remember_aggregates",
    "resolve",
    "run",
    "shape",
]
