"""The command ``innspill``: composes the pipeline, the store, the analysis and the page."""

from graph.cli.app import main

__all__ = ["main"]
