"""The cards of the front page: latest value, small chart, every target with its verdict."""

from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from helpers.analysis import conclusions, projection
from helpers.claims import wanted, words
from helpers.outputs.site.words import SHAPES, WORDS
from helpers.seeds import numerals, tidy
from helpers.tables import files


def cards(known: dict[str, pd.DataFrame], gaps: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """One card an indicator and place: latest value, small chart, every target with its verdict."""
    about = known["indicators"].set_index("indicator")
    reached = (
        conclusions.years_reached(gaps, known["projections"]).set_index(["target_id", "province", "indicator"]).central
    )
    goals = known["targets"].set_index("target_id")
    cards = []
    for key, rows in gaps.groupby(["province", "indicator"], sort=False):
        province, indicator = map(str, key)
        series = series_of(known["observations"], province, indicator).sort_values("date")
        last = series.iloc[-1]
        listed = []
        for row in files.each(rows):
            goal = goals.loc[row.target_id]
            when = _within(reached[row.target_id, province, indicator], known, province, indicator)
            listed.append(
                {
                    "claim_id": f"{province}.{indicator}.target.{row.target_id}",
                    "level": f"{goal.instrument}{wanted.due(goal)}: {wanted.level(goal, language)}",
                    "shape": SHAPES[conclusions.conclusion_key(row)],
                    "verdict": conclusions.conclusion(row, language),
                    "reached": "" if when == "not projected" else when.replace("not by", WORDS[language]["not by"]),
                }
            )
        cards.append(
            {
                "indicator": indicator,
                "name": about[f"name_{language}"][indicator],
                "place": files.place(province, language),
                "latest_id": f"{province}.{indicator}.reported.{last.period.replace('/', '-to-')}",
                "latest": words.hedged(last, language),
                "when": words.when(last.period, last.period_basis, language),
                "picture": Markup(small_chart(known, province, indicator, rows, language)),
                "goals": listed,
            }
        )
    return cards


def _within(when: str, known: dict[str, pd.DataFrame], province: str, indicator: str) -> str:
    """A year in which a central path reaches a level, only as far as the path may be shown."""
    path = series_of(known["projections"], province, indicator).query("method == 'diffusion'")
    last = projection.shown(path).date.max().year if len(path) else projection.HORIZON.year
    return f"not by {last}" if last < projection.HORIZON.year and when[-4:] > str(last) else when


def series_of(frame: pd.DataFrame, province: str, indicator: str) -> pd.DataFrame:
    return frame[(frame.province == province) & (frame.indicator == indicator)]


def small_chart(
    known: dict[str, pd.DataFrame], province: str, indicator: str, gaps: pd.DataFrame, language: str
) -> str:
    """A small chart as inline SVG: reported dots, central path in its band, target lines."""
    seen = series_of(known["observations"], province, indicator)
    central = series_of(known["projections"], province, indicator).query("method == 'diffusion'")
    path = projection.shown(central).sort_values("date")
    parts, below = [], np.inf
    for level in sorted(gaps.target_value.unique()):
        beside, below = (14 if below - _up(level) < 10 else 0), _up(level)  # a number on another can't be read
        parts.append(
            f'<line x1="12" y1="{_up(level):.1f}" x2="232" y2="{_up(level):.1f}" stroke="#d55e00" stroke-dasharray="5 3"/>'
        )
        parts.append(f'<text x="{234 + beside}" y="{_up(level) + 3:.1f}">{numerals.number(level, 0, language)}</text>')
    if len(path) and path.lower_80.notna().all():
        ends = (
            list(zip(_across(path.date), _up(path.upper_80), strict=True))
            + list(zip(_across(path.date), _up(path.lower_80), strict=True))[::-1]
        )
        parts.append('<path fill="#0173b2" opacity=".2" d="M' + "L".join(f"{a:.1f} {b:.1f}" for a, b in ends) + 'Z"/>')
    if len(path):
        line = zip(_across(path.date), _up(path.value), strict=True)
        parts.append(
            '<path fill="none" stroke="#0173b2" stroke-width="2" d="M'
            + "L".join(f"{a:.1f} {b:.1f}" for a, b in line)
            + '"/>'
        )
    for a, b in zip(_across(seen.date), _up(seen.value), strict=True):
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="currentColor"/>')
    label = "; ".join(
        f"{words.hedged(row, language)} {words.when(row.period, language=language)}" for row in files.each(seen)
    )
    text = escape(label)
    frame = '<line x1="12" y1="104" x2="232" y2="104" stroke="currentColor" opacity=".4"/>'
    years = '<text x="12" y="117">2020</text><text x="208" y="117">2030</text>'
    return (
        f'<svg class="small" viewBox="0 0 260 120" role="img" aria-label="{text}">{frame}{"".join(parts)}{years}</svg>'
    )


def _across(dates: Any) -> pd.Series:
    """Dates as places in the small chart, from 2020 to 2030."""
    return 12 + (tidy.decimal_year(dates) - 2020.5) * 20


def _up(values: Any) -> Any:
    """Per cents as places in the small chart, from 0 to 100."""
    return 104 - np.asarray(values, float)
