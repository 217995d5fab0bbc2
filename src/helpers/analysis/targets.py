"""How far the targets are: distance, pace, and the verdicts of several rules side by side.

`gaps` applies the rules of helpers.rules to every target that meets a series, whole columns at a time.
"""

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.analysis.growth import divided
from helpers.analysis.pairs import LEAST_YEARS, projectable
from helpers.analysis.progress import interval_verdict, linear_progress, open_sdg_progress, unsd_progress
from helpers.seeds.tidy import SERIES, decimal_year, latest
from helpers.tables import codes, files
from helpers.tables.codes import Mask

UNDECIDED = "cannot be decided from this series"
SPAN = ["start_date", "start_value", "end_date", "end_value", "years"]
GOAL = ["target_id", "scope", "match", "bound"]
SAID = ["rules_agree", "note"]
SILENT = ["", "not_available"]  # no verdict, decided or not
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
CLASSES = ["reached or on track", "too slow", "moving away"]
ON_TRACK, TOO_SLOW, MOVING_AWAY = range(3)
STATUSES = ["open_sdg_status", "unsd_status", "linear_status", "interval_verdict"]


def gaps(
    targets: pd.DataFrame,
    matches: pd.DataFrame,
    observations: pd.DataFrame,
    spans: pd.DataFrame,
    projections: pd.DataFrame,
) -> pd.DataFrame:
    """data/target_gaps.csv: distance, pace and verdicts for every target that meets a series.

    A verdict needs match = exact, or near in the one direction that the bound proves; a context match
    has a distance and nothing else. Pace is in points a year over the span that carries the projection.
    """
    rows = _met(_goals(targets, matches), latest(observations))
    central = projections.rename(columns={"date": "target_date"})
    central = central if (of := central.method.eq("diffusion").to_numpy(bool)).all() else central[of]
    dated = [*SERIES, "target_date"]
    for table, by, columns in ((projectable(spans), SERIES, SPAN), (central, dated, ["lower_80", "upper_80"])):
        place = codes.lookup(*codes.keys((rows, by), (table, by)))
        rows = rows.assign(**codes.taken(table, place, columns))
    rows = rows.assign(**_paces(rows))
    rows = rows.assign(**_verdicts(rows))
    rows["note"] = _notes(rows)
    texts = {name: codes.like(observations.province, rows[name].array) for name in [*GOAL, *STATUSES, *SAID]}
    order = np.argsort(rows.place.to_numpy(np.int32), kind="stable")  # by target, each in the order of the series
    return rows.assign(**texts)[list(files.header("target_gaps"))].take(order).reset_index(drop=True)


def _goals(targets: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Targets with the indicators that they match, in the order of their letters and numbers (`place`)."""
    goals = targets[["target_id", "scope", "value", "comparator", "target_year"]].merge(matches, on="target_id")
    parts = [re.fullmatch(r"([A-Z]+)(\d+)", name) for name in goals.target_id]
    order = sorted({(part[1], int(part[2])) for part in parts if part})
    places = {part: place for place, part in enumerate(order)}
    year = [None if pd.isna(year) else f"{year}-12-31" for year in goals.target_year]
    return goals.rename(columns={"value": "target_value"}).assign(
        place=[places[part[1], int(part[2])] for part in parts if part],
        direction=[1 if sign.startswith(">") else -1 for sign in goals.comparator],
        reachable=["=" in sign for sign in goals.comparator],  # met at the value itself
        target_date=pd.to_datetime(pd.Series(year, dtype="str"), format="%Y-%m-%d"),
        **{name: codes.coded(goals[name]) for name in [*GOAL, "reason"]},
    )


def _met(goals: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Every target with the latest figure of every series that it meets: its own province's, or for a
    national target each province's. In the order of the series, in which everything else is looked up.
    """
    national = np.asarray(goals.scope == "vietnam", bool)
    met = []
    for among, wanted, known in ((national, ["indicator"], ["indicator"]), (~national, ["scope", "indicator"], SERIES)):
        of = np.flatnonzero(among)
        left, right = codes.matched(*codes.keys((newest, known), (goals.iloc[of], wanted)))
        met.append((left, of[right]))
    series, goal = (np.concatenate(parts) for parts in zip(*met, strict=True))
    order = np.argsort(series, kind="stable")
    rows = goals.drop(columns=["indicator", "comparator", "target_year"]).take(goal[order]).reset_index(drop=True)
    columns = {name: newest[name].array.take(series[order]) for name in SERIES}
    columns |= {f"latest_{name}": newest[name].array.take(series[order]) for name in ("date", "value")}
    return rows.assign(**columns)


def _paces(rows: pd.DataFrame) -> dict[str, Any]:
    """Distance and paces, and what else notes and rules rest on: decimal years, and whether the target is met."""
    gap = (rows.direction * (rows.target_value - rows.latest_value)).to_numpy()
    met = (gap < 0) | ((gap == 0) & rows.reachable.to_numpy(bool))
    now, due = (decimal_year(rows[name]).to_numpy() for name in ("latest_date", "target_date"))
    soon = ~met & (due > now) & (due - now < LEAST_YEARS)
    judged = ~rows.match.eq("context").to_numpy(bool)
    so_far = (rows.direction * (rows.end_value - rows.start_value) / rows.years).to_numpy()
    asked = judged & ~met & (due > now) & (gap > 0) & ~soon
    needed = divided(gap, due - now, asked)
    paces = {"gap_points": gap, "pace_so_far": np.where(judged, so_far, np.nan), "pace_needed": needed}
    ratio = paces["pace_so_far"] / needed
    return paces | {"pace_ratio": ratio, "now": now, "due": due, "met": met, "soon": soon, "judged": judged}


def _verdicts(rows: pd.DataFrame) -> dict[str, pd.Categorical]:
    """Statuses of the four rules and whether they agree, one-way where the series only bounds the target."""
    value, direction, due = rows.target_value.to_numpy(), rows.direction.to_numpy(), rows.due.to_numpy()
    # "more than" a value is not met at it
    goal = np.where(rows.reachable, value, np.nextafter(value, direction * np.inf))
    ends = [(rows[f"{end}_value"], decimal_year(rows[f"{end}_date"])) for end in ("start", "end")]
    base = (*ends[0], *ends[1], goal, due, direction)
    ahead = np.nan_to_num(due - rows.now.to_numpy())
    statuses = [rule(*base).status for rule in (open_sdg_progress, unsd_progress, linear_progress)]
    statuses.append(interval_verdict(rows.lower_80, rows.upper_80, value, ahead, direction))
    judged = rows.judged.to_numpy()
    classes = np.stack([_classes(status) for status in statuses])
    several, first = (classes >= 0).sum(axis=0) > 1, classes.max(axis=0)
    one = ((classes == first) | (classes < 0)).all(axis=0)
    agree = codes.chosen({"": ~judged | ~several, "yes": one}, "no")
    near, above = (rows.match.eq("near") & judged).to_numpy(bool), rows.bound.eq("upper").to_numpy(bool)
    below = rows.bound.eq("lower").to_numpy(bool)
    proves = np.where(below, classes == ON_TRACK, (classes == TOO_SLOW) | ((classes == MOVING_AWAY) & above))
    said = [
        _said(status, judged, near & ~proven & ~np.asarray(status.isin(SILENT)))
        for status, proven in zip(statuses, proves, strict=True)
    ]
    return dict(zip(STATUSES, said, strict=True)) | {"rules_agree": agree}


def _classes(statuses: pd.Categorical) -> NDArray[np.int8]:
    """The place of each status' class among CLASSES, -1 where it has none."""
    of = [CLASSES.index(CLASS_OF[name]) if name in CLASS_OF else -1 for name in statuses.categories]
    result: NDArray[np.int8] = np.array(of, np.int8)[statuses.codes]
    return result


def _said(statuses: pd.Categorical, judged: Mask, undecided: Mask) -> pd.Categorical:
    """Statuses where there is a verdict, '' where there is none, UNDECIDED where the series doesn't tell."""
    names = list(dict.fromkeys([*statuses.categories, UNDECIDED, ""]))
    told = np.where(undecided, names.index(UNDECIDED), statuses.codes)
    return codes.named(np.where(judged, told, names.index("")), names)


def _notes(rows: pd.DataFrame) -> pd.Categorical:
    """What must be said with each row, as one text."""
    judged, met, soon = (rows[name].to_numpy(bool) for name in ("judged", "met", "soon"))
    near, exact = (rows.match.eq(match).to_numpy(bool) for match in ("near", "exact"))
    above, below = (rows.bound.eq(bound).to_numpy(bool) for bound in ("upper", "lower"))
    undated, disagree = np.isnan(rows.due.to_numpy()), rows.rules_agree.eq("no").to_numpy(bool)
    reason = codes.coded(rows.reason)
    orientation = codes.joined([codes.chosen({"orientation only, no verdict: ": ~judged}), reason])
    cases = [
        {"no pace so far: no span of comparable figures of a year or more up to the latest one": rows.years.isna()},
        {
            "no pace needed: the target has no year": undated,
            "no pace needed: less than a year between the latest figure and the target date": soon,
        },
        {
            "the latest figure meets the target": met & (exact | below),
            "so it was not met at the latest date": ~met & above,
            f"{UNDECIDED} whether it was met": near,
        },
        {"the rules disagree, and for a share no verdict rests on compound growth alone": disagree},
    ]
    told = [codes.chosen({text: judged & holds for text, holds in parts.items()}) for parts in cases]
    first = codes.where(near | ~judged, orientation)
    return codes.joined([first, *told], "; ")
