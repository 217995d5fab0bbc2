"""Tables that were pasted as lines: which figures are their cells, with the label, the unit and the column of each."""

import re
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import periods
from helpers.articles.vocabulary import listed
from helpers.articles.wording import YEAR
from helpers.tables import files

UNIT_OF_ALL = re.compile(r"\((?:ĐVT|đơn vị(?: tính)?|unit)\s*:\s*([^)]+)\)", re.I)
OF_UNITS = re.compile(r"\b(?:đơn vị|ĐVT|unit)\b", re.I)
UNIT_LAST = re.compile(rf"(?:^|\s)({listed('column_unit')})\s*$", re.I)
WHOLE = re.compile(r"(?:chung|tổng|tổng số|toàn tỉnh|cả tỉnh|total|all)\b", re.I)
LABEL = re.compile(rf"[\s|]*(?:{listed('label_column')})\b", re.I)
CELLS_ONLY = re.compile(r"[\d\s.,|%;–—…-]*")


class Cell(NamedTuple):
    """A figure of a table: its offset, its label, unit and column as printed, the title, whether it is of all people."""

    offset: int
    label: str
    unit: str
    column: str
    title: str
    whole: bool


def cells(text: str, rows: pd.DataFrame) -> list[Cell]:
    """The cells of a text's tables: lines of as many figures as the heading above has columns, or that begin with a year."""
    found: list[Cell] = []
    heading = title = ""
    lines = {number: list(files.each(part)) for number, part in rows.groupby("paragraph")}
    for paragraph, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text), start=1):
        here = [row for row in lines.get(paragraph, []) if row.kind in ("figure", "date", "")]
        if own := _cells_of(line[0], line.start(), here, heading, title) if heading else []:
            found += own
        elif LABEL.match(line[0]) or len(periods.found_in(line[0])) > 1:
            title, heading = heading or title, line[0]
        elif re.search(r"\w", line[0]):  # not the rule under a heading
            title, heading = line[0], ""
    return found


def _columns(heading: str) -> list[str]:
    """The headings of the columns of figures: between tabs or bars, behind those of labels; else one for each period."""
    parts = [part.strip() for part in re.split(r"[\t|]", heading.strip("| "))]
    if len(parts) > 2:
        return parts[sum(bool(LABEL.match(part)) for part in parts) :]
    return [heading[one.start : one.end] for one in periods.found_in(heading)]


def _cells_of(line: str, start: int, here: list[Any], heading: str, title: str) -> list[Cell]:
    """A line that is a year and its figures, or a label and a figure for each column of the heading."""
    of_all = UNIT_OF_ALL.search(f"{title} {heading}")
    unit = of_all[1].strip() if of_all else ""
    year = re.match(rf"\s*(?:Năm\s+)?({YEAR})[\s|:;]+(?=\d)", line)
    if year and not re.search(YEAR, heading):
        return _down(line, start, here, heading, title, year, unit)
    columns = _columns(heading)
    empty = re.search(r"(?:[\s|]+[-–—…])+[\s|]*$", line)
    columns = columns[: len(columns) - len(re.findall("[-–—…]", empty[0]))] if empty else columns
    figures = here[-len(columns) :]
    if len(columns) < 2 or len(figures) < len(columns) or not CELLS_ONLY.fullmatch(line[figures[0].offset - start :]):
        return []
    lead = re.sub(r"^[|\s]*\d+[.|\s)]+", "", line[: figures[0].offset - start]).strip(" |\t:")
    printed = UNIT_LAST.search(lead) or _unit_of_column(lead, heading)
    label = (lead[: printed.start()] if printed else lead).strip(" |\t")
    unit = printed[1] if printed else unit
    return [Cell(row.offset, label, unit, column, title, True) for row, column in zip(figures, columns, strict=True)]


def _unit_of_column(lead: str, heading: str) -> re.Match[str] | None:
    """The last cell of a line's label, where the heading says that units stand there."""
    labels = [part for part in re.split(r"[\t|]", heading) if LABEL.match(part)]
    return re.search(r"[\t|]\s*([^\W\d][^\t|]*)$", lead) if labels and OF_UNITS.search(labels[-1]) else None


def _down(
    line: str, start: int, here: list[Any], heading: str, title: str, year: re.Match[str], unit: str
) -> list[Cell]:
    """The figures of a year, one a column; only the column of all people has a label of its own."""
    if not CELLS_ONLY.fullmatch(line[year.end() :]):
        return []
    figures = [row for row in here if row.offset >= start + year.end()]
    of_all = WHOLE.match(re.sub(r"^\s*năm[\s|]*", "", heading, flags=re.I)) or len(figures) == 1
    label = UNIT_OF_ALL.sub("", title).strip()
    return [Cell(row.offset, label, unit, year[1], title, bool(of_all) and row is figures[0]) for row in figures]
