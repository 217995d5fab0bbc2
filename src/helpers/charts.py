"""The pictures. Each takes tidy frames and returns a matplotlib figure: direct labels, source line inside.

Colours come from seaborn's colour-blind palette; every series also differs by marker, dash or place.
"""

import functools
import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

from helpers import printed, tables
from helpers.tidy import SERIES, decimal_year

INK, SOFT = "#1a1a1a", "#6b6b6b"
COLOURS = dict(
    zip(["blue", "orange", "green", "red", "purple"], sns.color_palette("colorblind", 5).as_hex(), strict=True)
)
WORDS = {
    "source": {"en": "Source: ", "vi": "Nguồn: "},
    "computed": {"en": "; own calculation", "vi": "; nhóm biên soạn tính toán"},
    "share": {"en": "per cent", "vi": "%"},
    "straight_line": {"en": "straight line", "vi": "đường thẳng"},
    "last_value": {"en": "last value", "vi": "giữ nguyên"},
    "constant_growth": {"en": "constant growth", "vi": "tăng trưởng kép"},
    "diffusion": {"en": "central path", "vi": "trung tâm"},
    "target": {"en": "target", "vi": "mục tiêu"},
    "reported": {"en": "reported", "vi": "số liệu đã công bố"},
}


@functools.cache
def theme():
    """Set seaborn's theme once. The font comes with matplotlib and has every Vietnamese letter."""
    sns.set_theme(style="whitegrid", context="notebook")
    plt.rcParams.update(
        {
            "font.family": "DejaVu Sans",
            "svg.hashsalt": "tay-bac-so",
            "axes.edgecolor": "#b0b0b0",
            "grid.color": "#e6e6e6",
            "axes.titleweight": "bold",
            "axes.titlesize": 11,
            "axes.titlelocation": "left",
            "figure.dpi": 100,
        }
    )


def _note(axis, text, x, y, dx=0, dy=0, colour=INK, size=8, ha="center", va="baseline"):
    """A label beside a point, moved by dx and dy printer's points."""
    axis.annotate(text, (x, y), (dx, dy), textcoords="offset points", fontsize=size, color=colour, ha=ha, va=va)


def _count(value, language="en", decimals=0):
    return printed.number(value, decimals, language)


def _figure(rows=1, columns=1, width=9.0, height=4.2, **options):
    theme()
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **options)
    plt.close(figure)  # shown by the cell that returns it, and only there
    return figure, axes


def _sources(figure, ids, language="en", computed=True, note=""):
    """The source line, inside the picture, with the publishers' names."""
    known = tables.read("sources").set_index("source_id").publisher
    unique = sorted(
        {
            one
            for entry in ids
            for one in ([entry] if entry not in known and " " in entry and entry[:1] != "S" else entry.split())
        }
    )
    names = ", ".join(dict.fromkeys(known.get(one, one) for one in unique))
    _credit(figure, WORDS["source"][language] + names + (WORDS["computed"][language] if computed else "") + note)


def _credit(figure, text):
    figure.supxlabel(textwrap.fill(text, 130), fontsize=8, color=SOFT, x=0.01, ha="left")


def _names(indicators, language="en"):
    return indicators.set_index("indicator")[f"name_{language}"]


def _headed(figure, title):
    """A title from the left edge of the picture: over the axes alone a long one would be cut."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")


def _title(text):
    return text[0].upper() + text[1:]


HEDGE_SIGNS = {"up": "> ", "down": "< ", "both": "≈ ", "": ""}


def _share(value, language="en", decimals=None):
    text = printed.number(value, printed.decimals_of(value) if decimals is None else decimals, language)
    return text + (" %" if language == "en" else "%")


def dumbbell(growth, observations, indicators, language="en"):
    """Start and end of each share's longest comparable span, and the pace in points a year.

    A dagger marks a series whose later figure can't be compared: its latest observation stands beyond the span.
    """
    rows = growth[growth.points_per_year.notna() & growth.comparability.isin(["A", "B"])]
    rows = rows.sort_values("years").drop_duplicates(SERIES, keep="last").sort_values("end_value", ascending=False)
    newest = observations.groupby(SERIES).date.max()
    broken = [row.end_date < newest[row.province, row.indicator] for row in rows.itertuples()]
    names = _names(indicators, language)
    labels = [names[name] + (" †" if later else "") for name, later in zip(rows.indicator, broken, strict=True)]
    figure, axis = _figure(height=1.2 + 0.62 * len(rows))
    for place, row in enumerate(rows.itertuples()):
        axis.plot([row.start_value, row.end_value], [place, place], color=COLOURS["blue"], lw=3, alpha=0.45, zorder=1)
        pace = printed.number(row.points_per_year, 1, language)
        words = f"+{pace} points a year" if language == "en" else f"+{pace} điểm %/năm"
        axis.annotate(
            words,
            ((row.start_value + row.end_value) / 2, place),
            (0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=SOFT,
        )
        for value, date, side, align in (
            (row.start_value, row.start_date, -9, "right"),
            (row.end_value, row.end_date, 9, "left"),
        ):
            text = f"{_share(value, language)}  {date:%Y}" if side > 0 else f"{date:%Y}  {_share(value, language)}"
            axis.annotate(
                text,
                (value, place),
                (side, 0),
                textcoords="offset points",
                ha=align,
                va="center",
                fontsize=9,
                color=INK,
            )
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
    axis.set_xticks(range(0, 101, 20), [_share(tick, language) for tick in range(0, 101, 20)])
    axis.grid(axis="y", visible=False)
    title = {"en": "Shares with two comparable figures", "vi": "Các tỷ lệ có hai số liệu so sánh được"}[language]
    one = rows.province.nunique() == 1
    _headed(
        figure,
        _title(f"{tables.place(rows.province.iloc[0], language)}: {title[0].lower()}{title[1:]}") if one else title,
    )
    dagger = {"en": "; † a later figure stands beyond a break", "vi": "; † số liệu sau đó không so sánh được"}[language]
    _sources(figure, rows.source_ids, language, note=dagger if any(broken) else "")
    return figure


def levels(observations, indicators, language="en", pillar=None):
    """The latest value of every share, sorted, with what the printed figure allows as a line."""
    rows = observations.merge(indicators[["indicator", "upper_bound", f"name_{language}", "pillar"]], on="indicator")
    rows = rows[(rows.upper_bound == 100) & (True if pillar is None else rows.pillar == pillar)]
    rows = rows.sort_values("date").drop_duplicates(SERIES, keep="last").sort_values("value", ascending=False)
    rows["label"] = rows[f"name_{language}"] + rows.province.map(
        lambda slug: f" ({tables.place(slug, language).removeprefix('tỉnh ')})"
    )
    figure, axis = _figure(height=1.1 + 0.27 * len(rows))
    colours = dict(
        zip(sorted(rows.province.unique()), [COLOURS["blue"], COLOURS["orange"], COLOURS["green"]], strict=False)
    )
    markers = dict(zip(sorted(rows.province.unique()), ["o", "s", "^"], strict=False))
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
        axis.annotate(
            f"{hedge}{_share(row.value, language)}  {row.date:%m/%Y}",
            (row.value, place),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axis.set(xlabel="", ylabel="", xlim=(0, 132))
    axis.set_xticks(range(0, 101, 20), [_share(tick, language) for tick in range(0, 101, 20)])
    axis.tick_params(axis="y", labelsize=8)
    axis.set_ylim(len(rows) - 0.3, -0.7)
    _headed(
        figure,
        {
            "en": "Latest reported share of each indicator, with its month",
            "vi": "Số liệu mới nhất của từng tỷ lệ, kèm tháng",
        }[language],
    )
    _sources(figure, rows.source_id, language, computed=False)
    return figure


def timeline(observations, indicators, language="en"):
    """When figures were reported: one row an indicator that has several dates, one mark an observation."""
    rows = observations.merge(indicators[["indicator", "family", f"name_{language}"]], on="indicator")
    rows = rows[rows.groupby(["province", "indicator"]).date.transform("nunique") > 1]
    rows = rows.sort_values(["family", "indicator", "date"], ignore_index=True)
    names = list(dict.fromkeys(rows[f"name_{language}"]))
    figure, axis = _figure(height=1.1 + 0.36 * len(names))
    rows = rows.assign(year=decimal_year(rows.date), place=rows[f"name_{language}"].map(names.index))
    sns.scatterplot(rows, x="year", y="place", hue="period_basis", style="period_basis", palette=[COLOURS["blue"], COLOURS["orange"]],
                    hue_order=["stated", "inferred"], style_order=["stated", "inferred"], s=60, ax=axis, zorder=3)  # fmt: skip
    for row in rows.itertuples():
        text = HEDGE_SIGNS[printed.hedge(row.qualifier)] + printed.number(
            row.value, printed.decimals_of(row.value), language
        )
        axis.annotate(text, (row.year, row.place), (0, 6), textcoords="offset points", ha="center", fontsize=7.5)
    axis.set(yticks=range(len(names)), yticklabels=names, xlabel="", ylabel="")
    axis.set_ylim(len(names) - 0.5, -0.8)
    axis.set_xticks(range(2021, 2027), [f"{year - 1}-12-31" for year in range(2021, 2027)])
    axis.tick_params(axis="both", labelsize=8)
    axis.legend(title="date", loc="upper left", fontsize=8, title_fontsize=8)
    _headed(figure, "What was reported for more than one date, in the unit of each row")
    _sources(figure, rows.source_id, language, computed=False)
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
    figure, axes = _figure(rows, columns, height=0.5 + 2.7 * rows, squeeze=False)
    several = series.province.nunique() > 1
    for number, (axis, key) in enumerate(zip(axes.flat, series.itertuples(index=False), strict=False)):
        one = {name: frame[(frame.province == key.province) & (frame.indicator == key.indicator)] for name, frame in
               (("paths", projections), ("seen", observations), ("goals", gaps))}  # fmt: skip
        _fan_one(axis, one["paths"], one["seen"], one["goals"], language)
        place = f", {tables.place(key.province, language).removeprefix('tỉnh ')}" if several else ""
        mark = "" if number < len(shares) else {"en": " (illustration)", "vi": " (minh họa)"}[language]
        axis.set_title(textwrap.fill(_names(indicators, language)[key.indicator] + place + mark, 46), fontsize=9)
    for axis in axes.flat[len(series) :]:
        axis.set_visible(False)
    _sources(figure, observations.merge(series, on=SERIES).source_id, language)
    return figure


STYLES = {
    "last_value": (COLOURS["orange"], ":"),
    "straight_line": (COLOURS["green"], "--"),
    "constant_growth": (COLOURS["purple"], "-."),
    "diffusion": (COLOURS["blue"], "-"),
}


def _fan_one(axis, paths, seen, goals, language):
    share = (paths.method == "diffusion").any()
    methods = [name for name in STYLES if (paths.method == name).any() and not (share and name == "constant_growth")]
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
    write = functools.partial(_share, language=language) if share else functools.partial(_count, language=language)
    sns.scatterplot(x=decimal_year(seen.date), y=seen.value, color=INK, s=45, zorder=5, ax=axis)
    seen = seen.sort_values("date")
    crowded = seen.date.diff(-1).abs() < pd.Timedelta(days=366)
    for row, above in zip(seen.itertuples(), crowded, strict=True):
        text = HEDGE_SIGNS[printed.hedge(row.qualifier)] + write(row.value)
        _note(axis, text, decimal_year([row.date])[0], row.value, dy=7 if above else -13)
    central = paths[(paths.method == "diffusion") & (paths.date.dt.year == 2025) & (paths.origin_date.dt.year < 2025)]
    for row in central.itertuples():
        _note(axis, write(row.value, decimals=0), 2026, row.value, dx=5, dy=-12, colour=COLOURS["blue"], ha="left")
    top = 116 if share else paths.value.max() * 1.12
    _goals(axis, goals, language)
    ends = paths[(paths.date == paths.date.max()) & paths.method.isin(methods)].sort_values("value")
    for row, height in zip(ends.itertuples(), _spread(ends.value.to_numpy(), 0.06 * top), strict=True):
        words = (
            f"{WORDS[row.method][language]} {write(row.value, decimals=0)}"
            if row.method == "diffusion"
            else WORDS[row.method][language]
        )
        _note(axis, words, 2031, height, dx=4, colour=STYLES[row.method][0], size=7.5, ha="left", va="center")
    axis.set(ylim=(0, top), xlim=(2020.4, 2035.6), xlabel="", ylabel="")
    if share:
        axis.set_yticks(range(0, 101, 20), [_share(tick, language) for tick in range(0, 101, 20)])
    else:
        axis.yaxis.set_major_formatter(lambda value, _: _count(value, language))
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
        _note(axis, text, year, goal.target_value, colour=COLOURS["red"], size=7.5, **place)


def tornado(sensitivity, language="en"):
    """How far each assumption moves one projection, largest first (from projection.sensitivity)."""
    rows = sensitivity.sort_values("swing", ascending=False, ignore_index=True)
    figure, axis = _figure(height=1.2 + 0.42 * len(rows))
    for place, row in enumerate(rows.itertuples()):
        axis.barh(place, row.highest - row.lowest, left=row.lowest, color=COLOURS["blue"], alpha=0.55, height=0.55)
        axis.annotate(
            printed.number(row.lowest, 1, language),
            (row.lowest, place),
            (-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8,
        )
        axis.annotate(
            printed.number(row.highest, 1, language),
            (row.highest, place),
            (4, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=8,
        )
    axis.axvline(rows.central.iloc[0], color=INK, lw=1)
    axis.set(yticks=range(len(rows)), yticklabels=rows.assumption, xlabel="", ylabel="")
    room = 0.09 * (rows.highest.max() - rows.lowest.min())
    axis.set_xlim(rows.lowest.min() - room, rows.highest.max() + room)
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    _headed(
        figure,
        f"What moves the {rows.date.iloc[0]:%Y} projection of {printed.number(rows.central.iloc[0], 1, language)} %: sensitivity, not a range",
    )
    _sources(figure, [rows.source_ids.iloc[0]], language)
    return figure


def error_by_horizon(quantiles, name="adoption", language="en"):
    """Mean absolute error of every method by horizon, elsewhere (a class of the calibration tables)."""
    rows = quantiles[quantiles["class"] == name]
    figure, axis = _figure(height=4.4)
    order = list(rows[rows.horizon == 7].sort_values("mean_absolute_error").method)
    sns.lineplot(rows, x="horizon", y="mean_absolute_error", hue="method", style="method", hue_order=order, style_order=order,
                 palette=sns.color_palette("colorblind", len(order)), errorbar=None, markers=True, dashes=True, legend=False, ax=axis)  # fmt: skip
    last = rows[rows.horizon == rows.horizon.max()].sort_values("mean_absolute_error")
    height = _spread(last.mean_absolute_error.to_numpy(), 0.055 * rows.mean_absolute_error.max())
    for row, y in zip(last.itertuples(), height, strict=True):
        axis.annotate(
            f"{row.method.replace('_', ' ')} {row.mean_absolute_error:.1f}",
            (7, y),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
    axis.set(xlim=(0.8, 8.9), ylim=(0, None), xlabel="years ahead", ylabel="mean absolute error, points")
    axis.set_xticks(sorted(rows.horizon.unique()))
    _headed(figure, "How far off projections from two points three years apart were, in other countries")
    _credit(figure, WORDS["source"][language] + rows.panel.iloc[0] + WORDS["computed"][language])
    return figure


def _spread(values, gap):
    """Sorted heights moved apart so that labels do not lie on each other."""
    result = []
    for value in values:
        result.append(value if not result else max(value, result[-1] + gap))
    return result


def coverage_by_horizon(quantiles, language="en"):
    """Per cent of outcomes that the central method's 80 % range held, by horizon and class."""
    rows = quantiles[(quantiles.method == "diffusion") & quantiles.held_80.notna()]
    figure, axis = _figure(height=3.2)
    classes = list(dict.fromkeys(rows["class"]))
    sns.lineplot(rows, x="horizon", y="held_80", hue="class", style="class", hue_order=classes, style_order=classes, markers=True,
                 palette=[COLOURS["blue"], COLOURS["orange"]][: len(classes)], errorbar=None, legend=False, ax=axis)  # fmt: skip
    axis.axhline(80, color=INK, lw=1)
    for row in rows.itertuples():
        axis.annotate(
            f"{row.held_80:.0f} %",
            (row.horizon, row.held_80),
            (0, 7 if row[1] == "adoption" else -15),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
        )
    for name in classes:
        end = rows[rows["class"] == name].iloc[-1]
        axis.annotate(name, (end.horizon, end.held_80), (10, 0), textcoords="offset points", va="center", fontsize=9)
    axis.set(ylim=(60, 100), xlim=(0.7, 8.6), xlabel="years ahead", ylabel="held, %")
    axis.set_xticks(sorted(rows.horizon.unique()))
    _headed(figure, "What an 80 % range held, built only from errors known at the time, elsewhere")
    _credit(figure, WORDS["source"][language] + "ITU, World Bank, UN SDG series" + WORDS["computed"][language])
    return figure


def places(rows, indicators, language="en"):
    """Places side by side for the indicators that more than one place reports, each mark with its year."""
    names = _names(indicators, language)
    order = list(dict.fromkeys(rows.indicator))
    figure, axis = _figure(height=1.3 + 0.75 * len(order))
    slugs = sorted(rows.province.unique())
    palette, shapes = (
        dict(zip(slugs, [COLOURS["blue"], COLOURS["orange"], COLOURS["green"]], strict=False)),
        dict(zip(slugs, "os^", strict=False)),
    )
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
        axis.annotate(
            f"{name} {_share(row.value, language)} ({row.period})",
            (row.value, row.place),
            (0, -16 if row.value == lowest else 9),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=palette[row.province],
        )
    axis.set(yticks=range(len(order)), yticklabels=[names[name] for name in order], xlabel="", ylabel="", xlim=(0, 108))
    axis.set_ylim(len(order) - 0.5, -0.7)
    axis.set_xticks(range(0, 101, 20), [_share(tick, language) for tick in range(0, 101, 20)])
    _headed(figure, "Same definition in more than one place; the years differ")
    _sources(figure, rows.source_id, language, computed=False)
    return figure


def claim_counts(claims, language="en"):
    """How many claims of each kind may be quoted, and how many are refused."""
    rows = claims.assign(kind=claims.claim_id.str.split(".").str[2])
    counts = rows.groupby(["kind", "status"], as_index=False).size()
    figure, axis = _figure(height=3.4)
    sns.barplot(
        counts,
        x="size",
        y="kind",
        hue="status",
        hue_order=["quotable", "refused"],
        palette=[COLOURS["blue"], COLOURS["orange"]],
        errorbar=None,
        ax=axis,
    )
    for bars in axis.containers:
        axis.bar_label(bars, fontsize=8, padding=3)
    axis.set(xlabel="", ylabel="")
    axis.legend(title="", fontsize=9)
    _headed(figure, "Claims that may be quoted, and refusals, by kind")
    _sources(figure, claims.source_ids, language)
    return figure
