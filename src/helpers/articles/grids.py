"""Tables that were pasted as lines: which figures are their cells, with the label, the unit and the column of each."""

import re
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import periods, wording
from helpers.articles.wording import YEAR, listed
from helpers.tables import files

UNIT_OF_ALL = re.compile(r"(?:\(|^\s*)(?:ĐVT|đơn vị(?: tính)?|unit)\s*:\s*([^)]+?)\s*(?:\)|$)", re.I)
OF_UNITS = re.compile(r"\b(?:đơn vị|ĐVT|unit)\b", re.I)
OF_DISTRICTS = re.compile(r"(?:tên )?(?:huyện|xã|phường|thị xã|thành phố|địa bàn)\b", re.I)  # what a column names
DISTRICT = re.compile(r"^(?:(?:H|TP|TX|X|P)\.|thành phố|thị xã|huyện|xã|phường)\s*", re.I)
UNIT_LAST = re.compile(rf"(?:^|[\s,])(\()?({listed('column_unit')})\)?\s*$", re.I)
WHOLE = re.compile(r"(?:chung|tổng|tổng số|toàn tỉnh|cả tỉnh|total|all)\b", re.I)
ORDER = re.compile(r"\s*(?:S?TT|Số TT|No)\b", re.I)
LABEL = re.compile(rf"[\s|]*(?:{listed('label_column')})\b", re.I)
CELLS_ONLY = re.compile(r"[\d\s.,|%;–—…-]*")
BESIDE = re.compile(r"[\t|]")  # what parts the cells of a row
PART = re.compile(r"(?:^|(?<=[\t|]))[^\t|]*")
BEFORE_NUMBERS = re.compile(r" (?=(?:[-–—…]|\d[\d.,]*%?)(?: +(?:[-–—…]|\d[\d.,]*%?))*\s*$)")
PART_OF_TABLE = re.compile(
    r"\s*(?:(?:[IVX]+|\d+|[A-ZĐ])[.)]\s.*|.{,40})(?<![.:;!?])\s*"
)  # 'II. Kinh tế số' between rows
ROW_NUMBER = re.compile(r"[^\w%]*|\d{,2}(?:\.\d{1,2})*\.?|[IVX]+\.?|[a-zđ][.)]?")
LINE = re.compile(r"[^\n]*\S[^\n]*")
LONGEST_HEADING = 40  # characters of a column's


class Cell(NamedTuple):
    """A figure of a table: its numeral, the words before and behind it in its cell, its label, unit and column as
    printed, the title, and whether an indicator may be told of it.
    """

    row: Any
    lead: str
    rest: str
    label: str
    unit: str
    column: str
    title: str
    whole: bool


def laid_out(text: str) -> str:
    """A text in which the cells of a table that stand one a line stand side by side; each sign keeps its place.

    >>> laid_out("TT\\nNội dung\\nNăm 2023\\nNăm 2024\\n1\\nSố trạm\\n5\\n\\n6\\nHết.").replace("\\t", "|")
    'TT|Nội dung|Năm 2023|Năm 2024\\n1|Số trạm|5| 6\\nHết.'
    """
    lines, letters, first = list(LINE.finditer(text)), list(text), 0
    texts = [line[0] for line in lines]
    while first < len(lines):
        head = list(takewhile(_heads, texts[first:])) if LABEL.match(texts[first]) else []
        width = sum(not line[0].islower() for line in head)  # 'năm 2023' goes on with 'Kế hoạch'
        rows, end = [(first, first + len(head))], first + len(head)
        while width > 2 and (size := _row_size(texts[end : end + width + 2], width, bool(ORDER.match(texts[first])))):
            rows, end = [*rows, (end, end + size)], end + size
        for start, stop in rows if len(rows) > 1 else []:
            for left, right in pairwise(lines[start:stop]):
                blank = " " if start == first and right[0][0].islower() else "\t"
                letters[left.end() : right.start()] = blank.ljust(right.start() - left.end())
        first = end if len(rows) > 1 else first + 1
    return _parted("".join(letters))


def _parted(text: str) -> str:
    """A text in which tabs part the cells of a row of figures, and of the heading above, that blanks alone parted."""
    letters, heading = list(text), list[int]()
    for line in LINE.finditer(text):
        blanks = [line.start() + match.start() for match in BEFORE_NUMBERS.finditer(line[0])]
        if len(blanks) == len(heading) > (not re.match(YEAR, line[0])) and not BESIDE.search(line[0]):
            for place in (*heading, *blanks):
                letters[place] = "\t"
        else:
            found = [one.start - 1 for one in periods.found_in(line[0])]
            opens = LABEL.match(line[0]) or len(found) > 1
            found = found or [match.start() for match in re.finditer(" (?=[A-ZĐ])", line[0])]
            heading = [line.start() + place for place in found if line[0][max(place, 0)] == " "] if opens else []
    return "".join(letters)


def _heads(line: str) -> bool:
    """Whether a line may be the heading of one column."""
    silent = len(line) > 3 and not wording.words(line)  # 'Kết quả'
    signs = [
        LABEL.match(line),
        re.search(r"\([^()\d]{1,20}\)$", line),
        *(one.search(line) for one in wording.COLUMNS.values()),
    ]
    heads = silent or any(signs) or bool(periods.found_in(line))
    return heads and len(line) <= LONGEST_HEADING and not BESIDE.search(line)


def _row_size(lines: list[str], width: int, ordered: bool) -> int:
    """How many lines are the cells of one row: a label and figures in the last two at least, or a part of the table and
    its number; 0 where they are none.
    """
    size = width - (ordered and not ROW_NUMBER.fullmatch(lines[0].strip())) if lines else 0
    figures = [bool(CELLS_ONLY.fullmatch(cell)) for cell in lines[:size]]
    if len(figures) == size and all(figures[-2:]) and not all(figures):
        return size
    return 2 if ordered and size == width and lines[2:] and _row_size(lines[2:], width, False) else 0


def cells(text: str, rows: pd.DataFrame) -> list[Cell]:
    """The cells of the tables of a text that is laid out."""
    found: list[Cell] = []
    heading = title = last = ""  # the last line outside of a row: the title of a table, or of a part of it
    fresh = False  # no row yet under the heading
    figures = list(files.each(rows[rows.kind == "figure"]))
    for line in LINE.finditer(text):
        here = [row for row in figures if line.start() <= row.offset < line.end()]
        beside = bool(BESIDE.search(line[0]))
        if beside and fresh and not here:
            heading = _joined(heading, line[0])
        elif beside and heading and here:
            found, fresh = found + _of_row(line[0], line.start(), here, heading, title), False
        elif unit := UNIT_OF_ALL.fullmatch(line[0].strip()):  # under the title: of all that follows
            last = f"{last} (ĐVT: {unit[1]})"
        elif beside and (LABEL.match(line[0]) or len(periods.found_in(line[0])) > 1 or not (heading or here)):
            title, heading, fresh = last, line[0], True
        elif re.search(r"\w", line[0]) and not beside:
            last, heading = line[0], heading if PART_OF_TABLE.fullmatch(line[0]) else ""
    return found


def _joined(heading: str, below: str) -> str:
    """A heading of two lines, column by column; the first where the second has other columns."""
    first, second = ([part[0].strip() for part in PART.finditer(line)] for line in (heading, below))
    alike = len(first) == len(second) and second[0] in ("", first[0]) and re.search(r"\w", below)
    return "\t".join(" ".join(dict.fromkeys(pair)) for pair in zip(first, second, strict=True)) if alike else heading


def _unit(text: str, bracketed: bool = True) -> str:
    """The unit that a text ends with, in brackets ('Số trạm': or without), if so wanted; '' for none."""
    match = UNIT_LAST.search(text)
    return match[2] if match and (match[1] or not bracketed or text.startswith("Số ")) else ""


def _of_row(line: str, start: int, here: list[Any], heading: str, title: str) -> list[Cell]:
    """The figures of a row, each under its heading; of a row that is wider than its heading no indicator is told."""
    names = [part[0].strip() for part in PART.finditer(heading)]
    first = BESIDE.split(line)[0].strip()
    names = names[ORDER.match(names[0]) is not None and not ROW_NUMBER.fullmatch(first) :]  # a row without a number
    if len(BESIDE.findall(line)) >= len(names):
        return [Cell(row, "", "", "", "", "", title, False) for row in here]
    labels: list[tuple[str, str]] = []
    cells: list[Any] = []
    for name, part in zip(names, PART.finditer(line), strict=False):  # cells that are empty at its end may be cut off
        figures = [row for row in here if part.start() <= row.offset - start < part.end()]
        if not name or LABEL.match(name) or not (figures or cells):
            text = part[0].strip()
            if OF_DISTRICTS.match(name) and not WHOLE.match(text):
                text = "huyện " + DISTRICT.sub("", text)
            labels += [(name, text)] if not ROW_NUMBER.fullmatch(text) else []
        elif figures and not wording.unhedged(line[part.start() : figures[0].offset - start]).strip(" <>≤≥~+-–"):
            cells.append((name, part, figures))  # any other words with figures in them are read as a sentence
    of_table = UNIT_OF_ALL.findall(f"{title} {heading}")
    units = [text for name, text in labels if OF_UNITS.search(name)] if len(labels) > 1 else []
    label = " ".join(text for _, text in labels if text not in units)
    found = []
    for name, part, figures in cells:
        at = figures[0].offset - start
        lead, rest = line[part.start() : at], line[at + len(figures[0].token) : part.end()]
        own = re.findall(r"^\s*(%|[^\W\d][^(,;]*\b)", rest)
        printed = [*own, _unit(name), *units, _unit(label), _unit(names[0]), *of_table]
        unit = next(filter(None, [*printed, _unit(label, False), _unit(name, False)]), "")
        found.append(Cell(figures[0], lead, rest, UNIT_LAST.sub("", label), unit, name, title, True))
    return found
