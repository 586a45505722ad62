"""The workbook: a reading to be corrected in Excel, and what people made of it as decisions."""

from graph.workbook.collation import collate
from graph.workbook.form import form
from graph.workbook.opening import Opened, open_workbook
from graph.workbook.outcome import Collation
from graph.workbook.preview import preview, summary
from graph.workbook.rendering import render

__all__ = ["Collation", "Opened", "collate", "form", "open_workbook", "preview", "render", "summary"]
