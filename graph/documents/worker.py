"""The worker: one file is read in a process of its own, with bounds, and killed where they are passed.

Office packages and PDFs can be made to fill memory or to run for hours, and a library may crash on
bytes it did not expect. Only another process protects against all three.
"""

from __future__ import annotations

import multiprocessing
import time
import zipfile
from typing import TYPE_CHECKING, Final

from graph.documents.formats import Format
from graph.errors import InnspillError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from graph.documents.content import Content, Headers, Progress

#: Bytes of memory a reader may take.
MEMORY: Final = 2 * 1024**3
#: Seconds without a sign of life, and in all.
IDLE: Final = 60.0
LONGEST: Final = 900.0
#: Bytes an Office package may hold unpacked.
UNPACKED: Final = 200_000_000

PACKAGES: Final = frozenset({Format.DOCX, Format.ODT, Format.XLSX})


def read_apart(
    path: Path, kind: Format, headers: Headers, progress: Progress, *, idle: float = IDLE
) -> Content:
    """The content of a file, read in a worker.

    Raises:
        InnspillError: what the reader says of the file, or that it passed a bound and was stopped.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, path, kind, headers), daemon=True)
    process.start()
    theirs.close()
    try:
        return _result(ours, path, progress, idle)
    finally:
        process.kill()
        process.join()
        ours.close()


def _result(pipe: Connection, path: Path, progress: Progress, idle: float) -> Content:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if not pipe.poll(idle):
            break
        try:
            message = pipe.recv()
        except EOFError:
            raise InnspillError(
                "filen fikk leseren til å stoppe; den er for stor å pakke ut, eller ødelagt",
                where=path.name,
                cure="Åpne den der den kom fra og lagre den på nytt, eller del den",
            ) from None
        match message:
            case ("progress", int(done), int(total)):
                progress(done, total)
            case ("content", found):
                content: Content = found
                return content
            case ("refused", problem, where, line, cure):
                raise InnspillError(problem, where=where, line=line, cure=cure)
    raise InnspillError(
        f"lesingen tok mer enn {idle:.0f} sekunder uten å komme videre og ble stoppet",
        where=path.name,
        cure="Del filen, eller lagre den på nytt der den kom fra",
    )


def _work(pipe: Connection, path: Path, kind: Format, headers: Headers) -> None:
    """Runs in the worker: everything that happens is sent, nothing is printed."""
    _bound_memory()
    try:
        if kind in PACKAGES:
            _check_package(path)
        found = _read(path, kind, headers, lambda done, total: pipe.send(("progress", done, total)))
        pipe.send(("content", found))
    except InnspillError as error:
        pipe.send(("refused", error.problem, error.where, error.line, error.cure))
    except MemoryError:
        pipe.send(("refused", "filen er for stor å pakke ut", path.name, None, "Del den i flere filer"))
    except RecursionError:
        pipe.send(("refused", "filen er nøstet for dypt", path.name, None, "Lagre innholdet som ren tekst"))
    except Exception as error:  # noqa: BLE001 - a library may raise anything on bytes it did not expect
        reason = f"filen er ødelagt ({type(error).__name__})"
        pipe.send(("refused", reason, path.name, None, "Åpne den der den kom fra og lagre den på nytt"))


def _bound_memory() -> None:
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
                f"filen er for stor å pakke ut (over {UNPACKED // 1_000_000} MB)",
                where=path.name,
                cure="Ta ut bilder og vedlegg, eller del den",
            )
        for info in infos:
            if info.flag_bits & 1:
                raise InnspillError("filen er kryptert", where=path.name, cure="Lagre en kopi uten passord")
            if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(info):
                raise InnspillError(
                    f"{info.filename} har en DOCTYPE, som et ekte Office-dokument aldri har",
                    where=path.name,
                    cure="Åpne filen der den kom fra og lagre den på nytt",
                )
