"""Where series would stand if they went on: tables of the closed forms, with calibrated ranges.

Two points give no interval: ranges come from how wrong such projections were elsewhere
(analysis.calibration makes the tables, this module reads them).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from helpers.analysis.curves import COUNTS, SHARES, Curve, beta_gamma, diffusion
from helpers.analysis.pairs import projectable, reasons
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

LAST_PROJECTION = pd.Timestamp("2025-12-31")  # later dates are scenarios
HORIZON = pd.Timestamp("2030-12-31")
FAST = 6  # points a year: the national range held such series less often
RANGE_YEARS = 5  # further ahead it is an indicative range
LEVELS = {"adoption": (20, 90), "infrastructure": (20, 97)}  # last levels that the panels calibrate
WIDENED = {"adoption": 1.5, "infrastructure": 1.0}  # a province is not a country
BASIS = {
    "adoption": "errors of projections of Internet users in other countries, widened by half for a province",
    "infrastructure": "errors of projections of national 3G and 4G coverage, not calibrated for provinces",
}
CALIBRATED = {"adoption"}  # whose range held what it says; that of coverage is indicative from the first year
REPEATED = "the latest figure repeats the one before: no pace"
UNCALIBRATED = "no range: no panel tells how wrong such series were"
METHODS = sorted({*SHARES, *COUNTS, "diffusion"})
RANGE = ["lower_80", "upper_80", "range_basis"]


def project(
    spans: pd.DataFrame,
    indicators: pd.DataFrame,
    calibration: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] | None = None,
    methods: Collection[str] = METHODS,
) -> pd.DataFrame:
    """data/projections.csv: every projectable series, by every method, on every 31 December to the horizon.

    `spans` come from pairs.spans; what `not_projected` lists is left out. `calibration` holds the tables
    coefficients and range_quantiles. A method that has no value for a series (a figure at its bound) has no row.
    `dates` and `methods` ask for less, as where many series need their targets' dates alone.
    """
    about = indicators[["indicator", "kind", "upper_bound"]]
    rows = projectable(spans).merge(about, on="indicator", validate="many_to_one")
    rows = rows.merge(pd.DataFrame({"date": _year_ends(rows) if dates is None else list(dates)}), how="cross")
    rows["h"] = decimal_year(rows.date) - decimal_year(rows.end_date)
    rows = rows[rows.h > 0].rename(columns={"end_date": "origin_date", "end_value": "origin_value"})
    beta, gamma = beta_gamma(calibration["coefficients"])
    shares: dict[str, Curve] = {**SHARES, "diffusion": partial(diffusion, beta=beta, gamma=gamma)}
    share = rows.upper_bound == 100
    table = pd.concat([_along(rows[share], shares, methods), _along(rows[~share], COUNTS, methods)])
    table["label"] = np.select(
        [table.upper_bound != 100, table.date <= LAST_PROJECTION], ["illustration", "projection"], "scenario"
    )
    central = ranges(table[table.method == "diffusion"], calibration["range_quantiles"], beta, gamma)
    table = pd.concat(
        [table[table.method != "diffusion"].assign(lower_80=np.nan, upper_80=np.nan, range_basis=""), central]
    )
    return table.sort_values([*SERIES, "method", "date"], ignore_index=True)[list(files.header("projections"))]


def _along(rows: pd.DataFrame, curves: Mapping[str, Curve], methods: Collection[str]) -> pd.DataFrame:
    """Rows with the value of each of the methods asked for, one below the other."""
    y0, y1, T, h = rows.start_value, rows.origin_value, rows.years, rows.h
    parts = [rows.assign(method=name, value=curve(y0, y1, T, h)) for name, curve in curves.items() if name in methods]
    return pd.concat([rows.assign(method="", value=np.nan), *parts]).dropna(subset="value")


def _year_ends(rows: pd.DataFrame) -> pd.DatetimeIndex:
    """Every 31 December from the year of the first series' last figure to the horizon."""
    first = rows.end_date.min().year if len(rows) else HORIZON.year
    return pd.date_range(f"{first}-12-31", HORIZON, freq="YE")


def ranges(central: pd.DataFrame, quantiles: pd.DataFrame, beta: float, gamma: float) -> pd.DataFrame:
    """Central projections with lower_80, upper_80 and range_basis, by the kind of their indicator.

    The 10 % and 90 % quantiles of past errors over √(100 - y1), interpolated in the horizon from 0, times
    √(100 - y1); widened for provincial adoption; added to the lowest and highest path that the input
    ranges allow; kept within 0 and 100. Outside the calibrated levels and horizons: no range, and why.
    """
    calibrated = [kind for kind in LEVELS if kind in set(quantiles["class"])]
    parts = [central.assign(lower_80=np.nan, upper_80=np.nan, range_basis=UNCALIBRATED)[~central.kind.isin(calibrated)]]
    for kind in calibrated:
        of = quantiles[(quantiles["class"] == kind) & (quantiles.method == "diffusion")].sort_values("horizon")
        parts.append(_ranged(central[central.kind == kind], of, kind, beta, gamma))
    return pd.concat(parts)


def _ranged(rows: pd.DataFrame, quantiles: pd.DataFrame, kind: str, beta: float, gamma: float) -> pd.DataFrame:
    """The central projections of one kind with their ranges."""
    scored = quantiles.horizon[quantiles.held_80.notna()].max()  # further on nobody knows what such a range holds
    counted = quantiles.horizon[quantiles.held_80_fast.notna()].max()
    least, most = LEVELS[kind]
    fast = ((rows.origin_value - rows.start_value).abs() / rows.years > FAST) & (rows.h <= counted)
    firm = (rows.h <= RANGE_YEARS) & (kind in CALIBRATED)
    name = firm.map({True: "80 % range: ", False: "indicative range: "})
    slower = fast.map({True: "; elsewhere series that moved this fast were held less often", False: ""})
    outside, far = ~rows.origin_value.between(least, most), rows.h > scored
    why = [f"no range: the last value lies outside {least} to {most}", f"no range: more than {scored} years ahead"]
    lower, upper = _ends(rows, quantiles, WIDENED[kind], beta, gamma)
    ends = {"lower_80": lower.mask(outside | far), "upper_80": upper.mask(outside | far)}
    return rows.assign(**ends, range_basis=np.select([outside, far], why, name + BASIS[kind] + slower))


def _ends(
    rows: pd.DataFrame, quantiles: pd.DataFrame, widened: float, beta: float, gamma: float
) -> tuple[pd.Series, pd.Series]:
    """The ends of ranges: the error quantiles about the lowest and the highest path of the input ranges."""
    corners = [
        (rows[f"start_{first}"], rows[f"end_{last}"]) for first in ("lower", "upper") for last in ("lower", "upper")
    ]
    paths = [diffusion(first, last, rows.years, rows.h, beta, gamma) for first, last in corners]
    below, above = (scaled_error(rows, quantiles, name) * widened for name in ("q10", "q90"))
    return (np.minimum.reduce(paths) + below).clip(0, 100), (np.maximum.reduce(paths) + above).clip(0, 100)


def scaled_error(rows: pd.DataFrame, quantiles: pd.DataFrame, name: str) -> pd.Series:
    """A quantile of past errors `h` years ahead, interpolated in the horizon from 0, in points for each row's last level."""
    at_horizon = np.interp(rows.h, [0, *quantiles.horizon], [0, *quantiles[name]])
    return pd.Series(at_horizon * np.sqrt(100 - rows.origin_value))


def shown(paths: pd.DataFrame) -> pd.DataFrame:
    """One series' projections as far as a picture may show them: a central path that has a range ends where that does."""
    central = paths.method == "diffusion"
    ranged = paths.lower_80.notna()
    return paths[~central | ranged] if (central & ranged).any() else paths


def overview(projections: pd.DataFrame, years: Sequence[int] = (2025, 2030)) -> pd.DataFrame:
    """Each projected share in one row: last value, then the central path and its range at the end of each year."""
    central = projections[projections.method == "diffusion"]
    table = central[[*SERIES, "origin_date", "origin_value"]].drop_duplicates()
    for year in years:
        names = {"value": f"value_{year}", "lower_80": f"lower_{year}", "upper_80": f"upper_{year}"}
        at = central[central.date.dt.year == year].rename(columns=names)
        table = table.merge(at[[*SERIES, *names.values()]], on=SERIES, how="left")
    return table


def not_projected(observations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Every series, and every method of a projected series, that has no projection, with the reason.

    Returns province, indicator, method ('all' for a whole series), reason.
    """
    rows = observations.sort_values([*SERIES, "date"]).drop_duplicates([*SERIES, "date"])
    rows = rows.assign(before=rows.groupby(SERIES).value.shift())
    last = rows.drop_duplicates(SERIES, keep="last")
    last = last.merge(spans.assign(reason=reasons(spans))[[*SERIES, "reason"]], on=SERIES, how="left")
    bare = np.select([last.before.isna(), last.value == last.before], ["one point", REPEATED], "no pair graded A or B")
    whole = last.assign(method="all", reason=last.reason.fillna(pd.Series(bare)))
    edge = projectable(spans)
    edge = edge[edge[["start_value", "end_value"]].isin([0, 100]).any(axis=1) & edge.unit.str.startswith("%")]
    undefined = "a figure stands at 0 or 100: its log-odds are undefined"
    methods = pd.DataFrame({"method": ["logistic", "gompertz"], "reason": undefined})
    parts = [whole[whole.reason != ""], edge[SERIES].merge(methods, how="cross")]
    return pd.concat(parts)[[*SERIES, "method", "reason"]].reset_index(drop=True)
