"""Claims about what may come: projections, scenarios, distances to targets, and what must not be projected."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import conclusions
from helpers.claims import wanted, words
from helpers.claims.known import SHOWN, Claim, Known, joined, printed_both
from helpers.claims.words import LANGUAGES
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES
from helpers.tables import files

CLAIMED_YEARS = (2025, 2030)


def projected_claims(about: Known, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; counts are illustrations and refused."""
    origin = spans.set_index(SERIES)
    wanted = projections[projections.date.dt.year.isin(CLAIMED_YEARS)]
    illustration = (wanted.label == "illustration") & (wanted.method == "straight_line")
    for row in files.each(wanted[(wanted.method == "diffusion") | illustration]):
        span = origin.loc[(row.province, row.indicator)]
        start, end = (about.at(row.province, row.indicator, date) for date in (span.start_date, span.end_date))
        count = row.label == "illustration"
        figures = {language: about.quantity(row.value, row, language, 0 if count else 1) for language in LANGUAGES}
        texts = {
            language: _projection_text(about, row, start, end, figures[language], language) for language in LANGUAGES
        }
        rest = {
            "value": row.value,
            "unit": row.unit,
            "lower": row.lower_80,
            "upper": row.upper_80,
            "method": row.method,
        }
        rest |= {"reason": joined(row.range_basis, about.names.note[row.indicator]), **printed_both(figures)}
        if count or np.isnan(row.lower_80):
            words = "an illustration: no panel tells how wrong it is" if count else row.range_basis
            rest |= {"status": "refused", "reason": words}
        yield about.claim(row, row.label, str(row.date.year), [start, end], texts, **rest)


PROJECTED = {
    "projection": {"en": "Projected", "vi": "dự báo"},
    "scenario": {"en": "In the scenario", "vi": "theo kịch bản,"},
    "illustration": {"en": "Illustrated", "vi": "minh họa"},
}


def _projection_text(about: Known, row: Any, start: Any, end: Any, figure: str, language: str) -> str:
    points = [
        f"{words.hedged(one, language)} {words.when(one.period, one.period_basis, language)}" for one in (start, end)
    ]
    source = words.publishers([start, end], about.sources, language)
    name, label = about.names.loc[row.indicator], PROJECTED[row.label][language]
    bracket = _range_words(row, language)
    if language == "en":
        who = f"the {words.lowered(name.definition_en)} in {files.place(row.province)}"
        return f"{label} from {points[0]} and {points[1]} ({source}), {who} would be {figure} at the end of {row.date.year}{bracket}."
    who = f"{words.lowered(name.name_vi)} của {files.place(row.province, 'vi')}"
    return f"Trên cơ sở số liệu {points[0]} và {points[1]} ({source}), {label} đến cuối năm {row.date.year} {who} vào khoảng {figure}{bracket}."


def _range_words(row: Any, language: str) -> str:
    """The range of a projection in brackets, under the name that it may have."""
    if np.isnan(row.lower_80):
        return ""
    kind = (
        "uncalibrated"
        if "not calibrated" in row.range_basis
        else "indicative"
        if row.range_basis.startswith("indicative")
        else "range"
    )
    name = {
        "range": {"en": "80 % range", "vi": "khoảng dự báo 80%"},
        "indicative": {"en": "indicative range", "vi": "khoảng tham khảo"},
        "uncalibrated": {
            "en": "indicative range, not calibrated for provinces,",
            "vi": "khoảng tham khảo, chưa hiệu chỉnh cho cấp tỉnh,",
        },
    }[kind][language]
    low, high = (words.quantity(bound, row.unit, language, 1) for bound in (row.lower_80, row.upper_80))
    if row.upper_80 >= 100:  # where the scale ends is no finding
        return f" ({name} {low} or more)" if language == "en" else f" ({name} từ {low} trở lên)"
    return f" ({name} {low.removesuffix(' %')} to {high})" if language == "en" else f" ({name} từ {low} đến {high})"


def unprojected_claims(about: Known, reasons: pd.DataFrame) -> Iterator[Claim]:
    """A refusal for each series that carries no projection."""
    for row in files.each(reasons):
        known = [one for one in about.observations if (one.province, one.indicator) == (row.province, row.indicator)]
        name = about.names.loc[row.indicator]
        english = f"Any projection of the {words.lowered(name.definition_en)} in {files.place(row.province)}."
        vietnamese = f"Mọi dự báo về {words.lowered(name.name_vi)} của {files.place(row.province, 'vi')}."
        rest = {"status": "refused", "reason": row.reason, "unit": name.unit, "printed_en": "", "printed_vi": ""}
        rest |= {"value": np.nan, "lower": np.nan, "upper": np.nan, "method": "none", "notebook": SHOWN["unprojected"]}
        yield about.claim(row, "projection", "none", known, {"en": english, "vi": vietnamese}, **rest)


def targeted_claims(about: Known, gaps: pd.DataFrame, goals: pd.DataFrame) -> Iterator[Claim]:
    """The distance to each target that a series meets; where it is context only, a refusal."""
    goals = goals.set_index("target_id")
    for row in files.each(gaps):
        goal, end = goals.loc[row.target_id], about.at(row.province, row.indicator, row.latest_date)
        decimals = max(numerals.decimals_of(row.latest_value), numerals.decimals_of(row.target_value))
        texts = {language: _target_text(about, row, goal, end, decimals, language) for language in LANGUAGES}
        left, lower, upper = _left(row, end)
        decimals = max(decimals, numerals.decimals_of(left))
        figures = {one: words.quantity(abs(left), "points", one, decimals) for one in LANGUAGES}
        figures = {"en": "open", "vi": "chưa rõ"} if np.isnan(left) else figures
        rest = {"value": left, "unit": "points", "lower": lower, "upper": upper}
        rest |= {
            "reason": joined(row.note, goal.note, f"target as in {goal.source} ({goal.evidence})"),
            **printed_both(figures),
        }
        if row.match == "near":  # what is left of the target's own quantity stands in no table, but in the sentence
            rest |= {"notebook": SHOWN["bounded"]}
        if row.match == "context":
            rest |= {"status": "refused", "reason": row.note, "notebook": SHOWN["context"]}
        yield about.claim(row, "target", row.target_id, [end], texts, **rest)


def _left(row: Any, end: Any) -> tuple[float, float, float]:
    """What is left to a target, and the range that the latest figure allows; open on the side that a bound leaves open."""
    lower, upper = row.target_value - end.upper, row.target_value - end.lower
    if row.match != "near" or row.gap_points < 0:
        return row.gap_points, lower, upper
    left = wanted.bounded_gap(row.gap_points, end, row.bound)
    if row.bound == "upper" and left <= 0:  # it may still be far, or be reached
        return np.nan, np.nan, np.nan
    return (left, left, np.nan) if row.bound == "upper" else (left, np.nan, left)


def _target_text(about: Known, row: Any, goal: Any, end: Any, decimals: int, language: str) -> str:
    vi, year = language == "vi", words.year_of(goal.target_year)
    inferred = {"en": " (year inferred)", "vi": " (năm suy ra)"}[language] if goal.year_basis == "inferred" else ""
    due = f" {'đến năm' if vi else 'by'} {year}{inferred}" if year else ""
    level = wanted.level(goal, language)
    left = wanted.distance(row, end, decimals, language)
    said = f"{words.when(end.period, end.period_basis, language)}"
    verdict, source = conclusions.conclusion(row, language), words.publishers([end], about.sources, language)
    who = words.subject(end, about.names, language)
    if vi:
        term = wanted.term(goal, "vi")  # with the level in it nothing is quoted: it is not printed so
        wish = f"mục tiêu “{term}” của {goal.instrument}{due} là {level}"
        if term != goal.wording_vi:
            wish = f"mục tiêu {term} của {goal.instrument}{due}"
        return f"{who} {said} {words.reached(end)} ({source}); {wish}: {left}; {verdict}."
    return f"{who} was {words.hedged(end)} {said} ({source}); the target of {goal.instrument}{due} is {level} ({goal.concept}): {left}; {verdict}."
