"""Where series would stand if they went on: tables of the closed forms, with calibrated ranges.

Two points give no interval: ranges come from how wrong such projections were elsewhere
(helpers.calibration makes the tables, this module reads them).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.curves import COUNTS, SHARES, Curve, Values, beta_gamma, diffusion
from helpers.analysis.pairs import projectable, reasons
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import codes, files
from helpers.tables.codes import Mask

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
ENDS = ["years", *(f"{end}_{part}" for end in ("start", "end") for part in ("value", "lower", "upper"))]
CORNERS = [(f"start_{first}", f"end_{last}") for first in ("lower", "upper") for last in ("lower", "upper")]


def project(
    spans: pd.DataFrame,
    indicators: pd.DataFrame,
    calibration: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] | None = None,
    methods: Collection[str] = METHODS,
) -> pd.DataFrame:
    """data/projections.csv: every projectable series, by every method, on every 31 December to the horizon.

    `spans` come from growth.spans; what `not_projected` lists is left out. `calibration` holds the tables
    coefficients and range_quantiles. A method that has no value for a series (a figure at its bound) has no row.
    `dates` (ascending) and `methods` ask for less, as where millions of series need their targets' dates alone.
    """
    rows = _by_series(projectable(spans))
    about = indicators.iloc[codes.positions(rows.indicator, indicators.indicator)]
    share = about.upper_bound.to_numpy() == 100
    ahead = _year_ends(rows.end_date) if dates is None else pd.DatetimeIndex(list(dates)).as_unit("us")
    h = decimal_year(ahead).to_numpy() - decimal_year(rows.end_date).to_numpy()[:, None]
    kept, (beta, gamma) = [name for name in METHODS if name in methods], beta_gamma(calibration["coefficients"])
    shares: dict[str, Curve] = {**SHARES, "diffusion": partial(diffusion, beta=beta, gamma=gamma)}
    values = _values(rows, h, kept, ((shares, share), (COUNTS, ~share)))
    row, method, date = np.nonzero(~np.isnan(values))
    table = rows[[*SERIES, "unit", "end_date", "end_value"]].take(row).reset_index(drop=True)
    table = table.rename(columns={"end_date": "origin_date", "end_value": "origin_value"})
    table["method"] = codes.like(rows.province, codes.named(method, kept))
    table["date"], table["value"] = ahead.take(date), values[row, method, date]
    table["label"] = codes.like(rows.province, labels(table.date, share[row]))
    central = np.flatnonzero(np.array(kept)[method] == "diffusion")
    of, kinds = row[central], codes.coded(about.kind).take(row[central])
    found = ranges(rows[ENDS].take(of), kinds, h[of, date[central]], beta, gamma, calibration["range_quantiles"])
    place = np.full(len(table), -1)
    place[central] = np.arange(len(central))
    table = table.assign(**codes.taken(found, place, ["lower_80", "upper_80"]))
    basis = found.range_basis.array.take(place, allow_fill=True).fillna("")
    table["range_basis"] = codes.like(rows.province, basis)
    return table[list(files.header("projections"))]


def ranges(
    rows: pd.DataFrame, kinds: pd.Categorical, h: Values, beta: float, gamma: float, quantiles: pd.DataFrame
) -> pd.DataFrame:
    """lower_80, upper_80 and range_basis of central projections, h years ahead, of spans of indicators of some kinds.

    The 10 % and 90 % quantiles of past errors over √(100 - y1), interpolated in the horizon from 0, times
    √(100 - y1); widened for provincial adoption; added to the lowest and highest path that the input
    ranges allow; kept within 0 and 100. Outside the calibrated levels and horizons: no range, and why.
    """
    lower, upper = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    start, y1, years = (rows[name].to_numpy(float) for name in ("start_value", "end_value", "years"))
    fast = np.abs(y1 - start) / years > FAST
    basis: dict[str, Mask] = {}
    for name, (least, most) in LEVELS.items():
        table = quantiles[(quantiles["class"] == name) & (quantiles.method == "diffusion")].sort_values("horizon")
        of_class = np.asarray(kinds == name)
        if table.empty or not of_class.any():
            continue
        scored = table.horizon[table.held_80.notna()].max()  # further on nobody knows what such a range holds
        counted = h <= table.horizon[table.held_80_fast.notna()].max()
        level, near = (y1 >= least) & (y1 <= most), h <= scored
        known = of_class & level & near
        lower[known], upper[known] = _range(rows[known], h[known], beta, gamma, table, WIDENED[name])
        beyond = f"no range: more than {scored} years ahead"
        basis[beyond] = basis.get(beyond, False) | (of_class & level & ~near)
        basis[f"no range: the last value lies outside {least} to {most}"] = of_class & ~level
        firm = (h <= RANGE_YEARS) & (name in CALIBRATED)
        slower = "; elsewhere series that moved this fast were held less often"
        for kind, far in (("80 % range", firm), ("indicative range", ~firm)):
            basis[f"{kind}: {BASIS[name]}"] = known & far & ~(fast & counted)
            basis[f"{kind}: {BASIS[name]}{slower}"] = known & far & fast & counted
    told = codes.chosen(basis | {UNCALIBRATED: np.ones(len(rows), bool)})
    return pd.DataFrame({"lower_80": lower, "upper_80": upper, "range_basis": told}, copy=False)


def _range(
    rows: pd.DataFrame, h: Values, beta: float, gamma: float, quantiles: pd.DataFrame, widened: float
) -> tuple[Values, Values]:
    """The ends of the range of some rows of one kind, from that kind's quantiles by horizon."""
    years, scale = np.append(0, quantiles.horizon), np.sqrt(100 - rows.end_value.to_numpy())
    below, above = (np.interp(h, years, np.append(0, quantiles[name])) * scale * widened for name in ("q10", "q90"))
    length = rows.years.to_numpy()
    paths = [
        diffusion(rows[first].to_numpy(), rows[last].to_numpy(), length, h, beta, gamma) for first, last in CORNERS
    ]
    lowest, highest = np.minimum.reduce(paths), np.maximum.reduce(paths)
    return np.clip(lowest + below, 0, 100), np.clip(highest + above, 0, 100)


def labels(dates: pd.Series, share: Mask) -> pd.Categorical:
    """projection to 2025, scenario after it; counts are illustrations: no panel tells how wrong they are."""
    near = (dates <= LAST_PROJECTION).to_numpy()
    return codes.chosen({"illustration": ~share, "projection": near}, "scenario")


def _by_series(spans: pd.DataFrame) -> pd.DataFrame:
    (series,) = codes.keys((spans, SERIES))
    in_order = (series[1:] > series[:-1]).all()
    return (spans if in_order else spans.take(np.argsort(series, kind="stable"))).reset_index(drop=True)


def _year_ends(dates: pd.Series) -> pd.DatetimeIndex:
    """Every 31 December from the year of the first date to the horizon."""
    first = dates.min().year if len(dates) else HORIZON.year
    return pd.date_range(f"{first}-12-31", HORIZON, freq="YE", unit="us")


def _values(
    rows: pd.DataFrame, h: Values, methods: Sequence[str], known: Sequence[tuple[Mapping[str, Curve], Mask]]
) -> Values:
    """Series x methods x dates: each method where its curves are known, NaN elsewhere and up to the last figure."""
    values = np.full((len(rows), len(methods), h.shape[1]), np.nan)
    y0, y1, T = (rows[name].to_numpy(float)[:, None] for name in ("start_value", "end_value", "years"))
    ahead = np.maximum(h, 0)
    for place, name in enumerate(methods):
        for curves, among in known:
            if name in curves and among.any():
                values[among, place] = curves[name](y0[among], y1[among], T[among], ahead[among])
    values[np.broadcast_to((h <= 0)[:, None], values.shape)] = np.nan
    return values


def shown(paths: pd.DataFrame) -> pd.DataFrame:
    """One series' projections as far as a picture may show them: a central path that has a range ends where that does."""
    central = paths.method == "diffusion"
    ranged = paths.lower_80.notna()
    return paths[~central | ranged] if (central & ranged).any() else paths


def overview(projections: pd.DataFrame, years: Sequence[int] = (2025, 2030)) -> pd.DataFrame:
    """Each projected share in one row: last value, then the central path and its range at the end of each year."""
    central = projections[projections.method == "diffusion"]
    table = central[[*SERIES, "origin_date", "origin_value"]].drop_duplicates().reset_index(drop=True)
    for year in years:
        at = central[central.date.dt.year == year].set_index(SERIES)[["value", "lower_80", "upper_80"]]
        table = table.join(
            at.rename(columns={"value": f"value_{year}", "lower_80": f"lower_{year}", "upper_80": f"upper_{year}"}),
            on=SERIES,
        )
    return table


def not_projected(observations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Every series, and every method of a projected series, that has no projection, with the reason.

    Returns province, indicator, method ('all' for a whole series), reason.
    """
    ordered = observations.sort_values([*SERIES, "date"]).drop_duplicates([*SERIES, "date"])
    series = ordered.groupby(SERIES).agg(points=("value", "size"), last=("value", "last")).reset_index()
    before: Any = ordered.groupby(SERIES).value.nth(-2)
    before = ordered.loc[before.index, SERIES].assign(before=before)
    told = series.merge(before, on=SERIES, how="left").merge(
        spans.assign(reason=reasons(spans).astype("str"))[[*SERIES, "reason"]], on=SERIES, how="left"
    )
    bare = np.select([told.points == 1, told["last"] == told.before], ["one point", REPEATED], "no pair graded A or B")
    told["reason"] = told.reason.where(told.reason.notna(), bare)
    whole = told[told.reason != ""].assign(method="all")
    edge = projectable(spans)
    edge = edge[edge[["start_value", "end_value"]].isin([0, 100]).any(axis=1) & edge.unit.str.startswith("%")]
    methods = pd.DataFrame(
        {"method": ["logistic", "gompertz"], "reason": "a figure stands at 0 or 100: its log-odds are undefined"}
    )
    return pd.concat([whole, edge[SERIES].merge(methods, how="cross")])[[*SERIES, "method", "reason"]].reset_index(
        drop=True
    )
