"""A report read number by number: invented reports with planted faults, comments in Word, files that can't be read."""

import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import docx
import pandas as pd
import pytest
from conftest import ROOT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from helpers.__main__ import main
from helpers.outputs.markdown import convert
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
def published_by_language(root):
    return {language: judging.published(root, language) for language in ("vi", "en")}


def scored(name, published_by_language):
    """Of one report: finding → (found, to be found), and what was said against numbers that are right or unknown."""
    text = (REPORTS / f"{name}.md").read_text(encoding="utf-8")
    lines = reading.lines(document(MARK.sub(r"\1", text)))
    found = writing.read(lines, published_by_language[name.split(".")[1]])
    got, want = {key(one): one.finding.finding for one in found}, marks(text)
    hits = Counter(kind for place, kind in want.items() if got.get(place) == kind)
    false = {place: kind for place, kind in got.items() if kind in ACCUSED and want.get(place) not in ACCUSED}
    return {kind: (hits[kind], count) for kind, count in Counter(want.values()).items()}, false


@pytest.mark.parametrize("name", sorted(file.stem for file in REPORTS.glob("*.*.md")))
def test_no_number_is_accused_that_is_right(name, published_by_language):
    assert not scored(name, published_by_language)[1]


@pytest.mark.parametrize(
    "name", ["faults.vi", "tables.vi", "held-faults.vi", "held-third.vi", "offices.vi", "annex.vi", "english.en"]
)
def test_planted_faults_are_found(name, published_by_language, unmoved):
    faults = [counts for kind, counts in scored(name, published_by_language)[0].items() if kind in ACCUSED]
    assert sum(found for found, _ in faults) >= 0.9 * sum(planted for _, planted in faults)


@pytest.mark.parametrize("name", ["honest.vi", "offices.vi", "annex.vi"])
def test_right_figures_are_found_right(name, published_by_language):
    found, planted = scored(name, published_by_language)[0]["agrees"]
    assert found >= 0.9 * planted


def test_of_several_look_alikes_the_latest_is_named(published_by_language, unmoved):
    lines = reading.lines(document("Tỉnh Điện Biên, đến tháng 7/2025: gần 95% thôn, bản đã được phủ sóng 4G."))
    (found,) = [one.finding for one in writing.read(lines, published_by_language["vi"]) if one.number == "95"]
    assert (found.finding, found.claim_id) == ("look-alike", "dien-bien.populated_area_4g_pct.reported.2025-07-22")


@pytest.mark.slow
def test_the_own_briefs_are_never_accused(published, published_by_language):
    made = list((published / "build" / "briefs").glob("*.docx"))
    assert made
    for file in made:
        lines = reading.lines(docx.Document(file))
        found = writing.read(lines, published_by_language[file.stem[-2:]])
        kinds = Counter(one.finding.finding for one in found)
        assert not ACCUSED & set(kinds), file.name
        assert kinds["agrees"] > kinds["unknown"], file.name


# --- what is written ---


@pytest.fixture(scope="module")
def tracked(tmp_path_factory):
    """A report with a change in its text, a comment, a hyperlink, bold digits, and words that look like markup."""
    made = document('Sở Khoa học và Công nghệ tỉnh Điện Biên\nNăm 2023, <b>tỷ lệ</b> & "số": 3 & 4 =HYPERLINK(1)')
    body = made.add_paragraph("Năm 2023, tỷ lệ hộ gia đình có kết nối Internet cáp quang đạt ")
    body.add_run("4").bold = True
    body.add_run("6%, thấp hơn kế hoạch.")
    changed = made.add_paragraph("Năm 2022, tỷ lệ dân số có điện thoại thông minh đạt ")
    for kind, text, tag in (("ins", "72", "w:t"), ("del", "70", "w:delText")):
        change, run, words = OxmlElement(f"w:{kind}"), OxmlElement("w:r"), OxmlElement(tag)
        change.set(qn("w:id"), "901")
        change.set(qn("w:author"), "An")
        words.text = text
        run.append(words)
        change.append(run)
        changed._p.append(change)
    end = changed.add_run("%.")
    made.add_comment(end, "Xem lại", "An", "A")
    file = tmp_path_factory.mktemp("reports") / "Báo cáo quý III.docx"
    made.save(file)
    return file


@pytest.fixture(scope="module")
def reviewed(tracked, root, tmp_path_factory):
    """The folder of a review of that report, and its output."""
    copied = tmp_path_factory.mktemp("project")
    for name in ("seeds", "data"):
        shutil.copytree(root / name, copied / name)
    before = tracked.read_bytes()
    lines, _ = writing.review(copied, SimpleNamespace(report=tracked, province=""))
    assert tracked.read_bytes() == before and list(tracked.parent.iterdir()) == [tracked]
    return copied / "build" / "review", lines


def text_of(file):
    """The text of a document with its marks of bold, run by run joined."""
    return [[(run.bold, letter) for run in one.runs for letter in run.text] for one in docx.Document(file).paragraphs]


def test_comments_stand_at_their_numbers_and_change_no_text(reviewed, tracked):
    made = reviewed[0] / tracked.name
    assert text_of(made) == text_of(tracked)
    read = docx.Document(made)
    assert sorted(comment.author for comment in read.comments) == ["An", "Rà soát số liệu", "Rà soát số liệu"]
    xml = read.element.xml
    spans = re.findall(r'commentRangeStart w:id="(\d+)"(.*?)commentRangeEnd w:id="\1"', xml, re.S)
    assert ["".join(re.findall(r"<w:t[^>]*>([^<]*)<", inside)) for _, inside in spans] == ["46", "72", "%."]
    assert xml.count("<w:del ") == 1 and xml.count("<w:ins ") == 1


def test_the_table_has_a_row_for_each_number_and_runs_nothing(reviewed, tracked):
    table = pd.read_csv(reviewed[0] / f"{tracked.stem}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(table) == writing.COLUMNS
    accused = table[table.finding == "differs"].set_index("number")
    assert list(accused.index) == ["46", "72"]
    assert "48%" in accused.write_instead["46"] and accused.source["46"] == "VietNamNet"
    assert accused.claim_id["72"] == "dien-bien.smartphone_population_pct.reported.2023"


def test_the_page_shows_text_as_text(reviewed, tracked):
    page = (reviewed[0] / f"{tracked.stem}.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" in page and "<b>" not in page and '<html lang="vi">' in page


@pytest.mark.parametrize("kind", ["odt", "md", "txt"])
def test_other_kinds_become_word(kind, reviewed, tracked, tmp_path):
    text = "Báo cáo của tỉnh Điện Biên\n\nNăm 2023, tỷ lệ hộ gia đình có kết nối Internet cáp quang đạt 46%."
    file = tmp_path / f"report.{kind}"
    if kind == "odt":
        convert(text, "odt", "markdown", outputfile=file)
    else:
        file.write_text(text, encoding="utf-8")
    options = SimpleNamespace(report=file, province="")
    assert "differs: 1" in writing.review(reviewed[0].parents[1], options)[0]
    assert len(docx.Document(reviewed[0] / "report.docx").comments) == 1


# --- what can't be read ---


def scan(file):
    made = docx.Document()
    made.add_picture(str(ROOT / "docs" / "review-page.png"))
    made.save(file)


BAD = {
    "missing.docx": (None, "no such file"),
    "empty.docx": (b"", "damaged"),
    "cut.docx": (b"PK\x03\x04 and no more", "damaged"),
    "zip.docx": ("zip", "damaged"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected"),
    "cut.odt": (b"PK\x03\x04", "damaged"),
    "blank.txt": (b" \n", "no text"),
    "latin.txt": ("tỷ lệ".encode("utf-16"), "damaged"),
    "scan.docx": (scan, "no text, 1 picture"),
    "report.pdf": (b"%PDF-1.7", "kind .pdf"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_line_and_nothing_written(name, copy, tmp_path, capsys):
    content, expected = BAD[name]
    file = tmp_path / name
    if callable(content):
        content(file)
    elif content == "zip":
        zipfile.ZipFile(file, "w").writestr("a.txt", "text")
    elif content is not None:
        file.write_bytes(content)
    assert main(["review", "--root", str(copy), str(file)]) == 2
    errors = capsys.readouterr().err.strip().splitlines()
    assert len(errors) == 1 and expected in errors[0] and name in errors[0]
    assert not (copy / "build" / "review").exists()
