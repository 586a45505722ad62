"""The store: one interface over three homes – memory (rdflib), disk (Oxigraph), a SPARQL 1.1 server."""

from graph.store.home import Home
from graph.store.memory import Store

__all__ = ["Home", "Store"]
