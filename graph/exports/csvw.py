"""CSV on the Web: a CSV file a table and one JSON file that says what stands in them.

https://www.w3.org/TR/tabular-data-primer/ and https://www.w3.org/TR/tabular-metadata/. A cell that a
spreadsheet would run as a formula has an apostrophe before it, as the metadata says.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from graph.messages import messages
from graph.namespaces import ACTOR, DOCUMENT, INN, THEME
from graph.tables import shown, unarmed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.tables import Table

METADATA: Final = "csv-metadata.json"
#: Which columns tell a row from the others, and what the row is about.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("document", "item"),
    "links": ("document", "item", "role", "id"),
    "actors": ("id",),
    "themes": ("id",),
    "documents": ("document",),
}
ABOUT: Final[Mapping[str, str]] = {
    "items": DOCUMENT + "{document}/{+item}",
    "actors": ACTOR + "{id}",
    "themes": THEME + "{id}",
    "documents": DOCUMENT + "{document}",
}
#: The columns of one table that lead to a row of another.
REFERENCES: Final[Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "items": ((("document",), "documents"),),
    "links": ((("document", "item"), "items"),),
}
DCTERMS: Final = "http://purl.org/dc/terms/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROPERTIES: Final[Mapping[str, str]] = {
    "text": INN + "text",
    "line": INN + "line",
    "marker": INN + "marker",
    "title": DCTERMS + "title",
    "date": DCTERMS + "date",
    "source": DCTERMS + "source",
    "spoken": DCTERMS + "language",
    "checksum": INN + "sha256",
    "label": SKOS + "prefLabel",
    "short": INN + "shortLabel",
}


def csvw(tables: Mapping[str, Table], language: str) -> dict[str, bytes]:
    """The files by name, the metadata first."""
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "dc:title": "Innspillsgraf",
        "dc:description": messages("columns", language)["csvw-note"],
        "tables": [_described(name, table, language) for name, table in tables.items()],
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    return {METADATA: text.encode()} | {
        f"{name}.csv": _rows(table, language).encode() for name, table in tables.items()
    }


def _rows(table: Table, language: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(table.headings(language))
    for row in table.rows:
        writer.writerow([unarmed(shown(cell, language)) for cell in row])
    return buffer.getvalue()


def _described(name: str, table: Table, language: str) -> dict[str, Any]:
    heads = table.headings(language)
    schema: dict[str, Any] = {
        "columns": [_column(table, n, head, language) for n, head in enumerate(heads)],
        "primaryKey": list(KEYS[name]),
    }
    if name in ABOUT:
        schema["aboutUrl"] = ABOUT[name]
    if name in REFERENCES:
        schema["foreignKeys"] = [
            {
                "columnReference": list(columns),
                "reference": {"resource": f"{other}.csv", "columnReference": list(columns)},
            }
            for columns, other in REFERENCES[name]
        ]
    return {"url": f"{name}.csv", "dc:title": table.title, "tableSchema": schema}


def _column(table: Table, place: int, head: str, language: str) -> dict[str, Any]:
    name = table.columns[place]
    column: dict[str, Any] = {"name": name, "titles": head, "datatype": _datatype(table, place, language)}
    if name in PROPERTIES:
        column["propertyUrl"] = PROPERTIES[name]
    return column


def _datatype(table: Table, place: int, language: str) -> str | dict[str, str]:
    cells = [row[place] for row in table.rows]
    if cells and all(isinstance(cell, bool) for cell in cells):
        say = messages("columns", language)
        return {"base": "boolean", "format": f"{say['yes']}|{say['no']}"}
    return "integer" if cells and all(isinstance(cell, int) for cell in cells) else "string"
