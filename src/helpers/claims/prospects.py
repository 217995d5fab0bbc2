"""Claims about what targets take: the pace needed, the chance, what countries gained, what the whole country gained, a slowing."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.claims import words
from helpers.claims.figures import WAYS, change_in_words
from helpers.claims.sentences import Claim, Observations, claim, in_both, joined, texts, translated
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import decimal_year
from helpers.tables import files

LIKELY, UNLIKELY = 0.9, 0.1  # from and up to which a chance has a word alone
CHANCES = {"likely": N_("likely"), "unlikely": N_("unlikely"), "open": N_("open")}
Facts = dict[str, pd.DataFrame]


def pace_claims(observed: Observations, gaps: pd.DataFrame, seeds: Facts) -> Iterator[Claim]:
    """The pace in points a year that each own target takes from the latest figure, with its hedge."""
    goals = seeds["targets"].set_index("target_id")
    for row in files.each(gaps[gaps.pace_needed.notna() & (gaps.match == "exact")]):
        goal, end = goals.loc[row.target_id], observed.at[row.province, row.indicator, row.latest_date]
        years = row.gap_points / row.pace_needed
        way = {"up": "down", "down": "up"}.get(hedge := numerals.hedge(end.qualifier), hedge)
        printed = translated(WAYS[way], in_both(row.pace_needed, "points a year", 1 if row.pace_needed >= 1 else 2))
        rest = {"value": row.pace_needed, "unit": "points a year", "reason": joined(row.note, end.indicator_note)}
        rest |= {"lower": (row.target_value - end.upper) / years, "upper": (row.target_value - end.lower) / years}
        yield claim("pace", row, row.target_id, [end], **texts("pace", printed, goal=goal, end=end), **rest)


def chance_claims(observed: Observations, gaps: pd.DataFrame, spans: pd.DataFrame, seeds: Facts) -> Iterator[Claim]:
    """The chance that a series reaches a target's level by its date: a number for people, a word for households."""
    kinds = seeds["indicators"].set_index("indicator").kind
    ends = spans[["province", "indicator", "start_date", "end_date"]]
    for row in files.each(gaps[gaps.probability.notna()].merge(ends, on=["province", "indicator"])):
        start, end = observed.ends(row)
        word = "likely" if row.probability >= LIKELY else "unlikely" if row.probability <= UNLIKELY else "open"
        printed = {one: words.translator(one)(CHANCES[word]) for one in words.LANGUAGES}
        if word == "open" and kinds[row.indicator] == "people":
            chance = {one: numerals.number(row.probability, 1, one) for one in words.LANGUAGES}
            printed = translated(N_("open, about {amount}"), chance)
        rest = {"value": row.probability, "unit": "probability", "lower": np.nan, "upper": np.nan}
        yield _of_target("chance", observed, row, seeds, [start, end], printed, rest)


def feasible_claims(observed: Observations, gaps: pd.DataFrame, seeds: Facts) -> Iterator[Claim]:
    """What share of the countries that once stood near the latest level gained as much in as many years."""
    for row in files.each(gaps[gaps.feasible_share.notna()]):
        end = observed.at[row.province, row.indicator, row.latest_date]
        due, latest = decimal_year([row.target_date, row.latest_date])
        tenths = round(10 * row.feasible_share)
        printed = {one: _tenths(tenths, one) for one in words.LANGUAGES}
        rest = {"value": row.feasible_share, "unit": "share of countries", "lower": np.nan, "upper": np.nan}
        facts = {"years": int(due - latest), "countries": int(row.feasible_countries)}
        yield _of_target("feasible", observed, row, seeds, [end], printed, rest, **facts)


def _tenths(tenths: int, language: str) -> str:
    """A share of countries in tenths: 'about 4 in 10'."""
    _ = words.translator(language)
    if tenths in (0, 10):
        return _("hardly any") if tenths == 0 else _("nearly all")
    return _("about {n} in 10").format(n=tenths)


def _of_target(
    kind: str,
    observed: Observations,
    row: Any,
    seeds: Facts,
    points: list[Any],
    printed: dict[str, str],
    rest: Claim,
    **facts: Any,
) -> Claim:
    """A claim about a target's level: quotable for an own target, orientation where the two count different things."""
    goal = seeds["targets"].set_index("target_id").loc[row.target_id]
    match = seeds["target_matches"].set_index(["target_id", "indicator"]).reason[row.target_id, row.indicator]
    differs = {"en": match, "vi": words.vietnamese_or_english(match, observed.phrases)}
    facts |= {"row": row, "goal": goal, "start": points[0], "end": points[-1], "differs": differs}
    made = rest | texts(kind, printed, **facts) | {"reason": joined(match, points[-1].indicator_note)}
    status = "orientation" if row.match == "context" else "quotable"
    return claim(kind, row, row.target_id, points, **made | {"status": status})


def country_claims(observed: Observations, gaps: pd.DataFrame, seeds: Facts) -> Iterator[Claim]:
    """Beside a pace that is needed what the country gained, of another indicator of the family: orientation."""
    indicators, national = seeds["indicators"].set_index("indicator"), seeds["national"]
    families = national.indicator.map(indicators.family)
    asked = gaps[gaps.pace_needed.notna() & gaps.pace_so_far.isna() & (gaps.match == "exact")]
    for row in files.each(asked.drop_duplicates(["province", "indicator"])):
        same = national[(families == indicators.family[row.indicator]) & (national.indicator != row.indicator)]
        for _, series in same.sort_values("date").groupby(["indicator", "publisher_measure"]):
            first, last = series.iloc[0], series.iloc[-1]
            years = float(decimal_year([last.date])[0] - decimal_year([first.date])[0])
            end = observed.at[row.province, row.indicator, row.latest_date]
            pace = (last.value - first.value) / years
            printed = in_both(pace, "points a year", 2)
            facts = {"first": first, "last": last, "who": first.publisher_measure.split(" (")[0], "end": end}
            rest = texts("country", printed, **facts, measure=indicators.loc[first.indicator])
            rest |= {"value": pace, "unit": "points a year", "lower": np.nan, "upper": np.nan, "status": "orientation"}
            yield claim("country", row, f"{first.period}-to-{last.period}", [end], **rest)


def slowing_claims(observed: Observations, growth: pd.DataFrame, seeds: Facts) -> Iterator[Claim]:
    """A series that gains less, at most, than another of its family gained before it, at least: orientation."""
    families = seeds["indicators"].set_index("indicator").family
    rows = growth[growth.comparability.isin(["A", "B"]) & (growth.change > 0)].assign(
        family=growth.indicator.map(families)
    )
    pairs = rows[rows.points_per_year.notna()].merge(rows, on=["province", "family"], suffixes=("_1", ""))
    pairs = pairs[(pairs.indicator_1 != pairs.indicator) & (pairs.start_date >= pairs.end_date_1)]
    for pair in files.each(pairs[pairs.change_upper / pairs.years < pairs.points_per_year_lower_1]):
        start, end = observed.ends(pair)
        earlier = [observed.at[pair.province, pair.indicator_1, date] for date in (pair.start_date_1, pair.end_date_1)]
        before = in_both(pair.points_per_year_1, "points a year", 1)
        change = change_in_words(pair, start, end)
        facts = {"row": pair, "earlier": earlier, "before": before, "start": start, "end": end, "change": change}
        rest = texts("slowing", change["size"], **facts) | {
            "value": pair.change,
            "unit": "points",
            "status": "orientation",
        }
        rest |= {"lower": pair.change_lower, "upper": pair.change_upper}
        yield claim("slowing", pair, f"{earlier[0].period}-to-{end.period}", [*earlier, start, end], **rest)
