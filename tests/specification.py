"""What the chain means, one number and one series at a time: the plain form that whole columns are held against.

Nothing here is fast, and nothing is taken from the modules that it judges but their words and constants.
"""

import calendar
import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.analysis.projection import BASIS, FAST, LEVELS, RANGE_YEARS, WIDENED
from helpers.analysis.targets import CLASS_OF, UNDECIDED

LEAST_YEARS = 1.0


def decimal_year(date):
    """A date as a decimal year at the end of the day, NaN for none."""
    if pd.isna(date):
        return np.nan
    return date.year + date.day_of_year / (365 + calendar.isleap(date.year))


class Pair(NamedTuple):
    """Two figures of a series: neighbours, or the ends of a chain. A figure is (date, value, lower, upper, source)."""

    start: tuple
    end: tuple
    grade: str
    reason: str
    years: float
    sources: tuple

    @property
    def repeated(self):
        return self.start[1] == self.end[1]


def neighbours(figures, grades):
    """Every pair of neighbours of one series, in order; `grades` are (grade, reason) pairs."""
    return [
        Pair(one, two, grade, reason, decimal_year(two[0]) - decimal_year(one[0]), (one[4], two[4]))
        for one, two, (grade, reason) in zip(figures[:-1], figures[1:], grades, strict=True)
    ]


def distinct(texts):
    return list(dict.fromkeys(texts))


def chains(pairs):
    """The chains of pairs graded A or B up to where the series last moved."""
    moved = max((place for place, pair in enumerate(pairs) if not pair.repeated), default=-1)
    runs, run = [], []
    for place, pair in enumerate(pairs):
        if pair.grade in "AB" and place <= moved:
            run.append(pair)
        elif run:
            runs.append(run)
            run = []
    runs += [run] if run else []
    return [
        Pair(
            run[0].start,
            run[-1].end,
            max(pair.grade for pair in run),
            "; ".join(distinct(pair.reason for pair in run)),
            sum(pair.years for pair in run),
            tuple(distinct(source for pair in run for source in pair.sources)),
        )
        for run in runs
    ]


def span(pairs):
    """The chain that a projection may rest on and whether it may: (chain or None, projectable)."""
    found = chains(pairs)
    if not found:
        return None, False
    carried_over = pairs[-1].repeated
    moved = max(pair.end[0] for pair in pairs if not pair.repeated)
    best = max(found, key=lambda chain: (chain.end[0] == moved, chain.years, chain.end[0]))
    return best, best.end[0] == moved and not carried_over and best.years >= LEAST_YEARS


def growth_rows(pairs):
    """The pairs of growth.csv: all graded better than D, and the longest chain of several."""
    longest = max(chains(pairs), key=lambda chain: (chain.years, chain.end[0]), default=None)
    rows = [pair for pair in pairs if pair.grade != "D"]
    joins_several = longest and not any(longest.start == pair.start and longest.end == pair.end for pair in pairs)
    if joins_several:
        rows.append(longest._replace(reason="longest span of pairs graded A or B: " + longest.reason))
    return sorted(rows, key=lambda pair: (pair.start[0], pair.end[0]))


def odds(share):
    return math.log(share / (100 - share)) if 0 < share < 100 else np.nan


def measures(start, end, years, share):
    """The measures between two values, in the order of growth.MEASURES."""
    long = years >= LEAST_YEARS
    relative = 100 * (end / start - 1) if start > 0 else np.nan
    annual = 100 * ((end / start) ** (1 / years) - 1) if long and start > 0 and end > 0 else np.nan
    if not (long and share):
        return end - start, relative, annual, np.nan, np.nan, np.nan
    points = (end - start) / years
    closed = 100 * (1 - ((100 - end) / (100 - start)) ** (1 / years)) if start < 100 and end <= 100 else np.nan
    return end - start, relative, annual, points, closed, (odds(end) - odds(start)) / years


def diffusion(y0, y1, T, h, beta, gamma):
    """The central path, year by year, linear between years."""
    path, gains = [y1], [(y1 - y0) / T] * 3
    while len(path) < math.floor(h) + 2:
        gain = (1 - path[-1] / 100) * (beta * path[-1] + gamma * sum(gains[-3:]) / 3)
        path.append(min(max(path[-1] + gain, 0), 100))
        gains.append(path[-1] - path[-2])
    low, high = path[math.floor(h)], path[math.floor(h) + 1]
    return low + (h - math.floor(h)) * (high - low)


def interval(chain, kind, h, beta, gamma, quantiles):
    """lower_80, upper_80 and range_basis of one central projection."""
    if kind not in LEVELS:
        return np.nan, np.nan, "no range: no panel tells how wrong such series were"
    (least, most), y1 = LEVELS[kind], chain.end[1]
    table = quantiles[(quantiles["class"] == kind) & (quantiles.method == "diffusion")].sort_values("horizon")
    if not least <= y1 <= most:
        return np.nan, np.nan, f"no range: the last value lies outside {least} to {most}"
    scored = table[table.held_80.notna()].horizon.max()
    if h > scored:
        return np.nan, np.nan, f"no range: more than {scored} years ahead"
    paths = [diffusion(a, b, chain.years, h, beta, gamma) for a in chain.start[2:4] for b in chain.end[2:4]]
    widths = [
        np.interp(h, [0, *table.horizon], [0, *table[name]]) * math.sqrt(100 - y1) * WIDENED[kind]
        for name in ("q10", "q90")
    ]
    words = ("indicative range: " if h > RANGE_YEARS or kind != "adoption" else "80 % range: ") + BASIS[kind]
    if abs(y1 - chain.start[1]) / chain.years > FAST and h <= table[table.held_80_fast.notna()].horizon.max():
        words += "; elsewhere series that moved this fast were held less often"
    return min(max(min(paths) + widths[0], 0), 100), min(max(max(paths) + widths[1], 0), 100), words


class Progress(NamedTuple):
    """What a rule says: a status, the number it rests on (None without one), a score from -5 to 5 where the rule has one."""

    status: str
    value: float | None
    score: float | None = None


NOT_AVAILABLE = Progress("not_available", None, None)


def missing(*numbers):
    """Whether any of the numbers is None or NaN."""
    return any(number is None or np.isnan(number) for number in numbers)


def compound(start, end, years):
    """(end / start) ** (1 / years) - 1 for values of one sign."""
    return (end / start) ** (1 / years) - 1


def open_sdg_progress(
    base_value, base_year, current_value, current_year, target=None, target_year=None, direction=1, limit=None
):
    """The rule of Open SDG and Statistics Canada.

    With a target: R = d · CAGR observed / |CAGR required|; without one: d · CAGR observed against
    thresholds that shrink as the base nears `limit`. `direction` is 1 where higher is better, else -1.
    A target or base of 0 counts as 0.001; less than a year or a change of sign is not available.
    """
    if missing(base_value, current_value, base_year, current_year) or current_year - base_year < 1:
        return NOT_AVAILABLE
    base = base_value or 0.001
    if base * current_value < 0:
        return NOT_AVAILABLE
    sign = 1 if base > 0 else -1
    observed = compound(base, current_value, current_year - base_year)
    if target is None or missing(target):
        return _without_target(sign * direction * observed, base, limit)
    goal = target or 0.001
    if target_year is None or missing(target_year) or base * goal < 0:
        return NOT_AVAILABLE
    required = abs(compound(base, goal, target_year - base_year)) if target_year > base_year else np.nan
    ratio = sign * direction * observed / required if required > 0 else np.nan
    value = None if np.isnan(ratio) else ratio
    if direction * (current_value - target) >= 0:
        return Progress("target_achieved", value, 5.0)
    if value is None:
        return NOT_AVAILABLE
    score = min(7.1429 * ratio - 4.2857, 5) if ratio >= 0.6 else max(4.1667 * ratio - 2.5, -5)
    return Progress(_open_sdg_status(ratio, 0.95, 0.6), value, score)


def _without_target(value, base, limit):
    """The untargeted branch of the Open SDG rule."""
    scale = 1.0
    if limit is not None and not missing(limit) and limit > 0:
        size = abs(base)
        if size <= limit:
            scale = 1 - (size / limit) ** 4.44
        elif size <= 2 * limit:
            scale = 1 - ((2 * limit - size) / limit) ** 4.44
    if value < 0:
        score = max(125 * value - 2.5, -5)
    elif scale == 0:
        score = 5.0
    elif value >= 0.015 * scale:
        score = min(500 * value / scale - 5, 5)
    elif value >= 0.005 * scale:
        score = 250 * value / scale - 1.25
    else:
        score = 500 * value / scale - 2.5
    return Progress(_open_sdg_status(value, 0.015 * scale, 0.005 * scale), value, score)


def _open_sdg_status(value, substantial, moderate):
    if value >= substantial:
        return "substantial_progress"
    if value >= moderate:
        return "moderate_progress"
    return "limited_progress" if value >= 0 else "deterioration"


def unsd_progress(base_value, base_year, current_value, current_year, target, target_year, direction=1):
    """The rule of UNSD's 2023 progress chart: where compound growth leads at the target date, over what is needed.

    Met if the target is met, or the value stands within 1 of a target of 0 or 100. Below 0.10 the chart
    says stagnation or regression; they are told apart here by the sign, as only one moves away.
    """
    if missing(base_value, current_value, base_year, current_year, target, target_year) or current_year - base_year < 1:
        return NOT_AVAILABLE
    if direction * (current_value - target) >= 0 or (target in (0, 100) and abs(current_value - target) <= 1):
        return Progress("target_achieved", None)
    if base_value <= 0 or current_value <= 0 or target_year <= current_year or target == base_value:
        return NOT_AVAILABLE
    growth = compound(base_value, current_value, current_year - base_year)
    expected = current_value * (1 + growth) ** (target_year - current_year)
    ratio = (expected - base_value) / (target - base_value)
    if direction * (target - base_value) < 0:  # it stood beyond the target once and has left it
        return Progress("regression", ratio)
    if ratio >= 0.95:
        return Progress("on_track", ratio)
    if ratio >= 0.10:
        return Progress("fair", ratio)
    return Progress("stagnation" if ratio >= 0 else "regression", ratio)


def linear_progress(base_value, base_year, current_value, current_year, target, target_year, direction=1):
    """The linear rule (SDSN's trend arrows): points a year observed over points a year required from the base."""
    if missing(base_value, current_value, base_year, current_year, target, target_year) or current_year - base_year < 1:
        return NOT_AVAILABLE
    observed = direction * (current_value - base_value) / (current_year - base_year)
    required = direction * (target - base_value) / (target_year - base_year) if target_year > base_year else np.nan
    ratio = observed / required if required > 0 else None
    if direction * (current_value - target) >= 0:
        return Progress("target_achieved", ratio)
    if ratio is None:
        return Progress("decreasing", None) if observed < 0 else NOT_AVAILABLE
    if ratio >= 1:
        return Progress("on_track", ratio)
    if ratio >= 0.5:
        return Progress("moderately_improving", ratio)
    return Progress("stagnating" if ratio >= 0 else "decreasing", ratio)


def interval_verdict(lower, upper, target, years_ahead=0.0, direction=1):
    """What the range of the central projection says of a target: likely, unlikely or open; '' without a range.

    For a target of 100, 99 counts as reached. More than five years ahead it is a scenario.
    """
    if missing(lower, upper, target):
        return ""
    goal = 99 if target == 100 and direction == 1 else target
    far = years_ahead > RANGE_YEARS
    worst, best = (lower, upper) if direction == 1 else (upper, lower)
    if direction * (worst - goal) >= 0:
        return "the scenario reaches it" if far else "likely"
    if direction * (best - goal) < 0:
        return "the scenario does not" if far else "unlikely"
    return "open"


def verdicts(row):
    """The generated columns of one target × series."""
    met = row.direction * (row.value_latest - row.value) > 0 or (
        row.value_latest == row.value and "=" in row.comparator
    )
    gap = row.direction * (row.value - row.value_latest)
    now, due = decimal_year(row.date), decimal_year(row.target_date)
    found = {"gap_points": gap, "pace_so_far": np.nan, "pace_needed": np.nan, "pace_ratio": np.nan, "rules_agree": ""}
    found |= {"open_sdg_status": "", "unsd_status": "", "linear_status": "", "interval_verdict": ""}
    if row.match == "context":
        return found | {"note": f"orientation only, no verdict: {row.reason}"}
    notes = [row.reason] if row.match == "near" else []
    if np.isnan(row.years):
        notes.append("no pace so far: no span of comparable figures of a year or more up to the latest one")
    else:
        found["pace_so_far"] = row.direction * (row.end_value - row.start_value) / row.years
    if pd.isna(row.target_date):
        notes.append("no pace needed: the target has no year")
    elif not met and 0 < due - now < LEAST_YEARS:
        notes.append("no pace needed: less than a year between the latest figure and the target date")
    elif not met and due > now and gap > 0:
        found["pace_needed"] = gap / (due - now)
        if not np.isnan(found["pace_so_far"]):
            found["pace_ratio"] = found["pace_so_far"] / found["pace_needed"]
    if met and (row.match == "exact" or row.bound == "lower"):
        notes.append("the latest figure meets the target")
    elif not met and row.bound == "upper":
        notes.append("so it was not met at the latest date")
    elif row.match == "near":
        notes.append(UNDECIDED + " whether it was met")
    found |= rules(row, now, due)
    if found["rules_agree"] == "no":
        notes.append("the rules disagree, and for a share no verdict rests on compound growth alone")
    return found | {"note": "; ".join(notes)}


def rules(row, now, due):
    """Statuses of the four rules and whether they agree, one-way where the series only bounds the target."""
    # "more than" a value is not met at it
    goal = row.value if "=" in row.comparator else np.nextafter(row.value, row.direction * np.inf)
    base = (
        row.start_value,
        decimal_year(row.start_date),
        row.end_value,
        decimal_year(row.end_date),
        goal,
        due,
        row.direction,
    )
    statuses = {
        "open_sdg_status": open_sdg_progress(*base).status,
        "unsd_status": unsd_progress(*base).status,
        "linear_status": linear_progress(*base).status,
        "interval_verdict": interval_verdict(
            row.lower_80, row.upper_80, row.value, due - now if not np.isnan(due) else 0, row.direction
        ),
    }
    classes = {CLASS_OF[status] for status in statuses.values() if status in CLASS_OF}
    judged = sum(status in CLASS_OF for status in statuses.values())
    agree = "" if judged < 2 else "yes" if len(classes) == 1 else "no"
    if row.match == "near":
        proves = "reached or on track" if row.bound == "lower" else "too slow"
        keep = {proves} | ({"moving away"} if row.bound == "upper" else set())
        statuses = {
            name: status if status in ("", "not_available") or CLASS_OF.get(status) in keep else UNDECIDED
            for name, status in statuses.items()
        }
    return statuses | {"rules_agree": agree}
