"""Pictures of how far to trust it: errors and coverage elsewhere, claims and refusals, what drafts get right."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from helpers.charts import style
from helpers.charts.style import (
    COLOURS,
    INK,
    canvas,
    count,
    credit,
    headed,
    note,
    share,
    sources,
    spread,
)
from helpers.claims import say, words
from helpers.tables import files


def error_by_horizon(quantiles: pd.DataFrame, name: str = "adoption", language: str = "en") -> Figure:
    """Mean absolute error of every method by horizon, elsewhere (a class of the calibration tables)."""
    _ = words.translator(language)
    rows = quantiles[quantiles["class"] == name]
    figure, axis = canvas(height=4.4)
    order = list(rows[rows.horizon == 7].sort_values("mean_absolute_error").method)
    sns.lineplot(rows, x="horizon", y="mean_absolute_error", hue="method", style="method", hue_order=order, style_order=order,
                 palette=sns.color_palette("colorblind", len(order)), errorbar=None, markers=True, dashes=True, legend=False, ax=axis)  # fmt: skip
    last = rows[rows.horizon == rows.horizon.max()].sort_values("mean_absolute_error")
    height = spread(last.mean_absolute_error.to_numpy(), 0.055 * rows.mean_absolute_error.max())
    for row, y in zip(files.each(last), height, strict=True):
        axis.annotate(
            f"{style.name(row.method, language)} {count(row.mean_absolute_error, language, 1)}",
            (7, y),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
    axis.set(
        xlim=(0.8, 8.9),
        ylim=(0, None),
        xlabel=_("years ahead"),
        ylabel=_("mean absolute error, points"),
    )
    axis.set_xticks(sorted(rows.horizon.unique()))
    headed(
        figure,
        _("How far off projections from two points three years apart were, in other countries"),
    )
    credit(figure, _("Source: ") + rows.panel.iloc[0] + _("; own calculation"))
    return figure


def coverage_by_horizon(quantiles: pd.DataFrame, language: str = "en") -> Figure:
    """Per cent of outcomes that the central method's 80 % range held, by horizon and class."""
    _ = words.translator(language)
    rows = quantiles[(quantiles.method == "diffusion") & quantiles.held_80.notna()]
    figure, axis = canvas(height=3.2)
    classes = list(dict.fromkeys(rows["class"]))
    sns.lineplot(rows, x="horizon", y="held_80", hue="class", style="class", hue_order=classes, style_order=classes, markers=True,
                 palette=[COLOURS["blue"], COLOURS["orange"]][: len(classes)], errorbar=None, legend=False, ax=axis)  # fmt: skip
    axis.axhline(80, color=INK, lw=1)
    for row in files.each(rows):
        note(
            axis,
            share(row.held_80, language, 0),
            row.horizon,
            row.held_80,
            dy=7 if row[1] == "adoption" else -15,
            size=8.5,
        )
    for name in classes:
        end = rows[rows["class"] == name].iloc[-1]
        note(axis, style.name(name, language), end.horizon, end.held_80, dx=10, size=9, ha="left", va="center")
    axis.set(
        ylim=(60, 100),
        xlim=(0.7, 8.6),
        xlabel=_("years ahead"),
        ylabel=_("held, %"),
    )
    axis.set_xticks(sorted(rows.horizon.unique()))
    headed(
        figure,
        _("What an 80 % range held, built only from errors known at the time, elsewhere"),
    )
    credit(figure, _("Source: ") + "ITU, World Bank, UN SDG series" + _("; own calculation"))
    return figure


def claim_counts(claims: pd.DataFrame, language: str = "en") -> Figure:
    """How many claims of each kind may be quoted, and how many are refused."""
    _ = words.translator(language)
    rows = say.by_kind(claims)
    rows = rows.assign(kind=rows.kind.map(lambda kind: style.name(kind, language)))
    counts = rows.groupby(["kind", "status"], as_index=False).size()
    order = [style.name(name, language) for name in ("quotable", "orientation", "refused")]
    counts["status"] = counts.status.map(lambda name: style.name(name, language))
    figure, axis = canvas(height=3.4)
    sns.barplot(
        counts,
        x="size",
        y="kind",
        hue="status",
        hue_order=order,
        palette=[COLOURS["blue"], COLOURS["green"], COLOURS["orange"]],
        errorbar=None,
        ax=axis,
    )
    for bars in axis.containers:
        axis.bar_label(bars, fontsize=8, padding=3)
    axis.set(xlabel="", ylabel="")
    axis.legend(title="", fontsize=9)
    headed(
        figure,
        _("Claims that may be quoted, and refusals, by kind"),
    )
    sources(figure, claims.source_ids, language)
    return figure
