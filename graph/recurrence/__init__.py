"""Recurrence: the same ask in other words, within a document and across documents and years."""

from graph.recurrence.finding import recurrences
from graph.recurrence.reading import asks_of
from graph.recurrence.vectors import lineages

__all__ = ["asks_of", "lineages", "recurrences"]
