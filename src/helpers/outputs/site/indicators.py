"""The page of one indicator: definition, reported figures, claims with their traces, what-if."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from helpers.analysis import compare, projection
from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import pictures, trace
from helpers.outputs.content import Frames, name_of, note, series_of
from helpers.outputs.markdown import slug
from helpers.outputs.site import downloads
from helpers.seeds import tidy
from helpers.tables import files

SECTIONS = {  # heading -> the kinds of claims under it
    N_("Targets"): ("target", "pace", "chance", "feasible", "country", "later"),
    N_("Pace of growth"): ("growth", "slowing", "trend"),
    N_("Projection"): ("projection", "since", "scenario"),
    N_("Sentences on the figures"): ("reported",),
}
KINDS = {  # what a refused sentence would say
    "trend": N_("a rise or fall from {start} to {end}"),
    "growth": N_("a rate from {start} to {end}"),
    "projection": N_("a projection"),
    "scenario": N_("a scenario"),
}


def indicator(frames: Frames, name: str, language: str) -> dict[str, Any]:
    """What the page of an indicator is filled with: definition, every reported figure, claims, what-if."""
    about: Any = frames["indicators"].set_index("indicator").loc[name]
    seen = frames["observations"][frames["observations"].indicator == name]
    newest = compare.latest(seen)
    mine = frames["claims"][frames["claims"].indicator == name]
    movable = newest[(about.upper_bound == 100) & (newest.value < 100)]
    return {
        "about": about,
        "title": about[f"name_{language}"],
        "figures": list(files.each(frames["figures"][frames["figures"].indicator == name])),
        "movable": [_what_if(frames, row, language) for row in files.each(movable)],
        "sections": _sections(frames, mine, language),
        "pictures": _pictures(frames, name, language),
        "withdrawn": sorted(set(frames["released"].query("indicator == @name").claim_id) - set(mine.claim_id)),
        "dataset": downloads.described(frames, name, language),
    }


def _sections(frames: Frames, mine: pd.DataFrame, language: str) -> dict[str, list[dict[str, Any]]]:
    """The claims of the page under their headings, in the order of their kinds, those that may be used first."""
    found = {}
    for heading, kinds in SECTIONS.items():
        rows = [row for row in files.each(mine) if row.kind in kinds]
        rows.sort(key=lambda row: (row.status == "refused", kinds.index(row.kind), row.status != "quotable"))
        if rows:
            found[heading] = [_claim(row, frames, language) for row in rows]
    return found


def _claim(claim: Any, frames: Frames, language: str) -> dict[str, Any]:
    """What the page shows of a claim: sentences, what to say with it, trace, citation; of a refused one only the reason."""
    found = {"id": claim.claim_id, "reason": note(claim.reason, frames, language)}
    found["place"] = files.place(claim.province, language)
    if claim.status == "refused":
        ends = {end: _period(getattr(claim, end), language) for end in ("start", "end")}
        return found | {"refused": words.translator(language)(KINDS[claim.kind]).format(**ends)}
    return found | {
        "refused": "",
        "text": getattr(claim, f"text_{language}"),
        "short": getattr(claim, f"short_{language}"),
        "printed": getattr(claim, f"printed_{language}"),
        "citation": trace.citation(claim, frames, language),
        "trace": trace.traced(claim, frames, language),
    }


def _period(period: str, language: str) -> str:
    return words.short(SimpleNamespace(period=period, period_basis="stated"), language)


def _pictures(frames: Frames, name: str, language: str) -> list[dict[str, str]]:
    """The pictures of the indicator's series: file, and in words what it shows."""
    found = []
    for province, indicator in pictures.series(frames):
        if indicator == name:
            seen = series_of(frames["figures"], province, indicator)
            title = f"{name_of(frames, name, language)}, {files.place(province, language)}"
            label = "; ".join(f"{row.figure} ({row.when})" for row in files.each(seen))
            found.append({"file": f"{slug(title)}.png", "label": f"{title}: {label}"})
    return found


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
