"""data/claims.csv: every number that may be quoted with its sentence, and those that may not with the reason."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import targets
from helpers.analysis.accuracy import reported_since
from helpers.analysis.pairs import ROUNDING, SAME_AGAIN
from helpers.claims import words
from helpers.claims.sentences import Amount, Claim, Context, claim, joined
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

BESIDE = ["kind", "start", "end", "observation_ids"]  # of a claim, beside what is written of it
RATES = {"points_per_year": "points a year", "annual_growth_pct": "% a year"}  # of growth.csv, with their units
CLAIMED_YEARS = (2025, 2030)
LIKELY, UNLIKELY = 0.9, 0.1  # from and up to which a chance has a word alone


def claims_table(seeds: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """data/claims.csv and BESIDE, from the seeds, the observations and the tables of analysis.chain: what may be quoted, and what must not."""
    observations, growth, spans = made["observations"], made["growth"], made["spans"]
    projections, gaps = made["projections"], made["target_gaps"]
    context = Context(seeds, observations)
    parts = [
        *(_figure("reported", row, row.period, row) for row in context.rows),
        *growth_claims(context, growth),
        *trend_claims(context, seeds["comparability"]),
        *projected_claims(context, projections, spans),
        *target_claims(context, gaps),
        *pace_claims(context, gaps),
        *chance_claims(context, gaps, spans),
        *feasible_claims(context, gaps),
        *country_claims(context, gaps, seeds["national"]),
        *slowing_claims(context, growth),
        *beside_targets(context, seeds["target_matches"]),
        *beside_projections(context, made),
    ]
    table = pd.DataFrame(parts, columns=[*files.header("claims"), *BESIDE])
    return table.sort_values("claim_id", ignore_index=True)


# --- what was reported ---


def _figure(kind: str, row: Any, subject: str, seen: Any, *more: Any, status: str = "quotable", **facts: Any) -> Claim:
    """A claim whose number is a reported one, with its caveats; its sentence rests on `more` figures beside it."""
    number, reason = Amount(seen.value, seen.unit, seen.lower, seen.upper), joined(seen.note, seen.indicator_note)
    return claim(kind, row, subject, [*more, seen], number, reason, status, **facts)


def growth_claims(context: Context, growth: pd.DataFrame) -> Iterator[Claim]:
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in files.each(growth):
        start, end = context.ends(row)
        name = next((rate for rate in RATES if not np.isnan(getattr(row, rate))), "change")
        unit = RATES.get(name, row.unit if np.isnan(row.change_points) else "points")
        number = Amount(getattr(row, name), unit, getattr(row, f"{name}_lower"), getattr(row, f"{name}_upper"))
        refused = row.comparability == "C" or row.note.startswith((SAME_AGAIN, ROUNDING))
        status, reason = "refused" if refused else "quotable", joined(row.note, end.indicator_note)
        subject, change = f"{start.period}-to-{end.period}", change_of(row, start, end)
        yield claim("growth", row, subject, [start, end], number, reason, status, change=change)


def change_of(row: Any, start: Any, end: Any) -> dict[str, Any]:
    """What is said of a change: its size without a sign, which `way` the hedges of its figures open it (`low` to `high` for
    a range), and `pace` (points a year) and `compound` growth (per cent a year), NaN where it is not `rated`.
    """
    way, (low, high) = _hedge_of_change(start, end), _printed_change(start, end)
    unit, noun = (row.unit, end.noun) if np.isnan(row.change_points) else ("points", "")
    size = {"value": abs(row.change), "unit": unit, "noun": noun, "low": low, "high": high, "way": way}
    pace, compound = (_rate(row, column, way) for column in ("points_per_year", "annual_growth_pct"))
    rates = {"pace": pace, "compound": compound, "rated": not np.isnan([pace, compound]).all()}
    return size | rates | {"decimals": words.most_decimals(start.value, end.value)}


def _hedge_of_change(start: Any, end: Any) -> str:
    """Which way the hedges of two figures open the size of their change: up, down, both, "range" where they differ, or ''."""
    ways = set()
    for point, outwards in ((start, end.value < start.value), (end, end.value >= start.value)):
        if way := numerals.hedge(point.qualifier):
            ways.add(way if outwards or way == "both" else {"up": "down", "down": "up"}[way])
    return ways.pop() if len(ways) == 1 else "range" if ways else ""


def _printed_change(start: Any, end: Any) -> tuple[float, float]:
    """The least and the most that a change can be by the printed figures and their hedges, without its sign."""
    (first, second), (third, fourth) = words.edges(start), words.edges(end)
    low, high = sorted(abs(bound) for bound in (third - second, fourth - first))
    # of a large count rounded: more digits than the hedges leave are none
    places = 3 - len(str(int(high - low))) if high - low >= 1000 else 6
    return round(low, places), round(high, places)


def _rate(row: Any, column: str, way: str) -> float:
    """A rate of growth.csv as it is said; "more than" stands before the least that it can be. NaN for none."""
    value, *bounds = (getattr(row, f"{column}{end}") for end in ("", "_lower", "_upper"))
    if column == "points_per_year":
        value, bounds = abs(value), [abs(bound) for bound in bounds]
    low, high = sorted(bounds)
    return float({"up": np.floor(10 * low) / 10, "down": np.ceil(10 * high) / 10}.get(way, value))


def trend_claims(context: Context, comparability: pd.DataFrame) -> Iterator[Claim]:
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in files.each(bad):
        start = context.of[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = context.of[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        unit = "points" if end.unit.startswith("%") else end.unit
        number = Amount(end.value - start.value, unit, end.lower - start.upper, end.upper - start.lower)
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        subject, reason = f"{chained}{pair.start_period}-to-{pair.end_period}", f"grade {pair.grade}: {pair.reason}"
        yield claim("trend", end, subject, [start, end], number, reason, "refused")


def beside_targets(context: Context, matches: pd.DataFrame) -> Iterator[Claim]:
    """The figure of a later report beside each target of its place that its indicator meets, without a verdict."""
    for goal in files.each(matches[matches.match != "context"].join(context.goals, on="target_id")):
        for row in context.rows:
            if pd.isna(row.paragraph) and (row.province, row.indicator) == (goal.scope, goal.indicator):
                yield _figure("later", row, f"{goal.target_id}-{row.period}", row, status="orientation", goal=goal)


def beside_projections(context: Context, made: dict[str, pd.DataFrame]) -> Iterator[Claim]:
    """What later reports print for the date of a central projection, in its wording or in another of its family."""
    central = made["projections"].query("method == 'diffusion' and label == 'projection'")
    rows = reported_since(central, made["observations"], context.indicators.family)
    by_id = {row.observation_id: row for row in context.rows}
    for row in files.each(rows.merge(made["spans"][[*SERIES, "start_date", "end_date"]], on=SERIES)):
        subject, measure = f"{row.reported_as}-{row.period}", context.indicators.loc[row.indicator]
        yield _figure("since", row, subject, by_id[row.observation_id], *context.ends(row), measure=measure)


# --- what may come ---


def projected_claims(context: Context, projections: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Claim]:
    """The central projection at the target years; one without a range is refused."""
    rows = projections[projections.date.dt.year.isin(CLAIMED_YEARS) & (projections.method == "diffusion")]
    for row in files.each(rows.merge(spans[[*SERIES, "start_date", "end_date"]], on=SERIES)):
        start, end = context.ends(row)
        number, status = Amount(row.value, row.unit, row.lower_80, row.upper_80), "quotable"
        reason = joined(row.range_basis, end.indicator_note)
        if np.isnan(row.lower_80):
            reason, status = row.range_basis, "refused"
        yield claim(row.label, row, str(row.date.year), [start, end], number, reason, status)


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
            subject = f"{first.period}-to-{last.period}"
            yield claim("country", row, subject, [context.latest(row)], number, "", "orientation", **facts)


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
        points, subject = [*earlier, start, end], f"{earlier[0].period}-to-{end.period}"
        number = Amount(pair.change, "points", pair.change_lower, pair.change_upper)
        yield claim("slowing", pair, subject, points, number, "", "orientation", **facts)
