"""The small chart of an indicator's page, as places in it: the template draws them."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import projection
from helpers.charts import marks
from helpers.claims import words
from helpers.outputs.content import Frames, series_of
from helpers.seeds import numerals, tidy
from helpers.tables import files


def chart(frames: Frames, province: str, indicator: str, gaps: pd.DataFrame, language: str) -> dict[str, Any]:
    """What a small chart draws, as places in it: reported dots, central path in its band, target lines."""
    seen = series_of(frames["observations"], province, indicator)
    central = series_of(frames["projections"], province, indicator).query("method == 'diffusion'")
    path = projection.shown(central).sort_values("date")
    edge = pd.concat([path[["date", "upper_80"]].set_axis(["date", "value"], axis=1),
                      path[["date", "lower_80"]].set_axis(["date", "value"], axis=1)[::-1]])  # fmt: skip
    label = (f"{words.hedged(row, language)} {words.when(row.period, language=language)}" for row in files.each(seen))
    return {
        "goals": _levels(gaps.target_value, language),
        "band": _line(edge) if path.lower_80.notna().all() else "",
        "path": _line(path),
        "dots": list(zip(_across(seen.date), _up(seen.value), strict=True)),
        "label": "; ".join(label),
        "goal_colour": marks.TARGET,
        "path_colour": marks.METHODS["diffusion"],
    }


def _levels(values: pd.Series, language: str) -> list[tuple[float, int, str]]:
    """Height, shift to the right and label of each target line: a number on another can't be read."""
    found: list[tuple[float, int, str]] = []
    for value in sorted(values.unique()):
        close = bool(found) and found[-1][0] - _up(value) < 10
        found.append((_up(value), 22 if close else 0, numerals.number(value, 0, language)))
    return found


def _line(rows: pd.DataFrame) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(_across(rows.date), _up(rows.value), strict=True))


def _across(dates: Any) -> pd.Series:
    """Dates as places in the small chart, from 2020 to 2030."""
    return 12 + (tidy.decimal_year(dates) - 2020.5) * 20


def _up(values: Any) -> Any:
    """Per cents as places in the small chart, from 0 to 100."""
    return 104 - np.asarray(values, float)
