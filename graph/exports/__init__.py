"""Exports: the whole graph in the forms other tools take, the same bytes for the same graph."""

from graph.exports.formats import ENDINGS, FORMATS, Material, exported

__all__ = ["ENDINGS", "FORMATS", "Material", "exported"]
