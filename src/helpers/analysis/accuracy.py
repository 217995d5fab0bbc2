"""How far projections can be trusted: what moves them, how they did later, and the curves refitted by statsmodels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis import pairs
from helpers.analysis.curves import SHARES, beta_gamma, diffusion
from helpers.analysis.pairs import projectable
from helpers.seeds.numerals import period_start
from helpers.seeds.tidy import SERIES, decimal_year, in_full
from helpers.tables import files


def sensitivity(row: Any, date: pd.Timestamp, coefficients: pd.DataFrame, start_basis: str = "stated") -> pd.DataFrame:
    """How far each assumption alone moves the central projection of one series at a date, largest first.

    `row` is a row of pairs.spans, `start_basis` its first figure's period_basis. Returns assumption,
    lowest, highest, swing, central, date, source_ids. It is sensitivity, never an interval.
    """
    first, end, at = decimal_year([period_start(row.start_period), row.end_date, date])
    y0, y1, T, h = row.start_value, row.end_value, row.years, at - end
    fitted: Any = coefficients.set_index("coefficient")
    beta, gamma = beta_gamma(coefficients)
    cases = {
        "the printed figures within their rounding": [
            diffusion(a, b, T, h, beta, gamma)
            for a in (row.start_lower, row.start_upper)
            for b in (row.end_lower, row.end_upper)
        ],
        "β at the ends of its range": [
            diffusion(y0, y1, T, h, fitted.at["beta", edge], gamma) for edge in ("lower", "upper")
        ],
        "γ at the ends of its range": [
            diffusion(y0, y1, T, h, beta, fitted.at["gamma", edge]) for edge in ("lower", "upper")
        ],
        "a ceiling of 90 or 95 in place of 100": [
            diffusion(y0, y1, T, h, beta, gamma, ceiling) for ceiling in (90.0, 95.0) if ceiling > y1
        ],
        "another method": [method(y0, y1, T, h) for method in SHARES.values()],
    }
    if start_basis != "stated" and len(row.start_period) < 10:  # a single day leaves nothing to move
        cases["the undated first figure anywhere in its period"] = [diffusion(y0, y1, end - first, h, beta, gamma)]
    central = diffusion(y0, y1, T, h, beta, gamma)
    rows = [
        (name, np.nanmin([central, *found]), np.nanmax([central, *found])) for name, found in cases.items() if found
    ]
    table = pd.DataFrame(rows, columns=["assumption", "lowest", "highest"])
    table = table.assign(
        swing=table.highest - table.lowest, central=float(central), date=date, source_ids=row.source_ids
    )
    return table.sort_values("swing", ascending=False, ignore_index=True)


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
    about = indicators[["indicator", "family", "denominator"]]
    observations = in_full(observations)
    earlier = observations[observations.date <= frozen]
    origins = projectable(pairs.spans(pairs.links(earlier, comparability))).merge(about, on="indicator")
    later = _comparable_later(observations, comparability, frozen).merge(about, on="indicator")
    rows = origins.merge(later, on=["province", "family", "denominator"], suffixes=("", "_later"))
    h = decimal_year(rows.date) - decimal_year(rows.end_date)
    points = (rows.start_value, rows.end_value, rows.years, h)
    projected = {name: curve(*points) for name, curve in SHARES.items()}
    projected["diffusion"] = diffusion(*points, *beta_gamma(coefficients))
    wording = np.where(rows.indicator == rows.indicator_later, "comparable", "other wording")
    rows = rows.assign(reported_as=rows.indicator_later, wording=wording, reported=rows.value)
    table = pd.concat([rows.assign(method=name, projected=values) for name, values in projected.items()])
    table["error"] = table.reported - table.projected
    columns = [*SERIES, "reported_as", "wording", "date", "reported", "method", "projected", "error"]
    return table.sort_values([*SERIES, "date", "method"], ignore_index=True)[columns]


def _comparable_later(observations: pd.DataFrame, comparability: pd.DataFrame, frozen: str) -> pd.DataFrame:
    """Figures after a date; nothing of a series counts from its first break or repetition after it on."""
    links = pairs.links(observations, comparability)
    unusable = links[(links.comparability.isin(["C", "D"]) | (links.unmoved != "")) & (links.end_date > frozen)]
    broken = unusable.groupby(SERIES).end_date.min().rename("broken").reset_index()
    later = observations[observations.date > frozen].merge(broken, on=SERIES, how="left")
    return later[later.broken.isna() | (later.date < later.broken)].drop(columns="broken")


MODELS = {
    "straight_line": "OLS",
    "constant_growth": "GLM Poisson, log link",
    "logistic": "GLM Binomial, logit link",
    "closing_gap": "GLM Binomial, LogC link",
    "gompertz": "GLM Binomial, LogLog link",
}
LINKS = {"logistic": "Logit", "closing_gap": "LogC", "gompertz": "LogLog"}  # shares, as parts of 1


def refits(spans: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """Every closed form of the tables held against its statsmodels model, one row a series and method.

    Returns province, indicator, method, model, largest_difference (over all dates, in the series' unit),
    standard_error (what the library gives at the last date, for what it is worth).
    """
    shares = set(projections.indicator[projections.method == "diffusion"])
    by_method = dict(list(projections.groupby([*SERIES, "method"])))
    rows = []
    for row in files.each(projectable(spans)):
        for method, model in MODELS.items():
            if (table := by_method.get((row.province, row.indicator, method))) is None:
                continue
            fitted = refit(row, method, decimal_year(table.date).to_numpy() - decimal_year([row.end_date])[0])
            values = fitted.value.clip(0, 100) if row.indicator in shares else fitted.value
            difference = np.abs(values.to_numpy() - table.value.to_numpy()).max()
            rows.append((row.province, row.indicator, method, model, difference, fitted.mean_se.iloc[-1]))
    columns = [*SERIES, "method", "model", "largest_difference", "standard_error"]
    return pd.DataFrame(rows, columns=columns)


@contextmanager
def quietly() -> Iterator[None]:
    """Without the warnings of models that fit exactly: two points leave nothing over, and the text says so."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def refit(row: Any, method: str, h: ArrayLike) -> pd.DataFrame:
    """The same curve from a statsmodels model of the two points, as a frame: h, value, mean_se.

    `row` is a row of pairs.spans. Two points leave no residual degree of freedom: `mean_se`, what the
    library then gives as a standard error, is infinite, or that of one imagined trial a point, and no
    interval may be made of it. The line is not kept within bounds.

    straight_line: OLS; constant_growth: GLM with log link; logistic, closing_gap, gompertz: GLM Binomial
    with links Logit, LogC, LogLog. ValueError for a method without a model.
    """
    import statsmodels.api as sm  # slow to import, only needed here

    ahead = sm.add_constant(np.asarray(h, float), has_constant="add")
    with quietly():
        predicted = _fitted(row, method).get_prediction(ahead)
    mean = predicted.predicted if hasattr(predicted, "predicted") else predicted.predicted_mean
    error = getattr(predicted, "se_mean", getattr(predicted, "se", np.nan))
    scale = 100 if method in LINKS else 1
    return pd.DataFrame({"h": h, "value": np.asarray(mean) * scale, "mean_se": np.asarray(error) * scale})


def _fitted(row: Any, method: str) -> Any:
    """The statsmodels result of the two points of a span; ValueError for a method without a model."""
    import statsmodels.api as sm

    times, values = np.array([-row.years, 0.0]), np.array([row.start_value, row.end_value], float)
    design = sm.add_constant(times)
    if method == "straight_line":
        return sm.OLS(values, design).fit()
    if method == "constant_growth":
        family, linked = sm.families.Poisson(sm.families.links.Log()), np.log(values)
    elif method in LINKS:
        values, link = values / 100, getattr(sm.families.links, LINKS[method])()
        family, linked = sm.families.Binomial(link), link(values)
    else:
        raise ValueError(f"no model for {method!r}; there is one for {', '.join(MODELS)}")
    # near the solution: the library's own start may leave the domain of log links
    start = np.array([linked[1] * 1.001, (linked[1] - linked[0]) / (times[1] - times[0]) * 0.999])
    return sm.GLM(values, design, family=family).fit(tol=1e-14, maxiter=200, start_params=start)
