"""Own figures: growth and projections from plain periods and values, beside or without the tables of seeds."""

from collections.abc import Mapping

import pandas as pd

from helpers.analysis import growth, pairs, projection
from helpers.analysis.ranges import PANEL_OF
from helpers.seeds import numerals
from helpers.seeds.tidy import decimal_year, in_full, series_of
from helpers.tables import files

Values = Mapping[int | str, float]  # by period: {2020: 44, "2023-Q1": 60.5, "2025-07-22": 72}


def figures(values: Values, province: str = "own", indicator: str = "own") -> pd.DataFrame:
    """Values by period as observations: at the end of their period, each half a unit of its last digit wide.

    >>> figures({2020: 44, 2023: 72.5})[["period", "value", "lower", "upper"]].values.tolist()
    [['2020', 44.0, 43.5, 44.5], ['2023', 72.5, 72.45, 72.55]]
    """
    frame = pd.DataFrame({"period": [str(period) for period in values], "value": [float(v) for v in values.values()]})
    half = pd.Series([0.5 / 10 ** numerals.decimals_of(value) for value in frame.value], frame.index, dtype=float)
    frame["date"] = pd.to_datetime([numerals.period_end(period) for period in frame.period])
    frame = frame.assign(lower=(frame.value - half).clip(0), upper=frame.value + half)
    attributes = {"province": province, "indicator": indicator, "unit": "%", "period_basis": "stated"}
    return frame.assign(**attributes, source_id="own", qualifier="").sort_values("date", ignore_index=True)


def grades(own: pd.DataFrame) -> pd.DataFrame:
    """Grade A for all neighbours among own figures: who brings them says that they count the same thing."""
    ends = own[["indicator", "period", "source_id"]].set_axis(["indicator", "period", "source"], axis=1)
    made = own[["province"]].join(ends.add_prefix("start_")).join(ends.shift(-1).add_prefix("end_"))
    return made.dropna().assign(grade="A", reason="own figures")


def growth_table(values: Values) -> pd.DataFrame:
    """Own shares' growth, in the columns of data/growth.csv."""
    own = figures(values)
    links = pairs.links(own, grades(own))
    return growth.growth_table(links, pairs.runs(links), links.head(0), _indicator("people"))


def projections(values: Values, kind: str = "people") -> pd.DataFrame:
    """Own shares projected, in the columns of data/projections.csv; `kind` chooses the range, as in indicators.csv."""
    own = figures(values)
    calibration = {name: files.read(name) for name in ("coefficients", "range_quantiles")}
    return projection.project(pairs.spans(own, grades(own)), _indicator(kind), calibration)


def _indicator(kind: str) -> pd.DataFrame:
    attributes = {"indicator": "own", "name_en": "own", "family": "own", "denominator": "own"}
    return pd.DataFrame([attributes | {"kind": kind, "upper_bound": 100.0}])


def points(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    indicators: pd.DataFrame,
    province: str,
    indicator: str,
    later: Values | None = None,
) -> tuple[pd.DataFrame, str]:
    """The figures that a projection of a share rests on, own later ones at their end, and ""; where there is none, no rows and why."""
    observations = in_full(observations)  # nothing rests on later reports
    spans = pairs.spans(observations, comparability)
    reasons = projection.not_projected(observations, spans, indicators)
    series, span, why_not = (series_of(rows, province, indicator) for rows in (observations, spans, reasons))
    added = figures(later or {}, province, indicator)
    has_panel = indicators.set_index("indicator").kind.get(indicator) in PANEL_OF
    if series.empty or not has_panel:
        reason = projection.NO_PANEL if len(series) else "no figure of it is reported for this province"
        return _with_years(series.head(0)), reason
    first = span.start_date.iloc[0] if len(span) and pairs.reasons(span).eq("").all() else series.date.max()
    run = _with_years(pd.concat([series[series.date >= first], added[added.date > series.date.max()]]))
    if len(why_not) and (added.empty or run.year.iloc[-1] - run.year.iloc[0] < pairs.LEAST_YEARS):
        return run.head(0), str(why_not.reason.iloc[0])
    return run, ""


def _with_years(run: pd.DataFrame) -> pd.DataFrame:
    return run.assign(year=decimal_year(run.date)).sort_values("date", ignore_index=True)
