"""What a sentence claims with its figures: levels, growth, a trend, a verdict on a target, fewer people."""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS
from helpers.articles import phrases, verdicts, wording
from helpers.claims import words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
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
    """The figures of a sentence, each with what is found of it: alone, beside the others, and as a claim's own words."""
    start, end = span
    sentence, figures = text[start:end], list[Figure]()
    edges = [start, *(row.end for row in rows)], [*(row.offset for row in rows[1:]), end]
    for row, left, right in zip(rows, *edges, strict=False):
        figures.append(_figure(row, text[left:right], sentence, row.offset - start, figures, here))
    over = {} if verdicts.CAUTIOUS.search(sentence) else dict(_of_sentence(sentence, figures, here))
    quoted = list(_quoted(sentence, here))
    for number, one in enumerate(figures):
        mine = [finding for words_, finding in quoted if words_[0] <= one.row.offset - start < words_[1]]
        yield one.row, [*mine, over.get(number, one.finding)][0]


def _figure(row: Any, clause: str, sentence: str, at: int, before: list[Figure], here: Known) -> Figure:
    """A figure with what is found of it by itself and by the figures before it."""
    lead, ranged = sentence[:at], bool(verdicts.RANGED.search(sentence[at + len(row.token) :]))
    if row.kind == "growth":
        return Figure(row, lead, growth(row, clause, before, here), None)
    projected = judging.ahead(row, ranged, here)
    if row.kind == "target" or verdicts.AIM.search(lead):
        last = [one.seen.indicator for one in before if one.seen][-1:]
        finding = judging.target(row._replace(of="".join([row.of] if row.of else last)), sentence, here)
        told = row.kind == "target" and finding == UNKNOWN and not verdicts.PLANNED.search(sentence)
        return Figure(row, lead, projected if told else finding, None)
    own = clause.partition(row.token)[0]
    if verdicts.EARLIER.search(own) or wording.NOW.search(own):  # a period further off is not its own
        row = row._replace(period_basis="inferred")
    finding = projected if ranged and projected.finding == "agrees" else judging.level(row, clause, here)
    return Figure(row, lead, finding, _seen(row, finding, here))


def _seen(row: Any, finding: Finding, here: Known) -> Any:
    """The observation that a figure is; None for what is none, or another's."""
    if finding.finding == "out of date":  # its claim is that of the later figure
        return [one for one in here.series(row.province, row.indicator) if equal(row, one)][-1]
    same = [one for one in here.observations if one.claim_id == finding.claim_id]
    return same[0] if same and finding.finding == "agrees" else None


def _quoted(sentence: str, here: Known) -> Iterator[tuple[tuple[int, int], Finding]]:
    """Where a sentence holds one of the claims, in full or short, word for word, and what is found of its numbers."""
    plain = sentence.replace("\u00a0", " ")
    for claim in files.each(here.claims):
        for told in (getattr(claim, f"text_{here.language}"), getattr(claim, f"short_{here.language}")):
            start = plain.find(told.rstrip(".")) if told else -1
            if start >= 0:
                reason = here.tell(N_("This sentence is not to be used: {reason}."), reason=here.reason(claim.reason))
                refused = claim.status == "refused"
                span = start, start + len(told)
                yield span, Finding(*("misleading", reason) if refused else ("agrees", ""), claim.Index)


# --- growth ---


def growth(row: Any, clause: str, before: list[Figure], here: Known) -> Finding:
    """What is found of a change: held to the two figures before it, else to the growth of its series."""
    ends = [one.seen for one in before if one.seen]
    series = here.series(row.province, ends[-1].indicator if ends else row.indicator)
    ends = [one for one in ends if one in series]
    pairs = list(itertools.combinations(series, 2))
    if ends:
        pairs = [(ends[-2], ends[-1])] if len(ends) > 1 else [pair for pair in pairs if ends[0] in pair]
    share, points = phrases.is_share(row.unit_printed), verdicts.POINTS.match(row.unit_printed)
    unit, other = ("points", "%") if points or not share else ("%", "points")
    yearly = " a year" if verdicts.YEARLY.search(f"{clause} {row.unit_printed}") else ""
    for first, last in pairs:
        if _is(row, _measures(first, last).get(unit + yearly)):
            return Finding("agrees", "", _claim(first, last, here))
    for first, last in pairs if ends and (points or share) else []:
        if _is(row, _measures(first, last).get(other + yearly)):
            return Finding("differs", here.tell(MEASURES[other + yearly]), _claim(first, last, here))
    if points and not yearly and len(ends) > 1 and not row.qualifier:
        change = words.quantity(abs(ends[-1].value - ends[-2].value), "points", here.language)
        reason = here.tell(N_("The two figures differ by {change}."), change=change)
        return Finding("differs", reason, _claim(ends[-2], ends[-1], here))
    return UNKNOWN


def _claim(first: Any, last: Any, here: Known) -> str:
    """The claim of a growth that may be quoted, else that of its later figure."""
    name = claim_id(last, "growth", f"{first.period}-to-{last.period}")
    return name if here.claims.status.get(name, "refused") != "refused" else str(last.claim_id)


def _measures(first: Any, last: Any) -> dict[str, float]:
    """The change between two figures in each of its measures; none a year within a year."""
    start, end = decimal_year(pd.Series([first.date, last.date]))
    change, ratio, years = last.value - first.value, last.value / first.value, end - start
    yearly = {"points a year": change / years, "% a year": 100 * (ratio ** (1 / years) - 1)} if years else {}
    return {"points": change, "%": 100 * (ratio - 1)} | (yearly if years >= LEAST_YEARS else {})


def _is(row: Any, measure: float | None) -> bool:
    """Whether a printed change is a measure, to its last digit or as far as its hedge goes; up or down."""
    low, high = sorted((abs(row.lower), abs(row.upper)))
    return measure is not None and low - 1e-9 <= abs(measure) <= high + 1e-9


# --- what a sentence must not say ---


def _of_sentence(text: str, figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """What a sentence must not say with its figures, as (place of the figure, finding)."""
    seen = [(place, one.seen, one.lead) for place, one in enumerate(figures) if one.seen]
    for (_, first, _), (place, last, lead) in itertools.pairwise(seen):
        if verdicts.MOVES.search(lead) and (why := _break(first, last, here)):
            reason = here.tell(N_("The two figures are not comparable: {reason}."), reason=here.reason(why))
            yield place, Finding("misleading", reason, last.claim_id)
    values = {one.row.value for one in figures}
    for place, one, _ in seen:
        if finding := _verdict(text, one, values, here):
            yield place, finding
    if verdicts.FEWER_PEOPLE.search(text):
        yield from _fewer(figures, here)


def _break(first: Any, last: Any, here: Known) -> str:
    """Why two figures may not be joined; '' where they may."""
    pairs = here.frames["comparability"]
    for pair in files.each(pairs[(pairs.province == last.province) & pairs.grade.isin(["C", "D"])]):
        ends = {(pair.start_indicator, pair.start_period), (pair.end_indicator, pair.end_period)}
        if ends == {(one.indicator, one.period) for one in (first, last)}:
            return str(pair.reason)
    return ""


def _verdict(text: str, seen: Any, values: set[float], here: Known) -> Finding | None:
    """That a target can't be called met, or missed, by a figure."""
    missed = verdicts.MISSED.search(text)
    said = missed or verdicts.MET.search(text)
    if not said or verdicts.HOPED.search(text[: said.start()]):
        return None
    goals = here.frames["targets"].merge(here.frames["target_matches"], on="target_id")
    scope = "vietnam" if verdicts.COUNTRY.search(text) else seen.province
    goals = goals[(goals.indicator == seen.indicator) & (goals.scope == scope)]
    named = goals[goals.value.isin(values - {seen.value})]
    for goal in files.each(named if len(named) or not verdicts.THE_TARGET.match(text, said.end()) else goals):
        reason = _wrong(goal, seen, bool(missed), here)
        return Finding("misleading", reason, claim_id(seen, "target", goal.target_id)) if reason else None
    return None


def _wrong(goal: Any, seen: Any, missed: bool, here: Known) -> str:
    """Why a verdict does not follow from a figure; '' where it does."""
    at_least = goal.comparator == ">=" or seen.lower == goal.value  # a figure of "more than" is above its value
    above = seen.value > goal.value or (seen.value == goal.value and at_least)
    if goal.match == "exact" or (goal.match == "near" and goal.bound == ("lower" if above else "upper")):
        text = N_("The target is met.") if above else N_("The target is not met.")
        return here.tell(text) if above == missed else ""
    return here.tell(N_("No verdict follows from this figure: {reason}."), reason=here.reason(goal.reason))


def _fewer(figures: list[Figure], here: Known) -> Iterator[tuple[int, Finding]]:
    """Fewer subscriptions told as fewer people: at the last figure of the sentence that is one of subscriptions."""
    rows = [one for one in here.observations if one.indicator in SUBSCRIPTIONS]
    found = [
        (place, Finding("misleading", here.tell(N_("Fewer subscriptions are not fewer people.")), one.claim_id))
        for place, figure in enumerate(figures)
        for one in rows
        if one.province == figure.row.province and exact(figure.row, one)
    ]
    yield from found[-1:]
