"""Briefs that an office can send: one Markdown template a language, out as DOCX, tagged PDF and self-contained HTML."""

import re
import tempfile
from pathlib import Path

import jinja2  # comes with JupyterLab
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from helpers.analysis import compare
from helpers.charts import paths, shares
from helpers.claims.words import LANGUAGES
from helpers.outputs import markdown, word
from helpers.outputs.content import Frames, content, frames
from helpers.outputs.markdown import TEMPLATES, escaped
from helpers.seeds import tidy


def text(frames: Frames, province: str, language: str) -> str:
    """The filled template of a brief, as Markdown that names its pictures 1.png and 2.png."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        finalize=lambda value: escaped(value) if isinstance(value, str) else value,
    )  # fmt: skip
    template = environment.get_template(f"brief.{language}.md")
    return template.render(**content(frames, province, language), figures=[Markup("1.png"), Markup("2.png")])


def build(root: Path, folder: Path) -> list[Path]:
    """All briefs below a folder, as DOCX, PDF and HTML; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables, made = frames(root), []
    for province in sorted(tables["observations"].province.unique()):
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as scratch:
                _draw(tables, province, language, Path(scratch))
                markup = text(tables, province, language)
                for suffix, write in (("docx", _docx), ("pdf", _pdf), ("html", _html)):
                    file = folder / f"{province}.{language}.{suffix}"
                    file.write_bytes(write(markup, language, Path(scratch)))
                    made.append(file)
    return made


def _draw(frames: Frames, province: str, language: str, folder: Path) -> None:
    """The pictures of a brief, written to a folder as 1.png and 2.png."""
    own = {name: frame[frame.province == province] for name, frame in frames.items() if "province" in frame}
    draw = _reported if own["projections"].empty else _projected
    for number, figure in enumerate(draw(frames, own, language), start=1):
        figure.savefig(folder / f"{number}.png", dpi=200, metadata={"Software": None})


def _reported(frames: Frames, own: Frames, language: str) -> list[Figure]:
    """Of a province without a projection: its figures beside those of other places, and all its shares."""
    about = frames["indicators"]
    everywhere = pd.concat([frames["observations"], tidy.national_observations(frames["national"], about)])
    shared = compare.across_places(everywhere, about)
    shared = shared[shared.indicator.isin(own["observations"].indicator)]
    return [shares.places(shared, about, language), shares.levels(own["observations"], about, language)]


def _projected(frames: Frames, own: Frames, language: str) -> list[Figure]:
    """Of a province with projections: paces, and paths with their ranges and targets."""
    about, ahead = frames["indicators"], own["projections"].query("label != 'illustration'")
    return [
        shares.dumbbell(own["growth"], own["observations"], about, language),
        paths.fan(ahead, own["observations"], own["target_gaps"], about, language),
    ]


def _pandoc(text: str, to: str, scratch: Path, *extra: str) -> bytes:
    """Pandoc's output for a Markdown text, in a scratch folder where the pictures lie."""
    out = scratch / f"out.{to}"
    options = {"outputfile": str(out), "cworkdir": str(scratch), "extra_args": [f"--resource-path={scratch}", *extra]}
    markdown.convert(text, to, "markdown-auto_identifiers-smart", **options)
    return out.read_bytes()


def _title(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.split("\n", 1)[0].removeprefix("# "))


def _docx(text: str, language: str, scratch: Path) -> bytes:
    default, reference = scratch / "default.docx", scratch / "reference.docx"
    markdown.convert("", "docx", "markdown", outputfile=str(default))
    reference.write_bytes(word.reference(default.read_bytes()))
    options = [
        f"--reference-doc={reference}",
        f"--metadata=lang:{language}",
        f"--lua-filter={TEMPLATES / 'alt-text.lua'}",
    ]
    return word.finished(_pandoc(text, "docx", scratch, *options), language)


def _html(text: str, language: str, scratch: Path) -> bytes:
    body = ["--standalone", "--embed-resources", f"--css={TEMPLATES / 'brief.css'}", f"--metadata=lang:{language}"]
    title = f"--metadata=pagetitle:{_title(text)}"
    return _pandoc(text, "html", scratch, *body, title, "--variable=document-css:false")


def _pdf(text: str, language: str, scratch: Path) -> bytes:
    # PDF/UA refuses an image without alternative text
    document: bytes = markdown.typeset(typst_source(text, language, scratch), pdf_standards="ua-1")
    return document


def typst_source(text: str, language: str, scratch: Path) -> Path:
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
        tables = frames(root)
        _draw(tables, province, language, Path(scratch))
        source = typst_source(text(tables, province, language), language, Path(scratch))
        pages: list[bytes] = markdown.typeset(source, format="png", ppi=70.0)
        return pages[0]
