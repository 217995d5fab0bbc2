"""How far the targets are: distance, pace, and the verdicts of several rules side by side.

The rules take scalars; `gaps` applies them to every target that meets a series. Rules and their
sources: Open SDG progress methodology (as Statistics Canada uses it), UNSD progress chart 2023 (as
Eustat reproduces it), SDSN trend arrows, and the range of the central projection.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import tables
from helpers.growth import LEAST_YEARS
from helpers.projection import RANGE_YEARS, projectable
from helpers.tidy import SERIES, decimal_year, latest

UNDECIDED = "cannot be decided from this series"
CLASS_OF = {  # the three classes in which rules agree or not
    "target_achieved": "reached or on track",
    "substantial_progress": "reached or on track",
    "moderate_progress": "too slow",
    "limited_progress": "too slow",
    "deterioration": "moving away",
    "on_track": "reached or on track",
    "fair": "too slow",
    "stagnation": "too slow",
    "regression": "moving away",
    "moderately_improving": "too slow",
    "stagnating": "too slow",
    "decreasing": "moving away",
    "likely": "reached or on track",
    "the scenario reaches it": "reached or on track",
    "unlikely": "too slow",
    "the scenario does not": "too slow",
}


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

    >>> open_sdg_progress(44, 2020, 72, 2023, 80, 2025).status
    'substantial_progress'
    >>> open_sdg_progress(31, 2020, 28, 2023, 60, 2025).status
    'deterioration'
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

    >>> unsd_progress(31, 2020, 48, 2023, 60, 2025).status, unsd_progress(80, 2020, 99.2, 2023, 100, 2025).status
    ('on_track', 'target_achieved')
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
    """The linear rule (SDSN's trend arrows): points a year observed over points a year required from the base.

    >>> round(linear_progress(31, 2020, 48, 2023, 60, 2025).value, 3), linear_progress(31, 2020, 48, 2023, 60, 2025).status
    (0.977, 'moderately_improving')
    """
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

    >>> interval_verdict(70, 85, 80), interval_verdict(81, 90, 80), interval_verdict(81, 90, 95, years_ahead=7)
    ('open', 'likely', 'the scenario does not')
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


def on_frame(rule, frame):
    """A rule applied to each row of a frame whose columns are named as its arguments: status, value, score."""
    columns = [name for name in frame if name in rule.__code__.co_varnames[: rule.__code__.co_argcount]]
    rows = [
        rule(**dict(zip(columns, values, strict=True))) for values in frame[columns].itertuples(index=False, name=None)
    ]
    return pd.DataFrame(rows, columns=Progress._fields, index=frame.index)


def pairs_of(targets, matches, observations):
    """Every target with every series that it meets: its own province's, or for a national target each province's."""
    pairs = targets.merge(matches, on="target_id", suffixes=("", "_match")).merge(
        latest(observations), on="indicator", suffixes=("", "_latest")
    )
    return pairs[(pairs.scope == pairs.province) | (pairs.scope == "vietnam")].reset_index(drop=True)


def gaps(targets, matches, observations, spans, projections):
    """data/target_gaps.csv: distance, pace and verdicts for every target that meets a series.

    A verdict needs match = exact, or near in the one direction that the bound proves; a context match
    has a distance and nothing else. Pace is in points a year over the span that carries the projection.
    """
    rows = pairs_of(targets.drop(columns="note"), matches, observations)
    spans = projectable(spans)[[*SERIES, "start_date", "start_value", "end_date", "end_value", "years"]]
    rows = rows.merge(spans, on=SERIES, how="left")
    rows["target_date"] = pd.to_datetime(rows.target_year.astype("string") + "-12-31")
    rows["direction"] = np.where(rows.comparator.str.startswith(">"), 1, -1)
    central = projections[projections.method == "diffusion"].rename(columns={"date": "target_date"})
    rows = rows.merge(
        central[[*SERIES, "target_date", "lower_80", "upper_80"]], on=[*SERIES, "target_date"], how="left"
    )
    result = [_verdicts(row) for row in rows.itertuples()]
    table = pd.concat([rows, pd.DataFrame(result, index=rows.index)], axis=1)
    table = table.rename(columns={"value": "target_value", "date": "latest_date", "value_latest": "latest_value"})
    columns = list(tables.columns("target_gaps").column)
    order = table.target_id.str.extract(r"([A-Z]+)(\d+)").assign(number=lambda part: part[1].astype(int))
    table = table.assign(letters=order[0], number=order["number"]).sort_values(
        ["letters", "number", *SERIES], ignore_index=True
    )
    return table[columns]


def _verdicts(row):
    """The generated columns of one target × series."""
    met = row.direction * (row.value_latest - row.value) > 0 or (
        row.value_latest == row.value and "=" in row.comparator
    )
    gap = row.direction * (row.value - row.value_latest)
    now, due = decimal_year([row.date])[0], decimal_year([row.target_date])[0]
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
    found |= _rules(row, now, due)
    if found["rules_agree"] == "no":
        notes.append("the rules disagree, and for a share no verdict rests on compound growth alone")
    return found | {"note": "; ".join(notes)}


def _rules(row, now, due):
    """Statuses of the four rules and whether they agree, one-way where the series only bounds the target."""
    # "more than" a value is not met at it
    goal = row.value if "=" in row.comparator else np.nextafter(row.value, row.direction * np.inf)
    base = (
        row.start_value,
        decimal_year([row.start_date])[0],
        row.end_value,
        decimal_year([row.end_date])[0],
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


def year_reached(path, level, direction=1):
    """The first decimal year in which a path of (date, value) rows stands at a level, linear between dates; NaN if never.

    >>> path = pd.DataFrame({"date": pd.to_datetime(["2023-12-31", "2024-12-31"]), "value": [70.0, 80.0]})
    >>> float(year_reached(path, 75))
    2024.5
    """
    path = path.sort_values("date")
    years, values = decimal_year(path.date).to_numpy(), direction * path.value.to_numpy()
    reached = np.flatnonzero(values >= direction * level - 1e-9)
    if len(reached) == 0:
        return np.nan
    first = reached[0]
    if first == 0:
        return years[0]
    part = (direction * level - values[first - 1]) / (values[first] - values[first - 1])
    return years[first - 1] + part * (years[first] - years[first - 1])


def years_reached(gaps, projections):
    """The year in which the central path and the ends of its range reach each target's level, as text: '2026', 'not by 2030'.

    Returns target_id, province, indicator, target_value, target_date, match, central, earliest (upper end), latest (lower end).
    On a context match the level is an orientation, not the target. 'not projected' where the series is not; '' without a range.
    """
    horizon = projections.date.max().year

    def in_words(decimal):
        return f"not by {horizon}" if np.isnan(decimal) else str(int(np.ceil(decimal)) - 1)

    central = projections[projections.method == "diffusion"]
    keys = ["target_id", "province", "indicator", "target_value", "target_date", "match"]
    columns = {"central": "value", "earliest": "upper_80", "latest": "lower_80"}
    rows = []
    for row in gaps.itertuples():
        path = central[(central.province == row.province) & (central.indicator == row.indicator)]
        found = dict.fromkeys(columns, "not projected")
        if not path.empty:
            start = path[["origin_date", "origin_value"]].drop_duplicates().set_axis(["date", "value"], axis=1)
            for name, column in columns.items():
                line = pd.concat([start, path[["date", column]].set_axis(["date", "value"], axis=1)])
                found[name] = "" if path[column].isna().any() else in_words(year_reached(line, row.target_value))
        rows.append({key: getattr(row, key) for key in keys} | found)
    return pd.DataFrame(rows, columns=[*keys, *columns])


CONCLUSIONS = {
    "no pace": {"en": "no pace can be computed: no verdict", "vi": "chưa tính được tốc độ, chưa kết luận"},
    "bounded below": {
        "en": "the series counts less than the target: no verdict",
        "vi": "chuỗi số liệu hẹp hơn mục tiêu, chưa đủ căn cứ",
    },
    "bounded above": {
        "en": "the series counts more than the target: no verdict",
        "vi": "chuỗi số liệu rộng hơn mục tiêu, chưa đủ căn cứ",
    },
    "not met": {"en": "not met at the date of the figure", "vi": "chưa đạt tại thời điểm của số liệu"},
    "met": {"en": "met by the latest figure", "vi": "đã đạt theo số liệu mới nhất"},
    "likely": {"en": "likely, by the range of the projection", "vi": "nhiều khả năng đạt, theo khoảng dự báo"},
    "unlikely": {"en": "unlikely, by the range of the projection", "vi": "khó đạt, theo khoảng dự báo"},
    "open": {"en": "open: the target lies within the range", "vi": "chưa rõ: mục tiêu nằm trong khoảng dự báo"},
    "orientation": {"en": "orientation only: another quantity", "vi": "chỉ để định hướng: đại lượng khác"},
}


def conclusion(gap, language="en"):
    """What a row of target_gaps.csv allows to be said, in words."""
    return CONCLUSIONS[conclusion_key(gap)][language]


def conclusion_key(gap):
    """Which of CONCLUSIONS a row of target_gaps.csv allows."""
    if gap.match == "context":
        return "orientation"
    if gap.match == "near" and gap.bound == "upper":
        return "not met" if gap.gap_points > 0 else "bounded above"
    if gap.match == "near":
        return "likely" if gap.interval_verdict == "likely" else "met" if gap.gap_points <= 0 else "bounded below"
    if gap.gap_points <= 0:
        return "met"
    said = {"the scenario reaches it": "likely", "the scenario does not": "unlikely"}.get(
        gap.interval_verdict, gap.interval_verdict
    )
    return said or "no pace"
