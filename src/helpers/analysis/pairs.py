"""Figures as pairs: neighbours of one series, their runs and the one that a projection may rest on; places side by side."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.seeds.tidy import SERIES, decimal_year, in_full

LEAST_YEARS = 1.0  # pairs closer in time get no yearly rate: a season would pass for a trend
GRADES = ["A", "B"]  # what a rate may rest on
SAME_AGAIN = "the same figure again: it may have been carried over, or the change be smaller than the rounding"
ROUNDING = "no change beyond rounding"
FIGURE = ["date", "period", "value", "lower", "upper", "source_id"]
START, END = ({name: f"{end}_{name}" for name in FIGURE} for end in ("start", "end"))
GRADED = {"start_indicator": "indicator", "start_period": "start_period", "start_source": "start_source_id",
          "end_period": "end_period", "end_source": "end_source_id",
          "grade": "comparability", "reason": "reason"}  # fmt: skip


def links(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring observations of one indicator, joined, each pair with its grade and reason; later reports left out.

    Returns one row a pair, D included: province, indicator, unit, start_… and end_… of FIGURE, comparability, reason,
    years, and unmoved: SAME_AGAIN, or ROUNDING where the ranges of the two figures overlap; '' where it moved.
    """
    rows = in_full(observations).sort_values([*SERIES, "date", "source_id"]).drop_duplicates([*SERIES, "date"])
    ends = rows.groupby(SERIES, sort=False)[FIGURE].shift(-1).rename(columns=END)
    pairs = rows[[*SERIES, "unit", *FIGURE]].rename(columns=START).join(ends).dropna(subset="end_date")
    pairs = pairs.merge(_grades(comparability), how="left")
    if (bare := pairs[pairs.comparability.isna()]).size:
        pair = bare.iloc[0]
        raise ValueError(f"no grade for {pair.indicator}, {pair.province}, {pair.start_period} to {pair.end_period}")
    return _described(pairs)


def joined(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """The pairs that a picture joins by a line: graded A or B, and moved beyond rounding; in the columns of `links`."""
    rows = links(observations, comparability)
    return rows[rows.comparability.isin(GRADES) & (rows.unmoved == "")]


def later_links(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """The graded pairs of an indicator with a later report, as `links`: the change may be told, no rate rests on them."""
    own, pairs = in_full(observations).source_id, _grades(comparability)
    pairs = pairs[~(pairs.start_source_id.isin(own) & pairs.end_source_id.isin(own))]
    pairs = pairs.merge(observations[[*SERIES, "unit", *FIGURE]].rename(columns=START))
    return _described(pairs.merge(observations[[*SERIES, *FIGURE]].rename(columns=END)))


def _grades(comparability: pd.DataFrame) -> pd.DataFrame:
    """The grades of pairs within one indicator, under the names of `links`."""
    within = comparability[comparability.start_indicator == comparability.end_indicator]
    return within[["province", *GRADED]].rename(columns=GRADED)


def _described(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs with years and unmoved."""
    overlap = (pairs.end_lower < pairs.start_upper) & (pairs.start_lower < pairs.end_upper)
    overlap &= pairs.comparability.isin(GRADES)  # of others a hedge or another wording may be why
    unmoved = np.select([pairs.start_value == pairs.end_value, overlap], [SAME_AGAIN, ROUNDING], "")
    return pairs.assign(years=decimal_year(pairs.end_date) - decimal_year(pairs.start_date), unmoved=unmoved)


def runs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Every run of neighbouring pairs graded A or B, from `links`: what a rate over several figures may rest on.

    One row a run in the columns of `links`, from its first figure to where it last moved, with the worst grade and all
    distinct reasons; `pairs` (how many), `source_ids`, `reaches_latest` (no later figure stands beyond a break) and
    `latest_unmoved` (of the series' latest pair).
    """
    pairs = pairs.reset_index(drop=True)
    series = pairs.groupby(SERIES, sort=False)
    place, usable = series.cumcount(), pairs.comparability.isin(GRADES)
    run = (~usable | ~usable.shift(fill_value=False) | (place == 0)).cumsum()
    moved = place.where(pairs.unmoved == "")
    latest = moved.groupby([pairs[name] for name in SERIES], sort=False).transform("max")
    columns = {"run": run, "reaches_latest": place == latest, "latest_unmoved": series.unmoved.transform("last")}
    return _one_each(pairs.assign(**columns)[usable & (place <= moved.groupby(run).transform("max"))])


def _one_each(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row for the pairs of each `run`."""
    firsts, lasts = (pairs.drop_duplicates("run", keep=keep).set_index("run") for keep in ("first", "last"))
    table = firsts.assign(**{name: lasts[name] for name in [*END.values(), "reaches_latest"]}, unmoved="")
    grouped = pairs.groupby("run")
    table["years"], table["pairs"] = grouped.years.sum(), grouped.size()
    table["comparability"] = np.where(pairs.comparability.eq("B").groupby(pairs.run).any(), "B", "A")
    table["reason"] = _distinct(pairs.run, pairs.reason, "; ")
    sources = pairs[["start_source_id", "end_source_id"]].to_numpy().ravel()
    table["source_ids"] = _distinct(pairs.run.repeat(2), sources, " ")
    return table.reset_index(drop=True)


def _distinct(runs: Iterable[int], texts: Iterable[str], separator: str) -> pd.Series:
    """The distinct texts of each run, in their order, joined; a groupby would take a third of the chain's time."""
    found: dict[int, dict[str, None]] = {}
    for run, text in zip(runs, texts, strict=True):
        found.setdefault(run, {})[text] = None
    return pd.Series({run: separator.join(one) for run, one in found.items()}, dtype="str")


def spans(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """The run of each series that a projection may rest on, in the columns of `runs`."""
    return longest(runs(links(observations, comparability)))


def longest(runs: pd.DataFrame) -> pd.DataFrame:
    """Of each series the longest run that reaches its latest figure, else the longest; of equally long ones the later."""
    rows = runs.sort_values(["reaches_latest", "years", "end_date"], kind="stable")
    return rows.drop_duplicates(SERIES, keep="last").sort_values(SERIES, ignore_index=True)


def reasons(spans: pd.DataFrame) -> pd.Series:
    """Why a span carries no projection, '' where it does: a year or more, up to the latest figure, which moved."""
    cases = [~spans.reaches_latest, spans.latest_unmoved != "", spans.years < LEAST_YEARS]
    short = "the comparable figures span less than a year"
    words = np.select(cases, ["a later figure stands beyond a break", spans.latest_unmoved, short], "")
    return pd.Series(words, spans.index, dtype="str")


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last observation of each series, later reports left out."""
    rows = in_full(rows)
    return rows.sort_values([*SERIES, "date"], kind="stable").drop_duplicates(SERIES, keep="last", ignore_index=True)


def side_by_side(rows: pd.DataFrame, indicators: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest values of every indicator that more than one place reports under one definition; and of families that
    places report under different definitions: side by side, never as a difference.
    """
    newest = latest(rows).merge(indicators[["indicator", "family", "denominator"]], on="indicator")
    family, places = newest.groupby("family"), newest.groupby("indicator").province.transform("nunique")
    unlike = (family.province.transform("nunique") > 1) & (family.indicator.transform("nunique") > 1)
    shared = newest[places > 1].sort_values(["family", "indicator", "province"], ignore_index=True)
    return shared, newest[unlike].sort_values(["family", "province", "date"], ignore_index=True)
