"""Closed forms: where a series would stand if it went on, from two points.

Every curve starts at the last value y1, reached from y0 over T years, and gives the value h years on.
Shares (per cent, bound 100) stay within 0 and 100. Numbers and whole columns alike.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.analysis.growth import divided, log_odds

Values = NDArray[np.float64]
Curve = Callable[[ArrayLike, ArrayLike, ArrayLike, ArrayLike], Values]


def last_value(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """The latest figure stays: y1, whatever h."""
    y1, h = _floats(y1, h)
    return y1 + 0 * h


def straight_line(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """y1 + s h with s the mean yearly change between the two points, kept within 0 and 100.

    >>> float(straight_line(31, 48, 3, 3))
    65.0
    """
    return np.clip(line(y0, y1, T, h), 0, 100)


def line(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """The straight line without bounds, for counts."""
    y0, y1, T, h = _floats(y0, y1, T, h)
    return y1 + (y1 - y0) / T * h


def constant_growth(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """y1 (y1 / y0) ** (h / T): counts only, never shares. NaN where a value is not positive.

    >>> round(float(constant_growth(100, 121, 2, 1)), 6)
    133.1
    """
    y0, y1, T, h = _floats(y0, y1, T, h)
    ratio = divided(y1, y0, (y0 > 0) & (y1 > 0))
    return y1 * ratio ** (h / T)


def logistic(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """A straight line in log-odds. NaN where a value stands at 0 or 100.

    >>> round(float(logistic(44, 72, 3, 3)), 2)
    89.38
    """
    T, h = _floats(T, h)
    first, last = log_odds(y0), log_odds(y1)
    return 100 / (1 + np.exp(-(last + (last - first) / T * h)))


def closing_gap(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """The gap to 100 shrinks by a constant fraction: 100 - (100 - y1) ((100 - y1) / (100 - y0)) ** (h / T), kept above 0.

    NaN where y0 stands at 100, at h = 0 too.

    >>> round(float(closing_gap(44, 72, 3, 3)), 2), float(closing_gap(100, 0, 3, 0))
    (86.0, nan)
    """
    y0, y1, T, h = _floats(y0, y1, T, h)
    ratio = divided(100 - y1, 100 - y0, y0 < 100)
    return np.where(y0 < 100, np.clip(100 - (100 - y1) * ratio ** (h / T), 0, 100), np.nan)  # NaN ** 0 is 1


def gompertz(y0: ArrayLike, y1: ArrayLike, T: ArrayLike, h: ArrayLike) -> Values:
    """A straight line in -log(-log(y / 100)). NaN where a value stands at 0 or 100.

    >>> round(float(gompertz(44, 72, 3, 3)), 2)
    87.68
    """
    T, h = _floats(T, h)
    first, last = _double_log(y0), _double_log(y1)
    return 100 * np.exp(-np.exp(-(last + (last - first) / T * h)))


def diffusion(
    y0: ArrayLike,
    y1: ArrayLike,
    T: ArrayLike,
    h: ArrayLike,
    beta: ArrayLike,
    gamma: ArrayLike,
    ceiling: float = 100.0,
) -> Values:
    """The central projection: each year y grows by (1 - y/100) (β y + γ v), v the mean gain of the last three years.

    Before the last point the path is the straight line between the two points; between years it is
    linear; it stays within 0 and 100. A Bass-type diffusion with momentum; β and γ from helpers.calibration.
    Another `ceiling` takes the place of 100 in a what-if. A path is walked once for all its horizons
    where these stand along an axis of their own: y0 of shape (n, 1), h of (n, m).

    >>> [round(float(diffusion(44, 72, 3, h, 0.099, 0.711)), 1) for h in (1, 2, 7)]
    [75.9, 79.0, 87.8]
    """
    y0, y1, T, h, beta, gamma = _floats(y0, y1, T, h, beta, gamma)
    y0, y1, T, beta, gamma = np.broadcast_arrays(y0, y1, T, beta, gamma)
    low = high = y1  # the path at the last whole year before h, and a year later
    now, gains, whole = y1, [(y1 - y0) / T] * 3, np.floor(h)
    for year in range(1, int(whole.max(initial=0)) + 2):
        mean = (gains[0] + gains[1] + gains[2]) / 3
        then = np.clip(now + (1 - now / ceiling) * (beta * now + gamma * mean), 0, ceiling)
        gains = [*gains[1:], then - now]
        low, high = np.where(whole == year - 1, now, low), np.where(whole == year - 1, then, high)
        now = then
    return np.asarray(low + (h - whole) * (high - low))


def beta_gamma(coefficients: pd.DataFrame) -> tuple[float, float]:
    """β and γ from coefficients.csv."""
    values = coefficients.set_index("coefficient").value
    return float(values["beta"]), float(values["gamma"])


def _double_log(share: ArrayLike) -> Values:
    share = np.asarray(share, float)
    inside = np.where((share > 0) & (share < 100), share, np.nan)
    return -np.log(-np.log(inside / 100))


def _floats(*parts: ArrayLike) -> list[Values]:
    return [np.asarray(part, float) for part in parts]


SHARES: dict[str, Curve] = {
    "last_value": last_value,
    "straight_line": straight_line,
    "logistic": logistic,
    "closing_gap": closing_gap,
    "gompertz": gompertz,
}
COUNTS: dict[str, Curve] = {"last_value": last_value, "straight_line": line, "constant_growth": constant_growth}


def what_if(
    value: ArrayLike, start: ArrayLike, pace: ArrayLike, target: ArrayLike, year: ArrayLike
) -> tuple[Values, Values, Values]:
    """Where a constant yearly pace leads a share, as (at, needed, reached).

    `value` at the decimal year `start`, `pace` in points a year, `target` in per cent, `year` the decimal year
    looked at. `at`: the share then, within 0 and 100; `needed`: the pace that reaches the target by then, NaN
    where no time is left; `reached`: the decimal year in which the pace reaches it, NaN if it never does.

    >>> [round(float(part), 3) for part in what_if(72, 2024.0, 4, 80, 2026.0)]
    [80.0, 4.0, 2026.0]
    """
    value, start, pace, target, year = _floats(value, start, pace, target, year)
    ahead = year - start
    at = np.clip(value + pace * ahead, 0, 100)
    needed = divided(target - value, ahead, ahead > 0)
    wait = divided(target - value, pace, pace > 0)
    return at, needed, np.where(value >= target, start, start + wait)
