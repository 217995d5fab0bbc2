"""Building the site under build/site with Sphinx, and mending what its makers leave out."""

import argparse
import io
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
from babel.messages import mofile, pofile
from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages
from sphinx.util.docutils import docutils_namespace, patch_docutils

from helpers.articles.text import unmarked
from helpers.claims import words
from helpers.claims.words import LANGUAGES, TEMPLATES
from helpers.outputs import brief, changes, content, workbook
from helpers.outputs.markdown import PROJECT, templates
from helpers.outputs.site.pages import REVIEWED, pages
from helpers.seeds import checks

SPARE = ("_sources", "objects.inv", ".buildinfo", "../jupyter_execute")  # the third holds a hash of this folder's path
ACCESSIBLE = {  # what its makers leave out: captions have a heading's role and no level, wide blocks no way by keyboard
    ' role="heading">': ' role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<div class="math-wrapper docutils container">': '<div class="math-wrapper docutils container" tabindex="0">',
    '<div class="output text_html">': '<div class="output text_html" tabindex="0">',
}


class Unmarked(SearchLanguage):
    """Search that ignores diacritics, in the index and in what is typed: with and without marks a word is found."""

    js_stemmer_code = (
        'var Stemmer = function () { this.stemWord = function (w) { return w.toLowerCase().replace(/\\u0111/g, "d")'
        '.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""); }; };'
    )

    def stem(self, word: str) -> str:
        """A word without its marks."""
        return unmarked(word.lower())


def setup(app: Sphinx) -> None:
    """As an extension of Sphinx: formulas become MathML, which browsers draw by themselves."""
    app.add_html_math_renderer("mathml", (_mathml, None), (_mathml, None))
    app.connect("html-page-context", _navigation, priority=400)  # before the theme's own


def _navigation(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page what templates/site/sidebar needs, in place of the tree that the theme would parse for each page."""
    context.pop("toctree", None)
    below, trail = app.env.toctree_includes, [page]
    above = {child: name for name, children in below.items() for child in children}
    while trail[-1] in above:
        trail.append(above[trail[-1]])
    parts = [(part["caption"], part["includefiles"]) for part in app.env.master_doctree.findall(addnodes.toctree)]
    titles = {name: title.astext() for name, title in app.env.titles.items()}
    context.update(below=below, trail=trail, parts=parts, titles=titles)


def _mathml(translator: Any, node: Any) -> None:
    block = isinstance(node, nodes.math_block)
    formula = latex2mathml.tex2mathml(node.astext(), as_block=block)
    translator.body.append(f'<div class="formula">{formula}</div>' if block else formula)
    raise nodes.SkipNode


def site(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Build the web pages, from checked seeds."""
    checks.checked_seeds(root)
    return [f"{build(root).relative_to(root).as_posix()}/index.html opens in any browser"], 0


def build(root: Path) -> Path:
    """Build both languages under build/site; returns the folder. Nothing is replaced unless both succeeded."""
    out, fresh, sources = (root / "build" / name for name in ("site", ".site", ".site-source"))
    for folder in (fresh, sources):
        shutil.rmtree(folder, ignore_errors=True)
    if not all((root / "build" / part).is_dir() for part in ("briefs", "figures", "tables")):
        brief.build(root)
    tables = content.frames(root)
    tables["released"] = pd.concat([tables["claims"], *map(pd.read_csv, changes.stored(root))])
    for language in LANGUAGES:
        frames = tables | {"figures": content.figures(tables, language)}
        for name, text in pages(root, frames, language).items():
            (sources / language / name).parent.mkdir(parents=True, exist_ok=True)
            (sources / language / name).write_text(text, encoding="utf-8", newline="\n")
        if (root / "docs" / REVIEWED).is_file():
            shutil.copy(root / "docs" / REVIEWED, sources / language)
        _render(sources / language, fresh / language, language)
        _downloads(root, frames, fresh / language, language)
    door = templates("vi").get_template("site/door.html").render()
    (fresh / "index.html").write_text(door, encoding="utf-8", newline="\n")
    (fresh / ".nojekyll").touch()  # else a static host that runs Jekyll leaves out _static
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    shutil.rmtree(sources)
    return out


def _downloads(root: Path, frames: content.Frames, folder: Path, language: str) -> None:
    """What the pages offer beside themselves: tables, briefs, workbook, pictures."""
    shutil.copytree(root / "data", folder / "data")
    build, into = root / "build", folder / "downloads"
    shutil.copytree(build / "figures" / language, into / "pictures")
    for name, table in {"muc-tieu": workbook.targets(frames), "so-lieu": workbook.figures(frames)}.items():
        # the mark in front lets Excel see Vietnamese letters
        table.to_csv(into / f"{name}.csv", index=False, lineterminator="\r\n", encoding="utf-8-sig")
    for file in [*(build / "briefs").glob(f"*.{language}.*"), *(build / "tables").glob("*.xlsx")]:
        shutil.copy(file, into)


def _render(source: Path, out: Path, language: str) -> None:
    """Run Sphinx on a folder of pages; RuntimeError with its warnings, where it has any."""
    doctrees, locale = (out.parent / f".{name}-{language}" for name in ("doctrees", "locale"))
    catalogue = locale / "vi" / "LC_MESSAGES" / "sphinx.mo"  # which Sphinx finds before its own: for its theme's words
    catalogue.parent.mkdir(parents=True)
    with words.CATALOGUE.open("rb") as po, catalogue.open("wb") as mo:
        mofile.write_mo(mo, pofile.read_po(po))
    languages[language] = type("Unmarked", (Unmarked,), {"lang": language, "language_name": language})
    settings = {
        "extensions": ["myst_nb", __name__], "html_math_renderer": "mathml", "nb_execution_mode": "off", "language": language, "locale_dirs": [str(locale)],
        "project": PROJECT, "html_title": PROJECT, "html_theme": "furo", "html_copy_source": False,
        "html_show_sphinx": False, "html_show_copyright": False, "html_domain_indices": False, "html_use_index": False,
        "templates_path": [str(TEMPLATES / "site")], "html_static_path": [str(TEMPLATES / "static")], "html_css_files": ["site.css"], "html_js_files": ["site.js"],
        "html_favicon": str(TEMPLATES / "static" / "icon.svg"), "html_search_language": language,
        "myst_enable_extensions": ["colon_fence", "dollarmath"], "myst_update_mathjax": False,
        "myst_heading_anchors": 3, "smartquotes": False, "suppress_warnings": ["docutils"],
    }  # fmt: skip
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():  # two builds in one process
        Sphinx(source, None, out, doctrees, "html", settings, status=None, warning=warnings).build()
    for gone in (doctrees, locale, *(out / name for name in SPARE)):
        shutil.rmtree(gone, ignore_errors=True) if gone.is_dir() else gone.unlink(missing_ok=True)
    if warnings.getvalue().strip():
        raise RuntimeError(warnings.getvalue())
    for file in out.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for left_out, put_in in ACCESSIBLE.items():
            text = text.replace(left_out, put_in)
        file.write_text(text, encoding="utf-8", newline="\n")
