"""Where a claim's number comes from: printed tokens, formula, range; how it is cited; `claim ID` prints it."""

import argparse
import difflib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.claims import instruments, words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.markdown import PROJECT, templates
from helpers.seeds import numerals
from helpers.seeds.tidy import observation_ids
from helpers.tables import files
from helpers.tables.refusals import Refusal

GROWTH = N_("({end} − {start}) / {years} years = {pace} points a year; ({end} / {start})^(1 / {years}) − 1 = {rate} %")
RATE = N_("({end} / {start})^(1 / {years}) − 1 = {rate} %")
CHANGE = N_("{end} − {start} = {change}")
LEFT = N_("{target} − {latest} = {gap} points")
NEEDED = N_("({target} − {latest}) / {years} years = {pace} points a year")
DAYS = 365.25  # a year
AHEAD = N_("The central path from the figures above; its equation stands on the page on the method.")


def claim(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """A claim with its trail, as lines; Refusal, with the nearest ids, where there is none of that id."""
    name = options.claim_id
    frames, template = content.frames(root), templates("en").get_template("claim.txt")
    claims = frames["claims"]
    for row in files.each(claims[claims.claim_id == name]):
        shown = {"trace": traced(row, frames, "en"), "citation": citation(row, frames, "en")}
        text = template.render(claim=row, reason_vi=content.note(row.reason, frames, "vi"), **shown)
        return text.splitlines(), 0
    near = [known for known in claims.claim_id if name in known]
    near = near or difflib.get_close_matches(name, claims.claim_id, 8, 0.4)
    raise Refusal(template.render(claim=None, claim_id=repr(name), near=near[:20]))


def tokens_of(claim: Any, frames: content.Frames) -> pd.DataFrame:
    """The rows of reported.csv that a claim rests on, in their order there."""
    observed = frames["reported"].query("kind == 'observation'")
    return observed[observation_ids(observed).isin(claim.observation_ids.split())]


def traced(claim: Any, frames: content.Frames, language: str) -> dict[str, Any]:
    """What a claim rests on: the tokens as printed, with their place, the formula, the range."""
    tokens = tokens_of(claim, frames).merge(frames["sources"][["source_id", "title", "publisher", "url"]])
    printed = tokens[["qualifier", "token", "unit_printed"]].agg(" ".join, axis=1).str.split().str.join(" ")
    tokens = tokens.assign(printed=printed, url=tokens.url.where(tokens.url.str.startswith("https://"), ""))
    ends = ["–" if pd.isna(end) else _number(round(end, 2), language) for end in (claim.lower, claim.upper)]
    return {
        "tokens": tokens.astype(object).where(tokens.notna(), "").to_dict("records"),
        "formula": _formula(claim, frames, language),
        "range": "" if ends == ["–", "–"] else " … ".join(ends),
    }


def _number(value: float, language: str) -> str:
    return numerals.number(value, min(words.most_decimals(value), 2), language)


def _formula(claim: Any, frames: content.Frames, language: str) -> str:
    """How the number follows from the printed ones; '' for a figure as printed."""
    _ = words.translator(language)
    if claim.kind in ("projection", "scenario"):
        return _(AHEAD)
    if claim.kind in ("target", "pace"):
        gaps = content.series_of(frames["target_gaps"], claim.province, claim.indicator)
        gap = next(row for row in files.each(gaps) if claim_id(row, claim.kind, row.target_id) == claim.claim_id)
        numbers = {"target": gap.target_value, "latest": gap.latest_value, "gap": gap.gap_points}
        if claim.kind == "pace":
            numbers |= {"years": (gap.target_date - gap.latest_date).days / DAYS, "pace": gap.pace_needed}
        form = LEFT if claim.kind == "target" else NEEDED
        return _(form).format(**{name: _number(value, language) for name, value in numbers.items()})
    if claim.kind not in ("growth", "trend"):
        return ""
    seen = pd.concat([frames["observations"], frames["later"]])
    seen = seen[seen.observation_id.isin(claim.observation_ids.split())].sort_values("date")
    first, last = seen.iloc[0], seen.iloc[-1]
    numbers = {"start": first.value, "end": last.value, "change": last.value - first.value}
    texts, form = {name: _number(value, language) for name, value in numbers.items()}, CHANGE
    grown = content.series_of(frames["growth"], claim.province, claim.indicator)
    grown = grown[(grown.start_date == first.date) & (grown.end_date == last.date) & grown.annual_growth_pct.notna()]
    for row in files.each(grown) if claim.kind == "growth" else []:
        form = RATE if pd.isna(row.points_per_year) else GROWTH
        texts |= {
            "years": numerals.number(row.years, 2, language),
            "rate": numerals.number(row.annual_growth_pct, 1, language),
            "pace": numerals.number(row.points_per_year, 1, language),
        }
    return _(form).format(**texts)


def citation(claim: Any, frames: content.Frames, language: str) -> str:
    """How a claim is cited: author, quoted title, publisher and date of each source, a target's instrument, the project."""
    sources = frames["sources"][frames["sources"].source_id.isin(claim.source_ids.split())]
    parts = [content.source_line(row, language) for row in files.each(sources)]
    if claim.kind == "target":
        goals = frames["targets"].query("scope == @claim.province or scope == 'vietnam'")
        parts += [
            instruments.official(goal.instrument, goal.instrument_date)
            for goal in files.each(goals)
            if claim_id(claim, "target", goal.target_id) == claim.claim_id
        ]
    return "; ".join([*parts, f"{PROJECT} {version('tay-bac-so')}, {claim.claim_id}"])
