"""Where a claim's number comes from: printed tokens, formula, range; how it is cited; `claim ID` prints it."""

import argparse
import difflib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.claims import target_words, words
from helpers.claims.sentences import claim_id
from helpers.outputs import content
from helpers.outputs.markdown import PROJECT, templates
from helpers.seeds.tidy import series_of
from helpers.tables import files
from helpers.tables.refusals import Refusal


def claim(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """A claim with its trail, as lines; Refusal, with the nearest ids, where there is none of that id."""
    name = options.claim_id
    frames, template = content.frames(root), templates("en").get_template("claim.txt")
    claims = frames["claims"]
    for row in files.each(claims[claims.claim_id == name]):
        shown = {"trace": traced(row, frames, "en"), "citation": citation(row, frames, "en")}
        text = template.render(claim=row, reason_vi=content.note(row.reason, frames, "vi"), **shown)
        return text.splitlines(), 0
    near = [one for one in claims.claim_id if name in one]
    near = near or difflib.get_close_matches(name, claims.claim_id, 8, 0.4)
    raise Refusal(template.render(claim=None, claim_id=repr(name), near=near[:20]))


def traced(claim: Any, frames: content.Frames, language: str) -> dict[str, Any]:
    """What a claim rests on: the tokens as printed, with their place, the formula, the range (half a digit stays whole)."""
    tokens = frames["tokens"][frames["tokens"].observation_id.isin(claim.observation_ids.split())]
    ends = [round(end, 4 if abs(end - round(end, 4)) < 1e-9 else 2) for end in (claim.lower, claim.upper)]
    ends = ["–" if pd.isna(end) else words.quantity(end, "", language) for end in ends]
    return {
        "tokens": tokens.to_dict("records"),
        "formula": _formula(claim, frames, language),
        "range": "" if ends == ["–", "–"] else " … ".join(ends),
    }


def _formula(claim: Any, frames: content.Frames, language: str) -> str:
    """How the number follows from the printed ones; '' for a figure as printed."""
    facts: dict[str, Any] = {"kind": claim.kind}
    if claim.kind in ("target", "pace"):
        gaps = files.each(series_of(frames["target_gaps"], claim.province, claim.indicator))
        facts["gap"] = next(row for row in gaps if claim_id(row, claim.kind, row.target_id) == claim.claim_id)
    elif claim.kind in ("growth", "trend"):
        seen = pd.concat([frames["observations"], frames["later"]])
        seen = seen[seen.observation_id.isin(claim.observation_ids.split())].sort_values("date")
        first, last = seen.iloc[0], seen.iloc[-1]
        grown = series_of(frames["growth"], claim.province, claim.indicator).dropna(subset="annual_growth_pct")
        grown = grown[(grown.start_date == first.date) & (grown.end_date == last.date)]
        facts |= {"start": first.value, "end": last.value, "rates": next(files.each(grown), None)}
    return templates(language).get_template("formula.j2").render(facts).strip()


def citation(claim: Any, frames: content.Frames, language: str) -> str:
    """How a claim is cited: author, quoted title, publisher and date of each source, a target's instrument, the project."""
    sources = frames["sources"][frames["sources"].source_id.isin(claim.source_ids.split())]
    parts = [content.source_line(row, language) for row in files.each(sources)]
    if claim.kind == "target":
        goals = frames["targets"].query("scope == @claim.province or scope == 'vietnam'")
        parts += [
            target_words.official(goal.instrument, goal.instrument_date)
            for goal in files.each(goals)
            if claim_id(claim, "target", goal.target_id) == claim.claim_id
        ]
    if claim.kind == "country":  # its sentence names who published the country's figures
        families, national = frames["indicators"].set_index("indicator").family, frames["national"]
        parts += [*national[national.indicator.map(families) == families[claim.indicator]].source_url.unique()]
    return "; ".join([*parts, f"{PROJECT} {version('tay-bac-so')}, {claim.claim_id}"])
