"""How wrong projections were elsewhere: a panel of countries turned into two coefficients and error quantiles.

A projection made at a year sees only values up to that year, of other countries. The panel is not committed (NOTICE).
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from babel.core import get_global  # its territory aliases join numeric and three-letter country codes
from numpy.typing import NDArray
from tqdm import tqdm

from helpers.analysis import curves
from helpers.analysis.ranges import FAST, LEVELS, PERCENTILES, QUANTILES, STEPS, WIDENED, probability_table
from helpers.tables import files
from helpers.tables.refusals import Refusal

Values = NDArray[Any]
WINDOW = 3  # years between the two points of a window
HORIZONS = (1, 2, 3, 5, 7)
LEAST_ROWS = 100  # country-years that a fit needs: in the panel of Internet users that is from 2000 on
FIRST_SCORED = 2005  # earlier errors widen the range; from here on methods are compared
COUNTRY, FOLLOWED = "VN", (2, 5)  # the country that notebook 05 follows, and how many years ahead
DRAWS = 400  # refits that tell how sure β and γ are
LEAST_ERRORS = 30  # known errors that a range needs before it is scored, and countries that a comparison needs
NEAR, MOST_YEARS = 5, 10  # points about a level, years of a gain


def checked_panel(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A panel as entity, year, value (per cent); Refusal where it is none. Rows are named by the frame's index."""
    if missing := [column for column in ("entity", "year", "value") if column not in frame]:
        raise Refusal(f"{name}:1:{missing[0]}: no such column; entity, year, value are needed; rename or add it")
    if frame.empty:
        raise Refusal(f"{name}:2:: no rows; countries and years with their values; name a panel with rows")
    value, year = (pd.to_numeric(frame[column], errors="coerce") for column in ("value", "year"))
    panel = frame.assign(value=value, year=year, entity=[country(code) for code in frame.entity])
    share, twice = "per cent from 0 to 100", panel.duplicated(["entity", "year"])
    cases = [
        ("value", value.isna() | (value < 0) | (value > 100), share, "correct the cell"),
        ("year", year.isna() | (year % 1 != 0), "a year as a whole number", "correct the cell"),
        ("value", pd.Series(value.max() <= 1, frame.index), f"{share}, not fractions", "multiply by 100"),
        ("year", twice, "one value a country and year, also under two codes", "delete one"),
    ]
    for column, bad, allowed, todo in cases:
        for row in frame.index[bad][:1]:
            raise Refusal(f"{name}:{row + 2}:{column}: {frame.at[row, column]!r}; {allowed}; {todo}")
    return panel[["entity", "year", "value"]].astype({"year": int})


def country(code: object) -> str:
    """One code for a country, from a three-letter or a numeric one: 'vnm' and '704' are VN; others stay as they are."""
    text = str(code).upper()
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return aliases.get(text.zfill(3) if text.isdigit() else text, [text])[0]


def ahead(panel: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Every value with each known one that many years later: entity, origin (year), y1, horizon, outcome."""
    now = panel.rename(columns={"year": "origin", "value": "y1"})
    later = [panel.assign(year=panel.year - horizon, horizon=horizon) for horizon in years]
    outcomes = pd.concat(later).rename(columns={"year": "origin", "value": "outcome"})
    return now.merge(outcomes, on=["entity", "origin"])


def windows(panel: pd.DataFrame, levels: tuple[float, float], horizons: Sequence[int] = HORIZONS) -> pd.DataFrame:
    """Every pair of points three years apart whose last level lies within `levels`, with each known outcome."""
    before = panel.assign(year=panel.year + WINDOW).rename(columns={"year": "origin", "value": "y0"})
    rows = ahead(panel, horizons).merge(before, on=["entity", "origin"])
    rows = rows[rows.y1.between(*levels)].sort_values(["origin", "horizon", "entity"], ignore_index=True)
    return rows[["entity", "origin", "y0", "y1", "horizon", "outcome"]]


def training(panel: pd.DataFrame) -> pd.DataFrame:
    """The rows that β and γ are fitted on: windows with the regressors `level` and `momentum`, `gain`, and `outcome_year`.

    From every country-year with level L from 10 to 97 and V the mean yearly gain of the three years before: the mean
    yearly gain of the one, two or three years after, against ((1 - L/100) L, (1 - L/100) V).
    """
    rows = windows(panel, (10, 97), (1, 2, 3))
    room, pace = 1 - rows.y1 / 100, (rows.y1 - rows.y0) / WINDOW
    gain, outcome_year = (rows.outcome - rows.y1) / rows.horizon, rows.origin + rows.horizon
    return rows.assign(level=room * rows.y1, momentum=room * pace, gain=gain, outcome_year=outcome_year)


def fit(rows: pd.DataFrame) -> Values:
    """β and γ by median regression without intercept, from rows of `training`."""
    from statsmodels.regression.quantile_regression import QuantReg  # slow to import
    from statsmodels.tools.sm_exceptions import IterationLimitWarning

    # its iteration may end by swinging between two neighbouring rows: either is a median to six digits
    with warnings.catch_warnings(action="ignore", category=IterationLimitWarning):
        fitted: Values = QuantReg(rows.gain.to_numpy(), np.column_stack([rows.level, rows.momentum])).fit(0.5).params
        return fitted


def coefficients_at(origins: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """β and γ for each (entity, origin) that knew country-years enough: fitted on what was known then, elsewhere."""
    table = origins[["entity", "origin"]].drop_duplicates()
    available = table.origin.map(lambda origin: int((rows.outcome_year <= origin).sum()))
    table = table[available >= LEAST_ROWS].reset_index(drop=True)
    pairs = tqdm(files.each(table), total=len(table), desc="fits", disable=None)
    fits = [fit(rows[(rows.outcome_year <= pair.origin) & (rows.entity != pair.entity)]) for pair in pairs]
    return table.join(pd.DataFrame(np.reshape(fits, (-1, 2)), columns=["beta", "gamma"]))


def errors(scored: pd.DataFrame) -> pd.DataFrame:
    """Outcome less projection of every method, long: method, error, scaled (error over √(100 - y1)), and `common`: of a
    window for which every method has a value, as only there methods may be compared.
    """
    points = (scored.y0, scored.y1, WINDOW, scored.horizon)
    methods = {name: method(*points) for name, method in curves.SHARE_CURVES.items()}
    methods["constant_growth"] = np.minimum(curves.constant_growth(*points), 100)
    methods["diffusion"] = curves.diffusion(*points, scored.beta, scored.gamma)
    common = np.isfinite(np.column_stack(list(methods.values()))).all(axis=1)
    parts = [scored.assign(common=common, method=name, error=scored.outcome - value) for name, value in methods.items()]
    result = pd.concat(parts, ignore_index=True).dropna(subset="error")
    return result.assign(scaled=result.error / np.sqrt(100 - result.y1))


def quantiles_of(values: Values) -> Values:
    """The QUANTILES of some errors, as conformal prediction takes them: n errors part the line into n + 1 equal chances."""
    return np.quantile(values, list(QUANTILES.values()), method="weibull")


def at_origin(part: pd.DataFrame, anew: bool = False) -> pd.DataFrame:
    """The errors of one method at one horizon with the quantiles of those known at their origin, in other countries.

    Of origins from FIRST_SCORED on; where fewer than LEAST_ERRORS were known, there is no row. `anew`: the known
    windows projected again with the coefficients of the origin (central method), else the errors as they were made.
    """
    found = {}
    for origin, now in part[part.origin >= FIRST_SCORED].groupby("origin"):
        earlier = part[part.origin + part.horizon <= origin]
        y0, y1, horizon, outcome, scaled = earlier[["y0", "y1", "horizon", "outcome", "scaled"]].to_numpy().T
        countries = earlier.entity.to_numpy(object)  # plain arrays: there are thousands of rows
        for row in files.each(now):
            if anew:
                projected = curves.diffusion(y0, y1, WINDOW, horizon, row.beta, row.gamma)
                scaled = (outcome - projected) / np.sqrt(100 - y1)
            past = scaled[countries != row.entity]
            if len(past) >= LEAST_ERRORS:
                found[row.Index] = quantiles_of(past)
    table = pd.DataFrame.from_dict(found, orient="index", columns=list(QUANTILES))
    return part.join(table, how="inner").loc[list(found)].reset_index(drop=True)


def coverage(judged: pd.DataFrame, widened: float) -> dict[str, float]:
    """Per cent of outcomes inside an 80 % range built only from what was known at the origin: of all, of FAST series, and
    in the range that a province gets; NaN where too few can be judged.
    """
    fast = (judged.y1 - judged.y0).abs() / WINDOW > FAST
    counted: dict[str, float] = {"judged": len(judged), "countries": judged.entity.nunique()}
    for name, times in (("held_80", 1.0), ("held_80_widened", widened)):
        inside = judged.scaled.between(times * judged.q10, times * judged.q90)
        counted[name] = 100 * inside.mean()
        counted[f"{name}_fast"] = 100 * inside[fast].mean() if fast.sum() >= LEAST_ERRORS else np.nan
    return counted


def quantile_table(scored_errors: pd.DataFrame, name: str) -> pd.DataFrame:
    """range_quantiles.csv for one class, by method and horizon: mean errors of the windows scored, quantiles of all errors."""
    rows = []
    for (method, horizon), part in scored_errors.groupby(["method", "horizon"]):
        scored = part[part.common & (part.origin >= FIRST_SCORED)]
        row = {"class": name, "method": method, "horizon": horizon, "count": len(scored)}
        row |= {"mean_absolute_error": scored.error.abs().mean(), "bias": scored.error.mean(), "errors": len(part)}
        row |= dict(zip(QUANTILES, quantiles_of(part.scaled.to_numpy()), strict=True))
        rows.append(row | coverage(at_origin(part), WIDENED[name]))
    return pd.DataFrame(rows)


def coefficient_table(rows: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """coefficients.csv: β and γ with the range of DRAWS refits on samples of whole countries, and how much they rest on."""
    generator = np.random.default_rng(2025)
    members = list(rows.groupby("entity").indices.values())
    samples = (generator.integers(len(members), size=len(members)) for _ in range(DRAWS))
    refits = [fit(rows.iloc[np.concatenate([members[pick] for pick in sample])]) for sample in samples]
    lower, upper = np.quantile(refits, [0.025, 0.975], axis=0)
    fitted = {"coefficient": ["beta", "gamma"], "value": fit(rows), "lower": lower, "upper": upper}
    years = {"first_year": panel.year.min(), "last_year": panel.year.max()}
    return pd.DataFrame(fitted).assign(rows=len(rows), entities=rows.entity.nunique(), **years)


def feasibility_table(adoption: pd.DataFrame) -> pd.DataFrame:
    """feasibility.csv: gains of countries once near a level, by level and years; of each its earliest known window."""
    rows = ahead(adoption, range(1, MOST_YEARS + 1)).sort_values("origin").rename(columns={"horizon": "years"})
    rows["gain"] = rows.outcome - rows.y1
    near = pd.concat([rows[(rows.y1 - level).abs() <= NEAR].assign(level=level) for level in STEPS])
    gains = near.drop_duplicates(["entity", "years", "level"]).groupby(["years", "level"]).gain
    shares = gains.quantile(np.array(list(PERCENTILES.values())) / 100).unstack().set_axis(PERCENTILES, axis=1)
    table = shares.assign(countries=gains.size()).reset_index()
    return table[table.countries >= LEAST_ERRORS]


def calibrate(
    adoption: pd.DataFrame, infrastructure: list[pd.DataFrame], sources: dict[str, tuple[str, str]]
) -> dict[str, pd.DataFrame]:
    """The tables of seeds/calibration/ from checked panels, of which `sources` has (name, version) by class."""
    rows = training(adoption)
    scored = {"adoption": windows(adoption, LEVELS["adoption"])}
    if infrastructure:
        scored["infrastructure"] = pd.concat([windows(one, LEVELS["infrastructure"]) for one in infrastructure])
    origins = coefficients_at(pd.concat(scored.values()), rows)
    if not (origins.origin >= FIRST_SCORED).any():
        few, allowed = f"{len(rows)} country-years to fit on", f"{LEAST_ROWS} or more before {FIRST_SCORED}"
        raise Refusal(f"panel:0:: {few}; {allowed}; name a longer panel")
    found = {name: errors(part.merge(origins, on=["entity", "origin"])) for name, part in scored.items()}
    parts = [part for _, part in found["adoption"].query("method == 'diffusion'").groupby("horizon")]
    made, again = (pd.concat([at_origin(part, anew) for part in parts]) for anew in (False, True))
    entity = COUNTRY if COUNTRY in set(made.entity) else made.entity.mode()[0]  # else that of the most windows
    followed = made[(made.entity == entity) & made.horizon.isin(FOLLOWED)].sort_values(["horizon", "origin"])
    named = {name: {"panel": sources[name][0], "panel_version": sources[name][1]} for name in found}
    quantiles = [quantile_table(part, name).assign(**named[name]) for name, part in found.items()]
    return {
        "coefficients": coefficient_table(rows, adoption).assign(**named["adoption"]),
        "range_quantiles": pd.concat(quantiles, ignore_index=True),
        "probability": probability_table(made, again).assign(**named["adoption"]),
        "feasibility": feasibility_table(adoption).assign(**named["adoption"]),
        "one_country": followed[list(files.header("one_country"))],
    }
