"""The task brief: all there is to take away, under build/; briefs that an office can send, as DOCX by Decree 30 and PDF."""

import argparse
import io
import itertools
import shutil
import sys
import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import docx  # python-docx: kept, small
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from markupsafe import Markup
from tqdm import tqdm

from helpers.charts import shares
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_, TEMPLATES
from helpers.outputs import citations, content, documents, markdown, pictures, staging, workbook
from helpers.outputs.markdown import PROJECT, escaped
from helpers.seeds import checks
from helpers.tables import files

TITLES = {  # by whether the sources state targets of the province
    True: N_("Results against the targets of digital transformation, {place}"),
    False: N_("Figures of digital transformation, {place}"),
}
PRINTED: dict[str, Any] = {"dpi": 300, "metadata": {"Software": None}}
CELL = Pt(11)
FONTS = [str(resources.files("rinoh_typeface_texgyretermes"))]  # as wide as Times, with every Vietnamese letter
BULLETS = {"•", "◦", "▪", "–", "\uf0b7"}


def brief(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Build what there is to take away, from checked seeds."""
    checks.checked_seeds(root)
    return [f"build/{part}/" for part in build(root, options.annex)], 0


def build(root: Path, annex: bool = False) -> list[str]:
    """Make the parts under build/ anew, briefs as annexes if so wanted; returns their names."""
    frames = content.frames(root)
    steps = {
        "briefs": lambda folder: briefs(frames, folder, annex),  # first: their tools may be missing
        "figures": lambda folder: pictures.build(frames, folder),
        "tables": lambda folder: workbook.build(frames, folder / "tay-bac-so.xlsx"),
        "citations": lambda folder: citations.build(root, folder),
    }
    for name, step in tqdm(steps.items(), desc="build", unit="part", file=sys.stderr, disable=None):
        fresh, out = root / "build" / f".{name}", root / "build" / name
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        step(fresh)
        shutil.rmtree(out, ignore_errors=True)
        fresh.rename(out)  # a part is there whole or as it was
    return list(steps)


def briefs(frames: content.Frames, folder: Path, annex: bool) -> None:
    """All briefs below a folder, as DOCX and PDF, if wanted in the form of an annex."""
    indicators, shared = frames["indicators"], content.side_by_side(frames)
    for province, language in itertools.product(content.provinces(frames), LANGUAGES):
        own = frames["observations"].query("province == @province")
        source, title = text(frames, province, language, annex), _title(frames, province, language)
        with tempfile.TemporaryDirectory() as name:
            scratch = Path(name)
            shares.latest(own, indicators, language).savefig(scratch / "1.png", **PRINTED)
            if province in set(shared.province):  # beside other places, what they report alike
                shares.places(shared, indicators, language).savefig(scratch / "2.png", **PRINTED)
            reference = f"--reference-doc={TEMPLATES / 'reference.docx'}"
            raw = pandoc(source, "docx", scratch, reference, f"--metadata=lang:{language}")
            (folder / f"{province}.{language}.docx").write_bytes(_finished(raw, title, language))
            (folder / f"{province}.{language}.pdf").write_bytes(_pdf(source, title, language, scratch))


def text(frames: content.Frames, province: str, language: str, annex: bool = False) -> str:
    """The filled template of a brief, as Markdown that names its pictures 1.png, 2.png; a text from a table is no markup in it."""
    environment = markdown.templates(language).overlay(
        autoescape=True, finalize=lambda value: value if isinstance(value, Markup) else Markup(escaped(value))
    )
    values = documents.described(frames, province, language)
    title = _title(frames, province, language)
    return environment.get_template(f"brief.{language}.md").render(**values, title=title, annex=annex)


def _title(frames: content.Frames, province: str, language: str) -> str:
    title = TITLES[province in set(frames["targets"].scope)]
    return words.translator(language)(title).format(place=files.place(province, language))


def pandoc(text: str, to: str, scratch: Path, *extra: str) -> bytes:
    """Pandoc's output for a Markdown text, in a scratch folder where the picture lies."""
    out = scratch / f"out.{to}"
    arguments = [f"--resource-path={scratch}", f"--lua-filter={TEMPLATES / 'brief.lua'}", *extra]
    source = "markdown-auto_identifiers-smart"
    markdown.convert(text, to, source, outputfile=str(out), cworkdir=str(scratch), extra_args=arguments)
    return out.read_bytes()


def _pdf(text: str, title: str, language: str, scratch: Path) -> bytes:
    """The PDF, through Typst; PDF/UA refuses an image without alternative text."""
    import typst

    preamble = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    inputs = {"title": title, "author": PROJECT, "lang": language, "font": "TeX Gyre Termes"}
    source = scratch / "brief.typ"
    source.write_text(preamble + pandoc(text, "typst", scratch).decode("utf-8"), encoding="utf-8")
    # fonts of the system would slip into words whose letters a font lacks; Typst's own have them all
    fonts: dict[str, Any] = {"font_paths": FONTS, "ignore_system_fonts": True}
    made = typst.compile(str(source), pdf_standards="ua-1", sys_inputs=inputs, timestamp=markdown.EPOCH, **fonts)
    return bytes(made)


def _finished(raw: bytes, title: str, language: str) -> bytes:
    """Pandoc's document with what it and reference.docx leave out: forms of tables and lists, properties, language."""
    document = docx.Document(io.BytesIO(raw))
    for table in document.tables:
        _lay_out(table)
    for paragraph in document.paragraphs:
        form = paragraph.paragraph_format
        if paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None:
            form.space_before, form.space_after = Pt(6), Pt(0)
            form.left_indent, form.first_line_indent = Cm(0.6), Cm(-0.6)
        form.keep_with_next = paragraph.text.endswith(":") or None  # what leads to a list
    for level in document.part.numbering_part.element.iter(qn("w:lvlText")):
        if level.get(qn("w:val")) in BULLETS:
            level.set(qn("w:val"), "-")
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, PROJECT, language
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:  # zipped anew, without the day
        return staging.zipped({name: source.read(name) for name in source.namelist()})


def _lay_out(table: Any) -> None:
    """Header rows centred, rows whole, cells in their size."""
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        first, *others = [cell.text.strip() for cell in row.cells]
        titles = bool(others and first and not any(others))  # it is the title of the rows below
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = number == 0 or titles or None
            for run in paragraph.runs:
                run.font.size, run.font.bold = CELL, number == 0 or run.font.bold
