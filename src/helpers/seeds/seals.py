"""The seal of a source: a hash over what was checked against its text and nothing here can tell again."""

import hashlib
from collections.abc import Iterator

import pandas as pd

from helpers.seeds.faults import Entry, Fault, Seeds, numbered
from helpers.tables import files


def seal(source: Entry, rows: pd.DataFrame) -> str:
    """The seal of a source: SHA-256 over what was read off its text and nothing here can tell again: the text's
    hash and length, its dates, and each paragraph, offset and token of `rows`; without a text each entry and token.

    Without the text nobody can see that an offset slipped by one; that it is no longer what was checked
    against the text, everybody can.
    """
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
    for row, source in numbered(seeds["sources"]):
        rows = seeds["reported"][seeds["reported"].source_id == source.source_id]
        if seal(source, rows) != source.ledger_sha256:
            found = f"{source.ledger_sha256[:12] or 'an empty cell'}… is not the seal of this row and its tokens"
            allowed = f"the seal of what stands in sources.csv and reported.csv for {source.source_id}"
            task = f"python3 run.py seal {source.source_id}"
            todo = f"mend what slipped, or, when every token is checked against the text, {task}"
            yield Fault("seeds/sources.csv", row, "ledger_sha256", found, allowed, todo)
