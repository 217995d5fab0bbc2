"""The what-if of notebook 04: sliders over analysis.curves.what_if, and its table for reading."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import curves
from helpers.claims import words
from helpers.seeds import tidy


def start_of(projections: pd.DataFrame, indicator: str, province: str, year: int = 2030) -> Any:
    """Where the what-if of a series begins: its last value and date, and the pace that leads to the central projection.

    Returns a dict: value, start (decimal year), pace (points a year), year.
    """
    rows = projections[(projections.indicator == indicator) & (projections.province == province)]
    path: Any = rows[(rows.method == "diffusion") & (rows.date.dt.year == year)].iloc[0]
    start = float(tidy.decimal_year([path.origin_date])[0])
    pace = (path.value - path.origin_value) / (year + 1 - start)
    return {"value": path.origin_value, "start": start, "pace": pace, "year": year}


def table(value: float, start: float, levels: Iterable[float], years: Iterable[int]) -> pd.DataFrame:
    """The pace in points a year that reaches each level by the end of each year: columns level, by_2025, …"""
    levels = list(levels)
    made = {"level": levels}
    for year in years:
        needed = curves.what_if(value, start, 0.0, np.array(levels, float), year + 1.0)[1]
        made[f"by_{year}"] = list(np.clip(needed, 0, None))
    return pd.DataFrame(made)


def panel(value: float, start: float, pace: float, year: int, target: float = 80, language: str = "en") -> Any:
    """Three sliders and what they lead to, as an ipywidgets box; moved in JupyterLab, it answers at once."""
    import ipywidgets as widgets

    _ = words.translator(language)
    sliders = {
        "level": widgets.FloatSlider(target, min=0, max=100, step=1, description=_("Level, %")),
        "year": widgets.IntSlider(year, min=int(np.ceil(start)), max=2035, description=_("Year")),
        "pace": widgets.FloatSlider(round(pace, 2), min=-5, max=20, step=0.01, description=_("Points a year")),
    }
    told = widgets.Label()

    def answer(_change: object = None) -> None:
        level, by, speed = (slider.value for slider in sliders.values())
        told.value = said(value, start, level, by, speed, language)

    for slider in sliders.values():
        slider.observe(answer, "value")
    answer()
    return widgets.VBox([*sliders.values(), told])


def said(value: float, start: float, level: float, year: int, pace: float, language: str) -> str:
    """Where a pace leads, when it reaches a level, and which pace the level takes, in one line."""
    _ = words.translator(language)
    at, needed, reached = (float(part) for part in curves.what_if(value, start, pace, level, year + 1.0))
    text = _("{at} at the end of {year}; {level} reached in: {reached}; pace needed: {needed}")
    return text.format(
        at=words.quantity(at, "%", language, 1),
        year=year,
        level=words.quantity(level, "%", language, 0),
        reached=_("not at this pace") if np.isnan(reached) else int(np.ceil(reached)) - 1,
        needed=words.quantity(max(needed, 0), "points a year", language, 1),
    )
