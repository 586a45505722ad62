"""The home on disk: Oxigraph in a folder, for collections that are added to a document at a time.

A document is replaced in one transaction, so a process that dies leaves the old one or the new one
whole. Many new documents at once are loaded in bulk, two batches at a time, which is faster and no
transaction: the names of those under way stand in the store until their batch is in, and what a dead
process left is taken out when the store is opened to be written to. https://pyoxigraph.readthedocs.io/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from graph.errors import InnspillError
from graph.namespaces import DOCUMENT, PREFIXES
from graph.store.cells import from_json, from_triples
from graph.store.engine import opened_engine
from graph.store.index import Index
from graph.store.loading import DIGEST, LOADING, STATE, Loading, forgotten
from graph.store.quads import (
    Part,
    batches,
    difference,
    document_part,
    extraction_of,
    review_name,
    review_part,
    texts,
    vocabulary_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from graph.model import Candidate, Extraction
    from graph.review import Review
    from graph.store.tally import Counting
    from graph.tables import Cell, Table

CATALOGUED: Final = "<https://w3id.org/innspill/catalogue> <http://www.w3.org/ns/dcat#dataset>"
#: Documents read back at once to be counted.
COUNTED_AT_ONCE: Final = 100
#: Characters of triples from which loading in bulk pays.
LEAST_AT_ONCE: Final = 1_000_000
#: The most characters of triples that are taken out of a graph and put into it in one transaction, which
#: takes some twenty bytes of memory for each.
AMENDED_AT_ONCE: Final = 8_000_000


class DiskStore:
    """Documents in a folder; open it with ``with``, or call :meth:`close`."""

    def __init__(self, folder: Path, *, read_only: bool = False, counting: Counting | None = None) -> None:
        """Open a store; make it where there is none and it is to be written to.

        Args:
            folder: where it stands.
            read_only: nothing is to be written.
            counting: how documents are counted while they are put, when their triples are at hand.

        Raises:
            InnspillError: another process writes to it, it is no store, or a load was cut off.
        """
        self.folder = folder
        self._counting = counting
        self.engine = opened_engine(folder, read_only=read_only)
        self.index: Index | None = None
        if read_only:
            self._open_to_read()
        else:
            self._open_to_write()

    def _open_to_write(self) -> None:
        self.index = Index(self.folder / "index.sqlite")
        unfinished = self._values(f"SELECT ?n WHERE {{ GRAPH <{STATE}> {{ <{STATE}> <{LOADING}> ?n }} }}")
        if unfinished:
            self.engine.update("".join(map(_removal, unfinished)) + _unmarked())
        self._mend_index()
        words = vocabulary_part()
        if self._parts().get(words.name) != words.digest:
            self._replace(words)
            self._indexed([words])

    def _open_to_read(self) -> None:
        if self._values(f"SELECT ?n WHERE {{ GRAPH <{STATE}> {{ <{STATE}> <{LOADING}> ?n }} }}"):
            raise InnspillError("load-unfinished", where=str(self.folder), cure="wait-or-build")
        path = self.folder / "index.sqlite"
        if path.exists():
            index = Index(path, read_only=True)
            if index.parts() == self._parts():
                self.index = index
            else:
                index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything out and let the folder go."""
        if self.index:
            self.index.close()
            self.index = None
        if hasattr(self, "engine"):
            del self.engine

    def add(self, extraction: Extraction) -> None:
        """Add a document, in place of what was held of the same slug; whole or not at all."""
        self.put([document_part(extraction)])

    def add_review(self, review: Review) -> None:
        """Add a document as people decided it, with what they decided; whole or not at all."""
        self.put([review_part(review)])

    def put(self, parts: Iterable[Part]) -> int:
        """Add many documents, each whole or not at all; the number that were new or changed."""
        changed, held = 0, self._parts()
        with Loading(self.engine) as loading:
            for some in batches(parts):
                fresh = [part for part in some if part.name not in held]
                old = [part for part in some if part.name in held and part.digest != held[part.name]]
                if sum(len(part.triples) for part in fresh) < LEAST_AT_ONCE:
                    fresh, old = [], fresh + old
                if fresh:
                    loading.begin(fresh)
                if old:
                    loading.finish()
                for part in old:
                    if part.name.startswith(DOCUMENT) or len(part.triples) < LEAST_AT_ONCE:
                        self._replace(part)
                    else:
                        self._amend(part, loading)
                self._indexed([*fresh, *old])
                held |= {part.name: part.digest for part in (*fresh, *old)}
                changed += len(fresh) + len(old)
        return changed

    def _replace(self, part: Part) -> None:
        self.engine.update(
            _removal(part.name) + f"INSERT DATA {{ GRAPH <{part.name}> {{\n{part.triples}}}\n{part.described}"
            f"GRAPH <{review_name(part.name)}> {{\n{part.review}}}\n"
            f'GRAPH <{STATE}> {{ <{part.name}> <{DIGEST}> "{part.digest}" }} }}'
        )

    def _amend(self, part: Part, loading: Loading) -> None:
        """Change a large graph where it differs: at once, or as loads are where there is too much of it."""
        gone, come = difference(self._written(part.name), part.triples)
        if sum(map(len, (*gone, *come))) > AMENDED_AT_ONCE:
            loading.exchange(part, gone)
            loading.finish()
            return
        self.engine.update(
            f"DELETE DATA {{ GRAPH <{part.name}> {{\n{''.join(gone)}}} }} ;\n{forgotten(part.name)}"
            f"INSERT DATA {{ GRAPH <{part.name}> {{\n{''.join(come)}}}\n{part.described}"
            f'GRAPH <{STATE}> {{ <{part.name}> <{DIGEST}> "{part.digest}" }} }}'
        )

    def remove(self, slug: str) -> None:
        """Remove a document, what people decided about it and what the catalogue says of it."""
        self.engine.update(_removal(DOCUMENT + slug))
        if self.index:
            self.index.remove(DOCUMENT + slug)

    def slugs(self) -> tuple[str, ...]:
        """The slugs of the documents held, sorted."""
        names = self.index.parts() if self.index else self._parts()
        return tuple(sorted(n.removeprefix(DOCUMENT) for n in names if n.startswith(DOCUMENT)))

    def extraction(self, slug: str) -> Extraction:
        """One document, read back.

        Raises:
            KeyError: it is not held.
        """
        name = DOCUMENT + slug
        if not self.engine.contains_named_graph(_engine().NamedNode(name)):
            raise KeyError(slug)
        return extraction_of(self._written(name), slug)

    def extractions(self) -> tuple[Extraction, ...]:
        """Everything held, read back, by slug."""
        return tuple(map(self.extraction, self.slugs()))

    def candidates(self) -> tuple[Candidate, ...]:
        """The organisations its documents name and the gazetteer does not know, sorted."""
        from graph.model import Candidate
        from graph.namespaces import ACTOR

        found = self.ask(
            "SELECT DISTINCT (STR(?a) AS ?iri) ?l WHERE { ?a a inn:Candidate ; inn:shortLabel ?l }"
        )
        return tuple(sorted(Candidate(str(a).removeprefix(ACTOR), str(label)) for a, label in found.rows))

    def ask(self, query: str) -> Table:
        """The answer to a query; give it only what has been checked, for the engine follows SERVICE."""
        oxigraph = _engine()
        try:
            found = self.engine.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise InnspillError("odd-sparql", cure="mend-query", reason=error) from None
        if isinstance(found, oxigraph.QueryTriples):
            return from_triples(found.serialize(format=oxigraph.RdfFormat.N_TRIPLES) or b"")
        return from_json(found.serialize(format=oxigraph.QueryResultsFormat.JSON) or b"")

    def holding(self, words: str) -> tuple[str, ...] | None:
        """The IRIs of the items whose text holds some words, in any case; None without an index."""
        return self.index.holding(words, "item") if self.index else None

    def remembered(self, question: str) -> Table | None:
        """The answer kept to a question since the last change."""
        return self.index.remembered(question) if self.index else None

    def remember(self, question: str, answer: Table) -> None:
        """Keep an answer until something changes."""
        if self.index:
            self.index.remember(question, answer)

    def count(self, counting: Counting) -> None:
        """Count the documents not counted by these rules, read back from the engine."""
        if self.index is None:
            return
        self.index.count_by(counting.rules)
        waiting = self.index.uncounted()
        for start in range(0, len(waiting), COUNTED_AT_ONCE):
            names = waiting[start : start + COUNTED_AT_ONCE]
            self.index.count(counting.count((name, self._whole(name)) for name in names))

    def totals(self, question: str) -> list[tuple[tuple[Cell, ...], tuple[int, ...]]]:
        """The sums of a question's rows over all documents, by key."""
        return self.index.totals(question) if self.index else []

    def _parts(self) -> dict[str, str]:
        """The digest of every graph that is whole, by name."""
        rows = self._rows(f"SELECT ?n ?d WHERE {{ GRAPH <{STATE}> {{ ?n <{DIGEST}> ?d }} }}")
        return {row[0].value: row[1].value for row in rows}

    def _values(self, query: str) -> list[str]:
        return [row[0].value for row in self._rows(query)]

    def _rows(self, query: str) -> Iterator[Any]:
        """The engine's own rows, for what is not for people."""
        found: Any = self.engine.query(query, prefixes=PREFIXES)
        return iter(found)

    def _mend_index(self) -> None:
        """Index what the store holds and the index does not, after a process that died between the two."""
        if self.index is None:
            return
        held, known = self._parts(), self.index.parts()
        for name in sorted(set(known) - set(held)):
            self.index.remove(name)
        missing = sorted(n for n, digest in held.items() if known.get(n) != digest)
        self.index.put((name, held[name], texts(self._written(name))) for name in missing)

    def _indexed(self, parts: Sequence[Part]) -> None:
        if self.index is None:
            return
        self.index.put((part.name, part.digest, texts(part.triples)) for part in parts)
        if self._counting:
            self.index.count_by(self._counting.rules)
            self.index.count(self._counting.count((part.name, part.whole) for part in parts))

    def _whole(self, name: str) -> bytes:
        """A document's graph, what the catalogue says of it and what people decided, as N-Triples."""
        if not name.startswith(DOCUMENT):
            return b""
        found: Any = self.engine.query(f"CONSTRUCT {{ <{name}> ?p ?o }} WHERE {{ <{name}> ?p ?o }}")
        described: bytes = found.serialize(format=_engine().RdfFormat.N_TRIPLES)
        return (self._written(name) + self._written(review_name(name))).encode() + described

    def _written(self, name: str) -> str:
        """A graph as lines of N-Triples."""
        oxigraph = _engine()
        data = self.engine.dump(format=oxigraph.RdfFormat.N_TRIPLES, from_graph=oxigraph.NamedNode(name))
        return (data or b"").decode()


def _removal(name: str) -> str:
    return (
        f"DROP SILENT GRAPH <{name}> ; DROP SILENT GRAPH <{review_name(name)}> ;"
        f"DELETE DATA {{ {CATALOGUED} <{name}> . GRAPH <{STATE}> {{ <{STATE}> <{LOADING}> <{name}> }} }} ;"
        f"{forgotten(name)}"
    )


def _unmarked() -> str:
    return f"DELETE WHERE {{ GRAPH <{STATE}> {{ <{STATE}> <{LOADING}> ?any }} }}"


def _engine() -> Any:
    import pyoxigraph

    return pyoxigraph
