"""Documents into a store that lasts: read one at a time, each whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.asks import Recurrences
    from graph.gazetteer import Gazetteer
    from graph.store.quads import Part


def store_documents(
    sources: Sequence[Path], address: str, gazetteer: Gazetteer, columns: Mapping[str, str], lang: str
) -> str:
    """Read documents into a folder or onto a server, and say how many were new or changed.

    Raises:
        InnspillError: a document cannot be read, or the store not be written to; those before stay.
    """
    from graph.messages import messages
    from graph.queries import remember_aggregates
    from graph.store.disk import DiskStore
    from graph.store.opening import is_server
    from graph.store.remote import RemoteStore, Server

    parts = _parts(sources, gazetteer, columns, lang)
    if is_server(address):
        remote = RemoteStore(Server.from_environment(address))
        changed, held = remote.put(parts), len(remote.slugs())
        remote.close()
    else:
        with DiskStore(Path(address)) as disk:
            changed, held = disk.put(parts), len(disk.slugs())
            remember_aggregates(disk)
    return messages("cli", lang)["stored"].format(
        changed=changed, documents=len(sources), store=address, held=held
    )


def keep_recurrences(found: Recurrences, address: str, gazetteer: Gazetteer) -> None:
    """Put what recurs into the store it was found in, a folder or a server, in place of what stood there.

    Raises:
        InnspillError: it cannot be written to.
    """
    from graph.alignment import RECURRENCE, recurrences_to
    from graph.messages import messages
    from graph.queries import remember_aggregates
    from graph.store.disk import DiskStore
    from graph.store.opening import is_server
    from graph.store.quads import annotation_part
    from graph.store.remote import RemoteStore, Server

    title = messages("recurrence", "nb")["graph-title"]
    part = annotation_part(RECURRENCE, recurrences_to(found, gazetteer), title)
    if is_server(address):
        remote = RemoteStore(Server.from_environment(address))
        remote.put([part])
        remote.close()
    else:
        with DiskStore(Path(address)) as disk:
            disk.put([part])
            remember_aggregates(disk)


def _parts(
    sources: Sequence[Path], gazetteer: Gazetteer, columns: Mapping[str, str], lang: str
) -> Iterator[Part]:
    from graph.cli.reading import read_document
    from graph.store.quads import document_part

    slugs: dict[str, str] = {}
    for source in sources:
        extraction = read_document(source, gazetteer, columns, lang)
        slug, sha256 = extraction.document.slug, extraction.document.sha256
        if slugs.setdefault(slug, sha256) != sha256:
            raise InnspillError(
                f"to ulike dokumenter får navnet «{slug}»", where=str(source), cure="Gi filene ulike navn"
            )
        yield document_part(extraction)
