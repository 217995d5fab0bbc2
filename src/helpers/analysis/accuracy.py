"""How far projections can be trusted: what moves them most, and how they did against later figures."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import pairs
from helpers.analysis.curves import SHARES, beta_gamma, diffusion
from helpers.analysis.pairs import projectable
from helpers.seeds.numerals import period_start
from helpers.seeds.tidy import SERIES, decimal_year


def sensitivity(row: Any, date: pd.Timestamp, coefficients: pd.DataFrame, start_basis: str = "stated") -> pd.DataFrame:
    """How far each assumption alone moves the central projection of one series at a date, largest first.

    `row` is a row of growth.spans, `start_basis` its first figure's period_basis. Returns assumption,
    lowest, highest, swing, central, date, source_ids. It is sensitivity, never an interval.
    """
    h = decimal_year([date])[0] - decimal_year([row.end_date])[0]
    y0, y1, T = row.start_value, row.end_value, row.years
    fitted: Any = coefficients.set_index("coefficient")
    beta, gamma = beta_gamma(coefficients)
    known = {"y0": y0, "y1": y1, "T": T, "h": h, "beta": beta, "gamma": gamma}

    def at(**moved: float) -> float:
        return float(diffusion(**(known | moved)))

    cases = {
        "the printed figures within their rounding": [
            at(y0=a, y1=b) for a in (row.start_lower, row.start_upper) for b in (row.end_lower, row.end_upper)
        ],
        "β at the ends of its range": [at(beta=fitted.at["beta", end]) for end in ("lower", "upper")],
        "γ at the ends of its range": [at(gamma=fitted.at["gamma", end]) for end in ("lower", "upper")],
        "a ceiling of 90 or 95 in place of 100": [at(ceiling=top) for top in (90.0, 95.0) if top > y1],
        "another method": [float(method(y0, y1, T, h)) for method in SHARES.values()],
    }
    first = period_start(row.start_period)
    if start_basis == "inferred" and len(row.start_period) < 10:  # a single day leaves nothing to move
        earlier = decimal_year([row.end_date])[0] - decimal_year([first])[0]
        cases["the undated first figure anywhere in its period"] = [at(T=T), at(T=earlier)]
    central = at()
    rows = [
        {"assumption": name, "lowest": np.nanmin([central, *values]), "highest": np.nanmax([central, *values])}
        for name, values in cases.items()
        if values
    ]
    table = pd.DataFrame(rows).assign(central=central, date=date, source_ids=row.source_ids)
    table["swing"] = table.highest - table.lowest
    columns = ["assumption", "lowest", "highest", "swing", "central", "date", "source_ids"]
    return table.sort_values("swing", ascending=False, ignore_index=True)[columns]


def track_record(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    indicators: pd.DataFrame,
    coefficients: pd.DataFrame,
    frozen: str = "2023-12-31",
) -> pd.DataFrame:
    """What later sources report beside what every method projects from the figures up to a frozen date.

    Each held-out figure stands once. It is comparable where it belongs to the same indicator and no break
    or repetition lies between; of the same family and denominator it is "other wording"; anything else is left out.
    Returns province, indicator, reported_as, wording, date, reported, method, projected, error (reported less projected).
    """
    known = observations[observations.date <= frozen]
    spans = projectable(pairs.spans(pairs.links(known, comparability)))
    joined = pairs.links(observations, comparability)
    unusable = joined[(joined.comparability.isin(["C", "D"]) | joined.repeated) & (joined.end_date > frozen)]
    about = indicators[["indicator", "family", "denominator"]]
    later = observations[observations.date > frozen].merge(about, on="indicator")
    # nothing of a series counts from its first break or repetition on
    first = unusable.groupby(SERIES).end_date.min().rename("broken").reset_index()
    later = later.merge(first, on=SERIES, how="left")
    later = later[later.broken.isna() | (later.date < later.broken)].drop(columns="broken")
    held = spans.merge(about, on="indicator").merge(
        later, on=["province", "family", "denominator"], suffixes=("", "_later")
    )
    beta, gamma = beta_gamma(coefficients)
    h = (decimal_year(held.date) - decimal_year(held.end_date)).to_numpy()
    y0, y1, T = (held[name].to_numpy(float) for name in ("start_value", "end_value", "years"))
    methods = {name: method(y0, y1, T, h) for name, method in SHARES.items()} | {
        "diffusion": diffusion(y0, y1, T, h, beta, gamma)
    }
    same = np.where(held.indicator == held.indicator_later, "comparable", "other wording")
    base = held.assign(reported_as=held.indicator_later, wording=same, reported=held.value)
    parts = [base.assign(method=name, projected=value, error=base.reported - value) for name, value in methods.items()]
    columns = [*SERIES, "reported_as", "wording", "date", "reported", "method", "projected", "error"]
    return pd.concat(parts).sort_values([*SERIES, "date", "method"], ignore_index=True)[columns]
