"""A report read number by number: invented reports with planted faults, comments in Word, files that can't be read."""

import re
from collections import Counter
from pathlib import Path

import docx
import pytest

from helpers.outputs.review import judging, reading, writing

REPORTS = Path(__file__).parent / "reports"
MARK = re.compile(r"\{([^:{}]+):([^}]+)\}")
ACCUSED = {"misleading", "differs", "look-alike", "out of date"}


def document(text):
    """An invented report as a Word document: a paragraph a line, a table for lines that begin with a bar."""
    made, table = docx.Document(), None
    for line in text.splitlines():
        if not line.startswith("|"):
            made.add_paragraph(line.lstrip("# "))
            table = None
        elif not re.fullmatch(r"[|\- ]+", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            table = table or made.add_table(0, len(cells))
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
    return made


def marks(text):
    """What is to be found: (paragraph and offset, or table, row and number) → finding."""
    found, paragraph, table, row, inside = {}, 0, 0, 0, False
    for line in text.splitlines():
        if line.startswith("|"):
            table, row = (table, row) if inside else (table + 1, 0)
            row += not re.fullmatch(r"[|\- ]+", line)
            found |= {("table", table, row, number): finding for number, finding in MARK.findall(line)}
        else:
            paragraph += 1
            bare, cut = line.lstrip("# "), 0
            for mark in MARK.finditer(bare):
                found["paragraph", paragraph, mark.start() - cut, mark[1]] = mark[2]
                cut += len(mark[0]) - len(mark[1])
        inside = line.startswith("|")
    return found


def key(one):
    kind, (first, second) = ("table", one.line.place) if one.line.place[1] else ("paragraph", one.line.place)
    return (kind, first, second if kind == "table" else one.start, one.number)


@pytest.fixture(scope="module")
def known(root):
    return {language: judging.known(root, language) for language in ("vi", "en")}


def scored(name, known):
    """Of one report: finding → (found, to be found), and what was found of numbers that had another mark or none."""
    text = (REPORTS / f"{name}.md").read_text(encoding="utf-8")
    lines = reading.lines(document(MARK.sub(r"\1", text)))
    found = writing.read(lines, "\n".join(line.text for line in lines), known[name.split(".")[1]])
    got, want = {key(one): one.finding.finding for one in found}, marks(text)
    hits = Counter(kind for place, kind in want.items() if got.get(place) == kind)
    false = {place: kind for place, kind in got.items() if kind in ACCUSED and want.get(place) != kind}
    return {kind: (hits[kind], count) for kind, count in Counter(want.values()).items()}, false


@pytest.mark.parametrize("name", sorted(file.stem for file in REPORTS.glob("*.*.md")))
def test_no_number_is_accused_that_is_right(name, known):
    assert not scored(name, known)[1]


@pytest.mark.parametrize(("name", "least"), [("faults.vi", 11), ("english.en", 4), ("tables.vi", 3)])
def test_planted_faults_are_found(name, least, known):
    faults = {kind: counts for kind, counts in scored(name, known)[0].items() if kind in ACCUSED}
    assert sum(found for found, _ in faults.values()) >= least


def test_right_figures_are_known_as_such(known):
    found, wanted = scored("honest.vi", known)[0]["agrees"]
    assert found >= 0.9 * wanted
