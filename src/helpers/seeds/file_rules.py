"""The files of the seeds before a figure is read: encoding, header, rows, cells; types, keys and references."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from helpers.seeds.faults import Fault, Problem
from helpers.tables import datapackage, files

NAMES = {"\n": "a line break", "\t": "a tab", "\u00a0": "a non-breaking space", "\ufeff": "a byte-order mark"}
SHAPES = {
    "number": (re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"), "a number with a decimal point, as 88.7"),
    "integer": (re.compile(r"-?(0|[1-9][0-9]*)"), "a whole number, as 2025"),
}
MAY_BE_EMPTY = ("comparability", "wordings")  # of a single source there are no pairs, and no second wording
SAVE = "save the table as CSV UTF-8, with commas and LF line ends"
SIGNS = {  # of a file that is no table here: what it is, what is allowed
    "\0": ("UTF-16", "UTF-8"),
    "[\udc80-\udcff]": ("a byte that is not UTF-8", "UTF-8"),
    r"\A[^,\n]*[;\t][^,\n]*$": ("semicolons or tabs between the cells", "commas"),
    r"\r": ("a carriage return alone, or line ends of two kinds", "LF or CRLF at the end of every line"),
}
LIMITS = {"minimum": "at least {}", "maximum": "at most {}", "pattern": "the pattern {}"}
CELLS = {  # of a text: what it may not hold, how that is called, what to do
    "[ÐðƉ]": ("the letter eth for Đ or đ", "replace the letter"),
    "^ | $|  ": ("a space at an end, or two in a row", "delete the space"),
    "^[=+@-]": ("the start of a formula", "begin the cell with a letter, a digit or a quote"),
    r"<[A-Za-z/!?]|\$[^$]*\$|\\[(\[]": ("the start of markup", "say it without markup"),
}


def rows(raw: bytes) -> list[list[str]]:
    """The cells of a table's file as text, its header first, row by row as a spreadsheet shows them."""
    content = raw.decode("utf-8", "surrogateescape")
    return list(csv.reader(io.StringIO(files.cleaned(content), newline="")))


def faults(contents: Mapping[str, bytes]) -> list[Fault]:
    """What is wrong with the seeds' files, by table: of each the faults of the whole, else of its header, else of rows."""
    found: list[Fault] = []
    for table in files.seed_names():
        file = files.label(table)
        if table not in contents:
            found.append(Fault(file, 0, "", "no such file", "every seed table is needed", "put the file back"))
        elif whole := _whole(contents[table]):
            found.append(Fault(file, whole[0], "", *whole[1]))
        else:
            header, *body = rows(contents[table]) or [[""]]
            found += list(_header(file, header, list(files.header(table)))) or list(_body(table, body))
    return found


def _whole(raw: bytes) -> tuple[int, Problem] | None:
    """Row and problem of what concerns a whole file: its encoding, separators, line ends, quotes."""
    text = files.cleaned(raw.decode("utf-8", "surrogateescape"))
    for sign, problem in SIGNS.items():
        if odd := re.search(sign, text, re.M):
            return text.count("\n", 0, odd.start()) + 1, (*problem, SAVE)
    row = 1
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), strict=True):
            row += 1
    except csv.Error:
        return row, ("a quote that is not closed, or stands inside a cell", 'pairs of "', "mend the quotes")
    return None


def _header(file: str, have: list[str], want: list[str]) -> Iterator[Fault]:
    """Columns that are missing, unknown, repeated or out of order."""
    allowed = "columns " + ", ".join(want)
    for name in want:
        if name not in have:
            yield Fault(file, 1, name, "no such column", allowed, "put the column back")
    for name in dict.fromkeys(have):
        if have.count(name) > want.count(name):
            yield Fault(file, 1, "", f"column {name!r} unknown or twice", allowed, "delete or rename it")
    if sorted(have) == sorted(want) and have != want:
        yield Fault(file, 1, have[0], "columns in another order", allowed, "put them in this order")


def _body(table: str, body: list[list[str]]) -> Iterator[Fault]:
    """Rows that are empty, too short or too long, and cells that hold what no cell may hold."""
    file, book = files.label(table), files.columns(table)
    names, kinds = list(book.column), list(book.type)
    if not body and table not in MAY_BE_EMPTY:
        yield Fault(file, 2, "", "a header alone", "one row or more", "put the rows back")
    for number, row in enumerate(body, start=2):
        if not any(row):
            yield Fault(file, number, "", "an empty row", "a row with cells", "delete it")
        elif len(row) != len(names):
            column = names[len(row)] if len(row) < len(names) else ""
            found, allowed = f"{len(row)} cells in this row", f"{len(names)} cells in a row"
            yield Fault(file, number, column, found, allowed, "is the row cut off, a comma missing, or a quote?")
        else:
            for name, kind, cell in zip(names, kinds, row, strict=True):
                if problem := cell_problem(cell, kind):
                    yield Fault(file, number, name, *problem)


def cell_problem(cell: str, kind: str) -> Problem | None:
    """What is wrong with the text of one cell of a kind of the codebook, or None."""
    if odd := next((one for one in cell if not one.isprintable()), ""):
        name = NAMES.get(odd) or unicodedata.name(odd, f"character {ord(odd):#06x}").lower()
        found = f"{name} at character {cell.index(odd) + 1}"
        return found, "letters, signs and plain spaces", "delete or replace the character"
    if not unicodedata.is_normalized("NFC", cell):
        return "decomposed letters (NFD)", "composed letters (NFC)", "normalise the text to NFC"
    if kind in SHAPES:
        right = not cell or SHAPES[kind][0].fullmatch(cell)
        return None if right else (repr(cell), SHAPES[kind][1], "correct the cell")
    for sign, (name, todo) in CELLS.items():
        if bad := re.search(sign, cell):
            return f"{name}, {bad[0]!r} at character {bad.start() + 1}", "plain text", todo
    return None


def schema_faults(contents: Mapping[str, bytes]) -> list[Fault]:
    """What frictionless finds in the files against the codebook: types, constraints, keys, references."""
    # frictionless: a kept standard for hand-made tables that names file, row and field of every fault
    from frictionless import Package

    resources = [{"name": one, "data": rows(raw), "schema": datapackage.schema(one)} for one, raw in contents.items()]
    report = Package.from_descriptor({"name": "seeds", "resources": resources}).validate()
    found = [Fault("seeds", 0, "", error.message, "readable tables", "mend the file") for error in report.errors]
    return [_explained(task.name, error) for task in report.tasks for error in task.errors] + found


def _explained(table: str, error: Any) -> Fault:
    """A fault in our words from an error of frictionless."""
    file, book = files.label(table), files.columns(table).set_index("column")
    if error.type == "foreign-key":
        allowed = f"an id of {error.reference_name}.{error.reference_field_names[0]}"
        todo = f"correct it or add the row to seeds/{error.reference_name}.csv"
        return Fault(file, error.row_number, error.field_names[0], f"{error.field_cells[0]!r}", allowed, todo)
    if error.type == "primary-key":
        keys = ", ".join(book.index[book.key == "yes"])
        todo = "delete or correct one of the two rows"
        return Fault(file, error.row_number, keys, error.note, f"one row for each {keys}", todo)
    row, column, cell = error.row_number, error.field_name, f"{error.cell!r}"
    if "required" in error.note:
        return Fault(file, row, column, "an empty cell", "a value", "fill it in")
    if "enum" in error.note:
        allowed = "one of " + ", ".join(book.allowed[column].split(";"))
        return Fault(file, row, column, cell, allowed, "choose one of them")
    limits = [words.format(book.at[column, name]) for name, words in LIMITS.items() if book.at[column, name]]
    allowed = "a date as 2025-07-22" if error.type == "type-error" else " and ".join(limits)
    return Fault(file, row, column, cell, allowed, "correct the cell")
