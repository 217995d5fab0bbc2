"""The seeds held against the codebook by frictionless: types, constraints, keys, references."""

from pathlib import Path
from typing import Any

import pandas as pd

from helpers.seeds import cells
from helpers.seeds.faults import Fault
from helpers.tables import datapackage, files


def schema_faults(folder: Path) -> list[Fault]:
    """What frictionless finds against the codebook: types, constraints, keys, references."""
    # frictionless: a kept standard for hand-made tables that names file, row and field of every fault
    from frictionless import Package

    resources = [
        {"name": table, "data": cells.rows(table, folder), "schema": datapackage.schema(table)}
        for table in files.seed_names()
    ]
    report = Package.from_descriptor({"name": "seeds", "resources": resources}).validate()
    return [
        _explained(files.label(task.name), files.columns(task.name).set_index("column"), error)
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
