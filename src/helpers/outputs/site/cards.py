"""The cards of the front page: latest value, small chart, every target with its verdict."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import projection, targets
from helpers.claims import target_words, words
from helpers.outputs.content import Frames, claim_id, series_of
from helpers.seeds import numerals, tidy
from helpers.seeds.tidy import SERIES
from helpers.tables import files

SHAPES = {  # a verdict is told by shape and words, not by colour alone
    "met": "●", "likely": "▲", "unlikely": "▼", "not met": "✕", "open": "◆",
    "no pace": "?", "bounded below": "?", "bounded above": "?", "orientation": "○",
}  # fmt: skip


def cards(frames: Frames, gaps: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """One card an indicator and place: latest value, small chart, every target with its verdict."""
    reached = targets.years_reached(gaps, frames["projections"])
    gaps = gaps.merge(reached[["target_id", *SERIES, "central"]], on=["target_id", *SERIES])
    goals = frames["targets"].set_index("target_id")
    found = []
    for key, rows in gaps.groupby(SERIES, sort=False):
        province, indicator = map(str, key)
        last = series_of(frames["observations"], province, indicator).sort_values("date").iloc[-1]
        found.append(
            {
                "indicator": indicator,
                "name": frames["indicators"].set_index("indicator")[f"name_{language}"][indicator],
                "place": files.place(province, language),
                "latest_id": claim_id(last, "reported", last.period),
                "latest": words.hedged(last, language),
                "when": words.when(last.period, last.period_basis, language),
                "chart": chart(frames, province, indicator, rows, language),
                "goals": [_goal(row, goals.loc[row.target_id], frames, language) for row in files.each(rows)],
            }
        )
    return found


def _goal(gap: Any, goal: Any, frames: Frames, language: str) -> dict[str, str]:
    """What a card says of one target: id of its claim, level, shape and words of the verdict, year of the central path."""
    return {
        "claim_id": claim_id(gap, "target", gap.target_id),
        "level": f"{goal.instrument}{target_words.due(goal)}: {target_words.level(goal, language)}",
        "shape": SHAPES[targets.conclusion_key(gap)],
        "verdict": target_words.conclusion(gap, language),
        "reached": _within(gap, frames, language),
    }


def _within(gap: Any, frames: Frames, language: str) -> str:
    """The year in which the central path reaches a target's level, only as far as the path may be shown; '' without one."""
    if gap.central == "not projected":
        return ""
    path = series_of(frames["projections"], gap.province, gap.indicator).query("method == 'diffusion'")
    last = projection.shown(path).date.max().year
    year = gap.central.removeprefix("not by ")
    beyond = last < projection.HORIZON.year and int(year) > last
    _ = words.translator(language)
    return _("not by {year}").format(year=min(last, int(year))) if beyond or year != gap.central else year


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
    }


def _levels(values: pd.Series, language: str) -> list[tuple[float, int, str]]:
    """Height, shift to the right and label of each target line: a number on another can't be read."""
    found: list[tuple[float, int, str]] = []
    for value in sorted(values.unique()):
        close = bool(found) and found[-1][0] - _up(value) < 10
        found.append((_up(value), 14 if close else 0, numerals.number(value, 0, language)))
    return found


def _line(rows: pd.DataFrame) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(_across(rows.date), _up(rows.value), strict=True))


def _across(dates: Any) -> pd.Series:
    """Dates as places in the small chart, from 2020 to 2030."""
    return 12 + (tidy.decimal_year(dates) - 2020.5) * 20


def _up(values: Any) -> Any:
    """Per cents as places in the small chart, from 0 to 100."""
    return 104 - np.asarray(values, float)
