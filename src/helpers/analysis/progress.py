"""The rules by which progress towards a target is judged, each for a number or for whole columns.

Sources: Open SDG progress methodology (as Statistics Canada uses it), UNSD progress chart 2023 (as
Eustat reproduces it), SDSN trend arrows, and the range of the central projection.
A rule names its cases in order; the first that holds is the status.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis.curves import Values
from helpers.analysis.growth import divided
from helpers.analysis.projection import RANGE_YEARS
from helpers.tables import codes
from helpers.tables.codes import Mask

MISSING, HIGHER, NOW = np.array(np.nan), np.array(1.0), np.array(0.0)  # what an argument left out stands for
NEAR_ZERO = 0.001  # stands for a base or a target of 0, of which nothing can be a multiple


class Progress(NamedTuple):
    """What a rule says: a status, the number it rests on, a score from -5 to 5 where the rule has one.

    Of columns: coded texts and two arrays, NaN for none. Of single numbers: a text and two numbers, None for none.
    """

    status: Any
    value: Any
    score: Any = None


Said = TypeVar("Said", Progress, pd.Categorical)


def _numbers_too(rule: Callable[..., Said]) -> Callable[..., Any]:
    """Let a rule of columns take anything that broadcasts; single numbers (None: missing) get a single answer."""
    signature = inspect.signature(rule)

    @functools.wraps(rule)
    def applied(*args: ArrayLike | None, **named: ArrayLike | None) -> Any:
        bound = signature.bind(*args, **named)
        bound.apply_defaults()
        columns = [np.asarray(value, float) for value in bound.arguments.values()]
        # a tiny time makes a yearly rate infinite, and next to nought a product hides a change of sign: then NaN
        with np.errstate(over="ignore", invalid="ignore"):
            said = rule(*np.broadcast_arrays(*(np.atleast_1d(column) for column in columns)))
        return said if any(column.ndim for column in columns) else _single(said)

    return applied


def _single(said: Progress | pd.Categorical) -> Progress | str:
    if not isinstance(said, Progress):
        return str(said[0])
    value, score = (None if part is None or np.isnan(part[0]) else float(part[0]) for part in said[1:])
    return Progress(str(said.status[0]), value, score)


def compound(start: Values, end: Values, years: Values, where: Mask) -> Values:
    """(end / start) ** (1 / years) - 1 for values of one sign; NaN where that isn't asked for."""
    return np.asarray(divided(end, start, where) ** divided(1, years, where) - 1)


@_numbers_too
def open_sdg_progress(
    base_value: Values,
    base_year: Values,
    current_value: Values,
    current_year: Values,
    target: Values = MISSING,
    target_year: Values = MISSING,
    direction: Values = HIGHER,
    limit: Values = MISSING,
) -> Progress:
    """The rule of Open SDG and Statistics Canada.

    With a target: R = d · CAGR observed / |CAGR required|; without one: d · CAGR observed against
    thresholds that shrink as the base nears `limit`. `direction` is 1 where higher is better, else -1.
    A target or base of 0 counts as 0.001; less than a year or a change of sign is not available.

    >>> open_sdg_progress(44, 2020, 72, 2023, 80, 2025).status
    'substantial_progress'
    >>> open_sdg_progress(31, 2020, 28, 2023, 60, 2025).status
    'deterioration'
    """
    base = np.where(base_value == 0, NEAR_ZERO, base_value)
    able = (current_year - base_year >= 1) & (base * current_value >= 0)
    pace = np.sign(base) * direction * compound(base, current_value, current_year - base_year, able)
    aimed = ~np.isnan(target)
    goal = np.where(target == 0, NEAR_ZERO, target)
    required = np.abs(
        compound(base, goal, target_year - base_year, able & (base * goal >= 0) & (target_year > base_year))
    )
    ratio = divided(pace, required, required > 0)
    met = able & (base * goal >= 0) & ~np.isnan(target_year) & (direction * (current_value - target) >= 0)
    with_target = {"target_achieved": met, "not_available": np.isnan(ratio)}
    status = _graded(with_target, ratio, 0.95, 0.6)
    score = np.where(ratio >= 0.6, np.minimum(7.1429 * ratio - 4.2857, 5), np.maximum(4.1667 * ratio - 2.5, -5))
    found = Progress(status, ratio, np.where(met, 5.0, score))
    return found if aimed.all() else _where(aimed, found, _without_target(pace, base, limit))


def _without_target(value: Values, base: Values, limit: Values) -> Progress:
    """The untargeted branch of the Open SDG rule."""
    size, scale = np.abs(base), np.ones(value.shape)
    near, above = (limit > 0) & (size <= limit), (limit > 0) & (size > limit) & (size <= 2 * limit)
    scale[near] -= (size[near] / limit[near]) ** 4.44
    scale[above] -= ((2 * limit[above] - size[above]) / limit[above]) ** 4.44
    share = divided(value, scale, scale != 0)
    score = np.select(
        [value < 0, (value >= 0) & (scale == 0), share >= 0.015, share >= 0.005],
        [np.maximum(125 * value - 2.5, -5), 5.0, np.minimum(500 * share - 5, 5), 250 * share - 1.25],
        500 * share - 2.5,
    )
    status = _graded({"not_available": np.isnan(value)}, value, 0.015 * scale, 0.005 * scale)
    return Progress(status, value, score)


def _graded(
    before: dict[str, Mask], value: Values, substantial: Values | float, moderate: Values | float
) -> pd.Categorical:
    grades = {"substantial_progress": value >= substantial, "moderate_progress": value >= moderate}
    return codes.chosen(before | grades | {"limited_progress": value >= 0}, "deterioration")


def _where(first: Mask, one: Progress, other: Progress) -> Progress:
    """One answer where a condition holds, another elsewhere."""
    names = list(dict.fromkeys([*one.status.categories, *other.status.categories]))
    status = np.where(first, *(part.status.set_categories(names).codes for part in (one, other)))
    numbers = [np.where(first, *pair) for pair in zip(one[1:], other[1:], strict=True)]
    return Progress(codes.named(status, names), *numbers)


@_numbers_too
def unsd_progress(
    base_value: Values,
    base_year: Values,
    current_value: Values,
    current_year: Values,
    target: Values,
    target_year: Values,
    direction: Values = HIGHER,
) -> Progress:
    """The rule of UNSD's 2023 progress chart: where compound growth leads at the target date, over what is needed.

    Met if the target is met, or the value stands within 1 of a target of 0 or 100. Below 0.10 the chart
    says stagnation or regression; they are told apart here by the sign, as only one moves away.

    >>> unsd_progress(31, 2020, 48, 2023, 60, 2025).status, unsd_progress(80, 2020, 99.2, 2023, 100, 2025).status
    ('on_track', 'target_achieved')
    """
    known = (current_year - base_year >= 1) & ~np.isnan(base_value + target + target_year)
    close = np.isin(target, (0, 100)) & (np.abs(current_value - target) <= 1)
    met = known & ((direction * (current_value - target) >= 0) | close)
    able = known & ~met & (base_value > 0) & (current_value > 0) & (target_year > current_year) & (target != base_value)
    growth = compound(base_value, current_value, current_year - base_year, able)
    expected = current_value * (1 + growth) ** np.where(able, target_year - current_year, np.nan)
    needed = target - base_value
    ratio = divided(expected - base_value, needed, able)
    cases = {
        "target_achieved": met,
        "not_available": ~able,
        "regression": (direction * needed < 0) | (ratio < 0),  # it once stood beyond the target, or moves away
        "on_track": ratio >= 0.95,
        "fair": ratio >= 0.10,
    }
    return Progress(codes.chosen(cases, "stagnation"), ratio)


@_numbers_too
def linear_progress(
    base_value: Values,
    base_year: Values,
    current_value: Values,
    current_year: Values,
    target: Values,
    target_year: Values,
    direction: Values = HIGHER,
) -> Progress:
    """The linear rule (SDSN's trend arrows): points a year observed over points a year required from the base.

    >>> round(linear_progress(31, 2020, 48, 2023, 60, 2025).value, 3), linear_progress(31, 2020, 48, 2023, 60, 2025).status
    (0.977, 'moderately_improving')
    """
    known = (current_year - base_year >= 1) & ~np.isnan(base_value + current_value + target + target_year)
    observed = divided(direction * (current_value - base_value), current_year - base_year, known)
    ahead = known & (target_year > base_year)
    required = divided(direction * (target - base_value), target_year - base_year, ahead)
    ratio = divided(observed, required, required > 0)
    cases = {
        "target_achieved": known & (direction * (current_value - target) >= 0),
        "decreasing": (ratio < 0) | (np.isnan(ratio) & (observed < 0)),
        "not_available": np.isnan(ratio),
        "on_track": ratio >= 1,
        "moderately_improving": ratio >= 0.5,
    }
    return Progress(codes.chosen(cases, "stagnating"), ratio)


@_numbers_too
def interval_verdict(
    lower: Values, upper: Values, target: Values, years_ahead: Values = NOW, direction: Values = HIGHER
) -> pd.Categorical:
    """What the range of the central projection says of a target: likely, unlikely or open; '' without a range.

    For a target of 100, 99 counts as reached. More than five years ahead it is a scenario.

    >>> interval_verdict(70, 85, 80), interval_verdict(81, 90, 80), interval_verdict(81, 90, 95, years_ahead=7)
    ('open', 'likely', 'the scenario does not')
    """
    up = np.equal(direction, 1)
    goal = np.where((target == 100) & up, 99, target)
    worst, best = np.where(up, lower, upper), np.where(up, upper, lower)
    reached, missed, far = direction * (worst - goal) >= 0, direction * (best - goal) < 0, years_ahead > RANGE_YEARS
    cases = {
        "": np.isnan(lower + upper + target),
        "the scenario reaches it": reached & far,
        "likely": reached,
        "the scenario does not": missed & far,
        "unlikely": missed,
    }
    return codes.chosen(cases, "open")


def on_frame(rule: Callable[..., Progress], frame: pd.DataFrame) -> pd.DataFrame:
    """A rule applied to a frame whose columns are named as its arguments: status, value, score."""
    named = {name: frame[name] for name in inspect.signature(rule).parameters if name in frame}
    return pd.DataFrame(rule(**named)._asdict(), index=frame.index)
