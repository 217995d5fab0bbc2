"""Tables that were pasted as lines: which figures are their cells, with the label, the unit and the year of each."""

import re
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles.vocabulary import listed
from helpers.articles.wording import YEAR
from helpers.tables import files

UNIT_OF_ALL = re.compile(r"\((?:ĐVT|đơn vị(?: tính)?|unit)\s*:\s*([^)]+)\)", re.I)
UNIT_LAST = re.compile(rf"(?:^|\s)({listed('column_unit')})\s*$", re.I)
WHOLE = re.compile(r"(?:chung|tổng|tổng số|toàn tỉnh|cả tỉnh|total|all)\b", re.I)
HEADING = re.compile(r"(?:tt|stt|chỉ tiêu|nội dung|năm|year|đơn vị|đvt|indicator)\b", re.I)
YEARS = re.compile(rf"(?<![\d.,/-]){YEAR}(?![\d.,/-])")
CELLS_ONLY = re.compile(r"[\d\s.,|%;-]*")


class Cell(NamedTuple):
    """A figure of a table: its offset, what it is of, its unit and year as printed, the title, whether it is of all people."""

    offset: int
    label: str
    unit: str
    period: str
    title: str
    whole: bool


def cells(text: str, rows: pd.DataFrame) -> list[Cell]:
    """The cells of a text's tables: lines of as many figures as the heading above has years, or lines that begin with a year."""
    found: list[Cell] = []
    heading = title = ""
    lines = {number: list(files.each(part)) for number, part in rows.groupby("paragraph")}
    start = paragraph = 0
    for line in text.split("\n"):
        if line.strip():
            paragraph += 1
            here = [row for row in lines.get(paragraph, []) if row.kind in ("figure", "date", "")]
            if own := _cells_of(line, start, here, heading, title):
                found += own
            elif HEADING.match(line.strip()) or len(YEARS.findall(line)) > 1:
                title, heading = heading or title, line
            else:
                title, heading = line, ""
        start += len(line) + 1
    return found


def _cells_of(line: str, start: int, here: list[Any], heading: str, title: str) -> list[Cell]:
    years = YEARS.findall(heading)
    of_all = UNIT_OF_ALL.search(f"{title} {heading}")
    unit = of_all[1].strip() if of_all else ""
    if heading and not years:
        return _years_down(line, start, here, heading, title, unit)
    return _years_across(line, start, here, years, title, unit) if len(years) > 1 else []


def _years_across(line: str, start: int, here: list[Any], years: list[str], title: str, unit: str) -> list[Cell]:
    """A line with a label and a figure for each year of the heading."""
    figures = here[-len(years) :]
    if len(figures) < len(years) or not CELLS_ONLY.fullmatch(line[figures[0].offset - start :]):
        return []
    lead = re.sub(r"^\s*\d+[.\s)]*", "", line[: figures[0].offset - start]).strip(" |\t:")
    printed = UNIT_LAST.search(lead)
    label = (lead[: printed.start()] if printed else lead).strip(" |\t")
    unit = printed[1] if printed else unit
    return [Cell(row.offset, label, unit, year, title, True) for row, year in zip(figures, years, strict=True)]


def _years_down(line: str, start: int, here: list[Any], heading: str, title: str, unit: str) -> list[Cell]:
    """A line that is a year and its figures, one a column; only the column of all people has a label of its own."""
    year = re.match(rf"\s*(?:Năm\s+)?({YEAR})[\s|:;]+(?=\d)", line)
    if not year or not CELLS_ONLY.fullmatch(line[year.end() :]):
        return []
    figures = [row for row in here if row.offset >= start + year.end()]
    of_all = WHOLE.match(re.sub(r"^\s*năm[\s|]*", "", heading, flags=re.I)) or len(figures) == 1
    label = UNIT_OF_ALL.sub("", title).strip()
    return [Cell(row.offset, label, unit, year[1], title, bool(of_all) and row is figures[0]) for row in figures]
