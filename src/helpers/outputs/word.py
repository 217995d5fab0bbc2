"""Word documents as Decree 30/2020 wants them: what pandoc leaves out, beside the styles of templates/reference.docx."""

import io
import zipfile
from typing import Any

import docx  # python-docx: kept, small
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from helpers.outputs import staging

CELL = Pt(11)
BULLETS = {"•", "◦", "▪", "–", "\uf0b7"}


def finished(raw: bytes, title: str, author: str, language: str) -> bytes:
    """Pandoc's document as bytes with what it leaves out: forms of tables and lists, properties, language."""
    document = docx.Document(io.BytesIO(raw))
    for table in document.tables:
        _table(table)
    for paragraph in document.paragraphs:
        if paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None:
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(6), Pt(0)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
        paragraph.paragraph_format.keep_with_next = paragraph.text.endswith(":") or None  # what leads to a list
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
    """Header rows repeated and centred, rows whole, cells in their size."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0 and properties.find(qn("w:tblHeader")) is None:
            properties.append(OxmlElement("w:tblHeader"))
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = number == 0 or _titles(row) or None
            for run in paragraph.runs:
                run.font.size, run.font.bold = CELL, number == 0 or run.font.bold


def _titles(row: Any) -> bool:
    """Whether a row of a table is the title of those below it: its first cell alone has a text."""
    texts = [cell.text.strip() for cell in row.cells]
    return len(texts) > 1 and bool(texts[0]) and not any(texts[1:])


def _bytes(document: Any) -> bytes:
    """A document as bytes that do not depend on the day."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source:
        return staging.zipped({name: source.read(name) for name in source.namelist()})
