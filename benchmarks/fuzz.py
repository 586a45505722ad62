"""Fuzzing: mutated files through every reader; what must never happen is counted.

The mutated files are read by the worker's own code in a child process per reader, so that a crash of
a library is seen as one. Empty results count as unexplained where no refusal and no note tells why.
Usage: fuzz.py [files per reader] [seed]
"""

from __future__ import annotations

import io
import multiprocessing
import random
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from graph.documents import Headers, worker
from graph.documents.formats import Format, format_of
from graph.errors import InnspillError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

FILES = Path(__file__).resolve().parent.parent / "tests" / "files"
INTERESTING = (
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"<w:p>",
    b"</w:p>",
    b"0",
    b"-1",
    b"99999999",
    b"%",
    b"/",
)
PATIENCE = 60.0


def samples() -> dict[str, bytes]:
    """A small whole file of each format."""
    book, buffer = Workbook(), io.BytesIO()
    sheet = book.active
    if sheet is not None:
        for row in (("Respondent", "Svar"), ("LO", "KD bør svare"), ("NHO", "Flere lærlinger")):
            sheet.append(row)
    book.save(buffer)
    found = {f"a.{kind}": (FILES / f"samling.{kind}").read_bytes() for kind in ("pdf", "docx", "odt", "html")}
    return {**found, "a.xlsx": buffer.getvalue()}


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled or put in."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed) or 1)
        match chance.randrange(5):
            case 0 if changed:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 64)]
            case 2:
                changed[at:at] = chance.choice(INTERESTING)
            case 3:
                changed[at:at] = changed[at : at + chance.randrange(1, 256)]
            case _:
                changed[at : at + 4] = chance.choice(INTERESTING)
    return bytes(changed)


def mutated(name: str, data: bytes, chance: random.Random) -> bytes:
    """Half of the packages are changed inside a part, where their checksums are made anew."""
    if not name.endswith(("docx", "odt", "xlsx")) or chance.random() < 0.5:  # noqa: PLR2004
        return mutate(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        parts = old.namelist()
        hit = chance.choice([p for p in parts if p.endswith(".xml")])
        for part in parts:
            content = old.read(part)
            new.writestr(part, mutate(content, chance) if part == hit else content)
    return out.getvalue()


def one(path: Path) -> str:
    """What a reader makes of a file: text, refused, no text (which is refused as such) or unexplained."""
    sent = list[dict[str, Any]]()
    try:
        worker.work(path, format_of(path), Headers(), sent.append)
    except InnspillError:
        return "refused"
    last = sent[-1] if sent else {}
    if "problem" in last:
        return "refused" if last["problem"] and last["cure"] else "unexplained"
    if any(str(line[1]).strip() for line in last.get("lines", ())):
        return "text"
    return "no text, refused" if "lines" in last else "unexplained"


def run(pipe: Connection, sample: tuple[str, bytes], numbers: range, seed: int) -> None:
    """Read mutated files in the child; what is tried and what came of it goes to the parent."""
    name, data = sample
    worker.bound_memory()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        for number in numbers:
            path.write_bytes(mutated(name, data, random.Random(seed * 1_000_003 + number)))  # noqa: S311
            pipe.send((number, ""))
            pipe.send((number, one(path)))
    pipe.send((-1, ""))


def fuzz(name: str, data: bytes, count: int, seed: int) -> Counter[str]:
    """The outcomes of one reader; a crash or a hang ends the child, and the next goes on."""
    context, outcomes, first = multiprocessing.get_context("fork"), Counter[str](), 0
    while first < count:
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(
            target=run, args=(theirs, (name, data), range(first, count), seed), daemon=True
        )
        child.start()
        theirs.close()
        try:
            while ours.poll(PATIENCE):
                number, outcome = ours.recv()
                if number < 0:
                    return outcomes
                first = number + 1
                if outcome:
                    outcomes[outcome] += 1
            outcomes["stopped (contained)"] += 1
        except EOFError:
            outcomes["crashed (contained)"] += 1
        finally:
            child.kill()
            child.join()
    return outcomes


def main() -> None:
    """Fuzz every reader and print the outcomes; fails where a result is unexplained."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1  # noqa: PLR2004
    bad = 0
    for name, data in samples().items():
        outcomes = fuzz(name, data, count, seed)
        bad += outcomes["unexplained"]
        print(f"{Format(name[2:]):6}", ", ".join(f"{k} {v}" for k, v in sorted(outcomes.items())), flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
