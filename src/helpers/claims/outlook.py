"""Claims about what may come: projections, scenarios, distances to targets, and what must not be projected."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.claims import target_words, words
from helpers.claims.sentences import SHOWN, Claim, Observations, claim, in_both, joined, most_decimals, texts
from helpers.seeds.tidy import SERIES
from helpers.tables import files

CLAIMED_YEARS = (2025, 2030)


def projected_claims(known: Observations, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; counts are illustrations and refused."""
    ends = [*SERIES, "start_date", "end_date"]
    rows = projections[projections.date.dt.year.isin(CLAIMED_YEARS)].merge(spans[ends], on=SERIES)
    illustration = rows.label == "illustration"
    rows = rows[(rows.method == "diffusion") | illustration & (rows.method == "straight_line")]
    for row in files.each(rows):
        start, end = known.ends(row)
        count = row.label == "illustration"
        printed = in_both(row.value, row.unit, 0 if count else 1, end.noun)
        rest = {
            "value": row.value,
            "unit": row.unit,
            "lower": row.lower_80,
            "upper": row.upper_80,
            "method": row.method,
        }
        rest |= texts(row.label, printed, row=row, start=start, end=end, range_name=_range_name(row.range_basis))
        rest |= {"reason": joined(row.range_basis, end.indicator_note)}
        if count or np.isnan(row.lower_80):
            reason = "an illustration: no panel tells how wrong it is" if count else row.range_basis
            rest |= {"status": "refused", "reason": reason}
        yield claim(row.label, row, str(row.date.year), [start, end], **rest)


def _range_name(basis: str) -> str:
    """Under which name a range may be shown: range, indicative, or uncalibrated."""
    if "not calibrated" in basis:
        return "uncalibrated"
    return "indicative" if basis.startswith("indicative") else "range"


def unprojected_claims(known: Observations, reasons: pd.DataFrame) -> Iterator[Claim]:
    """A refusal for each series that carries no projection."""
    for row in files.each(reasons):
        points = [one for one in known.rows if (one.province, one.indicator) == (row.province, row.indicator)]
        rest = texts("unprojected", {"en": "", "vi": ""}, end=points[-1])
        rest |= {"status": "refused", "reason": row.reason, "method": "none", "notebook": SHOWN["unprojected"]}
        rest |= {"value": np.nan, "unit": points[-1].unit, "lower": np.nan, "upper": np.nan}
        yield claim("projection", row, "none", points, **rest)


def target_claims(known: Observations, gaps: pd.DataFrame, targets: pd.DataFrame) -> Iterator[Claim]:
    """The distance to each target that a series meets; where it is context only, a refusal."""
    wanted = targets.set_index("target_id")
    for row in files.each(gaps):
        goal, end = wanted.loc[row.target_id], known.at[row.province, row.indicator, row.latest_date]
        decimals = most_decimals(row.latest_value, row.target_value)
        left, lower, upper = _left(row, end)
        printed = {one: words.translator(one)(words.N_("open")) for one in words.LANGUAGES}
        if not np.isnan(left):
            printed = in_both(abs(left), "points", max(decimals, most_decimals(left)))
        rest = {"value": left, "unit": "points", "lower": lower, "upper": upper}
        rest |= texts("target", printed, row=row, goal=goal, end=end, decimals=decimals)
        rest |= {"reason": joined(row.note, goal.note, f"target as in {goal.source} ({goal.evidence})")}
        if row.match == "near":  # what is left of the target's own quantity stands in no table, but in the sentence
            rest |= {"notebook": SHOWN["bounded"]}
        if row.match == "context":
            rest |= {"status": "refused", "reason": row.note, "notebook": SHOWN["context"]}
        yield claim("target", row, row.target_id, [end], **rest)


def _left(row: Any, end: Any) -> tuple[float, float, float]:
    """What is left to a target, and the range that the latest figure allows; open on the side that a bound leaves open."""
    lower, upper = row.target_value - end.upper, row.target_value - end.lower
    if row.match != "near" or row.gap_points < 0:
        return row.gap_points, lower, upper
    left = target_words.bounded_gap(row.gap_points, end, row.bound)
    if row.bound == "upper" and left <= 0:  # it may still be far, or be reached
        return np.nan, np.nan, np.nan
    return (left, left, np.nan) if row.bound == "upper" else (left, np.nan, left)
