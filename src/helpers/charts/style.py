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
from helpers.seeds import numerals
from helpers.tables import files

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
    "constant_growth": {"en": "constant growth", "vi": "tốc độ tăng bình quân"},
    "diffusion": {"en": "central path", "vi": "trung tâm"},
    "logistic": {"en": "logistic", "vi": "logistic"},
    "closing_gap": {"en": "closing gap", "vi": "thu hẹp khoảng cách"},
    "gompertz": {"en": "gompertz", "vi": "gompertz"},
    "ahead": {"en": "years ahead", "vi": "số năm phía trước"},
    "adoption": {"en": "adoption", "vi": "mức độ sử dụng"},
    "infrastructure": {"en": "infrastructure", "vi": "hạ tầng"},
    "stated": {"en": "date stated", "vi": "nêu thời điểm"},
    "inferred": {"en": "date inferred", "vi": "thời điểm suy ra"},
    "quotable": {"en": "quotable", "vi": "được trích dẫn"},
    "refused": {"en": "refused", "vi": "không được trích dẫn"},
    "growth": {"en": "growth", "vi": "tốc độ"},
    "illustration": {"en": "illustration", "vi": "minh họa"},
    "projection": {"en": "projection", "vi": "dự báo"},
    "scenario": {"en": "scenario", "vi": "kịch bản"},
    "target": {"en": "target", "vi": "mục tiêu"},
    "trend": {"en": "trend", "vi": "xu hướng"},
    "the printed figures within their rounding": {
        "en": "the printed figures within their rounding",
        "vi": "số liệu trong phạm vi làm tròn",
    },
    "β at the ends of its range": {"en": "β at the ends of its range", "vi": "β ở hai đầu khoảng"},
    "γ at the ends of its range": {"en": "γ at the ends of its range", "vi": "γ ở hai đầu khoảng"},
    "a ceiling of 90 or 95 in place of 100": {
        "en": "a ceiling of 90 or 95 in place of 100",
        "vi": "mức trần 90 hoặc 95 thay cho 100",
    },
    "another method": {"en": "another method", "vi": "phương pháp khác"},
    "the undated first figure anywhere in its period": {
        "en": "the undated first figure anywhere in its period",
        "vi": "số liệu đầu không ghi thời điểm",
    },
    "reported": {"en": "reported", "vi": "đã công bố"},
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


def sources(figure: Figure, ids: Iterable[str], language: str = "en", computed: bool = True, note: str = "") -> None:
    """The source line, inside the picture, with the publishers' names."""
    known = files.read("sources").set_index("source_id").publisher
    unique = set()
    for entry in ids:  # ids of sources, one or several, or the name of a body
        parts = entry.split()
        unique |= set(parts) if all(part in known for part in parts) else {entry}
    names = ", ".join(dict.fromkeys(words.body(known.get(one, one), language) for one in sorted(unique)))
    credit(figure, WORDS["source"][language] + names + (WORDS["computed"][language] if computed else "") + note)


def credit(figure: Figure, text: str) -> None:
    figure.supxlabel(textwrap.fill(text, 130), fontsize=8, color=SOFT, x=0.01, ha="left")


def names_of(indicators: pd.DataFrame, language: str = "en") -> pd.Series:
    return indicators.set_index("indicator")[f"name_{language}"]


def headed(figure: Figure, title: str) -> None:
    """A title from the left edge of the picture: over the axes alone a long one would be cut."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


HEDGE_SIGNS = {"up": "> ", "down": "< ", "both": "≈ ", "": ""}


def share(value: float, language: str = "en", decimals: int | None = None) -> str:
    text = numerals.number(value, numerals.decimals_of(value) if decimals is None else decimals, language)
    return text + (" %" if language == "en" else "%")


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
