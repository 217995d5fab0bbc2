"""Figures that are hard to believe beside those that were known: other values, jumps, falls, other wordings."""

from typing import Any

import pandas as pd

from helpers.seeds import tidy
from helpers.seeds.tidy import PAIR
from helpers.tables import files

# The yearly moves of national shares that SHARE_PACE_HELD of 100 stay within, in points, rounded up: Internet users,
# and for infrastructure the population covered by 3G or 4G as countries report it (see tests/test_drafting.py).
SHARE_PACE = {"infrastructure": 48, "other": 15}
SHARE_PACE_HELD = 99
COUNT_PACE = 2  # a count that more than doubles or halves in a year
THOUSAND = (300, 3000)  # a ratio within it looks like a slip of three digits


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
            found.append(side(row, "") | {"finding": detail[0], "detail": detail[1]})
    return found


def values(seen: pd.DataFrame) -> list[dict[str, object]]:
    """New observations that say another value for an indicator, province and date than one that stands before them."""
    found = []
    key = ["province", "indicator", "date"]
    for _, same in seen[seen.groupby(key).value.transform("nunique") > 1].groupby(key):
        ordered = same.sort_values(["new", "source_id", "offset"])
        first = next(files.each(ordered))
        for row in files.each(ordered[ordered.new & (ordered.value != first.value)]):
            found.append(side(row, "") | side(first, "known_") | {"finding": "value", "detail": "one date, two values"})
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
            sides = side(late, "") | side(early, "known_")
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


def side(row: Any, prefix: str) -> dict[str, object]:
    """One side of a finding: where it stands, as printed, what it is of."""
    unit = row.unit_printed
    token = f"{row.token}{'' if unit.startswith('%') else ' '}{unit}".strip()
    names = {
        "where": where(row),
        "printed": f"{row.qualifier} {token}".strip(),
        "indicator": row.indicator,
        "period": row.period,
    }
    return {prefix + name: value for name, value in names.items()} | ({} if prefix else {"province": row.province})


def where(row: Any) -> str:
    """Source, paragraph and offset of a figure; its entry where its source has no text here."""
    place = f"e{row.entry}" if pd.isna(row.offset) else f"{row.paragraph}:{row.offset}"
    return f"{row.source_id}:{place}"
