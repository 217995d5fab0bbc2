"""Claims about what was reported: levels, changes and rates, pairs that must not be joined, later reports."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.accuracy import reported_since
from helpers.analysis.pairs import ROUNDING, SAME_AGAIN
from helpers.claims import words
from helpers.claims.sentences import Amount, Claim, Context, claim, joined
from helpers.seeds import numerals
from helpers.seeds.tidy import PAIR
from helpers.tables import files

RATES = {"points_per_year": "points a year", "annual_growth_pct": "% a year"}  # of growth.csv, with their units


def reported_claims(context: Context) -> Iterator[Claim]:
    """A claim for each observation."""
    for row in context.rows:
        yield _of_figure("reported", row, row.period, row)


def _of_figure(kind: str, row: Any, about: str, seen: Any, status: str = "quotable", **facts: Any) -> Claim:
    """A claim whose number is a reported one, with its caveats."""
    number, reason = Amount(seen.value, seen.unit, seen.lower, seen.upper), joined(seen.note, seen.indicator_note)
    return claim(kind, row, about, [seen], number, reason, status, **facts)


def growth_claims(context: Context, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in files.each(growth):
        start, end = context.ends(row)
        name = next((rate for rate in RATES if not np.isnan(getattr(row, rate))), "change")
        unit = RATES.get(name, row.unit if np.isnan(row.change_points) else "points")
        number = Amount(getattr(row, name), unit, getattr(row, f"{name}_lower"), getattr(row, f"{name}_upper"))
        refused = row.comparability == "C" or row.note.startswith((SAME_AGAIN, ROUNDING))
        status, reason = "refused" if refused else "quotable", joined(row.note, end.indicator_note)
        about, change = f"{start.period}-to-{end.period}", change_of(row, start, end)
        yield claim("growth", row, about, [start, end], number, reason, status, change=change)


def change_of(row: Any, start: Any, end: Any) -> dict[str, Any]:
    """What is said of a change: its size without a sign, which `way` the hedges of its figures open it (`low` to `high` for
    a range), and `pace` (points a year) and `compound` growth (per cent a year), NaN where it is not `rated`.
    """
    way, (low, high) = _hedge_of_change(start, end), _printed_change(start, end)
    unit, noun = (row.unit, end.noun) if np.isnan(row.change_points) else ("points", "")
    size = {"value": abs(row.change), "unit": unit, "noun": noun, "low": low, "high": high, "way": way}
    pace, compound = (_rate(row, column, way) for column in ("points_per_year", "annual_growth_pct"))
    rates = {"pace": pace, "compound": compound, "rated": not np.isnan([pace, compound]).all()}
    return size | rates | {"decimals": words.most_decimals(start.value, end.value)}


def _hedge_of_change(start: Any, end: Any) -> str:
    """Which way the hedges of two figures open the size of their change: up, down, both, "range" where they differ, or ''."""
    ways = set()
    for point, outwards in ((start, end.value < start.value), (end, end.value >= start.value)):
        if way := numerals.hedge(point.qualifier):
            ways.add(way if outwards or way == "both" else {"up": "down", "down": "up"}[way])
    return ways.pop() if len(ways) == 1 else "range" if ways else ""


def _printed_change(start: Any, end: Any) -> tuple[float, float]:
    """The least and the most that a change can be by the printed figures and their hedges, without its sign."""
    (first, second), (third, fourth) = words.edges(start), words.edges(end)
    low, high = sorted(abs(bound) for bound in (third - second, fourth - first))
    # of a large count rounded: more digits than the hedges leave are none
    places = 3 - len(str(int(high - low))) if high - low >= 1000 else 6
    return round(low, places), round(high, places)


def _rate(row: Any, column: str, way: str) -> float:
    """A rate of growth.csv as it is said; "more than" stands before the least that it can be. NaN for none."""
    value, *bounds = (getattr(row, f"{column}{end}") for end in ("", "_lower", "_upper"))
    if column == "points_per_year":
        value, bounds = abs(value), [abs(bound) for bound in bounds]
    low, high = sorted(bounds)
    return float({"up": np.floor(10 * low) / 10, "down": np.ceil(10 * high) / 10}.get(way, value))


def trend_claims(context: Context, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in files.each(bad[[*PAIR, "grade", "reason"]]):
        start = context.of[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = context.of[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        unit = "points" if end.unit.startswith("%") else end.unit
        number = Amount(end.value - start.value, unit, end.lower - start.upper, end.upper - start.lower)
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        about, reason = f"{chained}{pair.start_period}-to-{pair.end_period}", f"grade {pair.grade}: {pair.reason}"
        yield claim("trend", end, about, [start, end], number, reason, "refused")


def beside_targets(context: Context, matches: pd.DataFrame) -> Iterator[Claim]:
    """The figure of a later report beside each target of its place that its indicator meets, without a verdict."""
    for goal in files.each(matches[matches.match != "context"].join(context.goals, on="target_id")):
        for row in context.rows:
            if pd.isna(row.paragraph) and (row.province, row.indicator) == (goal.scope, goal.indicator):
                yield _of_figure("later", row, f"{goal.target_id}-{row.period}", row, "orientation", goal=goal)


def beside_projections(context: Context, observations: pd.DataFrame, projections: pd.DataFrame) -> Iterator[Claim]:
    """What later reports print for the date of a central projection, in its wording or in another of its family."""
    central = projections[(projections.method == "diffusion") & (projections.label == "projection")]
    by_id = {row.observation_id: row for row in context.rows}
    for row in files.each(reported_since(central, observations, context.indicators.family)):
        about, measure = f"{row.reported_as}-{row.period}", context.indicators.loc[row.indicator]
        yield _of_figure("since", row, about, by_id[row.observation_id], measure=measure)
