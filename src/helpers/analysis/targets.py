"""How far the targets are: distance, pace, the verdicts of several rules side by side, and what may be concluded."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.pairs import LEAST_YEARS, latest
from helpers.analysis.progress import CLASS_OF, CLASSES, ON_TRACK, RULES, TOO_SLOW, Course, interval_verdict, reached
from helpers.analysis.projection import candidates
from helpers.analysis.ranges import PANEL_OF, feasibility, probability
from helpers.seeds import numerals
from helpers.seeds.tidy import SERIES, decimal_year
from helpers.tables import files

UNDECIDED = "cannot be decided from this series"
ONE_WAY = "a bound on a level says nothing about growth: no pace, no growth rule"
NO_PACE = "no pace so far: no span of comparable figures of a year or more up to the latest one"
TOO_SOON = "no pace needed: less than a year between the latest figure and the target date"
STATUSES = [*RULES, "interval_verdict"]


def gaps(
    metadata: Mapping[str, pd.DataFrame], observations: pd.DataFrame, spans: pd.DataFrame, projections: pd.DataFrame
) -> pd.DataFrame:
    """data/target_gaps.csv: distance, pace, verdicts and chances for every target that meets a series.

    A verdict needs match = exact; a near series only bounds what the target counts, so that the interval rule alone
    passes, in one direction; a context match has a distance, a chance and no verdict. Pace is in points a year over the
    span that carries the projection.
    """
    spans = candidates(spans, metadata["indicators"])
    spans = spans[spans.why_not == ""][[*SERIES, "start_date", "start_value", "end_date", "end_value", "years"]]
    central = projections[projections.method == "diffusion"].rename(columns={"date": "target_date"})
    central = central[[*SERIES, "target_date", "origin_date", "value", "lower_80", "upper_80"]]
    rows = _with_figures(metadata["targets"], metadata["target_matches"], latest(observations))
    rows = rows.merge(metadata["indicators"][["indicator", "kind"]], on="indicator", how="left")
    rows = rows.merge(spans, on=SERIES, how="left").merge(central, on=[*SERIES, "target_date"], how="left")
    rows = _with_verdicts(_with_paces(rows))
    rows = rows.assign(probability=probability(rows, metadata["range_quantiles"]), note=_notes(rows))
    return rows.assign(**feasibility(rows, metadata["feasibility"]))[list(files.header("target_gaps"))]


def _with_figures(targets: pd.DataFrame, matches: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Every target with the latest figure of every series that it meets: its own province's, or for a
    national target each province's; by target, TDB2 before TDB10, then by series.
    """
    goals = targets[["target_id", "scope", "value", "comparator", "target_year"]].merge(matches, on="target_id")
    due = (goals.target_year.astype("str") + "-12-31").where(goals.target_year.notna())
    goals["target_date"] = pd.to_datetime(due, format="%Y-%m-%d")
    goals["direction"] = np.where(goals.comparator.str.startswith(">"), 1, -1)
    goals["order"] = goals.target_id.str.replace(r"\d+", lambda digits: digits[0].zfill(4), regex=True)
    names = {"date": "latest_date", "value": "latest_value"}
    figures = newest[[*SERIES, *names, "qualifier", "period_basis"]].rename(columns=names)
    rows = goals.rename(columns={"value": "target_value"}).merge(figures, on="indicator")
    rows = rows[(rows.scope == "vietnam") | (rows.scope == rows.province)]
    return rows.sort_values(["order", *SERIES], ignore_index=True)


def _with_paces(rows: pd.DataFrame) -> pd.DataFrame:
    """Distance and paces, and what else notes and rules rest on: years left, and whether the target is met."""
    gap = rows.direction * (rows.target_value - rows.latest_value)
    # "more than 60" is not met at 60, but at "over 60"; at least 60 is met at 60, but not at "nearly 60"
    texts = rows.qualifier.unique()
    way, sure = (rows.qualifier.map({text: read(text) for text in texts}) for read in (numerals.hedge, numerals.beyond))
    ahead, back = (np.where(rows.direction == sign, "up", "down") for sign in (1, -1))
    strict = (~rows.comparator.str.contains("=") & (sure != ahead)) | (way == back)
    met = reached(rows.latest_value, rows.target_value, rows.direction, strict)
    left = decimal_year(rows.target_date) - decimal_year(rows.latest_date)
    exact = rows.match == "exact"
    rows = rows.assign(gap_points=gap, strict=strict, met=met, years_left=left)
    rows["pace_so_far"] = (rows.direction * (rows.end_value - rows.start_value) / rows.years).where(exact)
    rows["pace_needed"] = (gap / left).where(exact & ~met & (gap > 0) & (left >= LEAST_YEARS))
    return rows.assign(pace_ratio=rows.pace_so_far / rows.pace_needed)


def _with_verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statuses of the four rules and whether those that are shown agree."""
    start, end, due = (decimal_year(rows[name]) for name in ("start_date", "end_date", "target_date"))
    course = Course(rows.start_value, start, rows.end_value, end, rows.target_value, due, rows.direction, rows.strict)
    grows = (rows.match == "exact") & rows.kind.isin(PANEL_OF)
    for name, rule in RULES.items():
        rows[name] = pd.Series(rule(course).status, rows.index, dtype="str").where(grows, "")
    ahead = rows.years_left.fillna(0)
    found = interval_verdict(rows.lower_80, rows.upper_80, rows.target_value, ahead, rows.direction)
    verdict = pd.Series(found, rows.index, dtype="str")
    # of a near series only in the direction that its bound proves
    proves = np.select([rows.bound == "lower", rows.bound == "upper"], [ON_TRACK, TOO_SLOW], "")
    undecided = (rows.match == "near") & (verdict != "") & (verdict.map(CLASS_OF) != proves)
    rows["interval_verdict"] = verdict.mask(undecided, UNDECIDED).where(rows.match != "context", "")
    classes = pd.DataFrame({name: rows[name].map(CLASS_OF) for name in STATUSES})
    kinds = sum((classes == name).any(axis=1).astype(int) for name in CLASSES)
    several = classes.notna().sum(axis=1) > 1
    return rows.assign(rules_agree=np.select([~several, kinds == 1], ["", "yes"], "no"))


def _notes(rows: pd.DataFrame) -> pd.Series:
    """What must be said with each row, as one text."""
    near, exact, above = rows.match == "near", rows.match == "exact", rows.bound == "upper"
    ruled, left = rows.kind.isin(PANEL_OF), rows.years_left
    parts = {
        ONE_WAY: near,
        "no growth rule: no panel says how such series go": exact & ~ruled,
        NO_PACE: exact & ruled & rows.years.isna(),
        "no pace needed: the target has no year": exact & rows.target_date.isna(),
        TOO_SOON: exact & ~rows.met & (left > 0) & (left < LEAST_YEARS),
        "the latest figure meets the target": rows.met & ~above,
        "so it was not met at the latest date": ~rows.met & above,
        f"{UNDECIDED} whether it was met": near & (rows.met == above),
        "the rules disagree, and for a share no verdict rests on compound growth alone": rows.rules_agree == "no",
    }
    texts = [rows.reason.where(near, ""), *(np.where(holds, text, "") for text, holds in parts.items())]
    judged = ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)]
    orientation = "orientation only, no verdict: " + rows.reason
    return pd.Series(judged, rows.index, dtype="str").where(near | exact, orientation)


def conclusion_key(gap: Any) -> str:
    """The verdict on a target by a row of target_gaps.csv: met, not met, likely, unlikely, open, …, as templates/words.en.j2 has them."""
    reaches = gap.gap_points <= 0
    if gap.match == "context":
        return "orientation"
    if gap.match == "near" and gap.bound == "upper":
        return "bounded above" if reaches else "not met"
    if gap.match == "near":
        return "likely" if gap.interval_verdict == "likely" else "met" if reaches else "bounded below"
    keys = {"": "no pace", "the scenario reaches it": "likely", "the scenario does not": "unlikely"}
    return "met" if reaches else keys.get(gap.interval_verdict, gap.interval_verdict)


def year_reached(gaps: pd.DataFrame, central: pd.DataFrame) -> pd.Series:
    """The year by whose end the central path stands at each target's level, if it does; 99 counts as 100."""
    central = central[[*SERIES, "date", "value"]]
    rows = gaps[[*SERIES, "target_value"]].reset_index(names="row").merge(central, on=SERIES)
    there = rows[rows.value >= rows.target_value.mask(rows.target_value == 100, 99)]
    first = there.groupby("row").date.min()
    return pd.Series(first.dt.year.reindex(gaps.index))
