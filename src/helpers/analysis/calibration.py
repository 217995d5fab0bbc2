"""How wrong projections were elsewhere: a panel of countries turned into two coefficients and error quantiles.

Time-respecting: a projection made at a year sees only values up to that year, and only of other
countries. The tables are committed under seeds/calibration/; the panel is not (see NOTICE).
"""

import sys
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.analysis import curves, projection
from helpers.analysis.panels import WINDOW, BadPanel, Values, wide, windows
from helpers.tables import files

LEAST_ROWS = 100  # country-years that a fit needs: in the panel of Internet users that is from 2000 on
FIRST_SCORED = 2005  # earlier errors widen the range; from here on methods are compared
QUANTILES = {"q2_5": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q97_5": 0.975}
HELD = round(100 * (QUANTILES["q90"] - QUANTILES["q10"]))  # what the range is meant to hold, per cent
LEAST_ERRORS = 30  # known errors that a range needs before it is scored


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
    """Outcome less projection of every method, long: class columns, method, error, scaled (error over √(100 - y1))."""
    y0, y1, h = (scored[name].to_numpy(float) for name in ("y0", "y1", "horizon"))
    methods = {name: method(y0, y1, WINDOW, h) for name, method in curves.SHARES.items()}
    methods["constant_growth"] = np.minimum(curves.constant_growth(y0, y1, WINDOW, h), 100)
    methods["diffusion"] = curves.diffusion(y0, y1, WINDOW, h, scored.beta.to_numpy(), scored.gamma.to_numpy())
    parts = [scored.assign(method=name, error=scored.outcome - value) for name, value in methods.items()]
    result = pd.concat(parts, ignore_index=True).dropna(subset="error")
    return result.assign(scaled=result.error / np.sqrt(100 - result.y1))


def held(part: pd.DataFrame, widened: float = 1.0) -> dict[str, float]:
    """Per cent of outcomes inside an 80 % range built from errors known at the origin, in other countries.

    `part` holds the errors of one method at one horizon. Returns held_80 (of all), held_80_fast (of the series that
    had moved more than six points a year), held_80_widened (of all, in the range that a province gets), judged and
    countries (on how many windows, of how many countries, that rests); NaN where too few can be judged.
    """
    horizon = part.horizon.iloc[0]
    inside, wide, fast, judged = [], [], [], set()
    for origin, now in part[part.origin >= FIRST_SCORED].groupby("origin"):
        known = part[part.origin + horizon <= origin]
        scaled, entity = known.scaled.to_numpy(), known.entity.to_numpy()
        for row in files.each(now):
            past = scaled[entity != row.entity]
            if len(past) >= LEAST_ERRORS:
                low, high = np.quantile(past, [0.1, 0.9])
                inside.append(low <= row.scaled <= high)
                wide.append(widened * low <= row.scaled <= widened * high)
                judged.add(row.entity)
                if abs(row.y1 - row.y0) / WINDOW > projection.FAST:
                    fast.append(inside[-1])
    return {
        "held_80": _share(inside, 1),
        "held_80_fast": _share(fast, LEAST_ERRORS),
        "held_80_widened": _share(wide, 1),
        "judged": len(inside),
        "countries": len(judged),
    }


def _share(hits: list[bool], least: int) -> float:
    return 100 * float(np.mean(hits)) if len(hits) >= least else np.nan


def quantile_table(scored_errors: pd.DataFrame, name: str, panel: tuple[str, str]) -> pd.DataFrame:
    """range_quantiles.csv for one class, by method and horizon: errors of the windows scored, quantiles of all errors."""
    rows = []
    for (method, horizon), part in scored_errors.groupby(["method", "horizon"]):
        scored = part[part.origin >= FIRST_SCORED]
        about = {"class": name, "method": method, "horizon": horizon, "count": len(scored)}
        about |= {"mean_absolute_error": scored.error.abs().mean(), "bias": scored.error.mean(), "errors": len(part)}
        about |= {column: part.scaled.quantile(share) for column, share in QUANTILES.items()}
        about |= held(part, projection.WIDENED[name])
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


def calibrate(
    adoption: pd.DataFrame, infrastructure: list[pd.DataFrame], about: dict[str, tuple[str, str]], draws: int = 400
) -> dict[str, pd.DataFrame]:
    """Both tables of seeds/calibration/ as {name: frame}.

    `adoption` is a checked panel; `infrastructure` a list of them; `about` their (name, version) pairs,
    {"adoption": …, "infrastructure": …}. β and γ come from the adoption panel for both classes.
    """
    rows = training(adoption)
    if len(rows.gain) < LEAST_ROWS:
        raise BadPanel(f"panel:0:: {len(rows.gain)} country-years to fit on; {LEAST_ROWS} or more; name a longer panel")
    scored = {"adoption": windows(adoption, projection.LEVELS["adoption"])}
    if infrastructure:
        parts = [windows(panel, projection.LEVELS["infrastructure"]) for panel in infrastructure]
        scored["infrastructure"] = pd.concat(parts, ignore_index=True)
    origins = coefficients_at(pd.concat(scored.values()), rows)
    if not (origins.origin >= FIRST_SCORED).any():
        raise BadPanel(
            f"panel:0:: too few countries and years; {LEAST_ROWS} country-years before {FIRST_SCORED} or later; name a longer panel"
        )
    quantiles = [
        quantile_table(errors(part.merge(origins, on=["entity", "origin"])), name, about[name])
        for name, part in scored.items()
    ]
    return {
        "coefficients": coefficient_table(rows, adoption, about["adoption"], draws),
        "range_quantiles": pd.concat(quantiles, ignore_index=True),
    }
