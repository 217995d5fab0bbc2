"""The what-if of notebook 07: sliders over helpers.projection.what_if, and its table for reading."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import curves
from helpers.seeds import tidy


def start_of(projections: pd.DataFrame, indicator: str, province: str, year: int = 2030) -> Any:
    """Where the what-if of a series begins: its last value and date, and the pace that leads to the central projection.

    Returns a dict: value, start (decimal year), pace (points a year), year.
    """
    rows = projections[(projections.indicator == indicator) & (projections.province == province)]
    path = rows[(rows.method == "diffusion") & (rows.date.dt.year == year)].iloc[0]
    start = float(tidy.decimal_year([path.origin_date])[0])
    return {
        "value": path.origin_value,
        "start": start,
        "pace": (path.value - path.origin_value) / (year + 1 - start),
        "year": year,
    }


def table(value: float, start: float, targets: Iterable[float], years: Iterable[int]) -> pd.DataFrame:
    """The pace in points a year that reaches each target by the end of each year: a frame, targets by years."""
    needed = curves.what_if(value, start, 0.0, np.array(targets, float)[:, None], np.array(years, float) + 1)[1]
    return pd.DataFrame(
        needed.clip(min=0), index=pd.Index(targets, name="target, %"), columns=pd.Index(years, name="by the end of")
    )


def panel(value: float, start: float, pace: float, year: int, target: float = 80, language: str = "en") -> Any:
    """Three sliders and what they lead to, as an ipywidgets box; moved in JupyterLab, it answers at once."""
    import ipywidgets as widgets

    sliders = {
        "target": widgets.FloatSlider(
            value=target, min=0, max=100, step=1, description="target, %", continuous_update=True
        ),
        "year": widgets.IntSlider(value=year, min=int(np.ceil(start)), max=2035, description="year"),
        "pace": widgets.FloatSlider(value=round(pace, 2), min=-5, max=20, step=0.01, description="points a year"),
    }
    told = widgets.Label()

    def answer(_: object = None) -> None:
        goal, by, speed = (sliders[name].value for name in ("target", "year", "pace"))
        at, needed, reached = (float(part) for part in curves.what_if(value, start, speed, goal, by + 1.0))
        when = "never at this pace" if np.isnan(reached) else f"in {int(np.ceil(reached)) - 1}"
        told.value = f"{at:.1f} % at the end of {by}; {goal:.0f} % reached {when}; pace needed: {max(needed, 0):.1f} points a year"

    for slider in sliders.values():
        slider.observe(answer, "value")
    answer()
    return widgets.VBox([*sliders.values(), told])
