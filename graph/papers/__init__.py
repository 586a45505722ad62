"""Papers: what is found, made to be read and sent on.

Computed as values first, then written as DOCX, HTML or Markdown.
"""

from graph.papers.asks import Ask, Brief, brief_of, family
from graph.papers.letter import letter
from graph.papers.overview import overview
from graph.papers.whole import whole

__all__ = ["Ask", "Brief", "brief_of", "family", "letter", "overview", "whole"]
