"""What a sentence claims with several figures: a growth, a trend, a verdict on a target, fewer people."""

import itertools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS
from helpers.articles import periods, phrases, verdicts, wording
from helpers.claims import words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.review import judging
from helpers.outputs.review.judging import UNKNOWN, Finding, Known, equal, exact
from helpers.seeds.tidy import decimal_year
from helpers.tables import files

MEASURES = {
    "points": N_("The difference of two percentages is in percentage points, not in per cent."),
    "%": N_("This is the relative change in per cent, not in percentage points."),
    "points a year": N_("These are percentage points a year, not per cent a year."),
    "% a year": N_("This is the compound growth in per cent a year, not in percentage points."),
}
SUBSCRIPTIONS = ("mobile_subscriptions_count", "phone_subscriptions_count")


class Figure(NamedTuple):
    """A figure of a sentence: its row, the words before it, what is found of it, the observation that it is."""

    row: Any
    lead: str
    finding: Finding
    seen: Any


def judged(text: str, span: tuple[int, int], rows: list[Any], here: Known) -> Iterator[tuple[Any, Finding]]:
    """The figures of a sentence, each with what is found of it: alone, beside the others, and in the claims' own words."""
    start, end = span
    sentence = text[start:end]
    figures: list[Figure] = []
    edges = [start, *(row.end for row in rows), *(row.offset for row in rows), end]
    for number, row in enumerate(rows):
        clause = text[edges[number] : edges[len(rows) + number + 2]]
        figures.append(_figure(row, clause, sentence, row.offset - start, figures, here))
    over = dict(of_sentence(sentence, figures, here))
    quoted = list(_quoted(sentence, here))
    for number, one in enumerate(figures):
        mine = [finding for first, last, finding in quoted if first <= one.row.offset - start < last]
        yield one.row, [*mine, over.get(number, one.finding)][0]


def _figure(row: Any, clause: str, sentence: str, at: int, before: list[Figure], here: Known) -> Figure:
    """A figure with what is found of it by itself and by the figures before it."""
    lead = sentence[:at]
    ranged = bool(verdicts.RANGED.search(sentence[at + len(row.token) :]))
    if row.kind == "growth":
        return Figure(row, lead, growth(row, clause, before, here), None)
    if row.kind == "target" or verdicts.AIM.search(lead):
        last = [one.seen.indicator for one in before if one.seen is not None][-1:]
        row = row._replace(of="".join([row.of] if row.of else last))
        return Figure(row, lead, judging.target(row, sentence, ranged, here), None)
    ahead, _, after = clause.partition(row.token)
    near = f"{re.split('[,;]', ahead)[-1]} {re.split('[,;]', after)[0]}"
    earlier = verdicts.EARLIER.search(ahead) and not periods.found_in(near)
    if earlier or wording.NOW.search(ahead):  # a period further off is not its own
        row = row._replace(period_basis="inferred")
    finding = judging.observation(row, clause, ranged, here)
    return Figure(row, lead, finding, _seen(row, finding, here))


def _seen(row: Any, finding: Finding, here: Known) -> Any:
    """The observation that a figure is; None for what is none, or another's."""
    if finding.finding == "out of date":  # its claim is that of the later figure
        return [one for one in here.series(row.province, row.indicator) if equal(row, one)][-1]
    same = [one for one in here.observations if one.claim_id == finding.claim_id and finding.finding == "agrees"]
    return same[0] if same else None


def _quoted(sentence: str, here: Known) -> Iterator[tuple[int, int, Finding]]:
    """Where a sentence holds one of the claims, in full or short, word for word, and what is found of its numbers."""
    plain = sentence.replace("\u00a0", " ").lower()
    for told, finding in here.quotes:
        if (start := plain.find(told)) >= 0:
            yield start, start + len(told), finding


# --- growth ---


def growth(row: Any, clause: str, before: list[Figure], here: Known) -> Finding:
    """What is found of a change: held to the two figures before it, else to the growth of its series."""
    ends = [one.seen for one in before if one.seen is not None]
    indicator = ends[-1].indicator if ends else row.indicator
    ends = [one for one in ends if one.indicator == indicator]
    points, share = verdicts.POINTS.match(row.unit_printed), phrases.is_share(row.unit_printed)
    yearly = " a year" if verdicts.YEARLY.search(f"{clause} {row.unit_printed}") else ""
    unit, other = ("points", "%") if points else ("%", "points") if share else ("points", "")
    pairs = _pairs(ends, here.series(row.province, indicator))
    for first, last in pairs:
        if _is(row, _measures(first, last).get(unit + yearly)):
            return Finding("agrees", "", _claim(first, last, here))
    if points and (gap := _gap(row, indicator, here)):
        return gap
    for first, last in pairs if ends else []:
        if _is(row, _measures(first, last).get(other + yearly)):
            return Finding("differs", here.tell(MEASURES[other + yearly]), _claim(first, last, here))
    if points and not yearly and len(ends) > 1 and not row.qualifier:
        change = words.quantity(abs(ends[-1].value - ends[-2].value), "points", here.language)
        reason = here.tell(N_("The two figures differ by {change}."), change=change)
        return Finding("differs", reason, _claim(ends[-2], ends[-1], here))
    return UNKNOWN


def _pairs(ends: list[Any], series: list[Any]) -> list[tuple[Any, Any]]:
    """The pairs of figures that a growth may be of: the last two of the sentence, else all of the series with one of them."""
    if len(ends) > 1 and ends[-2].Index != ends[-1].Index:
        return [(ends[-2], ends[-1])]
    own = {end.Index for end in ends}
    pairs = itertools.combinations(series, 2)
    return [(first, last) for first, last in pairs if not own or own & {first.Index, last.Index}]


def _claim(first: Any, last: Any, here: Known) -> str:
    """The claim of a growth that may be quoted, else that of its later figure."""
    name = claim_id(last, "growth", f"{first.period}-to-{last.period}")
    return name if here.claims.status.get(name, "refused") != "refused" else str(last.claim_id)


def _measures(first: Any, last: Any) -> dict[str, float]:
    """The change between two figures in each of its measures; none a year within a year."""
    start, end = decimal_year(pd.Series([first.date, last.date]))
    change, ratio, years = last.value - first.value, last.value / first.value, end - start
    found = {"points": change, "%": 100 * (ratio - 1)}
    yearly = {"points a year": change / years, "% a year": 100 * (ratio ** (1 / years) - 1)} if years else {}
    return found | yearly if years >= LEAST_YEARS else found


def _is(row: Any, measure: float | None) -> bool:
    """Whether a printed change is a measure, to its last digit or as far as its hedge goes; up or down."""
    low, high = sorted((abs(row.lower), abs(row.upper)))
    return measure is not None and low - 1e-9 <= abs(measure) <= high + 1e-9


def _gap(row: Any, indicator: str, here: Known) -> Finding | None:
    """That a number of points is what is left to a target, or the pace that it takes."""
    rows = content.series_of(here.claims, row.province, indicator)
    rows = rows[rows.index.str.contains(r"\.(?:target|pace)\.") & rows.unit.str.startswith("points")]
    found = rows.index[(rows.value.abs() - abs(row.value)).abs() <= 0.05]
    return Finding("agrees", "", found[0]) if len(found) else None


# --- what a sentence must not say ---


def of_sentence(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """What a sentence must not say with its figures, as (place of the figure, finding); nothing where it is careful."""
    if not verdicts.CAUTIOUS.search(text):
        yield from _trends(figures, here)
        yield from _verdicts(text, figures, here)
        yield from _fewer(text, figures, here)


def _trends(figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """Two figures told as a rise or a fall that may not be joined."""
    pairs = here.frames["comparability"]
    seen = [(place, one) for place, one in enumerate(figures) if one.seen is not None]
    for (_, first), (place, last) in itertools.pairwise(seen):
        ends = {(one.seen.indicator, one.seen.period, one.seen.source_id) for one in (first, last)}
        moves = verdicts.MOVES.search(last.lead)
        for pair in files.each(pairs[(pairs.province == last.seen.province) & pairs.grade.isin(["C", "D"])]):
            start = (pair.start_indicator, pair.start_period, pair.start_source)
            if moves and ends == {start, (pair.end_indicator, pair.end_period, pair.end_source)}:
                reason = here.tell(N_("The two figures are not comparable: {reason}."), reason=here.reason(pair.reason))
                yield place, Finding("misleading", reason, last.seen.claim_id)


def _verdicts(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """A target called met, or missed, that the figure does not say so of."""
    missed = verdicts.MISSED.search(text)
    said = missed or verdicts.MET.search(text)
    if not said or verdicts.HOPED.search(text[: said.start()]):
        return
    values = {one.row.value for one in figures}
    goals = here.frames["targets"].merge(here.frames["target_matches"], on="target_id")
    for place, one in enumerate(figures):
        if one.seen is None:
            continue
        scope = "vietnam" if verdicts.COUNTRY.search(text) else one.row.province
        fit = goals[(goals.indicator == one.seen.indicator) & (goals.scope == scope)]
        named = fit[fit.value.isin(values - {one.row.value})]
        fit = named if len(named) or not verdicts.THE_TARGET.match(text, said.end()) else fit
        for goal in files.each(fit[:1]):
            if reason := _wrong(goal, one.seen, bool(missed), here):
                yield place, Finding("misleading", reason, claim_id(one.seen, "target", goal.target_id))


def _wrong(goal: Any, seen: Any, missed: bool, here: Known) -> str:
    """Why a verdict does not follow from a figure; '' where it does."""
    above = seen.value > goal.value or (
        seen.value == goal.value and (goal.comparator == ">=" or seen.lower == goal.value)
    )
    if goal.match == "exact" or (goal.match == "near" and goal.bound == ("lower" if above else "upper")):
        text = N_("The target is met.") if above else N_("The target is not met.")
        return here.tell(text) if above == missed else ""
    return here.tell(N_("No verdict follows from this figure: {reason}."), reason=here.reason(goal.reason))


def _fewer(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """Fewer subscriptions told as fewer people: the last figure of the sentence that is one of subscriptions."""
    if not verdicts.FEWER_PEOPLE.search(text):
        return
    for place, one in reversed(list(enumerate(figures))):
        series = [seen for name in SUBSCRIPTIONS for seen in here.series(one.row.province, name)]
        if found := [seen for seen in series if exact(one.row, seen)]:
            yield (
                place,
                Finding("misleading", here.tell(N_("Fewer subscriptions are not fewer people.")), found[-1].claim_id),
            )
            return
