"""Places side by side: latest figures, what several places report alike, and what only looks alike."""

import pandas as pd

from helpers.seeds.tidy import SERIES, in_full


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last observation of each series, later reports left out."""
    rows = in_full(rows)
    return rows.sort_values([*SERIES, "date"], kind="stable").drop_duplicates(SERIES, keep="last", ignore_index=True)


def across_places(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The latest value of every indicator that more than one place reports under one definition."""
    newest = latest(rows)
    shared = newest[newest.groupby("indicator").province.transform("nunique") > 1]
    shared = shared.merge(indicators[["indicator", "family"]], on="indicator")
    return shared.sort_values(["family", "indicator", "province"], ignore_index=True).drop(columns="family")


def look_alikes(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Families that places report under different definitions: side by side, never as a difference."""
    newest = latest(rows).merge(indicators[["indicator", "family", "denominator"]], on="indicator")
    family = newest.groupby("family")
    unlike = newest[(family.province.transform("nunique") > 1) & (family.indicator.transform("nunique") > 1)]
    return unlike.sort_values(["family", "province", "date"], ignore_index=True)[
        ["family", "province", "indicator", "denominator", "period", "period_basis", "qualifier", "value", "unit"]
    ]
