"""How far the targets are: distance, pace, the verdicts of several rules side by side, and what may be concluded."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.chances import feasibility, probability
from helpers.analysis.compare import latest
from helpers.analysis.pairs import LEAST_YEARS
from helpers.analysis.progress import (
    cases,
    interval_verdict,
    linear_progress,
    open_sdg_progress,
    reached,
    unsd_progress,
)
from helpers.analysis.projection import candidates
from helpers.analysis.ranges import PANEL_OF
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

UNDECIDED = "cannot be decided from this series"
ONE_WAY = "a bound on a level says nothing about growth: no pace, no growth rule"
NO_PACE = "no pace so far: no span of comparable figures of a year or more up to the latest one"
TOO_SOON = "no pace needed: less than a year between the latest figure and the target date"
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
    about: Mapping[str, pd.DataFrame], observations: pd.DataFrame, spans: pd.DataFrame, projections: pd.DataFrame
) -> pd.DataFrame:
    """data/target_gaps.csv: distance, pace, verdicts and chances for every target that meets a series.

    `about` holds targets, target_matches, indicators, range_quantiles and feasibility. A verdict needs match =
    exact; a near series only bounds what the target counts, so that the interval rule alone passes, in one
    direction; a context match has a distance, a chance and no verdict. Pace is in points a year over the span
    that carries the projection.
    """
    rows = _met(_goals(about["targets"], about["target_matches"]), latest(observations))
    spans = candidates(spans, about["indicators"])
    rows = rows.merge(spans[spans.why_not == ""][[*SERIES, *SPAN]], on=SERIES, how="left")
    rows = rows.merge(about["indicators"][["indicator", "kind"]], on="indicator", how="left")
    central = projections[projections.method == "diffusion"].rename(columns={"date": "target_date"})
    dated = [*SERIES, "target_date"]
    rows = rows.merge(central[[*dated, "origin_date", "value", "lower_80", "upper_80"]], on=dated, how="left")
    rows = _with_verdicts(_with_paces(rows))
    rows = rows.assign(probability=probability(rows, about["range_quantiles"]), note=_notes(rows))
    return rows.assign(**feasibility(rows, about["feasibility"]))[list(files.header("target_gaps"))]


def _goals(targets: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Targets with the indicators that they match."""
    goals = targets[["target_id", "scope", "value", "comparator", "target_year"]].merge(matches, on="target_id")
    due = goals.target_year.astype("str") + "-12-31"
    return goals.rename(columns={"value": "target_value"}).assign(
        direction=np.where(goals.comparator.str.startswith(">"), 1, -1),
        target_date=pd.to_datetime(due.where(goals.target_year.notna()), format="%Y-%m-%d"),
    )


def _met(goals: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Every target with the latest figure of every series that it meets: its own province's, or for a
    national target each province's; by target, TDB2 before TDB10, then by series.
    """
    names = {"date": "latest_date", "value": "latest_value"}
    figures = newest[[*SERIES, *names, "qualifier", "period_basis"]].rename(columns=names)
    rows = goals.merge(figures, on="indicator")
    rows = rows[(rows.scope == "vietnam") | (rows.scope == rows.province)]
    number = rows.target_id.str.extract(r"(\D+)(\d+)")
    rows = rows.assign(letters=number[0], number=number[1].astype(int))
    return rows.sort_values(["letters", "number", *SERIES], ignore_index=True)


def _with_paces(rows: pd.DataFrame) -> pd.DataFrame:
    """Distance and paces, and what else notes and rules rest on: years left, and whether the target is met."""
    gap, strict = rows.direction * (rows.target_value - rows.latest_value), _strict(rows)
    met = reached(rows.latest_value, rows.target_value, rows.direction, strict)
    left = decimal_year(rows.target_date) - decimal_year(rows.latest_date)
    exact = rows.match == "exact"
    rows = rows.assign(gap_points=gap, strict=strict, met=met, years_left=left)
    rows["pace_so_far"] = (rows.direction * (rows.end_value - rows.start_value) / rows.years).where(exact)
    rows["pace_needed"] = (gap / left).where(exact & ~met & (gap > 0) & (left >= LEAST_YEARS))
    return rows.assign(pace_ratio=rows.pace_so_far / rows.pace_needed)


def _strict(rows: pd.DataFrame) -> pd.Series:
    """Whether a figure that equals the target's value does not meet it: "more than 60" is not met at 60, but at
    "over 60"; at least 60 is met at 60, but not at "nearly 60".
    """
    texts = rows.qualifier.unique()
    way, sure = (rows.qualifier.map({text: read(text) for text in texts}) for read in (numerals.hedge, numerals.beyond))
    ahead, back = (np.where(rows.direction == sign, "up", "down") for sign in (1, -1))
    return (~rows.comparator.str.contains("=") & (sure != ahead)) | (way == back)


def _with_verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statuses of the four rules and whether those that are shown agree."""
    start, end, due = (decimal_year(rows[name]) for name in ("start_date", "end_date", "target_date"))
    span = (rows.start_value, start, rows.end_value, end, rows.target_value, due, rows.direction)
    rules = (open_sdg_progress, unsd_progress, linear_progress)
    found = [rule(*span, strict=rows.strict).status for rule in rules]
    grows = (rows.match == "exact") & rows.kind.isin(PANEL_OF)
    statuses = pd.DataFrame(dict(zip(STATUSES, found, strict=False)), rows.index, dtype="str").where(grows, "")
    statuses["interval_verdict"] = _interval(rows)
    classes = statuses.apply(lambda column: column.map(CLASS_OF))
    kinds = sum((classes == name).any(axis=1).astype(int) for name in (ON_TRACK, TOO_SLOW, MOVING_AWAY))
    several = classes.notna().sum(axis=1) > 1
    return rows.assign(**statuses, rules_agree=np.select([~several, kinds == 1], ["", "yes"], "no"))


def _interval(rows: pd.DataFrame) -> pd.Series:
    """The verdict by range; of a near series only in the direction that its bound proves."""
    ahead = rows.years_left.fillna(0)
    found = interval_verdict(rows.lower_80, rows.upper_80, rows.target_value, ahead, rows.direction)
    verdict = pd.Series(found, rows.index, dtype="str")
    proves = np.select([rows.bound == "lower", rows.bound == "upper"], [ON_TRACK, TOO_SLOW], "")
    undecided = (rows.match == "near") & (verdict != "") & (verdict.map(CLASS_OF) != proves)
    return verdict.mask(undecided, UNDECIDED).where(rows.match != "context", "")


def _notes(rows: pd.DataFrame) -> pd.Series:
    """What must be said with each row, as one text."""
    near, exact, below, above = (
        rows.match == "near",
        rows.match == "exact",
        rows.bound == "lower",
        rows.bound == "upper",
    )
    unruled, left = ~rows.kind.isin(PANEL_OF), rows.years_left
    soon = ~rows.met & (left > 0) & (left < LEAST_YEARS)
    parts = [
        {ONE_WAY: near},
        {"no growth rule: no panel says how such series go": exact & unruled, NO_PACE: exact & rows.years.isna()},
        {"no pace needed: the target has no year": exact & rows.target_date.isna(), TOO_SOON: exact & soon},
        {
            "the latest figure meets the target": rows.met & (exact | below),
            "so it was not met at the latest date": ~rows.met & above,
            f"{UNDECIDED} whether it was met": near,
        },
        {"the rules disagree, and for a share no verdict rests on compound growth alone": rows.rules_agree == "no"},
    ]
    texts = [np.where(near, rows.reason, ""), *(cases(part, "") for part in parts)]
    judged = ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)]
    orientation = "orientation only, no verdict: " + rows.reason
    return pd.Series(judged, rows.index, dtype="str").where(near | exact, orientation)


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

    Returns target_id, province, indicator, target_value, target_date, match, central, earliest (upper end), latest
    (lower end). On a context match the level is an orientation, not the target. For a target of 100, 99 counts as
    reached. A range is asked as far as it goes. 'not projected' where the series is not; '' without a range.
    """
    central = projections[projections.method == "diffusion"].sort_values("date")
    paths = dict(list(central.groupby(SERIES)))
    keys = ["target_id", *SERIES, "target_value", "target_date", "match"]
    columns = {"central": "value", "earliest": "upper_80", "latest": "lower_80"}
    rows = []
    for row in files.each(gaps[keys]):
        level, path = 99.0 if row.target_value == 100 else row.target_value, paths.get((row.province, row.indicator))
        found = {name: _year(path, column, level) for name, column in columns.items()}
        rows.append(dict(zip(keys, row[1:], strict=True)) | found)
    return pd.DataFrame(rows, columns=[*keys, *columns])


def _year(path: pd.DataFrame | None, column: str, level: float) -> str:
    """The year in which one line of a central path reaches a level, in words."""
    if path is None:
        return "not projected"
    known = path.dropna(subset=column)
    if known.empty:
        return ""
    points = [(path.origin_date.iloc[0], path.origin_value.iloc[0]), *zip(known.date, known[column], strict=True)]
    decimal = year_reached(pd.DataFrame(points, columns=["date", "value"]), level)
    return f"not by {known.date.max().year}" if np.isnan(decimal) else str(int(np.ceil(decimal)) - 1)


def unmatched(targets: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Targets of which no source reports a figure, in the columns of targets.csv, with `why`: its note, where it has one."""
    rows = targets[~targets.target_id.isin(gaps.target_id)]
    return rows.assign(why=rows.note.where(rows.note != "", "no source reports a figure")).reset_index(drop=True)
