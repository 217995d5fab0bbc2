"""The tables to take away as one workbook."""

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter  # writes text as text: the default of pandas turns a cell that begins with = into a formula

from helpers.outputs import content, sheets
from helpers.outputs.markdown import PROJECT

CREATED = datetime.datetime(2026, 1, 1)  # a workbook carries a date; the same bytes on every run need one
FORMATS = {"number": "#,##0.######", "integer": "0", "date": "dd/mm/yyyy"}
NARROWEST, WIDEST = 6, 60


def build(root: Path, file: Path) -> Path:
    """Write the workbook: headings frozen, dates and numbers as such, addresses as links, no formula."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": PROJECT, "author": PROJECT, "created": CREATED})
        for sheet in sheets.all_sheets(content.frames(root)):
            _write(book, sheet)
    return file


def _write(book: Any, sheet: sheets.Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "bottom": 1})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    styles = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
    for row, headings in enumerate(sheet.headings):
        page.write_row(row, 0, headings, head)
    first = len(sheet.headings)
    for column, name in enumerate(sheet.frame):
        kind = sheet.kinds.get(str(name), "string")
        for row, value in enumerate(sheet.frame[name], start=first):
            if not (pd.isna(value) or value == ""):
                _cell(page, row, column, value, kind, styles.get(kind, plain))
        longest = max((len(str(value)) for value in sheet.frame[name] if not pd.isna(value)), default=0)
        page.set_column(column, column, min(max(longest, len(str(name)) / 2, NARROWEST), WIDEST))
    page.freeze_panes(first, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, first - 1)
    if len(sheet.frame):
        page.autofilter(first - 1, 0, len(sheet.frame) + first - 1, len(sheet.frame.columns) - 1)


def _cell(page: Any, row: int, column: int, value: Any, kind: str, style: Any) -> None:
    if kind == "date":
        page.write_datetime(row, column, value.to_pydatetime(), style)
    elif kind in ("number", "integer"):
        page.write_number(row, column, value, style)
    elif str(value).startswith("https://") and " " not in str(value):
        page.write_url(row, column, str(value), style, str(value))
    else:
        page.write_string(row, column, str(value), style)
