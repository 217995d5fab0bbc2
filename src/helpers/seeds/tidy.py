"""From reported figures to observations: one value, one date, one range a row."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.seeds import numerals
from helpers.tables import files

SERIES = ["province", "indicator"]
PAIR = ["province", "start_indicator", "start_period", "start_source", "end_indicator", "end_period", "end_source"]


def observations(reported: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The observations among the reported figures, dated at the end of their period.

    Returns the columns of data/observations.csv; `value`, `lower` and `upper` in the indicator's
    unit, the range as the printed figure allows (see numerals.input_range).
    """
    bounds = indicators[["indicator", "unit", "lower_bound", "upper_bound"]]
    rows = reported[reported.kind == "observation"].merge(bounds, on="indicator")
    signs = [numerals.language_of(row.token, row.value, row.unit_printed) for row in files.each(rows)]
    ranges = [
        numerals.input_range(row.token, row.qualifier, row.hedge_step, row.unit_printed, language)
        for row, language in zip(files.each(rows), signs, strict=True)
    ]
    rows = rows.assign(
        observation_id=rows.source_id + "-" + rows.offset.astype(str),
        date=pd.to_datetime([numerals.period_end(period) for period in rows.period]),
        lower=pd.Series([low for low, _ in ranges], dtype=float).clip(lower=rows.lower_bound.fillna(-np.inf)),
        upper=pd.Series([high for _, high in ranges], dtype=float).clip(upper=rows.upper_bound.fillna(np.inf)),
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
    return pd.Series(dates.dt.year + dates.dt.day_of_year / (365 + dates.dt.is_leap_year))


def neighbours(observations: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """Every pair of observations that are neighbours in time, within an indicator and across a family's indicators.

    `families` maps indicator to family. Returns the key columns of comparability.csv.
    """
    rows = observations.assign(family=observations.indicator.map(families))
    rows = rows.sort_values([*SERIES, "date", "source_id"]).drop_duplicates([*SERIES, "date"])
    across = _following(rows, ["province", "family"])
    pairs = pd.concat([_following(rows, SERIES), across[across.start_indicator != across.end_indicator]])
    return pairs.drop_duplicates(ignore_index=True)


def _following(rows: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Each row paired with all rows of its group at the group's next date: the key columns of comparability.csv."""
    dates = rows[[*group, "date"]].drop_duplicates().sort_values([*group, "date"])
    dates = dates.assign(next_date=dates.groupby(group).date.shift(-1)).dropna()
    parts = {"indicator": "indicator", "period": "period", "source": "source_id"}
    start, end = (
        rows[[*group, "date"]].assign(**{f"{side}_{name}": rows[column] for name, column in parts.items()})
        for side in ("start", "end")
    )
    pairs = start.merge(dates, on=[*group, "date"])
    return pairs.merge(end, left_on=[*group, "next_date"], right_on=[*group, "date"])[PAIR]
