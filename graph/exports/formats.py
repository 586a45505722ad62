"""Which forms there are, and the bytes of a graph in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.gazetteer import Gazetteer
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Material:
    """What an export is made of: a store in memory, the names, and the language of labels and heads."""

    store: Store
    gazetteer: Gazetteer
    language: str = "nb"


def _xlsx(material: Material) -> Mapping[str, bytes]:
    from graph.exports.sheets import sheets
    from graph.tables import workbook

    tables = sheets(material.store.extractions(), material.gazetteer, material.language)
    return {"": workbook(tuple(tables.values()), material.language, "Innspillsgraf")}


def _csvw(material: Material) -> Mapping[str, bytes]:
    from graph.exports.csvw import csvw
    from graph.exports.sheets import sheets

    return csvw(
        sheets(material.store.extractions(), material.gazetteer, material.language), material.language
    )


def _gexf(material: Material) -> Mapping[str, bytes]:
    from graph.exports.drawing import drawing
    from graph.exports.gexf import to_gexf

    extractions = material.store.extractions()
    return {"": to_gexf(drawing(extractions, material.gazetteer, material.language)).encode()}


def _graphml(material: Material) -> Mapping[str, bytes]:
    from graph.exports.drawing import drawing
    from graph.exports.graphml import to_graphml

    extractions = material.store.extractions()
    return {"": to_graphml(drawing(extractions, material.gazetteer, material.language)).encode()}


def _ttl(material: Material) -> Mapping[str, bytes]:
    return {"": material.store.to_turtle().encode()}


def _trig(material: Material) -> Mapping[str, bytes]:
    return {"": material.store.to_trig().encode()}


def _jsonld(material: Material) -> Mapping[str, bytes]:
    from graph.exports.rdf import to_jsonld

    return {"": to_jsonld(material.store).encode()}


def _nt(material: Material) -> Mapping[str, bytes]:
    from graph.exports.rdf import to_ntriples

    return {"": to_ntriples(material.store).encode()}


def _nq(material: Material) -> Mapping[str, bytes]:
    from graph.exports.rdf import to_nquads

    return {"": to_nquads(material.store).encode()}


FORMATS: Final[Mapping[str, Callable[[Material], Mapping[str, bytes]]]] = {
    "xlsx": _xlsx,
    "gexf": _gexf,
    "graphml": _graphml,
    "ttl": _ttl,
    "trig": _trig,
    "jsonld": _jsonld,
    "nt": _nt,
    "nq": _nq,
    "csvw": _csvw,
}
#: What a file's ending means; a format's own name is its ending too.
ENDINGS: Final[Mapping[str, str]] = {"zip": "csvw"}


def exported(material: Material, form: str) -> Mapping[str, bytes]:
    """The files of an export by name; one file alone has no name."""
    return FORMATS[form](material)
