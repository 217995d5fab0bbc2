"""Where series would stand if they went on: a table of every curve, the central one with calibrated ranges.

Two points give no interval: ranges come from how wrong such projections were elsewhere (analysis.ranges).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from helpers.analysis.curves import SHARE_CURVES, Curve, beta_gamma, diffusion
from helpers.analysis.pairs import ROUNDING, SAME_AGAIN, reasons
from helpers.analysis.ranges import PANEL_OF, ranges
from helpers.seeds.tidy import SERIES, decimal_year, in_full
from helpers.tables import files

LAST_PROJECTION = pd.Timestamp("2025-12-31")  # later dates are scenarios
HORIZON = pd.Timestamp("2030-12-31")
DATES = list(pd.date_range("1990-12-31", HORIZON, freq="YE"))  # those after the last figure are projected to
METHODS = sorted([*SHARE_CURVES, "diffusion"])
MEASUREMENT = ["province", "family", "denominator", "kind"]  # what two names of one measurement share
NO_PANEL = "no panel says how such series go: no path, no range, no growth rule"
TWIN = "one measurement with another series, which is projected"


def project(
    spans: pd.DataFrame,
    indicators: pd.DataFrame,
    calibration: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] = DATES,
    methods: Collection[str] = METHODS,
) -> pd.DataFrame:
    """data/projections.csv: every projected share of pairs.spans, by every method, on every 31 December to the horizon.

    `calibration` holds coefficients and range_quantiles. A method that has no value for a series (a figure at its
    bound) has no row. `dates` and `methods` ask for less, as where many series need their targets' dates alone.
    """
    rows = candidates(spans, indicators)
    rows = rows[rows.why_not == ""].rename(columns={"end_date": "origin_date", "end_value": "origin_value"})
    rows = rows.merge(pd.DataFrame({"date": dates}), how="cross")
    rows = rows[rows.date > rows.origin_date]
    rows["h"] = decimal_year(rows.date) - decimal_year(rows.origin_date)
    beta, gamma = beta_gamma(calibration["coefficients"])
    curves: dict[str, Curve] = {**SHARE_CURVES, "diffusion": partial(diffusion, beta=beta, gamma=gamma)}
    points = [rows[name].to_numpy() for name in ("start_value", "origin_value", "years", "h")]
    parts = [rows.assign(method=name, value=curves[name](*points)) for name in METHODS if name in methods]
    table = pd.concat(parts).dropna(subset="value")
    others = table[table.method != "diffusion"].assign(lower_80=np.nan, upper_80=np.nan, range_basis="")
    central = ranges(table[table.method == "diffusion"], calibration["range_quantiles"], beta, gamma)
    table = pd.concat([others, central]).sort_values([*SERIES, "method", "date"], ignore_index=True)
    table["label"] = np.where(table.date <= LAST_PROJECTION, "projection", "scenario")
    return table[list(files.header("projections"))]


def candidates(spans: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Spans with family, denominator and kind of their indicator, and `why_not`: why they are not projected, or ''."""
    attributes = indicators[["indicator", "name_en", "family", "denominator", "kind"]]
    rows = spans.assign(why_not=reasons(spans)).merge(attributes, on="indicator", validate="many_to_one")
    rows["why_not"] = rows.why_not.mask((rows.why_not == "") & ~rows.kind.isin(PANEL_OF), NO_PANEL)
    # the better grade, then the longer span
    usable = rows[rows.why_not == ""].sort_values(
        ["comparability", "years", "indicator"], ascending=[True, False, True]
    )
    best = usable.drop_duplicates(MEASUREMENT)[[*MEASUREMENT, "indicator", "name_en"]]
    rows = rows.merge(best, on=MEASUREMENT, how="left", suffixes=("", "_projected"))
    twin = (rows.why_not == "") & (rows.indicator != rows.indicator_projected)
    return rows.assign(why_not=rows.why_not.mask(twin, TWIN + ": " + rows.name_en_projected))


def shown(paths: pd.DataFrame) -> pd.DataFrame:
    """One series' projections as far as a picture may show them: a central path that has a range ends where that does."""
    central = paths.method == "diffusion"
    ranged = paths.lower_80.notna()
    return paths[~central | ranged] if (central & ranged).any() else paths


def not_projected(observations: pd.DataFrame, spans: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Every series that has no projection, with the reason: province, indicator, reason."""
    rows = in_full(observations).sort_values([*SERIES, "date"]).drop_duplicates([*SERIES, "date"])
    before = rows.groupby(SERIES)[["value", "lower", "upper", "qualifier"]].shift().add_suffix("_before")
    last = rows.join(before).drop_duplicates(SERIES, keep="last")
    last = last.merge(candidates(spans, indicators)[[*SERIES, "why_not"]], on=SERIES, how="left")
    rounding = (last.lower < last.upper_before) & (last.lower_before < last.upper)
    rounding &= (last.qualifier == "") & (last.qualifier_before == "")
    cases = [last.value_before.isna(), last.value == last.value_before, rounding]
    bare = np.select(cases, ["one point", SAME_AGAIN, ROUNDING], "no pair graded A or B")
    reason = last.why_not.fillna(pd.Series(bare))
    return last.assign(reason=reason)[reason != ""][[*SERIES, "reason"]].reset_index(drop=True)
