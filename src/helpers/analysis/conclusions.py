"""What a target's row allows to be said, and the year in which a path stands at its level."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.seeds.tidy import decimal_year
from helpers.tables import files


def conclusion_key(gap: Any) -> str:
    """What a row of target_gaps.csv allows to be said, as a key of claims.target_words.CONCLUSIONS."""
    if gap.match == "context":
        return "orientation"
    if gap.match == "near" and gap.bound == "upper":
        return "not met" if gap.gap_points > 0 else "bounded above"
    if gap.match == "near":
        return "likely" if gap.interval_verdict == "likely" else "met" if gap.gap_points <= 0 else "bounded below"
    if gap.gap_points <= 0:
        return "met"
    said = {"the scenario reaches it": "likely", "the scenario does not": "unlikely"}.get(
        gap.interval_verdict, gap.interval_verdict
    )
    return said or "no pace"


def year_reached(path: pd.DataFrame, level: float, direction: int = 1) -> float:
    """The first decimal year in which a path of (date, value) rows stands at a level, linear between dates; NaN if never.

    >>> path = pd.DataFrame({"date": pd.to_datetime(["2023-12-31", "2024-12-31"]), "value": [70.0, 80.0]})
    >>> float(year_reached(path, 75))
    2024.5
    """
    path = path.sort_values("date")
    years, values = decimal_year(path.date).to_numpy(), direction * path.value.to_numpy()
    reached = np.flatnonzero(values >= direction * level - 1e-9)
    if len(reached) == 0:
        return np.nan
    first = reached[0]
    if first == 0:
        return float(years[0])
    part = (direction * level - values[first - 1]) / (values[first] - values[first - 1])
    return float(years[first - 1] + part * (years[first] - years[first - 1]))


def years_reached(gaps: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """The year in which the central path and the ends of its range reach each target's level, as text: '2026', 'not by 2030'.

    Returns target_id, province, indicator, target_value, target_date, match, central, earliest (upper end), latest (lower end).
    On a context match the level is an orientation, not the target. 'not projected' where the series is not; '' without a range.
    """
    horizon = projections.date.max().year

    def in_words(decimal: float) -> str:
        return f"not by {horizon}" if np.isnan(decimal) else str(int(np.ceil(decimal)) - 1)

    central = projections[projections.method == "diffusion"]
    keys = ["target_id", "province", "indicator", "target_value", "target_date", "match"]
    columns = {"central": "value", "earliest": "upper_80", "latest": "lower_80"}
    rows = []
    row: Any
    for row in files.each(gaps):
        path = central[(central.province == row.province) & (central.indicator == row.indicator)]
        found = dict.fromkeys(columns, "not projected")
        if not path.empty:
            start = path[["origin_date", "origin_value"]].drop_duplicates().set_axis(["date", "value"], axis=1)
            for name, column in columns.items():
                line = pd.concat([start, path[["date", column]].set_axis(["date", "value"], axis=1)])
                found[name] = "" if path[column].isna().any() else in_words(year_reached(line, row.target_value))
        rows.append({key: getattr(row, key) for key in keys} | found)
    return pd.DataFrame(rows, columns=[*keys, *columns])
