"""Result files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InnspillError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file beside its place, then move all of them into it.

    Nothing is moved before everything is written, so a full disk leaves the old files as they were.

    Raises:
        InnspillError: the folder cannot be made or written to.
    """
    made: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            made[name] = _temporary(folder, name, data)
        for name, temporary in made.items():
            temporary.replace(folder / name)
    except OSError as error:
        raise InnspillError(
            "not-saved",
            where=str(folder),
            cure="other-out",
            reason=error.strerror,
        ) from None
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)


def _temporary(folder: Path, name: str, data: bytes) -> Path:
    handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(path).chmod(0o644)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path)
