"""Pictures of what may come: projections with their ranges and targets, and what moves them."""

import functools
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.analysis import projection
from helpers.charts import style
from helpers.charts.style import (
    COLOURS,
    HEDGE_SIGNS,
    INK,
    STYLES,
    canvas,
    count,
    headed,
    names_of,
    note,
    per_cent,
    share,
    sources,
    spread,
)
from helpers.claims import words
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year, in_full
from helpers.tables import files


def fan(
    projections: pd.DataFrame,
    observations: pd.DataFrame,
    gaps: pd.DataFrame,
    indicators: pd.DataFrame,
    language: str = "en",
) -> Figure:
    """Every projected series: reported figures, central path with its range, last value, straight line, targets.

    A count has no central path and no range: its lines are marked as an illustration.
    """
    _ = words.translator(language)
    series = projections[SERIES].drop_duplicates()
    shares = series.merge(projections[projections.method == "diffusion"][SERIES].drop_duplicates(), on=SERIES)
    series = pd.concat([shares, series]).drop_duplicates().reset_index(drop=True)
    columns = 2 if len(series) > 1 else 1
    rows = int(np.ceil(len(series) / columns))
    figure, axes = canvas(rows, columns, height=0.5 + 2.7 * rows, squeeze=False)
    several = series.province.nunique() > 1
    for number, (axis, key) in enumerate(zip(axes.flat, files.each(series), strict=False)):
        one = {name: frame[(frame.province == key.province) & (frame.indicator == key.indicator)] for name, frame in
               (("paths", projections), ("seen", in_full(observations)), ("goals", gaps))}  # fmt: skip
        _fan_one(axis, one["paths"], one["seen"], one["goals"], language)
        place = f", {style.place(key.province, language)}" if several else ""
        mark = "" if number < len(shares) else _(" (illustration)")
        axis.set_title(textwrap.fill(names_of(indicators, language)[key.indicator] + place + mark, 46), fontsize=9)
    for axis in axes.flat[len(series) :]:
        axis.set_visible(False)
    sources(figure, in_full(observations).merge(series, on=SERIES).source_id, language)
    return figure


def _fan_one(axis: Axes, paths: pd.DataFrame, seen: pd.DataFrame, goals: pd.DataFrame, language: str) -> None:
    """One series of the fan, in axes of its own."""
    bounded = (paths.method == "diffusion").any()
    paths = projection.shown(paths)
    methods = [name for name in STYLES if (paths.method == name).any() and not (bounded and name == "constant_growth")]
    for method in methods:
        _path(axis, paths[paths.method == method], method)
    write = functools.partial(share, language=language) if bounded else functools.partial(count, language=language)
    sns.scatterplot(x=decimal_year(seen.date), y=seen.value, color=INK, s=45, zorder=5, ax=axis)
    seen = seen.sort_values("date")
    crowded = seen.date.diff(-1).abs() < pd.Timedelta(days=366)
    for row, above in zip(files.each(seen), crowded, strict=True):
        text = HEDGE_SIGNS[numerals.hedge(row.qualifier)] + write(row.value)
        note(axis, text, decimal_year([row.date])[0], row.value, dy=7 if above else -13)
    central = paths[(paths.method == "diffusion") & (paths.date.dt.year == 2025) & (paths.origin_date.dt.year < 2025)]
    for row in files.each(central):
        note(axis, write(row.value, decimals=0), 2026, row.value, dx=5, dy=-12, colour=COLOURS["blue"], ha="left")
    top = 116 if bounded else paths.value.max() * 1.12
    _goals(axis, goals, language)
    _named(axis, paths[paths.method.isin(methods)], write, 0.06 * top, language)
    axis.set(ylim=(0, top), xlim=(2020.4, 2035.6), xlabel="", ylabel="")
    if bounded:
        per_cent(axis, language, "y")
    else:
        axis.yaxis.set_major_formatter(lambda value, _: count(value, language))
    axis.set_xticks([2021, 2024, 2026, 2031], ["2020", "2023", "2025", "2030"])
    axis.tick_params(labelsize=8)


def _named(axis: Axes, paths: pd.DataFrame, write: Callable[..., str], gap: float, language: str) -> None:
    """Each line's name at its end; below the other lines, with its year, where it ends before them."""
    ends = paths.sort_values("date").drop_duplicates("method", keep="last").sort_values("value")
    early = ends.date < ends.date.max()
    heights = pd.Series(spread(ends.value[~early].to_numpy(), gap), index=ends.index[~early])
    for row, height in zip(files.each(ends), heights.reindex(ends.index), strict=True):
        text, year = style.name(row.method, language), decimal_year([row.date])[0]
        if row.method == "diffusion":
            text += f" {write(row.value, decimals=0)}"
        place: dict[str, Any] = {"colour": STYLES[row.method][0], "size": 7.5, "ha": "left", "va": "center", "dx": 4}
        if np.isnan(height):
            note(axis, f"{text} ({row.date.year})", year, row.value, **place | {"dy": -20})
        else:
            note(axis, text, year, height, **place)


def _path(axis: Axes, path: pd.DataFrame, method: str) -> None:
    """One method's line from the last figure on, and its range as a band where it has one."""
    origin: Any = path.iloc[0]
    last = dict.fromkeys(("value", "lower_80", "upper_80"), origin.origin_value)
    path = pd.concat([pd.DataFrame([{"date": origin.origin_date} | last]), path])
    x = decimal_year(path.date)
    axis.plot(x, path.value, color=STYLES[method][0], ls=STYLES[method][1], lw=2)
    axis.fill_between(
        x, path.lower_80, path.upper_80, where=path.lower_80.notna(), color=STYLES[method][0], alpha=0.18, lw=0
    )


def _goals(axis: Axes, goals: pd.DataFrame, language: str) -> None:
    """Targets as diamonds, filled where they count (nearly) the same thing, hollow where they are orientation."""
    dated = goals.dropna(subset="target_date").sort_values("match")
    for goal in files.each(dated.drop_duplicates(["target_value", "target_date"])):
        year, face = decimal_year([goal.target_date])[0], "white" if goal.match == "context" else COLOURS["red"]
        axis.scatter([year], [goal.target_value], marker="D", s=42, zorder=6, edgecolor=COLOURS["red"], facecolor=face)
        place = {"dy": 7} if year < 2030 else {"dx": -8, "dy": -10, "ha": "right"}
        text = f"{goal.target_id}: {numerals.number(goal.target_value, 0, language)}"
        note(axis, text, year, goal.target_value, colour=COLOURS["red"], size=7.5, **place)


def tornado(sensitivity: pd.DataFrame, language: str = "en") -> Figure:
    """How far each assumption moves one projection, largest first (from projection.sensitivity)."""
    rows = sensitivity.sort_values("swing", ascending=False, ignore_index=True)
    figure, axis = canvas(height=1.2 + 0.42 * len(rows))
    for place, row in enumerate(files.each(rows)):
        axis.barh(place, row.highest - row.lowest, left=row.lowest, color=COLOURS["blue"], alpha=0.55, height=0.55)
        note(axis, count(row.lowest, language, 1), row.lowest, place, dx=-4, ha="right", va="center")
        note(axis, count(row.highest, language, 1), row.highest, place, dx=4, ha="left", va="center")
    axis.axvline(rows.central.iloc[0], color=INK, lw=1)
    labels = [style.name(assumption, language) for assumption in rows.assumption]
    axis.set(yticks=range(len(rows)), yticklabels=labels, xlabel="", ylabel="")
    room = 0.09 * (rows.highest.max() - rows.lowest.min())
    axis.set_xlim(rows.lowest.min() - room, rows.highest.max() + room)
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    axis.xaxis.set_major_formatter(lambda value, _: count(value, language, 1))
    year, central = rows.date.iloc[0].year, share(rows.central.iloc[0], language, 1)
    _ = words.translator(language)
    title = _("What moves the {year} projection of {central}: sensitivity, not a range")
    headed(figure, title.format(year=year, central=central))
    sources(figure, [rows.source_ids.iloc[0]], language)
    return figure
