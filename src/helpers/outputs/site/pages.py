"""All pages of the site as sources for Sphinx: {path: Markdown or notebook}."""

import functools
import posixpath
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from babel import Locale
from markupsafe import Markup

from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content, documents
from helpers.outputs.documents import PILLARS
from helpers.outputs.markdown import PROJECT, as_mathml, templates
from helpers.outputs.site.indicators import LINKED_DATA, indicator
from helpers.tables import files

TITLE = N_("figures and targets of digital transformation")
TYPES = (N_("string"), N_("number"), N_("integer"), N_("date"))  # of columns, as the codebook names them
TEXTS = {"method": N_("Method"), "glossary": N_("Glossary")}  # of docs/
REVIEWED = "review-page.png"  # of docs/: a page with the comments of a review
LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s:]+)(#[^)\s]*)?\)")


def pages(root: Path, frames: content.Frames, language: str) -> dict[str, str]:
    """The sources of one language's site: {path: Markdown or notebook}."""
    _, about = words.translator(language), frames["indicators"].sort_values(f"name_{language}")
    # where there is no edition in the reader's language, the English one
    notebooks = sorted((root / "notebooks" / language).glob("[0-9]*.ipynb"))
    notebooks = notebooks or sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    texts = {name: file for name in TEXTS if (file := root / "docs" / f"{name}.md").is_file()}
    book = files.codebook().assign(title=lambda rows: rows[f"title_{language}"])
    found: dict[str, dict[str, Any]] = {
        "index": _front(frames, language) | {"notebooks": [file.stem for file in notebooks]},
        "indicators/index": {"pillars": [f"pillar-{pillar}" for pillar in PILLARS]},
        "compare": {
            "cells": _comparison(frames, language),
            "name": about.set_index("indicator")[f"name_{language}"].get,
        },
        "sources": {"rows": list(files.each(frames["sources"])), "line": content.source_line},
        "codebook": {
            "tables": {str(name): rows.to_dict("records") for name, rows in book.groupby("table", sort=False)}
        },
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
    for pillar, title in PILLARS.items():
        path, names = f"indicators/pillar-{pillar}", list(about.indicator[about.pillar == pillar])
        made[f"{path}.md"] = page("site/pillar.md", path, language, title=_(title), names=names)
    for name in about.indicator:
        path = f"indicators/{name}"
        made[f"{path}.md"] = page("site/indicator.md", path, language, **indicator(frames, name, language))
    return made | {f"notebooks/{file.name}": _notebook(file, language) for file in notebooks}


def page(template: str, path: str, language: str, **values: Any) -> str:
    """A filled template of the site; each knows its path and its own page in the other language."""
    other = next(one for one in LANGUAGES if one != language)
    values |= {"other": other, "other_name": Locale(other).display_name, "version": version("tay-bac-so")}
    switch = f"{'../' * (path.count('/') + 1)}{other}/{path}.html"
    return templates(language).get_template(template).render(path=path, switch=switch, **values) + "\n"


def _front(frames: content.Frames, language: str) -> dict[str, Any]:
    """What the front page is filled with: verdicts and targets of each province, the collection as a DataCatalog."""
    title = f"{PROJECT}: {words.translator(language)(TITLE)}"
    return {
        "title": title,
        "provinces": content.provinces(frames),
        "targets": functools.partial(content.targets, frames, language=language),
        "headline": functools.partial(documents.headline, frames),
        "headings": content.HEADINGS,
        "catalogue": LINKED_DATA
        | {
            "@type": "DataCatalog",
            "@id": "urn:tay-bac-so",
            "name": title,
            "inLanguage": language,
            "dataset": [{"@id": f"urn:tay-bac-so:indicator:{name}"} for name in frames["indicators"].indicator],
        },
    }


def _comparison(frames: content.Frames, language: str) -> pd.DataFrame:
    """The latest figure of each indicator that several places report under one definition: a column for each place."""
    shared = content.side_by_side(frames)
    cells = shared.assign(cell=[content.figure(row, language) for row in files.each(shared)])
    return (
        cells.pivot(index="indicator", columns="province", values="cell").reindex(shared.indicator.unique()).fillna("–")
    )


def _notebook(file: Path, language: str) -> str:
    """A stored notebook with the language link on top and names for its pictures; outputs as stored."""
    notebook = nbformat.read(file, as_version=4)
    title, *rest = notebook.cells[0].source.splitlines()
    link = page("site/switch.md", f"notebooks/{file.stem}", language).strip()
    notebook.cells[0].source = "\n".join([title, "", link, *rest])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = as_mathml(cell.source)
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
