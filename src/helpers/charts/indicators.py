"""Pictures of single indicators over time: figures as dots, the central path in its range, targets as lines by name."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts import colours, labels, style
from helpers.charts.projections import central_path, reported
from helpers.claims import target_words, words
from helpers.claims.words import N_
from helpers.seeds.tidy import decimal_year
from helpers.tables import files

FIRST, LAST = 2020, 2030  # the years that a picture shows
LOW = 40  # per cent: a share and targets below it get a scale up to it
CLOSE = 0.08  # of the scale: of two lines so near each other the lower is named below
HOLLOW = N_("Hollow diamond: the target counts something else, for orientation only.")
GOALS = {True: N_("national target"), False: N_("target of the province")}


def over_time(
    seen: pd.DataFrame, joined: pd.DataFrame, central: pd.DataFrame, goals: pd.DataFrame, name: str, place: str,
    language: str,
) -> Figure:  # fmt: skip
    """One series over time: observations, those of `joined` by a line, central path (or no rows), targets with their
    `match`; a share from 0 to 100.
    """
    figure, axis = style.sheet(2.9)
    hollow = words.translator(language)(HOLLOW) if (goals.match != "exact").any() else ""
    style.framed(figure, f"{name}, {place}", seen.source_id, language, own=len(central) > 0, note=hollow)
    _series(axis, seen, central, language)
    reported(axis, seen, joined, seen.head(0))
    if seen.unit.iloc[0].startswith("%") and max(seen.value.max(), goals.value.max()) < LOW:
        axis.set(yticks=range(0, LOW + 1, 10), ylim=(0, LOW))
    written = _goals(axis, goals, language)
    _named(axis, seen, central, language, written)
    return figure


def _series(axis: Axes, seen: pd.DataFrame, central: pd.DataFrame, language: str) -> None:
    """Figures and path; the scale of a share ends at 100, that of a count above its largest figure."""
    share = seen.unit.iloc[0].startswith("%")
    top = 112 if share else 1.25 * seen.value.max()
    axis.set(xlim=(FIRST + 0.4, LAST + 1.9), ylim=(0, top))
    style.year_ends(axis, FIRST, LAST, most=6)
    if share:
        style.per_cent(axis, language, "y")
    else:
        axis.yaxis.set_major_formatter(lambda value, _: style.count(value, language))
    axis.grid(axis="x", visible=False)
    if len(central):
        central_path(axis, central)


def _goals(axis: Axes, goals: pd.DataFrame, language: str) -> list[str]:
    """A dashed line up to each target's date with a diamond at its end, filled where it counts the same; each named."""
    written: list[str] = []
    near, above, below = CLOSE * (axis.get_ylim()[1] - axis.get_ylim()[0]), float("inf"), False
    for level in sorted(goals.value.unique(), reverse=True):
        rows = goals[goals.value == level]
        end = float(rows.target_year.dropna().max()) + 1 if rows.target_year.notna().any() else LAST + 1
        axis.plot([FIRST + 0.5, end], [level, level], color=colours.TARGET, lw=1, ls=(0, (5, 3)))
        for row in files.each(rows[rows.target_year.notna()]):
            face = colours.TARGET if row.match == "exact" else "white"
            axis.plot(row.target_year + 1, level, "D", color=colours.TARGET, mfc=face, ms=5, zorder=4)
        aside = below and above - level < 1.7 * near  # under a name that hangs from the line above
        below = not aside and above - level < near
        written.append(_goal_name(rows, rows.iloc[0], language))
        axis.annotate(written[-1], (FIRST + (5.7 if aside else 0.5), level), (0, -1 if below else 1),
                      textcoords="offset points", fontsize=7.5, color=colours.TARGET,
                      va="top" if below else "bottom")  # fmt: skip
        above = level
    return written


def _goal_name(rows: pd.DataFrame, first: Any, language: str) -> str:
    """What a line of one level is: whose target, for which years, at which level."""
    _ = words.translator(language)
    kinds = dict.fromkeys(_(GOALS[national]) for national in rows.scope == "vietnam")
    years = ", ".join(dict.fromkeys(str(year) for year in sorted(rows.target_year.dropna())))
    text = f"{words.capital(', '.join(kinds))} {years}".strip()
    return f"{text}: {target_words.level(first, language)}"


def _named(axis: Axes, seen: pd.DataFrame, central: pd.DataFrame, language: str, written: list[str]) -> None:
    """Each figure beside its dot, and the path at its last year."""
    texts = [words.hedged(row, language) for row in files.each(seen)]
    years, values = [*decimal_year(seen.date)], [*seen.value]
    shades = [colours.INK] * len(texts)
    if len(central):
        last: Any = central.sort_values("date").iloc[-1]
        texts.append(words.quantity(last.value, last.unit, language, 0))
        years.append(float(decimal_year([last.date]).iloc[0]))
        values.append(last.value)
        shades.append(colours.METHODS["diffusion"])
    below = [(0, -1), (1, -1), (1, 0), (-1, -1), (0, 1), (-1, 0), (1, 1)]
    labels.beside(axis, years, values, texts, shades, prefer=below if written else labels.AROUND, size=7.5)
