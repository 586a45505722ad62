"""A document whose words a spreadsheet or a word processor might run, and what its outputs must hold."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DANGEROUS = (
    '=HYPERLINK("http://eksempel.no";"trykk her") KMD bør svare',
    "=1+1 KMD må svare om fagskole",
    "@SUM(A1:A9) KMD bør samarbeide med KD",
    "{ INCLUDETEXT /etc/passwd } KMD må se på <b>dette</b> & {{ 7*7 }}",
)
TEXT = "Innspill fra samling\n\nHva bør KMD gjøre?\n\n" + "\n".join(f"- {line}" for line in DANGEROUS) + "\n"


def sheets_of(workbook: bytes) -> dict[str, list[list[object]]]:
    """The cells of a workbook by sheet, formulas as they are written."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book
    }


def formulas(workbook: bytes) -> Iterator[str]:
    """The cells that a spreadsheet would compute or follow."""
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)):
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f" or cell.hyperlink)


def converted(source: Path, ending: str, folder: Path, reading: str = "") -> Path:
    """A file as LibreOffice opens and saves it; ``reading`` names the filter it is opened with."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    filters = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        ["soffice", profile, "--headless", *filters, "--convert-to", ending, "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{source.stem}.{ending.split(':', maxsplit=1)[0]}"
