"""How wrong projections were elsewhere: a panel of countries turned into two coefficients and error quantiles.

Time-respecting: a projection made at a year sees only values up to that year, and only of other
countries. The tables are committed under seeds/calibration/; the panel is not (see NOTICE).
"""

import sys
import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.analysis import curves
from helpers.analysis.chances import feasibility_table, probability_table
from helpers.analysis.panels import WINDOW, BadPanel, Values, wide, windows
from helpers.analysis.ranges import FAST, LEVELS, QUANTILES, WIDENED
from helpers.tables import files

LEAST_ROWS = 100  # country-years that a fit needs: in the panel of Internet users that is from 2000 on
FIRST_SCORED = 2005  # earlier errors widen the range; from here on methods are compared
HELD = round(100 * (QUANTILES["q90"] - QUANTILES["q10"]))  # what the range is meant to hold, per cent
COUNTRY, FOLLOWED = "vnm", (2, 5)  # the country that notebook 05 follows, and how many years ahead
LEAST_ERRORS = 30  # known errors that a range needs before it is scored, and countries that a comparison needs


class Training(NamedTuple):
    """Country-years for the fit: the regressors, the mean gain after, whose, and when that was known."""

    regressors: np.ndarray
    gain: np.ndarray
    country: np.ndarray
    known: np.ndarray


def training(panel: pd.DataFrame) -> Training:
    """The rows that β and γ are fitted on.

    From every country-year with level L from 10 to 97 and V the mean yearly gain of the three years
    before: the mean yearly gain of the one, two or three years after, against ((1 - L/100) L, (1 - L/100) V).
    """
    values, countries, first = wide(panel)
    parts = []
    for year in range(WINDOW, values.shape[1]):
        level, before = values[:, year], (values[:, year] - values[:, year - WINDOW]) / WINDOW
        for ahead in (1, 2, 3):
            if year + ahead < values.shape[1]:
                gain = (values[:, year + ahead] - level) / ahead
                rows = np.flatnonzero((level >= 10) & (level <= 97) & np.isfinite(before) & np.isfinite(gain))
                room = 1 - level[rows] / 100
                regressors = np.column_stack([room * level[rows], room * before[rows]])
                parts.append((regressors, gain[rows], countries[rows], np.full(len(rows), first + year + ahead)))
    if not parts:
        return Training(np.empty((0, 2)), np.empty(0), np.empty(0, object), np.empty(0, int))
    return Training(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fit(rows: Training, at: int | None = None, without: str | None = None) -> Values:
    """β and γ by median regression without intercept, from what was known `at` a year, `without` a country."""
    from statsmodels.regression.quantile_regression import QuantReg  # slow to import
    from statsmodels.tools.sm_exceptions import IterationLimitWarning

    keep = np.ones(len(rows.gain), bool)
    if at is not None:
        keep &= rows.known <= at
    if without is not None:
        keep &= rows.country != without
    with warnings.catch_warnings():
        # its iteration may end by swinging between two neighbouring rows: either is a median to six digits
        warnings.simplefilter("ignore", IterationLimitWarning)
        fitted: Values = QuantReg(rows.gain[keep], rows.regressors[keep]).fit(0.5).params
        return fitted


def bootstrap(rows: Training, draws: int = 400, seed: int = 2025) -> Values:
    """β and γ refitted on `draws` samples of whole countries, as an array draws × 2."""
    generator = np.random.default_rng(seed)
    countries, place = np.unique(rows.country, return_inverse=True)
    members = [np.flatnonzero(place == index) for index in range(len(countries))]
    result = []
    for _ in range(draws):
        index = np.concatenate([members[pick] for pick in generator.integers(len(countries), size=len(countries))])
        result.append(fit(Training(*(column[index] for column in rows))))
    return np.array(result)


def coefficients_at(origins: pd.DataFrame, rows: Training, note: str = "") -> pd.DataFrame:
    """β and γ for each (entity, origin): fitted on what was known then, elsewhere. Returns entity, origin, beta, gamma.

    Origins that knew too few country-years are left out.
    """
    known = {origin: int((rows.known <= origin).sum()) for origin in origins.origin.unique()}
    table = (
        origins[origins.origin.map(known) >= LEAST_ROWS][["entity", "origin"]].drop_duplicates().reset_index(drop=True)
    )
    progress = tqdm(
        files.each(table), total=len(table), desc=f"fits {note}", file=sys.stderr, disable=not sys.stderr.isatty()
    )
    fitted = np.array([fit(rows, at=pair.origin, without=pair.entity) for pair in progress]).reshape(-1, 2)
    return table.assign(beta=fitted[:, 0], gamma=fitted[:, 1])


def errors(scored: pd.DataFrame) -> pd.DataFrame:
    """Outcome less projection of every method, long: class columns, method, error, scaled (error over √(100 - y1)).

    `common` marks the windows for which every method has a value: only there may methods be compared.
    """
    y0, y1, h = (scored[name].to_numpy(float) for name in ("y0", "y1", "horizon"))
    methods = {name: method(y0, y1, WINDOW, h) for name, method in curves.SHARES.items()}
    methods["constant_growth"] = np.minimum(curves.constant_growth(y0, y1, WINDOW, h), 100)
    methods["diffusion"] = curves.diffusion(y0, y1, WINDOW, h, scored.beta.to_numpy(), scored.gamma.to_numpy())
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
    kept, found = [], []
    for origin, now in part[part.origin >= FIRST_SCORED].groupby("origin"):
        known = part[part.origin + part.horizon <= origin]
        for row in files.each(now):
            past = _projected_again(known, row) if anew else known.scaled
            past = past.to_numpy()[known.entity.to_numpy() != row.entity]
            if len(past) >= LEAST_ERRORS:
                kept.append(row.Index)
                found.append(quantiles_of(past))
    made = np.array(found).reshape(-1, len(QUANTILES))
    return part.loc[kept].reset_index(drop=True).join(pd.DataFrame(made, columns=list(QUANTILES)))


def _projected_again(known: pd.DataFrame, row: Any) -> pd.Series:
    """Scaled errors of known windows, projected with another window's coefficients."""
    projected = curves.diffusion(known.y0, known.y1, WINDOW, known.horizon, row.beta, row.gamma)
    return pd.Series((known.outcome - projected) / np.sqrt(100 - known.y1))


def held(judged: pd.DataFrame, widened: float = 1.0) -> dict[str, float]:
    """Per cent of outcomes inside an 80 % range built only from what was known at the origin, from `at_origin`.

    Returns held_80 (of all), held_80_fast (of the series that had moved more than six points a year), both also
    `_widened` (in the range that a province gets), judged and countries (on how many windows, of how many
    countries, that rests); NaN where too few can be judged.
    """
    fast = (judged.y1 - judged.y0).abs() / WINDOW > FAST
    inside, wide = (judged.scaled.between(times * judged.q10, times * judged.q90) for times in (1, widened))
    return {
        "held_80": 100 * inside.mean(),
        "held_80_fast": _enough(100 * inside[fast]),
        "held_80_widened": 100 * wide.mean(),
        "held_80_widened_fast": _enough(100 * wide[fast]),
        "judged": len(judged),
        "countries": judged.entity.nunique(),
    }


def _enough(hits: pd.Series) -> float:
    return float(hits.mean()) if len(hits) >= LEAST_ERRORS else np.nan


def quantile_table(scored_errors: pd.DataFrame, name: str, panel: tuple[str, str]) -> pd.DataFrame:
    """range_quantiles.csv for one class, by method and horizon: mean errors of the windows scored that every method
    has a value for, quantiles of all errors.
    """
    rows = []
    for (method, horizon), part in scored_errors.groupby(["method", "horizon"]):
        scored = part[part.common & (part.origin >= FIRST_SCORED)]
        about = {"class": name, "method": method, "horizon": horizon, "count": len(scored)}
        about |= {"mean_absolute_error": scored.error.abs().mean(), "bias": scored.error.mean(), "errors": len(part)}
        about |= dict(zip(QUANTILES, quantiles_of(part.scaled.to_numpy()), strict=True))
        about |= held(at_origin(part), WIDENED[name])
        rows.append(about | {"panel": panel[0], "panel_version": panel[1]})
    return pd.DataFrame(rows)


def coefficient_table(rows: Training, panel: pd.DataFrame, about: tuple[str, str], draws: int) -> pd.DataFrame:
    """coefficients.csv: β and γ with the range of `draws` refits, and the panel (name, version) that they came from."""
    name, version = about
    beta_gamma, drawn = fit(rows), bootstrap(rows, draws)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {
            "coefficient": ["beta", "gamma"],
            "value": beta_gamma,
            "lower": low,
            "upper": high,
            "rows": len(rows.gain),
            "entities": len(np.unique(rows.country)),
            "first_year": int(panel.year.min()),
            "last_year": int(panel.year.max()),
            "panel": name,
            "panel_version": version,
        }
    )


def one_country(judged: pd.DataFrame) -> pd.DataFrame:
    """one_country.csv: the windows of one country, with what other countries had told when each was projected.

    `judged` holds the errors of the central method from `at_origin`. In a panel without COUNTRY, that of the most windows.
    """
    entity = COUNTRY if COUNTRY in set(judged.entity) else judged.entity.mode()
    rows = judged[judged.entity.isin(np.atleast_1d(entity)) & judged.horizon.isin(FOLLOWED)]
    return rows.sort_values(["horizon", "origin"], ignore_index=True)[list(files.header("one_country"))]


def calibrate(
    adoption: pd.DataFrame, infrastructure: list[pd.DataFrame], about: dict[str, tuple[str, str]], draws: int = 400
) -> dict[str, pd.DataFrame]:
    """The tables of seeds/calibration/ as {name: frame}.

    `adoption` is a checked panel; `infrastructure` a list of them; `about` their (name, version) pairs,
    {"adoption": …, "infrastructure": …}. β and γ come from the adoption panel for both classes.
    """
    rows = training(adoption)
    if len(rows.gain) < LEAST_ROWS:
        raise BadPanel(f"panel:0:: {len(rows.gain)} country-years to fit on; {LEAST_ROWS} or more; name a longer panel")
    scored = {"adoption": windows(adoption, LEVELS["adoption"])}
    if infrastructure:
        parts = [windows(panel, LEVELS["infrastructure"]) for panel in infrastructure]
        scored["infrastructure"] = pd.concat(parts, ignore_index=True)
    origins = coefficients_at(pd.concat(scored.values()), rows)
    if not (origins.origin >= FIRST_SCORED).any():
        raise BadPanel(
            f"panel:0:: too few countries and years; {LEAST_ROWS} country-years before {FIRST_SCORED} or later; name a longer panel"
        )
    found = {name: errors(part.merge(origins, on=["entity", "origin"])) for name, part in scored.items()}
    quantiles = [quantile_table(part, name, about[name]) for name, part in found.items()]
    central = found["adoption"][found["adoption"].method == "diffusion"]
    made, again = (
        pd.concat([at_origin(part, anew) for _, part in central.groupby("horizon")]) for anew in (False, True)
    )
    return {
        "coefficients": coefficient_table(rows, adoption, about["adoption"], draws),
        "range_quantiles": pd.concat(quantiles, ignore_index=True),
        "probability": probability_table(made, again, about["adoption"]),
        "feasibility": feasibility_table(adoption, about["adoption"]),
        "one_country": one_country(made),
    }
