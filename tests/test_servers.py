"""The same rows from real servers: Virtuoso, the Oxigraph server, and Oxigraph in WebAssembly.

Part of ``make test-integration``, which installs what they need; each listens on loopback only.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.errors import InnspillError
from graph.gazetteer import load
from graph.namespaces import PREFIXES
from graph.queries import bound, library, resolve
from graph.review import Act, Anchor, replay
from graph.store import Store
from graph.store.remote import RemoteStore, Server
from tests import artefacts
from tests.reviewing import decided
from tests.serving import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

pytestmark = pytest.mark.integration

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/v.db
TransactionFile = {folder}/v.trx
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    command = shutil.which("virtuoso-t")
    assert command, "make test-integration installs Debian's virtuoso-opensource"
    folder, http = tmp_path_factory.mktemp("virtuoso"), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=free_port(), http=http), encoding="utf-8")
    run = [command, "+configfile", str(settings), "+foreground"]
    with subprocess.Popen(run, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{http}"
        wait_for(f"{address}/sparql", process, 60)
        store = RemoteStore(
            Server(
                query=f"{address}/sparql",
                update=f"{address}/sparql-auth",
                graphs=f"{address}/sparql-graph-crud-auth",
                user="dba",
                password="dba",  # noqa: S106 - the password of a server made for this test
                digest=True,
            )
        )
        yield store
        store.close()
        process.kill()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    port = free_port()
    run = [
        str(Path(sys.executable).parent / "oxigraph"),
        "serve",
        "--location",
        str(tmp_path_factory.mktemp("oxi")),
    ]
    run += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(run, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/query", process)
        store = RemoteStore(Server(f"{address}/query", f"{address}/update", f"{address}/store"))
        yield store
        store.close()
        process.kill()


@pytest.fixture(scope="module", params=["virtuoso", "oxigraph"])
def remote(request: pytest.FixtureRequest, workshop: Extraction) -> RemoteStore:
    store: RemoteStore = request.getfixturevalue(request.param)
    store.add(workshop)
    return store


@pytest.fixture(scope="module")
def memory(workshop: Extraction) -> Store:
    store = Store()
    store.add(workshop)
    return store


@pytest.mark.parametrize("name", sorted(library()))
def test_a_server_gives_the_same_rows(name: str, remote: RemoteStore, memory: Store) -> None:
    theirs, ours = artefacts.answer(remote, name), artefacts.answer(memory, name)
    assert theirs.columns == ours.columns
    assert sorted(map(str, theirs.rows)) == sorted(map(str, ours.rows))


#: Arguments that give rows together as well as alone, for every sort of parameter.
GIVEN = {
    "actor": ("FK", "KMD"),
    "theme": ("realkompetanse",),
    "force": ("must",),
    "basis": ("inherited",),
    "document": ("verksted-2021",),
    "words": ("kompetanse",),
    "since": ("2021",),
}


def combinations(name: str) -> Iterator[dict[str, str]]:
    """Every choice of a query's optional parameters, with every value above."""
    required = [p.name for p in library()[name].parameters if p.required]
    optional = [p.name for p in library()[name].parameters if not p.required]
    for count in range(len(optional) + 1):
        for chosen in itertools.combinations(optional, count):
            names = (*required, *chosen)
            for values in itertools.product(*(GIVEN[name] for name in names)):
                yield dict(zip(names, values, strict=True))


@pytest.mark.parametrize("name", sorted(library()))
def test_a_server_gives_the_same_rows_for_every_choice_of_parameters(
    name: str, remote: RemoteStore, memory: Store
) -> None:
    for given in combinations(name):
        theirs = artefacts.answer(remote, name, given=given)
        ours = artefacts.answer(memory, name, given=given)
        assert sorted(map(str, theirs.rows)) == sorted(map(str, ours.rows)), given


def test_a_document_comes_back_from_a_server_and_can_be_replaced_and_removed(
    remote: RemoteStore, workshop: Extraction
) -> None:
    assert remote.extractions() == (workshop,)
    remote.add(workshop)
    assert artefacts.answer(remote, "documents").rows[0][2] == len(workshop.items)
    remote.remove("verksted-2021")
    assert remote.slugs() == ()
    remote.add(workshop)


def test_a_server_gets_what_was_decided_and_loses_it_again(
    remote: RemoteStore, gazetteer: Gazetteer, workshop: Extraction
) -> None:
    item = workshop.items[0]
    said = decided(Act.CONFIRM, Anchor(workshop.document.slug, item.id, item.text))
    question = "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a inn:Decision }"
    remote.add_review(replay(workshop, [said], gazetteer))
    assert remote.ask(question).rows == ((1,),)
    remote.add_review(replay(workshop, [], gazetteer))
    assert remote.ask(question).rows == ((0,),)
    remote.add_review(replay(workshop, [said], gazetteer))
    remote.remove(workshop.document.slug)
    assert remote.ask(question).rows == ((0,),)
    remote.add(workshop)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(InnspillError, match="får ikke svar"):
        RemoteStore(Server("http://127.0.0.1:1/sparql")).slugs()


def test_a_wrong_password_is_told(virtuoso: RemoteStore, workshop: Extraction) -> None:
    known = virtuoso.server
    wrong = RemoteStore(Server(known.query, known.update, known.graphs, "dba", "feil", digest=True))
    with pytest.raises(InnspillError, match="INNSPILL_SPARQL_USER"):
        wrong.add(workshop)


WASM = """
const oxigraph = require("oxigraph");
const { trig, queries, prefixes } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const store = new oxigraph.Store();
store.load(trig, { format: "application/trig" });
const out = {};
for (const [name, query] of Object.entries(queries)) {
  const rows = store.query(query, { use_default_graph_as_union: true, results_format: "json" });
  out[name] = JSON.parse(rows);
}
console.log(JSON.stringify(out));
"""


def test_webassembly_gives_the_same_rows(memory: Store, tmp_path: Path) -> None:
    """Oxigraph as the page carries it, run by node over the result file and the same query files."""
    from graph.store.cells import from_json

    assert shutil.which("npm"), "make test-integration installs Debian's npm"
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "oxigraph@0.5"], cwd=tmp_path, check=True, timeout=120
    )
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    queries = {}
    for name, query in library().items():
        terms = resolve(query, artefacts.example(query), load(), memory.slugs())
        from rdflib import Literal

        queries[name] = head + bound(query.text, {**terms, "language": Literal("nb")})
    (tmp_path / "run.js").write_text(WASM, encoding="utf-8")
    given = json.dumps({"trig": memory.to_trig(), "queries": queries, "prefixes": PREFIXES})
    run = subprocess.run(
        ["node", "run.js"], input=given, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for name, answer in json.loads(run.stdout).items():
        table = from_json(json.dumps(answer).encode())
        assert table.rows == artefacts.answer(memory, name).rows, name
