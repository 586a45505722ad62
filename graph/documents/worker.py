"""The worker: one file is read in a process of its own, with bounds, and killed where they are passed.

Office packages and PDFs can be made to fill memory or to run for hours, and a library may crash on
bytes it did not expect. Only another process protects against all three.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from graph.documents.cells import Book, read_book
from graph.documents.content import Content, Headers
from graph.documents.formats import Format
from graph.errors import InnspillError
from graph.messages import Sentence
from graph.model import Form, Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.documents.content import Progress

#: Bytes of memory a reader may take.
MEMORY: Final = 2 * 1024**3
#: Seconds without a sign of life, and in all.
IDLE: Final = 60.0
LONGEST: Final = 900.0
#: Bytes an Office package may hold unpacked.
UNPACKED: Final = 200_000_000

PACKAGES: Final = frozenset({Format.DOCX, Format.ODT, Format.XLSX})
#: The worker is this module; the folder it is started in is not looked in for modules.
COMMAND: Final = (sys.executable, "-P", "-m", "graph.documents.worker")


def read_apart(
    path: Path, kind: Format, headers: Headers, progress: Progress, *, idle: float = IDLE
) -> Content:
    """The content of a file, read in a worker.

    Raises:
        InnspillError: what the reader says of the file, or that it passed a bound and was stopped.
    """
    task = {"path": str(path), "kind": kind, "named": dict(headers.named), "known": dict(headers.known)}
    message = _apart(task, path, progress, idle)
    lines = tuple(Line(n, text, page, level, Form(form)) for n, text, page, level, form in message["lines"])
    return Content(lines, tuple(map(Sentence.of, message["notes"])), message["date"])


def cells_apart(path: Path, *, idle: float = IDLE) -> Book:
    """The cells of an XLSX workbook, read in a worker.

    Raises:
        InnspillError: it is no workbook, or passed a bound and was stopped.
    """
    task = {"path": str(path), "kind": Format.XLSX, "cells": True}
    return Book.of(_apart(task, path, lambda _done, _total: None, idle)["book"])


def _apart(task: dict[str, Any], path: Path, progress: Progress, idle: float) -> dict[str, Any]:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True)
    listener.start()
    try:
        _send(process.stdin, task)
        return _result(messages, path, progress, idle)
    finally:
        process.kill()
        process.wait()
        listener.join()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _send(pipe: IO[bytes] | None, task: dict[str, Any]) -> None:
    if pipe is None:
        raise ValueError("the worker has no standard input")
    try:
        pipe.write(json.dumps(task).encode() + b"\n")
        pipe.flush()
    except BrokenPipeError:
        return  # the worker ended at once; that it sent nothing tells the rest


def _listen(pipe: IO[bytes], messages: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    """Put each line the worker writes into the queue, and None at the end or at anything else."""
    for line in pipe:
        try:
            messages.put(json.loads(line))
        except ValueError:
            break
    messages.put(None)


def _result(
    messages: queue.SimpleQueue[dict[str, Any] | None], path: Path, progress: Progress, idle: float
) -> dict[str, Any]:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        try:
            message = messages.get(timeout=idle)
        except queue.Empty:
            break
        if message is None:
            raise InnspillError(
                "reader-stopped",
                where=path.name,
                cure="save-or-split",
            )
        if "done" in message:
            progress(message["done"], message["total"])
        elif "problem" in message:
            raise InnspillError.of(message)
        else:
            return message
    raise InnspillError(
        "reading-stalled",
        where=path.name,
        cure="split-or-save",
        seconds=f"{idle:.0f}",
    )


def main() -> None:
    """Run in the worker: read one task, send what happens as JSON lines, print nothing else."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    task = json.loads(sys.stdin.readline())
    bound_memory()
    path, kind = Path(task["path"]), Format(task["kind"])
    if task.get("cells"):
        _guarded(path, kind, lambda: {"book": read_book(path).record()}, send)
        return
    headers = Headers(task["named"], {kind: tuple(words) for kind, words in task["known"].items()})
    work(path, kind, headers, send)


def work(path: Path, kind: Format, headers: Headers, send: Callable[[dict[str, Any]], None]) -> None:
    """Read a file in this process and send what it holds, or why it is refused; raises nothing."""

    def made() -> dict[str, Any]:
        found = _read(path, kind, headers, lambda done, total: send({"done": done, "total": total}))
        lines = [(li.number, li.text, li.page, li.heading, li.form) for li in found.lines]
        return {"lines": lines, "notes": [note.record() for note in found.notes], "date": found.date}

    _guarded(path, kind, made, send)


def _guarded(
    path: Path, kind: Format, made: Callable[[], dict[str, Any]], send: Callable[[dict[str, Any]], None]
) -> None:
    def refuse(error: InnspillError) -> None:
        """Send the keys and fields, so that the other side tells them in the reader's language."""
        send(error.record())

    try:
        if kind in PACKAGES:
            _check_package(path)
        send(made())
    except InnspillError as error:
        refuse(error)
    except MemoryError:
        refuse(InnspillError("reader-memory", where=path.name, cure="split-file"))
    except RecursionError:
        refuse(InnspillError("too-nested", where=path.name, cure="save-plain"))
    except Exception as error:  # noqa: BLE001 - a library may raise anything on bytes it did not expect
        kind_of = type(error).__name__
        refuse(InnspillError("file-broken", where=path.name, cure="save-again", kind=kind_of))


def bound_memory() -> None:
    """Let this process take no more memory than the bound, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; time and package size still bound the work
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(path: Path, kind: Format, headers: Headers, progress: Progress) -> Content:
    match kind:
        case Format.PDF:
            from graph.documents.pdf import read_pdf

            return read_pdf(path, progress)
        case Format.DOCX:
            from graph.documents.docx import read_docx

            return read_docx(path, headers, progress)
        case Format.ODT:
            from graph.documents.odt import read_odt

            return read_odt(path, headers, progress)
        case Format.XLSX:
            from graph.documents.sheet import read_xlsx

            return read_xlsx(path, headers, progress)
        case _:
            from graph.documents.html import read_html

            return read_html(path.read_bytes(), path.name, headers)


def _check_package(path: Path) -> None:
    """Refuse what unpacks to more than the limit, is encrypted, or declares a document type.

    Office formats never hold a DOCTYPE; one is there to define entities that grow without end.
    """
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > UNPACKED:
            raise InnspillError(
                "unpacked-too-large",
                where=path.name,
                cure="drop-attachments",
                most=UNPACKED // 1000000,
            )
        for info in infos:
            if info.flag_bits & 1:
                raise InnspillError("encrypted", where=path.name, cure="no-password")
            if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(info):
                raise InnspillError(
                    "has-doctype",
                    where=path.name,
                    cure="save-office-again",
                    part=info.filename,
                )


if __name__ == "__main__":
    main()
