"""Own figures: growth and projections from plain periods and values, beside or without the tables of seeds."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.analysis import growth, pairs, projection
from helpers.analysis.ranges import PANEL_OF
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

Period = int | str  # 2023, "2023-Q1", "2025-07-22"


def figures(values: Mapping[Period, float], province: str = "own", indicator: str = "own") -> pd.DataFrame:
    """Values by period as observations: at the end of their period, each half a unit of its last digit wide.

    >>> figures({2020: 44, 2023: 72.5})[["period", "value", "lower", "upper"]].values.tolist()
    [['2020', 44.0, 43.5, 44.5], ['2023', 72.5, 72.45, 72.55]]
    """
    frame = pd.DataFrame({"period": [str(period) for period in values], "value": [float(v) for v in values.values()]})
    half = [0.5 / 10 ** numerals.decimals_of(value) for value in frame.value]
    frame["date"] = pd.to_datetime([numerals.period_end(period) for period in frame.period])
    frame = frame.assign(lower=(frame.value - half).clip(0), upper=frame.value + half)
    about = {
        "province": province,
        "indicator": indicator,
        "unit": "%",
        "period_basis": "stated",
        "qualifier": "",
        "source_id": "own",
    }
    return frame.assign(**about).sort_values("date", ignore_index=True)


def grades(observations: pd.DataFrame) -> pd.DataFrame:
    """Grade A for all neighbours among own figures: who brings them says that they count the same thing."""
    rows = observations.sort_values([*SERIES, "date"])
    after = rows.groupby(SERIES)[["period", "source_id", "indicator"]].shift(-1)
    names = {"indicator": "start_indicator", "period": "start_period", "source_id": "start_source"}
    made = rows[["province", *names]].rename(columns=names)
    made[["end_period", "end_source", "end_indicator"]] = after
    return made.dropna().assign(grade="A", reason="own figures")


def growth_table(values: Mapping[Period, float]) -> pd.DataFrame:
    """Own shares' growth, in the columns of data/growth.csv."""
    own = figures(values)
    return growth.growth_table(own, grades(own), _indicator("people"))


def projections(
    values: Mapping[Period, float],
    kind: str = "people",
    dates: Sequence[pd.Timestamp] | None = None,
    calibration: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Own shares projected, in the columns of data/projections.csv; `kind` chooses the range, as in indicators.csv."""
    own = figures(values)
    spans = pairs.spans(pairs.links(own, grades(own)))
    tables = calibration or {name: files.read(name) for name in ("coefficients", "range_quantiles")}
    return projection.project(spans, _indicator(kind), tables, dates)


def points(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    indicators: pd.DataFrame,
    province: str,
    indicator: str,
    later: Mapping[Period, float] | None = None,
) -> tuple[pd.DataFrame, str]:
    """The figures of a share that a projection rests on, with own later ones, each with its decimal year; and "".

    Where there is no projection: no figures, and the reason.
    """
    series = observations[(observations.province == province) & (observations.indicator == indicator)]
    added = figures(later or {}, province, indicator)
    if series.empty and added.empty:
        return _with_years(series), "no figure is reported"
    if indicators.set_index("indicator").kind.get(indicator) not in PANEL_OF:
        return _with_years(series.head(0)), "such a series is not projected: no panel tells how it goes"
    spans = pairs.projectable(pairs.spans(pairs.links(series, comparability)))
    first, last = (spans.start_date.min(), spans.end_date.max()) if len(spans) else (series.date.max(),) * 2
    run = pd.concat([series[series.date.between(first, last)], added[added.date > last] if len(series) else added])
    run = _with_years(run.sort_values("date"))
    if len(run) < 2:
        links = pairs.links(series, comparability)
        found = projection.not_projected(series, pairs.spans(links), indicators)
        return run.head(0), str(found.reason.iloc[0])
    if run.year.iloc[-1] - run.year.iloc[0] < pairs.LEAST_YEARS:
        return run.head(0), "the comparable figures span less than a year"
    return run, ""


def _with_years(run: pd.DataFrame) -> pd.DataFrame:
    return run.assign(year=decimal_year(run.date)).reset_index(drop=True)


def _indicator(kind: str) -> pd.DataFrame:
    row: dict[str, Any] = dict.fromkeys(("indicator", "name_en", "family", "denominator"), "own")
    row |= {"kind": kind, "upper_bound": 100.0}
    return pd.DataFrame([row])
