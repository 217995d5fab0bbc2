"""The pictures. Each takes tidy frames and returns a matplotlib figure: direct labels, source line inside.

Colours come from seaborn's colour-blind palette; every series also differs by marker, dash or place.
"""

import functools
import textwrap

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from helpers import printed, tables, wording
from helpers.drawing import (
    COLOURS,
    HEDGE_SIGNS,
    INK,
    SOFT,
    STYLES,
    WORDS,
    canvas,
    capital,
    count,
    credit,
    headed,
    marks_of,
    names_of,
    note,
    share,
    sources,
    spread,
)
from helpers.tidy import SERIES, decimal_year


def dumbbell(growth, observations, indicators, language="en"):
    """Start and end of each share's longest comparable span, and the pace in points a year.

    A dagger marks a series whose later figure can't be compared: its latest observation stands beyond the span.
    """
    rows = growth[growth.points_per_year.notna() & growth.comparability.isin(["A", "B"])]
    rows = rows.sort_values("years").drop_duplicates(SERIES, keep="last").sort_values("end_value", ascending=False)
    newest = observations.groupby(SERIES).date.max()
    broken = [row.end_date < newest[row.province, row.indicator] for row in rows.itertuples()]
    names = names_of(indicators, language)
    labels = [names[name] + (" †" if later else "") for name, later in zip(rows.indicator, broken, strict=True)]
    figure, axis = canvas(height=1.2 + 0.62 * len(rows))
    for place, row in enumerate(rows.itertuples()):
        axis.plot([row.start_value, row.end_value], [place, place], color=COLOURS["blue"], lw=3, alpha=0.45, zorder=1)
        pace = ("+" if row.points_per_year > 0 else "") + printed.number(row.points_per_year, 1, language)
        words = f"{pace} points a year" if language == "en" else f"{pace} điểm %/năm"
        note(axis, words, (row.start_value + row.end_value) / 2, place, dy=7, colour=SOFT)
        for value, date, side, align in (
            (row.start_value, row.start_date, -9, "right"),
            (row.end_value, row.end_date, 9, "left"),
        ):
            text = f"{share(value, language)}  {date:%Y}" if side > 0 else f"{date:%Y}  {share(value, language)}"
            note(axis, text, value, place, dx=side, size=9, ha=align, va="center")
    points = rows.melt(id_vars=SERIES, value_vars=["start_value", "end_value"], var_name="end", value_name="value")
    points["place"] = points.indicator.map({name: place for place, name in enumerate(rows.indicator)})
    palette = {"start_value": "white", "end_value": COLOURS["blue"]}
    sns.scatterplot(
        points,
        x="value",
        y="place",
        hue="end",
        palette=palette,
        edgecolor=COLOURS["blue"],
        s=80,
        legend=False,
        zorder=3,
        linewidth=1.8,
        ax=axis,
    )
    axis.set(yticks=range(len(rows)), yticklabels=labels, ylabel="", xlabel="", xlim=(0, 119))
    axis.set_ylim(len(rows) - 0.5, -0.6)
    axis.set_xticks(range(0, 101, 20), [share(tick, language) for tick in range(0, 101, 20)])
    axis.grid(axis="y", visible=False)
    title = {"en": "Shares with two comparable figures", "vi": "Các tỷ lệ có hai số liệu so sánh được"}[language]
    one = rows.province.nunique() == 1
    headed(
        figure,
        capital(f"{tables.place(rows.province.iloc[0], language)}: {title[0].lower()}{title[1:]}") if one else title,
    )
    dagger = {"en": "; † a later figure stands beyond a break", "vi": "; † số liệu sau đó không so sánh được"}[language]
    sources(figure, rows.source_ids, language, note=dagger if any(broken) else "")
    return figure


def levels(observations, indicators, language="en", pillar=None):
    """The latest value of every share, sorted, with what the printed figure allows as a line."""
    rows = observations.merge(indicators[["indicator", "upper_bound", f"name_{language}", "pillar"]], on="indicator")
    rows = rows[(rows.upper_bound == 100) & (True if pillar is None else rows.pillar == pillar)]
    rows = rows.sort_values("date").drop_duplicates(SERIES, keep="last").sort_values("value", ascending=False)
    rows["label"] = rows[f"name_{language}"]
    if rows.province.nunique() > 1:
        rows["label"] += rows.province.map(lambda slug: f" ({tables.place(slug, language).removeprefix('tỉnh ')})")
    figure, axis = canvas(height=1.1 + 0.27 * len(rows))
    colours, markers = marks_of(rows.province)
    sns.scatterplot(
        rows,
        x="value",
        y="label",
        hue="province",
        style="province",
        palette=colours,
        markers=markers,
        s=60,
        legend=False,
        ax=axis,
        zorder=3,
    )
    for place, row in enumerate(rows.itertuples()):
        axis.plot([row.lower, row.upper], [place, place], color=colours[row.province], lw=4, alpha=0.3)
        hedge = HEDGE_SIGNS[printed.hedge(row.qualifier)]
        text = f"{hedge}{share(row.value, language)}  {row.date:%m/%Y}"
        note(axis, text, row.value, place, dx=8, ha="left", va="center")
    axis.set(xlabel="", ylabel="", xlim=(0, 132))
    axis.set_xticks(range(0, 101, 20), [share(tick, language) for tick in range(0, 101, 20)])
    axis.tick_params(axis="y", labelsize=8)
    axis.set_ylim(len(rows) - 0.3, -0.7)
    headed(
        figure,
        {
            "en": "Latest reported share of each indicator, with its month",
            "vi": "Số liệu mới nhất của từng tỷ lệ, kèm tháng",
        }[language],
    )
    sources(figure, rows.source_id, language, computed=False)
    return figure


def timeline(observations, indicators, language="en"):
    """When figures were reported: one row an indicator that has several dates, one mark an observation."""
    rows = observations.merge(indicators[["indicator", "family", f"name_{language}"]], on="indicator")
    rows = rows[rows.groupby(["province", "indicator"]).date.transform("nunique") > 1]
    rows = rows.sort_values(["family", "indicator", "date"], ignore_index=True)
    names = list(dict.fromkeys(rows[f"name_{language}"]))
    figure, axis = canvas(height=1.1 + 0.36 * len(names))
    rows = rows.assign(year=decimal_year(rows.date), place=rows[f"name_{language}"].map(names.index))
    order = [WORDS[name][language] for name in ("stated", "inferred")]
    rows["basis"] = rows.period_basis.map(lambda name: WORDS[name][language])
    sns.scatterplot(rows, x="year", y="place", hue="basis", style="basis", palette=[COLOURS["blue"], COLOURS["orange"]],
                    hue_order=order, style_order=order, s=60, ax=axis, zorder=3)  # fmt: skip
    for row in rows.itertuples():
        text = HEDGE_SIGNS[printed.hedge(row.qualifier)] + printed.number(
            row.value, printed.decimals_of(row.value), language
        )
        axis.annotate(text, (row.year, row.place), (0, 6), textcoords="offset points", ha="center", fontsize=7.5)
    axis.set(yticks=range(len(names)), yticklabels=names, xlabel="", ylabel="")
    axis.set_ylim(len(names) - 0.5, -0.8)
    axis.set_xticks(range(2021, 2027), [f"{year - 1}-12-31" for year in range(2021, 2027)])
    axis.tick_params(axis="both", labelsize=8)
    axis.legend(title="", loc="upper left", fontsize=8)
    headed(
        figure,
        {
            "en": "What was reported for more than one date, in the unit of each row",
            "vi": "Các chỉ tiêu có số liệu ở nhiều thời điểm, theo đơn vị của từng dòng",
        }[language],
    )
    sources(figure, rows.source_id, language, computed=False)
    return figure


def fan(projections, observations, gaps, indicators, language="en"):
    """Every projected series: reported figures, central path with its range, last value, straight line, targets.

    A count has no central path and no range: its lines are marked as an illustration.
    """
    series = projections[SERIES].drop_duplicates()
    shares = series.merge(projections[projections.method == "diffusion"][SERIES].drop_duplicates(), on=SERIES)
    series = pd.concat([shares, series]).drop_duplicates().reset_index(drop=True)
    columns = 2 if len(series) > 1 else 1
    rows = int(np.ceil(len(series) / columns))
    figure, axes = canvas(rows, columns, height=0.5 + 2.7 * rows, squeeze=False)
    several = series.province.nunique() > 1
    for number, (axis, key) in enumerate(zip(axes.flat, series.itertuples(index=False), strict=False)):
        one = {name: frame[(frame.province == key.province) & (frame.indicator == key.indicator)] for name, frame in
               (("paths", projections), ("seen", observations), ("goals", gaps))}  # fmt: skip
        _fan_one(axis, one["paths"], one["seen"], one["goals"], language)
        place = f", {tables.place(key.province, language).removeprefix('tỉnh ')}" if several else ""
        mark = "" if number < len(shares) else {"en": " (illustration)", "vi": " (minh họa)"}[language]
        axis.set_title(textwrap.fill(names_of(indicators, language)[key.indicator] + place + mark, 46), fontsize=9)
    for axis in axes.flat[len(series) :]:
        axis.set_visible(False)
    sources(figure, observations.merge(series, on=SERIES).source_id, language)
    return figure


def _fan_one(axis, paths, seen, goals, language):
    bounded = (paths.method == "diffusion").any()
    methods = [name for name in STYLES if (paths.method == name).any() and not (bounded and name == "constant_growth")]
    last = paths.iloc[0]
    start = pd.DataFrame(
        {
            "date": [last.origin_date],
            "value": last.origin_value,
            "lower_80": last.origin_value,
            "upper_80": last.origin_value,
        }
    )
    for method in methods:
        path = pd.concat([start, paths[paths.method == method]])
        x = decimal_year(path.date)
        axis.plot(x, path.value, color=STYLES[method][0], ls=STYLES[method][1], lw=2)
        if path.lower_80.notna().all():
            axis.fill_between(x, path.lower_80, path.upper_80, color=STYLES[method][0], alpha=0.18, lw=0)
    write = functools.partial(share, language=language) if bounded else functools.partial(count, language=language)
    sns.scatterplot(x=decimal_year(seen.date), y=seen.value, color=INK, s=45, zorder=5, ax=axis)
    seen = seen.sort_values("date")
    crowded = seen.date.diff(-1).abs() < pd.Timedelta(days=366)
    for row, above in zip(seen.itertuples(), crowded, strict=True):
        text = HEDGE_SIGNS[printed.hedge(row.qualifier)] + write(row.value)
        note(axis, text, decimal_year([row.date])[0], row.value, dy=7 if above else -13)
    central = paths[(paths.method == "diffusion") & (paths.date.dt.year == 2025) & (paths.origin_date.dt.year < 2025)]
    for row in central.itertuples():
        note(axis, write(row.value, decimals=0), 2026, row.value, dx=5, dy=-12, colour=COLOURS["blue"], ha="left")
    top = 116 if bounded else paths.value.max() * 1.12
    _goals(axis, goals, language)
    ends = paths[(paths.date == paths.date.max()) & paths.method.isin(methods)].sort_values("value")
    for row, height in zip(ends.itertuples(), spread(ends.value.to_numpy(), 0.06 * top), strict=True):
        words = (
            f"{WORDS[row.method][language]} {write(row.value, decimals=0)}"
            if row.method == "diffusion"
            else WORDS[row.method][language]
        )
        note(axis, words, 2031, height, dx=4, colour=STYLES[row.method][0], size=7.5, ha="left", va="center")
    axis.set(ylim=(0, top), xlim=(2020.4, 2035.6), xlabel="", ylabel="")
    if bounded:
        axis.set_yticks(range(0, 101, 20), [share(tick, language) for tick in range(0, 101, 20)])
    else:
        axis.yaxis.set_major_formatter(lambda value, _: count(value, language))
    axis.set_xticks([2021, 2024, 2026, 2031], ["2020", "2023", "2025", "2030"])
    axis.tick_params(labelsize=8)


def _goals(axis, goals, language):
    """Targets as diamonds, filled where they count (nearly) the same thing, hollow where they are orientation."""
    dated = goals.dropna(subset="target_date").sort_values("match")
    for goal in dated.drop_duplicates(["target_value", "target_date"]).itertuples():
        year, face = decimal_year([goal.target_date])[0], "white" if goal.match == "context" else COLOURS["red"]
        axis.scatter([year], [goal.target_value], marker="D", s=42, zorder=6, edgecolor=COLOURS["red"], facecolor=face)
        place = {"dy": 7} if year < 2030 else {"dx": -8, "dy": -10, "ha": "right"}
        text = f"{goal.target_id}: {printed.number(goal.target_value, 0, language)}"
        note(axis, text, year, goal.target_value, colour=COLOURS["red"], size=7.5, **place)


def tornado(sensitivity, language="en"):
    """How far each assumption moves one projection, largest first (from projection.sensitivity)."""
    rows = sensitivity.sort_values("swing", ascending=False, ignore_index=True)
    figure, axis = canvas(height=1.2 + 0.42 * len(rows))
    for place, row in enumerate(rows.itertuples()):
        axis.barh(place, row.highest - row.lowest, left=row.lowest, color=COLOURS["blue"], alpha=0.55, height=0.55)
        note(axis, count(row.lowest, language, 1), row.lowest, place, dx=-4, ha="right", va="center")
        note(axis, count(row.highest, language, 1), row.highest, place, dx=4, ha="left", va="center")
    axis.axvline(rows.central.iloc[0], color=INK, lw=1)
    labels = [WORDS[assumption][language] for assumption in rows.assumption]
    axis.set(yticks=range(len(rows)), yticklabels=labels, xlabel="", ylabel="")
    room = 0.09 * (rows.highest.max() - rows.lowest.min())
    axis.set_xlim(rows.lowest.min() - room, rows.highest.max() + room)
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    axis.xaxis.set_major_formatter(lambda value, _: count(value, language, 1))
    year, central = rows.date.iloc[0].year, share(rows.central.iloc[0], language, 1)
    english = f"What moves the {year} projection of {central}: sensitivity, not a range"
    headed(
        figure, english if language == "en" else f"Các giả định làm thay đổi dự báo {central} của năm {year}: độ nhạy"
    )
    sources(figure, [rows.source_ids.iloc[0]], language)
    return figure


def error_by_horizon(quantiles, name="adoption", language="en"):
    """Mean absolute error of every method by horizon, elsewhere (a class of the calibration tables)."""
    rows = quantiles[quantiles["class"] == name]
    figure, axis = canvas(height=4.4)
    order = list(rows[rows.horizon == 7].sort_values("mean_absolute_error").method)
    sns.lineplot(rows, x="horizon", y="mean_absolute_error", hue="method", style="method", hue_order=order, style_order=order,
                 palette=sns.color_palette("colorblind", len(order)), errorbar=None, markers=True, dashes=True, legend=False, ax=axis)  # fmt: skip
    last = rows[rows.horizon == rows.horizon.max()].sort_values("mean_absolute_error")
    height = spread(last.mean_absolute_error.to_numpy(), 0.055 * rows.mean_absolute_error.max())
    for row, y in zip(last.itertuples(), height, strict=True):
        axis.annotate(
            f"{WORDS[row.method][language]} {count(row.mean_absolute_error, language, 1)}",
            (7, y),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
    axis.set(
        xlim=(0.8, 8.9),
        ylim=(0, None),
        xlabel=WORDS["ahead"][language],
        ylabel={"en": "mean absolute error, points", "vi": "sai số tuyệt đối bình quân, điểm phần trăm"}[language],
    )
    axis.set_xticks(sorted(rows.horizon.unique()))
    headed(
        figure,
        {
            "en": "How far off projections from two points three years apart were, in other countries",
            "vi": "Sai số của dự báo từ hai số liệu cách nhau ba năm, ở các nước khác",
        }[language],
    )
    credit(figure, WORDS["source"][language] + rows.panel.iloc[0] + WORDS["computed"][language])
    return figure


def coverage_by_horizon(quantiles, language="en"):
    """Per cent of outcomes that the central method's 80 % range held, by horizon and class."""
    rows = quantiles[(quantiles.method == "diffusion") & quantiles.held_80.notna()]
    figure, axis = canvas(height=3.2)
    classes = list(dict.fromkeys(rows["class"]))
    sns.lineplot(rows, x="horizon", y="held_80", hue="class", style="class", hue_order=classes, style_order=classes, markers=True,
                 palette=[COLOURS["blue"], COLOURS["orange"]][: len(classes)], errorbar=None, legend=False, ax=axis)  # fmt: skip
    axis.axhline(80, color=INK, lw=1)
    for row in rows.itertuples():
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
        note(axis, WORDS[name][language], end.horizon, end.held_80, dx=10, size=9, ha="left", va="center")
    axis.set(
        ylim=(60, 100),
        xlim=(0.7, 8.6),
        xlabel=WORDS["ahead"][language],
        ylabel={"en": "held, %", "vi": "nằm trong khoảng, %"}[language],
    )
    axis.set_xticks(sorted(rows.horizon.unique()))
    headed(
        figure,
        {
            "en": "What an 80 % range held, built only from errors known at the time, elsewhere",
            "vi": "Tỷ lệ kết quả nằm trong khoảng dự báo 80%, ở các nước khác",
        }[language],
    )
    credit(figure, WORDS["source"][language] + "ITU, World Bank, UN SDG series" + WORDS["computed"][language])
    return figure


def places(rows, indicators, language="en"):
    """Places side by side for the indicators that more than one place reports, each mark with its year."""
    names = names_of(indicators, language)
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
    for row, lowest in zip(rows.itertuples(), low, strict=True):
        name = tables.place(row.province, language).removeprefix("tỉnh ")
        text = f"{name} {share(row.value, language)} ({row.period})"
        note(axis, text, row.value, row.place, dy=-16 if row.value == lowest else 9, colour=palette[row.province])
    axis.set(yticks=range(len(order)), yticklabels=[names[name] for name in order], xlabel="", ylabel="", xlim=(0, 108))
    axis.set_ylim(len(order) - 0.5, -0.7)
    axis.set_xticks(range(0, 101, 20), [share(tick, language) for tick in range(0, 101, 20)])
    title = {
        "en": "Same definition in more than one place; the years differ",
        "vi": "Cùng định nghĩa ở nhiều nơi; khác năm",
    }
    headed(figure, title[language])
    sources(figure, rows.source_id, language, computed=False)
    return figure


def claim_counts(claims, language="en"):
    """How many claims of each kind may be quoted, and how many are refused."""
    rows = claims.assign(kind=wording.kinds(claims.claim_id).map(lambda kind: WORDS[kind][language]))
    counts = rows.groupby(["kind", "status"], as_index=False).size()
    order = [WORDS[name][language] for name in ("quotable", "refused")]
    counts["status"] = counts.status.map(lambda name: WORDS[name][language])
    figure, axis = canvas(height=3.4)
    sns.barplot(
        counts,
        x="size",
        y="kind",
        hue="status",
        hue_order=order,
        palette=[COLOURS["blue"], COLOURS["orange"]],
        errorbar=None,
        ax=axis,
    )
    for bars in axis.containers:
        axis.bar_label(bars, fontsize=8, padding=3)
    axis.set(xlabel="", ylabel="")
    axis.legend(title="", fontsize=9)
    headed(
        figure,
        {
            "en": "Claims that may be quoted, and refusals, by kind",
            "vi": "Nhận định được trích dẫn và không được trích dẫn, theo loại",
        }[language],
    )
    sources(figure, claims.source_ids, language)
    return figure


MEASURES_VI = {
    "numerals found": "tìm thấy con số",
    "kind": "loại",
    "indicator": "chỉ tiêu",
    "indicator and period": "chỉ tiêu và kỳ",
    "whole row": "cả dòng",
}


def proposals(shares: pd.DataFrame, language: str = "en") -> Figure:
    """What drafts of the known texts proposed rightly: a row a measure, a mark for each set of known terms."""
    words = {
        "all": {"en": "all terms known", "vi": "biết mọi thuật ngữ"},
        "others": {"en": "only the other sources' terms known", "vi": "chỉ biết thuật ngữ của các nguồn khác"},
    }
    rows = shares.assign(
        known=shares.terms.map(lambda name: words[name][language]),
        shown=shares.measure.map(MEASURES_VI) if language == "vi" else shares.measure,
    )
    figure, axis = canvas(height=3.4)
    sns.scatterplot(rows, x="pct", y="shown", hue="known", style="known", palette=[COLOURS["blue"], COLOURS["orange"]], s=80, legend=False, ax=axis)  # fmt: skip
    of = {"en": "of", "vi": "trên"}[language]
    for row in tables.each(rows.drop_duplicates(["measure", "right"])):
        note(axis, f"{row.right} {of} {row.of}", row.pct, row.shown, dy=8)
    for row in tables.each(rows[rows.measure == rows.measure.iloc[-1]]):
        side = "left" if row.terms == "all" else "right"
        note(axis, row.known, row.pct, row.shown, dy=-15, colour=SOFT, ha=side)
    axis.set(xlabel="", ylabel="", xlim=(0, 112))
    axis.set_xticks(range(0, 101, 20), [share(tick, language) for tick in range(0, 101, 20)])
    axis.margins(y=0.2)
    title = {
        "en": "What the draft of a known text proposes rightly",
        "vi": "Những gì bản nháp của một bài đã biết đề xuất đúng",
    }
    headed(figure, title[language])
    measured = {"en": "own measurement on the five texts", "vi": "nhóm biên soạn đo trên năm bài viết"}
    credit(figure, WORDS["source"][language] + measured[language])
    return figure
