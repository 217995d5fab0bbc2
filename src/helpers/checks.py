"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

import calendar
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import cells, ledger, printed, tables
from helpers.cells import Problem
from helpers.faults import BadSeeds, Entry, Fault, Seeds, numbered

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
FIGURES = ("observation", "growth", "target", "context")  # kinds of rows whose token is a numeral with a value


def checked_seeds(folder: Path) -> Seeds:
    """All seed tables below a root; BadSeeds, with every fault, where they break a rule."""
    found = cells.faults(folder) or schema_faults(folder)
    if found:
        raise BadSeeds(found)
    seeds = tables.seeds(folder)
    # a seal over wrong figures is not worth pasting: it comes last
    found = [fault for check in RULES for fault in check(seeds)] or list(ledger.seal_faults(seeds))
    if found:
        raise BadSeeds(found)
    return seeds


def schema_faults(folder: Path) -> list[Fault]:
    """What frictionless finds against the codebook: types, constraints, keys, references."""
    # frictionless: a kept standard for hand-made tables that names file, row and field of every fault
    from frictionless import Package

    resources = [
        {"name": table, "data": cells.rows(table, folder), "schema": tables.schema(table)}
        for table in tables.seed_names()
    ]
    report = Package.from_descriptor({"name": "seeds", "resources": resources}).validate()
    return [
        _explained(tables.label(task.name), tables.columns(task.name).set_index("column"), error)
        for task in report.tasks
        for error in task.errors
    ] + [Fault("seeds", 0, "", error.message, "readable tables", "mend the file") for error in report.errors]


def _explained(file: str, book: pd.DataFrame, error: Any) -> Fault:
    """A fault in our words from an error of frictionless."""
    row, column = getattr(error, "row_number", 1), getattr(error, "field_name", "")
    cell = f"{getattr(error, 'cell', '')!r}"
    match error.type:
        case "type-error":
            return Fault(file, row, column, cell, "a date as 2025-07-22", "correct the cell")
        case "constraint-error" if "enum" in error.note:
            allowed = "one of " + ", ".join(book.allowed[column].split(";"))
            return Fault(file, row, column, cell, allowed, "choose one of them")
        case "constraint-error" if "required" in error.note:
            return Fault(file, row, column, "an empty cell", "a value", "fill it in")
        case "constraint-error" if "pattern" in error.note:
            return Fault(file, row, column, cell, f"the pattern {book.pattern[column]}", "correct the cell")
        case "constraint-error":
            limits = [f"at {end} {book[name][column]}" for end, name in LIMITS if book[name][column]]
            return Fault(file, row, column, cell, " and ".join(limits), "correct the cell")
        case "primary-key":
            keys = ", ".join(book.index[book.key == "yes"])
            todo = "delete or correct one of the two rows"
            return Fault(file, row, keys, error.note, f"one row for each {keys}", todo)
        case "foreign-key":
            target = f"{error.reference_name}.{error.reference_field_names[0]}"
            todo = f"correct it or add the row to seeds/{error.reference_name}.csv"
            return Fault(file, row, error.field_names[0], f"{error.field_cells[0]!r}", f"an id of {target}", todo)
        case _:
            return Fault(file, row, column, error.title.lower(), error.note or "no such thing", "correct the row")


LIMITS = (("least", "minimum"), ("most", "maximum"))


def printed_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures whose value, qualifier or hedge parts ways with the printed token; periods that are none."""
    for row, entry in numbered(seeds["reported"]):
        for read in (_token_problems, _hedge_problems, _period_problems):
            for column, problem in read(entry):
                yield Fault("seeds/reported.csv", row, column, *problem)


def _token_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """What parts a row's value from its token."""
    parsed, same = _attempt(printed.numeral, entry.token), f"the value of the token {entry.token!r}"
    if entry.kind in FIGURES and isinstance(parsed, str):
        yield "token", (parsed, "a numeral as printed", "correct the token or its kind")
    elif not pd.isna(entry.value) and (isinstance(parsed, str) or abs(parsed - entry.value) > 1e-9):
        yield "value", (tables.number(entry.value), same, "correct value or token")
    elif pd.isna(entry.value) and entry.kind in FIGURES:
        yield "value", ("an empty cell", same, "fill it in")


def _hedge_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """Qualifiers that nobody has read yet, and steps without a hedge or the other way round."""
    way = _attempt(printed.hedge, entry.qualifier)
    if way not in ("", "up", "down", "both"):
        yield "qualifier", (way, "words that printed.hedge knows", "correct it or teach printed.HEDGES the word")
    elif bool(way) == pd.isna(entry.hedge_step):
        found = "no hedge_step for a hedged figure" if way else "a hedge_step without a hedge"
        yield "hedge_step", (found, "a step exactly where the qualifier hedges", "fill it in or empty it")


def _period_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """Periods that are none, and observations that leave open what, where or when."""
    if entry.period and isinstance(end := _attempt(printed.period_end, entry.period), str):
        yield "period", (end, "a period that the calendar has", "correct the period")
    if entry.kind == "observation":
        for column in ("province", "indicator", "unit_printed", "period", "period_basis"):
            if not getattr(entry, column):
                yield column, ("an empty cell", f"every observation has its {column}", "fill it in")


def _attempt(read: Callable[[str], Any], text: str) -> Any:
    """What `read` makes of a text, or, as a str, why it can't."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


def date_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures of a time after the source that prints them, and dates without a basis."""
    sources = seeds["sources"]
    for row, source in numbered(sources):
        if pd.isna(source.published) == bool(source.published_basis):
            found = "a basis without a date" if source.published_basis else "an empty cell"
            allowed = "a basis exactly where a date stands"
            yield Fault("seeds/sources.csv", row, "published_basis", found, allowed, "fill it in or empty it")
    known = sources.published.fillna(sources.event_date).set_axis(sources.source_id)
    for row, entry in numbered(seeds["reported"]):
        end = _attempt(printed.period_end, entry.period) if entry.kind in ("observation", "growth") else ""
        if not isinstance(end, str) and pd.Timestamp(end) > known[entry.source_id]:
            allowed = f"a period that ends by {known[entry.source_id]:%Y-%m-%d}, when {entry.source_id} was printed"
            yield Fault("seeds/reported.csv", row, "period", repr(entry.period), allowed, "correct the period")


def bound_faults(seeds: Seeds) -> Iterator[Fault]:
    """Bounds that leave no room or don't fit their unit, and figures outside them or in another unit."""
    for row, entry in numbered(seeds["indicators"]):
        bounds = (entry.lower_bound, entry.upper_bound)
        found = f"bounds {bounds[0]:g} to {bounds[1]:g}"
        if bounds[0] >= bounds[1]:
            yield Fault("seeds/indicators.csv", row, "lower_bound", found, "lower below upper", "correct the bounds")
        elif entry.unit.startswith("%") != (bounds == (0, 100)):
            allowed = "0 to 100 for a unit of per cent, and for no other"
            yield Fault("seeds/indicators.csv", row, "upper_bound", found, allowed, "correct the bounds or the unit")
    about = seeds["indicators"].set_index("indicator")
    for name in ("reported", "national"):
        for row, entry in numbered(seeds[name]):
            if entry.indicator not in about.index or getattr(entry, "kind", "observation") != "observation":
                continue
            low, high = about.loc[entry.indicator, ["lower_bound", "upper_bound"]]
            if entry.value < low or entry.value > high:
                allowed = f"{tables.number(low)} to {tables.number(high)} for {entry.indicator}"
                todo = "is it per cent and not a fraction, a count and not a share? correct the figure or its indicator"
                yield Fault(f"seeds/{name}.csv", row, "value", tables.number(entry.value), allowed, todo)


def national_faults(seeds: Seeds) -> Iterator[Fault]:
    """National figures dated elsewhere than at the end of their period, or in another unit than their indicator."""
    units = seeds["indicators"].set_index("indicator").unit
    for row, entry in numbered(seeds["national"]):
        end = _attempt(printed.period_end, entry.period)
        if isinstance(end, str):
            yield Fault("seeds/national.csv", row, "period", end, "a period", "correct the period")
        elif pd.Timestamp(end) != entry.date:
            allowed = f"{end}, the last day of {entry.period}"
            yield Fault("seeds/national.csv", row, "date", f"{entry.date:%Y-%m-%d}", allowed, "correct one of the two")
        if entry.unit != units[entry.indicator]:
            allowed = f"{units[entry.indicator]!r} as in indicators.csv"
            yield Fault("seeds/national.csv", row, "unit", repr(entry.unit), allowed, "correct unit or indicator")


def repeated_faults(seeds: Seeds) -> Iterator[Fault]:
    """Two different values for one indicator, province and date: only one can be the observation."""
    rows = seeds["reported"].query("kind == 'observation'")
    rows = rows.assign(row=rows.index + 2, date=[_attempt(printed.period_end, period) for period in rows.period])
    clashing = rows[rows.groupby(["province", "indicator", "date"]).value.transform("nunique") > 1]
    for entry in clashing.itertuples():
        about = f"{entry.indicator}, {entry.province}, {entry.date}"
        found = f"{tables.number(entry.value)} clashes with another row for {about}"
        todo = "decide which one stands; make the other kind 'context' and say why in note"
        yield Fault(
            "seeds/reported.csv", entry.row, "value", found, "one value for an indicator, province and date", todo
        )


def target_faults(seeds: Seeds) -> Iterator[Fault]:
    """Targets with an impossible value, year or source, and printed targets that are not what targets.csv says."""
    known = set(seeds["sources"].source_id)
    for row, entry in numbered(seeds["targets"]):
        for column, problem in _target_problems(entry, known):
            yield Fault("seeds/targets.csv", row, column, *problem)
    goals = seeds["targets"].set_index("target_id")
    for row, entry in numbered(seeds["reported"]):
        name = entry.note.partition(";")[0].strip()
        if entry.kind != "target" or name not in goals.index:
            continue
        goal = goals.loc[name]
        year = "" if pd.isna(goal.target_year) else str(goal.target_year)
        for column, found, meant in (
            ("value", tables.number(entry.value), tables.number(goal.value)),
            ("period", entry.period, year),
            ("province", entry.province, goal.scope),
        ):
            if found != meant:
                yield Fault(
                    "seeds/reported.csv",
                    row,
                    column,
                    repr(found),
                    f"{meant!r} as {name} says",
                    "correct one of the two",
                )


def _target_problems(entry: Entry, known: set[str]) -> Iterator[tuple[str, Problem]]:
    """What can't be true of one target."""
    if entry.unit.startswith("%") and not 0 <= entry.value <= 100:
        yield "value", (tables.number(entry.value), "0 to 100 for a unit of per cent", "correct value or unit")
    if pd.isna(entry.target_year) != (entry.year_basis == "none printed"):
        yield (
            "year_basis",
            (repr(entry.year_basis), "none printed exactly where there is no year", "correct one of them"),
        )
    made = _attempt(printed.period_end, entry.instrument_date) if entry.instrument_date else ""
    if isinstance(made, str) and made:
        yield "instrument_date", (made, "a year or a day", "correct the date")
    elif made and not pd.isna(entry.target_year) and entry.target_year < made.year:
        allowed = f"{made.year} or later, when its instrument was made"
        yield "target_year", (str(entry.target_year), allowed, "correct the year or the date")
    ids = entry.source.split(", ")
    if not ADDRESS.fullmatch(entry.source) and not set(ids) <= known:
        allowed = "an address that begins with https://, or ids of sources"
        yield "source", (repr(entry.source), allowed, "correct it or add the source")


def calibration_faults(seeds: Seeds) -> Iterator[Fault]:
    """Coefficients outside their own range, and quantiles that fall where they should rise."""
    todo = "run the calibrate task: nobody should edit these tables by hand"
    for row, entry in numbered(seeds["coefficients"]):
        if not entry.lower <= entry.value <= entry.upper:
            allowed = f"{tables.number(entry.lower)} to {tables.number(entry.upper)}"
            yield Fault("seeds/calibration/coefficients.csv", row, "value", tables.number(entry.value), allowed, todo)
    for row, entry in numbered(seeds["range_quantiles"]):
        values = [getattr(entry, name) for name in QUANTILES]
        for name, (least, value) in zip(QUANTILES[1:], itertools.pairwise(values), strict=True):
            if value < least:
                found, allowed = tables.number(value), f"{tables.number(least)} or more, as the quantile before"
                yield Fault("seeds/calibration/range_quantiles.csv", row, name, found, allowed, todo)


def phrase_faults(seeds: Seeds) -> Iterator[Fault]:
    """Phrases whose Vietnamese lacks a number of the English, months by name included."""
    months = {name: str(number) for number, name in enumerate(calendar.month_name) if name}
    for row, entry in numbered(seeds["phrases"]):
        english = re.sub("|".join(months), lambda month: months[month[0]], entry.phrase_en)
        said = {value for value, _ in printed.numbers_in(entry.phrase_vi, "vi")}
        for value, _ in printed.numbers_in(english):
            if value not in said:
                found, allowed = f"no {tables.number(value)} in it", "every number of phrase_en"
                yield Fault("seeds/phrases.csv", row, "phrase_vi", found, allowed, "correct one of the two phrases")


QUANTILES = ("q2_5", "q10", "q25", "q50", "q75", "q90", "q97_5")
RULES = [
    printed_faults,
    ledger.place_faults,
    date_faults,
    bound_faults,
    national_faults,
    target_faults,
    repeated_faults,
    calibration_faults,
    phrase_faults,
]
