"""How far projections can be trusted: what moves them, and what was reported later beside them."""

import itertools
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import pairs
from helpers.analysis.curves import SHARE_CURVES, beta_gamma, diffusion
from helpers.seeds.tidy import SERIES, decimal_year, in_full

FROZEN = "2023-12-31"  # later figures are held against what was projected from those up to then
PATH = [*SERIES, "date", "value", "lower_80", "upper_80"]
REPORT = ["observation_id", "period", "period_basis", "qualifier", "source_id"]


def sensitivity(points: pd.DataFrame, date: pd.Timestamp, coefficients: pd.DataFrame) -> pd.DataFrame:
    """How far each assumption alone moves the central projection of one series (figures as own.points gives them) at a
    date, largest first: assumption, lowest, highest, swing, central, date. It is sensitivity, never an interval.
    """
    first, last = points.iloc[0], points.iloc[-1]
    y0, y1, T, h = first.value, last.value, last.year - first.year, decimal_year([date]).iloc[0] - last.year
    fit: Any = coefficients.set_index("coefficient")
    beta, gamma = beta_gamma(coefficients)
    corners = itertools.product((first.lower, first.upper), (last.lower, last.upper))
    edges, ceilings = ("lower", "upper"), [ceiling for ceiling in (90.0, 95.0) if ceiling > y1]
    cases = {
        "the printed figures within their rounding": [diffusion(a, b, T, h, beta, gamma) for a, b in corners],
        "β at the ends of its range": [diffusion(y0, y1, T, h, fit.at["beta", edge], gamma) for edge in edges],
        "γ at the ends of its range": [diffusion(y0, y1, T, h, beta, fit.at["gamma", edge]) for edge in edges],
        "a ceiling of 90 or 95 in place of 100": [diffusion(y0, y1, T, h, beta, gamma, top) for top in ceilings],
        "another method": [method(y0, y1, T, h) for method in SHARE_CURVES.values()],
    }
    central = float(diffusion(y0, y1, T, h, beta, gamma))
    ends = [(name, np.nanmin([central, *ys]), np.nanmax([central, *ys])) for name, ys in cases.items() if ys]
    table = pd.DataFrame(ends, columns=["assumption", "lowest", "highest"])
    table = table.assign(swing=table.highest - table.lowest, central=central, date=date)
    return table.sort_values("swing", ascending=False, ignore_index=True)


def track_record(
    observations: pd.DataFrame, comparability: pd.DataFrame, indicators: pd.DataFrame, coefficients: pd.DataFrame
) -> pd.DataFrame:
    """What later sources report beside what every method projects from the figures up to FROZEN, and the error.

    Each held-out figure stands once. It is comparable where it belongs to the same indicator and no break
    or repetition lies between; of the same family and denominator it is "other wording"; anything else is left out.
    """
    attributes = indicators[["indicator", "family", "denominator"]]
    observations = in_full(observations)
    origins = pairs.spans(observations[observations.date <= FROZEN], comparability)
    origins = origins[pairs.reasons(origins) == ""].merge(attributes, on="indicator")
    # nothing of a series counts from its first break or repetition after FROZEN on
    links = pairs.links(observations, comparability)
    unusable = links[(links.comparability.isin(["C", "D"]) | (links.unmoved != "")) & (links.end_date > FROZEN)]
    broken = unusable.groupby(SERIES).end_date.min().rename("broken").reset_index()
    later = observations[observations.date > FROZEN].merge(broken, on=SERIES, how="left")
    later = later[later.broken.isna() | (later.date < later.broken)].merge(attributes, on="indicator")
    later = later.rename(columns={"indicator": "reported_as", "value": "reported"})
    rows = origins.merge(later, on=["province", "family", "denominator"])
    rows["wording"] = np.where(rows.indicator == rows.reported_as, "comparable", "other wording")
    points = (rows.start_value, rows.end_value, rows.years, decimal_year(rows.date) - decimal_year(rows.end_date))
    projected = {name: curve(*points) for name, curve in SHARE_CURVES.items()}
    projected["diffusion"] = diffusion(*points, *beta_gamma(coefficients))
    table = pd.concat([rows.assign(method=name, projected=values) for name, values in projected.items()])
    table["error"] = table.reported - table.projected
    columns = [*SERIES, "reported_as", "wording", "date", "period", "period_basis", "reported", "qualifier"]
    return table.sort_values([*SERIES, "date", "method"], ignore_index=True)[[*columns, "method", "projected", "error"]]


def reported_since(projections: pd.DataFrame, observations: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """What later reports print for the very dates of projections, of the indicator itself or of another of its family.

    `projections` holds one path. Beside PATH and REPORT stand reported_as (the indicator of the report), reported,
    same_wording, error and inside (the range). Another wording counts neither as held nor as missed.
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


def release_record(
    released: pd.DataFrame, observations: pd.DataFrame, comparability: pd.DataFrame, families: pd.Series
) -> pd.DataFrame:
    """How the projections of an earlier release (its claims) did: `reported_since`, beside straight_line and last_value."""
    # the year of a projection stands in the id alone
    year = released.claim_id.str.extract(r"\.projection\.(\d{4})$")[0]
    paths = released[year.notna()].rename(columns={"lower": "lower_80", "upper": "upper_80"})
    rows = reported_since(paths.assign(date=pd.to_datetime(year.dropna() + "-12-31")), observations, families)
    spans = pairs.spans(observations, comparability)[[*SERIES, "start_value", "end_value", "end_date", "years"]]
    rows = rows.merge(spans, on=SERIES)
    ahead = decimal_year(rows.date) - decimal_year(rows.end_date)
    for method in ("straight_line", "last_value"):
        rows[method] = SHARE_CURVES[method](rows.start_value, rows.end_value, rows.years, ahead)
        rows[f"error_{method}"] = rows.reported - rows[method]
    return rows.drop(columns=["start_value", "end_value", "end_date", "years"])
