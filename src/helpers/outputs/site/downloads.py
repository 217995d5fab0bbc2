"""Small files to take away from a page: an indicator's figures as CSV and JSON, its description as JSON-LD."""

import json
from importlib.metadata import version
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import sheets
from helpers.outputs.content import Frames, name_of
from helpers.outputs.markdown import PROJECT, slug
from helpers.tables import files

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = {
    "place": N_("Place"), "when": N_("Period"), "value": N_("Value"), "unit": N_("Unit"), "figure": N_("As printed"),
    "publisher": N_("Source"), "url": N_("Address"), "note": N_("Note"),
}  # fmt: skip


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that Excel opens with its Vietnamese letters: UTF-8 with a mark in front."""
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def indicator_files(frames: Frames, indicator: str, language: str) -> dict[str, bytes]:
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
    found = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": f"urn:tay-bac-so:indicator:{indicator}",
        "name": name_of(frames, indicator, language),
        "description": about.definition_en if language == "en" else about.term_vi,
        "inLanguage": language,
        "license": LICENCE,
        "version": version("tay-bac-so"),
        "creator": {"@type": "Organization", "name": PROJECT},
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


def catalogue(frames: Frames, title: str, language: str) -> dict[str, Any]:
    """The whole collection as a schema.org DataCatalog."""
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DataCatalog",
        "@id": "urn:tay-bac-so",
        "name": title,
        "inLanguage": language,
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": PROJECT},
        "dataset": [{"@id": f"urn:tay-bac-so:indicator:{name}"} for name in frames["indicators"].indicator],
    }


def tables(frames: Frames) -> dict[str, bytes]:
    """The tables of targets and of figures as an office reads them, for Excel: {file: content}."""
    made = (sheets.targets(frames), sheets.figures(frames))
    return {f"{slug(sheet.name)}.csv": spreadsheet(sheet.frame) for sheet in made}
