"""Questions to the store: the named ones of ``ontology/queries``, their arguments and their run."""

from graph.queries.arguments import resolve
from graph.queries.execution import prepared, run
from graph.queries.library import NamedQuery, Parameter, library, named, parse

__all__ = ["NamedQuery", "Parameter", "library", "named", "parse", "prepared", "resolve", "run"]
