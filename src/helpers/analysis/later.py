"""Later reports beside what had been projected: errors, inside or outside the range. They carry no verdict."""

import pandas as pd

from helpers.analysis import pairs
from helpers.analysis.curves import SHARES
from helpers.seeds.tidy import SERIES, decimal_year, in_full

PATH = [*SERIES, "date", "value", "lower_80", "upper_80"]
REPORT = ["observation_id", "period", "period_basis", "qualifier", "source_id"]


def reported_since(projections: pd.DataFrame, observations: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """What later reports print for the very dates of projections, of the indicator itself or of another of its family.

    `projections` holds one path, as rows of data/projections.csv; `families` maps indicator to family. Returns
    province, indicator, date, value, lower_80, upper_80 of the projection; reported_as (the indicator of the report),
    reported, observation_id, period, period_basis, qualifier, source_id; same_wording, error (reported less
    projected), inside (the range). Another wording counts neither as held nor as missed.
    """
    later = observations.drop(in_full(observations).index).rename(columns={"value": "reported"})
    later = later.assign(family=later.indicator.map(families)).rename(columns={"indicator": "reported_as"})
    later = later.reindex(columns=["province", "family", "date", "reported_as", "reported", *REPORT])
    rows = projections[PATH].assign(family=projections.indicator.map(families))
    rows = rows.merge(later, on=["province", "family", "date"]).drop(columns="family")
    rows["same_wording"] = rows.indicator == rows.reported_as
    rows["error"] = rows.reported - rows.value
    rows["inside"] = rows.reported.between(rows.lower_80, rows.upper_80)
    return rows.sort_values([*SERIES, "date", "reported_as"], ignore_index=True)


def record(
    released: pd.DataFrame, observations: pd.DataFrame, comparability: pd.DataFrame, families: pd.Series
) -> pd.DataFrame:
    """How the projections of an earlier release did, by what later reports print: the columns of `reported_since`.

    `released` is the claims table of the release. Beside the central path stand the straight line through the same
    two figures and the last of them, with their errors: straight_line, error_straight_line, last_value, error_last_value.
    """
    rows = reported_since(_released_paths(released), observations, families)
    spans = pairs.spans(pairs.links(observations, comparability))
    rows = rows.merge(spans[[*SERIES, "start_value", "end_value", "end_date", "years"]], on=SERIES)
    ahead = decimal_year(rows.date) - decimal_year(rows.end_date)
    rows["straight_line"] = SHARES["straight_line"](rows.start_value, rows.end_value, rows.years, ahead)
    rows["last_value"] = rows.end_value
    for method in ("straight_line", "last_value"):
        rows[f"error_{method}"] = rows.reported - rows[method]
    return rows.drop(columns=["start_value", "end_value", "end_date", "years"])


def _released_paths(released: pd.DataFrame) -> pd.DataFrame:
    """The central projections of a release, as rows of data/projections.csv; there their year stands in the id alone."""
    year = released.claim_id.str.extract(r"\.projection\.(\d{4})$")[0]
    rows = released[year.notna()].rename(columns={"lower": "lower_80", "upper": "upper_80"})
    return rows.assign(date=pd.to_datetime(year.dropna() + "-12-31"))[PATH]
