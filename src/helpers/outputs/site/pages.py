"""All pages of the site as sources for Sphinx: {path: Markdown or notebook}."""

import functools
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from babel import Locale
from markupsafe import Markup

from helpers.analysis import pairs, projection
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content, documents, pictures, trace
from helpers.outputs.content import Frames
from helpers.outputs.documents import PILLARS
from helpers.outputs.markdown import PROJECT, slug, templates
from helpers.seeds.tidy import decimal_year, series_of
from helpers.tables import files

TITLE = N_("figures and targets of digital transformation")
PAGES = ("index", "indicators/index", "compare", "sources", "codebook", "cite", "how-to", "developers")
TEXTS = {"method": N_("Method"), "glossary": N_("Glossary")}  # of docs/
REVIEWED = "review-page.png"  # of docs/: a page with the comments of a review
ELSEWHERE = re.compile(r"\[([^\]]*)\]\((?!https:|#|notebooks/)[^)]*\)")  # links out of docs/ and notebooks/
SECTIONS = {  # heading -> the kinds of claims under it
    N_("Targets"): ("target", "pace", "chance", "feasible", "country", "later"),
    N_("Pace of growth"): ("growth", "slowing", "trend"),
    N_("Projection"): ("projection", "since", "scenario"),
    N_("Sentences on the figures"): ("reported",),
}


def pages(root: Path, frames: Frames, language: str) -> dict[str, str]:
    """The sources of one language's site: {path: Markdown or notebook}."""
    _, indicators = words.translator(language), frames["indicators"].sort_values(f"name_{language}")
    # where there is no edition in the reader's language, the English one
    notebooks = sorted((root / "notebooks" / language).glob("[0-9]*.ipynb"))
    notebooks = notebooks or sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    texts = {name: file for name in TEXTS if (file := root / "docs" / f"{name}.md").is_file()}
    shared = {
        "title": f"{PROJECT}: {_(TITLE)}",
        "frames": frames,
        "content": content,
        "documents": documents,
        "cells": _comparison(frames, language),
        "codebook": files.builtin("codebook"),
        "pillars": PILLARS,
        "notebooks": [file.stem for file in notebooks],
        "texts": list(texts),
        "picture": REVIEWED if (root / "docs" / REVIEWED).is_file() else "",
    }
    made = {f"{path}.md": page(f"site/{path}.md", path, language, **shared) for path in PAGES}
    for name, file in texts.items():
        made[f"{name}.md"] = page("site/text.md", name, language, title=_(TEXTS[name]), text=_text(file))
    for pillar, title in PILLARS.items():
        path, names = f"indicators/pillar-{pillar}", list(indicators.indicator[indicators.pillar == pillar])
        made[f"{path}.md"] = page("site/pillar.md", path, language, title=_(title), names=names)
    for row in files.each(indicators):
        path = f"indicators/{row.indicator}"
        made[f"{path}.md"] = page("site/indicator.md", path, language, **_indicator(frames, row, language))
    return made | {f"notebooks/{file.name}": _notebook(file, language) for file in notebooks}


def page(template: str, path: str, language: str, **values: Any) -> str:
    """A filled template of the site; each knows its path and its own page in the other language."""
    other = next(one for one in LANGUAGES if one != language)
    values |= {"other": other, "other_name": Locale(other).display_name, "version": version("tay-bac-so")}
    switch = f"{'../' * (path.count('/') + 1)}{other}/{path}.html"
    return templates(language).get_template(template).render(path=path, switch=switch, **values) + "\n"


def _comparison(frames: Frames, language: str) -> pd.DataFrame:
    """The latest figure of each indicator that several places report under one definition: a column for each place."""
    shared = content.side_by_side(frames)
    cells = shared.assign(cell=[content.figure(row, language) for row in files.each(shared)])
    wide = cells.pivot(index="indicator", columns="province", values="cell")
    return wide.reindex(shared.indicator.unique()).fillna("–")


def _notebook(file: Path, language: str) -> str:
    """A stored notebook with the language link on top and names for its pictures; outputs as stored."""
    notebook = nbformat.read(file, as_version=4)
    title, *rest = notebook.cells[0].source.splitlines()
    link = page("site/switch.md", f"notebooks/{file.stem}", language).strip()
    notebook.cells[0].source = "\n".join([title, "", link, *rest])
    for cell in notebook.cells:
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            cell.metadata["mystnb"] = {"image": {"alt": f"Chart: {cell.source.splitlines()[-1]}"}}
    return str(nbformat.writes(notebook))


def _text(file: Path) -> Markup:
    """A text of docs/ without its title, its links to notebooks those of the site; what isn't here is left as its words."""
    body = re.sub(r"\A# .*\n", "", file.read_text(encoding="utf-8")).replace("](../notebooks/", "](notebooks/")
    return Markup(ELSEWHERE.sub(r"\1", body).strip())


def _indicator(frames: Frames, indicator: Any, language: str) -> dict[str, Any]:
    """What the page of an indicator is filled with: definition, every reported figure, claims, what-if."""
    name, title = indicator.indicator, getattr(indicator, f"name_{language}")
    mine = frames["claims"][frames["claims"].indicator == name]
    newest = pairs.latest(frames["observations"][frames["observations"].indicator == name])
    movable = newest[(indicator.upper_bound == 100) & (newest.value < 100)]
    sections: dict[str, list[Any]] = {}
    for heading, kinds in SECTIONS.items():  # in the order of their kinds, those that may be used first
        rows = [row for row in files.each(mine) if row.kind in kinds]
        rows.sort(key=lambda row: (row.status == "refused", kinds.index(row.kind), row.status != "quotable"))
        sections |= {heading: rows} if rows else {}
    shown = []
    for province in [province for province, series in pictures.series(frames) if series == name]:
        named, seen = f"{title}, {files.place(province, language)}", series_of(frames["figures"], province, name)
        label = "; ".join(f"{row.figure} ({row.when})" for row in files.each(seen))
        shown.append({"file": f"{slug(named)}.png", "label": f"{named}: {label}"})
    return {
        "indicator": indicator,
        "title": title,
        "figures": list(files.each(frames["figures"][frames["figures"].indicator == name])),
        "movable": [_what_if(frames, row) for row in files.each(movable)],
        "sections": sections,
        "pictures": shown,
        "withdrawn": sorted(set(frames["released"].query("indicator == @name").claim_id) - set(mine.claim_id)),
        "note": functools.partial(content.note, frames=frames, language=language),
        "traced": functools.partial(trace.traced, frames=frames, language=language),
        "citation": functools.partial(trace.citation, frames=frames, language=language),
    }


def _what_if(frames: Frames, row: Any) -> dict[str, Any]:
    """The form of one series, from its latest figure: at first the pace that leads to the central projection, or none."""
    start, year = float(decimal_year([row.date])[0]), projection.HORIZON.year
    paths = projection.shown(series_of(frames["projections"], row.province, row.indicator))
    central = paths[(paths.method == "diffusion") & (paths.date == projection.HORIZON)].value
    pace = (central.iloc[0] - row.value) / (year + 1 - start) if len(central) else 0.0
    gaps = series_of(frames["target_gaps"], row.province, row.indicator)
    own = gaps[gaps.match != "context"]
    goals = (own if len(own) else gaps).nlargest(1, "target_value")
    years = [*goals.target_date.dropna().dt.year, year]
    target = goals.target_value.max() if len(goals) else 100
    return {"row": row, "start": start, "pace": pace, "year": max(row.date.year + 1, years[0]), "target": target}
