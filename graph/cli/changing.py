"""The table of what is new, still asked and gone from one document to another, of the same year or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.comparison import Thread
    from graph.gazetteer import Gazetteer
    from graph.tables import Cell, Table

COLUMNS = ("change", "addressee", "text", "line", "item", "status")


def changes(
    some: Sequence[Thread],
    documents: tuple[str, str],
    held: Sequence[str],
    gazetteer: Gazetteer,
    lang: str,
) -> Table:
    """Each ask of the two documents once: where it is still asked, as the later one words it.

    Args:
        some: every ask through time.
        documents: the slugs of the one and the other.
        held: the slugs of all documents.
        gazetteer: the actors, for their names and succession.
        lang: ``nb``, ``nn`` or ``en``.

    Raises:
        InnspillError: there is no such document, or they are one.
    """
    from graph.messages import messages
    from graph.tables import Table

    for slug in documents:
        if slug not in held:
            raise InnspillError(
                "no-document-named", cure="choose-among", slug=slug, known=", ".join(list(held)[:8])
            )
    if documents[0] == documents[1]:
        raise InnspillError("same-document", cure="two-documents")
    title = messages("columns", lang)["changes-title"].format(one=documents[0], other=documents[1])
    return Table(COLUMNS, tuple(_rows(some, documents, gazetteer, lang)), title)


def _rows(
    some: Sequence[Thread], documents: tuple[str, str], gazetteer: Gazetteer, lang: str
) -> Iterator[tuple[Cell, ...]]:
    from graph.comparison import Change, difference
    from graph.messages import messages
    from graph.recurrence import lineages

    say = messages("recurrence", lang)
    before, after = documents
    found = difference(some, {before}, {after}, lineages(gazetteer))
    for change in (Change.STILL, Change.NEW, Change.GONE):
        for thread in found.of(change):
            ask = thread.within({before if change is Change.GONE else after})[0]
            actors = ", ".join(gazetteer.actors[a].short for a in ask.addressees)
            yield say[change.value], actors, ask.text, ask.line, ask.key, say[thread.status.value]
