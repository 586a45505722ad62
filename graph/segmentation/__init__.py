"""Segmentation: the lines of a source become its sections and items."""

from graph.segmentation.structure import Segmentation, segment

__all__ = ["Segmentation", "segment"]
