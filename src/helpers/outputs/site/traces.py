"""Where a claim's number comes from: printed tokens, formula, range, neighbours; and how it is cited."""

from importlib.metadata import version
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import content, instruments, trace
from helpers.outputs.content import Frames, claim_id, figure, series_of
from helpers.outputs.markdown import PROJECT
from helpers.seeds import numerals
from helpers.tables import files

GROWTH = N_("({end} − {start}) / {years} years = {pace} points a year; ({end} / {start})^(1 / {years}) − 1 = {rate} %")
RATE = N_("({end} / {start})^(1 / {years}) − 1 = {rate} %")
CHANGE = N_("{end} − {start} = {change}")
LEFT = N_("{target} − {latest} = {gap} points")
NEEDED = N_("({target} − {latest}) / {years} years = {pace} points a year")
DAYS = 365.25  # a year
AHEAD = N_("The central path from the figures above; its equation stands on the page on the method.")


def traced(claim: Any, frames: Frames, language: str) -> dict[str, Any]:
    """What the page tells of a claim's number: its tokens with their place, the formula, the range, the neighbours."""
    tokens = trace.tokens_of(claim, frames).merge(frames["sources"][["source_id", "title", "publisher", "url"]])
    return {
        "tokens": [
            {"token": " ".join(filter(None, [row.qualifier, row.token, row.unit_printed])), "source": row.source_id,
             "publisher": row.publisher, "title": row.title, "url": row.url if row.url.startswith("https://") else "", "paragraph": "" if pd.isna(row.paragraph) else int(row.paragraph)}
            for row in files.each(tokens)
        ],
        "formula": _formula(claim, frames, language),
        "range": _range(claim, language),
        "neighbours": _neighbours(claim, frames, language),
    }  # fmt: skip


def _formula(claim: Any, frames: Frames, language: str) -> str:
    """How the number follows from the printed ones; '' for a figure as printed."""
    _ = words.translator(language)
    if claim.kind in ("projection", "scenario", "illustration"):
        return _(AHEAD)
    if claim.kind in ("target", "pace"):
        gaps = series_of(frames["target_gaps"], claim.province, claim.indicator)
        gap = next(row for row in files.each(gaps) if claim_id(row, claim.kind, row.target_id) == claim.claim_id)
        numbers = {"target": gap.target_value, "latest": gap.latest_value, "gap": gap.gap_points}
        if claim.kind == "pace":
            numbers |= {"years": (gap.target_date - gap.latest_date).days / DAYS, "pace": gap.pace_needed}
        form = LEFT if claim.kind == "target" else NEEDED
        return _(form).format(**{name: _number(value, language) for name, value in numbers.items()})
    return _growth(claim, frames, language) if claim.kind in ("growth", "trend") else ""


def _growth(claim: Any, frames: Frames, language: str) -> str:
    """How a change, a pace or a rate follows from its two figures."""
    _ = words.translator(language)
    first, last = _ends(claim, frames)
    numbers = {"start": first.value, "end": last.value, "change": last.value - first.value}
    texts = {name: _number(value, language) for name, value in numbers.items()}
    grown = series_of(frames["growth"], claim.province, claim.indicator)
    grown = grown[(grown.start_date == first.date) & (grown.end_date == last.date)]
    if claim.kind == "trend" or grown.empty or grown.annual_growth_pct.isna().all():
        return _(CHANGE).format(**texts)
    row: Any = grown.iloc[0]
    texts |= {
        "years": numerals.number(row.years, 2, language),
        "rate": numerals.number(row.annual_growth_pct, 1, language),
    }
    if pd.isna(row.points_per_year):
        return _(RATE).format(**texts)
    return _(GROWTH).format(**texts, pace=numerals.number(row.points_per_year, 1, language))


def _ends(claim: Any, frames: Frames) -> tuple[Any, Any]:
    """The first and the last observation that a claim rests on."""
    both = pd.concat([frames["observations"], frames["later"]])
    seen = both[both.observation_id.isin(claim.observation_ids.split())].sort_values("date")
    return seen.iloc[0], seen.iloc[-1]


def _number(value: float, language: str) -> str:
    return numerals.number(value, min(words.most_decimals(value), 2), language)


def _range(claim: Any, language: str) -> str:
    """The ends of what the printed figures allow, an open one as –."""
    ends = ["–" if pd.isna(end) else _number(round(end, 2), language) for end in (claim.lower, claim.upper)]
    return "" if ends == ["–", "–"] else " … ".join(ends)


def _neighbours(claim: Any, frames: Frames, language: str) -> list[str]:
    """The other figures of the series, as printed, with their periods."""
    series = series_of(frames["observations"], claim.province, claim.indicator).sort_values("date")
    others = series[~series.observation_id.isin(claim.observation_ids.split())]
    return [figure(row, language) for row in files.each(others)]


def citation(claim: Any, frames: Frames, language: str) -> str:
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
