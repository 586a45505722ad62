"""Documents into a store that lasts: read one at a time, each whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.store import Home
    from graph.store.quads import Part


def store_documents(
    sources: Sequence[Path],
    address: str,
    gazetteer: Gazetteer,
    columns: Mapping[str, str],
    lang: str,
    *,
    redact: bool = False,
) -> str:
    """Read documents into a folder or onto a server, and say how many were new or changed.

    With ``redact`` personal data is covered before anything is stored.

    Raises:
        InnspillError: a document cannot be read, or the store not be written to; those before stay.
    """
    from graph.messages import messages
    from graph.queries import remember_aggregates
    from graph.store.disk import DiskStore
    from graph.store.opening import is_server
    from graph.store.remote import RemoteStore, Server

    personal: list[str] = []
    hidden: set[str] = set()
    parts = _parts(sources, gazetteer, columns, lang, personal=personal, hidden=hidden, redact=redact)
    if is_server(address):
        remote = RemoteStore(Server.from_environment(address))
        changed = remote.put(parts)
        held = _without(remote, hidden)
        remote.close()
    else:
        with DiskStore(Path(address)) as disk:
            changed = disk.put(parts)
            held = _without(disk, hidden)
            remember_aggregates(disk)
    stored = messages("cli", lang)["stored"].format(
        changed=changed, documents=len(sources), store=address, held=held
    )
    return "\n".join([stored, *personal])


def _without(home: Home, slugs: set[str]) -> int:
    """Take out what was stored under a name that is now hidden; how many documents are held."""
    for slug in sorted(slugs & set(home.slugs())):
        home.remove(slug)
    return len(home.slugs())


def _parts(
    sources: Sequence[Path],
    gazetteer: Gazetteer,
    columns: Mapping[str, str],
    lang: str,
    *,
    personal: list[str],
    hidden: set[str],
    redact: bool,
) -> Iterator[Part]:
    """The documents one at a time; ``personal`` gathers a line for each that holds personal data.

    ``hidden`` gathers the slugs that gave way to one without a name.
    """
    from graph.cli.personal import personal_data
    from graph.cli.reading import read_document
    from graph.privacy import redacted
    from graph.store.quads import document_part

    slugs: dict[str, str] = {}
    for source in sources:
        extraction = read_document(source, gazetteer, columns, lang)
        slug, sha256 = extraction.document.slug, extraction.document.sha256
        if slugs.setdefault(slug, sha256) != sha256:
            raise InnspillError(
                f"to ulike dokumenter får navnet «{slug}»", where=str(source), cure="Gi filene ulike navn"
            )
        if line := personal_data([extraction], lang, covered=redact):
            personal.append(f"{source.name}: {line}")
        stored = redacted(extraction) if redact else extraction
        if stored.document.slug != slug:
            hidden.add(slug)
        yield document_part(stored)
