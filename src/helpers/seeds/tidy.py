"""From reported figures to observations: one value, one date, one range a row."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.seeds import numerals
from helpers.tables import codes, files

SERIES = ["province", "indicator"]
PAIR = ["province", "start_indicator", "start_period", "start_source", "end_indicator", "end_period", "end_source"]


def observations(reported: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The observations among the reported figures, dated at the end of their period.

    Returns the columns of data/observations.csv; `value`, `lower` and `upper` in the indicator's
    unit, the range as the printed figure allows (see printed.input_range).
    """
    rows = reported[reported.kind == "observation"].merge(
        indicators[["indicator", "unit", "lower_bound", "upper_bound"]], on="indicator"
    )
    ranges = [
        numerals.input_range(
            row.token,
            row.qualifier,
            row.hedge_step,
            None if pd.isna(row.lower_bound) else row.lower_bound,
            None if pd.isna(row.upper_bound) else row.upper_bound,
            row.unit_printed,
            numerals.language_of(row.token, row.value, row.unit_printed),
        )
        for row in files.each(rows)
    ]
    rows = rows.assign(
        observation_id=rows.source_id + "-" + rows.offset.astype(str),
        date=pd.to_datetime([numerals.period_end(period) for period in rows.period]),
        lower=[low for low, _ in ranges],
        upper=[high for _, high in ranges],
    )
    rows = rows.sort_values([*SERIES, "date", "source_id", "offset"], ignore_index=True)
    return rows[list(files.header("observations"))]


def national_observations(national: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The national series in the shape of observations; `source_id` is who measured, there is no paragraph."""
    rows = national.merge(indicators[["indicator"]], on="indicator").assign(period_basis="stated", qualifier="")
    rows = rows.assign(source_id=rows.publisher_measure)
    return rows[[*SERIES, "date", "period", "period_basis", "value", "unit", "qualifier", "source_id"]]


def decimal_year(dates: Any) -> pd.Series:
    """Dates as decimal years at the end of the day: 2020-12-31 is 2021.0, 2024-09-30 is 2024 + 274/366.

    >>> list(decimal_year(pd.Series(pd.to_datetime(["2020-12-31", "2024-09-30"]))).round(6))
    [2021.0, 2024.748634]
    """
    dates = pd.Series(pd.to_datetime(dates))
    days = dates.to_numpy().astype("datetime64[D]")
    known = days[~np.isnat(days)]
    least, most = (known.min(), known.max()) if len(known) else (np.datetime64("1970-01-01"),) * 2
    if most - least < np.timedelta64(len(days), "D"):  # a calendar is shorter than the column
        calendar = np.append(_decimal(np.arange(least, most + 1)), np.nan)
        place = np.where(np.isnat(days), -1, (days - least).astype(np.int64))
        return pd.Series(calendar[place], dates.index)
    return pd.Series(_decimal(days), dates.index)


def _decimal(days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Days as decimal years, NaN for none."""
    year = days.astype("datetime64[Y]")
    first, last = (edge.astype("datetime64[D]") for edge in (year, year + 1))
    part = (days - first + 1) / (last - first)
    return np.where(np.isnat(days), np.nan, year.astype(np.int64) + 1970 + part)


def neighbours(observations: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """Every pair of observations that are neighbours in time, within an indicator and across a family's indicators.

    `families` maps indicator to family. Returns the key columns of comparability.csv.
    """
    rows = observations.assign(family=observations.indicator.map(families))
    rows = rows.sort_values([*SERIES, "date", "source_id"]).drop_duplicates([*SERIES, "date"])
    within = _following(rows, SERIES)
    across = _following(rows, ["province", "family"])
    pairs = pd.concat([within, across[across.start_indicator != across.end_indicator]])
    return pairs.drop_duplicates(PAIR)[PAIR].reset_index(drop=True)


def _following(rows: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Each row joined to all rows of the group at the group's next date."""
    dates = rows[[*group, "date"]].drop_duplicates().sort_values([*group, "date"])
    dates = dates.assign(next_date=dates.groupby(group).date.shift(-1)).dropna(subset="next_date")
    start = rows.merge(dates, on=[*group, "date"])
    end = rows.drop(columns="family") if "family" not in group else rows
    pairs = start.merge(end, left_on=[*group, "next_date"], right_on=[*group, "date"], suffixes=("", "_end"))
    named = {
        "period": "start_period",
        "source_id": "start_source",
        "period_end": "end_period",
        "source_id_end": "end_source",
    }
    pairs = pairs.rename(columns=named)
    end_indicator = pairs["indicator_end"] if "indicator_end" in pairs else pairs["indicator"]
    return pairs.assign(start_indicator=pairs["indicator"], end_indicator=end_indicator)[PAIR]


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures by series and date, one a date: where two sources report one, the first by its id."""
    (point,) = codes.keys((rows, [*SERIES, "date"]))
    if (point[1:] > point[:-1]).all():
        return rows
    (place,) = codes.keys((rows, [*SERIES, "date", "source_id"]))
    order = np.argsort(place, kind="stable")
    point = point[order]
    return rows.take(order[np.append(True, point[1:] != point[:-1])[: len(rows)]])


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last observation of each series."""
    (point,) = codes.keys((rows, [*SERIES, "date"]))
    rows = rows if (point[1:] >= point[:-1]).all() else rows.take(np.argsort(point, kind="stable"))
    (series,) = codes.keys((rows, SERIES))
    return rows.take(np.flatnonzero(np.append(series[1:] != series[:-1], True)[: len(rows)])).reset_index(drop=True)


def across_places(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The latest value of every indicator that more than one place reports under one definition."""
    newest = latest(rows)
    shared = newest[newest.groupby("indicator").province.transform("nunique") > 1]
    order = shared.merge(indicators[["indicator", "family"]], on="indicator").sort_values(
        ["family", "indicator", "province"], ignore_index=True
    )
    return order.drop(columns="family")


def look_alikes(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Families that places report under different definitions: side by side, never as a difference."""
    newest = latest(rows).merge(indicators[["indicator", "family", "denominator"]], on="indicator")
    family = newest.groupby("family")
    unlike = newest[(family.province.transform("nunique") > 1) & (family.indicator.transform("nunique") > 1)]
    return unlike.sort_values(["family", "province", "date"], ignore_index=True)[
        ["family", "province", "indicator", "denominator", "period", "value", "unit"]
    ]
