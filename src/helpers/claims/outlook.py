"""Claims about what may come: projections and scenarios, distances to targets, and what only looks like a target."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import targets
from helpers.claims import target_words, words
from helpers.claims.sentences import SHOWN, Claim, Observations, claim, in_both, joined, texts
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES
from helpers.tables import files

CLAIMED_YEARS = (2025, 2030)


def projected_claims(observed: Observations, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; one without a range is refused."""
    ends = [*SERIES, "start_date", "end_date"]
    rows = projections[projections.date.dt.year.isin(CLAIMED_YEARS) & (projections.method == "diffusion")]
    for row in files.each(rows.merge(spans[ends], on=SERIES)):
        start, end = observed.ends(row)
        printed = in_both(row.value, row.unit, 1)
        rest = {
            "value": row.value,
            "unit": row.unit,
            "lower": row.lower_80,
            "upper": row.upper_80,
            "method": row.method,
        }
        rest |= texts(row.label, printed, row=row, start=start, end=end, range_name=_range_name(row.range_basis))
        rest |= {"reason": joined(row.range_basis, end.indicator_note)}
        if np.isnan(row.lower_80):
            rest |= {"status": "refused", "reason": row.range_basis}
        yield claim(row.label, row, str(row.date.year), [start, end], **rest)


def _range_name(basis: str) -> str:
    """Under which name a range may be shown: range, indicative, or uncalibrated."""
    if "not calibrated" in basis:
        return "uncalibrated"
    return "indicative" if basis.startswith("indicative") else "range"


def target_claims(observed: Observations, gaps: pd.DataFrame, seeds: dict[str, pd.DataFrame]) -> Iterator[Claim]:
    """The distance to each target that a series meets; where the two count different things, as orientation."""
    goals, phrases = seeds["targets"].set_index("target_id"), observed.phrases
    differs = seeds["target_matches"].set_index(["target_id", "indicator"]).reason
    series = pd.Series([(row.province, row.indicator) for row in observed.rows]).value_counts()
    for row in files.each(gaps):
        goal, end = goals.loc[row.target_id], observed.at[row.province, row.indicator, row.latest_date]
        value, lower, upper = _left(row, end)
        rest = {"value": value, "unit": "points", "lower": lower, "upper": upper}
        facts = {"row": row, "goal": goal, "end": end}
        printed = {one: _printed_left(row, end, one) for one in words.LANGUAGES}
        if row.match == "context":
            reason = differs[row.target_id, row.indicator]
            why = {"en": reason, "vi": words.vietnamese_or_english(reason, phrases)}
            rest |= texts("orientation", printed, **facts, differs=why)
            rest |= {"status": "orientation", "notebook": SHOWN["context"]}
        else:
            verdict = {"verdict": targets.conclusion_key(row), "figures": series[row.province, row.indicator]}
            rest |= texts("target", printed, **facts, **verdict)
        if row.match == "near":  # what is left of the target's own quantity stands in no table, but in the sentence
            rest |= {"notebook": SHOWN["bounded"]}
        rest |= {"reason": joined(row.note, goal.note, f"target as in {goal.source} ({goal.evidence})")}
        yield claim("target", row, row.target_id, [end], **rest)


def _left(row: Any, end: Any) -> tuple[float, float, float]:
    """What is left to a target by the printed figures, and its corners by the latest figure's input range.

    Where the series only bounds the target's quantity one corner is open (NaN); all are where even the sign is.
    """
    lower, upper = row.target_value - end.upper, row.target_value - end.lower
    if row.match != "near":
        return row.gap_points, lower, upper
    if row.bound == "lower":
        return row.gap_points, np.nan, upper
    return (row.gap_points, lower, np.nan) if lower > 0 else (np.nan, np.nan, np.nan)


def _printed_left(row: Any, end: Any, language: str) -> str:
    """What is left, or what the figure stands beyond the target, as a table prints it; "open" where even the sign is."""
    _, (low, high) = words.translator(language), target_words.left(row, end)
    if row.match == "near" and row.bound == "upper" and low <= 0:
        return _("open")
    if row.match == "near" and row.bound == "lower":
        low = high
    estimate = numerals.hedge(end.qualifier) == "both" and row.match != "near"
    if estimate:
        low, high = row.gap_points, row.gap_points
    low, high = sorted(abs(end) for end in (max(low, 0) if row.gap_points > 0 else low, high))
    text = target_words.points(low, high, target_words.decimals_of(row, end), language)
    return _("about {amount}").format(amount=text) if estimate else text
