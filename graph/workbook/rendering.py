"""Rendering: a form as an XLSX workbook that an office can work in.

Protected without a password: the grey columns are locked so that nobody loses the ids by accident, not
to keep anybody out. Text is written as text, so that none of it is a formula or a link.
"""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Final

from graph.messages import messages
from graph.tables import WORKBOOK_DATE, WORKBOOK_OPTIONS
from graph.workbook.fields import ANSWER, FIELDS, FORCE, KIND, RIGHT, ROLES
from graph.workbook.form import COLUMNS, CONTEXT, MARK
from graph.workbook.wording import CHOICES, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.workbook.form import Form

WIDTHS: Final = {
    "no": 5, "text": 60, "heading": 34, "doubt": 26, RIGHT: 9, KIND: 12, FORCE: 9, "addressee": 22,
    "partner": 17, "beneficiary": 15, "proposer": 15, "subject": 30, ANSWER: 15, "comment": 34, "item": 26,
    "key": 10,
}  # fmt: skip
CONTEXT_WIDTHS: Final = (5, 60, 60, 7, 14, 22, 30, 20, 54, 54)
NAME_WIDTHS: Final = (44, 60)
GUIDE_WIDTH: Final = 100
#: Points of a line, and of the highest row there is; programs do not agree on making rows fit by themselves.
LINE_HEIGHT, HIGHEST = 15, 405
#: Characters of running text in a width of one; a width counts the widest digit.
DENSITY: Final = 1.15
DARK, LOCKED_HEAD, LOCKED, LINE = "#1F3A5F", "#5B6470", "#F2F4F6", "#C9CFD6"
RIGHT_FILL, WRONG_FILL, UNKNOWN_FILL = "#E3F2E1", "#FBE3E1", "#FFF0C2"
#: What people can change.
OPEN: Final = frozenset({*FIELDS, "comment"})
#: What a protected sheet still lets people do. Excel sorts no locked cells; the guide says how.
ALLOWED: Final = {
    "autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True,
    "objects": True,
}  # fmt: skip


def render(form: Form) -> bytes:
    """The workbook's bytes; the same form gives the same."""
    return _Renderer(form).bytes()


class _Renderer:
    """One workbook."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.say = messages("workbook", form.language)
        self.formats: dict[str, Any] = {}

    def bytes(self) -> bytes:
        import xlsxwriter

        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS) as book:
            book.set_properties({"title": self.form.title, "created": WORKBOOK_DATE})
            self._make_formats(book)
            sheets = [
                book.add_worksheet(self.say[f"sheet-{n}"]) for n in ("correct", "context", "guide", "names")
            ]
            hidden = book.add_worksheet("innspill")
            self._names(book, sheets[3])
            self._correct(sheets[0])
            self._context(sheets[1])
            self._guide(sheets[2])
            self._hidden(hidden)
        return buffer.getvalue()

    def _make_formats(self, book: Any) -> None:
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE}
        head = {**cell, "bold": True, "font_color": "#FFFFFF", "valign": "vcenter"}
        for name, look in {
            "head": {**head, "bg_color": LOCKED_HEAD},
            "open-head": {**head, "bg_color": DARK},
            "locked": {**cell, "bg_color": LOCKED},
            "number": {**cell, "bg_color": LOCKED, "align": "center"},
            "id": {**cell, "text_wrap": False, "bg_color": LOCKED, "font_color": "#5B6470", "font_size": 9},
            "open": {**cell, "locked": False, "num_format": "@"},
            "title": {"bold": True, "font_size": 16, "font_color": DARK, "valign": "vcenter"},
            "subtitle": {"bold": True, "font_size": 12, "font_color": DARK, "valign": "bottom"},
            "prose": {"text_wrap": True, "valign": "top"},
            "input": {"locked": False, "border": 2, "border_color": DARK, "num_format": "@"},
            "right": {"bg_color": RIGHT_FILL},
            "wrong": {"bg_color": WRONG_FILL},
            "unknown": {"bg_color": UNKNOWN_FILL},
        }.items():
            self.formats[name] = book.add_format(look)

    def _correct(self, sheet: Any) -> None:
        rows = self.form.rows
        for column, name in enumerate(COLUMNS):
            open_ = name in OPEN
            sheet.set_column(column, column, WIDTHS[name], None, {"hidden": name == "key"})
            sheet.write_string(
                0, column, self.say[f"column-{name}"], self.formats["open-head" if open_ else "head"]
            )
            for number, row in enumerate(rows, 1):
                text = row.get(name, "")
                look = self.formats["open" if open_ else "id" if name == "item" else "locked"]
                if name == "no":
                    sheet.write_number(number, column, int(text), self.formats["number"])
                elif text:
                    sheet.write_string(number, column, text, look)
                else:
                    sheet.write_blank(number, column, None, look)
        for number, row in enumerate(rows, 1):
            texts = [(text, WIDTHS[name]) for name, text in row.items() if name not in {"item", "key"}]
            sheet.set_row(number, _height(texts))
        last = max(len(rows), 1)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 2)
        for field in FIELDS:
            self._choose(sheet, field, last)
        self._colour(sheet, last)
        sheet.protect("", ALLOWED)
        self._print(sheet, last, len(COLUMNS) - 2)
        sheet.activate()
        sheet.set_selection(1, COLUMNS.index(RIGHT), 1, COLUMNS.index(RIGHT))

    def _choose(self, sheet: Any, field: str, last: int) -> None:
        """A list to choose from; one that several names may stand beside does not stop other text."""
        column = COLUMNS.index(field)
        rule: dict[str, Any]
        if field in CHOICES:
            rule = {
                "source": [word(field, one, self.form.language) for one in CHOICES[field]],
                "error_title": self.say["choose-title"],
                "error_message": self.say["choose-one"],
            }
        else:
            rule = {"source": f"={_list(field)}", "show_error": False}
        sheet.data_validation(1, column, last, column, {"validate": "list", **rule})

    def _colour(self, sheet: Any, last: int) -> None:
        """Green is done and red is wrong (a word says so too); amber is a name that is not in the list."""
        from xlsxwriter.utility import xl_col_to_name

        right = xl_col_to_name(COLUMNS.index(RIGHT))
        for field in ROLES:
            column = COLUMNS.index(field)
            cell = f"{xl_col_to_name(column)}2"
            odd = f'=AND(LEN({cell})>0,ISERROR(FIND(";",{cell})),ISNA(MATCH({cell},{_list(field)},0)))'
            rule = {
                "type": "formula",
                "criteria": odd,
                "format": self.formats["unknown"],
                "stop_if_true": True,
            }
            sheet.conditional_format(1, column, last, column, rule)
        for value, look in (("yes", "right"), ("no", "wrong")):
            word = self.say[f"{RIGHT}-{value}"]
            rule = {"type": "formula", "criteria": f'=${right}2="{word}"', "format": self.formats[look]}
            sheet.conditional_format(1, 0, last, len(COLUMNS) - 2, rule)

    def _print(self, sheet: Any, rows: int, columns: int) -> None:
        """On paper: A3 across, all columns on one page, the header on every page."""
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, rows, columns)
        sheet.set_footer("&L&F&R&P / &N")

    def _context(self, sheet: Any) -> None:
        for column, name in enumerate(CONTEXT):
            sheet.set_column(column, column, CONTEXT_WIDTHS[column])
            sheet.write_string(0, column, self.say[f"column-{name}"], self.formats["head"])
        for number, row in enumerate(self.form.context, 1):
            for column, text in enumerate(row):
                if CONTEXT[column] in {"no", "line"} and text:
                    sheet.write_number(number, column, int(text), self.formats["number"])
                else:
                    sheet.write_string(number, column, text, self.formats["locked"])
            sheet.set_row(number, _height(zip(row, CONTEXT_WIDTHS, strict=True)))
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        last = max(len(self.form.context), 1)
        sheet.autofilter(0, 0, last, len(CONTEXT) - 1)
        self._print(sheet, last, len(CONTEXT) - 1)

    def _guide(self, sheet: Any) -> None:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, GUIDE_WIDTH)
        sheet.write_string(0, 0, self.say["guide-title"].format(title=self.form.title), self.formats["title"])
        sheet.set_row(0, 28)
        sheet.write_string(2, 0, self.say["guide-name"], self.formats["subtitle"])
        sheet.write_blank(3, 0, None, self.formats["input"])
        sheet.set_row(3, 20)
        for number, line in enumerate(self.say["guide"].strip().split("\n"), 5):
            heading = line.startswith("# ")
            look = self.formats["subtitle" if heading else "prose"]
            sheet.write_string(number, 0, line.removeprefix("# "), look)
            sheet.set_row(number, 26 if heading else _height([(line, GUIDE_WIDTH)]))
        sheet.protect("", ALLOWED)
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)

    def _names(self, book: Any, sheet: Any) -> None:
        """Every name there is, full names beside the short ones; the lists of the drop-downs."""
        for kind, first in (("actor", 0), ("theme", 3)):
            names = [n for n in self.form.names if n[0] == kind]
            sheet.write_string(0, first, self.say[f"names-{kind}"], self.formats["head"])
            sheet.write_string(0, first + 1, self.say[f"names-{kind}-beside"], self.formats["head"])
            for number, (_, name, full, _) in enumerate(names, 1):
                sheet.write_string(number, first, name, self.formats["locked"])
                sheet.write_string(number, first + 1, full, self.formats["locked"])
            sheet.set_column(first, first, NAME_WIDTHS[0])
            sheet.set_column(first + 1, first + 1, NAME_WIDTHS[1])
            letter = "A" if kind == "actor" else "D"
            tab = self.say["sheet-names"]
            book.define_name(kind + "s", f"='{tab}'!${letter}$2:${letter}${len(names) + 1}")
        sheet.set_column(2, 2, 3)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _hidden(self, sheet: Any) -> None:
        """What the import needs to know of how it was; Excel does not offer to show it."""
        form = self.form
        head = [MARK, "1", form.document, form.language, str(form.version), form.last]
        lines = [head, *(["row", row["item"], row["key"]] for row in form.rows)]
        lines += [["name", kind, name, one] for kind, name, _, one in form.names]
        for number, line in enumerate(lines):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text)
        sheet.very_hidden()


def _height(texts: Iterable[tuple[str, int]]) -> int:
    """Points that a row needs for its texts, each in a column of a width in characters."""
    lines = max((len(textwrap.wrap(text, int(width * DENSITY))) for text, width in texts), default=1)
    return min(max(lines, 1) * LINE_HEIGHT + 3, HIGHEST)


def _list(field: str) -> str:
    return "themes" if field == "subject" else "actors"
