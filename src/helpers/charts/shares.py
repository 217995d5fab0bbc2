"""Pictures of reported shares in named rows: first and last figure, the latest, places side by side."""

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from helpers.charts import colours, labels, style
from helpers.claims import words
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, in_full

STARRED = N_("* date inferred.")
LATER = N_("† a later figure can't be compared.")


def comparable(growth: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame, language: str) -> Figure:
    """Each share's longest comparable span and its pace in points a year; a dagger: a later figure can't be compared."""
    _, seen = words.translator(language), in_full(observations).drop_duplicates([*SERIES, "date"])
    rows = growth[growth.points_per_year.notna() & growth.comparability.isin(["A", "B"])]
    rows = rows.sort_values("years").drop_duplicates(SERIES, keep="last").sort_values("end_value", ascending=False)
    rows = rows.merge(seen.groupby(SERIES).date.max().rename("newest"), on=SERIES)
    broken = rows.end_date < rows.newest
    rows["name"] = (style.series_names(rows, indicators, language) + broken.map({True: " †", False: ""})).map(style.row)
    figure, axis = style.sheet(1.0 + 0.5 * len(rows))
    axis.hlines(rows.name, rows.start_value, rows.end_value, color=colours.PALE, lw=3)
    look = {"color": list(rows.province.map(colours.places(rows.province))), "zorder": 3, "ax": axis}
    sns.scatterplot(rows, x="start_value", y="name", fc="white", ec=colours.INK, marker="o", **look)
    sns.scatterplot(rows, x="end_value", y="name", **look)
    style.rows(axis, list(rows.name), language)
    note = _(STARRED) + (f" {_(LATER)}" if any(broken) else "")
    title = _("Shares with two comparable figures, and points a year")
    style.framed(figure, title, rows.source_ids, language, note=note)
    for end, side in (("start", -1), ("end", 1)):
        ends = rows.merge(seen.rename(columns={"date": f"{end}_date"}), on=[*SERIES, f"{end}_date"])
        labels.beside(axis, ends.value, ends.name, style.all_reported(ends, language, dated=True), prefer=[(side, 0)])
    paces = [_("{pace} points").format(pace=numerals.number(pace, 1, language)) for pace in rows.points_per_year]
    labels.beside(axis, (rows.start_value + rows.end_value) / 2, rows.name, paces, prefer=[(0, 1)])
    return figure


def latest(observations: pd.DataFrame, indicators: pd.DataFrame, language: str) -> Figure:
    """The latest value of every share with its period, sorted."""
    shares = indicators.indicator[indicators.upper_bound == 100]
    rows = in_full(observations).sort_values("date").drop_duplicates(SERIES, keep="last")
    rows = rows[rows.indicator.isin(shares)].sort_values("value", ascending=False)
    rows = rows.assign(name=style.series_names(rows, indicators, language))
    title = words.translator(language)(N_("Latest reported share of each indicator, with its period"))
    return _dots(rows, 0.3, style.all_reported(rows, language, dated=True), title, language)


def places(rows: pd.DataFrame, indicators: pd.DataFrame, language: str) -> Figure:
    """Places side by side for the indicators that more than one place reports, each mark with its period."""
    rows = rows.assign(name=rows.indicator.map(style.names_of(indicators, language)))
    title = words.translator(language)(N_("Provinces and country side by side"))
    return _dots(rows, 0.62, style.all_placed(rows, language), title, language)


def _dots(rows: pd.DataFrame, height: float, texts: Sequence[str], title: str, language: str) -> Figure:
    """A row for each `name`, `height` inches high, with a dot at each `value` in its place's colour and a text beside it."""
    rows = rows.assign(name=rows.name.map(style.row)).assign(height=style.heights)
    shades, shapes = colours.places(rows.province), colours.place_marks(rows.province)
    figure, axis = style.sheet(0.9 + height * rows.name.nunique())
    sns.scatterplot(rows, x="value", y="height", hue="province", style="province", legend=False,
                    palette=shades, markers=shapes, s=30, ax=axis)  # fmt: skip
    style.rows(axis, list(rows.name.unique()), language)
    style.framed(figure, title, rows.source_id, language, own=False, note=STARRED)
    labels.beside(axis, rows.value, rows.height, texts, [shades[slug] for slug in rows.province], [(1, 0)])
    return figure
