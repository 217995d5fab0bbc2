"""The chance that a target's level is reached by its date, and what countries gained that once stood where it stands."""

import numpy as np
import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS
from helpers.analysis.panels import ahead
from helpers.analysis.ranges import QUANTILES, WIDENED, chance, error_quantiles, interpolated, of_kind
from helpers.seeds.tidy import decimal_year

STEPS = range(5, 100, 5)  # levels of which feasibility and the calibration of chances are told
NEAR, MOST_YEARS = 5, 10  # points about a level, years of a gain
LEAST_COUNTRIES = 30  # that a comparison needs
PERCENTILES = {f"p{share}": share for share in range(0, 101, 5)}


def probability(rows: pd.DataFrame, quantiles: pd.DataFrame) -> pd.Series:
    """The chance that a series of people or households reaches the target's level by its date.

    The error quantiles about the central path, widened as the range is; for a target of 100, 99 counts as
    reached. A floor where the series bounds the target's quantity from below. NaN where there is no range,
    where the latest figure meets the target, and for a series that bounds it from above.
    """
    asked = rows.kind.isin(["people", "households"]) & rows.lower_80.notna() & ~rows.met & (rows.bound != "upper")
    of = rows[asked]
    h = decimal_year(of.target_date) - decimal_year(of.origin_date)
    errors = error_quantiles(h, of.latest_value, of_kind("people", quantiles)) * WIDENED["adoption"]
    margin = np.where(of.target_value == 100, 99, of.target_value) - of.value
    found = chance(margin, errors.to_numpy())
    return pd.Series(np.where(of.direction == 1, found, 1 - found), of.index).reindex(rows.index)


def feasibility(rows: pd.DataFrame, table: pd.DataFrame) -> dict[str, pd.Series]:
    """What share of the countries that once stood near the latest level gained as much in as many years, and of how many.

    For people and households a year or more before the target's date; levels to the nearest 5, whole years: of
    part of a year nobody is given the gain. It is a comparison, not a forecast.
    """
    asked = rows.kind.isin(["people", "households"]) & (rows.direction == 1) & ~rows.met & (rows.bound != "upper")
    asked &= rows.period_basis != "earliest"  # how many years are left is not known
    of = rows[asked & (rows.years_left >= LEAST_YEARS)]
    near = of.assign(level=5 * (of.latest_value / 5).round().astype(int), years=of.years_left.astype(int))
    near = near.merge(table, on=["level", "years"], how="left").set_axis(of.index)
    gains = near[list(PERCENTILES)].to_numpy(float)
    below = interpolated(near.gap_points, gains, list(PERCENTILES.values()))
    share = pd.Series(1 - below / 100, of.index).where(near.countries.notna())
    return {"feasible_share": share.reindex(rows.index), "feasible_countries": near.countries.reindex(rows.index)}


def probability_table(made: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """probability.csv: how often levels were reached that the errors known at the origin called as likely as that.

    `made` and `again` hold errors of the central method from calibration.at_origin, as they were made and projected
    again with the coefficients of the origin. Every window is asked for every level of STEPS above its last value;
    calls are put into five bins. Returns range (unwidened | widened | as_made), called (the bin's middle),
    mean_called, happened, windows, countries.
    """
    parts = []
    counts = {"mean_called": ("chance", "mean"), "happened": ("happened", "mean"), "windows": ("entity", "size")}
    for name, judged, times in (("unwidened", again, 1), ("widened", again, WIDENED["adoption"]), ("as_made", made, 1)):
        asked = judged.merge(pd.DataFrame({"level": STEPS}), how="cross").query("level > y1")
        margin = (asked.level - (asked.outcome - asked.error)) / np.sqrt(100 - asked.y1)
        asked["chance"] = chance(margin, times * asked[list(QUANTILES)].to_numpy())
        asked["called"] = (np.floor(5 * asked.chance) / 5 + 0.1).round(1)
        asked["happened"] = asked.outcome >= asked.level
        table = asked.groupby("called", as_index=False).agg(**counts, countries=("entity", "nunique"))
        parts.append(table.assign(range=name))
    return pd.concat(parts, ignore_index=True)


def feasibility_table(adoption: pd.DataFrame) -> pd.DataFrame:
    """feasibility.csv: what countries gained that once stood within 5 points of a level, by level and number of years.

    One window a country: the earliest year in which it stood there and of which the outcome is known. Returns
    level, years, countries, p0 to p100 (percentiles of the gain, points).
    """
    rows = ahead(adoption, range(1, MOST_YEARS + 1)).sort_values("origin").rename(columns={"horizon": "years"})
    rows["gain"] = rows.outcome - rows.y1
    near = pd.concat([rows[(rows.y1 - level).abs() <= NEAR].assign(level=level) for level in STEPS])
    gains = near.drop_duplicates(["entity", "years", "level"]).groupby(["years", "level"]).gain
    shares = gains.quantile(np.array(list(PERCENTILES.values())) / 100).unstack().set_axis(PERCENTILES, axis=1)
    table = shares.assign(countries=gains.size()).reset_index()
    return table[table.countries >= LEAST_COUNTRIES]
