"""The numbers that may be quoted, each with its sentence, range and sources; and those that may not, with the reason."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers import printed, projection, tables, targets, wording
from helpers.tidy import PAIR, SERIES
from helpers.wording import LANGUAGES

Texts = dict[str, str]  # by language
Claim = dict[str, Any]  # a row of claims.csv
CLAIMED_YEARS = (2025, 2030)
SHOWN = {  # kind of claim -> the notebook cell that shows its number
    "reported": "01-tidy-reported-indicators#cell-08",
    "growth": "02-measure-growth#cell-04",
    "trend": "02-measure-growth#cell-13",
    "projection": "03-project-to-targets#cell-04",
    "scenario": "03-project-to-targets#cell-04",
    "illustration": "03-project-to-targets#cell-05",
    "target": "03-project-to-targets#cell-07",
    "context": "03-project-to-targets#cell-12",
    "unprojected": "03-project-to-targets#cell-20",
}


def claims_table(
    seeds: dict[str, pd.DataFrame],
    observations: pd.DataFrame,
    growth: pd.DataFrame,
    spans: pd.DataFrame,
    projections: pd.DataFrame,
    gaps: pd.DataFrame,
) -> pd.DataFrame:
    """data/claims.csv: one row for each number that may be quoted, and one for each that must not be.

    `claim_id` says what is claimed: province.indicator.kind.when. A refused claim carries the sentence
    that must not be written and, in `reason`, why; a quotable one what must be said with it.
    """
    names = wording.with_vietnamese_units(seeds["indicators"], seeds["reported"])
    about = Known(names, wording.names_of(seeds["sources"]), observations)
    unprojected = projection.not_projected(observations, spans).query("method == 'all'")
    parts = [
        *_reported(about, seeds["reported"]),
        *_grown(about, growth),
        *_chained(about, seeds["comparability"]),
        *_projected(about, projections, spans),
        *_unprojected(about, unprojected),
        *_targeted(about, gaps, seeds["targets"]),
    ]
    table = pd.DataFrame(parts, columns=list(tables.columns("claims").column))
    return table.sort_values("claim_id", ignore_index=True)


class Known:
    """What sentences draw on: names of indicators, sources, and observations found by series and date."""

    def __init__(self, names: pd.DataFrame, sources: dict[str, str], observations: pd.DataFrame) -> None:
        self.names, self.sources = names, sources
        self.observations = list(tables.each(observations))
        self._at = {(row.province, row.indicator, row.date): row for row in reversed(self.observations)}
        self._of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.observations}

    def at(self, province: str, indicator: str, date: pd.Timestamp) -> Any:
        """The observation of a series at a date (of several sources the first)."""
        return self._at[province, indicator, date]

    def of(self, province: str, indicator: str, period: str, source: str) -> Any:
        """The observation of a series that a source printed for a period."""
        return self._of[province, indicator, period, source]

    def claim(self, row: Any, kind: str, when: str, observations: Iterable[Any], texts: Texts, **rest: Any) -> Claim:
        """A claim with what all kinds share; `texts` and `printed` are by language."""
        places = list(dict.fromkeys(f"{one.source_id}:{one.paragraph}" for one in observations))
        base = {"claim_id": f"{row.province}.{row.indicator}.{kind}.{when.replace('/', '-to-')}"}
        base |= {"status": "quotable", "reason": "", "province": row.province, "indicator": row.indicator}
        base |= {f"text_{language}": texts[language] for language in LANGUAGES}
        base |= {
            "source_ids": " ".join(dict.fromkeys(place.split(":")[0] for place in places)),
            "paragraphs": " ".join(places),
        }
        return base | {"notebook": SHOWN[kind], "method": "growth" if kind in ("growth", "trend") else kind} | rest

    def quantity(
        self, value: float, row: Any, language: str, decimals: int | None = None, unit: str | None = None
    ) -> str:
        """A value of an indicator with its unit, in Vietnamese with the counted noun."""
        noun = self.names.unit_vi.get(row.indicator, "") if language == "vi" and unit is None else ""
        text = wording.quantity(value, unit or row.unit, language, decimals)
        return f"{text} {noun}".strip()


def _printed(texts: Texts) -> Texts:
    return {f"printed_{language}": text for language, text in texts.items()}


def _reasons(*parts: str) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


# --- the kinds of claims ----------------------------------------------------------------------


def _reported(about: Known, reported: pd.DataFrame) -> Iterator[Claim]:
    notes = {f"{row.source_id}-{row.offset}": row.note for row in tables.each(reported)}
    for row in about.observations:
        texts = {language: _reported_text(about, row, language) for language in LANGUAGES}
        figures = _printed({language: about.quantity(row.value, row, language) for language in LANGUAGES})
        reason = _reasons(notes[row.observation_id], about.names.note[row.indicator])
        rest = {"value": row.value, "unit": row.unit, "lower": row.lower, "upper": row.upper, "reason": reason}
        yield about.claim(row, "reported", row.period, [row], texts, **figures, **rest)


def _reported_text(about: Known, row: Any, language: str) -> str:
    marks = [wording.INFERRED[language]] if row.period_basis == "inferred" else []
    brackets = "; ".join([*marks, wording.publishers([row], about.sources, language)])
    who, then = wording.subject(row, about.names, language), wording.when(row.period, language=language)
    if language == "en":
        return f"{who} was {wording.hedged(row)} {then} ({brackets})."
    noun = about.names.unit_vi[row.indicator]
    return f"{who} {then} {wording.reached(row)}{' ' + noun if noun else ''} ({brackets})."


def _grown(about: Known, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in tables.each(growth):
        start, end = (about.at(row.province, row.indicator, date) for date in (row.start_date, row.end_date))
        value, unit, bounds, decimals = _measure(row, start, end)

        texts = {language: _grown_text(about, row, start, end, language) for language in LANGUAGES}
        figures = _printed(
            {
                language: about.quantity(value, row, language, decimals, None if unit == row.unit else unit)
                for language in LANGUAGES
            }
        )
        rest = {"value": value, "unit": unit, "lower": bounds[0], "upper": bounds[1]}
        refused = row.start_value == row.end_value or row.comparability == "C"
        rest |= {
            "reason": _reasons(row.note, about.names.note[row.indicator]),
            "status": "refused" if refused else "quotable",
        }
        yield about.claim(row, "growth", f"{start.period}-to-{end.period}", [start, end], texts, **figures, **rest)


def _grown_text(about: Known, row: Any, start: Any, end: Any, language: str) -> str:
    measures = ", ".join(_measures(about, row, start, end, language))
    source = wording.publishers([start, end], about.sources, language)
    verbs = {1: "tăng thêm ", 0: "thay đổi ", -1: "giảm "}
    joint = ": " if language == "en" else f", {verbs[int(np.sign(row.change))]}"
    return f"{wording.moved(start, end, about.names, language)}{joint}{measures} ({source})."


def _measure(row: Any, start: Any, end: Any) -> tuple[float, str, tuple[float, float], int]:
    """The measure that a growth claim's value is: value, unit, (lower, upper), decimals."""
    if not np.isnan(row.points_per_year):
        return row.points_per_year, "points a year", (row.points_per_year_lower, row.points_per_year_upper), 1
    if not np.isnan(row.annual_growth_pct):
        return row.annual_growth_pct, "% a year", (row.annual_growth_pct_lower, row.annual_growth_pct_upper), 1
    unit = row.unit if np.isnan(row.change_points) else "points"
    return row.change, unit, (row.change_lower, row.change_upper), _decimals(start, end)


def _decimals(start: Any, end: Any) -> int:
    return max(printed.decimals_of(start.value), printed.decimals_of(end.value))


def _measures(about: Known, row: Any, start: Any, end: Any, language: str) -> list[str]:
    """The measures of a growth row in words; the verb has the sign. A hedged change shows its range."""
    decimals, vi = _decimals(start, end), language == "vi"
    share = not np.isnan(row.change_points)
    change = about.quantity(abs(row.change), row, language, decimals, "points" if share else None)
    if start.qualifier or end.qualifier:
        low, high = sorted((abs(row.change_lower), abs(row.change_upper)))
        places = max(printed.decimals_of(bound) for bound in (low, high))
        change += f" ({wording.between(low, high, places, language)})"
    words = [f"{change} {'trong' if vi else 'in'} {wording.span(row.years, language)}"]
    if not np.isnan(row.points_per_year):
        pace = printed.number(abs(row.points_per_year), 1, language)
        words.append(f"bình quân {pace} điểm phần trăm mỗi năm" if vi else f"{pace} points a year")
    if not np.isnan(row.annual_growth_pct):
        compound = printed.number(row.annual_growth_pct, 1, language)
        words.append(f"tăng trưởng kép {compound}%/năm" if vi else f"{compound} % a year compound")
    return words


def _chained(about: Known, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in tables.each(bad[[*PAIR, "grade", "reason"]]):
        start = about.of(pair.province, pair.start_indicator, pair.start_period, pair.start_source)
        end = about.of(pair.province, pair.end_indicator, pair.end_period, pair.end_source)
        change, unit = end.value - start.value, "points" if end.unit.startswith("%") else end.unit
        decimals = _decimals(start, end)
        figures = {language: wording.quantity(change, unit, language, decimals) for language in LANGUAGES}
        texts = {one: f"{wording.moved(start, end, about.names, one)}: {figures[one]}." for one in LANGUAGES}
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        rest = {"status": "refused", "reason": f"grade {pair.grade}: {pair.reason}", "value": change, "unit": unit}
        rest |= {"lower": end.lower - start.upper, "upper": end.upper - start.lower, **_printed(figures)}
        yield about.claim(
            end, "trend", f"{chained}{pair.start_period}-to-{pair.end_period}", [start, end], texts, **rest
        )


def _projected(about: Known, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; counts are illustrations and refused."""
    origin = spans.set_index(SERIES)
    wanted = projections[projections.date.dt.year.isin(CLAIMED_YEARS)]
    illustration = (wanted.label == "illustration") & (wanted.method == "straight_line")
    for row in tables.each(wanted[(wanted.method == "diffusion") | illustration]):
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
        rest |= {"reason": _reasons(row.range_basis, about.names.note[row.indicator]), **_printed(figures)}
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
        f"{wording.hedged(one, language)} {wording.when(one.period, one.period_basis, language)}"
        for one in (start, end)
    ]
    source = wording.publishers([start, end], about.sources, language)
    name, label = about.names.loc[row.indicator], PROJECTED[row.label][language]
    bracket = _range_words(row, language)
    if language == "en":
        who = f"the {wording.lowered(name.definition_en)} in {tables.place(row.province)}"
        return f"{label} from {points[0]} and {points[1]} ({source}), {who} would be {figure} at the end of {row.date.year}{bracket}."
    who = f"{wording.lowered(name.name_vi)} của {tables.place(row.province, 'vi')}"
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
    low, high = (wording.quantity(bound, row.unit, language, 1) for bound in (row.lower_80, row.upper_80))
    return f" ({name} {low.removesuffix(' %')} to {high})" if language == "en" else f" ({name} từ {low} đến {high})"


def _unprojected(about: Known, reasons: pd.DataFrame) -> Iterator[Claim]:
    """A refusal for each series that carries no projection."""
    for row in tables.each(reasons):
        known = [one for one in about.observations if (one.province, one.indicator) == (row.province, row.indicator)]
        name = about.names.loc[row.indicator]
        english = f"Any projection of the {wording.lowered(name.definition_en)} in {tables.place(row.province)}."
        vietnamese = f"Mọi dự báo về {wording.lowered(name.name_vi)} của {tables.place(row.province, 'vi')}."
        rest = {"status": "refused", "reason": row.reason, "unit": name.unit, "printed_en": "", "printed_vi": ""}
        rest |= {"value": np.nan, "lower": np.nan, "upper": np.nan, "method": "none", "notebook": SHOWN["unprojected"]}
        yield about.claim(row, "projection", "none", known, {"en": english, "vi": vietnamese}, **rest)


def _targeted(about: Known, gaps: pd.DataFrame, goals: pd.DataFrame) -> Iterator[Claim]:
    """The distance to each target that a series meets; where it is context only, a refusal."""
    goals = goals.set_index("target_id")
    for row in tables.each(gaps):
        goal, end = goals.loc[row.target_id], about.at(row.province, row.indicator, row.latest_date)
        decimals = max(printed.decimals_of(row.latest_value), printed.decimals_of(row.target_value))
        texts = {language: _target_text(about, row, goal, end, decimals, language) for language in LANGUAGES}
        left = abs(row.gap_points)
        figures = {language: wording.quantity(left, "points", language, decimals) for language in LANGUAGES}
        rest = {
            "value": row.gap_points,
            "unit": "points",
            "lower": row.target_value - end.upper,
            "upper": row.target_value - end.lower,
        }
        rest |= {
            "reason": _reasons(row.note, goal.note, f"target as in {goal.source} ({goal.evidence})"),
            **_printed(figures),
        }
        if row.match == "context":
            rest |= {"status": "refused", "reason": row.note, "notebook": SHOWN["context"]}
        yield about.claim(row, "target", row.target_id, [end], texts, **rest)


def _target_text(about: Known, row: Any, goal: Any, end: Any, decimals: int, language: str) -> str:
    vi, year = language == "vi", wording.year_of(goal.target_year)
    inferred = {"en": " (year inferred)", "vi": " (năm suy ra)"}[language] if goal.year_basis == "inferred" else ""
    due = f" {'đến năm' if vi else 'by'} {year}{inferred}" if year else ""
    bound = (
        ""
        if row.target_value == 100 or (vi and "tối thiểu" in goal.wording_vi)
        else wording.LEAST[language][goal.comparator]
    )
    level = f"{bound}{wording.quantity(row.target_value, '%', language)}"
    left = wording.distance(row.gap_points, end, decimals, language)
    said = f"{wording.when(end.period, end.period_basis, language)}"
    verdict, source = targets.conclusion(row, language), wording.publishers([end], about.sources, language)
    who = wording.subject(end, about.names, language)
    if vi:
        return f"{who} {said} {wording.reached(end)} ({source}); mục tiêu “{goal.wording_vi}” của {goal.instrument}{due} là {level}: {left}; {verdict}."
    return f"{who} was {wording.hedged(end)} {said} ({source}); the target of {goal.instrument}{due} is {level} ({goal.concept}): {left}; {verdict}."


# --- holding prose to the tables --------------------------------------------------------------


def confirm(said: object, *fragments: str, folder: Path | None = None) -> None:
    """Fail unless each printed fragment is what a claim, or a list of numbers, says. Returns nothing.

    `said` is a claim_id (each fragment must stand, to the letter, in its English or Vietnamese sentence) or
    one or more numbers (each fragment holds one, compared in order at its printed precision, sign included).
    A refused claim can't be confirmed. AssertionError says what was expected, what was found and what to do.

    >>> confirm(28 / 3, "9.3 points a year")
    >>> confirm([44, 72, -8.8], "44 %", "72 %", "-8.8")
    """
    if isinstance(said, str):
        _confirm_claim(said, fragments, folder)
        return
    values = [float(value) for value in np.atleast_1d(np.asarray(said, dtype=object))]
    if len(values) != len(fragments):
        raise AssertionError(f"{len(values)} numbers and {len(fragments)} fragments: give one fragment for each number")
    for value, fragment in zip(values, fragments, strict=True):
        found = printed.numbers_in(fragment) + printed.numbers_in(fragment, "vi")
        if not any(abs(round(value, decimals) - number) < 1e-9 * max(1, abs(number)) for number, decimals in found):
            raise AssertionError(
                f"the text says {fragment!r}, the tables say {value:.6g}: mend the sentence, or find out why the number moved"
            )


def _confirm_claim(claim_id: str, fragments: tuple[str, ...], folder: Path | None) -> None:
    table = tables.read("claims", folder).set_index("claim_id")
    if claim_id not in table.index:
        raise AssertionError(f"no claim {claim_id!r} in data/claims.csv: look it up there")
    claim = table.loc[claim_id]
    if claim.status != "quotable":
        raise AssertionError(f"{claim_id} is refused ({claim.reason}): take the sentence out")
    for fragment in fragments:
        if not holds(fragment, claim):
            raise AssertionError(
                f"the text says {fragment!r}, {claim_id} says {claim.text_en!r} and {claim.text_vi!r}: "
                "mend the sentence, or find out why the number moved"
            )


def holds(fragment: str, claim: Any) -> bool:
    """Whether a fragment stands, as whole words and numbers, in a claim's English or Vietnamese sentence."""
    whole = rf"(?<![\w.,-]){re.escape(fragment)}(?!\w|[.,]\d)"
    return bool(re.search(whole, f"{claim.text_en} {claim.text_vi}"))


def by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """claims.csv with a column `kind`: reported, growth, trend, projection, scenario, illustration or target."""
    return table.assign(kind=wording.kinds(table.claim_id))


def refused(table: pd.DataFrame, kind: str | None = None) -> pd.DataFrame:
    """The refusals of claims.csv, with their reasons: claim_id, text_en, text_vi, reason; of one kind or all."""
    rows = table[(table.status == "refused") & (kind is None or wording.kinds(table.claim_id) == kind)]
    return rows[["claim_id", "text_en", "text_vi", "reason"]].reset_index(drop=True)


def is_refused(claim_id: str, folder: Path | None = None) -> bool:
    """Whether a claim exists and must not be made."""
    table = tables.read("claims", folder).set_index("claim_id")
    return bool(table.status[claim_id] == "refused")
