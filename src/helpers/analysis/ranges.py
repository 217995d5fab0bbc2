"""The ranges of central projections, the chance of a level, and what other countries gained from there."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.analysis.curves import diffusion
from helpers.analysis.growth import Numbers
from helpers.analysis.pairs import LEAST_YEARS
from helpers.seeds.tidy import decimal_year

PANEL_OF = {"people": "adoption", "households": "adoption", "infrastructure": "infrastructure"}  # kinds projected
LEVELS = {"adoption": (20, 90), "infrastructure": (20, 97)}  # last levels that the panels calibrate
WIDENED = {"adoption": 1.5, "infrastructure": 1.0}  # a province is not a country
FAST = 6  # points a year: ranges held such series less often
RANGE_YEARS = 5  # up to then the range of people is an 80 % range; further ahead it is indicative
BASIS = {
    "people": "errors of projections of Internet users in other countries, widened by half for a province",
    "households": "errors of projections of Internet users in other countries, widened by half for a province; "
    "on other subnational series of households such ranges held 44 to 70 %, misses mostly below",  # docs/method.md
    "infrastructure": "errors of projections of national 3G and 4G coverage, not calibrated for provinces",
}
UNCALIBRATED = "no range: no panel tells how wrong such series were"
QUANTILES = {"q2_5": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q97_5": 0.975}
STEPS = range(5, 100, 5)  # levels of which feasibility and the calibration of chances are told
PERCENTILES = {f"p{share}": share for share in range(0, 101, 5)}  # of what countries gained


def ranges(central: pd.DataFrame, quantiles: pd.DataFrame, beta: float, gamma: float) -> pd.DataFrame:
    """Central projections with lower_80, upper_80 and range_basis, by the kind of their indicator.

    The 10 % and 90 % quantiles of past errors over √(100 - y1), interpolated in the horizon from 0, times
    √(100 - y1); widened for a province's people and households; added to the lowest and highest path that the
    input ranges allow; kept within 0 and 100. Outside the calibrated levels and horizons: no range, and why.
    """
    none = central.head(0).assign(lower_80=np.nan, upper_80=np.nan, range_basis="")
    kinds = central.groupby("kind")
    parts = [_ranged(rows, of_kind(str(kind), quantiles), str(kind), beta, gamma) for kind, rows in kinds]
    return pd.concat([none, *parts])


def of_kind(kind: str, quantiles: pd.DataFrame) -> pd.DataFrame:
    """The rows of range_quantiles.csv for the central projections of a kind, by horizon."""
    rows = quantiles[(quantiles["class"] == PANEL_OF.get(kind)) & (quantiles.method == "diffusion")]
    return rows.sort_values("horizon")


def _ranged(rows: pd.DataFrame, quantiles: pd.DataFrame, kind: str, beta: float, gamma: float) -> pd.DataFrame:
    """The central projections of one kind with their ranges."""
    starts, ends = ([rows[f"{end}_{side}"].to_numpy() for side in ("lower", "upper")] for end in ("start", "end"))
    time = rows.years.to_numpy(), rows.h.to_numpy()
    paths = [diffusion(start, end, *time, beta, gamma) for start in starts for end in ends]
    errors = error_quantiles(rows.h, rows.origin_value, quantiles) * WIDENED[PANEL_OF[kind]]
    least, most = LEVELS[PANEL_OF[kind]]
    scored = quantiles.horizon[quantiles.held_80.notna()].max()  # further on nobody knows what such a range holds
    cases = {
        UNCALIBRATED: np.full(len(rows), quantiles.empty),
        f"no range: the last value lies outside {least} to {most}": ~rows.origin_value.between(least, most),
        f"no range: more than {scored} years ahead": rows.h > scored,
    }
    without = np.any(list(cases.values()), axis=0)
    return rows.assign(
        lower_80=(np.minimum.reduce(paths) + errors.q10).clip(0, 100).mask(without),
        upper_80=(np.maximum.reduce(paths) + errors.q90).clip(0, 100).mask(without),
        range_basis=np.select(list(cases.values()), list(cases), _basis(rows, quantiles, kind)),
    )


def _basis(rows: pd.DataFrame, quantiles: pd.DataFrame, kind: str) -> pd.Series:
    """Under which name each range goes, where it comes from, and what such ranges held of fast series."""
    name = np.where((rows.h <= RANGE_YEARS) & (kind == "people"), "80 % range: ", "indicative range: ")
    scored = quantiles.dropna(subset="held_80_widened_fast")
    fast = (rows.origin_value - rows.start_value).abs() / rows.years > FAST
    low, high = scored.held_80_widened_fast.min(), scored.held_80_widened_fast.max()
    words = f"; elsewhere it held {low:.0f} to {high:.0f} % of series that moved more than {FAST} points a year"
    caveat = np.where(fast & (rows.h <= scored.horizon.max()), words, "")
    return pd.Series(name, rows.index, dtype="str") + BASIS[kind] + caveat


def error_quantiles(h: pd.Series, last: pd.Series, quantiles: pd.DataFrame) -> pd.DataFrame:
    """The quantiles of past errors `h` years ahead, interpolated in the horizon from 0, in points at each last level."""
    scale = np.sqrt(100 - last)
    at = {name: np.interp(h, [0, *quantiles.horizon], [0, *quantiles[name]]) * scale for name in QUANTILES}
    return pd.DataFrame(at, index=h.index)


def chance(margin: Numbers, errors: Numbers) -> Numbers:
    """The chance that an error is at least `margin`, from its quantiles (a row of QUANTILES a case), linear between them.

    Below the lowest and above the highest quantile it stays 0.975 and 0.025: more is not known.

    >>> chance([0, 3, 99], np.array([[-6, -4, -2, 0, 2, 4, 6.0]])).round(3).tolist()
    [0.5, 0.175, 0.025]
    """
    return 1 - interpolated(margin, errors, list(QUANTILES.values()))


def interpolated(values: Numbers, points: Numbers, shares: Sequence[float]) -> Numbers:
    """Where each value lies among its row of ascending points, in shares, linear between them and flat beyond."""
    width = np.maximum(np.diff(points), 1e-12)
    part = np.clip((np.asarray(values)[:, None] - points[:, :-1]) / width, 0, 1)
    return shares[0] + part @ np.diff(shares)


def probability(rows: pd.DataFrame, quantiles: pd.DataFrame) -> pd.Series:
    """The chance that a series of people or households reaches the target's level by its date.

    The error quantiles about the central path, widened as the range is; for a target of 100, 99 counts as reached. A
    floor where the series bounds the target from below; NaN without a range, of a target met or bounded from above.
    """
    of = rows[rows.kind.isin(["people", "households"]) & rows.lower_80.notna() & ~rows.met & (rows.bound != "upper")]
    h = decimal_year(of.target_date) - decimal_year(of.origin_date)
    errors = error_quantiles(h, of.latest_value, of_kind("people", quantiles)) * WIDENED["adoption"]
    margin = of.target_value.mask(of.target_value == 100, 99) - of.value
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
    below = interpolated(near.gap_points, near[list(PERCENTILES)].to_numpy(float), list(PERCENTILES.values()))
    share = pd.Series(1 - below / 100, of.index).where(near.countries.notna())
    return {"feasible_share": share.reindex(rows.index), "feasible_countries": near.countries.reindex(rows.index)}


def probability_table(made: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """probability.csv: of levels above the last value, how often they were reached that calibration.at_origin called as likely."""
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
