"""How fast a series grew: three measures that never share a name, each with the range that rounding allows.

Formulas: docs in `rates`; whole columns at a time, no loop over series.
"""

import numpy as np
import pandas as pd

from helpers import tables
from helpers.tidy import SERIES, decimal_year

MEASURES = [
    "change",
    "relative_change_pct",
    "annual_growth_pct",
    "points_per_year",
    "gap_closed_per_year_pct",
    "log_odds_per_year",
]
RATES = MEASURES[2:]
LEAST_YEARS = 1.0  # pairs closer in time get no yearly rate: a season would pass for a trend
WORST_FIRST = {"C": 0, "B": 1, "A": 2}


def annual_growth(start, end, years):
    """Compound growth, per cent of the level a year: ((end / start) ** (1 / years) - 1) * 100.

    NaN where a value is not positive: a ratio of levels says nothing there.

    >>> round(float(annual_growth(44, 72, 3)), 3)
    17.84
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    ratio = np.divide(end, start, out=np.full(np.broadcast(start, end).shape, np.nan), where=(start > 0) & (end > 0))
    return 100 * (ratio ** (1 / np.asarray(years, float)) - 1)


def gap_closed(start, end, years, bound=100.0):
    """Share of the gap to an upper bound that closes each year, per cent: (1 - (gap_end / gap_start) ** (1 / years)) * 100.

    NaN where the start stands at the bound.

    >>> round(float(gap_closed(44, 72, 3)), 2)
    20.63
    """
    before, after = np.asarray(bound, float) - start, np.asarray(bound, float) - end
    ratio = np.divide(
        after, before, out=np.full(np.broadcast(before, after).shape, np.nan), where=(before > 0) & (after >= 0)
    )
    return 100 * (1 - ratio ** (1 / np.asarray(years, float)))


def log_odds(share):
    """Log-odds of a share in per cent: log(p / (1 - p)); NaN at or beyond 0 and 100.

    >>> round(float(log_odds(72) - log_odds(44)) / 3, 4)
    0.3952
    """
    share = np.asarray(share, float)
    inside = (share > 0) & (share < 100)
    return np.log(np.divide(share, 100 - share, out=np.full(share.shape, np.nan), where=inside))


def rates(start, end, years, bound):
    """All measures between two values, as a dict of arrays named as in data/growth.csv.

    `bound` is the upper bound of the unit (100 for shares), NaN for counts: those have no
    points, no gap and no odds. Yearly rates are NaN for spans of less than a year.
    """
    start, end, years, bound = (np.asarray(column, float) for column in (start, end, years, bound))
    long, share = years >= LEAST_YEARS, bound == 100
    safe_years = np.where(years > 0, years, np.nan)
    relative = np.divide(end, start, out=np.full(start.shape, np.nan), where=start > 0)
    return {
        "change": end - start,
        "relative_change_pct": 100 * (relative - 1),
        "annual_growth_pct": np.where(long, annual_growth(start, end, safe_years), np.nan),
        "points_per_year": np.where(long & share, (end - start) / safe_years, np.nan),
        "gap_closed_per_year_pct": np.where(long & share, gap_closed(start, end, safe_years, bound), np.nan),
        "log_odds_per_year": np.where(long & share, (log_odds(end) - log_odds(start)) / safe_years, np.nan),
    }


def links(observations, comparability):
    """Neighbouring observations of one indicator, joined, each with its grade and reason.

    Returns one row a pair, D included: province, indicator, unit, start_… and end_… (date, value,
    lower, upper, source_id), years, comparability, reason, repeated (the figure is unchanged).
    """
    rows = observations.sort_values([*SERIES, "date", "source_id"]).drop_duplicates([*SERIES, "date"])
    columns = ["date", "period", "value", "lower", "upper", "source_id"]
    series = rows.groupby(SERIES, sort=False)
    ends = series[columns].shift(-1).add_prefix("end_")
    pairs = rows[[*SERIES, "unit"]].join(rows[columns].add_prefix("start_")).join(ends).dropna(subset="end_date")
    graded = comparability[comparability.start_indicator == comparability.end_indicator]
    graded = graded.rename(
        columns={
            "start_indicator": "indicator",
            "start_source": "start_source_id",
            "end_source": "end_source_id",
            "grade": "comparability",
        }
    )
    key = [*SERIES, "start_period", "start_source_id", "end_period", "end_source_id"]
    pairs = pairs.merge(graded[[*key, "comparability", "reason"]], on=key, how="left", validate="one_to_one")
    if pairs.comparability.isna().any():
        bare = pairs[pairs.comparability.isna()].iloc[0]
        raise ValueError(f"no grade for {bare.indicator}, {bare.province}, {bare.start_period} to {bare.end_period}")
    pairs["years"] = decimal_year(pairs.end_date) - decimal_year(pairs.start_date)
    pairs["repeated"] = pairs.start_value == pairs.end_value
    return pairs


def chains(pairs):
    """Every chain of pairs graded A or B, from `links`: what a rate over several figures may rest on.

    Returns one row a chain, in the shape of `links`, its reasons joined, plus `pairs` (how many it joins),
    `source_ids`, `reaches_latest` (no later figure stands beyond a break) and `carried_over` (the series'
    latest figure only repeats the one before: a chain ends where the series last moved).
    A chain has the worst of its pairs' grades.
    """
    backwards = pairs.iloc[::-1].groupby(SERIES, sort=False).repeated
    tail = backwards.cummin().iloc[::-1].astype(bool)
    good = pairs.comparability.isin(["A", "B"]) & ~tail
    chain = (~good | (pairs[SERIES] != pairs[SERIES].shift()).any(axis=1)).cumsum()
    rows = pairs.assign(chain=chain, rank=pairs.comparability.map(WORST_FIRST))[good]
    group = rows.groupby("chain")
    first, last = (rows.drop_duplicates("chain", keep=end).set_index("chain") for end in ("first", "last"))
    joined = first.copy()
    for column in [name for name in rows if name.startswith("end_")]:
        joined[column] = last[column]
    joined["pairs"] = group.size()
    joined["comparability"] = group["rank"].min().map({rank: grade for grade, rank in WORST_FIRST.items()})
    joined["years"] = group.years.sum()
    joined["repeated"] = joined.start_value == joined.end_value
    joined["reason"] = group.reason.agg(lambda reasons: "; ".join(dict.fromkeys(reasons)))
    joined["source_ids"] = (
        (rows.start_source_id + " " + rows.end_source_id).groupby(rows.chain).agg(" ".join).map(_listed)
    )
    series = pairs.assign(moved=pairs.end_date.where(~tail), tail=tail).groupby(SERIES)
    newest = series.agg(newest=("end_date", "max"), moved=("moved", "max"), carried_over=("tail", "any")).reset_index()
    joined = joined.reset_index(drop=True).merge(newest, on=SERIES)
    joined["reaches_latest"] = joined.end_date == joined.moved
    return joined.drop(columns=["rank", "newest", "moved"])


def spans(pairs):
    """The chain of each series that a projection may rest on: the longest of those that reach the latest
    figure, or, where none does, the longest; of two equally long ones the later. In the shape of `chains`.
    """
    ordered = chains(pairs).sort_values([*SERIES, "reaches_latest", "years", "end_date"])
    return ordered.drop_duplicates(SERIES, keep="last").reset_index(drop=True)


def _listed(ids):
    return " ".join(dict.fromkeys(ids.split()))


def growth_table(observations, comparability, indicators):
    """data/growth.csv: every neighbouring pair graded A, B or C, and each series' longest A/B span.

    Every measure carries `_lower` and `_upper`: its value at the corners of the two input ranges.
    A repeated figure, a pair graded C and a short span say so in `note`.
    """
    pairs = links(observations, comparability)
    pairs["source_ids"] = (pairs.start_source_id + " " + pairs.end_source_id).map(_listed)
    longest = chains(pairs).sort_values([*SERIES, "years", "end_date"]).drop_duplicates(SERIES, keep="last")
    longest = longest[longest.pairs > 1]
    longest = longest.assign(reason="longest span of pairs graded A or B: " + longest.reason)
    rows = pd.concat([pairs[pairs.comparability != "D"].assign(pairs=1), longest], ignore_index=True)
    rows = rows.merge(indicators[["indicator", "upper_bound"]], on="indicator", validate="many_to_one")
    table = rows[
        [*SERIES, "unit", "start_date", "end_date", "years", "start_value", "end_value", "comparability", "source_ids"]
    ]
    central = rates(rows.start_value, rows.end_value, rows.years, rows.upper_bound)
    lowest = rates(rows.start_upper, rows.end_lower, rows.years, rows.upper_bound)
    highest = rates(rows.start_lower, rows.end_upper, rows.years, rows.upper_bound)
    for name in MEASURES:
        table = table.assign(**{name: central[name], f"{name}_lower": lowest[name], f"{name}_upper": highest[name]})
    table["change_points"] = table.change.where(rows.upper_bound == 100)
    table.loc[rows.repeated, [f"{name}{end}" for name in RATES for end in ("", "_lower", "_upper")]] = np.nan
    table["note"] = _notes(rows)
    columns = list(tables.columns("growth").column)
    return table.sort_values([*SERIES, "start_date", "end_date"], ignore_index=True)[columns]


def _notes(rows):
    """What must be said with a row, as one text: repetition, short span, the reason of its grade."""
    repeated = np.where(rows.repeated, "unchanged figure: carried over, not measured again, no rate; ", "")
    short = np.where((rows.years < LEAST_YEARS) & ~rows.repeated, "less than a year: the change only; ", "")
    level = (rows.start_value <= 0) | (rows.end_value <= 0)
    undefined = np.where(level, "compound growth undefined: a value of zero or below; ", "")
    bound = (rows.upper_bound == 100) & (rows[["start_value", "end_value"]].isin([0, 100]).any(axis=1)) & ~rows.repeated
    edge = np.where(bound, "log-odds undefined: a value at its bound; ", "")
    caveat = np.where(rows.comparability == "C", "graded C, not for a trend: ", "")
    return pd.Series(repeated, rows.index) + short + undefined + edge + caveat + rows.reason
