"""The tables to take away as one workbook."""

import datetime
import re
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.outputs import content, sheets
from helpers.outputs.markdown import PROJECT

CREATED = datetime.datetime(2026, 1, 1)  # a workbook carries a date; the same bytes on every run need one
# a cell that begins with = stays a text, which the default of pandas makes a formula
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {"f": "#,##0.######", "i": "0"}  # by numpy's kind
NARROWEST, WIDEST = 6, 45
ADDRESS = re.compile(r"https?://\S+")
LINE = 15  # points: a row that says no height is one line high where no Excel lays it out


def build(root: Path, file: Path) -> None:
    """Write the workbook: headings frozen, dates and numbers as such, addresses as links, no formula."""
    options: dict[str, Any] = {"engine_kwargs": {"options": AS_TEXT}, "datetime_format": "dd/mm/yyyy"}
    with pd.ExcelWriter(file, engine="xlsxwriter", **options) as writer:
        writer.book.set_properties({"title": PROJECT, "author": PROJECT, "created": CREATED})
        for sheet in sheets.all_sheets(content.frames(root)):
            sheet.frame.to_excel(writer, sheet_name=sheet.name, startrow=len(sheet.headings), header=False, index=False)
            _laid_out(writer.book, writer.sheets[sheet.name], sheet)


def _laid_out(book: Any, page: Any, sheet: sheets.Sheet) -> None:
    """Headings, widths, links, and how the sheet is printed: A4, as wide as a page, headings on each."""
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "bottom": 1})
    link = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#0563c1", "underline": 1})
    for row, headings in enumerate(sheet.headings):
        page.write_row(row, 0, headings, head)
    widths = [_width(str(name), cells) for name, cells in sheet.frame.items()]
    for row, line in enumerate([*sheet.headings, *sheet.frame.itertuples(index=False)]):
        texts = ("" if ADDRESS.fullmatch(str(cell)) else str(cell) for cell in line)
        page.set_row(
            row, LINE * max(1, *(1.1 * len(text) // width + 1 for text, width in zip(texts, widths, strict=True)))
        )
    first = len(sheet.headings)
    for column, (width, (_, cells)) in enumerate(zip(widths, sheet.frame.items(), strict=True)):
        form = {"valign": "top", "text_wrap": True, "num_format": FORMATS.get(cells.dtype.kind, "General")}
        page.set_column(column, column, width, book.add_format(form))
        for row, cell in enumerate(cells, start=first):
            if ADDRESS.fullmatch(str(cell)):
                page.write_url(row, column, cell, link, cell)
    page.freeze_panes(first, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, first - 1)
    page.autofilter(first - 1, 0, len(sheet.frame) + first - 1, len(sheet.frame.columns) - 1)


def _width(name: str, cells: pd.Series) -> float:
    """The width of a column in letters: that of its longest cell, within bounds."""
    longest = max((len(str(cell)) for cell in cells.dropna()), default=0)
    return min(max(longest, len(name) / 2, NARROWEST), WIDEST)
