"""How far projections can be trusted: what moves them, and how they did later."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import pairs
from helpers.analysis.curves import SHARES, beta_gamma, diffusion
from helpers.seeds.tidy import SERIES, decimal_year, in_full

FROZEN = "2023-12-31"  # later figures are held against what was projected from those up to then


def sensitivity(row: Any, date: pd.Timestamp, coefficients: pd.DataFrame) -> pd.DataFrame:
    """How far each assumption alone moves the central projection of one series at a date, largest first.

    `row` is a row of pairs.spans. Returns assumption, lowest, highest, swing, central, date, source_ids. It is
    sensitivity, never an interval.
    """
    end, at = decimal_year([row.end_date, date])
    y0, y1, T, h = row.start_value, row.end_value, row.years, at - end
    fit: Any = coefficients.set_index("coefficient")
    beta, gamma = beta_gamma(coefficients)
    corners = itertools.product((row.start_lower, row.start_upper), (row.end_lower, row.end_upper))
    edges, ceilings = ("lower", "upper"), [ceiling for ceiling in (90.0, 95.0) if ceiling > y1]
    cases = {
        "the printed figures within their rounding": [diffusion(a, b, T, h, beta, gamma) for a, b in corners],
        "β at the ends of its range": [diffusion(y0, y1, T, h, fit.at["beta", edge], gamma) for edge in edges],
        "γ at the ends of its range": [diffusion(y0, y1, T, h, beta, fit.at["gamma", edge]) for edge in edges],
        "a ceiling of 90 or 95 in place of 100": [diffusion(y0, y1, T, h, beta, gamma, top) for top in ceilings],
        "another method": [method(y0, y1, T, h) for method in SHARES.values()],
    }
    central = float(diffusion(y0, y1, T, h, beta, gamma))
    ends = {
        name: (np.nanmin([central, *found]), np.nanmax([central, *found])) for name, found in cases.items() if found
    }
    table = pd.DataFrame([(name, *pair) for name, pair in ends.items()], columns=["assumption", "lowest", "highest"])
    table = table.assign(swing=table.highest - table.lowest, central=central, date=date, source_ids=row.source_ids)
    return table.sort_values("swing", ascending=False, ignore_index=True)


def track_record(
    observations: pd.DataFrame, comparability: pd.DataFrame, indicators: pd.DataFrame, coefficients: pd.DataFrame
) -> pd.DataFrame:
    """What later sources report beside what every method projects from the figures up to FROZEN.

    Each held-out figure stands once. It is comparable where it belongs to the same indicator and no break
    or repetition lies between; of the same family and denominator it is "other wording"; anything else is left out.
    Returns province, indicator, reported_as, wording, date, reported, qualifier, method, projected and
    error (reported less projected).
    """
    about = indicators[["indicator", "family", "denominator"]]
    observations = in_full(observations)
    origins = pairs.spans(pairs.links(observations[observations.date <= FROZEN], comparability))
    origins = origins[pairs.reasons(origins) == ""].merge(about, on="indicator")
    later = _comparable_later(observations, comparability).merge(about, on="indicator")
    later = later.rename(columns={"indicator": "reported_as", "value": "reported"})
    rows = origins.merge(later, on=["province", "family", "denominator"])
    rows["wording"] = np.where(rows.indicator == rows.reported_as, "comparable", "other wording")
    points = (rows.start_value, rows.end_value, rows.years, decimal_year(rows.date) - decimal_year(rows.end_date))
    projected = {name: curve(*points) for name, curve in SHARES.items()}
    projected["diffusion"] = diffusion(*points, *beta_gamma(coefficients))
    table = pd.concat([rows.assign(method=name, projected=values) for name, values in projected.items()])
    table["error"] = table.reported - table.projected
    columns = [*SERIES, "reported_as", "wording", "date", "reported", "qualifier", "method", "projected", "error"]
    return table.sort_values([*SERIES, "date", "method"], ignore_index=True)[columns]


def _comparable_later(observations: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Figures after FROZEN; nothing of a series counts from its first break or repetition after it on."""
    links = pairs.links(observations, comparability)
    unusable = links[(links.comparability.isin(["C", "D"]) | (links.unmoved != "")) & (links.end_date > FROZEN)]
    broken = unusable.groupby(SERIES).end_date.min().rename("broken").reset_index()
    later = observations[observations.date > FROZEN].merge(broken, on=SERIES, how="left")
    return later[later.broken.isna() | (later.date < later.broken)].drop(columns="broken")


@contextmanager
def quietly() -> Iterator[None]:
    """Without the warnings of models that fit exactly: two points leave nothing over, and the text says so."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
