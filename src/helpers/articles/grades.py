"""A grade for each new pair of neighbours, proposed by the rules of comparability, with a reason from a fixed list."""

from typing import Any

import pandas as pd

from helpers.seeds.tidy import PAIR
from helpers.tables import files

PROPOSED = "grade proposed, not yet decided"  # the mark: whoever decides takes it off
REASONS = {  # as seeds/phrases.csv is to have them
    PROPOSED: "mức đề xuất, chưa quyết định",
    "one source, one wording, both dates printed": "cùng một nguồn, cùng cách diễn đạt, nêu rõ cả hai thời điểm",
    "same wording": "cùng cách diễn đạt",
    "another source": "hai nguồn khác nhau",
    "a date inferred": "có thời điểm suy ra",
    "a figure hedged": "có số ước lượng",
    "the same figure again": "lặp lại đúng số cũ",
    "another wording of what is counted": "cách gọi đối tượng tính khác nhau",
    "another denominator": "mẫu số khác nhau",
    "hedges leave even the sign of the change open": "số ước lượng nên chưa rõ cả chiều thay đổi",
    "no change beyond rounding": "không thay đổi quá mức làm tròn",
    "periods of different length": "hai kỳ dài ngắn khác nhau",
    "a fall that the sources do not explain": "giảm mà nguồn không giải thích",
}


def proposed(pairs: pd.DataFrame, seen: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Rows of comparability.csv for pairs of neighbours: a grade by the rules, its reason with the mark PROPOSED.

    `seen` are the observations (see tidy.observations), among them both figures of every pair.
    """
    figures = {(row.province, row.indicator, row.period, row.source_id): row for row in files.each(seen)}
    about = indicators.set_index("indicator")
    rows = []
    for pair in files.each(pairs):
        start = figures[pair.province, pair.start_indicator, pair.start_period, pair.start_source]
        end = figures[pair.province, pair.end_indicator, pair.end_period, pair.end_source]
        name, reasons = grade(start, end, about.loc[start.indicator], about.loc[end.indicator])
        key = {column: getattr(pair, column) for column in PAIR}
        rows.append(key | {"grade": name, "reason": "; ".join([PROPOSED, *reasons])})
    return pd.DataFrame(rows, columns=[*PAIR, "grade", "reason"])


def grade(start: Any, end: Any, before: Any, after: Any) -> tuple[str, list[str]]:
    """Grade and reasons of two figures whose indicators are described by `before` and `after`.

    C: another indicator, periods of another length, hedges that leave even the sign open. D: a share falls beyond both
    ranges where it should rise. A: one source, dates printed, nothing hedged. B: the rest.
    """
    if start.indicator != end.indicator:
        unlike = (
            "another denominator" if before.denominator != after.denominator else "another wording of what is counted"
        )
        return "C", [unlike]
    if before.unit.endswith("VND") and length(start.period) != length(end.period):
        return "C", ["periods of different length"]
    hedged = bool(start.qualifier or end.qualifier)
    overlap = start.value != end.value and end.lower < start.upper and start.lower < end.upper
    if overlap and hedged:
        return "C", ["hedges leave even the sign of the change open"]
    if before.upper_bound == 100 and before.better == "higher" and end.upper < start.lower:
        return "D", ["a fall that the sources do not explain"]
    again = ["the same figure again"] if start.value == end.value and end.value != before.upper_bound else []
    again += ["no change beyond rounding"] if overlap else []
    inferred = {start.period_basis, end.period_basis} != {"stated"}
    if start.source_id == end.source_id and not hedged and not inferred and not overlap:
        return "A", ["one source, one wording, both dates printed", *again]
    told = {"another source": start.source_id != end.source_id, "a date inferred": inferred, "a figure hedged": hedged}
    return "B", ["same wording", *(reason for reason, holds in told.items() if holds), *again]


def length(period: str) -> str:
    """How long a period is, in months; '' for a day.

    >>> length("2023"), length("2024-01/2024-09"), length("2023-Q1"), length("2025-07-22")
    ('12', '9', '3', '')
    """
    start, _, end = period.partition("/")
    if end:
        return str(len(pd.period_range(start, end, freq="M")))
    return {4: "12", 7: "3" if "Q" in period else "1"}.get(len(period), "")


def phrases(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The rows that phrases.csv still lacks for the reasons of proposed grades."""
    used = dict.fromkeys(part for reason in rows.reason for part in reason.split("; "))
    missing = [part for part in used if part in REASONS and part not in set(known.phrase_en)]
    return pd.DataFrame([(part, REASONS[part]) for part in missing], columns=list(known))
