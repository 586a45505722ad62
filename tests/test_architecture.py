"""The one-way flow, and what start-up may cost, are contracts."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = (
    "rdflib",
    "networkx",
    "pyvis",
    "pyshacl",
    "xlsxwriter",
    "simplemma",
    "jinja2",
    "scipy",
    "IPython",
    "pyoxigraph",
    "httpx",
    "starlette",
    "uvicorn",
    "pyspark",
    "rustworkx",
)


def test_imports_follow_the_declared_layers() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv = ['innspill', '--help']\n"
        "try:\n    from graph.cli import main; main()\n"
        f"except SystemExit: pass\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip().endswith("[]"), run.stdout


@pytest.mark.parametrize("package", ["graph", "viz"])
def test_modules_stay_small(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / package).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 330
    }
    assert not long


def test_python_holds_no_actor_names(gazetteer) -> None:
    """Names live in ontology/; code may give one as an example in a docstring or comment only."""
    names = {form for a in gazetteer.actors.values() for form in (*a.exact, a.labels.nb) if len(form) > 1}
    found = []
    for path in [*(ROOT / "graph").rglob("*.py"), *(ROOT / "viz").rglob("*.py")]:
        code = re.sub(r'"""(?:.|\n)*?"""|#.*', "", path.read_text(encoding="utf-8"))
        literals = re.findall(r'"([^"\n]*)"', code)
        found += [(path.name, text) for text in literals if text in names]
    assert not found


def test_locks_name_no_host_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
