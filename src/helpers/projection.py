"""Where a series would stand if it went on: closed forms, calibrated ranges, and statsmodels to hold them against.

Every method starts at the last value y1, reached from y0 over T years, and gives the value h years on.
Shares (per cent, bound 100) stay within 0 and 100. Two points give no interval: ranges come from
how wrong such projections were elsewhere (helpers.calibration makes the tables, this module reads them).
"""

import warnings

import numpy as np
import pandas as pd

from helpers import tables
from helpers.growth import LEAST_YEARS, log_odds
from helpers.printed import period_start
from helpers.tidy import SERIES, decimal_year

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


def last_value(y0, y1, T, h):
    """y1, whatever h."""
    return y1 + 0 * h


def straight_line(y0, y1, T, h):
    """y1 + s h with s the mean yearly change between the two points, kept within 0 and 100.

    >>> float(straight_line(31, 48, 3, 3))
    65.0
    """
    return np.clip(line(y0, y1, T, h), 0, 100)


def line(y0, y1, T, h):
    """The straight line without bounds, for counts."""
    return y1 + (y1 - y0) / T * h


def constant_growth(y0, y1, T, h):
    """y1 (y1 / y0) ** (h / T): counts only, never shares. NaN where a value is not positive.

    >>> round(float(constant_growth(100, 121, 2, 1)), 6)
    133.1
    """
    y0, y1 = np.asarray(y0, float), np.asarray(y1, float)
    ratio = np.divide(y1, y0, out=np.full(np.broadcast(y0, y1).shape, np.nan), where=(y0 > 0) & (y1 > 0))
    return y1 * ratio ** (h / T)


def logistic(y0, y1, T, h):
    """A straight line in log-odds. NaN where a value stands at 0 or 100.

    >>> round(float(logistic(44, 72, 3, 3)), 2)
    89.38
    """
    slope = (log_odds(y1) - log_odds(y0)) / T
    return 100 / (1 + np.exp(-(log_odds(y1) + slope * h)))


def closing_gap(y0, y1, T, h):
    """The gap to 100 shrinks by a constant fraction: 100 - (100 - y1) ((100 - y1) / (100 - y0)) ** (h / T), kept above 0.

    NaN where y0 stands at 100.

    >>> round(float(closing_gap(44, 72, 3, 3)), 2)
    86.0
    """
    y0, y1 = np.asarray(y0, float), np.asarray(y1, float)
    ratio = np.divide(100 - y1, 100 - y0, out=np.full(np.broadcast(y0, y1).shape, np.nan), where=y0 < 100)
    return np.clip(100 - (100 - y1) * ratio ** (h / T), 0, 100)


def gompertz(y0, y1, T, h):
    """A straight line in -log(-log(y / 100)). NaN where a value stands at 0 or 100.

    >>> round(float(gompertz(44, 72, 3, 3)), 2)
    87.68
    """
    first, last = _double_log(y0), _double_log(y1)
    return 100 * np.exp(-np.exp(-(last + (last - first) / T * h)))


def diffusion(y0, y1, T, h, beta, gamma, ceiling=100.0):
    """The central projection: each year y grows by (1 - y/100) (β y + γ v), v the mean gain of the last three years.

    Before the last point the path is the straight line between the two points; between years it is
    linear; it stays within 0 and 100. A Bass-type diffusion with momentum; β and γ from helpers.calibration.
    Another `ceiling` takes the place of 100 in a what-if.

    >>> [round(float(diffusion(44, 72, 3, h, 0.099, 0.711)), 1) for h in (1, 2, 7)]
    [75.9, 79.0, 87.8]
    """
    y0, y1, T, h, beta, gamma = np.broadcast_arrays(*(np.asarray(part, float) for part in (y0, y1, T, h, beta, gamma)))
    path, gains = [y1], [(y1 - y0) / T] * 3
    for _ in range(int(np.ceil(h.max(initial=0)))):
        gain = (1 - path[-1] / ceiling) * (beta * path[-1] + gamma * np.mean(gains[-3:], axis=0))
        path.append(np.clip(path[-1] + gain, 0, ceiling))
        gains.append(path[-1] - path[-2])
    path = np.stack([*path, path[-1]])
    below = np.floor(h).astype(int)
    low, high = (np.take_along_axis(path, (below + step)[None], axis=0)[0] for step in (0, 1))
    return low + (h - below) * (high - low)


def _double_log(share):
    share = np.asarray(share, float)
    inside = np.where((share > 0) & (share < 100), share, np.nan)
    return -np.log(-np.log(inside / 100))


SHARES = {
    "last_value": last_value,
    "straight_line": straight_line,
    "logistic": logistic,
    "closing_gap": closing_gap,
    "gompertz": gompertz,
}
COUNTS = {"last_value": last_value, "straight_line": line, "constant_growth": constant_growth}


MODELS = {
    "straight_line": "OLS",
    "constant_growth": "GLM Poisson, log link",
    "logistic": "GLM Binomial, logit link",
    "closing_gap": "GLM Binomial, LogC link",
    "gompertz": "GLM Binomial, LogLog link",
}


def project(spans, indicators, calibration, horizon=HORIZON):
    """data/projections.csv: every projectable series, by every method, on every 31 December to the horizon.

    `spans` come from growth.spans; what `not_projected` lists is left out. `calibration` holds the tables
    coefficients and range_quantiles. A method that has no value for a series (a figure at its bound) has no row.
    """
    rows = projectable(spans).merge(
        indicators[["indicator", "upper_bound", "kind"]], on="indicator", validate="many_to_one"
    )
    years = np.arange(rows.end_date.dt.year.min() if len(rows) else horizon.year, horizon.year + 1)
    dates = pd.DataFrame({"date": pd.to_datetime([f"{year}-12-31" for year in years]).astype("datetime64[us]")})
    grid = rows.merge(dates, how="cross").query("date > end_date")
    h = (decimal_year(grid.date) - decimal_year(grid.end_date)).to_numpy()
    y0, y1, T = (grid[name].to_numpy(float) for name in ("start_value", "end_value", "years"))
    share = (grid.upper_bound == 100).to_numpy()
    parts = []
    for methods, mask in ((SHARES, share), (COUNTS, ~share)):
        for name, method in methods.items():
            part = grid[mask].assign(method=name, value=method(y0[mask], y1[mask], T[mask], h[mask]))
            parts.append(part)
    beta, gamma = beta_gamma(calibration["coefficients"])
    central = grid[share].assign(
        method="diffusion", value=diffusion(y0[share], y1[share], T[share], h[share], beta, gamma)
    )
    parts.append(central.join(ranges(central, h[share], beta, gamma, calibration["range_quantiles"])))
    result = (
        pd.concat(parts).dropna(subset="value").rename(columns={"end_date": "origin_date", "end_value": "origin_value"})
    )
    result["label"] = labels(result.date, result.upper_bound == 100)
    result["range_basis"] = result.range_basis.fillna("")
    return result.sort_values([*SERIES, "method", "date"], ignore_index=True)[
        list(tables.columns("projections").column)
    ]


def beta_gamma(coefficients):
    """β and γ from coefficients.csv."""
    values = coefficients.set_index("coefficient").value
    return values["beta"], values["gamma"]


def ranges(rows, h, beta, gamma, quantiles):
    """lower_80, upper_80 and range_basis of central projections, h years ahead.

    The 10 % and 90 % quantiles of past errors over √(100 - y1), interpolated in the horizon from 0, times
    √(100 - y1); widened for provincial adoption; added to the lowest and highest path that the input
    ranges allow; kept within 0 and 100. Outside the calibrated levels and horizons: no range, and why.
    """
    lower, upper = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    basis = np.full(len(rows), "no range: no panel tells how wrong such series were", dtype=object)
    y1 = rows.end_value.to_numpy(float)
    corners = [
        diffusion(rows[start], rows[end], rows.years, h, beta, gamma)
        for start in ("start_lower", "start_upper")
        for end in ("end_lower", "end_upper")
    ]
    for name, (least, most) in LEVELS.items():
        table = quantiles[(quantiles["class"] == name) & (quantiles.method == "diffusion")].sort_values("horizon")
        of_class = (rows.kind == name).to_numpy()
        if table.empty or not of_class.any():
            continue
        level, far = (y1 >= least) & (y1 <= most), h > table.horizon.max()
        known = of_class & level & ~far
        fast = np.abs(rows.end_value - rows.start_value).to_numpy() / rows.years.to_numpy() > FAST
        years = np.concatenate([[0], table.horizon])
        low, high = (
            np.interp(h, years, np.concatenate([[0], table[name_]])) * np.sqrt(100 - y1) * WIDENED[name]
            for name_ in ("q10", "q90")
        )
        lower = np.where(known, np.clip(np.min(corners, axis=0) + low, 0, 100), lower)
        upper = np.where(known, np.clip(np.max(corners, axis=0) + high, 0, 100), upper)
        words = np.where(h > RANGE_YEARS, "indicative range: ", "80 % range: ").astype(object) + BASIS[name]
        words = words + np.where(fast, "; elsewhere series that moved this fast were held less often", "")
        reason = np.where(
            level,
            f"no range: more than {table.horizon.max()} years ahead",
            f"no range: the last value lies outside {least} to {most}",
        )
        basis = np.where(of_class, np.where(known, words, reason), basis)
    return pd.DataFrame({"lower_80": lower, "upper_80": upper, "range_basis": basis}, index=rows.index)


def what_if(value, start, pace, target, year):
    """Where a constant yearly pace leads a share, as (at, needed, reached).

    `value` at the decimal year `start`, `pace` in points a year, `target` in per cent, `year` the decimal year
    looked at. `at`: the share then, within 0 and 100; `needed`: the pace that reaches the target by then, NaN
    where no time is left; `reached`: the decimal year in which the pace reaches it, NaN if it never does.

    >>> [round(float(part), 3) for part in what_if(72, 2024.0, 4, 80, 2026.0)]
    [80.0, 4.0, 2026.0]
    """
    value, start, pace, target, year = (np.asarray(part, float) for part in (value, start, pace, target, year))
    ahead = year - start
    at = np.clip(value + pace * ahead, 0, 100)
    shape = np.broadcast_shapes(*(part.shape for part in (value, start, pace, target, year)))
    needed = np.divide(target - value, ahead, out=np.full(shape, np.nan), where=np.broadcast_to(ahead > 0, shape))
    wait = np.divide(target - value, pace, out=np.full(shape, np.nan), where=np.broadcast_to(pace > 0, shape))
    return at, needed, np.where(value >= target, start, start + wait)


def sensitivity(row, date, coefficients, start_basis="stated"):
    """How far each assumption alone moves the central projection of one series at a date, largest first.

    `row` is a row of growth.spans, `start_basis` its first figure's period_basis. Returns assumption,
    lowest, highest, swing, central, date, source_ids. It is sensitivity, never an interval.
    """
    h = decimal_year([date])[0] - decimal_year([row.end_date])[0]
    y0, y1, T = row.start_value, row.end_value, row.years
    fitted = coefficients.set_index("coefficient")
    beta, gamma = beta_gamma(coefficients)

    def at(first=y0, last=y1, years=T, b=beta, g=gamma, ceiling=100.0):
        return float(diffusion(first, last, years, h, b, g, ceiling))

    cases = {
        "the printed figures within their rounding": [
            at(a, b) for a in (row.start_lower, row.start_upper) for b in (row.end_lower, row.end_upper)
        ],
        "β at the ends of its range": [at(b=fitted.at["beta", end]) for end in ("lower", "upper")],
        "γ at the ends of its range": [at(g=fitted.at["gamma", end]) for end in ("lower", "upper")],
        "a ceiling of 90 or 95 in place of 100": [at(ceiling=top) for top in (90.0, 95.0) if top > y1],
        "another method": [float(method(y0, y1, T, h)) for method in SHARES.values()],
    }
    first = period_start(row.start_period)
    if start_basis == "inferred" and len(row.start_period) < 10:  # a single day leaves nothing to move
        earlier = decimal_year([row.end_date])[0] - decimal_year([first])[0]
        cases["the undated first figure anywhere in its period"] = [at(years=T), at(years=earlier)]
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


def labels(dates, share):
    """projection to 2025, scenario after it; counts are illustrations: no panel tells how wrong they are."""
    return np.where(share, np.where(dates <= LAST_PROJECTION, "projection", "scenario"), "illustration")


def projectable(spans):
    """The spans that a projection may rest on: a year or more, up to the latest figure, which moved."""
    return spans[_reasons(spans) == ""]


def overview(projections, years=(2025, 2030)):
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


def track_record(observations, comparability, indicators, coefficients, frozen="2023-12-31"):
    """What later sources report beside what every method projects from the figures up to a frozen date.

    Each held-out figure stands once. It is comparable where it belongs to the same indicator and no break
    or repetition lies between; of the same family and denominator it is "other wording"; anything else is left out.
    Returns province, indicator, reported_as, wording, date, reported, method, projected, error (reported less projected).
    """
    from helpers import growth

    known = observations[observations.date <= frozen]
    spans = projectable(growth.spans(growth.links(known, comparability)))
    pairs = growth.links(observations, comparability)
    unusable = pairs[(pairs.comparability.isin(["C", "D"]) | pairs.repeated) & (pairs.end_date > frozen)]
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
    key = [held[name].to_numpy(float) for name in ("start_value", "end_value", "years")]
    methods = {name: method(*key, h) for name, method in SHARES.items()} | {
        "diffusion": diffusion(*key, h, beta, gamma)
    }
    same = np.where(held.indicator == held.indicator_later, "comparable", "other wording")
    base = held.assign(reported_as=held.indicator_later, wording=same, reported=held.value)
    parts = [base.assign(method=name, projected=value, error=base.reported - value) for name, value in methods.items()]
    columns = [*SERIES, "reported_as", "wording", "date", "reported", "method", "projected", "error"]
    return pd.concat(parts).sort_values([*SERIES, "date", "method"], ignore_index=True)[columns]


def not_projected(observations, spans):
    """Every series, and every method of a projected series, that has no projection, with the reason.

    Returns province, indicator, method ('all' for a whole series), reason.
    """
    ordered = observations.sort_values([*SERIES, "date"]).drop_duplicates([*SERIES, "date"])
    series = ordered.groupby(SERIES).agg(points=("value", "size"), last=("value", "last")).reset_index()
    before = ordered.groupby(SERIES).value.nth(-2)
    before = ordered.loc[before.index, SERIES].assign(before=before)
    told = series.merge(before, on=SERIES, how="left").merge(
        spans.assign(reason=_reasons(spans))[[*SERIES, "reason"]], on=SERIES, how="left"
    )
    bare = np.select(
        [told.points == 1, told["last"] == told.before], ["one point", CARRIED_OVER], "no pair graded A or B"
    )
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


CARRIED_OVER = "the latest figure is carried over, not measured again"


def _reasons(spans):
    """Why a span carries no projection, '' where it does."""
    reasons = np.select(
        [~spans.reaches_latest, spans.carried_over.astype(bool), spans.years < LEAST_YEARS],
        ["a later figure stands beyond a break", CARRIED_OVER, "the comparable figures span less than a year"],
        "",
    )
    return pd.Series(reasons, index=spans.index, dtype=object)


def refit(row, method, h):
    """The same curve from a statsmodels model of the two points, as a frame: h, value, mean_se.

    `row` is a row of growth.spans. Two points leave no residual degree of freedom: `mean_se`, what the
    library then gives as a standard error, is infinite, or that of one imagined trial a point, and no
    interval may be made of it. The line is not kept within bounds.

    straight_line: OLS; constant_growth: GLM with log link; logistic, closing_gap, gompertz: GLM Binomial
    with links Logit, LogC, LogLog. ValueError for a method without a model.
    """
    import statsmodels.api as sm  # slow to import, and only this function needs it

    family, links = sm.families, sm.families.links
    share = {"logistic": links.Logit, "closing_gap": links.LogC, "gompertz": links.LogLog}
    times, values = np.array([-row.years, 0.0]), np.array([row.start_value, row.end_value], float)
    design, ahead = sm.add_constant(times), sm.add_constant(np.asarray(h, float), has_constant="add")
    scale = 100 if method in share else 1
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a perfect fit: the library warns of what the docstring says
        if method == "straight_line":
            model = sm.OLS(values, design).fit()
        elif method == "constant_growth":
            model = sm.GLM(values, design, family=family.Poisson(links.Log())).fit(
                tol=1e-14, maxiter=200, start_params=_start(np.log(values), times)
            )
        elif method in share:
            link = share[method]()
            start = _start(link(values / 100), times)
            model = sm.GLM(values / 100, design, family=family.Binomial(link)).fit(
                tol=1e-14, maxiter=200, start_params=start
            )
        else:
            raise ValueError(
                f"no model for {method!r}; there is one for straight_line, constant_growth, {', '.join(share)}"
            )
        predicted = model.get_prediction(ahead)
    mean = (
        np.asarray(
            getattr(predicted, "predicted", None) if hasattr(predicted, "predicted") else predicted.predicted_mean
        )
        * scale
    )
    error = np.asarray(getattr(predicted, "se_mean", getattr(predicted, "se", np.nan))) * scale
    return pd.DataFrame({"h": h, "value": mean, "mean_se": error})


def refits(spans, projections):
    """Every closed form of the tables held against its statsmodels model, one row a series and method.

    Returns province, indicator, method, model, largest_difference (over all dates, in the series' unit),
    standard_error (what the library gives at the last date, for what it is worth).
    """
    rows = []
    for row in projectable(spans).itertuples():
        for method in MODELS:
            table = projections[
                (projections.province == row.province)
                & (projections.indicator == row.indicator)
                & (projections.method == method)
            ]
            if table.empty:
                continue
            fitted = refit(row, method, decimal_year(table.date).to_numpy() - decimal_year([row.end_date])[0])
            share = (projections[projections.indicator == row.indicator].method == "diffusion").any()
            values = fitted.value.clip(0, 100) if share else fitted.value
            about = {"province": row.province, "indicator": row.indicator, "method": method, "model": MODELS[method]}
            difference = np.abs(values.to_numpy() - table.value.to_numpy()).max()
            rows.append(about | {"largest_difference": difference, "standard_error": fitted.mean_se.iloc[-1]})
    return pd.DataFrame(rows)


def _start(linked, times):
    """Starting values near the solution: the library's own start may leave the domain of log links."""
    slope = (linked[1] - linked[0]) / (times[1] - times[0])
    return np.array([linked[1] * 1.001, slope * 0.999])
