"""Briefs that an office can send: one Markdown template a language, out as DOCX, tagged PDF and self-contained HTML."""

import tempfile
from collections.abc import Sequence
from importlib import util
from pathlib import Path
from typing import Any

import jinja2  # comes with JupyterLab
from markupsafe import Markup
from matplotlib.figure import Figure

from helpers.charts import shares
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content, markdown, provinces, word
from helpers.outputs.content import Frames, Row
from helpers.outputs.markdown import PROJECT, TEMPLATES, escaped
from helpers.tables import files

TITLES = {  # by whether the sources state targets of the province
    True: N_("Results against the targets of digital transformation, {place}"),
    False: N_("Figures of digital transformation, {place}"),
}


def build(root: Path, folder: Path, annex: bool = False) -> list[Path]:
    """All briefs below a folder, as DOCX, PDF and HTML, if wanted in the form of an annex; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    frames, made = content.frames(root), []
    for province in sorted(frames["observations"].province.unique()):
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as scratch:
                picture(frames, province, language).savefig(
                    Path(scratch) / "1.png", dpi=300, metadata={"Software": None}
                )
                source, title = text(frames, province, language, annex), titled(frames, province, language)
                for suffix, write in (("docx", _docx), ("pdf", _pdf), ("html", _html)):
                    file = folder / f"{province}.{language}.{suffix}"
                    file.write_bytes(write(source, title, language, Path(scratch)))
                    made.append(file)
    return made


def titled(frames: Frames, province: str, language: str) -> str:
    """The title of a brief."""
    title = TITLES[bool((frames["targets"].scope == province).any())]
    return words.translator(language)(title).format(place=files.place(province, language))


def text(frames: Frames, province: str, language: str, annex: bool = False) -> str:
    """The filled template of a brief, as Markdown that names its picture 1.png."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        finalize=lambda value: escaped(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )  # fmt: skip
    environment.globals |= {"table": table, "grouped": grouped}
    environment.filters["lowered"] = words.lowered
    about = provinces.described(frames, province, language)
    title = titled(frames, province, language)
    return environment.get_template(f"brief.{language}.md").render(
        **about, title=title, annex=annex, picture=Markup("1.png")
    )


def table(headings: Sequence[str], rows: Sequence[Row], names: str, widths: str, alignment: str) -> Markup:
    """A Markdown table of the named cells of rows; widths in per cent, alignment a letter a column: l or r."""
    rules = []
    for width, side in zip(widths.split(), alignment, strict=True):
        dashes = "-" * (3 * int(width))  # so long that pandoc takes their lengths for widths
        rules.append(f":{dashes}" if side == "l" else f"{dashes}:")
    cells = [[escaped(row[name]) if name in row else "" for name in names.split()] for row in rows]
    lines = [[escaped(heading) for heading in headings], rules, *cells]
    return Markup("\n".join(f"| {' | '.join(line)} |" for line in lines))


def grouped(headings: Sequence[str], groups: Sequence[Row], names: str, widths: str, alignment: str) -> Markup:
    """The same of rows in groups, each under its title in bold."""
    groups = [group for group in groups if group["rows"]]
    made = table(headings, [row for group in groups for row in [{}, *group["rows"]]], names, widths, alignment)
    titles = iter(group["title"] for group in groups)
    empty = f"| {' | '.join([''] * len(headings))} |"
    lines = [
        line.replace("|  |", f"| **{escaped(next(titles))}** |", 1) if line == empty else line
        for line in made.split("\n")
    ]
    return Markup("\n".join(lines))


def picture(frames: Frames, province: str, language: str) -> Figure:
    """The picture of a brief without an outlook: all reported shares of the province."""
    own = frames["observations"].query("province == @province")
    return shares.latest(own, frames["indicators"], language)


def _pandoc(text: str, to: str, scratch: Path, *extra: str) -> bytes:
    """Pandoc's output for a Markdown text, in a scratch folder where the picture lies."""
    out = scratch / f"out.{to}"
    options: dict[str, Any] = {"outputfile": str(out), "cworkdir": str(scratch)}
    options["extra_args"] = [f"--resource-path={scratch}", f"--lua-filter={TEMPLATES / 'brief.lua'}", *extra]
    markdown.convert(text, to, "markdown-auto_identifiers-smart", **options)
    return out.read_bytes()


def _docx(text: str, title: str, language: str, scratch: Path) -> bytes:
    default, reference = scratch / "default.docx", scratch / "reference.docx"
    markdown.convert("", "docx", "markdown", outputfile=str(default))
    reference.write_bytes(word.reference(default.read_bytes()))
    raw = _pandoc(text, "docx", scratch, f"--reference-doc={reference}", f"--metadata=lang:{language}")
    return word.finished(raw, title, PROJECT, language)


def _html(text: str, title: str, language: str, scratch: Path) -> bytes:
    body = ["--standalone", "--embed-resources", f"--css={TEMPLATES / 'brief.css'}", f"--metadata=lang:{language}"]
    return _pandoc(text, "html", scratch, *body, f"--metadata=pagetitle:{title}", "--variable=document-css:false")


def _pdf(text: str, title: str, language: str, scratch: Path) -> bytes:
    # PDF/UA refuses an image without alternative text
    source = typst_source(text, title, language, scratch)
    document: bytes = markdown.typeset(source, pdf_standards="ua-1", font_paths=fonts())
    return document


def fonts() -> list[str]:
    """The folder of the Times-like font with every Vietnamese letter; none where its package is missing."""
    found = util.find_spec("rinoh_typeface_texgyretermes")
    return list(found.submodule_search_locations or []) if found else []


def typst_source(text: str, title: str, language: str, scratch: Path) -> Path:
    """The Typst source of a brief, written to the scratch folder."""
    body = _pandoc(text, "typst", scratch).decode("utf-8")
    preamble = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    values = {"title": title, "author": PROJECT, "lang": language}
    values["font"] = "TeX Gyre Termes" if fonts() else "Libertinus Serif"
    for name, value in values.items():
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        preamble = preamble.replace(f"${name}$", f'"{quoted}"')
    source = scratch / "brief.typ"
    source.write_text(preamble + body, encoding="utf-8")
    return source


def first_page(root: Path, province: str, language: str) -> bytes:
    """The first page of a brief as PNG: the README shows one."""
    with tempfile.TemporaryDirectory() as scratch:
        frames = content.frames(root)
        picture(frames, province, language).savefig(Path(scratch) / "1.png", dpi=300, metadata={"Software": None})
        title = titled(frames, province, language)
        source = typst_source(text(frames, province, language), title, language, Path(scratch))
        pages: list[bytes] = markdown.typeset(source, format="png", ppi=70.0, font_paths=fonts())
        return pages[0]
