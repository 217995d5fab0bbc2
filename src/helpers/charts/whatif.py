"""The what-if of notebook 04: sliders over analysis.curves.what_if."""

from typing import Any

import numpy as np

from helpers.analysis import curves
from helpers.claims import words


def panel(value: float, start: float, pace: float, year: int, language: str = "en") -> Any:
    """Three sliders and what they lead to, as an ipywidgets box; moved in JupyterLab, it answers at once."""
    import ipywidgets as widgets

    _ = words.translator(language)
    sliders = {
        "level": widgets.FloatSlider(80, min=0, max=100, step=1, description=_("Level, %")),
        "year": widgets.IntSlider(year, min=int(np.ceil(start)), max=2035, description=_("Year")),
        "pace": widgets.FloatSlider(round(pace, 2), min=-5, max=20, step=0.01, description=_("Points a year")),
    }
    label = widgets.Label()

    def answer(_change: object = None) -> None:
        level, by, speed = (slider.value for slider in sliders.values())
        at, needed, reached = (float(part) for part in curves.what_if(value, start, speed, level, by + 1.0))
        text = _("{at} at the end of {year}; {level} reached in: {reached}; pace needed: {needed}")
        label.value = text.format(
            at=words.quantity(at, "%", language, 1),
            year=by,
            level=words.quantity(level, "%", language, 0),
            reached=_("not at this pace") if np.isnan(reached) else int(np.ceil(reached)) - 1,
            needed=words.quantity(max(needed, 0), "points a year", language, 1),
        )

    for slider in sliders.values():
        slider.observe(answer, "value")
    answer()
    return widgets.VBox([*sliders.values(), label])
