"""Neighbouring figures of one series, joined into pairs, the pairs into chains, and what a projection may rest on.

Pairs stand by series and date; a chain is a run of their rows. A chain has the worst of its pairs' grades.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.seeds.tidy import PAIR, SERIES, decimal_year, in_order
from helpers.tables import codes
from helpers.tables.codes import Mask, Numbers

LEAST_YEARS = 1.0  # pairs closer in time get no yearly rate: a season would pass for a trend
GRADES = ["A", "B"]  # what a rate may rest on
CARRIED_OVER = "the latest figure is carried over, not measured again"
FIGURE = ["date", "period", "value", "lower", "upper", "source_id"]


def links(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring observations of one indicator, joined, each with its grade and reason.

    Returns one row a pair, D included: province, indicator, unit, start_… and end_… (date, period, value,
    lower, upper, source_id), comparability, reason, years, repeated (the figure is unchanged).
    """
    rows = in_order(observations)
    (series,) = codes.keys((rows, SERIES))
    start = np.flatnonzero(series[1:] == series[:-1])
    columns = {name: rows[name].array.take(start) for name in [*SERIES, "unit"]}
    columns |= {f"start_{name}": rows[name].array.take(start) for name in FIGURE}
    columns |= {f"end_{name}": rows[name].array.take(start + 1) for name in FIGURE}
    pairs = pd.DataFrame(columns, copy=False)
    same = ["province", "indicator", "start_period", "start_source_id", "indicator", "end_period", "end_source_id"]
    place = codes.lookup(*codes.keys((pairs, same), (comparability, PAIR)))
    if (place < 0).any():
        bare = pairs.iloc[int(np.argmax(place < 0))]
        raise ValueError(f"no grade for {bare.indicator}, {bare.province}, {bare.start_period} to {bare.end_period}")
    pairs["comparability"] = comparability.grade.array.take(place)
    pairs["reason"] = comparability.reason.array.take(place)
    year = decimal_year(rows.date).to_numpy()
    pairs["years"] = year[start + 1] - year[start]
    pairs["repeated"] = pairs.start_value.to_numpy() == pairs.end_value.to_numpy()
    return pairs


def chains(pairs: pd.DataFrame) -> pd.DataFrame:
    """Every chain of pairs graded A or B, from `links`: what a rate over several figures may rest on.

    Returns one row a chain, in the shape of `links`, its reasons joined, plus `pairs` (how many it joins),
    `source_ids`, `reaches_latest` (no later figure stands beyond a break) and `carried_over` (the series'
    latest figure only repeats the one before: a chain ends where the series last moved).
    """
    return whole(pairs, joints(pairs))


def spans(pairs: pd.DataFrame, joined: pd.DataFrame | None = None) -> pd.DataFrame:
    """The chain of each series that a projection may rest on: the longest of those that reach the latest
    figure, or, where none does, the longest; of two equally long ones the later. In the shape of `chains`.
    `joined` are the pairs' joints, where they are at hand.
    """
    return whole(pairs, highest(joints(pairs) if joined is None else joined, "reaches_latest", "years"))


def joints(pairs: pd.DataFrame) -> pd.DataFrame:
    """Where the chains of `chains` begin and end, as row numbers of the pairs, without the figures.

    Returns one row a chain: series (a number), first, last, years, lesser (not all its pairs are graded A),
    carried_over, reaches_latest.
    """
    (series,) = codes.keys((pairs, SERIES))
    opens, moved = _opens(series), _last_moved(series, ~pairs.repeated.to_numpy(bool))
    good = pairs.comparability.isin(GRADES).to_numpy(bool) & (np.arange(len(pairs)) <= moved)
    alone = opens | ~np.append(False, good[:-1])[: len(good)]  # nothing usable stands before this pair
    first = np.flatnonzero(good & alone)
    last = np.flatnonzero(good & np.append(alone[1:] | ~good[1:], True)[: len(good)])
    chain = np.repeat(np.arange(len(first)), last - first + 1)
    years = np.bincount(chain, pairs.years.to_numpy()[good], len(first))
    lesser = np.bincount(chain, pairs.comparability.to_numpy()[good] != GRADES[0], len(first)) > 0
    table = {"series": series[first], "first": first, "last": last, "years": years, "lesser": lesser}
    ends = {"carried_over": (moved < _closing(series))[first], "reaches_latest": last == moved[first]}
    return pd.DataFrame(table | ends, copy=False)


def whole(pairs: pd.DataFrame, joints: pd.DataFrame) -> pd.DataFrame:
    """Chains with the figures that they begin and end with, in the shape of `chains`."""
    first, last = joints["first"].to_numpy(), joints["last"].to_numpy()
    table = {name: pairs[name].array.take(last if name.startswith("end_") else first) for name in map(str, pairs)}
    table["years"] = joints.years.to_numpy()
    table["repeated"] = table["start_value"] == table["end_value"]
    table["pairs"] = last - first + 1
    table |= {name: joints[name].to_numpy() for name in ("carried_over", "reaches_latest")}
    return pd.DataFrame(table | told(pairs, joints), copy=False)


def told(pairs: pd.DataFrame, joints: pd.DataFrame) -> dict[str, Any]:
    """What is said of chains: the worst of their pairs' grades, and their distinct reasons and sources, joined."""
    first, last = joints["first"].to_numpy(), joints["last"].to_numpy()
    grades = codes.chosen({GRADES[1]: joints.lesser.to_numpy()}, GRADES[0])
    texts = {
        "comparability": grades,
        "reason": _along(first, last, [pairs.reason], "; "),
        "source_ids": _along(first, last, [pairs.start_source_id, pairs.end_source_id], " "),
    }
    return {name: codes.like(pairs.reason, column) for name, column in texts.items()}


def highest(joints: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """The chain of each series that stands highest by some measures, in their order; of equals the later."""
    rows, series = np.arange(len(joints)), joints.series.to_numpy()
    for measure in measures:
        values = joints[measure].to_numpy(float)[rows]
        rows = rows[values == _top(series[rows], values)]
    return joints.take(rows[_closing(series[rows]) == np.arange(len(rows))])


def projectable(spans: pd.DataFrame) -> pd.DataFrame:
    """The spans that a projection may rest on: a year or more, up to the latest figure, which moved."""
    kept = codes.coded(reasons(spans)) == ""
    return spans if kept.all() else spans[kept]


def reasons(spans: pd.DataFrame) -> pd.Categorical:
    """Why a span carries no projection, '' where it does."""
    return codes.chosen(
        {
            "a later figure stands beyond a break": ~spans.reaches_latest.to_numpy(bool),
            CARRIED_OVER: spans.carried_over.to_numpy(bool),
            "the comparable figures span less than a year": spans.years.to_numpy() < LEAST_YEARS,
        }
    )


def _along(first: Numbers, last: Numbers, columns: list[pd.Series], separator: str) -> pd.Categorical:
    """The distinct texts of some columns along each chain, in order, joined."""
    texts = [codes.coded(column) for column in columns]
    steps = range(int((last - first).max(initial=0)) + 1)
    # past its end a chain repeats its last text, which then isn't said again
    parts = (part.take(np.minimum(first + step, last)) for step in steps for part in texts)
    return codes.joined(parts, separator, distinct=True)


def _opens(series: Numbers) -> Mask:
    """Whether a row is the first of its series."""
    return np.append(True, series[1:] != series[:-1])[: len(series)]


def _closing(series: Numbers) -> Numbers:
    """The number of the last row of each row's series."""
    opens = np.flatnonzero(_opens(series))
    ends = np.append(opens[1:], len(series))[: len(opens)]
    return np.repeat(ends - 1, ends - opens)


def _top(series: Numbers, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The highest value of each row's series."""
    opens = np.flatnonzero(_opens(series))
    if not len(opens):
        return values
    return np.repeat(np.maximum.reduceat(values, opens), np.diff(np.append(opens, len(series))))


def _last_moved(series: Numbers, moved: Mask) -> Numbers:
    """The number of the last row of each row's series that moved, -1 where none did."""
    return _top(series, np.where(moved, np.arange(len(series)), -1).astype(float)).astype(np.int64)
