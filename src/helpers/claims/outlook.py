"""Claims about what may come: projections and scenarios, distances to targets, and what only looks like a target."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import targets
from helpers.claims import target_words, words
from helpers.claims.context import Context
from helpers.claims.sentences import Amount, Claim, claim, in_both, joined
from helpers.seeds.tidy import SERIES
from helpers.tables import files

CLAIMED_YEARS = (2025, 2030)


def projected_claims(context: Context, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; one without a range is refused."""
    rows = projections[projections.date.dt.year.isin(CLAIMED_YEARS) & (projections.method == "diffusion")]
    for row in files.each(rows.merge(spans[[*SERIES, "start_date", "end_date"]], on=SERIES)):
        start, end = context.ends(row)
        printed, number = in_both(row.value, row.unit, 1), Amount(row.value, row.unit, row.lower_80, row.upper_80)
        ranged = not np.isnan(row.lower_80)
        reason = joined(row.range_basis, end.indicator_note) if ranged else row.range_basis
        status, name = "quotable" if ranged else "refused", _range_name(row.range_basis)
        about = str(row.date.year)
        yield claim(row.label, row, about, [start, end], printed, number, reason, status, range_name=name)


def _range_name(basis: str) -> str:
    """Under which name a range may be shown: range, indicative, or uncalibrated."""
    if "not calibrated" in basis:
        return "uncalibrated"
    return "indicative" if basis.startswith("indicative") else "range"


def target_claims(context: Context, gaps: pd.DataFrame) -> Iterator[Claim]:
    """The distance to each target that a series meets; where the two count different things, as orientation."""
    figures = pd.Series([(row.province, row.indicator) for row in context.rows]).value_counts()
    for row in files.each(gaps):
        end, facts = context.latest(row), context.aim(row)
        facts |= {"verdict": targets.conclusion_key(row), "figures": figures[row.province, row.indicator]}
        printed = {one: target_words.left_in_words(row, end, one) for one in words.LANGUAGES}
        reason = joined(row.note, facts["goal"].note, f"target as in {facts['goal'].source} ({facts['goal'].evidence})")
        status, macro = ("orientation", "orientation") if row.match == "context" else ("quotable", "target")
        yield claim("target", row, row.target_id, [end], printed, _left(row, end), reason, status, macro, **facts)


def _left(row: Any, end: Any) -> Amount:
    """What is left to a target by the printed figures, and its corners by the latest figure's input range.

    Where the series only bounds the target's quantity one corner is open (NaN); all are where even the sign is.
    """
    lower, upper = row.target_value - end.upper, row.target_value - end.lower
    if row.match == "near" and row.bound == "lower":
        lower = np.nan
    elif row.match == "near":
        upper = np.nan
    unknown = row.match == "near" and row.bound == "upper" and lower <= 0
    return Amount(np.nan, "points") if unknown else Amount(row.gap_points, "points", lower, upper)
