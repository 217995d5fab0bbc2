"""Building the site under build/site with Sphinx, and mending what its makers leave out."""

import gc
import io
import re
import shutil
from pathlib import Path

import pandas as pd

from helpers.claims.words import LANGUAGES
from helpers.outputs.markup import TEMPLATES
from helpers.outputs.site.pages import pages
from helpers.outputs.site.search import search
from helpers.outputs.site.words import THEME, WORDS
from helpers.tables import files


def build(root: Path) -> Path:
    """Build both languages under build/site; returns the folder. Nothing is replaced unless both succeeded."""
    out, fresh = root / "build" / "site", root / "build" / ".site"
    sources = root / "build" / ".site-source"
    for folder in (fresh, sources):
        shutil.rmtree(folder, ignore_errors=True)
    known = _known(root)
    for language in LANGUAGES:
        _write(pages(root, known, language), sources / language)
        for picture in (root / "docs").glob("*.png"):
            shutil.copy(picture, sources / language)
        render(sources / language, fresh / language, language)
        for spare in ("_sources", "objects.inv", ".buildinfo"):  # the last holds a hash of this folder's path
            gone = fresh / language / spare
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
        shutil.copytree(root / "data", fresh / language / "data")
        for file in (fresh / language).rglob("*.html"):
            text = _accessible(file.read_text(encoding="utf-8"))
            file.write_text(_vietnamese(text) if language == "vi" else text, encoding="utf-8", newline="\n")
    shutil.rmtree(fresh / "jupyter_execute", ignore_errors=True)
    (fresh / "index.html").write_text(_door(), encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    shutil.rmtree(sources)
    return out


def _accessible(text: str) -> str:
    """A page with what its makers leave out: captions have a heading's role and no level, wide blocks can't be scrolled by keyboard."""
    text = text.replace(' role="heading">', ' role="heading" aria-level="2">').replace("<pre>", '<pre tabindex="0">')
    text = text.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    return text.replace('<div class="output text_html">', '<div class="output text_html" tabindex="0">')


def _vietnamese(text: str) -> str:
    """A Vietnamese page without the words that its theme has in English only."""
    for english, vietnamese in THEME.items():
        text = re.sub(rf"(<(?:span|div)[^>]*>\s*){english}(\s*</)", rf"\g<1>{vietnamese}\g<2>", text)
    return text.replace("Tìm Kiếm", "Tìm kiếm").replace('title="Link to this heading"', 'title="Liên kết đến mục này"')


def _known(root: Path) -> dict[str, pd.DataFrame]:
    """All tables by name."""
    return {name: files.read(name, root) for name in (*files.names("data"), *files.seed_names())}


def _door() -> str:
    """The page at the top: it leads to the Vietnamese front page, and names both."""
    links = "".join(
        f'<p><a href="{language}/index.html" lang="{language}">{WORDS[language]["title"]}</a></p>'
        for language in ("vi", "en")
    )
    head = '<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=vi/index.html"><title>Tây Bắc số</title>'
    return f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body><main><h1>Tây Bắc số</h1>{links}</main></body></html>\n'


def _write(found: dict[str, str], folder: Path) -> None:
    for name, text in found.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def render(source: Path, out: Path, language: str) -> None:
    """Run Sphinx on a folder of pages; RuntimeError with its warnings, where it has any."""
    from sphinx.application import Sphinx
    from sphinx.search import languages
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    languages[language] = search(language)
    settings = {
        "extensions": ["myst_nb"], "nb_execution_mode": "off", "language": language,
        "project": "Tây Bắc số", "html_title": "Tây Bắc số", "html_theme": "furo", "html_copy_source": False,
        "html_show_sphinx": False, "html_show_copyright": False, "html_domain_indices": False, "html_use_index": False,
        "html_static_path": [str(TEMPLATES / "static")], "html_css_files": ["site.css"], "html_js_files": ["site.js"],
        "html_favicon": str(TEMPLATES / "static" / "icon.svg"), "html_search_language": language,
        "myst_enable_extensions": ["colon_fence"], "myst_heading_anchors": 3, "smartquotes": False,
        "suppress_warnings": ["docutils"],
    }  # fmt: skip
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():  # two builds in one process
        doctrees = out.parent / f".doctrees-{language}"
        app = Sphinx(source, None, out, doctrees, "html", settings, status=None, warning=warnings)
        # what was read stays until all is written: to look there for garbage, again and again, took a fifth of the time
        app.connect("env-updated", lambda *_: gc.freeze())
        app.build()
        gc.unfreeze()
    shutil.rmtree(out.parent / f".doctrees-{language}")
    if warnings.getvalue().strip():
        raise RuntimeError(warnings.getvalue())
