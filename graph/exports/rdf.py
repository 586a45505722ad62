"""RDF in every syntax, the lines and nodes sorted.

Turtle and TriG keep their prefixes; N-Triples (https://www.w3.org/TR/n-triples/) and N-Quads are one
statement a line; JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) carries its whole context, so that no
reader fetches one.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graph.store.quads import lines

if TYPE_CHECKING:
    from rdflib import Graph

    from graph.store import Store


def to_ntriples(store: Store) -> str:
    """All graphs as one."""
    return lines(store.union())


def to_nquads(store: Store) -> str:
    """Every graph under its name, the default graph without one."""
    made: list[str] = []
    for name, graph in _graphs(store):
        ending = f" <{name}> ." if name else " ."
        made += (line[:-2] + ending for line in lines(graph).splitlines())
    return "".join(f"{line}\n" for line in sorted(made))


def to_jsonld(store: Store) -> str:
    """Every graph under its name, terms as ``ontology/context.jsonld`` shortens them."""
    context = json.loads(files("ontology").joinpath("context.jsonld").read_text("utf-8"))["@context"]
    whole: list[dict[str, Any]] = []
    for name, graph in _graphs(store):
        nodes = _nodes(graph, context)
        whole += [{"@id": name, "@graph": nodes}] if name else nodes
    return json.dumps({"@context": context, "@graph": whole}, ensure_ascii=False, indent=1) + "\n"


def _graphs(store: Store) -> list[tuple[str, Graph]]:
    """The graphs by name, each with its own triples only; the default graph first, with no name."""
    from rdflib import Graph

    default = store.dataset.default_graph.identifier
    found: dict[str, Graph] = {}
    for subject, predicate, thing, context in store.dataset.quads():
        name = "" if context in {None, default} else str(context)
        found.setdefault(name, Graph(bind_namespaces="none")).add((subject, predicate, thing))
    return sorted(found.items())


def _nodes(graph: Graph, context: dict[str, Any]) -> list[dict[str, Any]]:
    from rdflib.plugins.serializers.jsonld import from_rdf

    found: Any = from_rdf(graph, context)  # type: ignore[no-untyped-call]
    nodes = found.get("@graph", found) if isinstance(found, dict) else found
    nodes = [nodes] if isinstance(nodes, dict) else nodes
    made = [{k: _sorted(v) for k, v in sorted(node.items()) if k != "@context"} for node in nodes]
    return sorted((node for node in made if node), key=lambda node: str(node.get("@id", "")))


def _sorted(value: Any) -> Any:
    """A value with every list in one order; none of them is an ordered list of RDF."""
    if isinstance(value, list):
        return sorted((_sorted(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(value, dict):
        return {key: _sorted(one) for key, one in sorted(value.items())}
    return value
