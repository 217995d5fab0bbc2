"""Claims about what was reported: levels, changes and rates, and the pairs that must not be joined."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.claims import words
from helpers.claims.sentences import Claim, Observations, claim, in_both, joined, most_decimals, texts
from helpers.seeds.tidy import PAIR
from helpers.tables import files


def reported_claims(known: Observations) -> Iterator[Claim]:
    """A claim for each observation."""
    for row in known.rows:
        printed = {"en": words.hedged(row), "vi": f"{words.hedged(row, 'vi')} {row.noun}".strip()}
        rest = {"value": row.value, "unit": row.unit, "lower": row.lower, "upper": row.upper}
        rest |= texts("reported", printed, end=row) | {"reason": joined(row.note, row.indicator_note)}
        yield claim("reported", row, row.period, [row], **rest)


def growth_claims(known: Observations, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in files.each(growth):
        start, end = known.ends(row)
        measure, unit, decimals = _measure(row, most_decimals(start.value, end.value))
        noun = end.noun if unit == row.unit else ""
        rough, bounds = _hedged_change(row, start, end)
        printed = (
            _printed_range(row.change, rough, noun)
            if rough and unit == row.unit
            else in_both(measure["value"], unit, decimals, noun)
        )
        refused = row.start_value == row.end_value or row.comparability == "C"
        rest = measure | {"unit": unit, "status": "refused" if refused else "quotable"}
        rest |= texts("growth", printed, row=row, start=start, end=end, rough=rough, bounds=bounds)
        rest |= {"reason": joined(row.note, end.indicator_note)}
        yield claim("growth", row, f"{start.period}-to-{end.period}", [start, end], **rest)


def _measure(row: Any, decimals: int) -> tuple[Claim, str, int]:
    """What a growth claim's value is, points a year, else % a year, else the change: value with its range, unit, decimals."""
    name, unit = "change", row.unit if np.isnan(row.change_points) else "points"
    if not np.isnan(row.points_per_year):
        name, unit, decimals = "points_per_year", "points a year", 1
    elif not np.isnan(row.annual_growth_pct):
        name, unit, decimals = "annual_growth_pct", "% a year", 1
    columns = {"value": name, "lower": f"{name}_lower", "upper": f"{name}_upper"}
    return {key: getattr(row, column) for key, column in columns.items()}, unit, decimals


def _hedged_change(row: Any, start: Any, end: Any) -> tuple[list[float], list[float]]:
    """The range of a hedged change, without its sign: of a large count rounded, as more digits than the hedge leaves are none.

    Returns (rounded range, range as it is), one of them empty, both for a change without a hedge.
    """
    if not (start.qualifier or end.qualifier):
        return [], []
    low, high = sorted((abs(row.change_lower), abs(row.change_upper)))
    if not np.isnan(row.change_points) or high - low < 1000:
        return [], [low, high]
    places = 3 - len(str(int(high - low)))
    return [float(round(bound, places)) for bound in (low, high)], []


def _printed_range(change: float, rough: list[float], noun: str) -> dict[str, str]:
    low, high = sorted(np.sign(change) * bound for bound in rough)
    return {"en": words.between(low, high, 0), "vi": f"{words.between(low, high, 0, 'vi')} {noun}".strip()}


def trend_claims(known: Observations, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in files.each(bad[[*PAIR, "grade", "reason"]]):
        start = known.of[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = known.of[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        change, unit = end.value - start.value, "points" if end.unit.startswith("%") else end.unit
        printed = in_both(change, unit, most_decimals(start.value, end.value))
        rest = {"value": change, "unit": unit, "lower": end.lower - start.upper, "upper": end.upper - start.lower}
        rest |= texts("trend", printed, start=start, end=end)
        rest |= {"status": "refused", "reason": f"grade {pair.grade}: {pair.reason}", "method": "growth"}
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        yield claim("trend", end, f"{chained}{pair.start_period}-to-{pair.end_period}", [start, end], **rest)
