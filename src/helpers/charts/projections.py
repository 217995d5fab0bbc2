"""Pictures of projections: the central paths of several series, small; the frame and the labels of one."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts import colours, labels, style
from helpers.claims import words
from helpers.claims.words import N_
from helpers.seeds.tidy import SERIES, decimal_year, in_full
from helpers.tables import files

LATE = N_("Hollow dot: reported later, at times in other words; no path rests on it.")


def small_multiples(
    paths: pd.DataFrame, observations: pd.DataFrame, joined: pd.DataFrame, since: pd.DataFrame,
    indicators: pd.DataFrame, title: str, language: str,
) -> Figure:  # fmt: skip
    """Every projected series in axes of its own: figures, central path and range; the levels of 2025 and the end.

    `joined` are the pairs of analysis.pairs, `since` the later reports of analysis.later, drawn hollow. Beside the
    path of covered places stands the closing gap: for those diffusion led for a few years only.
    """
    central = paths[paths.method == "diffusion"]
    places = indicators.indicator[indicators.kind == "infrastructure"]
    beside = paths[(paths.method == "closing_gap") & paths.indicator.isin(places)]
    series = central[SERIES].drop_duplicates()
    seen, since = in_full(observations).merge(series, on=SERIES), since.assign(value=since.reported)
    rows = -(-len(series) // 2)
    figure, axes = style.sheet(0.7 + 1.6 * rows, rows, 2, squeeze=False)
    style.framed(figure, title, [*seen.source_id, *since.source_id], language, note=LATE if len(since) else "")
    parts = []
    for axis, key in zip(axes.flat, files.each(series), strict=False):
        path, points, late, pairs, other = (
            frame[(frame[SERIES] == [key.province, key.indicator]).all(axis=1)]
            for frame in (central, seen, since, joined, beside)
        )
        other = other[other.date <= path.date.max()]
        _series(axis, path, language)
        reported(axis, points, pairs, late)
        axis.plot(decimal_year(other.date), other.value, color=colours.METHODS["closing_gap"], lw=1, ls="--")
        name = style.names_of(indicators, language)[key.indicator]
        axis.set_title(textwrap.fill(f"{name}, {style.short_place(key.province, language)}", 40), fontsize=8)
        parts.append((axis, path, points, late, other))
    for axis in axes.flat[len(series) :]:
        axis.set_visible(False)
    for part in parts:  # once nothing moves any more
        _named(*part, language)
    return figure


def finished(
    axis: Axes, paths: Mapping[str, Sequence[float]], points: pd.DataFrame, since: pd.DataFrame, horizon: int,
    indicators: pd.DataFrame, language: str,
) -> Any:  # fmt: skip
    """One series' picture with later reports, hollow, what each path and figure is, scales, title and source."""
    figure: Any = axis.figure
    row, since = points.iloc[-1], since.assign(value=since.reported)
    reported(axis, points, since.head(0), since)
    room = (horizon + 1 - points.year.iloc[0]) * 0.42  # for the names of the methods
    axis.set(xlim=(points.year.iloc[0] - 0.3, horizon + 1 + room), ylim=(0, 108), ylabel="")
    style.per_cent(axis, language, "y")
    style.year_ends(axis, int(points.year.iloc[0]) - 1, horizon)
    name = style.names_of(indicators, language)[row.indicator]
    title, ids = f"{name}, {style.short_place(row.province, language)}", [*points.source_id, *since.source_id]
    style.framed(figure, title, ids, language, note=LATE if len(since) else "")
    labels.at_ends(axis, horizon + 1, *ends(paths, language))
    seen = pd.concat([points, since])
    labels.beside(axis, decimal_year(seen.date), seen.value, style.all_reported(seen, language))
    return figure


def ends(
    paths: Mapping[str, Sequence[float]], language: str, per_cent: bool = True
) -> tuple[list[float], list[str], list[str]]:
    """Where the paths of methods end, what is written there, and in which colour."""
    _ = words.translator(language)
    values = [path[-1] for path in paths.values()]
    names = [_(words.METHODS.get(name, name)) for name in paths]
    sizes = [style.share(value, language, 0) if per_cent else style.count(value, language, 1) for value in values]
    texts = [f"{name} {size}" for name, size in zip(names, sizes, strict=True)]
    return values, texts, list(colours.methods(paths).values())


def central_path(axis: Axes, path: pd.DataFrame) -> None:
    """The line from the last figure on, its range as a band."""
    row: Any = path.iloc[0]
    start, years = decimal_year([row.origin_date]).iloc[0], decimal_year(path.date)
    colour = colours.METHODS["diffusion"]
    axis.plot([start, *years], [row.origin_value, *path.value], color=colour, lw=1.6)
    axis.fill_between(years, path.lower_80, path.upper_80, color=colour, alpha=0.15, lw=0)


def reported(axis: Axes, points: pd.DataFrame, joined: pd.DataFrame, late: pd.DataFrame) -> None:
    """Figures as dots, a line between those that may be compared, later reports as hollow dots."""
    for pair in files.each(joined):
        axis.plot(decimal_year([pair.start_date, pair.end_date]), [pair.start_value, pair.end_value], color=colours.INK)
    for rows, face in ((points, colours.INK), (late, "white")):
        axis.scatter(decimal_year(rows.date), rows.value, c=face, edgecolors=colours.INK, s=25, zorder=5)


def _series(axis: Axes, path: pd.DataFrame, language: str) -> None:
    """One series: its path, the scales."""
    central_path(axis, path)
    last = path.date.max().year
    style.year_ends(axis, 2020, last, most=3)
    axis.set(ylim=(0, 118), xlim=(2019.9, last + 2.6), ylabel="")
    style.per_cent(axis, language, "y")


def _named(
    axis: Axes, path: pd.DataFrame, points: pd.DataFrame, late: pd.DataFrame, other: pd.DataFrame, language: str
) -> None:
    """The figures, the path at the end of 2025 and at its own end, and what stands beside it, written at them."""
    named = pd.concat([path[path.date.dt.year.isin([2025, path.date.dt.year.max()])], other.tail(1)])
    texts = [style.share(value, language, 0) for value in named.value]
    if len(other):
        texts[-1] = f"{words.translator(language)(words.METHODS['closing_gap'])} {texts[-1]}"
    labels.beside(axis, decimal_year(points.date), points.value, style.all_reported(points, language), size=7)
    shades = [colours.METHODS[method] for method in named.method]
    labels.beside(axis, decimal_year(named.date), named.value, texts, shades, size=7)
    labels.beside(axis, decimal_year(late.date), late.value, style.all_reported(late, language), size=7)
