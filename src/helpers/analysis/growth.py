"""How fast a series grew: three measures that never share a name, each with the range that rounding allows.

Formulas: docs in `rates`; whole columns at a time, no loop over series.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.analysis.pairs import LEAST_YEARS, highest, joints, links, told
from helpers.seeds.tidy import SERIES
from helpers.tables import codes, files

Values = NDArray[np.float64]

MEASURES = [
    "change",
    "relative_change_pct",
    "annual_growth_pct",
    "points_per_year",
    "gap_closed_per_year_pct",
    "log_odds_per_year",
]
RATES = MEASURES[2:]
BLOCK = 32_768  # rows at a time: what lies between the columns stays in the processor's cache
ENDS = [*SERIES, "unit", *(f"{end}_{part}" for end in ("start", "end") for part in ("date", "value", "lower", "upper"))]


def divided(part: ArrayLike, whole: ArrayLike, where: ArrayLike) -> Values:
    """part / whole where a condition holds, NaN elsewhere, without a warning."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole), np.shape(where))
    result: Values = np.divide(part, whole, out=np.full(shape, np.nan), where=np.asarray(where, bool))
    return result


def annual_growth(start: ArrayLike, end: ArrayLike, years: ArrayLike) -> Values:
    """Compound growth, per cent of the level a year: ((end / start) ** (1 / years) - 1) * 100.

    NaN where a value is not positive: a ratio of levels says nothing there.

    >>> round(float(annual_growth(44, 72, 3)), 3)
    17.84
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    ratio = divided(end, start, (start > 0) & (end > 0))
    return 100 * (ratio ** (1 / np.asarray(years, float)) - 1)


def gap_closed(start: ArrayLike, end: ArrayLike, years: ArrayLike, bound: ArrayLike = 100.0) -> Values:
    """Share of the gap to an upper bound that closes each year, per cent: (1 - (gap_end / gap_start) ** (1 / years)) * 100.

    NaN where the start stands at the bound.

    >>> round(float(gap_closed(44, 72, 3)), 2)
    20.63
    """
    before, after = np.asarray(bound, float) - start, np.asarray(bound, float) - end
    ratio = divided(after, before, (before > 0) & (after >= 0))
    return 100 * (1 - ratio ** (1 / np.asarray(years, float)))


def log_odds(share: ArrayLike) -> Values:
    """Log-odds of a share in per cent: log(p / (1 - p)); NaN at or beyond 0 and 100.

    >>> round(float(log_odds(72) - log_odds(44)) / 3, 4)
    0.3952
    """
    share = np.asarray(share, float)
    inside = (share > 0) & (share < 100)
    return np.log(divided(share, 100 - share, inside))


def rates(start: ArrayLike, end: ArrayLike, years: ArrayLike, bound: ArrayLike) -> dict[str, Values]:
    """All measures between two values, as a dict of arrays named as in data/growth.csv.

    `bound` is the upper bound of the unit (100 for shares), NaN for counts: those have no
    points, no gap and no odds. Yearly rates are NaN for spans of less than a year.
    """
    start, end, years, bound = (np.asarray(column, float) for column in (start, end, years, bound))
    long, share = years >= LEAST_YEARS, bound == 100
    safe_years = np.where(years > 0, years, np.nan)
    relative = divided(end, start, start > 0)
    return {
        "change": end - start,
        "relative_change_pct": 100 * (relative - 1),
        "annual_growth_pct": np.where(long, annual_growth(start, end, safe_years), np.nan),
        "points_per_year": np.where(long & share, (end - start) / safe_years, np.nan),
        "gap_closed_per_year_pct": np.where(long & share, gap_closed(start, end, safe_years, bound), np.nan),
        "log_odds_per_year": np.where(long & share, (log_odds(end) - log_odds(start)) / safe_years, np.nan),
    }


def growth_table(observations: pd.DataFrame, comparability: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """data/growth.csv: every neighbouring pair graded A, B or C, and each series' longest A/B span.

    Every measure carries `_lower` and `_upper`: its value at the corners of the two input ranges.
    A repeated figure, a pair graded C and a short span say so in `note`.
    """
    pairs = links(observations, comparability)
    return growth_of(pairs, joints(pairs), indicators)


def growth_of(pairs: pd.DataFrame, joined: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The growth table of pairs from `links` and their joints."""
    rows = _measured(pairs, joined)
    bound = indicators.upper_bound.to_numpy(float)[codes.positions(rows.indicator, indicators.indicator)]
    years = np.where(rows.repeated, np.nan, rows.years)  # a figure carried over has no rate
    corners = {
        "": _by_block(rows.start_value, rows.end_value, years, bound),
        "_lower": _by_block(rows.start_upper, rows.end_lower, years, bound),
        "_upper": _by_block(rows.start_lower, rows.end_upper, years, bound),
    }
    found = {f"{name}{end}": values for end, measures in corners.items() for name, values in measures.items()}
    found["change_points"] = np.where(bound == 100, found["change"], np.nan)
    table = {name: rows[name] for name in rows} | found | {"note": codes.like(pairs.reason, _notes(rows, bound))}
    return pd.DataFrame({name: table[name] for name in files.header("growth")}, copy=False)


def _by_block(*columns: ArrayLike) -> dict[str, Values]:
    """`rates` of long columns, block by block: a third faster than at once."""
    arrays = [np.asarray(column, float) for column in columns]
    found = {name: np.empty(len(arrays[0])) for name in MEASURES}
    for first in range(0, len(arrays[0]), BLOCK):
        rows = slice(first, first + BLOCK)
        for name, values in rates(*(array[rows] for array in arrays)).items():
            found[name][rows] = values
    return found


def _measured(pairs: pd.DataFrame, joined: pd.DataFrame) -> pd.DataFrame:
    """What growth.csv has a row for, in its order: pairs graded better than D, and longest spans of several pairs."""
    usable = np.flatnonzero(~pairs.comparability.eq("D").to_numpy(bool))
    longest = highest(joined, "years")
    longest = longest[longest["first"] < longest["last"]]
    first, last = (np.concatenate([usable, longest[end].to_numpy()]) for end in ("first", "last"))
    order = np.argsort(first * len(pairs) + last, kind="stable")
    first, last = first[order], last[order]
    table = {name: pairs[name].array.take(first) for name in ENDS if not name.startswith("end_")}
    table |= {name: pairs[name].array.take(last) for name in ENDS if name.startswith("end_")}
    table["years"] = np.concatenate([pairs.years.to_numpy()[usable], longest.years.to_numpy()])[order]
    table["repeated"] = table["start_value"] == table["end_value"]
    both = [codes.coded(pairs.start_source_id).take(usable), codes.coded(pairs.end_source_id).take(usable)]
    alone = {"source_ids": codes.joined(both, " ", distinct=True)}
    alone |= {name: codes.coded(pairs[name]).take(usable) for name in ("comparability", "reason")}
    along = {name: codes.coded(texts) for name, texts in told(pairs, longest).items()}
    along["reason"] = codes.joined([codes.always("longest span of pairs graded A or B: "), along["reason"]])
    for name in alone:
        table[name] = codes.like(pairs.reason, codes.stacked([alone[name], along[name]]).take(order))
    return pd.DataFrame(table, copy=False)


def _notes(rows: pd.DataFrame, bound: Values) -> pd.Categorical:
    """What must be said with a row, as one text: repetition, short span, the reason of its grade."""
    start, end, repeated = rows.start_value.to_numpy(), rows.end_value.to_numpy(), rows.repeated.to_numpy(bool)
    caveat = rows.comparability.eq("C").to_numpy(bool)
    at_bound = (start == 0) | (start == 100) | (end == 0) | (end == 100)
    caveats = {
        "unchanged figure: carried over, not measured again, no rate; ": repeated & ~caveat,
        "unchanged figure: no rate; ": repeated & caveat,  # of other units it can't be the old count
        "less than a year: the change only; ": (rows.years.to_numpy() < LEAST_YEARS) & ~repeated,
        "compound growth undefined: a value of zero or below; ": (start <= 0) | (end <= 0),
        "log-odds undefined: a value at its bound; ": (bound == 100) & at_bound & ~repeated,
        "graded C, not for a trend: ": caveat,
    }
    said = [codes.chosen({text: holds}) for text, holds in caveats.items()]
    return codes.joined([*said, codes.coded(rows.reason)])
