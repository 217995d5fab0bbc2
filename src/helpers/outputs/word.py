"""Word documents as Decree 30/2020 wants them: pandoc's reference document mended, and its output finished."""

import io
import zipfile
from typing import Any

import docx  # python-docx: kept, small, and the only way to the styles that pandoc takes over
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

FONT = "Times New Roman"
BODY, CELL = Pt(13), Pt(11)
BULLETS = {"•", "◦", "▪", "–", "\uf0b7"}
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # zip archives carry dates; the same bytes on every run need one


def reference(default: bytes) -> bytes:
    """A reference document for pandoc, as bytes, from pandoc's own: A4, margins, one font, black, page numbers on top."""
    document = docx.Document(io.BytesIO(default))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header)
    for style in document.styles:
        if style.type in (1, 2):  # paragraph and character styles
            _font(style)
    styles = {style.name: style for style in document.styles}
    _paragraphs(styles, document)
    return _bytes(document)


def _font(style: Any) -> None:
    style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{kind}Theme"), None)  # theme fonts would win
        fonts.set(qn(f"w:{kind}"), FONT)


def _paragraphs(styles: dict[str, Any], document: Any) -> None:
    """Sizes and spacing: body 13 pt justified with a first-line indent and 6 pt between paragraphs, captions bold."""
    for name in ("Normal", "Body Text", "First Paragraph", "Compact", "Bibliography"):
        if name in styles:
            styles[name].font.size = BODY
    for name in ("Body Text", "First Paragraph"):
        _spaced(styles[name], 6, indent=1, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _spaced(styles["Compact"], 0)  # cells of tables: they would inherit the indent
    for name, size in (("Title", 14), ("Heading 1", 14), ("Heading 2", 13), ("Heading 3", 13)):
        styles[name].font.size, styles[name].font.bold, styles[name].font.italic = Pt(size), True, False
        _spaced(styles[name], 6, keep=True)
    styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Heading 1"].font.all_caps = True
    for name in ("Table Caption", "Image Caption", "Caption"):
        styles[name].font.size, styles[name].font.bold, styles[name].font.italic = Pt(12), True, False
        _spaced(styles[name], 6, alignment=WD_ALIGN_PARAGRAPH.CENTER, keep=name == "Table Caption")
    _spaced(styles["Captioned Figure"], 6, alignment=WD_ALIGN_PARAGRAPH.CENTER, keep=True)
    for name, side in (("Annex", WD_ALIGN_PARAGRAPH.CENTER), ("Note", WD_ALIGN_PARAGRAPH.JUSTIFY)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style)
        _spaced(style, 6, alignment=side, keep=name == "Annex")
    style.font.size = CELL


def _spaced(style: Any, points: float, indent: float = 0, alignment: Any = None, keep: bool = False) -> None:
    """Single lines, so many points before a paragraph; `keep` it on the page of the next."""
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(points), Pt(min(points, 2))
    form.line_spacing, form.first_line_indent, form.alignment = 1.0, Cm(indent), alignment
    form.keep_with_next = keep


def _page_number(header: Any) -> None:
    """The page number, centred in the top margin; the first page has a header of its own, empty."""
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.name, run.font.size = FONT, BODY
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def finished(raw: bytes, title: str, author: str, language: str) -> bytes:
    """Pandoc's document as bytes with what it leaves out: forms of tables and lists, properties, language."""
    document = docx.Document(io.BytesIO(raw))
    for table in document.tables:
        _table(table)
    for paragraph in document.paragraphs:
        if paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None:
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(6), Pt(0)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
    for level in document.part.numbering_part.element.iter(qn("w:lvlText")):
        if level.get(qn("w:val")) in BULLETS:
            level.set(qn("w:val"), "-")
    for style in document.styles:
        if style.element.rPr is not None and style.element.rPr.find(qn("w:lang")) is not None:
            style.element.rPr.find(qn("w:lang")).set(qn("w:val"), {"vi": "vi-VN", "en": "en-GB"}[language])
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, language
    return _bytes(document)


def _table(table: Any) -> None:
    """Borders, width of the text, header rows repeated and centred, rows whole, cells in their size."""
    _borders(table)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0 and properties.find(qn("w:tblHeader")) is None:
            properties.append(OxmlElement("w:tblHeader"))
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in paragraph.runs:
                run.font.size, run.font.bold = CELL, number == 0 or run.font.bold


def _borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    indent = OxmlElement("w:tblInd")  # flush with the text: cells have their padding inside
    indent.set(qn("w:w"), "0")
    indent.set(qn("w:type"), "dxa")
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "60")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    for part in (indent, borders, margins):
        if (old := table._tbl.tblPr.find(part.tag)) is not None:
            table._tbl.tblPr.remove(old)
        table._tbl.tblPr.append(part)


def _bytes(document: Any) -> bytes:
    """A document as bytes that do not depend on the day."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            about = zipfile.ZipInfo(name, FIXED_DATE)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(about, source.read(name))
    return out.getvalue()
