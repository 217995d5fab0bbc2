"""All pages of the site as sources for Sphinx: {path: Markdown or notebook}."""

import posixpath
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from babel import Locale
from markupsafe import Markup

from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content, mathematics
from helpers.outputs.content import Frames
from helpers.outputs.markdown import templates
from helpers.outputs.provinces import PILLARS
from helpers.outputs.site.front import comparison, front
from helpers.outputs.site.indicators import indicator
from helpers.tables import files

TYPES = (N_("string"), N_("number"), N_("integer"), N_("date"))  # of columns, as the codebook names them
TEXTS = {"method": N_("Method"), "glossary": N_("Glossary")}  # of docs/
REVIEWED = "review-page.png"  # of docs/: a page with the comments of a review
LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s:]+)(#[^)\s]*)?\)")


def pages(root: Path, frames: Frames, language: str) -> dict[str, str]:
    """The sources of one language's site: {path: Markdown or notebook}."""
    _ = words.translator(language)
    notebooks = _notebooks(root, language)
    texts = {name: file for name in TEXTS if (file := root / "docs" / f"{name}.md").is_file()}
    found: dict[str, dict[str, Any]] = {
        "index": front(frames, language) | {"notebooks": [file.stem for file in notebooks]},
        "indicators/index": {"pillars": [f"pillar-{pillar}" for pillar in PILLARS]},
        "compare": comparison(frames, language),
        "sources": {"sources": _sources(frames, language)},
        "codebook": {"tables": _codebook(language)},
        "cite": {},
        "how-to": {"picture": REVIEWED if (root / "docs" / REVIEWED).is_file() else ""},
        "developers": {"texts": list(texts)},
    }
    made = {f"{path}.md": page(f"site/{path}.md", path, language, **values) for path, values in found.items()}
    shown = {f"docs/{name}.md": f"{name}.md" for name in texts}
    shown |= {f"notebooks/{file.name}": f"notebooks/{file.name}" for file in notebooks}
    for name, file in texts.items():
        body = re.sub(r"\A# .*\n", "", relinked(file.read_text(encoding="utf-8"), f"docs/{name}.md", shown))
        made[f"{name}.md"] = page("site/text.md", name, language, title=_(TEXTS[name]), text=Markup(body.strip()))
    made |= {f"notebooks/{file.name}": _notebook(file, language) for file in notebooks}
    return made | _indicators(frames, language)


def _notebooks(root: Path, language: str) -> list[Path]:
    """The notebooks in the reader's language; where there is no such edition, the English ones."""
    found = sorted((root / "notebooks" / language).glob("[0-9]*.ipynb"))
    return found or sorted((root / "notebooks").glob("[0-9]*.ipynb"))


def _indicators(frames: Frames, language: str) -> dict[str, str]:
    """A page for each indicator, and one for each pillar that lists its indicators."""
    made, about = {}, frames["indicators"].sort_values(f"name_{language}")
    for pillar, title in PILLARS.items():
        path, names = f"indicators/pillar-{pillar}", about.indicator[about.pillar == pillar]
        values = {"title": words.translator(language)(title), "names": list(names)}
        made[f"{path}.md"] = page("site/pillar.md", path, language, **values)
    for name in about.indicator:
        path = f"indicators/{name}"
        made[f"{path}.md"] = page("site/indicator.md", path, language, **indicator(frames, name, language))
    return made


def page(template: str, path: str, language: str, **values: Any) -> str:
    """A filled template of the site; each knows its path and its own page in the other language."""
    other = next(one for one in LANGUAGES if one != language)
    switch = f"{'../' * (path.count('/') + 1)}{other}/{path}.html"
    values |= {
        "other": other,
        "switch": switch,
        "other_name": Locale(other).display_name,
        "version": version("tay-bac-so"),
    }
    return templates(language).get_template(template).render(path=path, **values) + "\n"


def _sources(frames: Frames, language: str) -> list[dict[str, str]]:
    return [
        {"id": row.source_id, "line": content.source_line(row, language), "note": row.note}
        for row in files.each(frames["sources"])
    ]


def _codebook(language: str) -> dict[str, Any]:
    """The columns of each table: name, title in the language, what it holds or, in Vietnamese, its type."""
    book = files.codebook().assign(title=lambda rows: rows[f"title_{language}"])
    return {str(name): rows.to_dict("records") for name, rows in book.groupby("table", sort=False)}


def _notebook(file: Path, language: str) -> str:
    """A stored notebook with the language link on top and names for its pictures; outputs as stored."""
    notebook = nbformat.read(file, as_version=4)
    title, *rest = notebook.cells[0].source.splitlines()
    link = page("site/switch.md", f"notebooks/{file.stem}", language).strip()
    notebook.cells[0].source = "\n".join([title, "", link, *rest])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = mathematics.as_mathml(cell.source)
        elif any("image/png" in output.get("data", {}) for output in cell.outputs):
            cell.metadata["mystnb"] = {"image": {"alt": f"Chart: {cell.source.splitlines()[-1]}"}}
    return str(nbformat.writes(notebook))


def relinked(text: str, file: str, shown: dict[str, str]) -> str:
    """A text whose links lead to the site's pages; what the site doesn't show is left as its words.

    >>> relinked("[how](../src/helpers/growth.py), [who](../LICENSE)", "docs/method.md", {})
    'how, who'
    """

    def lead(link: re.Match[str]) -> str:
        label, target, anchor = link.groups(default="")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        if path.startswith("data/"):
            return f'<a href="{path}">{label}</a>'
        return f"[{label}]({shown[path]}{anchor})" if path in shown else label

    return LINK.sub(lead, text)
