"""The tables to take away: one workbook, a sheet a table, with a codebook and the sources."""

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter  # writes text as text: the default of pandas turns a cell that begins with = into a formula

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs.markdown import PROJECT
from helpers.tables import files

SHEETS = ("observations", "growth", "projections", "target_gaps", "claims", "reported", "indicators", "targets")
CREATED = datetime.datetime(2026, 1, 1)  # a workbook carries a date; the same bytes on every run need one
FORMATS = {"number": "#,##0.######", "integer": "0", "date": "yyyy-mm-dd"}
WIDEST = 60


def build(root: Path, file: Path) -> Path:
    """Write the workbook: two header rows (column id, then title in both languages), frozen; dates and numbers as such."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": PROJECT, "author": PROJECT, "created": CREATED})
        for name in SHEETS:
            about = files.columns(name)
            titles = (about.title_en + " / " + about.title_vi).tolist()
            _sheet(book, name, files.read(name, root), titles, dict(zip(about.column, about.type, strict=True)))
        codebook, _ = files.codebook(), words.translator("vi")
        _sheet(book, "codebook", codebook, [f"{name} / {_(CODEBOOK[name])}" for name in map(str, codebook)], {})
        about = files.columns("sources")
        kinds = dict(zip(about.column, about.type, strict=True))
        _sheet(book, "sources", files.read("sources", root), (about.title_en + " / " + about.title_vi).tolist(), kinds)
    return file


CODEBOOK = {
    "folder": N_("folder"),
    "table": N_("table"),
    "column": N_("column"),
    "type": N_("type"),
    "key": N_("key"),
    "required": N_("required"),
    "allowed": N_("allowed"),
    "pattern": N_("pattern"),
    "minimum": N_("minimum"),
    "maximum": N_("maximum"),
    "refers": N_("refers"),
    "title_en": N_("title in English"),
    "title_vi": N_("title in Vietnamese"),
    "description": N_("description"),
}


def _sheet(book: Any, name: str, frame: pd.DataFrame, titles: list[str], kinds: dict[str, str]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "bottom": 1})
    styles = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
    plain = book.add_format({"valign": "top", "text_wrap": True})
    for column, (label, title) in enumerate(zip(map(str, frame.columns), titles, strict=True)):
        sheet.write_string(0, column, label, head)
        sheet.write_string(1, column, title, head)
        kind = kinds.get(label, "string")
        for row, value in enumerate(frame[label], start=2):
            if pd.isna(value) or value == "":
                continue
            if kind == "date":
                sheet.write_datetime(row, column, value.to_pydatetime(), styles["date"])
            elif kind in ("number", "integer"):
                sheet.write_number(row, column, value, styles[kind])
            else:
                sheet.write_string(row, column, str(value), plain)
        filled = frame[label].dropna().astype(str)  # a column may be empty throughout
        longest = filled.str.len().max() if len(filled) else 0
        sheet.set_column(column, column, min(max(longest, len(label), 12 if kind == "date" else 8), WIDEST))
    sheet.freeze_panes(2, 1)
    if len(frame):
        sheet.autofilter(1, 0, len(frame) + 1, len(frame.columns) - 1)
