"""Loads made documents into a store for ever, until it is killed: ``loader.py FOLDER ROUND``."""

import sys
from itertools import count
from pathlib import Path

from graph.store import disk, quads
from graph.store.disk import DiskStore
from graph.store.quads import Part

LINES = 150


def made(name: str, version: int) -> Part:
    """A document all of whose triples tell its version."""
    iri = f"https://w3id.org/innspill/document/{name}"
    lines = sorted(
        f'<{iri}/{n}> <https://w3id.org/innspill/ns#text> "{version} tekst {n}" .\n' for n in range(LINES)
    )
    return Part(iri, "".join(lines), f'<{iri}> <http://purl.org/dc/terms/title> "{name} {version}" .\n')


def main() -> None:
    """New documents in bulk and old ones replaced, in turn."""
    folder, turn = Path(sys.argv[1]), sys.argv[2]
    quads.BATCH = 150_000  # some ten documents, so that several batches are under way
    disk.LEAST_AT_ONCE = 100_000  # so that they are loaded in bulk
    with DiskStore(folder) as store:
        print("ready", flush=True)
        for version in count():
            store.put([made(f"r{turn}-{version}-{n}", 0) for n in range(40)])
            store.put([made(f"r{turn}-0-{n}", version + 1) for n in range(3)])


if __name__ == "__main__":
    main()
