"""How far the targets are: distance, pace, the verdicts of several rules side by side, and what may be concluded."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.compare import latest
from helpers.analysis.pairs import LEAST_YEARS, projectable
from helpers.analysis.progress import interval_verdict, linear_progress, open_sdg_progress, reached, unsd_progress
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

UNDECIDED = "cannot be decided from this series"
SPAN = ["start_date", "start_value", "end_date", "end_value", "years"]
ON_TRACK, TOO_SLOW, MOVING_AWAY = "reached or on track", "too slow", "moving away"
CLASS_OF = {  # the three classes in which rules agree or not
    "target_achieved": ON_TRACK,
    "substantial_progress": ON_TRACK,
    "moderate_progress": TOO_SLOW,
    "limited_progress": TOO_SLOW,
    "deterioration": MOVING_AWAY,
    "on_track": ON_TRACK,
    "fair": TOO_SLOW,
    "stagnation": TOO_SLOW,
    "regression": MOVING_AWAY,
    "moderately_improving": TOO_SLOW,
    "stagnating": TOO_SLOW,
    "decreasing": MOVING_AWAY,
    "likely": ON_TRACK,
    "the scenario reaches it": ON_TRACK,
    "unlikely": TOO_SLOW,
    "the scenario does not": TOO_SLOW,
}
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
    rows = rows.merge(projectable(spans)[[*SERIES, *SPAN]], on=SERIES, how="left")
    central = projections[projections.method == "diffusion"].rename(columns={"date": "target_date"})
    dated = [*SERIES, "target_date"]
    rows = rows.merge(central[[*dated, "lower_80", "upper_80"]], on=dated, how="left")
    rows = _with_paces(rows)
    rows = _with_verdicts(rows)
    return rows.assign(note=_notes(rows))[list(files.header("target_gaps"))]


def _goals(targets: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Targets with the indicators that they match."""
    goals = targets[["target_id", "scope", "value", "comparator", "target_year"]].merge(matches, on="target_id")
    due = goals.target_year.astype("str") + "-12-31"
    return goals.rename(columns={"value": "target_value"}).assign(
        direction=np.where(goals.comparator.str.startswith(">"), 1, -1),
        strict=~goals.comparator.str.contains("="),  # not met at the value itself
        target_date=pd.to_datetime(due.where(goals.target_year.notna()), format="%Y-%m-%d"),
    )


def _met(goals: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Every target with the latest figure of every series that it meets: its own province's, or for a
    national target each province's; by target, TDB2 before TDB10, then by series.
    """
    figures = newest[[*SERIES, "date", "value"]].rename(columns={"date": "latest_date", "value": "latest_value"})
    rows = goals.merge(figures, on="indicator")
    rows = rows[(rows.scope == "vietnam") | (rows.scope == rows.province)]
    number = rows.target_id.str.extract(r"(\D+)(\d+)")
    rows = rows.assign(letters=number[0], number=number[1].astype(int))
    return rows.sort_values(["letters", "number", *SERIES], ignore_index=True)


def _with_paces(rows: pd.DataFrame) -> pd.DataFrame:
    """Distance and paces, and what else notes and rules rest on: years left, and whether the target is met."""
    gap = rows.direction * (rows.target_value - rows.latest_value)
    met = reached(rows.latest_value, rows.target_value, rows.direction, rows.strict)
    left = decimal_year(rows.target_date) - decimal_year(rows.latest_date)
    judged = rows.match != "context"
    asked = judged & ~met & (gap > 0) & (left >= LEAST_YEARS)
    rows = rows.assign(gap_points=gap, met=met, years_left=left, judged=judged)
    rows["pace_so_far"] = (rows.direction * (rows.end_value - rows.start_value) / rows.years).where(judged)
    rows["pace_needed"] = (gap / left).where(asked)
    return rows.assign(pace_ratio=rows.pace_so_far / rows.pace_needed)


def _with_verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statuses of the four rules and whether they agree, one-way where the series only bounds the target."""
    start, end, due = (decimal_year(rows[name]) for name in ("start_date", "end_date", "target_date"))
    span = (rows.start_value, start, rows.end_value, end, rows.target_value, due, rows.direction)
    rules = (open_sdg_progress, unsd_progress, linear_progress)
    found = [rule(*span, strict=rows.strict).status for rule in rules]
    ahead = rows.years_left.fillna(0)
    found.append(interval_verdict(rows.lower_80, rows.upper_80, rows.target_value, ahead, rows.direction))
    statuses = pd.DataFrame(dict(zip(STATUSES, found, strict=True)), rows.index, dtype="str")
    classes = statuses.apply(lambda column: column.map(CLASS_OF))
    several = rows.judged & (classes.notna().sum(axis=1) > 1)
    kinds = sum((classes == name).any(axis=1).astype(int) for name in (ON_TRACK, TOO_SLOW, MOVING_AWAY))
    agree = np.select([~several, kinds == 1], ["", "yes"], "no")
    silent = statuses.isin(["", "not_available"])
    undecided = statuses.where(silent | _proven(classes, rows), UNDECIDED)
    return rows.assign(**undecided.where(rows.judged, ""), rules_agree=agree)


def _proven(classes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Whether a verdict on the series says the same of the target: a near series only bounds what the target counts."""
    below = (classes == ON_TRACK) & (rows.bound == "lower").to_numpy()[:, None]
    above = classes.isin([TOO_SLOW, MOVING_AWAY]) & (rows.bound == "upper").to_numpy()[:, None]
    return below | above | (rows.match != "near").to_numpy()[:, None]


def _notes(rows: pd.DataFrame) -> pd.Series:
    """What must be said with each row, as one text."""
    near, exact, below = rows.match == "near", rows.match == "exact", rows.bound == "lower"
    undated, soon = rows.target_date.isna(), ~rows.met & (rows.years_left > 0) & (rows.years_left < LEAST_YEARS)
    parts = [
        np.where(near, rows.reason, ""),
        np.where(rows.years.isna(), "no pace so far: no span of comparable figures of a year or more up to the latest one", ""),
        np.select([undated, soon], ["no pace needed: the target has no year",
                                    "no pace needed: less than a year between the latest figure and the target date"], ""),
        np.select([rows.met & (exact | below), ~rows.met & (rows.bound == "upper"), near],
                  ["the latest figure meets the target", "so it was not met at the latest date", f"{UNDECIDED} whether it was met"], ""),
        np.where(rows.rules_agree == "no", "the rules disagree, and for a share no verdict rests on compound growth alone", ""),
    ]  # fmt: skip
    judged = ["; ".join(filter(None, texts)) for texts in zip(*parts, strict=True)]
    return pd.Series(judged, rows.index, dtype="str").where(rows.judged, "orientation only, no verdict: " + rows.reason)


def conclusion_key(gap: Any) -> str:
    """What a row of target_gaps.csv allows to be said, as a key of claims.target_words.CONCLUSIONS."""
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


def year_reached(path: pd.DataFrame, level: float, direction: int = 1) -> float:
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
        return float(years[0])
    part = (direction * level - values[first - 1]) / (values[first] - values[first - 1])
    return float(years[first - 1] + part * (years[first] - years[first - 1]))


def years_reached(gaps: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """The year in which the central path and the ends of its range reach each target's level, as text: '2026', 'not by 2030'.

    Returns target_id, province, indicator, target_value, target_date, match, central, earliest (upper end), latest (lower end).
    On a context match the level is an orientation, not the target. 'not projected' where the series is not; '' without a range.
    """
    horizon = projections.date.max().year

    def in_words(decimal: float) -> str:
        return f"not by {horizon}" if np.isnan(decimal) else str(int(np.ceil(decimal)) - 1)

    central = projections[projections.method == "diffusion"]
    keys = ["target_id", "province", "indicator", "target_value", "target_date", "match"]
    columns = {"central": "value", "earliest": "upper_80", "latest": "lower_80"}
    rows = []
    row: Any
    for row in files.each(gaps):
        path = central[(central.province == row.province) & (central.indicator == row.indicator)]
        found = dict.fromkeys(columns, "not projected")
        if not path.empty:
            start = path[["origin_date", "origin_value"]].drop_duplicates().set_axis(["date", "value"], axis=1)
            for name, column in columns.items():
                line = pd.concat([start, path[["date", column]].set_axis(["date", "value"], axis=1)])
                found[name] = "" if path[column].isna().any() else in_words(year_reached(line, row.target_value))
        rows.append({key: getattr(row, key) for key in keys} | found)
    return pd.DataFrame(rows, columns=[*keys, *columns])
