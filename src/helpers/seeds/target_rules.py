"""Rules for targets, calibration tables and phrases."""

import calendar
import re
from collections.abc import Iterator

import pandas as pd

from helpers.seeds import numerals
from helpers.seeds.faults import Fault, Seeds, numbered, where
from helpers.seeds.figure_rules import attempt
from helpers.tables import files

TARGET_ID = re.compile(r"T[A-Z]+\d+")
LABEL = re.compile(r"\b(?:[A-Z]+\d+|\d+[A-Z]+)\b")  # 4G, S04, TDB6
QUANTILES = ("q2_5", "q10", "q25", "q50", "q75", "q90", "q97_5")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def target_faults(seeds: Seeds) -> list[Fault]:
    """Targets with an impossible value, year or source: years without a basis, dates that are none."""
    rows, sources = seeds["targets"], set(seeds["sources"].source_id)
    far = rows.unit.str.startswith("%") & ~rows.value.between(0, 100) & rows.value.notna()
    years = rows.target_year.isna() != (rows.year_basis == "none printed")
    made = pd.Series([attempt(numerals.period_end, date) if date else "" for date in rows.instrument_date], rows.index)
    first = made.map(lambda day: day if isinstance(day, str) else day.year)
    early = [
        not isinstance(one, str) and one > year for one, year in zip(first, rows.target_year.fillna(9999), strict=True)
    ]
    known = [ADDRESS.fullmatch(told) or set(told.split(", ")) <= sources for told in rows.source]
    basis = (rows.year_basis.map(repr), "none printed exactly where there is no year", "correct one of them")
    after = (rows.target_year.astype(str), first.astype(str) + " or later, when its instrument was made", "correct one")
    source = (rows.source.map(repr), "an address that begins with https://, or ids of sources", "add the source")
    found = (first.astype(str), "a year or a day", "correct the date")
    return [
        *where(
            "targets",
            rows,
            "value",
            far,
            (rows.value.map(files.number), "0 to 100 for a unit of per cent", "correct one"),
        ),
        *where("targets", rows, "year_basis", years, basis),
        *where("targets", rows, "instrument_date", first.map(lambda one: isinstance(one, str) and one != ""), found),
        *where("targets", rows, "target_year", early, after),
        *where("targets", rows, "source", [not one for one in known], source),
    ]


def printed_faults(seeds: Seeds) -> Iterator[Fault]:
    """What parts a printed target from the one that its note names."""
    goals = {goal.target_id: goal for goal in files.each(seeds["targets"])}
    for row, entry in numbered(seeds["reported"]):
        name = entry.note.partition(";")[0].strip()
        if entry.kind != "target" or not TARGET_ID.fullmatch(name):
            continue
        if name not in goals:
            todo = "correct the note or add the row to seeds/targets.csv"
            yield Fault("seeds/reported.csv", row, "note", name, "an id of targets.csv", todo)
            continue
        goal = goals[name]
        year = "" if pd.isna(goal.target_year) else str(goal.target_year)
        meant = {"value": files.number(goal.value), "period": year, "province": goal.scope}
        printed = {"value": files.number(entry.value), "period": entry.period, "province": entry.province}
        for column, found in printed.items():
            if found != meant[column]:
                allowed = f"{meant[column]!r} as {name} says"
                yield Fault("seeds/reported.csv", row, column, repr(found), allowed, "correct one of the two")


def calibration_faults(seeds: Seeds) -> list[Fault]:
    """Coefficients outside their own range, and quantiles that fall where they should rise."""
    todo = "run the calibrate task: nobody should edit these tables by hand"
    rows, wide = seeds["coefficients"], seeds["range_quantiles"]
    least, most = rows.lower.map(files.number), rows.upper.map(files.number)
    texts = (rows.value.map(files.number), least + " to " + most, todo)
    found = where("coefficients", rows, "value", ~rows.value.between(rows.lower, rows.upper), texts)
    for name, before in zip(QUANTILES[1:], QUANTILES, strict=False):
        texts = (
            wide[name].map(files.number),
            wide[before].map(files.number) + " or more, as the quantile before",
            todo,
        )
        found += where("range_quantiles", wide, name, wide[name] < wide[before], texts)
    return found


def match_faults(seeds: Seeds) -> list[Fault]:
    """Matches that are near without saying which way, or bounded without being near, or of two units."""
    rows = seeds["target_matches"]
    wanted = rows.target_id.map(seeds["targets"].set_index("target_id").unit)
    counted = rows.indicator.map(seeds["indicators"].set_index("indicator").unit)
    bounds = (
        rows.match + " and " + rows.bound,
        "lower or upper exactly where the match is near",
        "correct one of them",
    )
    units = (rows.match + ", but " + wanted.map(repr) + " and " + counted.map(repr), "context where the units differ", "correct the match or a unit")  # fmt: skip
    return [
        *where("target_matches", rows, "bound", (rows.match == "near") != (rows.bound != "none"), bounds),
        *where("target_matches", rows, "match", (rows.match != "context") & (wanted != counted), units),
    ]


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
    texts = "every part, by semicolons, with its Vietnamese in phrases.csv", "add it to seeds/phrases.csv"
    for name, (column, which) in quoted.items():
        for row, entry in numbered(seeds[name]):
            parts = untranslated(getattr(entry, column), known) if which is None or which[row - 2] else []
            for part in parts:
                yield Fault(f"seeds/{name}.csv", row, column, f"no row for {part!r}", *texts)


def untranslated(text: str, known: set[str]) -> list[str]:
    """The parts of a reason, by semicolons, that are not known, nor a known head with a known rest behind a colon.

    >>> untranslated("a; b: c; d", {"a", "b", "c"})
    ['d']
    """
    parts = [part for part in text.split("; ") if part and part not in known]
    split = [(part, *part.partition(": ")[::2]) for part in parts]
    return [part for part, head, rest in split if not (head in known and rest in known)]
