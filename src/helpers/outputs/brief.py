"""Briefs that an office can send: one Markdown template a language, out as DOCX and tagged PDF."""

import tempfile
from importlib import util
from pathlib import Path

from markupsafe import Markup
from matplotlib.figure import Figure

from helpers.charts import shares
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content, markdown, provinces, word
from helpers.outputs.content import Frames
from helpers.outputs.markdown import PROJECT, TEMPLATES, escaped
from helpers.tables import files

TITLES = {  # by whether the sources state targets of the province
    True: N_("Results against the targets of digital transformation, {place}"),
    False: N_("Figures of digital transformation, {place}"),
}


def build(root: Path, folder: Path, annex: bool = False) -> None:
    """All briefs below a folder, as DOCX and PDF, if wanted in the form of an annex."""
    frames = content.frames(root)
    for province in content.provinces(frames):
        for language in LANGUAGES:
            source, title = text(frames, province, language, annex), titled(frames, province, language)
            with tempfile.TemporaryDirectory() as name:
                scratch = Path(name)
                for number, picture in enumerate(pictures(frames, province, language), start=1):
                    picture.savefig(scratch / f"{number}.png", dpi=300, metadata={"Software": None})
                (folder / f"{province}.{language}.docx").write_bytes(_docx(source, title, language, scratch))
                (folder / f"{province}.{language}.pdf").write_bytes(_pdf(source, title, language, scratch))


def pictures(frames: Frames, province: str, language: str) -> list[Figure]:
    """The pictures of a brief: every latest share, and beside other places what they report alike."""
    about, own = frames["indicators"], frames["observations"].query("province == @province")
    shared, drawn = content.side_by_side(frames), [shares.latest(own, about, language)]
    return [*drawn, shares.places(shared, about, language)] if province in set(shared.province) else drawn


def titled(frames: Frames, province: str, language: str) -> str:
    """The title of a brief."""
    title = TITLES[bool((frames["targets"].scope == province).any())]
    return words.translator(language)(title).format(place=files.place(province, language))


def text(frames: Frames, province: str, language: str, annex: bool = False) -> str:
    """The filled template of a brief, as Markdown that names its pictures 1.png, 2.png; a text from a table is no markup in it."""
    environment = markdown.templates(language).overlay(
        autoescape=True, finalize=lambda value: value if isinstance(value, Markup) else Markup(escaped(value))
    )
    about = provinces.described(frames, province, language)
    title = titled(frames, province, language)
    return environment.get_template(f"brief.{language}.md").render(**about, title=title, annex=annex)


def pandoc(text: str, to: str, scratch: Path, *extra: str) -> bytes:
    """Pandoc's output for a Markdown text, in a scratch folder where the picture lies."""
    out = scratch / f"out.{to}"
    arguments = [f"--resource-path={scratch}", f"--lua-filter={TEMPLATES / 'brief.lua'}", *extra]
    source = "markdown-auto_identifiers-smart"
    markdown.convert(text, to, source, outputfile=str(out), cworkdir=str(scratch), extra_args=arguments)
    return out.read_bytes()


def _docx(text: str, title: str, language: str, scratch: Path) -> bytes:
    reference = f"--reference-doc={TEMPLATES / 'reference.docx'}"
    raw = pandoc(text, "docx", scratch, reference, f"--metadata=lang:{language}")
    return word.finished(raw, title, PROJECT, language)


def _pdf(text: str, title: str, language: str, scratch: Path) -> bytes:
    """The PDF, through Typst; PDF/UA refuses an image without alternative text."""
    preamble = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    font = "TeX Gyre Termes" if fonts() else "Libertinus Serif"
    about = {"title": title, "author": PROJECT, "lang": language, "font": font}
    source = scratch / "brief.typ"
    source.write_text(preamble + pandoc(text, "typst", scratch).decode("utf-8"), encoding="utf-8")
    document: bytes = markdown.typeset(source, pdf_standards="ua-1", font_paths=fonts(), sys_inputs=about)
    return document


def fonts() -> list[str]:
    """The folder of the Times-like font with every Vietnamese letter; none where its package is missing."""
    found = util.find_spec("rinoh_typeface_texgyretermes")
    return list(found.submodule_search_locations or []) if found else []
