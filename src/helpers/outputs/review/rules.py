"""What a sentence claims with several figures: a growth, a trend, a verdict on a target, fewer people."""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS
from helpers.articles import phrases, verdicts
from helpers.claims import words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.review.judging import UNKNOWN, Finding, Known, exact
from helpers.seeds.tidy import decimal_year
from helpers.tables import files

MEASURES = {
    "points": N_("The difference of two percentages is in percentage points, not in per cent."),
    "%": N_("This is the relative change in per cent, not in percentage points."),
    "points a year": N_("These are percentage points a year, not per cent a year."),
    "% a year": N_("This is the compound growth in per cent a year, not in percentage points."),
}


class Figure(NamedTuple):
    """A figure of a sentence: its row, the words before it, what is found of it, the observation that it is."""

    row: Any
    lead: str
    finding: Finding
    seen: Any


def growth(row: Any, clause: str, before: list[Figure], here: Known) -> Finding:
    """What is found of a change: held to the two figures before it, else to the growth of its series."""
    ends = [one.seen for one in before if one.seen is not None]
    indicator = ends[-1].indicator if ends else row.indicator
    ends = [one for one in ends if one.indicator == indicator]
    pairs = _pairs(row.province, indicator, ends, here)
    points = verdicts.POINTS.match(row.unit_printed)
    unit = "points" if points else "%" if phrases.is_share(row.unit_printed) else "number"
    yearly = " a year" if verdicts.YEARLY.search(f"{clause} {row.unit_printed}") else ""
    for measures, claim in pairs:
        if _is(row, measures.get(unit + yearly)):
            return Finding("agrees", "", claim)
    if unit == "points" and (gap := _gap(row, indicator, here)):
        return gap
    other = {"points": "%", "%": "points"}.get(unit, "") + yearly
    for measures, claim in pairs if ends else []:
        if _is(row, measures.get(other)):
            return Finding("differs", here.tell(MEASURES[other]), claim)
    return _sum(row, clause, ends, pairs, unit + yearly, here)


def _pairs(province: str, indicator: str, ends: list[Any], here: Known) -> list[tuple[dict[str, float], str]]:
    """The measures of the pairs that a growth may be of, each with its claim: that of the sentence, else all of the series."""
    pairs = [(ends[-2], ends[-1])] if len(ends) > 1 and ends[-2].Index != ends[-1].Index else []
    if not pairs:
        pairs = list(itertools.combinations(files.each(here.series(province, indicator)), 2))
        known = {end.Index for end in ends}
        pairs = [pair for pair in pairs if not known or known & {pair[0].Index, pair[1].Index}]
    return [(_measures(first, last), _claim(first, last, here)) for first, last in pairs]


def _claim(first: Any, last: Any, here: Known) -> str:
    """The claim of a growth that may be quoted, else that of its later figure."""
    name = claim_id(last, "growth", f"{first.period}-to-{last.period}")
    return name if here.claims.status.get(name, "refused") != "refused" else str(last.claim_id)


def _measures(first: Any, last: Any) -> dict[str, float]:
    """The change between two figures in each of its measures; none a year within a year."""
    start, end = decimal_year(pd.Series([first.date, last.date]))
    change, ratio, years = last.value - first.value, last.value / first.value, end - start
    found = {"points": change, "number": change, "%": 100 * (ratio - 1)}
    if years < LEAST_YEARS:
        return found
    yearly = {"points a year": change / years, "number a year": change / years}
    return found | yearly | {"% a year": 100 * (ratio ** (1 / years) - 1)}


def _is(row: Any, measure: float | None) -> bool:
    """Whether a printed change is a measure, to its last digit or as far as its hedge goes; up or down."""
    half = (row.upper - row.lower) / 2 + 1e-9
    middle = (row.upper + row.lower) / 2
    return measure is not None and abs(abs(middle) - abs(measure)) <= half


def _gap(row: Any, indicator: str, here: Known) -> Finding | None:
    """That a number of points is what is left to a target, or the pace that it takes."""
    rows = content.series_of(here.claims, row.province, indicator)
    rows = rows[rows.kind.isin(["target", "pace"]) & rows.unit.str.startswith("points")]
    found = rows.index[(rows.value.abs() - abs(row.value)).abs() <= 0.05]
    return Finding("agrees", "", found[0]) if len(found) else None


def _sum(row: Any, clause: str, ends: list[Any], pairs: Any, measure: str, here: Known) -> Finding:
    """That a number of points is not the difference of the two figures before it."""
    if measure != "points" or len(ends) < 2 or len(pairs) != 1 or verdicts.COMPARED.search(clause) or row.qualifier:
        return UNKNOWN
    measures, claim = pairs[0]
    change = words.quantity(abs(measures["points"]), "points", here.language)
    return Finding("differs", here.tell(N_("The two figures differ by {change}."), change=change), claim)


def of_sentence(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """What a sentence must not say with its figures, as (place of the figure, finding); nothing where it is careful."""
    if not verdicts.CAUTIOUS.search(text):
        yield from _trends(figures, here)
        yield from _verdicts(text, figures, here)
        yield from _fewer(text, figures, here)


def _trends(figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """Two figures told as a rise or a fall that may not be joined."""
    seen = [place for place, one in enumerate(figures) if one.seen is not None]
    for first, last in itertools.pairwise(seen):
        start, end = figures[first].seen, figures[last].seen
        if start.Index == end.Index or not verdicts.MOVES.search(figures[last].lead):
            continue
        pairs = here.frames["comparability"]
        keys = {(one.indicator, one.period, one.source_id) for one in (start, end)}
        for pair in files.each(pairs[(pairs.province == end.province) & pairs.grade.isin(["C", "D"])]):
            ends = {
                (pair.start_indicator, pair.start_period, pair.start_source),
                (pair.end_indicator, pair.end_period, pair.end_source),
            }
            if ends == keys:
                reason = here.tell(N_("The two figures are not comparable: {reason}."), reason=here.reason(pair.reason))
                yield last, Finding("misleading", reason, end.claim_id)


def _verdicts(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """A target called met, or missed, that the figure does not say so of."""
    missed = verdicts.UNMET.search(text)
    said = missed or verdicts.MET.search(text)
    if not said or verdicts.HOPED.search(text[: said.start()]):
        return
    values = {one.row.value for one in figures}
    scopes = ["vietnam"] if verdicts.COUNTRY.search(text) else [figures[0].row.province] if figures else []
    goals = here.frames["targets"].merge(here.frames["target_matches"], on="target_id")
    for place, one in enumerate(figures):
        if one.seen is None:
            continue
        fit = goals[(goals.indicator == one.seen.indicator) & goals.scope.isin(scopes)]
        named = fit[fit.value.isin(values - {one.row.value})]
        fit = named if len(named) or not verdicts.THE_TARGET.match(text, said.end()) else fit
        for goal in files.each(fit[:1]):
            if reason := _wrong(goal, one.seen, bool(missed), here):
                yield place, Finding("misleading", reason, claim_id(one.seen, "target", goal.target_id))


def _wrong(goal: Any, seen: Any, missed: bool, here: Known) -> str:
    """Why a verdict does not follow from a figure; '' where it does."""
    above = seen.value > goal.value or (
        seen.value == goal.value and (goal.comparator == ">=" or seen.lower >= goal.value != seen.upper)
    )
    if goal.match == "exact" or (goal.match, goal.bound) in (
        ("near", "upper" if not above else ""),
        ("near", "lower" if above else ""),
    ):
        wrong = above == missed
        return here.tell(N_("The target is met.") if above else N_("The target is not met.")) if wrong else ""
    text = N_("No verdict follows from this figure: {reason}.")
    return here.tell(text, reason=here.reason(goal.reason))


def _fewer(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """Fewer subscriptions told as fewer people."""
    if not verdicts.FEWER_PEOPLE.search(text):
        return
    rows = here.observations[
        here.observations.indicator.isin(["mobile_subscriptions_count", "phone_subscriptions_count"])
    ]
    for place, one in reversed(list(enumerate(figures))):
        found = exact(one.row, rows[rows.province == one.row.province])
        if len(found):
            yield (
                place,
                Finding(
                    "misleading", here.tell(N_("Fewer subscriptions are not fewer people.")), found.claim_id.iloc[-1]
                ),
            )
            return
