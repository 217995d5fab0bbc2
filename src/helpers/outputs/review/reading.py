"""A report as lines of text, each with the runs of Word that it stands in, so that a comment finds its number."""

import copy
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from helpers.articles import periods, verdicts
from helpers.outputs.markdown import convert
from helpers.tables.refusals import Refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = {".docx": "docx", ".odt": "odt", ".md": "markdown", ".markdown": "markdown", ".txt": ""}
RUNS = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:txbxContent)]"
BLOCKS = "./w:body//w:p[not(ancestor::w:tbl or ancestor::w:txbxContent)] | ./w:body//w:tbl[not(ancestor::w:tbl or ancestor::w:txbxContent)]"
SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
LONGEST = 40  # characters of a cell that holds a figure and no sentence


class Line(NamedTuple):
    """A line that is read: where it stands, its text, how much of it was put in front, what a reader sees, its runs."""

    place: tuple[int, int]  # paragraph and 0, or table and row, counted from 1
    text: str
    lead: int
    shown: str
    runs: list[Any]


def opened(file: Path, scratch: Path) -> Any:
    """The report as a Word document of its own, whatever it was; Refusal where it can't be read, in one line."""
    from docx.opc.exceptions import OpcError  # slow to import, and only a review needs it

    kind = KINDS.get(file.suffix.lower())
    if kind is None or not file.is_file():
        found = f"a file of the kind {file.suffix or 'none'}" if file.is_file() else "no such file"
        raise _refusal(file, found, f"a report as {', '.join(KINDS)}", "save it as one of these")
    raw = file.read_bytes()
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise _refusal(
            file, "a protected file, or one of an old Word", "a .docx that opens without a password", "save it as such"
        )
    try:
        return _document(raw, kind, scratch)
    except (OpcError, KeyError, ValueError, RuntimeError, SyntaxError, zipfile.BadZipFile) as error:
        raise _refusal(
            file, "a damaged file, or one of another kind", "one that Word opens", "open it and save it anew"
        ) from error


def _refusal(file: Path, found: str, allowed: str, todo: str) -> Refusal:
    return Refusal(f"{file}:0:: {found}; {allowed}; {todo}; nothing was written")


def _document(raw: bytes, kind: str, scratch: Path) -> Any:
    import docx  # slow to import, and only a review needs it

    made = scratch / "report.docx"
    if kind == "docx":
        made.write_bytes(raw)
    elif kind == "odt":
        (scratch / "report.odt").write_bytes(raw)
        convert(scratch / "report.odt", "docx", "odt", outputfile=made, extra_args=["--sandbox"])
    elif kind == "markdown":
        convert(_text(raw), "docx", "commonmark_x-yaml_metadata_block", outputfile=made, extra_args=["--sandbox"])
    else:
        plain = docx.Document()
        for line in _text(raw).splitlines():
            plain.add_paragraph("".join(letter for letter in line if letter.isprintable() or letter == "\t"))
        return plain
    return docx.Document(str(made))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig")


def lines(document: Any) -> list[Line]:
    """The lines of a document in order: a paragraph, or a cell of a table in the words of its row and column."""
    found: list[Line] = []
    paragraphs = tables = 0
    for block in document.element.xpath(BLOCKS):
        if block.tag == f"{W}p":
            paragraphs += 1
            runs = block.xpath(RUNS)
            text = "".join(map(text_of, runs))
            found.append(Line((paragraphs, 0), text, 0, text, runs))
        else:
            tables += 1
            found += _cells(block, tables)
    return found


def text_of(run: Any) -> str:
    """The text of a run, a sign for each tab and break."""
    return "".join((child.text or "") if child.tag == f"{W}t" else SIGNS.get(child.tag, "") for child in run)


def _cells(table: Any, number: int) -> list[Line]:
    """A line for each cell of a table that holds a number: of the row's label, the column's heading and the cell."""
    rows = [_row(row) for row in table.xpath("./w:tr | ./w:sdt//w:tr")]
    texts = [[_cell(cell)[1] for cell in row] for row in rows]
    heads = next((place for place, row in enumerate(texts) if any(map(is_data, row))), 0)
    found = []
    for place in range(heads, len(rows)):
        label, unit = _label(texts[place], texts[:heads])
        for column, cell in enumerate(rows[place]):
            runs, text = _cell(cell)
            heading = " ".join(dict.fromkeys(row[column].strip() for row in texts[:heads] if column < len(row)))
            spanned = column and cell is rows[place][column - 1]  # one cell over several columns
            if spanned or _aside(text, heading, label, texts[place]):
                continue
            lead, behind = _around(text, heading, label, unit)
            shown = " | ".join(dict.fromkeys(texts[place]))
            found.append(Line((number, place + 1), lead + text + behind, len(lead), shown, runs))
    return found


def _row(row: Any) -> list[Any]:
    """The cells of a row, one for each column of the grid."""
    return [
        cell
        for cell in row.xpath("./w:tc | ./w:sdt//w:tc")
        for _ in range(int((cell.xpath("./w:tcPr/w:gridSpan/@w:val") or [1])[0]))
    ]


def _cell(cell: Any) -> tuple[list[Any], str]:
    """The runs and the text of a cell, a blank between its paragraphs."""
    runs: list[Any] = []
    for paragraph in cell.xpath(".//w:p[not(ancestor::w:txbxContent)]"):
        blank = paragraph.makeelement(f"{W}r")
        blank.append(paragraph.makeelement(f"{W}br"))
        runs += [*([blank] if runs else []), *paragraph.xpath(RUNS)]
    return runs, "".join(map(text_of, runs)).replace("\t", " ")


def is_data(cell: str) -> bool:
    """Whether a short cell holds a number that is no period and no number of a column.

    >>> is_data("48,5"), is_data("trên 83% (7/2025*)"), is_data("Năm 2023"), is_data("(1)")
    (True, True, False, False)
    """
    bare = cell.strip()
    for one in reversed(periods.found_in(bare)):
        bare = bare[: one.start] + bare[one.end :]
    return len(cell) <= LONGEST and bool(re.search(r"\d", bare)) and not re.fullmatch(r"\(\d+\)", bare)


def _aside(text: str, heading: str, label: str, row: list[str]) -> bool:
    """Whether the digits of a cell report nothing: the number of a row, a share of a plan, a name beside its figures."""
    if verdicts.ROW_COLUMN.match(heading) or (
        verdicts.SHARE_OF_PLAN.search(heading) and not verdicts.GOAL_COLUMN.match(heading)
    ):
        return True
    return (
        bool(label)
        and text.strip().startswith(label)
        and "%" not in text
        and any(re.search(r"\d", cell) for cell in row if label not in cell and not verdicts.ROW_COLUMN.match(cell))
    )


def _label(row: list[str], heads: list[list[str]]) -> tuple[str, str]:
    """What a row is of, and its unit: the first cell in words that is no unit, the cell below the unit's heading."""
    unit = ""
    for column, cell in enumerate(row):
        if any(column < len(head) and verdicts.UNIT_COLUMN.match(head[column].strip()) for head in heads):
            unit = cell.strip()
    named = [cell.strip() for cell in row if re.search(r"[^\W\d]{2}", cell) and cell.strip() != unit]
    label = named[0] if named else ""
    inside = re.search(r"\(([^()]{1,20})\)\s*$", label)
    measure = inside and re.fullmatch(r"%|[^\W\d]+(?: [^\W\d]+){0,2}", inside[1])
    return (label[: inside.start()].strip(), unit or inside[1]) if inside and measure else (label, unit)


def _around(text: str, heading: str, label: str, unit: str) -> tuple[str, str]:
    """What is put before and behind the text of a cell so that it reads as a sentence; nothing where it has its own words."""
    if not label or not re.search(r"\d", text) or ":" in text or text.strip() == label:
        return "", ""
    heading = verdicts.NEUTRAL.sub("", re.sub(r"\s*\([^()]*\)", "", heading)).strip()
    behind = f" {unit}" if unit and not re.search(r"%|[^\W\d]{2}", text) else ""
    if verdicts.GOAL_COLUMN.search(heading):
        return f"{heading}: {label}: ", behind
    if verdicts.CHANGE_COLUMN.search(heading):
        return f"{label} {heading}: ", behind
    return f"{label}, {heading}: ", behind


def unread(document: Any) -> dict[str, int]:
    """What stands in a document and is not read: pictures, text boxes, notes; {kind: how many}."""
    notes = [
        part.blob for part in document.part.package.iter_parts() if re.search(r"(?:foot|end)notes\.xml$", part.partname)
    ]
    count = {
        "pictures": len(document.element.xpath("./w:body//w:drawing | ./w:body//w:pict")),
        "text boxes": len(document.element.xpath("./w:body//w:txbxContent[not(ancestor::*[local-name()='Fallback'])]")),
        "notes": sum(len(re.findall(rb"<w:(?:foot|end)note (?![^>]*w:type)", blob)) for blob in notes),
    }
    return {kind: number for kind, number in count.items() if number}


def cut_out(line: Line, start: int, end: int) -> list[Any]:
    """The runs that hold exactly the characters from start to end of a line's own text; runs are split where need be."""
    place, found = 0, []
    for run in list(line.runs):
        length = len(text_of(run))
        if place < end and place + length > start and length:
            if place < start:
                run, length, place = _split(line, run, start - place), length - (start - place), start
            if place + length > end:
                _split(line, run, end - place)
                length = end - place
            found.append(run)
        place += length
    return found


def _split(line: Line, run: Any, at: int) -> Any:
    """The second half of a run that is cut after so many characters; both keep its formatting."""
    second = copy.deepcopy(run)
    place = 0
    for first, other in zip(list(run), list(second), strict=True):
        if first.tag == f"{W}rPr":
            continue
        text = (first.text or "") if first.tag == f"{W}t" else SIGNS.get(first.tag, "")
        keep = max(0, min(len(text), at - place))
        if first.tag == f"{W}t" and 0 < keep < len(text):
            first.text, other.text = text[:keep], text[keep:]
            for part in (first, other):
                part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif place < at:
            second.remove(other)
        else:
            run.remove(first)
        place += len(text)
    run.addnext(second)
    line.runs.insert(line.runs.index(run) + 1, second)
    return second
