"""The rules by which progress towards a target is judged, on columns as on numbers (NaN: missing).

Sources: Open SDG progress methodology (as Statistics Canada uses it), UNSD progress chart 2023 (as
Eustat reproduces it), SDSN trend arrows, and the range of the central projection.
A rule names its cases in order; the first that holds is the status.
"""

from typing import Any, NamedTuple

import numpy as np

from helpers.analysis.growth import Numbers, positive
from helpers.analysis.pairs import LEAST_YEARS
from helpers.analysis.ranges import RANGE_YEARS

ON_TRACK, TOO_SLOW, MOVING_AWAY = "reached or on track", "too slow", "moving away"
CLASSES = {  # the three classes in which rules agree or not
    ON_TRACK: ["target_achieved", "substantial_progress", "on_track", "likely", "the scenario reaches it"],
    TOO_SLOW: ["moderate_progress", "limited_progress", "fair", "stagnation", "moderately_improving", "stagnating",
               "unlikely", "the scenario does not"],
    MOVING_AWAY: ["deterioration", "regression", "decreasing"],
}  # fmt: skip
CLASS_OF = {status: name for name, statuses in CLASSES.items() for status in statuses}
NEAR_ZERO = 0.001  # stands for a base or a target of 0, of which nothing can be a multiple


class Course(NamedTuple):
    """From a base to the current value, and on to a target: numbers or columns."""

    base_value: Any
    base_year: Any
    current_value: Any
    current_year: Any
    target: Any = np.nan
    target_year: Any = np.nan
    direction: Any = 1  # where higher is better, else -1
    strict: Any = False  # a target of "more than", which is not met at the target itself
    limit: Any = np.nan  # of the scale, for the rule without a target


class Progress(NamedTuple):
    """What a rule says: statuses, the numbers they rest on, scores from -5 to 5 where the rule has them; NaN for none."""

    status: Any
    value: Any
    score: Any = np.nan


def cases(named: dict[str, Numbers], otherwise: Numbers) -> Numbers:
    """The name of the first case that holds, or `otherwise`."""
    return np.select(list(named.values()), list(named), otherwise)


def compound(start: Numbers, end: Numbers, years: Numbers) -> Numbers:
    """(end / start) ** (1 / years) - 1 for values of one sign; NaN for others and where no time passes."""
    ratio = np.where(np.greater(years, 0) & np.greater_equal(start * end, 0), end / start, np.nan)
    with np.errstate(over="ignore"):  # a tiny time makes a yearly rate infinite
        return ratio ** (1 / positive(years)) - 1


def reached(value: Numbers, target: Numbers, direction: Numbers, strict: Numbers) -> Numbers:
    """Whether a value meets a target; one of "more than" (`strict`) is not met at the target itself."""
    beyond = direction * (value - target)
    return np.greater(beyond, 0) | (np.equal(beyond, 0) & np.logical_not(strict))


def open_sdg_progress(course: Course) -> Progress:
    """The rule of Open SDG and Statistics Canada.

    With a target: R = d · CAGR observed / |CAGR required|; without one: d · CAGR observed against
    thresholds that shrink as the base nears `limit`.
    A target or base of 0 counts as 0.001; less than a year or a change of sign is not available.
    """
    first, base_year, now, year, target, due, direction, strict, limit = course
    base, goal = (np.where(np.equal(value, 0), NEAR_ZERO, value) for value in (first, target))
    able = (year - base_year >= LEAST_YEARS) & (base * now >= 0)
    pace = np.where(able, np.sign(base) * direction * compound(base, now, year - base_year), np.nan)
    ratio = pace / positive(np.abs(compound(base, goal, due - base_year)))
    met = able & (base * goal >= 0) & ~np.isnan(due) & reached(now, target, direction, strict)
    status = _graded({"target_achieved": met, "not_available": np.isnan(ratio)}, ratio, 0.95, 0.6)
    score = np.where(ratio >= 0.6, np.minimum(7.1429 * ratio - 4.2857, 5), np.maximum(4.1667 * ratio - 2.5, -5))
    aimed, bare = ~np.isnan(goal), _without_target(pace, base, limit)
    found = (status, ratio, np.where(met, 5.0, score))
    return Progress(*(np.where(aimed, one, other) for one, other in zip(found, bare, strict=True)))


def _without_target(value: Numbers, base: Numbers, limit: Numbers) -> Progress:
    """The untargeted branch of the Open SDG rule."""
    size, limit = np.abs(base), positive(limit)
    distance = np.where(size <= limit, size, 2 * limit - size) / limit
    scale = np.where(size <= 2 * limit, 1 - np.maximum(distance, 0) ** 4.44, 1.0)
    share = value / np.where(scale == 0, np.nan, scale)
    score = np.select(
        [value < 0, (value >= 0) & (scale == 0), share >= 0.015, share >= 0.005],
        [np.maximum(125 * value - 2.5, -5), 5.0, np.minimum(500 * share - 5, 5), 250 * share - 1.25],
        500 * share - 2.5,
    )
    return Progress(_graded({"not_available": np.isnan(value)}, value, 0.015 * scale, 0.005 * scale), value, score)


def _graded(before: dict[str, Numbers], value: Numbers, substantial: Numbers, moderate: Numbers) -> Numbers:
    grades = {"substantial_progress": value >= substantial, "moderate_progress": value >= moderate}
    return cases(before | grades | {"limited_progress": value >= 0}, "deterioration")


def unsd_progress(course: Course) -> Progress:
    """The rule of UNSD's 2023 progress chart: where compound growth leads at the target date, over what is needed.

    Met if the target is met, or the value stands within 1 of a target of 0 or 100. Below 0.10 the chart
    says stagnation or regression; they are told apart here by the sign, as only one moves away.
    """
    base, base_year, now, year, target, due, direction, strict, _ = course
    complete = (year - base_year >= LEAST_YEARS) & ~np.isnan(base + target + due)
    close = np.isin(target, (0, 100)) & (np.abs(now - target) <= 1)
    met = complete & (reached(now, target, direction, strict) | close)
    growth, needed = compound(positive(base), positive(now), year - base_year), target - base
    expected = now * (1 + growth) ** positive(due - year)
    ratio = np.where(complete & ~met, expected - base, np.nan) / np.where(np.equal(needed, 0), np.nan, needed)
    named = {
        "target_achieved": met,
        "not_available": np.isnan(ratio),
        "regression": (direction * needed < 0) | (ratio < 0),  # it once stood beyond the target, or moves away
        "on_track": ratio >= 0.95,
        "fair": ratio >= 0.10,
    }
    return Progress(cases(named, "stagnation"), ratio)


def linear_progress(course: Course) -> Progress:
    """The linear rule (SDSN's trend arrows): points a year observed over points a year required from the base."""
    base, base_year, now, year, target, due, direction, strict, _ = course
    complete = (year - base_year >= LEAST_YEARS) & ~np.isnan(base + now + target + due)
    observed = np.where(complete, direction * (now - base), np.nan) / positive(year - base_year)
    required = direction * (target - base) / positive(due - base_year)
    ratio = observed / positive(required)
    named = {
        "target_achieved": complete & reached(now, target, direction, strict),
        "decreasing": (ratio < 0) | (np.isnan(ratio) & (observed < 0)),
        "not_available": np.isnan(ratio),
        "on_track": ratio >= 1,
        "moderately_improving": ratio >= 0.5,
    }
    return Progress(cases(named, "stagnating"), ratio)


def interval_verdict(
    lower: Numbers, upper: Numbers, target: Numbers, years_ahead: Numbers = 0, direction: Numbers = 1
) -> Numbers:
    """What the range of the central projection says of a target: likely, unlikely, open; a scenario later; '' without."""
    up, far = np.equal(direction, 1), np.greater(years_ahead, RANGE_YEARS)
    goal = np.where(np.equal(target, 100) & up, 99, target)  # of a target of 100, 99 counts as reached
    worst, best = np.where(up, lower, upper), np.where(up, upper, lower)
    reached, missed = direction * (worst - goal) >= 0, direction * (best - goal) < 0
    named = {
        "": np.isnan(worst + best + goal),
        "the scenario reaches it": reached & far,
        "likely": reached,
        "the scenario does not": missed & far,
        "unlikely": missed,
    }
    return cases(named, "open")


RULES = {  # by the column of data/target_gaps.csv that has its statuses
    "open_sdg_status": open_sdg_progress,
    "unsd_status": unsd_progress,
    "linear_status": linear_progress,
}
