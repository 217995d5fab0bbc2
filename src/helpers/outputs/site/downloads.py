"""Small files to take away from a page: an indicator's figures as CSV and JSON, its description as JSON-LD."""

import io
import json
from importlib.metadata import version
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import content, sheets
from helpers.outputs.content import Frames, name_of
from helpers.outputs.markdown import PROJECT, slug
from helpers.tables import files

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = ["place", "period", "value", "unit", "as_printed", "source", "address", "note"]


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that Excel opens with its Vietnamese letters: UTF-8 with a mark in front."""
    out = io.StringIO()
    frame.to_csv(out, index=False, lineterminator="\r\n")
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def figures(frames: Frames, indicator: str, language: str) -> pd.DataFrame:
    """The reported figures of an indicator with what must be said with them."""
    seen = pd.concat([frames["observations"], frames["later"]]).query("indicator == @indicator")
    reasons = frames["claims"].query("kind == 'reported'").set_index("observation_ids").reason
    sources, rows = frames["sources"].set_index("source_id"), []
    for row in files.each(seen):
        reason = str(reasons.get(row.observation_id, ""))
        note = (content.in_vietnamese(reason, frames) if language == "vi" else "") or reason
        rows.append([files.place(row.province, language), words.short(row, language), row.value, row.unit,
                     words.hedged(row, language), sources.publisher[row.source_id], sources.url[row.source_id], note])  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def indicator_files(frames: Frames, indicator: str, language: str) -> dict[str, bytes]:
    """The CSV and the JSON of an indicator: {suffix: content}."""
    rows = figures(frames, indicator, language)
    _ = words.translator(language)
    headings = [_(text) for text in (N_("Place"), N_("Period"), N_("Value"), N_("Unit"), N_("As printed"), N_("Source"),
                                     N_("Address"), N_("Note"))]  # fmt: skip
    about = described(frames, indicator, language)
    kept = {name: about[name] for name in ("name", "description", "license", "version", "creditText")}
    return {
        "csv": spreadsheet(rows.set_axis(headings, axis=1)),
        "json": (json.dumps(kept | {"figures": rows.to_dict("records")}, ensure_ascii=False, indent=1) + "\n").encode(),
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


def embedded(data: dict[str, Any]) -> str:
    """JSON for a script element of a page: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def tables(frames: Frames) -> dict[str, bytes]:
    """The tables of targets and of figures as an office reads them, for Excel: {file: content}."""
    made = (sheets.targets(frames), sheets.figures(frames))
    return {f"{slug(sheet.name)}.csv": spreadsheet(sheet.frame) for sheet in made}
