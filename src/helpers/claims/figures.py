"""Claims about what was reported: levels, changes and rates, and the pairs that must not be joined."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.pairs import ROUNDING, SAME_AGAIN
from helpers.claims import words
from helpers.claims.sentences import Claim, Observations, claim, counted, in_both, joined, texts, translated
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import PAIR
from helpers.tables import files

Both = dict[str, str]  # a text in each language
WAYS = {  # what the hedges of two figures leave of their difference
    "up": N_("more than {amount}"),
    "down": N_("less than {amount}"),
    "both": N_("about {amount}"),
    "": N_("{amount}"),
}


def reported_claims(observed: Observations) -> Iterator[Claim]:
    """A claim for each observation."""
    for row in observed.rows:
        printed = {"en": words.hedged(row), "vi": counted(words.hedged(row, "vi"), row.noun)}
        rest = {"value": row.value, "unit": row.unit, "lower": row.lower, "upper": row.upper}
        rest |= texts("reported", printed, end=row) | {"reason": joined(row.note, row.indicator_note)}
        yield claim("reported", row, row.period, [row], **rest)


def growth_claims(observed: Observations, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in files.each(growth):
        start, end = observed.ends(row)
        change = change_in_words(row, start, end)
        name, unit = _measure(row)
        printed = change["pace"] or change["compound"] or change["size"]
        if row.change < 0 and printed is change["size"]:
            printed = translated(N_("down {amount}"), printed)
        refused = row.comparability == "C" or row.note.startswith((SAME_AGAIN, ROUNDING))
        rest = {
            "value": getattr(row, name),
            "lower": getattr(row, f"{name}_lower"),
            "upper": getattr(row, f"{name}_upper"),
        }
        rest |= texts("growth", printed, row=row, start=start, end=end, change=change)
        rest |= {"unit": unit, "status": "refused" if refused else "quotable"}
        rest |= {"reason": joined(row.note, end.indicator_note)}
        yield claim("growth", row, f"{start.period}-to-{end.period}", [start, end], **rest)


def _measure(row: Any) -> tuple[str, str]:
    """The column of growth.csv that a claim's value is, and its unit: points a year, else % a year, else the change."""
    for name, unit in (("points_per_year", "points a year"), ("annual_growth_pct", "% a year")):
        if not np.isnan(getattr(row, name)):
            return name, unit
    return "change", row.unit if np.isnan(row.change_points) else "points"


def change_in_words(row: Any, start: Any, end: Any) -> dict[str, Both]:
    """A change without its sign and, where it has them, its pace and compound growth, each with the hedge of its figures."""
    way = _hedge_of_change(start, end)
    share = not np.isnan(row.change_points)
    low, high = _printed_change(start, end)
    unit, noun = ("points", "") if share else (row.unit, end.noun)
    decimals = words.most_decimals(start.value, end.value)
    if way == "range":
        size = {one: words.range_in_words(low, high, unit, decimals, one) for one in words.LANGUAGES}
        size["vi"] = counted(size["vi"], noun)
    else:
        size = translated(WAYS[way], in_both(abs(row.change), unit, decimals, noun))
    rates = {"pace": ("points_per_year", "points a year"), "compound": ("annual_growth_pct", "% a year")}
    return {"size": size} | {name: _rate(row, column, unit, way) for name, (column, unit) in rates.items()}


def _hedge_of_change(start: Any, end: Any) -> str:
    """Which way the hedges of two figures open the size of their change: up, down, both, "range" where they differ, or ''."""
    ways = set()
    for point, outwards in ((start, end.value < start.value), (end, end.value >= start.value)):
        if way := numerals.hedge(point.qualifier):
            ways.add(way if outwards or way == "both" else {"up": "down", "down": "up"}[way])
    return ways.pop() if len(ways) == 1 else "range" if ways else ""


def _printed_change(start: Any, end: Any) -> tuple[float, float]:
    """The least and the most that a change can be by the printed figures and their hedges, without its sign.

    Of a large count rounded: more digits than the hedges leave are none.
    """
    (first, second), (third, fourth) = words.edges(start), words.edges(end)
    low, high = sorted(abs(bound) for bound in (third - second, fourth - first))
    places = 3 - len(str(int(high - low))) if high - low >= 1000 else 6
    return round(low, places), round(high, places)


def _rate(row: Any, column: str, unit: str, way: str) -> Both:
    """A rate of growth.csv with the hedge of its figures; "more than" stands before the least that it can be. {} for none."""
    value = getattr(row, column)
    if np.isnan(value):
        return {}
    bounds = [getattr(row, f"{column}_{end}") for end in ("lower", "upper")]
    low, high = sorted(map(abs, bounds)) if unit == "points a year" else bounds
    value = {"up": np.floor(10 * low) / 10, "down": np.ceil(10 * high) / 10}.get(way, value)
    return translated(
        WAYS["both" if way == "range" else way], in_both(abs(value) if unit == "points a year" else value, unit, 1)
    )


def trend_claims(observed: Observations, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in files.each(bad[[*PAIR, "grade", "reason"]]):
        start = observed.of[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = observed.of[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        change, unit = end.value - start.value, "points" if end.unit.startswith("%") else end.unit
        printed = in_both(change, unit, words.most_decimals(start.value, end.value))
        rest = {"value": change, "unit": unit, "lower": end.lower - start.upper, "upper": end.upper - start.lower}
        rest |= texts("trend", printed, start=start, end=end)
        rest |= {"status": "refused", "reason": f"grade {pair.grade}: {pair.reason}", "method": "growth"}
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        yield claim("trend", end, f"{chained}{pair.start_period}-to-{pair.end_period}", [start, end], **rest)
