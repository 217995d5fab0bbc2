"""Legal instruments in the form in which offices cite them: kind, number, date, issuer."""

import re
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.tables import files

# a number has a letter: a span of years is none
PRINTED = re.compile(r"(?P<kind>.+?) (?P<number>\d+[/-][^\s()]*[^\W\d_][^\s()]*)(?: \((?P<issuer>.+)\))?")
ISSUERS = {"TTg": N_("Prime Minister")}  # by the last letters of a number, where the table names none


def read(instrument: str) -> dict[str, str]:
    """Kind, number and issuer of an instrument as targets.csv names it; number and issuer are '' where it has none."""
    found = PRINTED.fullmatch(instrument)
    parts = found.groupdict("") if found else {"kind": instrument, "number": "", "issuer": ""}
    issuer = ISSUERS.get(parts["number"].split("-")[-1], "")
    return parts | {"issuer": parts["issuer"] or words.translator("vi")(issuer)}


def short(instrument: str) -> str:
    """For a table cell: the number, which says its kind; without one the kind, in Vietnamese two syllables."""
    return read(instrument)["number"] or words.capital(" ".join(instrument.split()[:2]))


def official(instrument: str, date: str) -> str:
    """In full: kind, number, date, issuer, as far as the table has them; instruments keep their language."""
    return words.phrase("instrument", "vi", read(instrument), date)


def of(targets: pd.DataFrame, target_ids: list[str]) -> list[dict[str, Any]]:
    """The dated instruments of some targets, in full, with the address where each was read: '' where an article printed it."""
    chosen = targets[targets.target_id.isin(target_ids) & (targets.instrument_date != "")]
    rows = files.each(chosen.drop_duplicates("instrument"))
    return [
        {"text": official(row.instrument, row.instrument_date), "url": row.source if "://" in row.source else ""}
        for row in rows
    ]
