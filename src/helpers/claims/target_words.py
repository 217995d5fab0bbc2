"""Targets in words: what they ask for, the instruments that set them, what is left to them, what may be concluded."""

import re
from typing import Any

import pandas as pd

from helpers.analysis import targets
from helpers.claims.words import N_, capital, edges, most_decimals, phrase, quantity, range_in_words, translator
from helpers.seeds import numerals
from helpers.tables import files

# a number has a letter: a span of years is none
PRINTED = re.compile(r"(?P<kind>.+?) (?P<number>\d+[/-][^\s()]*[^\W\d_][^\s()]*)(?: \((?P<issuer>.+)\))?")
ISSUERS = {"TTg": N_("Prime Minister")}  # by the last letters of a number, where the table names none


def level(goal: Any, language: str = "en") -> str:
    """What a target asks for, without its year: 'more than 60 %', '100 %'."""
    text = quantity(goal.value, goal.unit, language)
    return text if goal.value == 100 else phrase("level", language, text, goal.comparator)


def named(goals: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Targets with `what` each is about, its `level`, its `year` and both as `aim`, in words."""
    rows, _ = list(files.each(goals)), translator(language)
    return goals.assign(
        what=[term(goal, language) for goal in rows],
        level=[level(goal, language) for goal in rows],
        year=[due(goal).strip(" ()") or _("no year") for goal in rows],
        aim=[level(goal, language) + due(goal) for goal in rows],
    )


def due(goal: Any) -> str:
    """A target's year behind its level, starred where it is inferred: ' (2025)', ' (2025*)'; '' without a year."""
    return "" if pd.isna(goal.target_year) else f" ({goal.target_year}{'*' if goal.year_basis == 'inferred' else ''})"


def term(goal: Any, language: str = "en") -> str:
    """What a target is about: our name of it, or the printed Vietnamese term, with its level where it says "at least"."""
    if language == "en":
        return str(goal.concept)
    least = phrase("level", "vi", "", ">=")
    return str(goal.wording_vi).replace(least, level(goal, "vi")) if least in goal.wording_vi else str(goal.wording_vi)


def instrument(goal: Any, language: str = "en") -> str:
    """The document that sets a target, in Vietnamese in its official form, with its day where that is known."""
    day = goal.instrument_date if len(goal.instrument_date) == len("2022-03-31") else ""
    return str(goal.instrument) if language == "en" else official(goal.instrument, day)


def read_instrument(instrument: str) -> dict[str, str]:
    """Kind, number and issuer of an instrument as targets.csv names it; number and issuer are '' where it has none."""
    found = PRINTED.fullmatch(instrument)
    parts = found.groupdict("") if found else {"kind": instrument, "number": "", "issuer": ""}
    issuer = ISSUERS.get(parts["number"].split("-")[-1], "")
    return parts | {"issuer": parts["issuer"] or translator("vi")(issuer)}


def short_instrument(instrument: str) -> str:
    """For a table cell: the number, which says its kind; without one the kind, in Vietnamese two syllables."""
    return read_instrument(instrument)["number"] or capital(" ".join(instrument.split()[:2]))


def official(instrument: str, date: str) -> str:
    """In full: kind, number, date, issuer, as far as the table has them; instruments keep their language."""
    return phrase("instrument", "vi", read_instrument(instrument), date)


def instruments(targets: pd.DataFrame, target_ids: list[str]) -> list[dict[str, Any]]:
    """The dated instruments of some targets, in full, with the address where each was read: '' where an article printed it."""
    chosen = targets[targets.target_id.isin(target_ids) & (targets.instrument_date != "")]
    rows = files.each(chosen.drop_duplicates("instrument"))
    return [
        {"text": official(row.instrument, row.instrument_date), "url": row.source if "://" in row.source else ""}
        for row in rows
    ]


def distance(row: Any, latest: Any, language: str = "en", macro: str = "left") -> str:
    """What is left to a target, from a row of target_gaps.csv, by the printed figures: 'about 0.5 points left'.

    A hedge opens it ("over 83" leaves 16 to 17 of 100). Where the series only bounds the target's quantity it is
    one-sided: one that counts less (`bound` lower) tells the most that is left, one that counts more (upper) the least.
    By the macro "left_in_table" as a table prints it, without a sign: 'about 0.5 points'; "open" where even the sign is.
    """
    low, high = (row.target_value - end for end in reversed(edges(latest)))
    way = ""
    if row.gap_points < 0 and row.bound != "upper":
        way, low, high = "beyond", -high, -low
    elif row.match == "near" and row.bound == "upper":
        way = "least" if low > 0 else "open"
    elif row.gap_points == 0:
        way = "none"
    elif row.match == "near" or low <= 0:
        way, low = "most", high
    elif numerals.hedge(latest.qualifier) == "both":
        way, low, high = "about", row.gap_points, row.gap_points
    decimals = min(most_decimals(row.target_value, latest.value), 2)  # of target and figure
    return phrase(macro, language, range_in_words(low, high, "points", decimals, language), way)


def conclusion(gap: Any, language: str = "en") -> str:
    """What a row of target_gaps.csv allows to be said, in words."""
    return phrase("conclusion", language, targets.conclusion_key(gap))
