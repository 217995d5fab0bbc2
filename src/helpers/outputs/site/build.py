"""Building the site under build/site with Sphinx, and mending what its makers leave out."""

import io
import shutil
from pathlib import Path

import pandas as pd
from babel.messages import mofile, pofile

from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import build as documents
from helpers.outputs import changes, content
from helpers.outputs.markdown import PROJECT, TEMPLATES, templates
from helpers.outputs.site import downloads
from helpers.outputs.site.pages import REVIEWED, pages
from helpers.outputs.site.search import search

THEME = [  # what Sphinx and its theme say in English only, or otherwise than we do
    N_("Next"), N_("Previous"), N_("Home"), N_("On this page"), N_("Back to top"), N_("Search"), N_("Link to this heading"),
    N_("Skip to content"),
]  # fmt: skip
SPARE = ("_sources", "objects.inv", ".buildinfo")  # the last holds a hash of this folder's path


def build(root: Path) -> Path:
    """Build both languages under build/site; returns the folder. Nothing is replaced unless both succeeded."""
    out, fresh, sources = (root / "build" / name for name in ("site", ".site", ".site-source"))
    for folder in (fresh, sources):
        shutil.rmtree(folder, ignore_errors=True)
    if not all((root / "build" / part).is_dir() for part in ("briefs", "figures", "tables")):
        documents.build(root)
    tables = content.frames(root)
    tables["released"] = pd.concat([tables["claims"], *map(pd.read_csv, changes.stored(root))])
    for language in LANGUAGES:
        frames = tables | {"figures": content.figures(tables, language)}
        for name, text in pages(root, frames, language).items():
            (sources / language / name).parent.mkdir(parents=True, exist_ok=True)
            (sources / language / name).write_text(text, encoding="utf-8", newline="\n")
        if (root / "docs" / REVIEWED).is_file():
            shutil.copy(root / "docs" / REVIEWED, sources / language)
        render(sources / language, fresh / language, language)
        _downloads(root, frames, fresh / language, language)
        for file in (fresh / language).rglob("*.html"):
            text = _accessible(file.read_text(encoding="utf-8"))
            file.write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(fresh / "jupyter_execute", ignore_errors=True)
    door = templates("vi").get_template("site/door.html").render()
    (fresh / "index.html").write_text(door, encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    (fresh / ".nojekyll").touch()  # else a static host that runs Jekyll leaves out _static
    fresh.rename(out)
    shutil.rmtree(sources)
    return out


def _downloads(root: Path, frames: content.Frames, folder: Path, language: str) -> None:
    """What the pages offer beside themselves: tables, small files of the indicators, briefs, workbook, pictures."""
    shutil.copytree(root / "data", folder / "data")
    for name in frames["indicators"].indicator:
        for suffix, raw in downloads.indicator_files(frames, name, language).items():
            (folder / "indicators" / f"{name}.{suffix}").write_bytes(raw)
    into = folder / "downloads"
    into.mkdir()
    for name, raw in downloads.tables(frames).items():
        (into / name).write_bytes(raw)
    build = root / "build"
    for file in [*(build / "briefs").glob(f"*.{language}.*"), *(build / "tables").glob("*.xlsx")]:
        shutil.copy(file, into)
    shutil.copytree(build / "figures" / language, into / "pictures")


def _accessible(text: str) -> str:
    """A page with what its makers leave out: captions have a heading's role and no level, wide blocks can't be scrolled by keyboard."""
    text = text.replace(' role="heading">', ' role="heading" aria-level="2">').replace("<pre>", '<pre tabindex="0">')
    text = text.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    return text.replace('<div class="output text_html">', '<div class="output text_html" tabindex="0">')


def _catalogue(folder: Path) -> Path:
    """A folder in which Sphinx finds our catalogue before its own: for the words of its theme."""
    file = folder / "vi" / "LC_MESSAGES" / "sphinx.mo"
    file.parent.mkdir(parents=True)
    with words.CATALOGUE.open("rb") as source, file.open("wb") as target:
        mofile.write_mo(target, pofile.read_po(source))
    return folder


def render(source: Path, out: Path, language: str) -> None:
    """Run Sphinx on a folder of pages; RuntimeError with its warnings, where it has any."""
    from sphinx.application import Sphinx
    from sphinx.search import languages
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    languages[language] = search(language)
    settings = {
        "extensions": ["myst_nb"], "nb_execution_mode": "off", "language": language,
        "project": PROJECT, "html_title": PROJECT, "html_theme": "furo", "html_copy_source": False,
        "html_show_sphinx": False, "html_show_copyright": False, "html_domain_indices": False, "html_use_index": False,
        "html_static_path": [str(TEMPLATES / "static")], "html_css_files": ["site.css"], "html_js_files": ["site.js"],
        "html_favicon": str(TEMPLATES / "static" / "icon.svg"), "html_search_language": language,
        "myst_enable_extensions": ["colon_fence"], "myst_heading_anchors": 3, "smartquotes": False,
        "suppress_warnings": ["docutils"],
    }  # fmt: skip
    settings["locale_dirs"] = [str(_catalogue(out.parent / f".locale-{language}"))]
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():  # two builds in one process
        doctrees = out.parent / f".doctrees-{language}"
        app = Sphinx(source, None, out, doctrees, "html", settings, status=None, warning=warnings)
        app.build()
    for name in (f"../.doctrees-{language}", f"../.locale-{language}", *SPARE):
        gone = out / name
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
    if warnings.getvalue().strip():
        raise RuntimeError(warnings.getvalue())
