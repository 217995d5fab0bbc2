"""How every picture looks: theme, canvas, labels beside points, titles, source lines, words in both languages."""

import functools
import itertools
import textwrap
from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.claims import words
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.tables import files

INK, SOFT = "#1a1a1a", "#6b6b6b"
COLOURS = dict(
    zip(["blue", "orange", "green", "red", "purple"], sns.color_palette("colorblind", 5).as_hex(), strict=True)
)
NAMES = {  # what tables call a method, class, status, kind or assumption -> what a picture calls it
    "straight_line": N_("straight line"),
    "last_value": N_("last value"),
    "constant_growth": N_("constant growth"),
    "diffusion": N_("central path"),
    "logistic": N_("logistic"),
    "closing_gap": N_("closing gap"),
    "gompertz": N_("gompertz"),
    "adoption": N_("adoption"),
    "infrastructure": N_("infrastructure"),
    "stated": N_("date stated"),
    "inferred": N_("date inferred"),
    "earliest": N_("at the earliest"),
    "quotable": N_("quotable"),
    "orientation": N_("for orientation"),
    "refused": N_("refused"),
    "growth": N_("growth"),
    "illustration": N_("illustration"),
    "projection": N_("projection"),
    "scenario": N_("scenario"),
    "target": N_("target"),
    "trend": N_("trend"),
    "pace": N_("pace needed"),
    "chance": N_("chance"),
    "feasible": N_("what countries did"),
    "country": N_("the country"),
    "slowing": N_("slowing"),
    "later": N_("later report beside a target"),
    "since": N_("later report beside a projection"),
    "the printed figures within their rounding": N_("the printed figures within their rounding"),
    "β at the ends of its range": N_("β at the ends of its range"),
    "γ at the ends of its range": N_("γ at the ends of its range"),
    "a ceiling of 90 or 95 in place of 100": N_("a ceiling of 90 or 95 in place of 100"),
    "another method": N_("another method"),
    "the undated first figure anywhere in its period": N_("the undated first figure anywhere in its period"),
    "reported": N_("reported"),
}


@functools.cache
def theme() -> None:
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
            "axes.labelsize": 9,
            "figure.dpi": 100,
            "text.parse_math": False,  # a $ in a name is a $
        }
    )


def note(
    axis: Axes,
    text: str,
    x: float,
    y: float,
    dx: float = 0,
    dy: float = 0,
    colour: str = INK,
    size: float = 8,
    ha: str = "center",
    va: str = "baseline",
) -> None:
    """A label beside a point, moved by dx and dy printer's points."""
    axis.annotate(text, (x, y), (dx, dy), textcoords="offset points", fontsize=size, color=colour, ha=ha, va=va)


def count(value: float, language: str = "en", decimals: int = 0) -> str:
    return numerals.number(value, decimals, language)


def canvas(
    rows: int = 1, columns: int = 1, width: float = 9.0, height: float = 4.2, **options: Any
) -> tuple[Figure, Any]:
    theme()
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **options)
    plt.close(figure)  # shown by the cell that returns it, and only there
    return figure, axes


PRINTED: Any = {"font.size": 8, "axes.labelsize": 8, "axes.titlesize": 8.5, "xtick.labelsize": 8, "ytick.labelsize": 8,
           "figure.dpi": 140, "axes.spines.top": False, "axes.spines.right": False}  # fmt: skip
WIDTH = 6.5  # inches: 16.5 cm, as wide as a page's text


def sheet(height: float = 3.2, rows: int = 1, columns: int = 1, **options: Any) -> tuple[Figure, Any]:
    """A figure and its axes as wide as a page's text, in the size at which it is printed."""
    theme()
    with plt.rc_context(PRINTED):
        figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    plt.close(figure)  # shown by the cell that returns it, and only there
    return figure, axes


def framed(figure: Figure, title: str, ids: Iterable[str], language: str, own: bool = True, note: str = "") -> Figure:
    """The picture with its title from the left edge and its source inside; `own` where figures are computed here."""
    figure.suptitle(textwrap.fill(title, 88), x=0.01, ha="left", fontsize=9.5, fontweight="bold")
    _ = words.translator(language)
    text = _("Source: {names}").format(names=", ".join(publishers(ids, language)))
    text += _("; own calculation") if own else ""
    figure.supxlabel(textwrap.fill(f"{text}. {note}".strip(), 118), fontsize=7, color=SOFT, x=0.01, ha="left")
    return figure


def publishers(ids: Iterable[str], language: str) -> list[str]:
    """Who printed it: names of publishers for ids of sources, other names as they are."""
    known = files.read("sources").set_index("source_id").publisher
    _ = words.translator(language)
    single = [part for entry in ids for part in (entry.split() if entry.split()[0] in known else [entry])]
    return list(
        dict.fromkeys(_(known.get(one, one)) for one in sorted(set(single) - {"own"}))
    )  # a reader's own figures


def short_place(slug: str, language: str) -> str:
    """A place's name as it stands beside others: without the word for a province."""
    return files.place(slug, language).removeprefix("tỉnh ")


def year_ends(axis: Axes, first: int, last: int, most: int = 7) -> None:
    """A horizontal axis of decimal years, marked at the ends of a few years: 12/2020, 12/2021, …"""
    years = range(first, last + 1, -(-(last - first + 1) // most))
    axis.set_xticks([year + 1 for year in years], [f"12/{year}" for year in years])
    axis.set_xlabel("")


def sources(figure: Figure, ids: Iterable[str], language: str = "en", computed: bool = True, note: str = "") -> None:
    """The source line, inside the picture, with the publishers' names."""
    known = files.read("sources").set_index("source_id").publisher
    unique = set()
    for entry in ids:  # ids of sources, one or several, or the name of a body
        parts = entry.split()
        unique |= set(parts) if all(part in known for part in parts) else {entry}
    names = ", ".join(dict.fromkeys(words.body(known.get(one, one), language) for one in sorted(unique)))
    _ = words.translator(language)
    credit(figure, _("Source: ") + names + (_("; own calculation") if computed else "") + note)


def credit(figure: Figure, text: str) -> None:
    figure.supxlabel(textwrap.fill(text, 130), fontsize=8, color=SOFT, x=0.01, ha="left")


def name(code: str, language: str = "en") -> str:
    """What a picture calls a method, class, status, kind or assumption of the tables."""
    return words.translator(language)(NAMES[code])


def place(slug: str, language: str = "en") -> str:
    """The name of a place in a picture, where there is room for the name alone."""
    _ = words.translator(language)
    return files.place(slug, language).removeprefix(_("province of {name}").format(name=""))


def names_of(indicators: pd.DataFrame, language: str = "en") -> pd.Series:
    return indicators.set_index("indicator")[f"name_{language}"]


def headed(figure: Figure, title: str) -> None:
    """A title from the left edge of the picture: over the axes alone a long one would be cut."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


HEDGE_SIGNS = {"up": "> ", "down": "< ", "both": "≈ ", "": ""}


def share(value: float, language: str = "en", decimals: int | None = None) -> str:
    return words.quantity(value, "%", language, decimals)


def rows(axis: Axes, count: int, language: str) -> None:
    """The frame of a picture of shares in named rows: per cent from left to right, room for labels at the end."""
    axis.set(xlim=(0, 118), ylim=(count - 0.5, -0.6), xlabel="", ylabel="")
    per_cent(axis, language)


def row(text: str) -> str:
    """A text as the name of a row beside a picture: with a capital, broken into short lines."""
    return textwrap.fill(words.capital(text).replace(" %", "\u00a0%"), 40)  # no break before the sign


def reported(row: Any, language: str = "en") -> str:
    """A reported share beside its mark, with a sign for its hedge: '> 52 %'."""
    return HEDGE_SIGNS[numerals.hedge(row.qualifier)] + share(row.value, language)


def all_reported(rows: pd.DataFrame, language: str = "en") -> list[str]:
    """The reported shares of a frame of observations, as `reported` writes each."""
    return [reported(row, language) for row in files.each(rows)]


def all_placed(rows: pd.DataFrame, language: str = "en") -> list[str]:
    """The reported shares of a frame of observations, each with its place and period."""
    return [
        f"{short_place(row.province, language)} {reported(row, language)} ({words.short(row, language)})"
        for row in files.each(rows)
    ]


STYLES = {
    "last_value": (COLOURS["orange"], ":"),
    "straight_line": (COLOURS["green"], "--"),
    "constant_growth": (COLOURS["purple"], "-."),
    "diffusion": (COLOURS["blue"], "-"),
}


def marks_of(provinces: pd.Series) -> tuple[dict[str, str], dict[str, str]]:
    """A colour and a marker for each place: two dicts by slug."""
    slugs = sorted(provinces.unique())
    hues = [COLOURS["blue"], COLOURS["orange"], COLOURS["green"], COLOURS["red"], COLOURS["purple"]]
    return dict(zip(slugs, itertools.cycle(hues), strict=False)), dict(
        zip(slugs, itertools.cycle("os^Dv"), strict=False)
    )


def spread(values: Iterable[float], gap: float) -> list[float]:
    """Sorted heights moved apart so that labels do not lie on each other."""
    result: list[float] = []
    for value in values:
        result.append(value if not result else max(value, result[-1] + gap))
    return result


def per_cent(axis: Axes, language: str, side: str = "x") -> None:
    """Ticks from 0 to 100 per cent along one side."""
    ticks = range(0, 101, 20)
    (axis.set_xticks if side == "x" else axis.set_yticks)(ticks, [share(tick, language) for tick in ticks])
