"""Pictures of reported figures: first and last, latest, by date, side by side."""

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts import style
from helpers.charts.style import (
    COLOURS,
    HEDGE_SIGNS,
    SOFT,
    canvas,
    capital,
    headed,
    marks_of,
    names_of,
    note,
    per_cent,
    share,
    sources,
)
from helpers.claims import words
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year, in_full
from helpers.tables import files

STARRED = N_("; * date inferred")


def dumbbell(
    growth: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame, language: str = "en"
) -> Figure:
    """Start and end of each share's longest comparable span, and the pace in points a year.

    A dagger marks a series whose later figure can't be compared: its latest observation stands beyond the span.
    """
    _ = words.translator(language)
    rows = growth[growth.points_per_year.notna() & growth.comparability.isin(["A", "B"])]
    rows = rows.sort_values("years").drop_duplicates(SERIES, keep="last").sort_values("end_value", ascending=False)
    observations = in_full(observations)
    newest = observations.groupby(SERIES).date.max()
    broken = [row.end_date < newest[row.province, row.indicator] for row in files.each(rows)]
    names = names_of(indicators, language)
    labels = [names[name] + (" †" if later else "") for name, later in zip(rows.indicator, broken, strict=True)]
    figure, axis = canvas(height=1.2 + 0.62 * len(rows))
    seen = {(one.province, one.indicator, one.date): one for one in files.each(observations)}
    for place, row in enumerate(files.each(rows)):
        ends = (seen[row.province, row.indicator, date] for date in (row.start_date, row.end_date))
        _span(axis, place, row, language, *(words.short(one, language) for one in ends))
    points = rows.melt(id_vars=SERIES, value_vars=["start_value", "end_value"], var_name="end", value_name="value")
    points["place"] = points.indicator.map({name: place for place, name in enumerate(rows.indicator)})
    palette = {"start_value": "white", "end_value": COLOURS["blue"]}
    sns.scatterplot(points, x="value", y="place", hue="end", palette=palette, edgecolor=COLOURS["blue"], s=80,
                    legend=False, zorder=3, linewidth=1.8, ax=axis)  # fmt: skip
    axis.set(yticks=range(len(rows)), yticklabels=labels, ylabel="", xlabel="", xlim=(0, 119))
    axis.set_ylim(len(rows) - 0.5, -0.6)
    per_cent(axis, language)
    axis.grid(axis="y", visible=False)
    title = _("Shares with two comparable figures")
    one = rows.province.nunique() == 1
    headed(
        figure,
        capital(f"{files.place(rows.province.iloc[0], language)}: {title[0].lower()}{title[1:]}") if one else title,
    )
    dagger = _("; † a later figure can't be compared")
    sources(figure, rows.source_ids, language, note=(dagger if any(broken) else "") + _(STARRED))
    return figure


def _span(axis: Axes, place: int, row: Any, language: str, first: str, last: str) -> None:
    """One series of the dumbbell: its line, its pace above it, value and period at either end."""
    axis.plot([row.start_value, row.end_value], [place, place], color=COLOURS["blue"], lw=3, alpha=0.45, zorder=1)
    _ = words.translator(language)
    pace = ("+" if row.points_per_year > 0 else "") + numerals.number(row.points_per_year, 1, language)
    note(
        axis,
        _("{value} points a year").format(value=pace),
        (row.start_value + row.end_value) / 2,
        place,
        dy=9,
        colour=SOFT,
    )
    start = f"{first}  {share(row.start_value, language)}"
    note(axis, start, row.start_value, place, dx=-9, size=9, ha="right", va="center")
    end = f"{share(row.end_value, language)}  {last}"
    note(axis, end, row.end_value, place, dx=9, size=9, ha="left", va="center")


def levels(
    observations: pd.DataFrame, indicators: pd.DataFrame, language: str = "en", pillar: str | None = None
) -> Figure:
    """The latest value of every share, sorted, with what the printed figure allows as a line."""
    _ = words.translator(language)
    rows = in_full(observations).merge(
        indicators[["indicator", "upper_bound", f"name_{language}", "pillar"]], on="indicator"
    )
    rows = rows[(rows.upper_bound == 100) & (True if pillar is None else rows.pillar == pillar)]
    rows = rows.sort_values("date").drop_duplicates(SERIES, keep="last").sort_values("value", ascending=False)
    rows["label"] = rows[f"name_{language}"]
    if rows.province.nunique() > 1:
        rows["label"] += rows.province.map(lambda slug: f" ({style.place(slug, language)})")
    figure, axis = canvas(height=1.1 + 0.27 * len(rows))
    colours, markers = marks_of(rows.province)
    sns.scatterplot(rows, x="value", y="label", hue="province", style="province", palette=colours, markers=markers, s=60,
                    legend=False, ax=axis, zorder=3)  # fmt: skip
    for place, row in enumerate(files.each(rows)):
        axis.plot([row.lower, row.upper], [place, place], color=colours[row.province], lw=4, alpha=0.3)
        hedge = HEDGE_SIGNS[numerals.hedge(row.qualifier)]
        text = f"{hedge}{share(row.value, language)}  {words.short(row, language)}"
        note(axis, text, row.value, place, dx=8, ha="left", va="center")
    axis.set(xlabel="", ylabel="", xlim=(0, 132))
    per_cent(axis, language)
    axis.tick_params(axis="y", labelsize=8)
    axis.set_ylim(len(rows) - 0.3, -0.7)
    headed(
        figure,
        _("Latest reported share of each indicator, with its period"),
    )
    sources(figure, rows.source_id, language, computed=False, note=_(STARRED))
    return figure


def timeline(observations: pd.DataFrame, indicators: pd.DataFrame, language: str = "en") -> Figure:
    """When figures were reported: one row an indicator that has several dates, one mark an observation."""
    _ = words.translator(language)
    rows = in_full(observations).merge(indicators[["indicator", "family", f"name_{language}"]], on="indicator")
    rows = rows[rows.groupby(["province", "indicator"]).date.transform("nunique") > 1]
    rows = rows.sort_values(["family", "indicator", "date"], ignore_index=True)
    names = list(dict.fromkeys(rows[f"name_{language}"]))
    figure, axis = canvas(height=1.1 + 0.36 * len(names))
    rows = rows.assign(year=decimal_year(rows.date), place=rows[f"name_{language}"].map(names.index))
    bases = [name for name in ("stated", "inferred", "earliest") if name in set(rows.period_basis)]
    order = [style.name(name, language) for name in bases]
    rows["basis"] = rows.period_basis.map(lambda name: style.name(name, language))
    sns.scatterplot(rows, x="year", y="place", hue="basis", style="basis", palette=list(COLOURS.values())[: len(bases)],
                    hue_order=order, style_order=order, s=60, ax=axis, zorder=3)  # fmt: skip
    for row in files.each(rows):
        text = HEDGE_SIGNS[numerals.hedge(row.qualifier)] + numerals.number(
            row.value, numerals.decimals_of(row.value), language
        )
        axis.annotate(text, (row.year, row.place), (0, 6), textcoords="offset points", ha="center", fontsize=7.5)
    axis.set(yticks=range(len(names)), yticklabels=names, xlabel="", ylabel="")
    axis.set_ylim(len(names) - 0.5, -0.8)
    axis.set_xticks(range(2021, 2027), [f"{year - 1}-12-31" for year in range(2021, 2027)])
    axis.tick_params(axis="both", labelsize=8)
    axis.legend(title="", loc="upper left", fontsize=8)
    headed(
        figure,
        _("What was reported for more than one date, in the unit of each row"),
    )
    sources(figure, rows.source_id, language, computed=False)
    return figure


def places(rows: pd.DataFrame, indicators: pd.DataFrame, language: str = "en") -> Figure:
    """Places side by side for the indicators that more than one place reports, each mark with its year."""
    _, names = words.translator(language), names_of(indicators, language)
    order = list(dict.fromkeys(rows.indicator))
    figure, axis = canvas(height=1.3 + 0.75 * len(order))
    palette, shapes = marks_of(rows.province)
    rows = rows.assign(place=rows.indicator.map(order.index))
    sns.scatterplot(
        rows,
        x="value",
        y="place",
        hue="province",
        style="province",
        palette=palette,
        markers=shapes,
        s=80,
        legend=False,
        ax=axis,
        zorder=3,
    )
    low = rows.groupby("indicator").value.transform("min")
    for row, lowest in zip(files.each(rows), low, strict=True):
        name = style.place(row.province, language)
        text = f"{name} {share(row.value, language)} ({words.short(row, language)})"
        note(axis, text, row.value, row.place, dy=-16 if row.value == lowest else 9, colour=palette[row.province])
    axis.set(yticks=range(len(order)), yticklabels=[names[name] for name in order], xlabel="", ylabel="", xlim=(0, 108))
    axis.set_ylim(len(order) - 0.5, -0.7)
    per_cent(axis, language)
    headed(figure, _("Same definition in more than one place; the years differ"))
    sources(figure, rows.source_id, language, computed=False, note=_(STARRED))
    return figure
