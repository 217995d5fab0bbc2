"""Pictures over time: one series with its targets, several small, and the frame and the labels of one projection."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts import colours, labels, style
from helpers.claims import target_words, words
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year, in_full, series_of
from helpers.tables import files

LATE = N_("Hollow dot: reported later, at times in other words; no path rests on it.")
HOLLOW = N_("Hollow diamond: the target counts something else, for orientation only.")
GOALS = {True: N_("national target"), False: N_("target of the province")}
FIRST, LAST = 2020, 2030  # the years that a picture of one series shows
LOW = 40  # per cent: a share and targets below it get a scale up to it
CLOSE = 0.08  # of the scale: of two lines so near each other the lower is named below


def over_time(
    seen: pd.DataFrame, joined: pd.DataFrame, central: pd.DataFrame, goals: pd.DataFrame, name: str, place: str,
    language: str,
) -> Figure:  # fmt: skip
    """One series over time: observations, those of `joined` by a line, central path (or no rows), targets with their
    `match`; the scale of a share ends at 100, or at LOW, that of a count above its largest figure.
    """
    figure, axis = style.sheet(2.9)
    hollow = words.translator(language)(HOLLOW) if (goals.match == "context").any() else ""
    style.framed(figure, f"{name}, {place}", seen.source_id, language, own=len(central) > 0, note=hollow)
    style.year_ends(axis, FIRST, LAST, most=6)
    axis.grid(axis="x", visible=False)
    axis.set(xlim=(FIRST + 0.4, LAST + 1.9), ylim=(0, 1.25 * seen.value.max()))
    share = seen.unit.iloc[0].startswith("%")
    if share:
        axis.set_ylim(0, 112)
        style.per_cent(axis, language, "y")
    else:
        axis.yaxis.set_major_formatter(lambda value, _: numerals.number(value, 0, language))
    if len(central):
        _central_path(axis, central)
    _reported(axis, seen, joined, seen.head(0))
    if share and max(seen.value.max(), goals.value.max()) < LOW:
        axis.set(yticks=range(0, LOW + 1, 10), ylim=(0, LOW))
    _goals(axis, goals, language)
    _figures(axis, seen, central, language, bool(len(goals)))
    return figure


def _goals(axis: Axes, goals: pd.DataFrame, language: str) -> None:
    """A dashed line up to each target's date with a diamond at its end, hollow where it is for orientation only; each named."""
    _ = words.translator(language)
    goals = goals.assign(disputed=goals.duplicated(["scope", "concept", "target_year"], keep=False))
    near, above, below = CLOSE * (axis.get_ylim()[1] - axis.get_ylim()[0]), float("inf"), False
    for level in sorted(goals.value.unique(), reverse=True):
        rows = goals[goals.value == level]
        end = float(rows.target_year.dropna().max()) + 1 if rows.target_year.notna().any() else LAST + 1
        axis.plot([FIRST + 0.5, end], [level, level], color=colours.TARGET, lw=1, ls=(0, (5, 3)))
        for row in files.each(rows[rows.target_year.notna()].sort_values("match")):  # context first, below the others
            face = "white" if row.match == "context" else colours.TARGET
            axis.plot(row.target_year + 1, level, "D", color=colours.TARGET, mfc=face, ms=5, zorder=4)
        aside = below and above - level < 1.66 * near  # under a name that hangs from the line above
        below = not aside and above - level < near
        kinds = ", ".join(dict.fromkeys(_(GOALS[national]) for national in rows.scope == "vietnam"))
        years = ", ".join(dict.fromkeys(str(year) for year in sorted(rows.target_year.dropna())))
        years += "".join(f" ({target_words.short_instrument(one)})" for one in rows.instrument[rows.disputed])
        name = f"{f'{words.capital(kinds)} {years}'.strip()}: {target_words.level(rows.iloc[0], language)}"
        axis.annotate(name, (FIRST + (5.7 if aside else 0.5), level), (0, -1 if below else 1),
                      textcoords="offset points", fontsize=7.5, color=colours.TARGET,
                      va="top" if below else "bottom")  # fmt: skip
        above = level


def _figures(axis: Axes, seen: pd.DataFrame, central: pd.DataFrame, language: str, aimed: bool) -> None:
    """Each figure beside its dot, below where targets are `aimed` at, and the path at its last year."""
    last = central.sort_values("date").tail(1)
    texts = [words.hedged(row, language) for row in files.each(seen)]
    texts += [words.quantity(row.value, row.unit, language, 0) for row in files.each(last)]
    shades = [colours.INK] * len(seen) + [colours.METHODS["diffusion"]] * len(last)
    below = [(0, -1), (1, -1), (1, 0), (-1, -1), (0, 1), (-1, 0), (1, 1)]
    years = [*decimal_year(seen.date), *decimal_year(last.date)]
    prefer = below if aimed else labels.AROUND
    labels.beside(axis, years, [*seen.value, *last.value], texts, shades, prefer=prefer, size=7.5)


def small_multiples(
    paths: pd.DataFrame, observations: pd.DataFrame, joined: pd.DataFrame, since: pd.DataFrame,
    indicators: pd.DataFrame, title: str, language: str,
) -> Figure:  # fmt: skip
    """Every projected series in axes of its own: figures, central path and range; the levels of 2025 and the end.

    `joined` are the pairs of analysis.pairs, `since` the later reports of analysis.accuracy, drawn hollow. Beside the
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
    for axis, key in zip(axes.flat, series.to_numpy(), strict=False):
        frames = (central, seen, since, joined, beside)
        path, points, late, pairs, other = (series_of(frame, *key) for frame in frames)
        other, last = other[other.date <= path.date.max()], path.date.max().year
        _central_path(axis, path)
        style.year_ends(axis, 2020, last, most=3)
        axis.set(ylim=(0, 118), xlim=(2019.9, last + 2.6), ylabel="")
        style.per_cent(axis, language, "y")
        _reported(axis, points, pairs, late)
        axis.plot(decimal_year(other.date), other.value, color=colours.METHODS["closing_gap"], lw=1, ls="--")
        axis.set_title(textwrap.fill(style.series_names(path, indicators, language).iloc[0], 40), fontsize=8)
        parts.append((axis, path, points, late, other))
    for axis in axes.flat[len(series) :]:
        axis.set_visible(False)
    for part in parts:  # once nothing moves any more
        _named(*part, language)
    return figure


def _named(
    axis: Axes, path: pd.DataFrame, points: pd.DataFrame, late: pd.DataFrame, other: pd.DataFrame, language: str
) -> None:
    """The figures, the path at the end of 2025 and at its own end, and what stands beside it, written at them."""
    named = pd.concat([path[path.date.dt.year.isin([2025, path.date.dt.year.max()])], other.tail(1)])
    texts = [_whole(value, language) for value in named.value]
    if len(other):
        texts[-1] = f"{words.label('closing_gap', language)} {texts[-1]}"
    labels.beside(axis, decimal_year(points.date), points.value, style.all_reported(points, language), size=7)
    shades = [colours.METHODS[method] for method in named.method]
    labels.beside(axis, decimal_year(named.date), named.value, texts, shades, size=7)
    labels.beside(axis, decimal_year(late.date), late.value, style.all_reported(late, language), size=7)


def _whole(value: float, language: str) -> str:
    """A share in whole per cent; one below 100 with a decimal where it would else be 100."""
    return words.quantity(value, "%", language, 1 if 99.5 <= value < 100 else 0)


def finished(
    axis: Axes, paths: Mapping[str, Sequence[float]], points: pd.DataFrame, since: pd.DataFrame, horizon: int,
    indicators: pd.DataFrame, language: str,
) -> Any:  # fmt: skip
    """One series' picture with later reports, hollow, what each path and figure is, scales, title and source."""
    figure: Any = axis.figure
    since = since.assign(value=since.reported)
    _reported(axis, points, since.head(0), since)
    room = (horizon + 1 - points.year.iloc[0]) * 0.42  # for the names of the methods
    axis.set(xlim=(points.year.iloc[0] - 0.3, horizon + 1 + room), ylim=(0, 108), ylabel="")
    style.per_cent(axis, language, "y")
    style.year_ends(axis, int(points.year.iloc[0]) - 1, horizon)
    title = style.series_names(points, indicators, language).iloc[-1]
    style.framed(figure, title, [*points.source_id, *since.source_id], language, note=LATE if len(since) else "")
    labels.at_ends(axis, horizon + 1, *ends(paths, language))
    seen = pd.concat([points, since])
    labels.beside(axis, decimal_year(seen.date), seen.value, style.all_reported(seen, language))
    return figure


def ends(
    paths: Mapping[str, Sequence[float]], language: str, per_cent: bool = True
) -> tuple[list[float], list[str], list[str]]:
    """Where the paths of methods end, what is written there, and in which colour."""
    texts = []
    for name, path in paths.items():
        size = _whole(path[-1], language) if per_cent else numerals.number(path[-1], 1, language)
        texts.append(f"{words.label(name, language)} {size}")
    return [path[-1] for path in paths.values()], texts, list(colours.methods(paths).values())


def _central_path(axis: Axes, path: pd.DataFrame) -> None:
    """The line from the last figure on, its range as a band."""
    row: Any = path.iloc[0]
    start, years = decimal_year([row.origin_date]).iloc[0], decimal_year(path.date)
    colour = colours.METHODS["diffusion"]
    axis.plot([start, *years], [row.origin_value, *path.value], color=colour, lw=1.6)
    axis.fill_between(years, path.lower_80, path.upper_80, color=colour, alpha=0.15, lw=0)


def _reported(axis: Axes, points: pd.DataFrame, joined: pd.DataFrame, late: pd.DataFrame) -> None:
    """Figures as dots, a line between those that may be compared, later reports as hollow dots."""
    for pair in files.each(joined):
        axis.plot(decimal_year([pair.start_date, pair.end_date]), [pair.start_value, pair.end_value], color=colours.INK)
    for rows, face in ((points, colours.INK), (late, "white")):
        axis.scatter(decimal_year(rows.date), rows.value, c=face, edgecolors=colours.INK, s=25, zorder=5)
