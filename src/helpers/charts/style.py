"""How every picture looks: theme, size, title, source line, scales, what is written beside a mark."""

import functools
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.charts import colours
from helpers.claims import words
from helpers.seeds import numerals
from helpers.tables import files

WIDTH = 6.5  # inches: 16.5 cm, as wide as a page's text
PRINTED: Any = {"font.size": 8, "axes.labelsize": 8, "axes.titlesize": 8.5, "xtick.labelsize": 8, "ytick.labelsize": 8,
           "figure.dpi": 140, "axes.spines.top": False, "axes.spines.right": False}  # fmt: skip
HEDGE_SIGNS = {"up": "> ", "down": "< ", "both": "≈ ", "": ""}


@functools.cache
def theme() -> None:
    """Set seaborn's theme once. The font comes with matplotlib and has every Vietnamese letter."""
    own = {"font.family": "DejaVu Sans", "svg.hashsalt": "tay-bac-so", "text.parse_math": False}  # a $ in a name is a $
    own |= {"axes.edgecolor": colours.PALE, "grid.color": "#e6e6e6"}
    own |= {"axes.titleweight": "bold", "axes.titlelocation": "left"}
    sns.set_theme(style="whitegrid", context="notebook", rc=own)


def sheet(height: float = 3.2, rows: int = 1, columns: int = 1, **options: Any) -> tuple[Figure, Any]:
    """A figure and its axes as wide as a page's text, in the size at which it is printed."""
    theme()
    with plt.rc_context(PRINTED):
        figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    plt.close(figure)  # shown by the cell that returns it, and only there
    FigureCanvasAgg(figure)  # which measures its texts by one renderer; that of a closed one is made anew for each text
    return figure, axes


def framed(figure: Figure, title: str, ids: Iterable[str], language: str, own: bool = True, note: str = "") -> Figure:
    """The picture with its title from the left edge and its source inside: publishers for `ids` of sources, other names
    as they are; `own` where figures are computed here.
    """
    figure.suptitle(textwrap.fill(title, 88), x=0.01, ha="left", fontsize=9.5, fontweight="bold")
    _ = words.translator(language)
    publishers = files.read("sources").set_index("source_id").publisher
    single = {part for entry in ids for part in (entry.split() if entry.split()[0] in publishers else [entry])}
    shown = sorted(single - {"own"})  # own: a reader's figures
    names = dict.fromkeys(words.label(publishers.get(one, one), language) for one in shown)
    text = _("Source: {names}").format(names=", ".join(names))
    text += _("; own calculation") if own else ""
    note = _(note).replace("* ", "*\u00a0")  # a star stays with its word
    figure.supxlabel(textwrap.fill(f"{text}. {note}".strip(), 118), fontsize=7, color="#6b6b6b", x=0.01, ha="left")
    return figure


def short_place(slug: str, language: str) -> str:
    """A place's name as it stands beside others: without the word for a province."""
    _ = words.translator(language)
    return files.place(slug, language).removeprefix(_("province of {name}").format(name=""))


def names_of(indicators: pd.DataFrame, language: str) -> pd.Series:
    """The names of indicators in a language, by indicator."""
    return indicators.set_index("indicator")[f"name_{language}"]


def series_names(rows: pd.DataFrame, indicators: pd.DataFrame, language: str) -> pd.Series:
    """Indicator and place of each row."""
    named = rows.indicator.map(names_of(indicators, language))
    return named + ", " + rows.province.map(lambda slug: short_place(slug, language))


def per_cent(axis: Axes, language: str, side: str = "x") -> None:
    """Ticks from 0 to 100 per cent along one side."""
    ticks = range(0, 101, 20)
    axis.set(**{f"{side}ticks": ticks, f"{side}ticklabels": [words.quantity(tick, "%", language) for tick in ticks]})


def year_ends(axis: Axes, first: int, last: int, most: int = 7) -> None:
    """A horizontal axis of decimal years, marked at the ends of a few years: 12/2020, 12/2021, …"""
    years = range(first, last + 1, -(-(last - first + 1) // most))
    axis.set_xticks([year + 1 for year in years], [f"12/{year}" for year in years])
    axis.set_xlabel("")


def rows(axis: Axes, names: Sequence[str], language: str) -> None:
    """The frame of a picture of shares in named rows: per cent from left to right, room for labels at the end."""
    axis.set(xlim=(0, 118), ylim=(len(names) - 0.5, -0.6), xlabel="", ylabel="")
    axis.set_yticks(range(len(names)), names)
    per_cent(axis, language)


def heights(rows: pd.DataFrame) -> pd.Series:
    """How far down each of a frame stands: the number of its `name`, those of one name beside each other."""
    named = rows.groupby("name", sort=False)
    return named.ngroup() + 0.32 * (named.cumcount() - (named.name.transform("size") - 1) / 2)


def row(text: str) -> str:
    """A text as the name of a row beside a picture: with a capital, broken into short lines."""
    return textwrap.fill(words.capital(text).replace(" %", "\u00a0%"), 40)  # no break before the sign


def all_reported(rows: pd.DataFrame, language: str, dated: bool = False) -> list[str]:
    """The reported shares of a frame of observations, each with a sign for its hedge: '> 52 %', '> 52 % (9/2024*)'."""
    texts = []
    for row in files.each(rows):
        text = HEDGE_SIGNS[numerals.hedge(row.qualifier)] + words.quantity(row.value, "%", language)
        texts.append(f"{text} ({words.short(row, language)})" if dated else text)
    return texts


def all_placed(rows: pd.DataFrame, language: str) -> list[str]:
    """The same with place and period."""
    names = [short_place(slug, language) for slug in rows.province]
    return [f"{name} {text}" for name, text in zip(names, all_reported(rows, language, dated=True), strict=True)]
