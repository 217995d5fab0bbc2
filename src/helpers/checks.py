"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

import unicodedata
from typing import NamedTuple

import pandas as pd

from helpers import printed, tables

INVISIBLE = {"\u00a0": "a non-breaking space", "\u200b": "a zero-width space", "\ufeff": "a byte-order mark"}


class Fault(NamedTuple):
    """One thing that is wrong: where it stands, what was found, what is allowed, what to do."""

    file: str
    row: object
    column: str
    found: str
    allowed: str
    todo: str

    def __str__(self):
        return f"{self.file}:{self.row}:{self.column}: {self.found}; {self.allowed}; {self.todo}"


class BadSeeds(Exception):
    """The seeds hold faults; `faults` lists them."""

    def __init__(self, faults):
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def checked_seeds(folder):
    """All seed tables below a root; BadSeeds, with every fault, where they break a rule."""
    faults = encoding_faults(folder) or header_faults(folder) or schema_faults(folder)
    if not faults:
        seeds = tables.seeds(folder)
        faults = [fault for check in RULES for fault in check(seeds)]
    if faults:
        raise BadSeeds(faults)
    return seeds


def encoding_faults(folder):
    """Files that are missing, empty, not UTF-8, not in composed form (NFC), or hold invisible characters."""
    faults = []
    for table in tables.seed_names():
        file = tables.label(table)
        if not tables.path(table, folder).is_file():
            faults.append(Fault(file, 0, "", "no such file", "every seed table is needed", "put the file back"))
            continue
        raw = tables.path(table, folder).read_bytes()
        try:
            content = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            row = raw[: error.start].count(b"\n") + 1
            faults.append(
                Fault(
                    file, row, "", f"byte {raw[error.start]:#04x} is not UTF-8", "UTF-8", "save the table as CSV UTF-8"
                )
            )
            continue
        for row, line in enumerate(content.split("\n"), start=1):
            if not unicodedata.is_normalized("NFC", line):
                faults.append(
                    Fault(
                        file, row, "", "decomposed letters (NFD)", "composed letters (NFC)", "normalise the text to NFC"
                    )
                )
            faults += [
                Fault(file, row, "", name, "plain spaces, no byte-order mark", "delete the character")
                for character, name in INVISIBLE.items()
                if character in line
            ]
            if "\r" in line:
                faults.append(
                    Fault(
                        file,
                        row,
                        "",
                        "a carriage return",
                        "LF at the end of a line",
                        "save the table with LF line ends",
                    )
                )
                break
    return faults


def header_faults(folder):
    """Columns that are missing, unknown, repeated or out of order."""
    faults = []
    for table in tables.seed_names():
        file, want = tables.label(table), list(tables.columns(table).column)
        with tables.path(table, folder).open(encoding="utf-8") as lines:
            have = lines.readline().rstrip("\n").split(",")
        allowed = "columns " + ", ".join(want)
        faults += [
            Fault(file, 1, name, "no such column", allowed, "put the column back") for name in want if name not in have
        ]
        faults += [
            Fault(file, 1, name, "unknown column", allowed, "delete or rename it") for name in have if name not in want
        ]
        faults += [
            Fault(file, 1, name, "column stands twice", allowed, "delete one")
            for name in set(have)
            if have.count(name) > 1
        ]
        if sorted(have) == sorted(want) and have != want:
            faults.append(Fault(file, 1, have[0], "columns in another order", allowed, "put them in this order"))
    return faults


def schema_faults(folder):
    """What frictionless finds against the codebook: types, constraints, keys, references."""
    # frictionless: a kept standard for hand-made tables that names file, row and field of every fault
    from frictionless import Package

    resources = [
        {"name": t, "path": tables.label(t), "encoding": "utf-8", "schema": tables.schema(t)}
        for t in tables.seed_names()
    ]
    report = Package.from_descriptor({"name": "seeds", "resources": resources}, basepath=str(folder)).validate()
    return [
        _explained(tables.label(task.name), tables.columns(task.name).set_index("column"), error)
        for task in report.tasks
        for error in task.errors
    ] + [Fault("seeds", 0, "", error.message, "readable tables", "mend the file") for error in report.errors]


def _explained(file, book, error):
    """A fault in our words from an error of frictionless."""
    row, column = getattr(error, "row_number", 1), getattr(error, "field_name", "")
    cell = f"{getattr(error, 'cell', '')!r}"
    rule = book.loc[column] if column in book.index else None
    match error.type:
        case "type-error":
            shapes = {
                "number": "a number with a decimal point",
                "integer": "a whole number",
                "date": "a date as 2025-07-22",
            }
            return Fault(file, row, column, cell, shapes[rule.type], "correct the cell")
        case "constraint-error" if "enum" in error.note:
            return Fault(file, row, column, cell, "one of " + ", ".join(rule.allowed.split(";")), "choose one of them")
        case "constraint-error" if "required" in error.note:
            return Fault(file, row, column, "an empty cell", "a value", "fill it in")
        case "constraint-error":
            return Fault(file, row, column, cell, error.note, "correct the cell")
        case "primary-key":
            keys = ", ".join(book.index[book.key == "yes"])
            return Fault(
                file, row, keys, error.note, f"one row for each {keys}", "delete or correct one of the two rows"
            )
        case "foreign-key":
            target = f"{error.reference_name}.{error.reference_field_names[0]}"
            todo = f"correct it or add the row to seeds/{error.reference_name}.csv"
            return Fault(file, row, error.field_names[0], f"{error.field_cells[0]!r}", f"an id of {target}", todo)
        case "missing-cell" | "extra-cell":
            return Fault(
                file, row, column, error.title.lower(), f"{len(book)} cells in a row", "is a comma missing, or a quote?"
            )
        case _:
            return Fault(file, row, column, error.title.lower(), error.note or "no such thing", "correct the row")


def printed_faults(seeds):
    """Figures whose value, qualifier or hedge parts ways with the printed token; periods that are none."""
    faults = []
    reported = seeds["reported"]
    last = {}
    for row, entry in enumerate(reported.itertuples(), start=2):

        def fault(column, found, allowed, todo, row=row):
            faults.append(Fault("seeds/reported.csv", row, column, found, allowed, todo))

        if last.get(entry.source_id, (-1, 0)) >= (entry.offset, entry.paragraph):
            fault(
                "offset",
                f"{entry.offset} after {last[entry.source_id][0]}",
                "growing offsets within a source",
                "sort the rows",
            )
        last[entry.source_id] = (entry.offset, entry.paragraph)
        parsed = _attempt(printed.numeral, entry.token)
        if entry.kind in ("observation", "growth", "target", "context") and isinstance(parsed, str):
            fault("token", parsed, "a numeral as printed", "correct the token or its kind")
        elif not pd.isna(entry.value) and (isinstance(parsed, str) or abs(parsed - entry.value) > 1e-9):
            fault(
                "value", tables.number(entry.value), f"the value of the token {entry.token!r}", "correct value or token"
            )
        elif pd.isna(entry.value) and entry.kind in ("observation", "growth", "target", "context"):
            fault("value", "an empty cell", f"the value of the token {entry.token!r}", "fill it in")
        way = _attempt(printed.hedge, entry.qualifier)
        if way not in ("", "up", "down", "both"):
            fault("qualifier", way, "words that printed.hedge knows", "correct it or teach printed.HEDGES the word")
        elif bool(way) == pd.isna(entry.hedge_step):
            found = "no hedge_step for a hedged figure" if way else "a hedge_step without a hedge"
            fault("hedge_step", found, "a step exactly where the qualifier hedges", "fill it in or empty it")
        if entry.period and isinstance(end := _attempt(printed.period_end, entry.period), str):
            fault("period", end, "a period", "correct the period")
        if entry.kind == "observation":
            for column in ("province", "indicator", "unit_printed", "period", "period_basis"):
                if not getattr(entry, column):
                    fault(column, "an empty cell", f"every observation has a {column}", "fill it in")
    return faults


def _attempt(read, text):
    """What `read` makes of a text, or, as a str, why it can't."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


def bound_faults(seeds):
    """Observations outside the bounds of their indicator, and bounds that leave no room."""
    faults = []
    bounds = seeds["indicators"].set_index("indicator")
    for row, entry in enumerate(seeds["indicators"].itertuples(), start=2):
        if entry.lower_bound >= entry.upper_bound:
            found = f"bounds {entry.lower_bound:g} to {entry.upper_bound:g}"
            faults.append(
                Fault("seeds/indicators.csv", row, "lower_bound", found, "lower below upper", "correct the bounds")
            )
    for row, entry in enumerate(seeds["reported"].itertuples(), start=2):
        if entry.kind != "observation":
            continue
        low, high = bounds.loc[entry.indicator, ["lower_bound", "upper_bound"]]
        if entry.value < low or entry.value > high:
            allowed = f"{tables.number(low)} to {tables.number(high)} for {entry.indicator}"
            todo = "is it per cent and not a fraction, a count and not a share? correct the figure or its indicator"
            faults.append(Fault("seeds/reported.csv", row, "value", tables.number(entry.value), allowed, todo))
    return faults


def repeated_faults(seeds):
    """Two different values for one indicator, province and date: only one can be the observation."""
    rows = seeds["reported"].query("kind == 'observation'")
    rows = rows.assign(date=[_attempt(printed.period_end, period) for period in rows.period])
    clashing = rows[rows.groupby(["province", "indicator", "date"]).value.transform("nunique") > 1]
    return [
        Fault(
            "seeds/reported.csv",
            index + 2,
            "value",
            f"{tables.number(entry.value)} clashes with another row for {entry.indicator}, {entry.province}, {entry.date}",
            "one value for an indicator, province and date",
            "decide which one stands; make the other kind 'context' and say why in note",
        )
        for index, entry in clashing.iterrows()
    ]


RULES = [printed_faults, bound_faults, repeated_faults]
