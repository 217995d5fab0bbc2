"""Rules for targets, calibration tables and phrases."""

import calendar
import itertools
import re
from collections.abc import Iterator

import pandas as pd

from helpers.seeds import numerals
from helpers.seeds.faults import Entry, Fault, Problem, Seeds, numbered
from helpers.seeds.figure_rules import attempt
from helpers.tables import files

TARGET_ID = re.compile(r"T[A-Z]+\d+")
LABEL = re.compile(r"\b(?:[A-Z]+\d+|\d+[A-Z]+)\b")  # 4G, S04, TDB6
QUANTILES = ("q2_5", "q10", "q25", "q50", "q75", "q90", "q97_5")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def target_faults(seeds: Seeds) -> Iterator[Fault]:
    """Targets with an impossible value, year or source, and printed targets that are not what targets.csv says."""
    sources = set(seeds["sources"].source_id)
    for row, entry in numbered(seeds["targets"]):
        for column, problem in (*_value_problems(entry), *_date_problems(entry), *_source_problems(entry, sources)):
            yield Fault("seeds/targets.csv", row, column, *problem)
    goals = {goal.target_id: goal for goal in files.each(seeds["targets"])}
    for row, entry in numbered(seeds["reported"]):
        name = entry.note.partition(";")[0].strip()
        if entry.kind == "target" and TARGET_ID.fullmatch(name):
            for column, problem in _printed_problems(entry, name, goals.get(name)):
                yield Fault("seeds/reported.csv", row, column, *problem)


def _value_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    if entry.unit.startswith("%") and not 0 <= entry.value <= 100:
        yield "value", (files.number(entry.value), "0 to 100 for a unit of per cent", "correct value or unit")


def _date_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """Years without a basis or the other way round, dates that are none, years before their instrument."""
    if pd.isna(entry.target_year) != (entry.year_basis == "none printed"):
        allowed = "none printed exactly where there is no year"
        yield "year_basis", (repr(entry.year_basis), allowed, "correct one of them")
    made = attempt(numerals.period_end, entry.instrument_date) if entry.instrument_date else ""
    if isinstance(made, str) and made:
        yield "instrument_date", (made, "a year or a day", "correct the date")
    elif made and not pd.isna(entry.target_year) and entry.target_year < made.year:
        allowed = f"{made.year} or later, when its instrument was made"
        yield "target_year", (str(entry.target_year), allowed, "correct the year or the date")


def _source_problems(entry: Entry, sources: set[str]) -> Iterator[tuple[str, Problem]]:
    if not ADDRESS.fullmatch(entry.source) and not set(entry.source.split(", ")) <= sources:
        allowed = "an address that begins with https://, or ids of sources"
        yield "source", (repr(entry.source), allowed, "correct it or add the source")


def _printed_problems(entry: Entry, name: str, goal: Entry) -> Iterator[tuple[str, Problem]]:
    """What parts a printed target from the one that its note names."""
    if goal is None:
        yield "note", (name, "an id of targets.csv", "correct the note or add the row to seeds/targets.csv")
        return
    year = "" if pd.isna(goal.target_year) else str(goal.target_year)
    printed = {"value": files.number(entry.value), "period": entry.period, "province": entry.province}
    meant = {"value": files.number(goal.value), "period": year, "province": goal.scope}
    for column, found in printed.items():
        if found != meant[column]:
            yield column, (repr(found), f"{meant[column]!r} as {name} says", "correct one of the two")


def calibration_faults(seeds: Seeds) -> Iterator[Fault]:
    """Coefficients outside their own range, and quantiles that fall where they should rise."""
    todo = "run the calibrate task: nobody should edit these tables by hand"
    for row, entry in numbered(seeds["coefficients"]):
        if not entry.lower <= entry.value <= entry.upper:
            allowed = f"{files.number(entry.lower)} to {files.number(entry.upper)}"
            yield Fault("seeds/calibration/coefficients.csv", row, "value", files.number(entry.value), allowed, todo)
    for row, entry in numbered(seeds["range_quantiles"]):
        values = [getattr(entry, name) for name in QUANTILES]
        for name, (least, value) in zip(QUANTILES[1:], itertools.pairwise(values), strict=True):
            if value < least:
                found, allowed = files.number(value), f"{files.number(least)} or more, as the quantile before"
                yield Fault("seeds/calibration/range_quantiles.csv", row, name, found, allowed, todo)


def match_faults(seeds: Seeds) -> Iterator[Fault]:
    """Matches that are near without saying which way, or bounded without being near, or of two units."""
    wanted, counted = seeds["targets"].set_index("target_id").unit, seeds["indicators"].set_index("indicator").unit
    for row, entry in numbered(seeds["target_matches"]):
        if (entry.match == "near") != (entry.bound != "none"):
            found, allowed = f"{entry.match} and {entry.bound}", "lower or upper exactly where the match is near"
            yield Fault("seeds/target_matches.csv", row, "bound", found, allowed, "correct match or bound")
        units = wanted[entry.target_id], counted[entry.indicator]
        if entry.match != "context" and units[0] != units[1]:
            found, allowed = f"{entry.match}, but {units[0]!r} and {units[1]!r}", "context where the units differ"
            yield Fault("seeds/target_matches.csv", row, "match", found, allowed, "correct the match or a unit")


def phrase_faults(seeds: Seeds) -> Iterator[Fault]:
    """Phrases with a label or number in one language that the other lacks, months by name included."""
    months = {name: str(number) for number, name in enumerate(calendar.month_name) if name}
    for row, entry in numbered(seeds["phrases"]):
        english = re.sub("|".join(months), lambda month: months[month[0]], entry.phrase_en)
        numbers = {value for value, _ in numerals.numbers_in(english)}
        printed_too = {value for value, _ in numerals.numbers_in(english, "vi")}  # within a quoted token
        said = {value for value, _ in numerals.numbers_in(entry.phrase_vi, "vi")}
        labels = sorted(set(LABEL.findall(entry.phrase_en)) - set(LABEL.findall(entry.phrase_vi)))
        missing = [*labels, *map(files.number, sorted(numbers - said))]
        cases = [(f"no {part} in it", "every label and number of phrase_en") for part in missing]
        more = map(files.number, sorted(said - numbers - printed_too))
        cases += [(f"{part} in it", "no number that phrase_en lacks") for part in more]
        for found, allowed in cases:
            yield Fault("seeds/phrases.csv", row, "phrase_vi", found, allowed, "correct one of the two phrases")


def translation_faults(seeds: Seeds) -> Iterator[Fault]:
    """Reasons and notes that sentences quote, with a part that phrases.csv has no Vietnamese for."""
    known = set(seeds["phrases"].phrase_en)
    quoted = {
        "comparability": ("reason", None),
        "target_matches": ("reason", seeds["target_matches"].match != "exact"),
        "reported": ("note", seeds["reported"].kind == "observation"),
    }
    for name, (column, which) in quoted.items():
        for row, entry in numbered(seeds[name]):
            if which is None or which[row - 2]:
                for part in untranslated(getattr(entry, column), known):
                    found, allowed = (
                        f"no row for {part!r}",
                        "every part, by semicolons, with its Vietnamese in phrases.csv",
                    )
                    yield Fault(f"seeds/{name}.csv", row, column, found, allowed, "add it to seeds/phrases.csv")


def untranslated(text: str, known: set[str]) -> list[str]:
    """The parts of a reason, by semicolons, that are not known, nor a known head with a known rest behind a colon.

    >>> untranslated("a; b: c; d", {"a", "b", "c"})
    ['d']
    """
    parts = [part for part in text.split("; ") if part and part not in known]
    split = [(part, *part.partition(": ")[::2]) for part in parts]
    return [part for part, head, rest in split if not (head in known and rest in known)]
