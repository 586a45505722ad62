"""Reading: a file becomes a :class:`~graph.model.Source` of numbered lines, or a form's cells."""

from graph.documents.cells import Book, Cell, Sheet
from graph.documents.content import Headers
from graph.documents.reading import read, read_cells

__all__ = ["Book", "Cell", "Headers", "Sheet", "read", "read_cells"]
