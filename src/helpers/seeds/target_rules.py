"""Rules for targets, calibration tables and phrases."""

import calendar
import re
from collections.abc import Iterator
from itertools import pairwise

from helpers.seeds import numerals
from helpers.seeds.faults import Fault, Seeds, numbered, where
from helpers.seeds.figure_rules import attempt
from helpers.tables import files

TARGET_ID = r"T[A-Z]+\d+"
LABEL = re.compile(r"\b(?:[A-Z]+\d+|\d+[A-Z]+)\b")  # 4G, S04, TDB6
QUANTILES = ("q2_5", "q10", "q25", "q50", "q75", "q90", "q97_5")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def target_faults(seeds: Seeds) -> Iterator[Fault]:
    """Targets with an impossible value, year or source: years without a basis, dates that are none."""
    rows, sources = seeds["targets"], set(seeds["sources"].source_id)
    far = rows.unit.str.startswith("%") & ~rows.value.between(0, 100) & rows.value.notna()
    yield from where("targets", rows, "value", far, "0 to 100 for a unit of per cent", "correct one")
    years, basis = rows.target_year.isna(), "none printed exactly where there is no year"
    wrong = years != (rows.year_basis == "none printed")
    yield from where("targets", rows, "year_basis", wrong, basis, "correct one of them")
    dates = rows.instrument_date[rows.instrument_date != ""]
    made = dates.map(lambda date: attempt(numerals.period_end, date))
    none = made.map(lambda day: isinstance(day, str))
    yield from where(
        "targets", rows.loc[dates.index], "instrument_date", none, "a year or a day", "correct the date", made
    )
    first = made[~none].map(lambda day: day.year)
    early = first > rows.target_year[first.index].fillna(9999)
    allowed = first.astype(str) + " or later, when its instrument was made"
    yield from where("targets", rows.loc[first.index], "target_year", early, allowed, "correct one")
    unknown = [not ADDRESS.fullmatch(told) and not set(told.split(", ")) <= sources for told in rows.source]
    allowed_source = "an address that begins with https://, or ids of sources"
    yield from where("targets", rows, "source", unknown, allowed_source, "add the source")


def printed_faults(seeds: Seeds) -> Iterator[Fault]:
    """What parts a printed target from the one that its note names."""
    names = {"target_id": "name", "value": "value", "target_year": "period", "scope": "province"}
    goals = seeds["targets"][list(names)].rename(columns=names)
    goals = goals.assign(period=goals.period.astype("str").fillna(""), value=goals.value.map(files.number))
    rows = seeds["reported"].query("kind == 'target'")
    rows = rows.assign(name=rows.note.str.split(";").str[0].str.strip(), value=rows.value.map(files.number))
    rows = rows[rows.name.str.fullmatch(TARGET_ID).astype(bool)]
    unknown, todo = ~rows.name.isin(goals.name), "correct the note or add the row to seeds/targets.csv"
    yield from where("reported", rows, "note", unknown, "an id of targets.csv", todo, rows.name)
    meant = rows[["name"]].merge(goals, on="name", how="left").set_axis(rows.index)
    for column in ("value", "period", "province"):
        wrong = ~unknown & (rows[column] != meant[column])
        allowed = meant[column].map(repr) + " as " + rows.name + " says"
        yield from where("reported", rows, column, wrong, allowed, "correct one of the two")


def calibration_faults(seeds: Seeds) -> Iterator[Fault]:
    """Coefficients outside their own range, and quantiles that fall where they should rise."""
    todo = "run the calibrate task: nobody should edit these tables by hand"
    rows, wide = seeds["coefficients"], seeds["range_quantiles"]
    allowed = rows.lower.map(files.number) + " to " + rows.upper.map(files.number)
    yield from where("coefficients", rows, "value", ~rows.value.between(rows.lower, rows.upper), allowed, todo)
    for before, name in pairwise(QUANTILES):
        allowed = wide[before].map(files.number) + " or more, as the quantile before"
        yield from where("range_quantiles", wide, name, wide[name] < wide[before], allowed, todo)


def match_faults(seeds: Seeds) -> Iterator[Fault]:
    """Matches that are near without saying which way, or bounded without being near, or of two units."""
    rows = seeds["target_matches"]
    unbound = (rows.match == "near") != (rows.bound != "none")
    allowed, found = "lower or upper exactly where the match is near", rows.match + " and " + rows.bound
    yield from where("target_matches", rows, "bound", unbound, allowed, "correct one of them", found)
    wanted = rows.target_id.map(seeds["targets"].set_index("target_id").unit)
    counted = rows.indicator.map(seeds["indicators"].set_index("indicator").unit)
    unlike, found = (
        (rows.match != "context") & (wanted != counted),
        rows.match + ", but " + wanted.map(repr) + " and " + counted.map(repr),
    )
    allowed, todo = "context where the units differ", "correct the match or a unit"
    yield from where("target_matches", rows, "match", unlike, allowed, todo, found)


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
    """Reasons and notes that sentences quote, with a part (between semicolons) that phrases.csv has no Vietnamese for."""
    known = set(seeds["phrases"].phrase_en)
    quoted = {
        "comparability": seeds["comparability"].reason,
        "target_matches": seeds["target_matches"].query("match != 'exact'").reason,
        "reported": seeds["reported"].query("kind == 'observation'").note,
    }
    allowed, todo = "every part, by semicolons, with its Vietnamese in phrases.csv", "add it to seeds/phrases.csv"
    for name, texts in quoted.items():
        parts = texts.str.split("; ").explode()
        ends = parts.str.split(": ", n=1)  # a known head with a known rest will do
        new = parts[(parts != "") & ~parts.isin(known) & ~(ends.str[0].isin(known) & ends.str[1].isin(known))]
        found = "no row for " + new.map(repr)
        yield from where(name, new.to_frame(), str(texts.name), new.notna(), allowed, todo, found)
