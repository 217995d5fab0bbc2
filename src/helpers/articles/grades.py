"""A grade for each new pair of neighbours, proposed by the rules of comparability, with a reason from a fixed list."""

from typing import Any

import pandas as pd

from helpers.articles import wording
from helpers.seeds import checks, numerals
from helpers.seeds.tidy import PAIR
from helpers.tables import files

PROPOSED = "grade proposed, not yet decided"  # the mark: whoever decides takes it off
REASONS = wording.readings("reason")  # as seeds/phrases.csv is to have them


def proposed(pairs: pd.DataFrame, seen: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Rows of comparability.csv for pairs of neighbours: a grade by the rules, its reason with the mark PROPOSED.

    `seen` are the observations (see tidy.observations), among them both figures of every pair.
    """
    figures = {(row.province, row.indicator, row.period, row.source_id): row for row in files.each(seen)}
    attributes = indicators.set_index("indicator")
    rows = []
    for pair in files.each(pairs):
        start = figures[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = figures[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        name, reasons = grade(start, end, attributes.loc[start.indicator], attributes.loc[end.indicator])
        key = {column: getattr(pair, column) for column in PAIR}
        rows.append(key | {"grade": name, "reason": "; ".join([PROPOSED, *reasons])})
    return pd.DataFrame(rows, columns=[*PAIR, "grade", "reason"])


def grade(start: Any, end: Any, before: Any, after: Any) -> tuple[str, list[str]]:
    """Grade and reasons of two figures whose indicators are described by `before` and `after`.

    What `check` holds grades to (see checks.limits), and: C for periods of another length; D where a share falls
    beyond both ranges that should rise; B where a figure is hedged.
    """
    limits = checks.limits(start, end)
    if start.indicator != end.indicator:
        same = before.denominator == after.denominator
        return "C", ["another wording of what is counted" if same else "another denominator"]
    if before.unit.endswith("VND") and length(start.period) != length(end.period):
        return "C", ["periods of different length"]
    if "C" in limits.values():
        return "C", [reason for reason, best in limits.items() if best == "C"]
    if before.upper_bound == 100 and before.better == "higher" and end.upper < start.lower:
        return "D", ["a fall that the sources do not explain"]
    hedged = ["a figure hedged"] if start.qualifier or end.qualifier else []
    again = ["the same figure again"] if start.value == end.value and end.value != before.upper_bound else []
    if not limits and not hedged:
        return "A", ["one source, one wording, both dates printed", *again]
    return "B", ["same wording", *limits, *hedged, *again]


def length(period: str) -> int:
    """How long a period is, in months; 0 for a day.

    >>> length("2023"), length("2024-01/2024-09"), length("2023-Q1"), length("2025-07-22")
    (12, 9, 3, 0)
    """
    days = pd.Timestamp(numerals.period_end(period)) - numerals.period_start(period)
    return round(days.days / 30.44)


def phrases(rows: pd.DataFrame, existing: pd.DataFrame) -> pd.DataFrame:
    """The rows that phrases.csv still lacks for the reasons of proposed grades."""
    used = dict.fromkeys(part for reason in rows.reason for part in reason.split("; "))
    missing = [part for part in used if part in REASONS and part not in set(existing.phrase_en)]
    return pd.DataFrame([(part, REASONS[part]) for part in missing], columns=list(existing))
