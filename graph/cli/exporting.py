"""The command that gives the graph to other tools: Excel, Gephi, yEd, and whatever reads RDF or CSV."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.options import Language, LanguageOption, RedactOption
from graph.cli.papers import DEFAULT_SOURCE, Documents, Source, chosen_format, sources
from graph.cli.speech import add

if TYPE_CHECKING:
    from collections.abc import Mapping


class ExportFormat(StrEnum):
    """The forms of the graph."""

    XLSX = "xlsx"
    GEXF = "gexf"
    GRAPHML = "graphml"
    TTL = "ttl"
    TRIG = "trig"
    JSONLD = "jsonld"
    NT = "nt"
    NQ = "nq"
    CSVW = "csvw"


def export(
    documents: Documents = None,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="export-out")],
    form: Annotated[ExportFormat | None, typer.Option("--format", "-f", help="format-by-ending")] = None,
    source: Source = DEFAULT_SOURCE,
    lang: LanguageOption = Language.NB,
    redact: RedactOption = False,
) -> None:
    """The whole graph for other tools."""
    from graph.exports import ENDINGS, FORMATS, Material, exported
    from graph.store import Store

    ending = ENDINGS.get(out.suffix.lower().removeprefix("."), "")
    chosen = chosen_format(out, form or ending or None, tuple(FORMATS), "")
    with sources(documents, source, lang, redact=redact) as (home, gazetteer):
        store = home if isinstance(home, Store) else Store.of(home.extractions())
        files = exported(Material(store, gazetteer, lang), chosen)
    _write(files, out)
    typer.echo(str(out))


def _write(files: Mapping[str, bytes], out: Path) -> None:
    from graph.archive import zipped
    from graph.cli.files import write_files

    if "" in files:
        write_files(out.parent, {out.name: files[""]})
    elif out.suffix.lower() == ".zip":
        write_files(out.parent, {out.name: zipped(files)})
    else:
        write_files(out, files)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    add(app, export)
