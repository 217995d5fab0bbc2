"""Briefs that an office can send: one Markdown template a language, out as DOCX, tagged PDF and self-contained HTML."""

import re
import tempfile
from pathlib import Path

import jinja2  # comes with JupyterLab
from markupsafe import Markup

from helpers.claims.words import LANGUAGES
from helpers.outputs import pandoc, pictures, word
from helpers.outputs.contents import content
from helpers.outputs.markup import TEMPLATES, escaped
from helpers.outputs.pictures import Picture
from helpers.tables import files


def markdown(root: Path, province: str, language: str, drawn: list[Picture]) -> str:
    """The filled template of a brief."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        finalize=lambda value: escaped(value) if isinstance(value, str) else value,
    )  # fmt: skip
    template = environment.get_template(f"brief.{language}.md")
    return template.render(
        **content(root, province, language),
        figures=[{**one, "file": Markup(one["file"])} for one in drawn],
    )


def build(root: Path, folder: Path) -> list[Path]:
    """All briefs below a folder, as DOCX, PDF and HTML; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for province in sorted(files.read("observations", root).province.unique()):
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as scratch:
                drawn = pictures.figures(root, province, language, Path(scratch))
                text = markdown(root, province, language, drawn)
                for suffix, write in (("docx", _docx), ("pdf", _pdf), ("html", _html)):
                    file = folder / f"{province}.{language}.{suffix}"
                    file.write_bytes(write(text, drawn, language, Path(scratch)))
                    made.append(file)
    return made


def _pandoc(text: str, to: str, scratch: Path, *extra: str) -> bytes:
    """Pandoc's output for a Markdown text, in a scratch folder where the pictures lie."""
    out = scratch / f"out.{to}"
    options = {"outputfile": str(out), "cworkdir": str(scratch), "extra_args": [f"--resource-path={scratch}", *extra]}
    pandoc.convert(text, to, "markdown-auto_identifiers-smart", **options)
    return out.read_bytes()


def _title(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.split("\n", 1)[0].removeprefix("# "))


def _docx(text: str, drawn: list[Picture], language: str, scratch: Path) -> bytes:
    default = scratch / "default.docx"
    pandoc.convert("", "docx", "markdown", outputfile=str(default))
    (scratch / "reference.docx").write_bytes(word.reference(default.read_bytes()))
    options = [f"--reference-doc={scratch / 'reference.docx'}", f"--metadata=lang:{language}"]
    return word.finished(_pandoc(text, "docx", scratch, *options), [one["alt"] for one in drawn], language)


def _html(text: str, drawn: list[Picture], language: str, scratch: Path) -> bytes:
    body = ["--standalone", "--embed-resources", f"--css={TEMPLATES / 'brief.css'}", f"--metadata=lang:{language}"]
    return _pandoc(
        text, "html", scratch, *body, f"--metadata=pagetitle:{_title(text)}", "--variable=document-css:false"
    )


def _pdf(text: str, drawn: list[Picture], language: str, scratch: Path) -> bytes:
    # PDF/UA refuses an image without alternative text
    document: bytes = pandoc.typeset(_typst(text, language, scratch), pdf_standards="ua-1")
    return document


def _typst(text: str, language: str, scratch: Path) -> Path:
    """The Typst source of a brief, written to the scratch folder."""
    body = _pandoc(text, "typst", scratch, f"--lua-filter={TEMPLATES / 'alt-text.lua'}").decode("utf-8")
    preamble = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    quoted = _title(text).replace("\\", "\\\\").replace('"', '\\"')
    source = scratch / "brief.typ"
    filled = preamble.replace("$title$", f'"{quoted}"').replace("$lang$", f'"{language}"')
    source.write_text(filled + body, encoding="utf-8")
    return source


def first_page(root: Path, province: str, language: str) -> bytes:
    """The first page of a brief as PNG: the README shows one."""
    with tempfile.TemporaryDirectory() as scratch:
        drawn = pictures.figures(root, province, language, Path(scratch))
        source = _typst(markdown(root, province, language, drawn), language, Path(scratch))
        pages: list[bytes] = pandoc.typeset(source, format="png", ppi=70.0)
        return pages[0]
