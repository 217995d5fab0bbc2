"""Claims about what may come: projections, distances to targets, and the pace, the chance and the gains that these take."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import targets
from helpers.claims.figures import change_of
from helpers.claims.sentences import Amount, Claim, Context, claim, joined
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

CLAIMED_YEARS = (2025, 2030)
LIKELY, UNLIKELY = 0.9, 0.1  # from and up to which a chance has a word alone


def projected_claims(context: Context, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; one without a range is refused."""
    rows = projections[projections.date.dt.year.isin(CLAIMED_YEARS) & (projections.method == "diffusion")]
    for row in files.each(rows.merge(spans[[*SERIES, "start_date", "end_date"]], on=SERIES)):
        start, end = context.ends(row)
        number = Amount(row.value, row.unit, row.lower_80, row.upper_80)
        reason, status = joined(row.range_basis, end.indicator_note), "quotable"
        if np.isnan(row.lower_80):
            reason, status = row.range_basis, "refused"
        about = str(row.date.year)
        yield claim(row.label, row, about, [start, end], number, reason, status)


def target_claims(context: Context, gaps: pd.DataFrame) -> Iterator[Claim]:
    """The distance to each target that a series meets; where the two count different things, as orientation."""
    figures = pd.Series([(row.province, row.indicator) for row in context.rows]).value_counts()
    for row in files.each(gaps):
        end, facts = context.latest(row), context.aim(row)
        facts |= {"verdict": targets.conclusion_key(row), "figures": figures[row.province, row.indicator]}
        reason = joined(row.note, facts["goal"].note, f"target as in {facts['goal'].source} ({facts['goal'].evidence})")
        status, macro = ("orientation", "orientation") if row.match == "context" else ("quotable", "target")
        yield claim("target", row, row.target_id, [end], _left(row, end), reason, status, macro, **facts)


def _left(row: Any, end: Any) -> Amount:
    """What is left to a target by the printed figures, with the input range; what a bound leaves open is NaN."""
    lower, upper = row.target_value - end.upper, row.target_value - end.lower
    if row.match == "near" and row.bound == "lower":
        lower = np.nan
    elif row.match == "near":
        if lower <= 0:
            return Amount(np.nan, "points")
        upper = np.nan
    return Amount(row.gap_points, "points", lower, upper)


def pace_claims(context: Context, gaps: pd.DataFrame) -> Iterator[Claim]:
    """The pace in points a year that each own target takes from the latest figure, with its hedge."""
    for row in files.each(gaps[gaps.pace_needed.notna() & (gaps.match == "exact")]):
        end, years = context.latest(row), row.gap_points / row.pace_needed
        way = {"up": "down", "down": "up"}.get(hedge := numerals.hedge(end.qualifier), hedge)
        bounds = ((row.target_value - bound) / years for bound in (end.upper, end.lower))
        number, reason = Amount(row.pace_needed, "points a year", *bounds), joined(row.note, end.indicator_note)
        yield claim("pace", row, row.target_id, [end], number, reason, way=way, **context.aim(row))


def chance_claims(context: Context, gaps: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The chance that a series reaches a target's level by its date: a number for people, a word for households."""
    for row in files.each(gaps[gaps.probability.notna()].merge(spans[[*SERIES, "start_date", "end_date"]], on=SERIES)):
        word = "likely" if row.probability >= LIKELY else "unlikely" if row.probability <= UNLIKELY else "open"
        exact = word == "open" and context.indicators.kind[row.indicator] == "people"
        number = Amount(row.probability, "probability")
        yield _of_level("chance", context, row, context.ends(row), number, word=word, exact=exact)


def feasible_claims(context: Context, gaps: pd.DataFrame) -> Iterator[Claim]:
    """What share of the countries that once stood near the latest level gained as much in as many years."""
    for row in files.each(gaps[gaps.feasible_share.notna()]):
        due, latest = decimal_year([row.target_date, row.latest_date])
        number = Amount(row.feasible_share, "share of countries")
        facts = {"years": int(due - latest), "countries": int(row.feasible_countries)}
        yield _of_level("feasible", context, row, [context.latest(row)], number, **facts)


def _of_level(kind: str, context: Context, row: Any, points: list[Any], number: Amount, **facts: Any) -> Claim:
    """A claim about a target's level: quotable for an own target, orientation where the two count different things."""
    facts |= context.aim(row)
    reason = joined(facts["differs"]["en"], points[-1].indicator_note)
    status = "orientation" if row.match == "context" else "quotable"
    return claim(kind, row, row.target_id, points, number, reason, status, **facts)


def country_claims(context: Context, gaps: pd.DataFrame, national: pd.DataFrame) -> Iterator[Claim]:
    """Beside a pace that is needed what the country gained, of another indicator of the family: orientation."""
    families = context.indicators.family
    asked = gaps[gaps.pace_needed.notna() & gaps.pace_so_far.isna() & (gaps.match == "exact")]
    for row in files.each(asked.drop_duplicates(SERIES)):
        same = (national.indicator.map(families) == families[row.indicator]) & (national.indicator != row.indicator)
        for _, series in national[same].sort_values("date").groupby(["indicator", "publisher_measure"]):
            first, last = series.iloc[0], series.iloc[-1]
            years = decimal_year([first.date, last.date]).diff().iloc[1]
            number = Amount((last.value - first.value) / years, "points a year")
            facts = {"first": first, "last": last, "who": first.publisher_measure.split(" (")[0]}
            facts["measure"] = context.indicators.loc[first.indicator]
            about = f"{first.period}-to-{last.period}"
            yield claim("country", row, about, [context.latest(row)], number, "", "orientation", **facts)


def slowing_claims(context: Context, growth: pd.DataFrame) -> Iterator[Claim]:
    """A series that gains less, at most, than another of its family gained before it, at least: orientation."""
    rows = growth[growth.comparability.isin(["A", "B"]) & (growth.change > 0)]
    rows = rows.assign(family=rows.indicator.map(context.indicators.family))
    pairs = rows[rows.points_per_year.notna()].merge(rows, on=["province", "family"], suffixes=("_1", ""))
    pairs = pairs[(pairs.indicator_1 != pairs.indicator) & (pairs.start_date >= pairs.end_date_1)]
    for pair in files.each(pairs[pairs.change_upper / pairs.years < pairs.points_per_year_lower_1]):
        start, end = context.ends(pair)
        earlier = [context.at[pair.province, pair.indicator_1, date] for date in (pair.start_date_1, pair.end_date_1)]
        facts = {"earlier": earlier, "start": start, "change": change_of(pair, start, end)}
        points, about = [*earlier, start, end], f"{earlier[0].period}-to-{end.period}"
        number = Amount(pair.change, "points", pair.change_lower, pair.change_upper)
        yield claim("slowing", pair, about, points, number, "", "orientation", **facts)
