"""The ledger of tokens: each at a place that it can have, and a seal on what was checked against the texts."""

import hashlib
from collections.abc import Iterator

import pandas as pd

from helpers.seeds.faults import Entry, Fault, Seeds, numbered


def place_faults(seeds: Seeds) -> Iterator[Fault]:
    """Tokens that can't stand where the ledger says: out of order, one inside another, beyond the text."""
    length = seeds["sources"].set_index("source_id").characters
    free: dict[str, int] = {}  # where the next token of a source may begin
    paragraph: dict[str, int] = {}
    for row, entry in numbered(seeds["reported"]):
        start, end = entry.offset, entry.offset + len(entry.token)
        problems = []
        if start < free.get(entry.source_id, 0):
            allowed = f"{free[entry.source_id]} or more, where the token before ends"
            problems.append(("offset", (str(start), allowed, "sort the rows by offset, or correct it")))
        if end > length[entry.source_id]:
            allowed = f"tokens within the {length[entry.source_id]} characters of {entry.source_id}"
            problems.append(("offset", (str(start), allowed, "correct the offset")))
        if entry.paragraph < paragraph.get(entry.source_id, 1):
            allowed = f"{paragraph[entry.source_id]} or more, as in the row before"
            problems.append(("paragraph", (str(entry.paragraph), allowed, "correct the paragraph")))
        free[entry.source_id], paragraph[entry.source_id] = end, entry.paragraph
        yield from (Fault("seeds/reported.csv", row, column, *problem) for column, problem in problems)


def seal(source: Entry, rows: pd.DataFrame) -> str:
    """The seal of a source: SHA-256 over what was read off its text and nothing here can tell again: the text's
    hash and length, its dates, and each paragraph, offset and token of `rows`.

    Without the text nobody can see that an offset slipped by one; that it is no longer what was checked
    against the text, everybody can.
    """
    places = rows.sort_values("offset")[["paragraph", "offset", "token"]].itertuples(index=False)
    dates = ["" if pd.isna(date) else f"{date:%Y-%m-%d}" for date in (source.published, source.event_date)]
    lines = [":".join([source.sha256, str(source.characters), *dates]), *(f"{p}:{o}:{t}" for p, o, t in places)]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def seal_faults(seeds: Seeds) -> Iterator[Fault]:
    """Sources whose seal is not that of their rows."""
    for row, source in numbered(seeds["sources"]):
        rows = seeds["reported"][seeds["reported"].source_id == source.source_id]
        if (made := seal(source, rows)) != source.ledger_sha256:
            found = f"{source.ledger_sha256[:12] or 'an empty cell'}… is not the seal of this row and its tokens"
            allowed = f"the seal of what stands in sources.csv and reported.csv for {source.source_id}: {made}"
            todo = "mend what slipped, or, when every token is checked against the text, paste this seal"
            yield Fault("seeds/sources.csv", row, "ledger_sha256", found, allowed, todo)
