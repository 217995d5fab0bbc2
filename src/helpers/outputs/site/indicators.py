"""One indicator on the site: its page with definition, figures, claims and what-if, and the small files beside it."""

import functools
import json
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

import pandas as pd

from helpers.analysis import pairs, projection
from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import pictures, trace
from helpers.outputs.content import Frames, name_of, note, series_of
from helpers.outputs.markdown import PROJECT, slug
from helpers.seeds import tidy
from helpers.tables import files

SECTIONS = {  # heading -> the kinds of claims under it
    N_("Targets"): ("target", "pace", "chance", "feasible", "country", "later"),
    N_("Pace of growth"): ("growth", "slowing", "trend"),
    N_("Projection"): ("projection", "since", "scenario"),
    N_("Sentences on the figures"): ("reported",),
}
REFUSED = {  # what a refused sentence would say
    "trend": N_("a rise or fall from {start} to {end}"),
    "growth": N_("a rate from {start} to {end}"),
    "projection": N_("a projection"),
    "scenario": N_("a scenario"),
}
COLUMNS = {  # of the small files
    "place": N_("Place"), "when": N_("Period"), "value": N_("Value"), "unit": N_("Unit"), "figure": N_("As printed"),
    "publisher": N_("Source"), "url": N_("Address"), "note": N_("Note"),
}  # fmt: skip
LINKED_DATA = {  # of JSON-LD
    "@context": {"@vocab": "https://schema.org/"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "creator": {"@type": "Organization", "name": PROJECT},
}


def indicator(frames: Frames, name: str, language: str) -> dict[str, Any]:
    """What the page of an indicator is filled with: definition, every reported figure, claims, what-if."""
    about: Any = frames["indicators"].set_index("indicator").loc[name]
    mine = frames["claims"][frames["claims"].indicator == name]
    newest = pairs.latest(frames["observations"][frames["observations"].indicator == name])
    movable = newest[(about.upper_bound == 100) & (newest.value < 100)]
    sections: dict[str, list[Any]] = {}
    for heading, kinds in SECTIONS.items():  # in the order of their kinds, those that may be used first
        rows = [row for row in files.each(mine) if row.kind in kinds]
        rows.sort(key=lambda row: (row.status == "refused", kinds.index(row.kind), row.status != "quotable"))
        sections |= {heading: rows} if rows else {}
    shown = []
    for province in [province for province, series in pictures.series(frames) if series == name]:
        title = f"{about[f'name_{language}']}, {files.place(province, language)}"
        seen = files.each(series_of(frames["figures"], province, name))
        label = "; ".join(f"{row.figure} ({row.when})" for row in seen)
        shown.append({"file": f"{slug(title)}.png", "label": f"{title}: {label}"})
    return {
        "about": about,
        "title": about[f"name_{language}"],
        "figures": list(files.each(frames["figures"][frames["figures"].indicator == name])),
        "movable": [_what_if(frames, row, language) for row in files.each(movable)],
        "sections": sections,
        "pictures": shown,
        "withdrawn": sorted(set(frames["released"].query("indicator == @name").claim_id) - set(mine.claim_id)),
        "dataset": described(frames, name, language),
        "refused": functools.partial(_refused, language=language),
        "note": functools.partial(note, frames=frames, language=language),
        "traced": functools.partial(trace.traced, frames=frames, language=language),
        "citation": functools.partial(trace.citation, frames=frames, language=language),
    }


def _refused(claim: Any, language: str) -> str:
    """What a refused sentence would say."""
    start, end = (SimpleNamespace(period=period, period_basis="stated") for period in (claim.start, claim.end))
    text = words.translator(language)(REFUSED[claim.kind])
    return text.format(start=words.short(start, language), end=words.short(end, language))


def _what_if(frames: Frames, row: Any, language: str) -> dict[str, Any]:
    """The form of one series, from its latest figure: at first the pace that leads to the central projection, or none."""
    start, year = float(tidy.decimal_year([row.date])[0]), projection.HORIZON.year
    paths = projection.shown(series_of(frames["projections"], row.province, row.indicator))
    central = paths[(paths.method == "diffusion") & (paths.date == projection.HORIZON)].value
    pace = (central.iloc[0] - row.value) / (year + 1 - start) if len(central) else 0.0
    gaps = series_of(frames["target_gaps"], row.province, row.indicator)
    own = gaps[gaps.match != "context"]
    goals = (own if len(own) else gaps).nlargest(1, "target_value")
    years = [*goals.target_date.dropna().dt.year, year]
    return {
        "place": words.capital(files.place(row.province, language)),
        "figure": words.hedged(row, language),
        "when": words.when(row.period, row.period_basis, language),
        "value": row.value,
        "start": repr(start),
        "pace": f"{pace:.2f}",
        "year": max(row.date.year + 1, years[0]),
        "first": row.date.year + 1,
        "target": f"{goals.target_value.max() if len(goals) else 100:.0f}",
        "id": f"w-{row.province}",
    }


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that Excel opens with its Vietnamese letters: UTF-8 with a mark in front."""
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def small_files(frames: Frames, indicator: str, language: str) -> dict[str, bytes]:
    """The CSV and the JSON of an indicator with what must be said with each figure: {suffix: content}."""
    rows, _ = frames["figures"].query("indicator == @indicator")[list(COLUMNS)], words.translator(language)
    about = described(frames, indicator, language)
    kept = {name: about[name] for name in ("name", "description", "license", "version", "creditText")}
    keys = [text.lower().replace(" ", "_") for text in COLUMNS.values()]
    kept["figures"] = rows.set_axis(keys, axis=1).to_dict("records")
    return {
        "csv": spreadsheet(rows.set_axis([_(heading) for heading in COLUMNS.values()], axis=1)),
        "json": (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def described(frames: Frames, indicator: str, language: str) -> dict[str, Any]:
    """An indicator as a schema.org Dataset."""
    about: Any = frames["indicators"].set_index("indicator").loc[indicator]
    seen = frames["observations"].query("indicator == @indicator")
    sources = frames["sources"][frames["sources"].source_id.isin(seen.source_id)]
    found = LINKED_DATA | {
        "@type": "Dataset",
        "@id": f"urn:tay-bac-so:indicator:{indicator}",
        "name": name_of(frames, indicator, language),
        "description": about.definition_en if language == "en" else about.term_vi,
        "inLanguage": language,
        "version": version("tay-bac-so"),
        "creditText": f"{PROJECT} {version('tay-bac-so')}, {indicator}",
        "variableMeasured": {"@type": "PropertyValue", "name": indicator, "unitText": about.unit},
        "isBasedOn": [{"@type": "CreativeWork", "name": row.title, "url": row.url} for row in files.each(sources)],
        "includedInDataCatalog": {"@id": "urn:tay-bac-so"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{indicator}.{suffix}"}
            for suffix, kind in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }
    if len(seen):
        found["temporalCoverage"] = f"{seen.date.min():%Y-%m-%d}/{seen.date.max():%Y-%m-%d}"
        places = sorted(seen.province.unique())
        found["spatialCoverage"] = [{"@type": "Place", "name": files.place(slug, language)} for slug in places]
    return found
