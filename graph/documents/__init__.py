"""Reading: a file becomes a :class:`~graph.model.Source` of numbered lines."""

from graph.documents.content import Headers
from graph.documents.reading import read

__all__ = ["Headers", "read"]
