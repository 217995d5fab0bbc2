"""How fast a series grew: its change and four yearly rates, each with the range that rounding allows.

The formulas take numbers and columns alike.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS
from helpers.seeds.tidy import SERIES
from helpers.tables import files

Numbers = Any  # a number, an array or a column of a frame

RATES = ["annual_growth_pct", "points_per_year", "gap_closed_per_year_pct", "log_odds_per_year"]
MEASURES = ["change", "relative_change_pct", *RATES]


def positive(values: Numbers) -> Numbers:
    """Values above zero, NaN for others: what may be divided by and raised to a power."""
    return np.where(np.greater(values, 0), values, np.nan)


def log_odds(share: Numbers) -> Numbers:
    """Log-odds of a share in per cent: log(p / (1 - p)); NaN at or beyond 0 and 100."""
    return np.log(positive(share) / positive(100 - share))


def rates(start: Numbers, end: Numbers, years: Numbers, bound: Numbers) -> dict[str, Numbers]:
    """All measures between two values, named as in data/growth.csv.

    `bound` is the upper bound of the unit (100 for shares), NaN for counts: those have no points, no gap and no odds.
    Yearly rates are NaN for spans of less than a year, compound growth where a value is not positive, the share of the
    gap to the bound that closes each year where the start stands at it or the end beyond it.

    >>> [f"{name} {value:.3f}" for name, value in rates(44, 72, 3, 100).items() if name in RATES]
    ['annual_growth_pct 17.840', 'points_per_year 9.333', 'gap_closed_per_year_pct 20.630', 'log_odds_per_year 0.395']
    """
    long, time = np.greater_equal(years, LEAST_YEARS), positive(years)
    share = long & np.equal(bound, 100)
    left = np.where(np.less_equal(end, bound), bound - end, np.nan) / positive(bound - start)
    return {
        "change": end - start,
        "relative_change_pct": 100 * (end / positive(start) - 1),
        "annual_growth_pct": np.where(long, 100 * ((positive(end) / positive(start)) ** (1 / time) - 1), np.nan),
        "points_per_year": np.where(share, (end - start) / time, np.nan),
        "gap_closed_per_year_pct": np.where(share, 100 * (1 - left ** (1 / time)), np.nan),
        "log_odds_per_year": np.where(share, (log_odds(end) - log_odds(start)) / time, np.nan),
    }


def growth_table(
    links: pd.DataFrame, runs: pd.DataFrame, later: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """data/growth.csv: every neighbouring pair graded A, B or C, and each run of several A or B, from analysis.pairs.

    Every measure carries `_lower` and `_upper`: its value at the corners of the two input ranges. A figure that did not
    move, a pair graded C, a short span and a pair with a later report have no rate and say so in `note`.
    """
    several = runs.assign(reason="longest span of pairs graded A or B: " + runs.reason)[runs.pairs > 1]
    rows = pd.concat([pd.concat([links, several]).assign(later=False), later.assign(later=True)])
    rows = rows[rows.comparability != "D"].sort_values([*SERIES, "start_date", "end_date"])
    rows = rows.merge(indicators[["indicator", "upper_bound"]], on="indicator", validate="many_to_one")
    one, other = rows.start_source_id, rows.end_source_id
    rows["source_ids"] = rows.source_ids.fillna(one.where(one == other, one + " " + other))
    years = rows.years.mask((rows.unmoved != "") | (rows.comparability == "C") | rows.later)  # no rate
    for suffix, first, last in (("", "value", "value"), ("_lower", "upper", "lower"), ("_upper", "lower", "upper")):
        found = rates(rows[f"start_{first}"], rows[f"end_{last}"], years, rows.upper_bound)
        rows = rows.assign(**{f"{name}{suffix}": values for name, values in found.items()})
    rows["change_points"] = rows.change.where(rows.upper_bound == 100)
    return rows.assign(note=_notes(rows))[list(files.header("growth"))]


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
