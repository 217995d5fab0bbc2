"""What a draft leaves open, and where its figures clash with what was known, printed tokens side by side."""

from typing import Any

import pandas as pd

from helpers.articles import clashing
from helpers.articles.clashing import side
from helpers.articles.grades import PROPOSED
from helpers.seeds import tidy
from helpers.seeds.figure_rules import late_faults, printed_faults
from helpers.seeds.tidy import PAIR
from helpers.tables import files

FINDINGS = list(files.header("audit"))
BY_GRADE = ("jump", "fall", "repeated", "wording")
SETTLED_BY_GRADE = "by its grade, once entered"


def audit(rows: pd.DataFrame, seeds: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What is open in drafted rows of reported.csv (with `guessed`), and what clashes with the seeds.

    Returns the codebook's columns of `audit`, one row a finding: undecided; value (another value for one indicator, province and date);
    bounds; scale (three digits too many or few, a fraction for a per cent); jump; fall; repeated; wording (another
    indicator of the family, next in time). `known_…` is what it clashes with, `settled` is empty: a person must decide.
    """
    known = seeds["reported"][seeds["reported"].kind == "observation"]
    ready = rows[complete(rows, seeds["indicators"])]
    both = pd.concat([known.assign(new=False), ready.assign(new=True)], ignore_index=True)
    seen = observed(both, seeds["indicators"])
    clash = [*clashing.alone(seen[seen.new]), *clashing.values(seen), *clashing.moves(seen)]
    settled = [one | {"settled": SETTLED_BY_GRADE if one["finding"] in BY_GRADE else ""} for one in clash]
    return _table([*undecided(rows, seeds), *settled], FINDINGS)


def clashes(found: pd.DataFrame) -> pd.DataFrame:
    """The findings that are clashes: neither undecided nor inferred nor proposed."""
    return found[~found.finding.isin(["undecided", "inferred", "proposed"])].reset_index(drop=True)


def audit_seeds(seeds: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The same for the committed seeds: periods that are inferred, and clashes with the grade that settles them."""
    reported = seeds["reported"]
    rows = reported[reported.kind == "observation"]
    seen = observed(rows.assign(new=True), seeds["indicators"])
    inferred = [
        side(row, "") | {"finding": "inferred", "detail": "period not printed"}
        for row in files.each(rows[rows.period_basis != "stated"])
    ]
    moved = _table([*clashing.alone(seen), *clashing.values(seen), *clashing.moves(seen)], [*FINDINGS, *PAIR[1:]])
    graded = moved.drop(columns="settled").merge(seeds["comparability"].drop(columns="reason"), on=PAIR, how="left")
    graded["settled"] = ["" if pd.isna(grade) else f"graded {grade}" for grade in graded.grade]
    return pd.concat([_table([*inferred, *marked(seeds)], FINDINGS), graded[FINDINGS]], ignore_index=True)


def marked(seeds: dict[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The pairs whose grade was proposed by rule and still has the mark."""
    pairs = seeds["comparability"]
    return [
        {"finding": "proposed", "row": str(place + 2), "province": pair.province, "indicator": pair.end_indicator,
         "period": pair.end_period, "known_indicator": pair.start_indicator, "known_period": pair.start_period,
         "detail": f"{pair.grade}: {pair.reason}"}
        for place, pair in enumerate(files.each(pairs)) if pair.reason.startswith(PROPOSED)
    ]  # fmt: skip


def _table(found: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Findings as a frame of texts, '' where a finding has nothing to say."""
    return pd.DataFrame(found, columns=columns, dtype=object).fillna("").astype("str")


def undecided(rows: pd.DataFrame, seeds: dict[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The rows with something open, with what that is."""
    return [
        side(rows.iloc[place], "") | {"finding": "undecided", "row": str(place + 2), "detail": "; ".join(details)}
        for place, details in open_cells(rows, seeds).items()
    ]


def open_cells(rows: pd.DataFrame, seeds: dict[str, pd.DataFrame]) -> dict[int, list[str]]:
    """Place of a row → what is open in it: a rule of reported.csv (see checks) that it breaks, a goal, a guess left."""
    kinds = files.columns("reported").set_index("column").allowed["kind"].split(";")
    found: dict[int, list[str]] = {place: [] for place in range(len(rows))}
    for fault in (*printed_faults({"reported": rows}), *late_faults(rows, seeds["sources"])):
        found[fault.row - 2].append(f"{fault.column}: {fault.found}")
    known = {"", *seeds["indicators"].indicator}
    for place, row in enumerate(files.each(rows)):
        unlike = [("kind", row.kind, kinds), ("indicator", row.indicator, known)]
        found[place] += [f"{name}: {cell or 'an empty cell'}" for name, cell, allowed in unlike if cell not in allowed]
        found[place] += [f"kind: is it the goal of {goal}? a note settles it" for goal in goals(row, seeds["targets"])]
        if row.kind == "observation" and getattr(row, "goal", "") and not row.note:
            found[place].append(f"kind: {row.goal!r} reaches it, is it a goal? a note settles it")
        found[place] += [f"guessed: {row.guessed.replace(' ', ', ')}"] if row.guessed else []
    return {place: details for place, details in found.items() if details}


def goals(row: Any, targets: pd.DataFrame) -> list[str]:
    """The ids of the targets whose value and year an observation without a note has; 100 % says nothing."""
    if row.kind != "observation" or row.note or row.value == 100:
        return []
    year = row.period.rpartition("/")[2][:4]
    same = targets.scope.isin([row.province, "vietnam"]) & (targets.target_year.astype(str) == year)
    same &= (targets.value == row.value) & (targets.unit.str.startswith("%") == row.unit_printed.startswith("%"))
    return list(targets.target_id[same])


def complete(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Which rows are observations with all that a comparison needs."""
    wrong = {fault.row - 2 for fault in printed_faults({"reported": rows})}
    whole = pd.Series([place not in wrong for place in range(len(rows))], rows.index, dtype=bool)
    return (rows.kind == "observation") & rows.indicator.isin(indicators.indicator) & whole


def observed(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Observations (see tidy.observations) with token, printed unit, `new`, and what their indicator says."""
    seen: pd.DataFrame = tidy.observations(rows, indicators)
    printed_as = rows.assign(observation_id=tidy.observation_ids(rows))
    printed_as = printed_as[["observation_id", "entry", "token", "unit_printed", "new"]].drop_duplicates(
        "observation_id"
    )
    about = indicators[["indicator", "family", "kind", "denominator", "better", "lower_bound", "upper_bound"]]
    return seen.merge(printed_as, on="observation_id").merge(about, on="indicator")
