"""Blocks as DOCX for a word processor: styles, headings, contents, tables, pictures."""

import io
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.enum.text import WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.shared import Mm
from docx.shared import Pt
from docx.shared import RGBColor

from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Box
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Facts
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Landscape
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import SideBySide
from kiosk.papers.blocks import Signature
from kiosk.papers.blocks import TableBlock
from kiosk.papers.columns import Cell
from kiosk.papers.pdf.fonts import printable
from kiosk.papers.pdf.render import query_list
from kiosk.papers.pdf.render import render_png

# Width and height in millimetres.
SHEETS = {"a4": (210, 297), "f4": (215, 330)}
_TEXT_WIDTH = 16.0  # cm, as wide as the graphs
_FONT = "Arial"  # every office has it
_ACCENT = RGBColor(0x0B, 0x4A, 0x57)
_SIDES = {"l": WD_ALIGN_PARAGRAPH.LEFT, "r": WD_ALIGN_PARAGRAPH.RIGHT, "c": WD_ALIGN_PARAGRAPH.CENTER}
_FACT_SIZES = {"main": 28, "large": 18, "normal": 16, "words": 11}
_PIXELS_PER_INCH = 220
_LANDSCAPE_MARGIN = Cm(1.7)
_BOOKMARK = "_Toc_bagian"
_FEW_COLUMNS = 8
_KEPT_TOGETHER = 12  # rows: longer tables may continue on the next page


def render(head: Mapping[str, object], blocks: Sequence[Block], made_at: datetime) -> bytes:
    """The document of `blocks`; `head` is the other data of the paper (see `documents.document`)."""
    document: Any = docx.Document()
    _set_up(document, head, made_at)
    cover: Any = head["cover"]
    if cover:
        listed = [block for block in blocks if isinstance(block, Heading) and block.level < 3]
        _add_cover(document, head)
        _add_contents(document, listed, query_list("contents", head, "pages"))
    else:
        unit: Any = head["unit"]
        _add_logo(document, unit)
        for text, size in ((unit["agency"], 12), (unit["name"], 16), (" · ".join(unit["lines"]), 9)):
            _add_centred(document, text, size, bold=size == 16)
        document.add_paragraph(printable(str(head["heading"])), style="Title")
        _add_centred(document, str(head["period"]), 11)
    _add_footer(document, head)
    chapters, numbers = 0, count()
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and cover:
            chapters += 1
            if chapters > 1:
                document.add_page_break()
        _add(document, block)
        if cover and isinstance(block, Heading) and block.level < 3:
            _add_bookmark(document.paragraphs[-1], next(numbers))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, head: Mapping[str, object], made_at: datetime) -> None:
    properties = document.core_properties
    properties.title = printable(str(head["title"]))
    unit: Any = head["unit"]
    properties.author = printable(unit["name"])
    properties.language = "id-ID"
    properties.comments = ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, SHEETS[str(head["sheet"])])
    section.left_margin = section.right_margin = (section.page_width - Cm(_TEXT_WIDTH)) // 2
    is_dense = bool(head["dense"])
    section.top_margin = section.bottom_margin = Cm(1.7 if is_dense else 2.3)
    styles = document.styles
    sizes: dict[str, float] = {
        "Normal": 11,
        "Title": 15,
        "Heading 1": 15,
        "Heading 2": 12,
        "Heading 3": 11,
        "Caption": 9,
    }
    if is_dense:
        sizes |= {"Normal": 10, "Title": 14, "Heading 1": 11.5}
        styles["Heading 1"].paragraph_format.space_before = Pt(8)
    for name, size in sizes.items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.color.rgb, style.font.bold, style.font.italic = _ACCENT, True, False
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    styles["Normal"].element.get_or_add_rPr().append(language)
    styles["Normal"].paragraph_format.space_after = Pt(3 if is_dense else 6)
    styles["Normal"].paragraph_format.line_spacing = 1.0 if is_dense else 1.15
    for name in ("Title",) if is_dense else ("Title", "Heading 1"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Caption"].paragraph_format.keep_with_next = True
    # Word fills in the contents and page numbers when it opens the document.
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.append(update)


def _add_cover(document: Any, head: Mapping[str, object]) -> None:
    unit: Any = head["unit"]
    cover: Any = head["cover"]
    _add_logo(document, unit)
    _add_centred(document, unit["agency"], 14, before=10 if unit["logo"] else 60)
    _add_centred(document, unit["name"], 19, bold=True)
    title = document.add_paragraph(printable(cover["title"]), style="Title")
    title.runs[0].font.size = Pt(25)
    title.paragraph_format.space_before = Pt(120 if unit["logo"] else 150)
    _add_centred(document, cover["period"], 15, bold=True)
    for number, line in enumerate(unit["lines"]):
        _add_centred(document, line, 10, before=0 if number else 190)
    _add_centred(document, cover["year"], 13, bold=True)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.footer.is_linked_to_previous = False


def _add_contents(document: Any, headings: Sequence[Heading], pages: Sequence[int]) -> None:
    """The table of contents: a field with an entry for each heading and the page it refers to.

    Word fills in the pages when it updates the fields; until then it shows `pages`. LibreOffice computes
    each reference itself.
    """
    _add_centred(document, "DAFTAR ISI", 14, bold=True)
    for number, (heading, page) in enumerate(zip(headings, pages, strict=True)):
        entry = document.add_paragraph()
        entry.paragraph_format.space_after = Pt(2)
        entry.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        entry.paragraph_format.tab_stops.add_tab_stop(
            Cm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        if number == 0:
            _add_mark(entry, "begin", 'TOC \\o "1-2" \\h \\z \\u')
            _add_mark(entry, "separate")
        entry.add_run(f"{printable(heading.text)}\t")
        _add_field(entry, f"PAGEREF {_BOOKMARK}{number} \\h", str(page))
    _add_mark(document.paragraphs[-1], "end")
    document.add_page_break()


def _add_bookmark(paragraph: Any, number: int) -> None:
    """What an entry of the contents refers to."""
    for kind in ("Start", "End"):
        mark = OxmlElement(f"w:bookmark{kind}")
        mark.set(qn("w:id"), str(number))
        if kind == "Start":
            mark.set(qn("w:name"), f"{_BOOKMARK}{number}")
        paragraph._p.append(mark)


def _add_footer(document: Any, head: Mapping[str, object]) -> None:
    """On every page except a cover, which is a section of its own."""
    footer = document.sections[-1].footer.paragraphs[0]
    footer.text = printable(" · ".join(_texts(head["footer"]))) + " · Halaman "
    footer.style.font.size = Pt(8)
    _add_field(footer, "PAGE", "1")


def _add_logo(document: Any, unit: Any) -> None:
    if unit["logo"]:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_picture(paragraph, unit["logo"]["png"], "Logo", height=Cm(2.2))


def _add_picture(paragraph: Any, picture: bytes, alt: str, **size: Any) -> None:
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), **size)
    shape._inline.docPr.set("descr", printable(alt))


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else []


def _add_centred(document: Any, text: str, size: int, *, bold: bool = False, before: int = 0) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold = Pt(size), bold


def _add_field(paragraph: Any, code: str, shown: str) -> None:
    """A field that the word processor computes; until then it shows `shown`."""
    _add_mark(paragraph, "begin", code)
    _add_mark(paragraph, "separate")
    paragraph.add_run(shown)
    _add_mark(paragraph, "end")


def _add_mark(paragraph: Any, kind: str, code: str = "") -> None:
    """A run with the beginning of a field and its code, with its middle, or with its end."""
    run = paragraph.add_run()
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)
    if code:
        instruction = OxmlElement("w:instrText")
        instruction.set(qn("xml:space"), "preserve")
        instruction.text = f" {code} "
        run._r.append(instruction)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(
                printable(block.text), block.level
            ).paragraph_format.page_break_before = block.is_on_new_page
        case Paragraph():
            paragraph = document.add_paragraph(printable(block.text))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            if block.is_note:
                paragraph.runs[0].font.size = Pt(9)
        case Bullets():
            _add_list(document, block)
        case Facts():
            _add_facts(document, block)
        case TableBlock():
            _add_table(document, block)
        case Chart():
            _add_chart(document, block)
        case SideBySide():
            for part in (*block.left, *block.right):
                _add(document, part)
        case Box():
            for part in block.blocks:
                _add(document, part)
        case Landscape():
            _add_landscape(document, block)
        case Signature():
            _add_signature(document, block)


def _add_landscape(document: Any, block: Landscape) -> None:
    """A section of its own, and one as before for what follows."""
    before = document.sections[-1]
    upright = before.left_margin
    for margin in (_LANDSCAPE_MARGIN, upright):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = section.page_height, section.page_width
        is_wide = section.page_width > section.page_height
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = margin
        for part in block.blocks if is_wide else ():
            _add(document, part)


def _add_list(document: Any, block: Bullets) -> None:
    if not block.numbered:
        for item in block.items:
            document.add_paragraph(printable(item), style="List Bullet")
        return
    # A numbering of its own, because otherwise all numbered lists of the document would continue one another.
    numbering = document.part.numbering_part.element
    base = document.styles["List Number"].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(base).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in block.items:
        paragraph = document.add_paragraph(printable(item), style="List Number")
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def _add_facts(document: Any, block: Facts) -> None:
    table = document.add_table(rows=1, cols=len(block.facts))
    for cell, fact in zip(table.rows[0].cells, block.facts, strict=True):
        _add_line(cell, fact.label).font.size = Pt(8)
        value = _add_line(cell, fact.value)
        value.font.size, value.bold = Pt(_FACT_SIZES[fact.size]), True
        _add_line(cell, fact.note).font.size = Pt(8)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _add_table(document: Any, block: TableBlock) -> None:
    document.add_paragraph(printable(block.caption), style="Caption")
    columns = [column for column in block.columns if not column.is_graph]
    heads = 2 if block.groups else 1
    table = document.add_table(rows=heads, cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")  # a millimetre
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for row in table.rows:
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeated)
    texts = [_without_graphs(block, row) for row in block.rows]
    shares = [share for column, share in zip(block.columns, block.shares, strict=True) if not column.is_graph]
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [room * share // sum(shares) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    aligned = [column.align for column in columns]
    _fill(table.rows[-1], [column.title for column in columns], "c" * len(columns), widths, bold=True)
    if block.groups:
        above = [text for name, span in block.groups for text in (name, *[""] * (span - 1))]
        _fill(table.rows[0], above, "c" * len(columns), widths, bold=True)
    first = 0
    for name, span in block.groups:
        _merge(table.cell(0, first), table.cell(0 if name else 1, first + span - 1))
        first += span
    for row in texts:
        _fill(table.add_row(), row, aligned, widths, bold=False)
    for one in block.sums:
        added = table.add_row()
        row = _without_graphs(block, ("",) * one.span + one.cells)
        span = sum(not column.is_graph for column in block.columns[: one.span])
        _fill(added, row, aligned, widths, bold=True)
        title = _merge(added.cells[0], added.cells[span - 1])
        title.alignment = WD_ALIGN_PARAGRAPH.LEFT
        title.runs[0].text = printable(one.title)
    for added in table.rows:
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if len(block.rows) <= _KEPT_TOGETHER:
        for added in table.rows[:-1]:
            for cell in added.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _merge(first: Any, last: Any) -> Any:
    """Make one cell of those from `first` to `last`, and return its paragraph.

    Merging keeps a paragraph of each, which would make the row as high: only the one with text stays.
    """
    paragraphs = first.merge(last).paragraphs
    kept = next((one for one in paragraphs if one.text), paragraphs[0])
    for paragraph in paragraphs:
        if paragraph is not kept:
            paragraph._p.getparent().remove(paragraph._p)
    return kept


def _without_graphs(block: TableBlock, row: Sequence[Cell]) -> list[str]:
    """The texts of a row; a graph repeats a figure beside it and is left out."""
    return [
        str(cell["warning"] if isinstance(cell, dict) else cell)
        for column, cell in zip(block.columns, row, strict=True)
        if not column.is_graph
    ]


def _fill(row: Any, texts: Sequence[str], align: Sequence[str], widths: Sequence[Any], *, bold: bool) -> None:
    for cell, text, side, width in zip(row.cells, texts, align, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _SIDES[side]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(printable(text))
        run.font.size, run.bold = Pt(9 if len(texts) <= _FEW_COLUMNS else 7.5), bold


def _add_chart(document: Any, block: Chart) -> None:
    picture = render_png("chart", {"graph": block.graph, "data": block.data}, _PIXELS_PER_INCH)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    _add_picture(paragraph, picture, block.alt, width=Cm(_TEXT_WIDTH))
    if block.caption:
        caption = document.add_paragraph(printable(block.caption), style="Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_signature(document: Any, block: Signature) -> None:
    """How to check the paper on the left, who signs on the right; kept with the lines above."""
    space = document.paragraphs[-1]
    space.paragraph_format.keep_with_next = True
    before = space._p.getprevious()
    if not space.text and before is not None and before.tag == qn("w:tbl"):
        for cell in document.tables[-1].rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in row.cells:
        cell.width = Cm(_TEXT_WIDTH / 2)
    left, right = row.cells
    check: Any = block.check or {"code": None, "lines": []}
    if check["code"]:
        picture = render_png("chart", {"graph": "qr", "data": check["code"]}, _PIXELS_PER_INCH / 4)
        _add_picture(left.paragraphs[0], picture, check["code"]["alt"], width=Cm(2.6))
    for text in check["lines"]:
        _add_line(left, text).font.size = Pt(8)
    title = f"{block.title}," if block.title else ""
    for text in (block.place_date, title):
        if text:
            _add_line(right, text)
    right.paragraphs[-1].paragraph_format.space_after = Pt(60)
    name = _add_line(right, block.name or "…" * 20)
    name.bold = name.underline = True
    for text in (block.rank, block.number or ("" if block.name else "NIP.")):
        if text:
            _add_line(right, text)


def _add_line(cell: Any, text: str) -> Any:
    """Add a line to a cell and return its run; the first is the empty paragraph that every cell has."""
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.runs else first
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph.add_run(printable(text))
