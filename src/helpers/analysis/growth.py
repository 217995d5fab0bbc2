"""How fast a series grew: three measures that never share a name, each with the range that rounding allows.

The formulas take numbers and columns alike.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS, later_links, links, runs
from helpers.seeds.tidy import SERIES
from helpers.tables import files

Numbers = Any  # a number, an array or a column of a frame

RATES = ["annual_growth_pct", "points_per_year", "gap_closed_per_year_pct", "log_odds_per_year"]
MEASURES = ["change", "relative_change_pct", *RATES]


def positive(values: Numbers) -> Numbers:
    """Values above zero, NaN for others: what may be divided by and raised to a power."""
    return np.where(np.greater(values, 0), values, np.nan)


def annual_growth(start: Numbers, end: Numbers, years: Numbers) -> Numbers:
    """Compound growth, per cent of the level a year; NaN where a value is not positive.

    >>> round(float(annual_growth(44, 72, 3)), 3)
    17.84
    """
    return 100 * ((positive(end) / positive(start)) ** (1 / years) - 1)


def gap_closed(start: Numbers, end: Numbers, years: Numbers, bound: Numbers = 100.0) -> Numbers:
    """Share of the gap to an upper bound that closes each year, per cent.

    NaN where the start stands at the bound, or the end beyond it.

    >>> round(float(gap_closed(44, 72, 3)), 2)
    20.63
    """
    left = np.where(np.less_equal(end, bound), bound - end, np.nan)
    return 100 * (1 - (left / positive(bound - start)) ** (1 / years))


def log_odds(share: Numbers) -> Numbers:
    """Log-odds of a share in per cent: log(p / (1 - p)); NaN at or beyond 0 and 100.

    >>> round(float(log_odds(72) - log_odds(44)) / 3, 4)
    0.3952
    """
    return np.log(positive(share) / positive(100 - share))


def rates(start: Numbers, end: Numbers, years: Numbers, bound: Numbers) -> dict[str, Numbers]:
    """All measures between two values, named as in data/growth.csv.

    `bound` is the upper bound of the unit (100 for shares), NaN for counts: those have no
    points, no gap and no odds. Yearly rates are NaN for spans of less than a year.

    >>> round(float(rates(44, 72, 3, 100)["points_per_year"]), 1)
    9.3
    """
    long, share = np.greater_equal(years, LEAST_YEARS), np.equal(bound, 100)
    time = positive(years)
    return {
        "change": end - start,
        "relative_change_pct": 100 * (end / positive(start) - 1),
        "annual_growth_pct": np.where(long, annual_growth(start, end, time), np.nan),
        "points_per_year": np.where(long & share, (end - start) / time, np.nan),
        "gap_closed_per_year_pct": np.where(long & share, gap_closed(start, end, time, bound), np.nan),
        "log_odds_per_year": np.where(long & share, (log_odds(end) - log_odds(start)) / time, np.nan),
    }


def growth_table(observations: pd.DataFrame, comparability: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """data/growth.csv: every neighbouring pair graded A, B or C, and each run of several graded A or B.

    Every measure carries `_lower` and `_upper`: its value at the corners of the two input ranges.
    A figure that did not move, a pair graded C, a short span and a pair with a later report have no rate and say so
    in `note`.
    """
    pairs = links(observations, comparability)
    return measured(pairs, runs(pairs), later_links(observations, comparability), indicators)


def measured(pairs: pd.DataFrame, spans: pd.DataFrame, later: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The growth table of pairs from pairs.links, of their runs, and of pairs with a later report."""
    spans = spans.assign(reason="longest span of pairs graded A or B: " + spans.reason)[spans.pairs > 1]
    parts = [_usable(pairs), spans, _usable(later)]
    rows = pd.concat([part.assign(later=new) for part, new in zip(parts, (False, False, True), strict=True)])
    rows = rows.sort_values([*SERIES, "start_date", "end_date"])
    rows = rows.merge(indicators[["indicator", "upper_bound"]], on="indicator", validate="many_to_one")
    years = rows.years.mask((rows.unmoved != "") | (rows.comparability == "C") | rows.later)  # no rate
    for suffix, first, last in (("", "value", "value"), ("_lower", "upper", "lower"), ("_upper", "lower", "upper")):
        found = rates(rows[f"start_{first}"], rows[f"end_{last}"], years, rows.upper_bound)
        rows = rows.assign(**{f"{name}{suffix}": values for name, values in found.items()})
    rows["change_points"] = rows.change.where(rows.upper_bound == 100)
    return rows.assign(note=_notes(rows))[list(files.header("growth"))]


def _usable(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs graded better than D."""
    first, last = pairs.start_source_id, pairs.end_source_id
    return pairs.assign(source_ids=first.where(first == last, first + " " + last))[pairs.comparability != "D"]


def _notes(rows: pd.DataFrame) -> pd.Series:
    """What must be said with each row: no change, short span, undefined measures, the reason of its grade."""
    graded_c, moved, ends = rows.comparability == "C", rows.unmoved == "", rows[["start_value", "end_value"]]
    at_bound = (rows.upper_bound == 100) & ends.isin([0, 100]).any(axis=1)
    cases = {
        "; no rate; ": ~moved & ~graded_c,
        "; ": ~moved & graded_c,
        "less than a year: the change only; ": (rows.years < LEAST_YEARS) & moved & ~graded_c,
        "compound growth undefined: a value of zero or below; ": (ends <= 0).any(axis=1),
        "log-odds undefined: a value at its bound; ": at_bound & moved,
        "with a later report: the change only; ": rows.later & moved & ~graded_c,
        "graded C, no rate, not for a trend: ": graded_c,
    }
    notes = rows.unmoved
    for words, holds in cases.items():
        notes = notes + np.where(holds, words, "")
    return notes + rows.reason
