"""Evaluation of one query inside a worker: checked, run, and written within bounds, or an error.

Result formats: https://www.w3.org/TR/sparql11-overview/#sparql11-results
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

from graph.errors import RefusedError
from graph.messages import sentence
from graph.namespaces import PREFIXES
from graph.queries.syntax import shape

#: Formats by media type, for tables and truth values, and for graphs.
TABLES: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
#: What ends a row in each format, for counting them; line ends within CSV cells are told apart.
ROW_ENDS: Final = {
    "application/sparql-results+json": b'}},{"',
    "application/sparql-results+xml": b"</result>",
    "text/csv": b"\n",
    "text/tab-separated-values": b"\n",
    "application/n-triples": b"\n",
}


class PassedBoundError(Exception):
    """An answer is larger than allowed: the key of what is told, and how much is."""

    def __init__(self, key: str, *, most: int) -> None:
        super().__init__(key, most)
        self.key, self.most = key, most


@dataclass(slots=True)
class Bounded:
    """A file that takes so many bytes and rows and no more."""

    media_type: str
    rows: int
    size: int
    body: bytearray
    counted: int = 0
    quoted: bool = False

    def write(self, data: bytes) -> int:
        """Take some bytes.

        Raises:
            PassedBoundError: that is too much.
        """
        self.body += data
        self.counted += self._ends(data)
        if len(self.body) > self.size:
            raise PassedBoundError("too-many-bytes", most=self.size)
        if self.counted > self.rows + 1:
            raise PassedBoundError("too-many-rows", most=self.rows)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def _ends(self, data: bytes) -> int:
        mark = ROW_ENDS.get(self.media_type)
        if mark is None:
            return 0
        if self.media_type != "text/csv":
            return data.count(mark)
        pieces = data.split(b'"')
        count = sum(piece.count(mark) for piece in pieces[int(self.quoted) :: 2])
        self.quoted ^= len(pieces) % 2 == 0
        return count


def evaluate(store: pyoxigraph.Store, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The answer to a request: what to tell of it, and its body.

    Args:
        store: what is asked.
        asked: ``query``; ``default`` and ``named`` graphs by IRI, where the request names any;
            ``accept``, the media types wanted, best first; ``rows`` and ``bytes`` it may have, and
            ``longest``, the bytes its query may be.

    Returns:
        ``status`` and ``type``, or ``status`` and ``problem``; with the rows and bytes counted.
    """
    try:
        text = asked["query"]
        graphs = shape(text, longest=asked["longest"]).graphs
        _refuse_other_graphs(store, [*asked["default"], *asked["named"], *graphs])
        found = store.query(text, prefixes=PREFIXES, **_dataset(asked, bool(graphs)))
        return _written(found, asked)
    except RefusedError as error:
        return {"status": 403 if error.forbidden else 400, "problem": error.sentence().record()}, b""
    except SyntaxError as error:
        return _problem(400, "malformed", reason=" ".join(str(error).split())[:500])
    except PassedBoundError as error:
        return _problem(422, error.key, most=error.most)
    except MemoryError:
        return _problem(422, "too-much-memory")
    except (OSError, ValueError, RuntimeError) as error:
        return _problem(400, "not-evaluated", reason=error)


def _problem(status: int, key: str, **fields: object) -> tuple[dict[str, Any], bytes]:
    """A problem for the server, which tells it in the client's language."""
    return {"status": status, "problem": sentence(key, file="problems", **fields).record()}, b""


def _refuse_other_graphs(store: pyoxigraph.Store, names: list[str]) -> None:
    """Graphs held may be named, as the protocol has it; nothing is ever fetched."""
    held = {graph.value for graph in store.named_graphs()} if names else set()
    for name in names:
        if name not in held:
            raise RefusedError("graph-not-here", cure="known-graph", forbidden=True, graph=name)


def _dataset(asked: dict[str, Any], has_from: bool) -> dict[str, Any]:  # noqa: FBT001 - inner
    if asked["default"] or asked["named"]:
        return {
            "default_graph": [NamedNode(name) for name in asked["default"]],
            "named_graphs": [NamedNode(name) for name in asked["named"]],
        }
    return {} if has_from else {"use_default_graph_as_union": True}


def _written(found: Any, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    formats: dict[str, Any] = GRAPHS if isinstance(found, QueryTriples) else TABLES
    chosen = next((kind for kind in asked["accept"] if kind in formats), None)
    if chosen is None:
        return _problem(406, "available", known=", ".join(formats))
    out = Bounded(chosen, asked["rows"], asked["bytes"], bytearray())
    found.serialize(out, format=formats[chosen])
    return {"status": 200, "type": chosen, "rows": out.counted}, bytes(out.body)
