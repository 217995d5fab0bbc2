"""A report as lines of text, each with the runs of Word that it stands in, so that a comment finds its number."""

import copy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.run import Run

from helpers.claims.words import N_
from helpers.outputs.markdown import convert
from helpers.tables.refusals import Refusal

MARKDOWN = "commonmark_x-yaml_metadata_block"  # as pandoc names it
KINDS = {".docx": "docx", ".odt": "odt", ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": ""}
BLOCKS = "./w:body//w:p[not(ancestor::w:tbl or {box})] | ./w:body//w:tbl[not(ancestor::w:tbl or {box})]"
BOX = "ancestor::w:txbxContent"
RUNS = f".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or {BOX})]"
UNREAD = {
    N_("pictures"): "./w:body//w:drawing | ./w:body//w:pict",
    N_("text boxes"): "./w:body//w:txbxContent[not(ancestor::*[local-name()='Fallback'])]",
    N_("notes"): "./w:body//w:footnoteReference | ./w:body//w:endnoteReference",
}
LONGEST = 40  # characters of a cell that holds a figure and no sentence


class Line(NamedTuple):
    """A paragraph that is read: where it stands, its text, what a reader sees, its runs (none where it is read again)."""

    place: tuple[int, int]  # paragraph and 0, or table and row, counted from 1
    text: str
    shown: str
    runs: list[Any]
    end: str = "\n"  # what parts it from the next: a tab between the cells of a row


def opened(file: Path, scratch: Path) -> Any:
    """The report as a Word document of its own, whatever it was; Refusal where it can't be read, in one line."""
    if not file.is_file():
        raise Refusal(f"{file}:0:: no such file; a report; check the path; nothing was written")
    if file.suffix.lower() not in KINDS:
        found = f"a file of the kind {file.suffix}; a report as {', '.join(KINDS)}"
        raise Refusal(f"{file}:0:: {found}; save it as one; nothing was written")
    kind, made = KINDS[file.suffix.lower()], scratch / "report.docx"
    try:
        if kind == "docx":
            return docx.Document(str(file))
        if kind:
            convert(file.resolve(), "docx", kind, outputfile=made, extra_args=["--sandbox"])
            return docx.Document(str(made))
        document = docx.Document()
        for line in file.read_bytes().decode("utf-8-sig").splitlines():
            document.add_paragraph(line)
        return document
    except (OpcError, KeyError, ValueError, RuntimeError, SyntaxError, zipfile.BadZipFile) as error:
        found = "a damaged or protected file; one that Word opens without a password"
        raise Refusal(f"{file}:0:: {found}; save it anew; nothing was written") from error


def unread(document: Any) -> dict[str, int]:
    """What stands in a document and is not read: {kind: how many}."""
    return {kind: len(found) for kind, path in UNREAD.items() if (found := document.element.xpath(path))}


def lines(document: Any) -> list[Line]:
    """The paragraphs of a document in order, those of a table row by row."""
    found: list[Line] = []
    paragraphs = tables = 0
    for block in document.element.xpath(BLOCKS.format(box=BOX)):
        if block.tag.endswith("}tbl"):
            tables += 1
            found += _cells(Table(block, document), tables)
        else:
            paragraphs += 1
            text = text_of(block)
            found.append(Line((paragraphs, 0), text, text, block.xpath(RUNS)))
    return found


def joined(lines: list[Line]) -> str:
    """The text of lines, in which the cells of a row stand between tabs."""
    return "".join(line.text + line.end for line in lines)


def text_of(element: Any) -> str:
    """The text of a run or of what holds runs, a blank for each break."""
    runs = [element] if element.tag.endswith("}r") else element.xpath(RUNS)
    return "".join(Run(run, None).text.replace("\n", " ") for run in runs)  # type: ignore[arg-type]


def _cells(table: Any, number: int) -> Iterator[Line]:
    """The paragraphs of the cells of a table, row by row; one that a cell holds over several is read once."""
    rows = [[cell._tc for cell in row.cells] for row in table.rows]
    texts = [[" ".join(map(text_of, cell.xpath(".//w:p"))).replace("\t", " ").strip() for cell in row] for row in rows]
    read = set()
    for place, row in enumerate(rows):
        at, shown = (number, place + 1), " | ".join(dict.fromkeys(texts[place]))
        for column, cell in enumerate(row, start=1):
            end = "\t" if column < len(row) else "\n"
            if cell in read:
                yield Line(at, texts[place][column - 1], shown, [], end)
                continue
            read.add(cell)
            for left, paragraph in enumerate(paragraphs := cell.xpath(".//w:p"), start=1):
                text = text_of(paragraph).replace("\t", " ")
                yield Line(at, text, shown, paragraph.xpath(RUNS), " " if left < len(paragraphs) else end)


def cut_out(line: Line, start: int, end: int) -> list[Any]:
    """The runs that hold the characters from start to end of a line's own text, those that go on beyond them cut in two."""
    found, first = [], 0
    waiting = list(line.runs)
    while waiting:
        run = waiting.pop(0)
        text = text_of(run)
        cut = next((at - first for at in (start, end) if first < at < first + len(text)), 0)
        if cut and all(child.tag.endswith(("}rPr", "}t", "}tab")) for child in run):
            second = copy.deepcopy(run)
            run.addnext(second)
            line.runs.insert(line.runs.index(run) + 1, second)
            waiting.insert(0, second)
            Run(run, None).text, Run(second, None).text = text[:cut], text[cut:]  # type: ignore[arg-type]
            text = text[:cut]
        if first < end and start < first + len(text):
            found.append(run)
        first += len(text)
    return found
