"""The documentation is true: every command in it is run and prints what stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from graph.namespaces import PREFIXES
from graph.queries import library
from tests.conftest import ROOT

DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = [
    (command, shown.splitlines())
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for command, shown in re.findall(
        r"```console\n\$ (.*)\n([\s\S]*?)```", document.read_text(encoding="utf-8")
    )
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after ``make demo`` and what the README builds, for a test may run without the one before."""
    made = tmp_path_factory.mktemp("readme")
    (made / "data").symlink_to(ROOT / "data")
    run("innspill build data/verksted-2021/source.txt --out out", made)
    for command, _ in EXAMPLES:
        if command.startswith("innspill build ") and "--out" in command:
            run(command, made)
    return made


def run(command: str, folder: Path) -> list[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr).splitlines()


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command[:60] for command, _ in EXAMPLES])
def test_every_command_in_the_readme_prints_what_it_shows(
    command: str, shown: list[str], folder: Path
) -> None:
    printed = run(command, folder)
    if "..." not in shown:
        assert printed == shown
        return
    cut = shown.index("...")
    assert printed[:cut] == shown[:cut]
    assert not shown[cut + 1 :] or printed[-len(shown[cut + 1 :]) :] == shown[cut + 1 :]


def test_the_readme_shows_at_least_ten_questions() -> None:
    asked = {command.split()[2] for command, _ in EXAMPLES if command.startswith("innspill query ")}
    assert len(asked & set(library())) >= 10


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d.name for d in DOCUMENTS])
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^make ([\w-]+)", README, re.MULTILINE):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_the_data_model_is_what_the_graph_holds(folder: Path) -> None:
    """Every triple shown in docs/data-model.md stands in the graph."""
    made = Graph().parse(folder / "out" / "graph.ttl", format="turtle")
    (shown,) = re.findall(r"```turtle\n([\s\S]*?)```", (ROOT / "docs" / "data-model.md").read_text("utf-8"))
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    triples = set(Graph().parse(data=prefixes + shown, format="turtle"))
    assert len(triples) > 40
    assert triples - set(made) == set()


GUIDES = [
    (command, name)
    for name in ("sporsmal.md", "sparql.md", "dele.md", "personvern.md")
    for block in re.findall(r"```sh\n([\s\S]*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"))
    for command in block.splitlines()
]


@pytest.mark.integration
@pytest.mark.parametrize(("command", "name"), GUIDES, ids=[command[:60] for command, _ in GUIDES])
def test_every_command_in_the_guides_answers(command: str, name: str, folder: Path) -> None:
    printed = run(command, folder)
    assert printed, name
    assert not printed[0].startswith("innspill:"), printed[0]
    assert not printed[-1].startswith("0 "), printed
