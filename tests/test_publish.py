"""Briefs, figures, workbook, citations, manifest: their form, their numbers, the same bytes in every folder."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile

import docx
import pytest
import rispy
from conftest import ROOT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from test_setup import new_environment

from helpers.__main__ import main
from helpers.outputs import brief, build, citations, content, markdown, trace, workbook
from helpers.seeds import numerals
from helpers.tables import files

PARTS = ("figures", "tables", "citations", "briefs")


@pytest.fixture(scope="module")
def built(published):
    return published


def checksums(folder):
    files = [file for part in PARTS for file in (folder / "build" / part).iterdir()]
    files.append(folder / "build" / "manifest.json")
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_manifest_names_every_output(built):
    manifest = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    named = {entry["path"]: entry for entry in manifest["outputs"]}
    files = checksums(built).keys() - {"build/manifest.json"}
    assert set(named) == files and len(files) > 50
    for path, entry in named.items():
        assert entry["sha256"] == hashlib.sha256((built / path).read_bytes()).hexdigest()
        assert entry["licence"] and entry["version"] and set(entry["seeds"]) <= set(manifest["seeds"])


BRIEFS = [(province, language) for province in ("dien-bien", "lai-chau") for language in ("vi", "en")]


@pytest.mark.parametrize("province, language", BRIEFS)
def test_the_word_document_follows_the_decree(built, province, language):
    document = docx.Document(built / "build" / "briefs" / f"{province}.{language}.docx")
    section = document.sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=1000)  # twips
    edge = Mm(0.1)
    assert Mm(20) - edge <= section.top_margin <= Mm(25) and Mm(20) - edge <= section.bottom_margin <= Mm(25)
    assert Mm(30) - edge <= section.left_margin <= Mm(35) and Mm(15) - edge <= section.right_margin <= Mm(20)
    assert section.different_first_page_header_footer and "PAGE" in section.header.paragraphs[0]._p.xml
    assert "PAGE" not in section.first_page_header._element.xml
    for style in document.styles:
        if style.type in (1, 2):
            assert style.font.name == "Times New Roman"
            assert style.font.color.rgb is None or str(style.font.color.rgb) == "000000"
    assert document.styles["Body Text"].font.size == Pt(13)
    for table in document.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
        assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(alts) == 2 and all(len(alt) > 40 for alt in alts)
    words = {"vi": ("Bảng", "Hình"), "en": ("Table", "Figure")}[language]
    captions = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name in ("Table Caption", "Image Caption")
    ]
    numbers = {word: [int(text.split()[1].rstrip(".")) for text in captions if text.startswith(word)] for word in words}
    assert numbers == {words[0]: list(range(1, len(document.tables) + 1)), words[1]: [1, 2]}


@pytest.mark.parametrize("province, language", BRIEFS)
def test_the_pdf_is_tagged_and_short(built, province, language):
    raw = (built / "build" / "briefs" / f"{province}.{language}.pdf").read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw and b"/MarkInfo<</Marked true" in raw
    assert f"/Lang({language})".encode() in raw
    assert 2 <= int(re.search(rb"<xmpTPg:NPages>(\d+)<", raw)[1]) <= 4


@pytest.mark.parametrize("province, language", BRIEFS)
def test_the_web_page_stands_alone(built, province, language):
    text = (built / "build" / "briefs" / f"{province}.{language}.html").read_text(encoding="utf-8")
    assert re.search(rf'<html[^>]*lang="{language}"', text) and "<title>" in text
    assert not re.search(r'(?:src|href)="(?!data:|#)[^"]*"', text)
    assert text.count('alt="') >= 2 and "<th" in text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("province, language", BRIEFS)
def test_every_number_in_a_brief_is_a_claim(built, province, language):
    text = brief.text(content.frames(built), province, language).replace("\\", "").replace("\u00a0", " ")
    body, _ = re.split(r"## (?:Nguồn số liệu|Sources)", text)
    body = re.sub(
        r"\b(?:Bảng|Hình|Table|Figure) \d+\.|!\[.*|phiên bản [\d.]+|version [\d.]+|^\|[:\-|]+$", " ", body, flags=re.M
    )
    body = re.sub(
        r"\bS0\d\b|\d+-NQ/TU|\d+/QĐ-TTg|(?<=Điện Biên )2021-2025|(?<=Bien )2021-2025|mức độ 4|level 4", " ", body
    )
    body = re.sub(r"\b\d{1,2}/20\d\d\b|quý I+/20\d\d|\bQ\d/20\d\d|–\d+/20\d\d", " ", body)
    table = files.read("claims", built)
    mine = table[(table.status == "quotable") & (table.province == province)]
    said = {
        number
        for claim in mine.itertuples()
        for number in numerals.numbers_in(getattr(claim, f"text_{language}"), language)
    }
    bounds = {round(bound, 1) for bound in [*mine.lower.dropna(), *mine.upper.dropna()]}
    for value, decimals in numerals.numbers_in(body.replace("–", " "), language):
        known = (value, decimals) in said or value in {round(number, 1) for number, _ in said} or value in bounds
        assert known, f"{value} in the brief of {province} ({language}) is no claim"


def test_the_brief_of_one_point_speaks_of_no_pace(built):
    text = brief.text(content.frames(built), "lai-chau", "en")
    assert "points a year" not in text and "compound" not in text and "range" not in text.lower()


HOSTILE = '=1+1 | *x* _y_ <b onclick="z">q</b> \\frac {#id} [a](b) $m$ `c` "quote" e\u0323\u0302 \u200f@link'


def test_a_brief_marks_what_may_not_be_compared_and_names_every_source(root):
    told = content.content(content.frames(root), "dien-bien", "vi")
    rows = {row["name"]: row for pillar in told["pillars"] for row in pillar["rows"]}
    fibre = next(row for name, row in rows.items() if "băng rộng cố định cáp quang" in name and "†" in row["earlier"])
    assert fibre["earlier"] == "88,7% (9/2024*, S02)\u00a0†" and fibre["source"] == "S05"
    assert "not met" in content.content(content.frames(root), "dien-bien", "en")["headline"][0] and told["caveat"]
    assert any("TDB4" in source["id"] and "tapchicongthuong" in source["text"] for source in told["sources"])


def test_a_brief_warns_of_the_breaks_of_its_own_province(root):
    told = {
        province: content.content(content.frames(root), province, "en")["fallen"]
        for province in ("dien-bien", "lai-chau")
    }
    assert told == {"dien-bien": ["Villages with fibre"], "lai-chau": []}


def test_hostile_text_comes_out_as_text_everywhere(built, tmp_path):
    for name in ("seeds", "data"):
        shutil.copytree(built / name, tmp_path / name)
    for table, column in (("indicators", "name_en"), ("sources", "title")):
        frame = files.read(table, tmp_path)
        frame[column] = HOSTILE
        files.path(table, tmp_path).write_text(files.text(frame, table), encoding="utf-8", newline="\n")
    brief.build(tmp_path, tmp_path / "briefs")
    plain = "=1+1 | *x* _y_"
    document = docx.Document(tmp_path / "briefs" / "lai-chau.en.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(text.startswith(plain) and '<b onclick="z">q</b>' in text and "[a](b)" in text for text in cells)
    page = (tmp_path / "briefs" / "lai-chau.en.html").read_text(encoding="utf-8")
    assert "<b onclick" not in page and "&lt;b onclick=" in page
    assert (tmp_path / "briefs" / "lai-chau.en.pdf").stat().st_size > 10_000
    file = workbook.build(tmp_path, tmp_path / "book.xlsx")
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name), name
        assert plain.encode() in book.read("xl/sharedStrings.xml")
    found = rispy.loads(citations.ris(citations.items(tmp_path)))
    assert found[0]["title"].startswith(plain)
    assert plain.split("|")[0] in json.dumps(citations.items(tmp_path), ensure_ascii=False)


def test_the_workbook_has_every_table_with_bilingual_headers(built):
    raw = (built / "build" / "tables" / "tay-bac-so.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert sheets == [*workbook.SHEETS, "codebook", "sources"]
        first = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="frozen"' in first and "<f>" not in first
        shared = book.read("xl/sharedStrings.xml").decode()
        assert "Indicator / Chỉ tiêu" in shared and "Tỷ lệ dân số có điện thoại thông minh" in shared


def test_figures_come_in_both_languages_and_formats(built):
    names = {file.name for file in (built / "build" / "figures").iterdir()}
    stems = {name.split(".")[0] for name in names}
    assert {"paces", "projections", "errors-elsewhere"} <= stems
    assert names == {
        f"{stem}.{language}.{suffix}" for stem in stems for language in ("vi", "en") for suffix in ("svg", "png")
    }
    for stem in stems:
        vi, en = (
            (built / "build" / "figures" / f"{stem}.{language}.svg").read_text(encoding="utf-8")
            for language in ("vi", "en")
        )
        assert vi != en and "<path" in vi and "dc:date" not in vi, stem


def test_citations_survive_a_round_trip(built):
    found = json.loads((built / "build" / "citations" / "tay-bac-so.json").read_text(encoding="utf-8"))
    by_id = {item["id"]: item for item in found}
    assert {"S01", "S02", "S03", "S04", "S05", "tay-bac-so"} <= set(by_id) and all(item["language"] for item in found)
    assert (
        sum(item["type"] == "legislation" for item in found)
        == files.read("targets")
        .query("instrument.str.match('Quyết định|Nghị quyết|Đề án')", engine="python")
        .instrument.nunique()
    )
    bib = (built / "build" / "citations" / "tay-bac-so.bib").read_text(encoding="utf-8")
    back = {item["id"]: item for item in json.loads(markdown.convert(bib, "csljson", "bibtex"))}
    assert set(back) == set(by_id)
    for key, item in by_id.items():
        plain = re.sub(r"<[^>]+>", "", back[key]["title"])
        same = plain == item["title"] if item["language"] == "vi" else plain.lower() == item["title"].lower()
        assert same, key  # English titles may change case on the way
    ris = {
        entry["id"]: entry
        for entry in rispy.loads((built / "build" / "citations" / "tay-bac-so.ris").read_text(encoding="utf-8"))
    }
    assert {key: entry["title"] for key, entry in ris.items()} == {key: item["title"] for key, item in by_id.items()}


def test_citation_cff_is_valid(tmp_path):
    """With cffconvert in an environment of its own: it pins an old jsonschema."""
    python, install = new_environment(tmp_path / "cff")
    if install("cffconvert==2.0.0", "setuptools<81").returncode:
        pytest.skip("cffconvert can't be fetched here: no network and no cache")
    program = python.parent / ("cffconvert.exe" if python.suffix else "cffconvert")
    done = subprocess.run([program, "--validate", "-i", ROOT / "CITATION.cff"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["pypandoc", "typst"])
def test_a_missing_tool_gets_one_line_that_says_what_to_install(monkeypatch, tool, copy, capsys):
    monkeypatch.setitem(sys.modules, tool, None)
    monkeypatch.setattr(build, "figures", lambda root, folder: folder.mkdir(parents=True) or [])
    assert main(["brief", "--root", str(copy)]) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert {"pypandoc": "package pypandoc_binary", "typst": "package typst"}[tool] in error


def test_a_pandoc_for_another_machine_is_told_from_a_missing_one(tmp_path):
    """The locked wheel for Apple silicon holds a program for Intel, which without Rosetta does not start."""
    other = tmp_path / "pandoc"
    other.write_bytes(b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + b"\0" * 60)
    other.chmod(0o755)
    with pytest.raises(markdown.ToolMissing, match=r"does not run on this machine.*Rosetta"):
        markdown.started(other)


def test_a_claim_is_told_with_its_trail_and_citation(capsys):
    assert main(["claim", "dien-bien.smartphone_population_pct.growth.2020-to-2023"]) == 0
    said = capsys.readouterr().out
    for words in (
        "May be quoted.",
        "offset 2195: 44 %",
        "offset 2216: 72 %",
        "paragraph 8",
        "Range: 9.0 to 9.7",
        "vietnamnet.vn",
        "CC BY 4.0",
    ):
        assert words in said, words
    assert main(["claim", "dien-bien.village_fibre_pct.trend.2024-09-30-to-2025-07-22"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("REFUSED: grade D") and "-5.7 points" in said and "trên 83 %" in said
    assert main(["claim", "dien-bien.village_fibre_pct.target.TDB2"]) == 0
    assert "Range: 16 or more (points)" in capsys.readouterr().out
    assert main(["claim", "dien-bien.procedures_online_any_pct.target.TDB8"]) == 0
    assert "Value:" not in (said := capsys.readouterr().out) and "Range:" not in said
    assert main(["claim", "village_fibre"]) == 2
    assert "dien-bien.village_fibre_pct.target.TDB2" in capsys.readouterr().err


def test_every_claim_has_a_trail_of_tokens_that_are_its_own(root):
    frames = content.frames(root)
    for claim in frames["claims"].itertuples():
        tokens = trace.tokens_of(claim, frames)
        assert len(tokens), claim.claim_id
        if claim.kind == "reported":
            assert (tokens.indicator == claim.indicator).any() and claim.value in set(tokens.value)


def test_claims_by_kind(root):
    kinds = set(content.frames(root)["claims"].kind)
    assert kinds == {"reported", "growth", "trend", "projection", "scenario", "target"}
