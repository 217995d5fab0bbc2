"""What a draft or the seeds leave open, and moves that are hard to believe beside the figures that were known."""

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from helpers.articles.grades import PROPOSED
from helpers.seeds import rules as seed_rules
from helpers.seeds import tidy
from helpers.seeds.faults import Fault, Seeds
from helpers.tables import files

FINDINGS = list(files.header("audit"))
# The yearly moves of national shares that SHARE_PACE_PERCENTILE of 100 stay within, in points, rounded up: Internet
# users, and for infrastructure the population covered by 3G or 4G as countries report it (tests/test_drafting.py).
SHARE_PACE = {"infrastructure": 48, "other": 15}
SHARE_PACE_PERCENTILE = 99
COUNT_PACE = 2  # a count that more than doubles or halves in a year


def audit(rows: pd.DataFrame, seeds: Seeds) -> pd.DataFrame:
    """What is open in drafted rows of reported.csv (with `guessed`), one row a finding in the codebook's columns of `audit`.

    undecided: a person must settle it in the draft. jump: more than such figures move in a year; to be looked at.
    """
    faults = seed_rules.drafted_faults(rows, seeds)
    found = [_finding(rows.iloc[place], place, "undecided", "; ".join(details))
             for place, details in open_cells(rows, seeds, faults).items()]  # fmt: skip
    return pd.DataFrame([*found, *jumps(rows, seeds, faults)], columns=FINDINGS, dtype=object)


def audit_seeds(seeds: Seeds) -> pd.DataFrame:
    """The same for the committed seeds: periods that are inferred, and grades that were proposed and not yet decided."""
    reported, pairs = seeds["reported"], seeds["comparability"]
    inferred = reported[(reported.kind == "observation") & (reported.period_basis != "stated")]
    found = [_finding(row, row.Index, "inferred", "period not printed") for row in files.each(inferred)]
    for pair in files.each(pairs[pairs.reason.str.startswith(PROPOSED)]):
        of = f"{pair.province} {pair.end_indicator}, {pair.start_period} to {pair.end_period}"
        found.append({"finding": "proposed", "row": pair.Index + 2, "of": of, "detail": f"{pair.grade}: {pair.reason}"})
    return pd.DataFrame(found, columns=FINDINGS, dtype=object).fillna("")


def _finding(row: Any, place: int, finding: str, detail: str) -> dict[str, object]:
    """A finding of a figure: its row as a spreadsheet counts, the figure as printed, what it is of."""
    unit = row.unit_printed
    printed = f"{row.qualifier} {row.token}{'' if unit.startswith('%') else ' '}{unit}".strip()
    of = " ".join(part for part in (row.province, row.indicator, row.period) if part)
    return {"finding": finding, "row": place + 2, "printed": printed, "of": of, "detail": detail}


def open_cells(rows: pd.DataFrame, seeds: Seeds, faults: list[Fault]) -> dict[int, list[str]]:
    """Place of a row → what is open in it: a rule of figures that it breaks (`faults`), a goal, a guess left."""
    kinds = files.columns("reported").set_index("column").allowed["kind"].split(";")
    found: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        found[fault.row - 2].append(f"{fault.column}: {fault.found}; {fault.allowed}")
    names = {"", *seeds["indicators"].indicator}
    for place, row in enumerate(files.each(rows)):
        unlike = [("kind", row.kind, kinds), ("indicator", row.indicator, names)]
        open_ = [f"{name}: {cell or 'an empty cell'}" for name, cell, allowed in unlike if cell not in allowed]
        open_ += [f"kind: is it the goal of {goal}? a note settles it" for goal in goals(row, seeds["targets"])]
        if row.kind == "observation" and getattr(row, "goal", "") and not row.note:
            open_.append(f"kind: {row.goal!r} reaches it, is it a goal? a note settles it")
        open_ += [f"guessed: {row.guessed.replace(' ', ', ')}"] if row.guessed else []
        if open_:
            found[place] += open_
    return dict(sorted(found.items()))


def goals(row: Any, targets: pd.DataFrame) -> list[str]:
    """The ids of the targets whose value and year an observation without a note has; 100 % says nothing."""
    if row.kind != "observation" or row.note or row.value == 100:
        return []
    year = row.period.rpartition("/")[2][:4]
    same = targets.scope.isin([row.province, "vietnam"]) & (targets.target_year.astype(str) == year)
    same &= (targets.value == row.value) & (targets.unit.str.startswith("%") == row.unit_printed.startswith("%"))
    return list(targets.target_id[same])


def jumps(rows: pd.DataFrame, seeds: Seeds, faults: list[Fault]) -> list[dict[str, object]]:
    """Figures that moved from the one before them, or to the next, by more than SHARE_PACE or COUNT_PACE a year.

    A part of a year counts as one. Only rows that break no rule are compared.
    """
    broken = {fault.row - 2 for fault in faults}
    ready = rows.assign(place=range(len(rows)))[rows.indicator.isin(seeds["indicators"].indicator)]
    both = pd.concat([seeds["reported"], ready[~ready.place.isin(broken)]], ignore_index=True)
    seen = tidy.observations(both, seeds["indicators"], seeds["sources"])
    places = both.set_index(tidy.observation_ids(both)).place
    seen = seen.assign(place=places[~places.index.duplicated()].reindex(seen.observation_id).to_numpy())
    seen = seen.merge(seeds["indicators"][["indicator", "kind", "upper_bound"]]).sort_values([*tidy.SERIES, "date"])
    before = seen.groupby(tidy.SERIES)[["value", "date", "place"]].shift()
    span = (seen.date - before.date).dt.days / 365.25
    years, change = span.clip(lower=1), seen.value - before.value
    pace = seen.kind.map(SHARE_PACE).fillna(SHARE_PACE["other"])
    times = np.exp(np.abs(np.log(seen.value.where(seen.value > 0) / before.value.where(before.value > 0))))
    much = np.where(seen.upper_bound == 100, change.abs() / years > pace, times > COUNT_PACE**years)
    seen = seen.assign(start=before.value, span=span, place=seen.place.fillna(before.place))
    found = list(files.each(seen[much & seen.place.notna()]))
    details = {int(row.place): f"{row.start:g} to {row.value:g} in {row.span:.1f} years" for row in found}
    return [_finding(rows.iloc[place], place, "jump", detail) for place, detail in details.items()]
