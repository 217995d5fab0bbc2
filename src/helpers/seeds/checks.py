"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

from pathlib import Path
from typing import Any

import pandas as pd

from helpers.seeds import file_rules, seals
from helpers.seeds.faults import BadSeeds, Fault, Seeds
from helpers.seeds.figure_rules import (
    bound_faults,
    date_faults,
    national_faults,
    place_faults,
    printed_faults,
    repeated_faults,
    unit_faults,
)
from helpers.seeds.target_rules import calibration_faults, match_faults, phrase_faults, target_faults
from helpers.seeds.tidy import PAIR, neighbours, observations
from helpers.tables import files


def checked_seeds(folder: Path) -> Seeds:
    """All seed tables below a root; BadSeeds, with every fault, where they break a rule."""
    found = file_rules.faults(folder) or file_rules.schema_faults(folder)
    if found:
        raise BadSeeds(found)
    seeds = files.seeds(folder)
    # a seal over wrong figures is not worth pasting: it comes last
    found = [fault for check in RULES for fault in check(seeds)] or list(seals.seal_faults(seeds))
    if found := found or comparability_faults(seeds):
        raise BadSeeds(found)
    return seeds


RULES = [
    printed_faults,
    place_faults,
    date_faults,
    bound_faults,
    unit_faults,
    national_faults,
    target_faults,
    repeated_faults,
    calibration_faults,
    match_faults,
    phrase_faults,
]


def comparability_faults(seeds: dict[str, pd.DataFrame]) -> list[Fault]:
    """Neighbouring pairs without a grade, grades for pairs that are none, and grades that contradict the figures."""
    file = "seeds/comparability.csv"
    found = observations(seeds["reported"], seeds["indicators"])
    families = seeds["indicators"].set_index("indicator").family
    graded = seeds["comparability"]
    pairs = neighbours(found, families).merge(graded, on=PAIR, how="outer", indicator="side")
    row_of = graded.reset_index().set_index(PAIR)["index"] + 2
    figure = {(row.province, row.indicator, row.period, row.source_id): row for row in files.each(found)}
    faults = []
    for pair in files.each(pairs.sort_values("side", kind="stable")):
        key = tuple(getattr(pair, name) for name in PAIR)
        if pair.side == "left_only":
            todo = "add the row with its grade and reason"
            place, column = len(graded) + 2, "grade"
            what, allowed = f"no row for {','.join(key)}", "a grade for every pair of neighbours"
        elif pair.side == "right_only":
            todo = "correct or delete the row"
            place, column = row_of[key], "start_period"
            what, allowed = "no such pair of neighbours in reported.csv", "pairs of neighbours in time"
        else:
            start = figure[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
            end = figure[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
            if not (problem := _grade_problem(pair, start, end)):
                continue
            todo = "lower the grade or correct the figures"
            place, column = row_of[key], "grade"
            what, allowed = f"{pair.grade} although {problem}", "a grade as CONTRIBUTING.md defines it: A, B, C, D"
        faults.append(Fault(file, place, column, what, allowed, todo))
    return faults


def _grade_problem(pair: Any, start: Any, end: Any) -> str:
    """Why a grade is better than the figures allow, or ''."""
    if pair.grade in "CD":
        return ""
    if pair.start_indicator != pair.end_indicator:
        return "the indicators differ"
    if pair.grade == "A" and pair.start_source != pair.end_source:
        return "the sources differ"
    if pair.grade == "A" and "inferred" in (start.period_basis, end.period_basis):
        return "a date is inferred"
    if start.value != end.value and end.lower < start.upper and start.lower < end.upper:
        return "the ranges overlap and leave even the sign of the change open"
    return ""
