"""What a sentence claims with its figures: levels, growth, a trend, a verdict on a target, fewer people."""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from helpers.articles import phrases, verdicts, wording
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs.review import judging
from helpers.outputs.review.judging import UNKNOWN, Finding, Published, exact
from helpers.seeds.tidy import series_of
from helpers.tables import files

MEASURES = {  # of growth.csv: what a number is that was printed as another measure
    "change_points": N_("The difference of two percentages is in percentage points, not in per cent."),
    "relative_change_pct": N_("This is the relative change in per cent, not in percentage points."),
    "points_per_year": N_("These are percentage points a year, not per cent a year."),
    "annual_growth_pct": N_("This is the compound growth in per cent a year, not in percentage points."),
}


class Figure(NamedTuple):
    """A figure of a sentence: its row, the words before it, what is found of it."""

    row: Any
    lead: str
    finding: Finding


def judged(text: str, span: tuple[int, int], rows: list[Any], here: Published) -> list[tuple[Any, Finding]]:
    """The figures of a sentence, each with what is found of it: alone, beside the others, and as a claim's own words."""
    start, end = span
    sentence, figures = text[start:end], list[Figure]()
    edges = [start, *(row.end for row in rows)], [*(row.offset for row in rows[1:]), end]
    for row, left, right in zip(rows, *edges, strict=False):
        clause = sentence if "\t" in sentence else text[left:right]  # of a table's row the label is of all its cells
        figures.append(_figure(row, clause, sentence, row.offset - start, figures, here))
    over = {} if verdicts.CAUTIOUS.search(sentence) else dict(_of_sentence(sentence, figures, here))
    found = {number: over.get(number, one.finding) for number, one in enumerate(figures)}
    for first, last, finding in _quoted(sentence, here):
        found |= {number: finding for number, one in enumerate(figures) if first <= one.row.offset - start < last}
    return [(one.row, found[number]) for number, one in enumerate(figures)]


def _figure(row: Any, clause: str, sentence: str, at: int, before: list[Figure], here: Published) -> Figure:
    """A figure with what is found of it by itself and by the figures before it."""
    lead, ranged = sentence[:at], bool(verdicts.RANGED.search(sentence[at + len(row.token) :]))
    if row.kind == "growth":
        return Figure(row, lead, growth(row, clause, before, here))
    projected = judging.ahead(row, ranged, here)
    if row.kind == "target" or verdicts.AIM.search(lead):
        last = [one.finding.seen.indicator for one in before if one.finding.seen][-1:]
        finding = judging.target(row._replace(of="".join([row.of] if row.of else last)), sentence, here)
        unplanned = row.kind == "target" and finding == UNKNOWN and not verdicts.PLANNED.search(sentence)
        return Figure(row, lead, projected if unplanned else finding)
    own = clause.partition(row.token)[0]
    if verdicts.EARLIER.search(own) or wording.NOW.search(own):  # a period further off is not its own
        row = row._replace(period_basis="inferred")
    finding = projected if ranged and projected.finding == "agrees" else judging.level(row, clause, here)
    if finding == UNKNOWN and sum(map(str.isdigit, row.token)) > 2:  # to the last digit what was projected
        finding = projected
    return Figure(row, lead, finding)


def _quoted(sentence: str, here: Published) -> Iterator[tuple[int, int, Finding]]:
    """Where a sentence holds one of the claims, in full or short, word for word, and what is found of its numbers."""
    plain = sentence.replace("\u00a0", " ").lower()
    for claim in files.each(here.claims):
        for text in (getattr(claim, f"text_{here.language}"), getattr(claim, f"short_{here.language}")):
            start = plain.find(text.rstrip(".").lower()) if text else -1
            if start >= 0 and claim.status == "refused":
                reason = here.tell(N_("This sentence is not to be used: {reason}."), reason=claim.reason)
                yield start, start + len(text), Finding("misleading", reason, claim.Index)
            elif start >= 0:
                yield start, start + len(text), Finding("agrees", "", claim.Index)


def growth(row: Any, clause: str, before: list[Figure], here: Published) -> Finding:
    """What is found of a change: held to the growth of its series, between the figures before it where there are any."""
    seen = [one.finding.seen for one in before if one.finding.seen]
    indicator = seen[-1].indicator if seen else row.indicator
    series = here.series(row.province, indicator)
    rows = series_of(here.frames["growth"], row.province, indicator)
    ends = [one for one in seen if one in series][-2:]
    for one in ends:
        rows = rows[(rows.start_date == one.date) | (rows.end_date == one.date)]
    before_it, _, behind = clause.partition(row.token)
    yearly = verdicts.YEARLY.search(f"{before_it} {row.unit_printed} {behind.split(',')[0]}")
    measures = ["points_per_year", "annual_growth_pct"] if yearly else ["change_points", "relative_change_pct"]
    if not verdicts.POINTS.match(row.unit_printed):
        measures = measures[::-1] if phrases.is_share(row.unit_printed) else ["change"]
    low, high = sorted((abs(row.lower), abs(row.upper)))
    for measure in measures if ends else measures[:1]:
        for pair in files.each(rows[rows[measure].abs().between(low - 1e-6, high + 1e-6)]):
            claim = _claim(pair, series, here)
            same = measure == measures[0]
            return Finding("agrees", "", claim) if same else Finding("differs", here.tell(MEASURES[measure]), claim)
    return UNKNOWN


def _claim(pair: Any, series: list[Any], here: Published) -> str:
    """The claim of a growth that may be quoted, else that of its later figure."""
    period = {one.date: one.period for one in series}
    name = claim_id(pair, "growth", f"{period[pair.start_date]}-to-{period[pair.end_date]}")
    quotable = here.claims.status.get(name, "refused") != "refused"
    return name if quotable else claim_id(pair, "reported", period[pair.end_date])


# --- what a sentence must not say ---


def _of_sentence(text: str, figures: list[Figure], here: Published) -> Iterator[tuple[int, Finding]]:
    """What a sentence must not say with its figures, as (place of the figure, finding)."""
    seen = [(place, one.finding.seen, one.lead) for place, one in enumerate(figures) if one.finding.seen]
    for (_, first, _), (place, last, lead) in itertools.pairwise(seen):
        for reason in _breaks(first, last, here) if verdicts.MOVES.search(lead) else []:
            message = here.tell(N_("The two figures are not comparable: {reason}."), reason)
            yield place, Finding("misleading", message, last.claim_id)
    missed = verdicts.MISSED.search(text)
    verdict = missed or verdicts.MET.search(text)
    if verdict and not verdicts.HOPED.search(text[: verdict.start()]):
        scope = "vietnam" if verdicts.COUNTRY.search(text) else figures[0].row.province if figures else ""
        values = {one.row.value for one in figures}
        for place, one, _ in seen:
            goals = here.frames["targets"].merge(here.frames["target_matches"], on="target_id")
            goals = goals[(goals.indicator == one.indicator) & (goals.scope == scope)]
            for goal in files.each(goals[goals.value.isin(values - {one.value})].head(1)):  # whose level is named
                if message := _wrong(goal, one, bool(missed), here):
                    yield place, Finding("misleading", message, claim_id(one, "target", goal.target_id))
    gaps = here.frames["target_gaps"].query("gap_points > 0 and match != 'context' and bound != 'lower'")
    alone = all(one.row.kind == "target" or verdicts.AIM.search(one.lead) for one in figures)
    for place, one in enumerate(figures if alone and verdicts.DONE.search(text) else []):
        ids = [goal.target_id for goal in judging.goals(one.row, text, here)]
        for gap in files.each(gaps[gaps.target_id.isin(ids)]):
            reason = here.tell(N_("No published figure shows that this target is met."))
            yield place, Finding("misleading", reason, claim_id(gap, "target", gap.target_id))
    lines = [one for one in here.observations if one.indicator.endswith("subscriptions_count")]
    levels = [(at, figure.row) for at, figure in enumerate(figures) if figure.row.kind == "observation"]
    fewer = [
        (at, one.claim_id) for at, row in levels for one in lines if one.province == row.province and exact(row, one)
    ]
    for place, claim in fewer[-1:] if verdicts.FEWER_PEOPLE.search(text) else []:
        yield place, Finding("misleading", here.tell(N_("Fewer subscriptions are not fewer people.")), claim)


def _breaks(first: Any, last: Any, here: Published) -> Iterator[str]:
    """Why two figures may not be joined; nothing where they may."""
    pairs = here.frames["comparability"]
    for pair in files.each(pairs[(pairs.province == last.province) & pairs.grade.isin(["C", "D"])]):
        ends = {(pair.start_indicator, pair.start_period), (pair.end_indicator, pair.end_period)}
        if ends == {(one.indicator, one.period) for one in (first, last)}:
            yield pair.reason


def _wrong(goal: Any, seen: Any, missed: bool, here: Published) -> str:
    """Why a verdict does not follow from a figure; '' where it does."""
    at_least = goal.comparator == ">=" or seen.lower == goal.value  # a figure of "more than" is above its value
    above = seen.value > goal.value or (seen.value == goal.value and at_least)
    if goal.match == "exact" or (goal.match == "near" and goal.bound == ("lower" if above else "upper")):
        text = N_("The target is met.") if above else N_("The target is not met.")
        return here.tell(text) if above == missed else ""
    return here.tell(N_("No verdict follows from this figure: {reason}."), goal.reason)
