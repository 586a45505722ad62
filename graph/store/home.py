"""What every home of the graph can do, whichever engine keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.model import Candidate, Extraction
    from graph.review import Review
    from graph.tables import Table


class Home(Protocol):
    """Documents as named graphs beside the vocabularies; queries see the union of all graphs."""

    def add(self, extraction: Extraction) -> None:
        """Add a document, in place of what was held of the same slug; whole or not at all."""

    def add_review(self, review: Review) -> None:
        """Add a document as people decided it, with what they decided, in place of what was held."""

    def remove(self, slug: str) -> None:
        """Remove a document, what people decided about it and what the catalogue says of it."""

    def slugs(self) -> tuple[str, ...]:
        """The slugs of the documents held, sorted."""

    def extractions(self) -> tuple[Extraction, ...]:
        """Everything held, read back, by slug."""

    def candidates(self) -> tuple[Candidate, ...]:
        """The organisations its documents name and the gazetteer does not know, sorted."""

    def ask(self, query: str) -> Table:
        """The answer to a query that has been found to stay inside the store.

        ASK gives one row, CONSTRUCT and DESCRIBE sorted rows of subject, predicate and object.

        Raises:
            InnspillError: the engine does not take the query.
        """

    def holding(self, words: str) -> Iterable[str] | None:
        """The IRIs of the items whose text holds some words, in any case; None without an index."""

    def remembered(self, question: str) -> Table | None:
        """The answer kept to a question since the last change; None where none is kept."""
