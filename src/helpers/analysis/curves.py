"""The curves on which a series may go on from two points: diffusion (the central one), logistic, Gompertz, lines.

Every curve starts at the last value y1, reached from y0 over T years, and gives the value h years on.
Shares (per cent, bound 100) stay within 0 and 100. The formulas take numbers and columns alike.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers.analysis.growth import Numbers, log_odds, positive

Curve = Callable[[Numbers, Numbers, Numbers, Numbers], Numbers]


def last_value(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """The latest figure stays: y1, whatever h."""
    return y1 + 0 * h


def straight_line(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """y1 + s h with s the mean yearly change between the two points, kept within 0 and 100."""
    return np.clip(y1 + (y1 - y0) / T * h, 0, 100)


def constant_growth(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """y1 (y1 / y0) ** (h / T): in the panel's comparison only, never a share's projection. NaN where not positive.

    >>> round(float(constant_growth(100, 121, 2, 1)), 6)
    133.1
    """
    return positive(y1) * (positive(y1) / positive(y0)) ** (h / T)


def logistic(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """A straight line in log-odds. NaN where a value stands at 0 or 100."""
    first, last = log_odds(y0), log_odds(y1)
    return 100 / (1 + np.exp(-(last + (last - first) / T * h)))


def closing_gap(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """The gap to 100 shrinks by a constant fraction: 100 - (100 - y1) ((100 - y1) / (100 - y0)) ** (h / T), kept above 0.

    NaN where y0 stands at 100.

    >>> round(float(closing_gap(44, 72, 3, 3)), 2), float(closing_gap(100, 0, 3, 0))
    (86.0, nan)
    """
    before, after = positive(100 - y0), 100 - y1
    return np.clip(100 - after * (after / before) ** (h / T), 0, 100) + 0 * before  # NaN ** 0 is 1


def gompertz(y0: Numbers, y1: Numbers, T: Numbers, h: Numbers) -> Numbers:
    """A straight line in -log(-log(y / 100)). NaN where a value stands at 0 or 100."""
    first, last = (-np.log(positive(-np.log(positive(y) / 100))) for y in (y0, y1))
    return 100 * np.exp(-np.exp(-(last + (last - first) / T * h)))


def diffusion(
    y0: Numbers, y1: Numbers, T: Numbers, h: Numbers, beta: Numbers, gamma: Numbers, ceiling: float = 100.0
) -> Numbers:
    """The central projection: each year y grows by (1 - y/100) (β y + γ v), v the mean gain of the last three years.

    A Bass-type diffusion with momentum; β and γ from analysis.calibration. Before the last point the path is the
    straight line between the two points, between years linear. Another `ceiling` may take the place of 100.

    >>> [round(float(diffusion(44, 72, 3, h, 0.099, 0.711)), 1) for h in (1, 2, 7)]
    [75.9, 79.0, 87.8]
    """
    now, gains, result = y1, [(y1 - y0) / T] * 3, y1 + 0 * h
    for year in range(int(np.ceil(np.asarray(h, float)).max(initial=0))):
        after = np.clip(now + (1 - now / ceiling) * (beta * now + gamma * (sum(gains) / 3)), 0, ceiling)
        result = result + np.clip(h - year, 0, 1) * (after - now)  # the part of this year that lies before h
        gains, now = [*gains[1:], after - now], after
    return result


def beta_gamma(coefficients: pd.DataFrame) -> tuple[float, float]:
    """β and γ from coefficients.csv."""
    values = coefficients.set_index("coefficient").value
    return float(values["beta"]), float(values["gamma"])


# what a share may be projected by, beside diffusion: never constant_growth
SHARE_CURVES: dict[str, Curve] = {
    curve.__name__: curve for curve in (last_value, straight_line, logistic, closing_gap, gompertz)
}


def what_if(value: Numbers, start: Numbers, pace: Numbers, target: Numbers, year: Numbers) -> tuple[Numbers, ...]:
    """Where a constant yearly pace (points) leads a share from `start`: (at, needed, reached).

    `at`: the share at `year`, within 0 and 100; `needed`: the pace that reaches the target by then, NaN where no time is
    left; `reached`: the decimal year in which the pace reaches it, NaN if it never does.
    """
    at = np.clip(value + pace * (year - start), 0, 100)
    needed = (target - value) / positive(year - start)
    return at, needed, np.where(np.greater_equal(value, target), start, start + (target - value) / positive(pace))
