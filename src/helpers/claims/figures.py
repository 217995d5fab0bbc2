"""Claims about what was reported: levels, changes and rates, and the pairs that must not be joined."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.claims import words
from helpers.claims.known import Claim, Known, joined, printed_both
from helpers.claims.words import LANGUAGES
from helpers.seeds import numerals
from helpers.seeds.tidy import PAIR
from helpers.tables import files


def reported_claims(about: Known, reported: pd.DataFrame) -> Iterator[Claim]:
    notes = {f"{row.source_id}-{row.offset}": row.note for row in files.each(reported)}
    for row in about.observations:
        texts = {language: _reported_text(about, row, language) for language in LANGUAGES}
        figures = printed_both({language: about.as_reported(row, language) for language in LANGUAGES})
        reason = joined(notes[row.observation_id], about.names.note[row.indicator])
        rest = {"value": row.value, "unit": row.unit, "lower": row.lower, "upper": row.upper, "reason": reason}
        yield about.claim(row, "reported", row.period, [row], texts, **figures, **rest)


def _reported_text(about: Known, row: Any, language: str) -> str:
    marks = [words.INFERRED[language]] if row.period_basis == "inferred" else []
    brackets = "; ".join([*marks, words.publishers([row], about.sources, language)])
    who, then = words.subject(row, about.names, language), words.when(row.period, language=language)
    if language == "en":
        return f"{who} was {words.hedged(row)} {then} ({brackets})."
    noun = about.names.unit_vi[row.indicator]
    return f"{who} {then} {words.reached(row)}{' ' + noun if noun else ''} ({brackets})."


def grown_claims(about: Known, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in files.each(growth):
        start, end = (about.at(row.province, row.indicator, date) for date in (row.start_date, row.end_date))
        value, unit, bounds, decimals = _measure(row, start, end)

        texts = {language: _grown_text(about, row, start, end, language) for language in LANGUAGES}
        figures = printed_both(
            {
                language: about.quantity(value, row, language, decimals, None if unit == row.unit else unit)
                for language in LANGUAGES
            }
        )
        if unit == row.unit and (rough := _rough(row, start, end)):
            low, high = sorted(np.sign(value) * bound for bound in rough)
            units = {one: about.quantity(value, row, one, decimals).partition(" ")[2] for one in LANGUAGES}
            figures = printed_both(
                {one: f"{words.between(low, high, 0, one)} {units[one]}".strip() for one in LANGUAGES}
            )
        rest = {"value": value, "unit": unit, "lower": bounds[0], "upper": bounds[1]}
        refused = row.start_value == row.end_value or row.comparability == "C"
        rest |= {
            "reason": joined(row.note, about.names.note[row.indicator]),
            "status": "refused" if refused else "quotable",
        }
        yield about.claim(row, "growth", f"{start.period}-to-{end.period}", [start, end], texts, **figures, **rest)


def _grown_text(about: Known, row: Any, start: Any, end: Any, language: str) -> str:
    measures = ", ".join(_measures(about, row, start, end, language))
    source = words.publishers([start, end], about.sources, language)
    verbs = {1: "tăng thêm ", 0: "thay đổi ", -1: "giảm "}
    joint = ": " if language == "en" else f", {verbs[int(np.sign(row.change))]}"
    return f"{words.moved(start, end, about.names, language)}{joint}{measures} ({source})."


def _measure(row: Any, start: Any, end: Any) -> tuple[float, str, tuple[float, float], int]:
    """The measure that a growth claim's value is: value, unit, (lower, upper), decimals."""
    if not np.isnan(row.points_per_year):
        return row.points_per_year, "points a year", (row.points_per_year_lower, row.points_per_year_upper), 1
    if not np.isnan(row.annual_growth_pct):
        return row.annual_growth_pct, "% a year", (row.annual_growth_pct_lower, row.annual_growth_pct_upper), 1
    unit = row.unit if np.isnan(row.change_points) else "points"
    return row.change, unit, (row.change_lower, row.change_upper), _decimals(start, end)


def _decimals(start: Any, end: Any) -> int:
    return max(numerals.decimals_of(start.value), numerals.decimals_of(end.value))


def _measures(about: Known, row: Any, start: Any, end: Any, language: str) -> list[str]:
    """The measures of a growth row in words; the verb has the sign. A hedged change shows its range."""
    decimals, vi = _decimals(start, end), language == "vi"
    share = not np.isnan(row.change_points)
    change = about.quantity(abs(row.change), row, language, decimals, "points" if share else None)
    if start.qualifier or end.qualifier:
        low, high = sorted((abs(row.change_lower), abs(row.change_upper)))
        places = max(numerals.decimals_of(bound) for bound in (low, high))
        if rough := _rough(row, start, end):
            change = _told(rough, language) + change.removeprefix(change.split()[0])
        else:
            change += f" ({words.between(low, high, places, language)})"
    measures = [f"{change} {'trong' if vi else 'in'} {words.span(row.years, language)}"]
    if not np.isnan(row.points_per_year):
        pace = numerals.number(abs(row.points_per_year), 1, language)
        measures.append(f"bình quân {pace} điểm phần trăm mỗi năm" if vi else f"{pace} points a year")
    if not np.isnan(row.annual_growth_pct):
        compound = numerals.number(row.annual_growth_pct, 1, language)
        measures.append(f"tốc độ tăng bình quân {compound}%/năm" if vi else f"{compound} % a year compound")
    return measures


def _rough(row: Any, start: Any, end: Any) -> tuple[float, float] | None:
    """The range of a hedged count's change, rounded: more digits than the hedge leaves are none. None for others."""
    if not (start.qualifier or end.qualifier) or not np.isnan(row.change_points):
        return None
    low, high = sorted((abs(row.change_lower), abs(row.change_upper)))
    if high - low < 1000:
        return None
    low, high = (float(round(bound, 3 - len(str(int(high - low))))) for bound in (low, high))
    return low, high


def _told(rough: tuple[float, float], language: str) -> str:
    """A rounded range of a change; in Vietnamese "từ … đến" behind "giảm" would be read as two levels."""
    low, high = (numerals.number(bound, 0, language) for bound in rough)
    return f"{low} to {high}" if language == "en" else f"khoảng {low}–{high}"


def chained_claims(about: Known, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in files.each(bad[[*PAIR, "grade", "reason"]]):
        start = about.of(pair.province, pair.start_indicator, pair.start_period, pair.start_source)
        end = about.of(pair.province, pair.end_indicator, pair.end_period, pair.end_source)
        change, unit = end.value - start.value, "points" if end.unit.startswith("%") else end.unit
        decimals = _decimals(start, end)
        figures = {language: words.quantity(change, unit, language, decimals) for language in LANGUAGES}
        texts = {one: f"{words.moved(start, end, about.names, one)}: {figures[one]}." for one in LANGUAGES}
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        rest = {"status": "refused", "reason": f"grade {pair.grade}: {pair.reason}", "value": change, "unit": unit}
        rest |= {"lower": end.lower - start.upper, "upper": end.upper - start.lower, **printed_both(figures)}
        yield about.claim(
            end, "trend", f"{chained}{pair.start_period}-to-{pair.end_period}", [start, end], texts, **rest
        )
