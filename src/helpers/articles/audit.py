"""What a draft leaves open, and where its figures clash with what was known, printed tokens side by side."""

import math
import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers.seeds import numerals, tidy
from helpers.seeds.figure_rules import late_faults, printed_faults
from helpers.seeds.tidy import PAIR
from helpers.tables import files

FINDINGS = list(files.header("audit"))
# The yearly moves of national shares that SHARE_PACE_HELD of 100 stay within, in points, rounded up: Internet users,
# and for infrastructure the population covered by 3G or 4G as countries report it (see tests/test_drafting.py).
SHARE_PACE = {"infrastructure": 48, "other": 15}
SHARE_PACE_HELD = 99
COUNT_PACE = 2  # a count that more than doubles or halves in a year
THOUSAND = (300, 3000)  # a ratio within it looks like a slip of three digits
NEEDED = ("province", "indicator", "unit_printed", "period", "period_basis")


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
    found = [*undecided(rows, seeds), *alone(seen[seen.new]), *values(seen), *moves(seen)]
    return _table(found, FINDINGS)


def clashes(found: pd.DataFrame) -> pd.DataFrame:
    """The findings that are clashes: neither undecided nor inferred."""
    return found[~found.finding.isin(["undecided", "inferred"])].reset_index(drop=True)


def audit_seeds(seeds: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The same for the committed seeds: periods that are inferred, and clashes with the grade that settles them."""
    reported = seeds["reported"]
    rows = reported[reported.kind == "observation"]
    seen = observed(rows.assign(new=True), seeds["indicators"])
    inferred = [
        _side(row, "") | {"finding": "inferred", "detail": "period not printed"}
        for row in files.each(rows[rows.period_basis != "stated"])
    ]
    moved = _table([*alone(seen), *values(seen), *moves(seen)], [*FINDINGS, *PAIR[1:]])
    graded = moved.drop(columns="settled").merge(seeds["comparability"].drop(columns="reason"), on=PAIR, how="left")
    graded["settled"] = ["" if pd.isna(grade) else f"graded {grade}" for grade in graded.grade]
    return pd.concat([_table(inferred, FINDINGS), graded[FINDINGS]], ignore_index=True)


def _table(found: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Findings as a frame of texts, '' where a finding has nothing to say."""
    return pd.DataFrame(found, columns=columns, dtype=object).fillna("").astype("str")


def undecided(rows: pd.DataFrame, seeds: dict[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The rows that break a rule of reported.csv (see checks), that may be goals, or with columns still a guess."""
    kinds: list[str] = files.columns("reported").set_index("column").allowed["kind"].split(";")
    open_cells: dict[int, list[str]] = {place: [] for place in range(len(rows))}  # row of the frame -> what is open
    for fault in (*printed_faults({"reported": rows}), *late_faults(rows, seeds["sources"])):
        open_cells[fault.row - 2].append(f"{fault.column}: {fault.found}")
    found = []
    for place, row in enumerate(files.each(rows)):
        parts: list[str] = open_cells[place]
        parts += [] if row.kind in kinds else [f"kind: {row.kind or 'an empty cell'}"]
        parts += (
            []
            if row.indicator in {"", *seeds["indicators"].indicator}
            else [f"indicator: {row.indicator} is not known"]
        )
        parts += [f"kind: is it the goal of {goal}? a note settles it" for goal in goals(row, seeds["targets"])]
        if row.kind == "observation" and getattr(row, "goal", "") and not row.note:
            parts.append(f"kind: {row.goal!r} reaches it, is it a goal? a note settles it")
        parts += [f"guessed: {row.guessed.replace(' ', ', ')}"] if row.guessed else []
        if parts:
            found.append(_side(row, "") | {"finding": "undecided", "detail": "; ".join(parts)})
    return found


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
    known = set(indicators.indicator)
    ready: list[bool] = [
        bool(row.kind == "observation" and row.indicator in known and all(getattr(row, name) for name in NEEDED))
        and _reads(numerals.numeral, row.token)
        and _reads(numerals.period_end, row.period)
        and _reads(numerals.hedge, row.qualifier)
        and not math.isnan(row.value)
        and not (numerals.hedge(row.qualifier) and math.isnan(row.hedge_step))
        for row in files.each(rows)
    ]
    return pd.Series(ready, index=rows.index, dtype=bool)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def observed(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Observations (see tidy.observations) with token, printed unit, `new`, and what their indicator says."""
    seen: pd.DataFrame = tidy.observations(rows, indicators)
    printed_as = rows.assign(observation_id=tidy.observation_ids(rows)).drop_duplicates("observation_id")
    printed_as = printed_as[["observation_id", "entry", "token", "unit_printed", "new"]]
    about = indicators[["indicator", "family", "kind", "denominator", "better", "lower_bound", "upper_bound"]]
    return seen.merge(printed_as, on="observation_id").merge(about, on="indicator")


def alone(seen: pd.DataFrame) -> list[dict[str, object]]:
    """Values outside their indicator's bounds, and shares that look like a fraction."""
    found = []
    for row in files.each(seen):
        detail = ("", "")
        if row.value < row.lower_bound or row.value > row.upper_bound:
            detail = "bounds", f"outside {row.lower_bound:g} to {row.upper_bound:g}"
        elif row.upper_bound == 100 and 0 < row.value <= 1 and not row.unit_printed.startswith("%"):
            detail = "scale", "a fraction for a per cent? a share is printed without %"
        if detail[0]:
            found.append(_side(row, "") | {"finding": detail[0], "detail": detail[1]})
    return found


def values(seen: pd.DataFrame) -> list[dict[str, object]]:
    """New observations that say another value for an indicator, province and date than one that stands before them."""
    found = []
    key = ["province", "indicator", "date"]
    for _, same in seen[seen.groupby(key).value.transform("nunique") > 1].groupby(key):
        ordered = same.sort_values(["new", "source_id", "offset"])
        first = next(files.each(ordered))
        for row in files.each(ordered[ordered.new & (ordered.value != first.value)]):
            found.append(
                _side(row, "") | _side(first, "known_") | {"finding": "value", "detail": "one date, two values"}
            )
    return found


def moves(seen: pd.DataFrame) -> list[dict[str, object]]:
    """Neighbours in time of which one is new: moves that are hard to believe, and pairs of other wording."""
    families = seen.drop_duplicates("indicator").set_index("indicator").family
    key = ["province", "indicator", "period", "source_id"]
    rows = {tuple(getattr(row, name) for name in key): row for row in files.each(seen.iloc[::-1])}
    found = []
    for pair in files.each(tidy.neighbours(seen, families)):
        start = rows[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = rows[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        if not (start.new or end.new):
            continue
        finding, detail = ("wording", wording(start, end)) if start.indicator != end.indicator else move(start, end)
        if finding:
            late, early = (end, start) if end.new else (start, end)
            sides = _side(late, "") | _side(early, "known_")
            found.append(sides | {"finding": finding, "detail": detail} | {name: getattr(pair, name) for name in PAIR})
    return found


def wording(start: Any, end: Any) -> str:
    """What to look at where two indicators of a family stand next to each other in time."""
    if start.denominator != end.denominator:
        return f"another denominator: {end.denominator}, not {start.denominator}"
    return "another wording: is it the same thing?"


def move(start: Any, end: Any) -> tuple[str, str]:
    """What is hard to believe about one indicator's way from start to end: (finding, why), or two empty words.

    A share: a fraction after a per cent (scale), more points than SHARE_PACE in a year (jump; a part of a year
    counts as one), a fall beyond both printed ranges where higher is better (fall). A count: a ratio near 1000
    (scale), more than COUNT_PACE times a year either way (jump). Either: the same figure again, short of the bound
    (repeated).
    """
    if start.value == end.value and end.value != end.upper_bound:
        return "repeated", "the same figure at a later date: measured again, or carried over?"
    years = max(1.0, (end.date - start.date).days / 365.25)
    if start.upper_bound == 100:
        return _share_move(start, end, years)
    if min(start.value, end.value) <= 0:
        return "", ""
    ratio = max(start.value / end.value, end.value / start.value)
    if THOUSAND[0] <= ratio <= THOUSAND[1]:
        return "scale", f"{ratio:,.0f} times: three digits too many, or a unit of thousands?"
    if ratio > COUNT_PACE**years:
        return "jump", f"{ratio:.2g} times in {_span(start, end)}: more than double or half a year"
    return "", ""


def _share_move(start: Any, end: Any, years: float) -> tuple[str, str]:
    change = end.value - start.value
    if 0 < end.value <= 1 < start.value and abs(100 * end.value - start.value) < abs(change):
        return "scale", "a fraction for a per cent?"
    pace = SHARE_PACE.get(end.kind, SHARE_PACE["other"])
    if abs(change) / years > pace:
        return "jump", f"{change:+.4g} points in {_span(start, end)}: more than {pace} a year"
    if end.better == "higher" and end.upper < start.lower:
        return "fall", f"{change:+.4g} points: a break in what is counted, or an error?"
    return "", ""


def _span(start: Any, end: Any) -> str:
    return f"{(end.date - start.date).days / 365.25:.1f} years"


def _side(row: Any, prefix: str) -> dict[str, object]:
    """One side of a finding: where it stands, as printed, what it is of."""
    unit = row.unit_printed
    token = f"{row.token}{'' if unit.startswith('%') else ' '}{unit}".strip()
    names = {
        "where": row.source_id + (f":e{row.entry}" if pd.isna(row.offset) else f":{row.paragraph}:{row.offset}"),
        "printed": f"{row.qualifier} {token}".strip(),
        "indicator": row.indicator,
        "period": row.period,
    }
    return {prefix + name: value for name, value in names.items()} | ({} if prefix else {"province": row.province})


def aligned(frame: pd.DataFrame) -> str:
    """A frame as plain text for a terminal: columns side by side, empty ones left out, control characters gone.

    >>> print(aligned(pd.DataFrame({"where": ["S06:1:5", "S06:2:40"], "none": ["", ""], "printed": ["54%", "61"]})))
    where     printed
    S06:1:5   54%
    S06:2:40  61
    """
    kept = frame.loc[:, [bool((frame[name].astype(str) != "").any()) for name in frame]]
    lines = [list(kept.columns), *kept.astype(str).values.tolist()]
    clean = [[re.sub(r"[^ -~\u00a0-\U0010ffff]", " ", cell) for cell in line] for line in lines]
    widths = [max(len(line[place]) for line in clean) for place in range(len(kept.columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in clean
    )
