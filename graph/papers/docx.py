"""A paper as a Word document (Office Open XML, ECMA-376), with python-docx.

Headings are styles, tables repeat their head, the language is set for the proofing tools and readers
aloud, page numbers are fields. Text from documents is text: no run of it is a field or a link. Nothing
tells when it was made, so the same paper gives the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from graph.archive import unzipped, zipped
from graph.papers.paper import Bullets, Entry, Grid, Heading, Text
from graph.tables import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

    from graph.papers.paper import Block, Paper

LANGUAGES: Final = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
FONT: Final = "Calibri"
#: The dark blue of headings and the grey of what stands under an entry; 7:1 and more on white.
BLUE, GREY = "12436D", "47545F"
SHADE: Final = "E8EEF4"
#: The width of a letter in a table, and of the longest word that is not broken, in cm.
LETTER, LONGEST_COLUMN = 0.175, 3.6
#: A longer text under a heading may stand alone at the foot of a page.
LONGEST_LEAD: Final = 300
#: Parts python-docx brings along that say nothing of this document.
LEFT_OUT: Final = ("docProps/thumbnail.jpeg",)


def to_docx(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    _set_up(document, paper)
    document.add_paragraph(printable(paper.title), style="Title")
    for subject in paper.subjects:
        document.add_paragraph(printable(subject), style="Subtitle")
    for block, following in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
        _add(document, block, paper.language)
        if isinstance(block, Text) and isinstance(following, Heading):
            document.paragraphs[-1].paragraph_format.keep_with_next = len(block.text) < LONGEST_LEAD
    buffer = io.BytesIO()
    document.save(buffer)
    return zipped(_without(unzipped(buffer.getvalue())))


def _without(files: dict[str, bytes]) -> dict[str, bytes]:
    """The package without the picture of the template, and without what refers to it."""
    from lxml import etree

    kept = {name: data for name, data in files.items() if name not in LEFT_OUT}
    relations = etree.fromstring(kept["_rels/.rels"])
    for relation in [one for one in relations if one.get("Target") in LEFT_OUT]:
        relations.remove(relation)
    kept["_rels/.rels"] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
    return kept


def _set_up(document: Document, paper: Paper) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _styles(document, LANGUAGES[paper.language])
    _properties(document, paper)
    _footer(section.footer.paragraphs[0], paper)


def _properties(document: Document, paper: Paper) -> None:
    core = document.core_properties
    core.title, core.language = printable(paper.title)[:255], LANGUAGES[paper.language]
    core.author, core.comments, core.last_modified_by = "Innspillsgraf", "", "Innspillsgraf"
    element = core._element  # noqa: SLF001 - python-docx can set times, not take them away
    for child in list(element):
        if child.tag.rsplit("}", 1)[-1] in {"created", "modified", "lastPrinted"}:
            element.remove(child)


def _styles(document: Document, language: str) -> None:
    from docx.shared import Pt, RGBColor

    looks: tuple[tuple[str, float, bool, str, float, float], ...] = (
        ("Normal", 10.5, False, "14202B", 0, 6),
        ("Title", 22, True, BLUE, 0, 4),
        ("Subtitle", 10.5, False, GREY, 0, 2),
        ("Heading 2", 15, True, BLUE, 18, 6),
        ("Heading 3", 12, True, BLUE, 14, 4),
        ("List Bullet", 10.5, False, "14202B", 0, 3),
        ("Caption", 9.5, False, GREY, 6, 3),
    )
    for name, size, bold, colour, before, after in looks:
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for kind in ("eastAsia", "cs"):
            fonts.set(_name(kind), FONT)
        for spaced in list(style.element.rPr.iter(_name("spacing"))):
            style.element.rPr.remove(spaced)
    title: Any = document.styles["Title"].element
    for border in title.iter(_name("pBdr")):
        border.getparent().remove(border)
        break
    for found in document.styles.element.iter(_name("lang")):
        found.set(_name("val"), language)


def _footer(paragraph: Paragraph, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _soft(paragraph, f"{printable(paper.title)}  ·  {paper.page} ")
    _field(paragraph, "PAGE")
    _soft(paragraph, " / ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the word processor fills in, as the number of the page."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            told = _element("w:instrText")
            told.text = f" {code} "
            _soft(paragraph, "")._r.append(told)  # noqa: SLF001
        mark = _element("w:fldChar")
        mark.set(_name("fldCharType"), kind)
        _soft(paragraph, "")._r.append(mark)  # noqa: SLF001
        if kind == "separate":
            _soft(paragraph, "1")


def _soft(paragraph: Paragraph, text: str) -> Any:
    """A run in the grey of what is said about the text."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(GREY)
    return run


def _add(document: Document, block: Block, language: str) -> None:
    match block:
        case Heading():
            document.add_paragraph(printable(block.text), style=f"Heading {block.level}")
        case Text():
            document.add_paragraph(printable(block.text))
        case Bullets():
            for lead, text in block.points:
                paragraph = document.add_paragraph(style="List Bullet")
                if lead:
                    paragraph.add_run(f"{printable(lead)}: ").bold = True
                paragraph.add_run(printable(text))
        case Grid():
            _table(document, block)
        case Entry():
            _entry(document, block, language)


def _entry(document: Document, entry: Entry, language: str) -> None:
    """The number and force, the words, and under them what is said of them; kept on one page."""
    from docx.shared import Cm, Pt

    first = document.add_paragraph()
    first.add_run(f"{entry.number}.\t").bold = True
    label = first.add_run(entry.label.upper() + "  ")
    label.bold, label.font.size = True, Pt(8.5)
    for text, marked in entry.words:
        run = first.add_run(_run_text(text))
        run.bold = marked or None
        if entry.language != language:
            _speak(run, LANGUAGES.get(entry.language, entry.language))
    below = [f"{name}: {value}" for name, value in entry.notes]
    paragraphs = [first]
    for text in [" · ".join(below)] * bool(below) + [entry.source]:
        paragraphs.append(document.add_paragraph())
        _soft(paragraphs[-1], printable(text))
    for paragraph in paragraphs:
        shape = paragraph.paragraph_format
        shape.left_indent, shape.space_after, shape.keep_together = Cm(0.9), Pt(1), True
        shape.keep_with_next = paragraph is not paragraphs[-1]
    first.paragraph_format.first_line_indent = Cm(-0.9)
    first.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
    paragraphs[-1].paragraph_format.space_after = Pt(9)


def _run_text(text: str) -> str:
    """A run's text without control characters, its outer spaces kept."""
    head, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{head}{printable(text)}{tail}" if text.strip() else " "


def _speak(run: Any, language: str) -> None:
    mark = _element("w:lang")
    mark.set(_name("val"), language)
    run._r.get_or_add_rPr().append(mark)  # noqa: SLF001


def _table(document: Document, grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    widths = _widths(grid)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate((grid.columns, *grid.rows)):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            cell.width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Cm(0.07)
            run = paragraph.add_run(printable(text))
            run.bold = number == 0 or (grid.total and number == len(grid.rows)) or None
            run.font.size = Pt(9.5)
            if column in grid.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                _shade(cell)
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    head.append(_element("w:tblHeader"))
    _describe(table, grid.caption)
    _air(document)


def _air(document: Document) -> None:
    """A little room under a table, which has none of its own."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _describe(table: Any, caption: str) -> None:
    """The table's title, which readers aloud say, and thin grey lines."""
    shape = table._tbl.tblPr  # noqa: SLF001
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = _element(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9D1D8")):
            line.set(_name(key), value)
        borders.append(line)
    shape.append(borders)
    said = _element("w:tblCaption")
    said.set(_name("val"), printable(caption))
    shape.append(said)


def _shade(cell: Any) -> None:
    fill = _element("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        fill.set(_name(key), value)
    cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001


def _widths(grid: Grid, whole: float = 16.2) -> list[float]:
    """Widths in cm: each column as its longest word needs, what is left by the longest texts."""
    rows = (grid.columns, *grid.rows)
    columns = range(len(grid.columns))
    words = [max((len(word) for row in rows for word in row[n].split()), default=0) for n in columns]
    needed = [max(1.2, min(LONGEST_COLUMN, 0.6 + LETTER * word)) for word in words]
    share = [0 if n in grid.numeric else min(max(len(row[n]) for row in rows), 70) for n in columns]
    rest = max(0.0, whole - sum(needed))
    return [need + rest * part / (sum(share) or 1) for need, part in zip(needed, share, strict=True)]


def _element(tag: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    made: BaseOxmlElement = OxmlElement(tag)
    return made


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))
