"""The closed forms held against statsmodels: the same curves from its models of the two points."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis.curves import Values
from helpers.analysis.pairs import projectable
from helpers.seeds.tidy import decimal_year
from helpers.tables import files

MODELS = {
    "straight_line": "OLS",
    "constant_growth": "GLM Poisson, log link",
    "logistic": "GLM Binomial, logit link",
    "closing_gap": "GLM Binomial, LogC link",
    "gompertz": "GLM Binomial, LogLog link",
}
LINKS = {"logistic": "Logit", "closing_gap": "LogC", "gompertz": "LogLog"}  # shares, as parts of 1


def refit(row: Any, method: str, h: ArrayLike) -> pd.DataFrame:
    """The same curve from a statsmodels model of the two points, as a frame: h, value, mean_se.

    `row` is a row of growth.spans. Two points leave no residual degree of freedom: `mean_se`, what the
    library then gives as a standard error, is infinite, or that of one imagined trial a point, and no
    interval may be made of it. The line is not kept within bounds.

    straight_line: OLS; constant_growth: GLM with log link; logistic, closing_gap, gompertz: GLM Binomial
    with links Logit, LogC, LogLog. ValueError for a method without a model.
    """
    import statsmodels.api as sm  # slow to import, only needed here

    share = method in LINKS
    ahead = sm.add_constant(np.asarray(h, float), has_constant="add")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a perfect fit: the library warns of what the docstring says
        predicted = _fitted(row, method).get_prediction(ahead)
    mean = predicted.predicted if hasattr(predicted, "predicted") else predicted.predicted_mean
    error = getattr(predicted, "se_mean", getattr(predicted, "se", np.nan))
    scale = 100 if share else 1
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
    return sm.GLM(values, design, family=family).fit(tol=1e-14, maxiter=200, start_params=_start(linked, times))


def refits(spans: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """Every closed form of the tables held against its statsmodels model, one row a series and method.

    Returns province, indicator, method, model, largest_difference (over all dates, in the series' unit),
    standard_error (what the library gives at the last date, for what it is worth).
    """
    rows = []
    for row in files.each(projectable(spans)):
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


def _start(linked: Values, times: Values) -> Values:
    """Starting values near the solution: the library's own start may leave the domain of log links."""
    slope = (linked[1] - linked[0]) / (times[1] - times[0])
    return np.array([linked[1] * 1.001, slope * 0.999])
