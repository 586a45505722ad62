"""Writes a graph to standard output as N-Quads, in a process of its own: ``dump.py FOLDER|FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph

from graph.errors import InnspillError
from graph.messages import chosen, sentence


def main() -> None:
    """Write the graph of a store's folder or a TriG file."""
    source = Path(sys.argv[1])
    try:
        if source.is_dir():
            store = pyoxigraph.Store.read_only(str(source / "graph"))
        else:
            store = pyoxigraph.Store()
            store.bulk_load(path=str(source), format=pyoxigraph.RdfFormat.TRIG)
    except (OSError, RuntimeError, SyntaxError) as error:
        problem = InnspillError(sentence("said", said=error), where=str(source))
        sys.stderr.write(f"innspill: {problem.told(chosen())}\n")
        sys.exit(2)
    store.dump(sys.stdout.buffer, pyoxigraph.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
