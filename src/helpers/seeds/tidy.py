"""From reported figures to observations: one value, one date, one range a row."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.seeds import numerals
from helpers.tables import files

SERIES = ["province", "indicator"]
FIGURES = ("observation", "growth", "target", "context")  # kinds of rows whose token is a numeral with a value
PAIR = ["province", "start_indicator", "start_period", "start_source", "end_indicator", "end_period", "end_source"]


def observations(reported: pd.DataFrame, indicators: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """data/observations.csv: the reported observations at the end of their period, in the indicator's unit, with their input_range."""
    bounds = indicators[["indicator", "unit", "lower_bound", "upper_bound"]]
    rows = reported[reported.kind == "observation"].merge(bounds, on="indicator")
    languages = sources[["source_id", "language"]].drop_duplicates("source_id", keep="last")  # a draft may be entered
    rows = rows.merge(languages, how="left").fillna({"language": "vi"})  # by which its numerals are read
    ranges = [
        numerals.input_range(row.token, row.qualifier, row.hedge_step, row.unit_printed, row.language)
        for row in files.each(rows)
    ]
    rows = rows.assign(
        observation_id=observation_ids(rows),
        date=pd.to_datetime([numerals.period_end(period) for period in rows.period]),
        lower=pd.Series([low for low, _ in ranges], dtype=float).clip(lower=rows.lower_bound.fillna(-np.inf)),
        upper=pd.Series([high for _, high in ranges], dtype=float).clip(upper=rows.upper_bound.fillna(np.inf)),
    )
    rows = rows.sort_values([*SERIES, "date", "source_id", "offset", "entry"], ignore_index=True)
    return rows[list(files.header("observations"))]


def observation_ids(reported: pd.DataFrame) -> pd.Series:
    """The id of each reported figure: its source and offset, S01-2195, or its entry, S06-e1, where it has no place."""
    place = reported.offset.astype("str").where(reported.entry.isna(), "e" + reported.entry.astype("str"))
    return reported.source_id + "-" + place


def series_of(rows: pd.DataFrame, province: str, indicator: str) -> pd.DataFrame:
    """The rows of one series."""
    return rows[(rows.province == province) & (rows.indicator == indicator)]


def in_full(observations: pd.DataFrame) -> pd.DataFrame:
    """What rates and verdicts rest on: figures of texts read as a whole (with a place), national ones, one's own."""
    if not {"paragraph", "observation_id"} <= set(observations):
        return observations
    return observations[observations.paragraph.notna() | observations.observation_id.isna()]


def national_observations(national: pd.DataFrame) -> pd.DataFrame:
    """The national series in the shape of observations; `source_id` is who measured, there is no paragraph."""
    rows = national.rename(columns={"publisher_measure": "source_id"}).assign(period_basis="stated", qualifier="")
    return rows[[*SERIES, "date", "period", "period_basis", "value", "unit", "qualifier", "source_id"]]


def decimal_year(dates: Any) -> pd.Series:
    """Dates as decimal years at the end of the day: 2020-12-31 is 2021.0, 2024-09-30 is 2024 + 274/366.

    >>> list(decimal_year(pd.Series(pd.to_datetime(["2020-12-31", "2024-09-30"]))).round(6))
    [2021.0, 2024.748634]
    """
    dates = pd.Series(pd.to_datetime(dates))
    return pd.Series(dates.dt.year + dates.dt.day_of_year / (365 + dates.dt.is_leap_year))


def neighbours(observations: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """PAIR of all neighbours in time, within an indicator and across a family's; later reports have some of their own."""
    rows = observations.assign(family=observations.indicator.map(families))
    rows = rows.sort_values([*SERIES, "date", "source_id"])
    own, later = _neighbours(in_full(rows)), _neighbours(rows)
    sources = set(rows.source_id[rows.paragraph.isna()])
    later = later[later.start_source.isin(sources) | later.end_source.isin(sources)]
    return pd.concat([own, later]).drop_duplicates(ignore_index=True)


def _neighbours(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs within an indicator, of one source also where another stands between, and across a family's indicators."""
    rows = rows.drop_duplicates([*SERIES, "date"])
    across = _following(rows, ["province", "family"])
    across = across[across.start_indicator != across.end_indicator]
    return pd.concat([_following(rows, SERIES), _following(rows, [*SERIES, "source_id"]), across])


def _following(rows: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Each row paired with all rows of its group at the group's next date: the key columns of comparability.csv."""
    steps = rows[group].assign(step=rows.groupby(group).date.rank("dense"))
    parts = {"indicator": rows.indicator, "period": rows.period, "source": rows.source_id}
    start, end = (steps.assign(**{f"{side}_{name}": parts[name] for name in parts}) for side in ("start", "end"))
    return start.merge(end.assign(step=end.step - 1), on=[*group, "step"])[PAIR]
