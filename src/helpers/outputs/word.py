"""Word documents as Decree 30/2020 wants them: pandoc's reference document mended, and its output finished."""

import io
import zipfile
from typing import Any

import docx  # python-docx: kept, small, and the only way to the styles that pandoc takes over
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

FONT = "Times New Roman"
BODY = Pt(13)
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
    _paragraphs(styles)
    return _bytes(document)


def _font(style: Any) -> None:
    style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{kind}Theme"), None)  # theme fonts would win
        fonts.set(qn(f"w:{kind}"), FONT)


def _paragraphs(styles: dict[str, Any]) -> None:
    """Sizes and spacing: body 13 pt justified with a first-line indent, tables 10 pt, captions bold."""
    for name in ("Normal", "Body Text", "First Paragraph", "Compact", "Bibliography"):
        if name in styles:
            styles[name].font.size = BODY
    for name in ("Body Text", "First Paragraph"):
        form = styles[name].paragraph_format
        form.first_line_indent, form.alignment = Cm(1), WD_ALIGN_PARAGRAPH.JUSTIFY
        form.space_before, form.space_after, form.line_spacing = Pt(2), Pt(2), 1.0
    compact = styles["Compact"].paragraph_format  # list items and cells: it would inherit the indent
    compact.first_line_indent, compact.space_before, compact.space_after, compact.line_spacing = (
        Cm(0),
        Pt(1),
        Pt(1),
        1.0,
    )
    for name, size in (("Title", 14), ("Heading 1", 14), ("Heading 2", 13), ("Heading 3", 13)):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(2)
        style.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Table Caption", "Image Caption", "Caption"):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(12), True, False
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(3), Pt(2)
    styles["Table Caption"].paragraph_format.keep_with_next = True
    captioned = styles["Captioned Figure"].paragraph_format
    captioned.line_spacing, captioned.keep_with_next, captioned.first_line_indent = 1.0, True, Cm(0)
    captioned.alignment, captioned.space_before = WD_ALIGN_PARAGRAPH.CENTER, Pt(6)


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


def finished(raw: bytes, language: str) -> bytes:
    """Pandoc's document as bytes with what it leaves out: table borders, repeated headers, whole rows, language."""
    document = docx.Document(io.BytesIO(raw))
    for table in document.tables:
        _borders(table)
        for number, row in enumerate(table.rows):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0 and properties.find(qn("w:tblHeader")) is None:
                properties.append(OxmlElement("w:tblHeader"))
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size, run.font.bold = Pt(10), number == 0
    for style in document.styles:
        if style.element.rPr is not None and style.element.rPr.find(qn("w:lang")) is not None:
            style.element.rPr.find(qn("w:lang")).set(qn("w:val"), {"vi": "vi-VN", "en": "en-GB"}[language])
    document.core_properties.language = language
    return _bytes(document)


def _borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


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
