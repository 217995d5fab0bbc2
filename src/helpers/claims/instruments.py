"""Legal instruments in the form in which offices cite them: kind, number, date, issuer."""

import re
from typing import Any, NamedTuple

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.tables import files

# a number has a letter: a span of years is none
PRINTED = re.compile(r"(?P<kind>.+?) (?P<number>\d+[/-][^\s()]*[^\W\d_][^\s()]*)(?: \((?P<issuer>.+)\))?")
ISSUERS = {"TTg": N_("Prime Minister")}  # by the last letters of a number, where the table names none


class Instrument(NamedTuple):
    """An instrument of targets.csv; number and issuer are '' where it has none."""

    kind: str
    number: str = ""
    issuer: str = ""


def read(instrument: str) -> Instrument:
    """An instrument as targets.csv names it: 'Decision 749/QD-TTg', 'Plan of 2021 - 2025' (without a number)."""
    if not (found := PRINTED.fullmatch(instrument)):
        return Instrument(instrument)
    issuer = found["issuer"] or words.translator("vi")(ISSUERS.get(found["number"].split("-")[-1], ""))
    return Instrument(found["kind"], found["number"], issuer)


def short(instrument: str) -> str:
    """For a table cell: the number, which says its kind; without one the kind, in Vietnamese two syllables."""
    return read(instrument).number or words.capital(" ".join(instrument.split()[:2]))


def named(instrument: str) -> str:
    """Kind and number, as it is called; without a number as the table has it."""
    found = read(instrument)
    name = words.translator("vi")(N_("{kind} no. {number}")).format(kind=found.kind, number=found.number)
    return name if found.number else instrument


def official(instrument: str, date: str) -> str:
    """In full: kind, number, date, issuer, as far as the table has them; instruments keep their language."""
    text, issuer, _ = named(instrument), read(instrument).issuer, words.translator("vi")
    if len(date) == 10:
        text += _(" of {day}").format(day=words.day(pd.Timestamp(date)))
    elif date:
        text += _(" ({year})").format(year=date)
    return text + (_(" by {issuer}").format(issuer=issuer) if issuer else "")


def of(targets: pd.DataFrame, target_ids: list[str]) -> list[dict[str, Any]]:
    """The dated instruments of some targets, in full, with the address where each was read: '' where an article printed it."""
    chosen = targets[targets.target_id.isin(target_ids) & (targets.instrument_date != "")]
    rows = files.each(chosen.drop_duplicates("instrument"))
    return [
        {"text": official(row.instrument, row.instrument_date), "url": row.source if "://" in row.source else ""}
        for row in rows
    ]
