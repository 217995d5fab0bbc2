"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.seeds import file_rules, rules
from helpers.seeds.faults import BadSeeds, Entry, Fault, Seeds
from helpers.seeds.tidy import PAIR, neighbours, observations
from helpers.tables import files

PAIRS = "seeds/comparability.csv"


def checked_seeds(folder: Path, sealed: bool = True) -> Seeds:
    """All seed tables below a root; BadSeeds, with every fault of the first kind that is found, where they break a rule;
    if they need not be `sealed`, those of seals and grades are passed by."""
    paths = {name: files.path(name, folder) for name in files.seed_names()}
    contents = tuple((name, path.read_bytes()) for name, path in paths.items() if path.is_file())
    return {name: table.copy() for name, table in _checked(contents, sealed).items()}


@functools.lru_cache(maxsize=4)  # a second for files that did not change: a task reads them before and after
def _checked(contents: tuple[tuple[str, bytes], ...], sealed: bool) -> Seeds:
    if found := file_rules.faults(dict(contents)) or file_rules.schema_faults(dict(contents)):
        raise BadSeeds(found)
    seeds = {name: files.parsed(raw, name) for name, raw in contents}
    found = rules.faults(seeds)
    if sealed:
        found = found or list(seal_faults(seeds)) or list(comparability_faults(seeds))
    if found:
        raise BadSeeds(found)
    return seeds


def seal(source: Entry, rows: pd.DataFrame) -> str:
    """SHA-256 over what was read off a text and nothing here can tell again: hash, length, dates, places of tokens."""
    dates = ["" if pd.isna(date) else f"{date:%Y-%m-%d}" for date in (source.published, source.event_date)]
    length = "" if pd.isna(source.characters) else str(source.characters)
    places = [
        f"{row.paragraph}:{row.offset}:{row.token}" if pd.isna(row.entry) else f"e{row.entry}:{row.token}"
        for row in files.each(rows.sort_values(["offset", "entry"]))
    ]
    lines = [":".join([source.sha256, length, *dates]), *places]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def seal_faults(seeds: Seeds) -> Iterator[Fault]:
    """Sources whose seal is not that of their rows."""
    for source in files.each(seeds["sources"]):
        rows = seeds["reported"][seeds["reported"].source_id == source.source_id]
        if seal(source, rows) != source.ledger_sha256:
            found = f"{source.ledger_sha256[:12] or 'an empty cell'}… is not the seal of this row and its tokens"
            allowed = f"the seal of what stands in sources.csv and reported.csv for {source.source_id}"
            task = f"python3 run.py seal {source.source_id}"
            todo = f"mend what slipped, or, when every token is checked against the text, {task}"
            yield Fault("seeds/sources.csv", source.Index + 2, "ledger_sha256", found, allowed, todo)


def comparability_faults(seeds: Seeds) -> Iterator[Fault]:
    """Neighbouring pairs without a grade, grades for pairs that are none, and grades that contradict the figures."""
    graded, families = seeds["comparability"], seeds["indicators"].set_index("indicator").family
    found = observations(seeds["reported"], seeds["indicators"], seeds["sources"])
    pairs, have = (pd.MultiIndex.from_frame(frame[PAIR]) for frame in (neighbours(found, families), graded))
    allowed, todo = "a grade for every pair of neighbours", "add the row with its grade and reason"
    for pair in pairs.difference(have, sort=False):
        yield Fault(PAIRS, len(graded) + 2, "grade", f"no row for {','.join(pair)}", allowed, todo)
    figure = {(row.province, row.indicator, row.period, row.source_id): row for row in files.each(found)}
    for row, is_pair in zip(files.each(graded), have.isin(pairs), strict=True):
        if not is_pair:
            none, allowed = "no such pair of neighbours in reported.csv", "pairs of neighbours in time"
            yield Fault(PAIRS, row.Index + 2, "start_period", none, allowed, "correct or delete the row")
            continue
        start = figure[row.province, row.start_indicator, row.start_period, row.start_source]
        end = figure[row.province, row.end_indicator, row.end_period, row.end_source]
        allowed, todo = "a grade as CONTRIBUTING.md defines it: A, B, C, D", "lower the grade or correct the figures"
        for reason in [reason for reason, best in limits(start, end).items() if row.grade < best][:1]:
            yield Fault(PAIRS, row.Index + 2, "grade", f"{row.grade} although: {reason}", allowed, todo)


def limits(start: Any, end: Any) -> dict[str, str]:
    """What keeps the grade of two figures down: reason → the best grade that it leaves."""
    overlap = start.value != end.value and end.lower < start.upper and start.lower < end.upper
    cases = {
        "another wording of what is counted": ("C", start.indicator != end.indicator),
        "hedges leave even the sign of the change open": ("C", overlap and bool(start.qualifier or end.qualifier)),
        "another source": ("B", start.source_id != end.source_id),
        "a date inferred": ("B", {start.period_basis, end.period_basis} != {"stated"}),
        "no change beyond rounding": ("B", overlap),
    }
    return {reason: best for reason, (best, holds) in cases.items() if holds}
