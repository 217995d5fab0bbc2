"""Briefs, pictures, workbook, citations: their form and their numbers."""

import calendar
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import zipfile

import docx
import pandas as pd
import pytest
import rispy
from conftest import ROOT, overlapping
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table
from matplotlib.text import Text
from PIL import ImageFont
from pybtex.database import parse_file

from helpers.__main__ import main
from helpers.claims import target_words
from helpers.outputs import brief, citations, content, documents, markdown, pictures
from helpers.seeds import numerals
from helpers.tables import files

BRIEFS = [(province, language) for province in ("dien-bien", "lai-chau") for language in ("vi", "en")]


@pytest.fixture(scope="module")
def frames(root):
    return content.frames(root)


@pytest.fixture(params=BRIEFS, ids="-".join)
def written(published, request):
    """Each brief in Word, with its language."""
    province, language = request.param
    return docx.Document(published / "build" / "briefs" / f"{province}.{language}.docx"), language


def test_the_word_document_follows_the_decree(written):
    document, language = written
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
    properties = document.core_properties
    assert properties.author == markdown.PROJECT and properties.language == language and properties.title


def test_headings_are_numbered_and_paragraphs_stand_apart(written):
    document, _ = written
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert [text.split(". ")[0] for text in headings] == ["I", "II", "III", "IV", "V", "VI"][: len(headings)]
    for one in document.paragraphs:
        space = one.paragraph_format.space_before
        space = one.style.paragraph_format.space_before if space is None else space
        assert space >= Pt(6), (one.style.name, one.text)
    marks = {one.get(qn("w:val")) for one in document.part.numbering_part.element.iter(qn("w:lvlText"))}
    assert "-" in marks and not marks & {"•", "◦", "▪"}


def test_tables_of_a_brief_have_captions_borders_and_whole_header_words(written):
    document, language = written
    parts = list(document.iter_inner_content())
    word, numbers = {"vi": "Bảng", "en": "Table"}[language], []
    for before, table in itertools.pairwise(parts):
        if not isinstance(table, Table):
            continue
        assert before.style.name == "Table Caption" and before.style.paragraph_format.keep_with_next
        numbers.append(before.text.split(".")[0])
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
        assert table.style.element.find(qn("w:tblPr")).find(qn("w:tblBorders")) is not None
        runs = [run for row in table.rows for cell in row.cells for one in cell.paragraphs for run in one.runs]
        assert {run.font.size for run in runs} == {Pt(11)}
        assert header_fits(table), [cell.text for cell in first.cells]
        for row in rest:
            assert all(cell.text[:1].upper() == cell.text[:1] for cell in row.cells[:2])
    assert numbers == [f"{word} {number}" for number in range(1, len(numbers) + 1)] and numbers


def header_fits(table):
    """Whether each word of the header is narrower than its column, in the face of the PDF, which is as wide as Times."""
    font = ImageFont.truetype(f"{brief.FONTS[0]}/texgyretermes-bold.otf", 110)  # ten times 11 pt
    shares = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    widths = [Cm(16.5).pt * share / sum(shares) for share in shares]
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        longest = max((font.getlength(word) / 10 for word in cell.text.split()), default=0)
        if longest > width - 6:  # points of padding
            return False
    return True


@pytest.mark.parametrize("province, language", BRIEFS)
def test_the_pdf_is_tagged_and_short(published, moved, province, language):
    raw = (published / "build" / "briefs" / f"{province}.{language}.pdf").read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw and b"/MarkInfo<</Marked true" in raw
    assert f"/Lang({language})".encode() in raw and b"TeXGyreTermes" in raw
    assert 2 <= int(re.search(rb"<xmpTPg:NPages>(\d+)<", raw)[1]) <= (6 if moved else 4)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="Poppler is not here")
@pytest.mark.parametrize("province, language", BRIEFS)
def test_no_page_of_a_brief_is_half_empty_and_no_number_of_an_instrument_broken(published, moved, province, language):
    file = published / "build" / "briefs" / f"{province}.{language}.pdf"
    layout = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True).stdout
    for page in layout.split("<page ")[1 : -1 if moved else None]:
        assert max(float(low) for low in re.findall(r'yMax="([\d.]+)"', page)) > 297 / 2 / 25.4 * 72
    found = re.findall(r">([^<]+)</word>", layout)
    assert any("/QĐ-TTg" in word for word in found)
    assert not [word for word in found if re.fullmatch(r"\d+[-/]\S*[-/]", word)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_of_targets_has_every_own_target_once(frames, language):
    for province in ("dien-bien", "lai-chau"):
        rows = content.targets(frames, province, province, language)
        own = frames["targets"].query("scope == @province")
        assert sorted(row["target_id"] for row in rows) == sorted(own.target_id)
        assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
        order = [[*list(content.SHAPES)[:-1], row["key"]].index(row["key"]) for row in rows]
        assert order == sorted(order)
        for row in rows:
            gap = frames["target_gaps"].query("target_id == @row['target_id'] and match == 'exact'")
            assert bool(row["completion"]) == (len(gap) > 0)


def test_a_province_without_targets_says_so(frames):
    assert "chưa nêu mục tiêu của tỉnh" in brief.text(frames, "lai-chau", "vi").replace("\\", "")


def test_an_annex_says_what_it_belongs_to(frames):
    text = brief.text(frames, "dien-bien", "vi", annex=True)
    assert text.index("Phụ lục") < text.index("# ") < text.index("Kèm theo Báo cáo số")
    assert "Phụ lục" not in brief.text(frames, "dien-bien", "vi")


def test_instruments_have_their_official_form(frames):
    found = {one["text"] for one in target_words.instruments(frames["targets"], frames["targets"].target_id.tolist())}
    assert "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ" in found
    assert any(text.startswith("Nghị quyết số 13-NQ/TU ngày 01/10/2021 của ") for text in found)


NO_FIGURE = re.compile(
    r"\b(?:Bảng|Hình|Table|Figure) \d+\.|!\[.*|^\|[:\-|]+$|^\| \d+ \||^#+ .*|\bS\d\d\b|\b\dG\b"  # numbering, names
    r"|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b|\b(?:\d{1,2}/)?\d{1,2}/20\d\d\b|\b(?:quý I+|Q\d)/20\d\d",  # days
    re.M,
)


@pytest.mark.parametrize("province, language", BRIEFS)
def test_every_number_in_a_brief_is_that_of_a_claim_a_figure_or_a_target(frames, province, language):
    text = brief.text(frames, province, language).replace("\\", "").replace("\u00a0", " ")
    body = re.split(r"\n## (?:VI|V)\. (?:Nguồn|Sources)", text)[0]
    goals, seen = frames["targets"], frames["observations"].query("province == @province")
    named = {
        *goals.instrument,
        *map(target_words.short_instrument, goals.instrument),
        *goals.wording_vi,
        *goals.concept,
    }
    for name in sorted(named, key=len, reverse=True):
        body = body.replace(name, " ")
    claims = frames["claims"].query("province == @province and status != 'refused'")
    texts = [*claims[f"text_{language}"], *claims[f"short_{language}"], *goals.note.str.replace(".", ",")]
    shown = {round(number, 1) for text in texts for number, _ in numerals.numbers_in(text, language)}
    shown |= {*pd.concat([claims.lower, claims.upper, seen.value, goals.value, goals.target_year]).round(1), 2025, 2030}
    rows = content.targets(frames, province, province, "en")
    shown |= {float(row["completion"]) for row in rows if row["completion"]}
    for value, _ in numerals.numbers_in(NO_FIGURE.sub(" ", body).replace("–", " "), language):
        assert round(value, 1) in shown, f"{value} in the brief of {province} ({language})"


def test_a_brief_marks_what_may_not_be_compared_and_names_every_source(frames, unmoved):
    brief = documents.described(frames, "dien-bien", "vi")
    rows = [row for pillar in brief["pillars"] for row in pillar["rows"]]
    own_name = frames["wordings"].query("indicator == 'village_fibre_pct' and source_id == 'S05'").name_vi.item()
    fibre = next(row for row in rows if row["name"] == own_name)
    assert not fibre["pace"] and any("khoảng" in row["pace"] for row in rows)  # another wording's; hedged
    assert fibre["earlier"].endswith("†") and "88,7%" in fibre["earlier"] and fibre["source"] == "S05"
    missed = next(row for row in brief["own"] if row["key"] == "not met")
    assert missed["number"] == 1 and brief["caveat"] and len(brief["fallen"]) == 1
    used = set(frames["observations"].query("province == 'dien-bien'").source_id)
    assert used <= {source["id"] for source in brief["sources"]}  # targets and later reports have theirs
    untrended = documents.described(frames, "lai-chau", "vi")
    assert untrended["earliest"] and any("390.046" in sentence for sentence in untrended["since"])


def test_the_workbook_is_in_vietnamese_and_holds_targets_figures_and_sentences(published):
    raw = (published / "build" / "tables" / "tay-bac-so.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        named = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert named == ["Mục tiêu", "Số liệu", "Câu số liệu", "Ghi chú"]
        for number in range(1, len(named) + 1):
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert 'state="frozen"' in sheet and "<f>" not in sheet
        assert "<hyperlink" in book.read("xl/worksheets/sheet2.xml").decode()
        tall = re.findall(r'<row [^>]*ht="(\d+)" customHeight', book.read("xl/worksheets/sheet2.xml").decode())
        assert len(tall) > 100 and max(map(int, tall)) > 30, "rows are as high as their notes"
        shared = book.read("xl/sharedStrings.xml").decode()
    for text in ("Tỷ lệ hoàn thành (%)", "Cơ quan chủ trì", "Tỷ lệ dân số có điện thoại thông minh", "Chưa đủ căn cứ"):
        assert text in shared, text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pictures_have_names_in_their_language_and_a_page_that_lists_them(published, language):
    folder = published / "build" / "figures" / language
    names = {file.name for file in folder.iterdir()} - {"index.html"}
    stems = {name.rsplit(".", 1)[0] for name in names}
    assert names == {f"{stem}.{suffix}" for stem in stems for suffix in ("svg", "png")} and len(stems) > 20
    assert all(re.fullmatch(r"[a-z0-9-]+", stem) for stem in stems)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert {f"{stem}.png" for stem in stems} == set(re.findall(r'<img src="([^"]+)"', page))
    named = {"vi": "ty-le-dan-so-co-dien-thoai-thong-minh-tinh-dien-bien", "en": "people-with-a-smartphone-dien-bien"}
    assert named[language] in stems


@pytest.mark.parametrize("indicator", ["smartphone_population_pct", "digital_economy_grdp_pct"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pictures_of_indicators_are_as_wide_as_a_page_and_can_be_read(frames, indicator, language):
    figure = pictures.over_time(frames, "dien-bien", indicator, language)
    assert figure.get_figwidth() * 2.54 == pytest.approx(16.5, abs=0.1)
    figure.canvas.draw()
    assert "smartphone" not in indicator or sum("/QĐ-TTg)" in text.get_text() for text in figure.findobj(Text)) == 2
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    assert min(sizes) >= 7 and not overlapping(figure)


def test_citations_are_read_back_field_by_field(published):
    """By other libraries than wrote them."""
    folder = published / "build" / "citations"
    found = json.loads((folder / "tay-bac-so.json").read_text(encoding="utf-8"))
    bib = parse_file(folder / "tay-bac-so.bib", bib_format="bibtex").entries
    ris = {entry["id"]: entry for entry in rispy.loads((folder / "tay-bac-so.ris").read_text(encoding="utf-8"))}
    assert list(bib) == list(ris) == [item["id"] for item in found]
    assert {"S01", "tay-bac-so", "749-QD-TTg"} <= set(bib)
    for item in found:
        entry, other = bib[item["id"]], ris[item["id"]]
        names = [author["literal"] for author in item.get("author", [])]
        assert plain(entry.fields["title"]) == item["title"] == other["title"]
        assert [plain(str(person)) for person in entry.persons.get("author", [])] == names
        assert [name.replace(" & ", ", ") for name in other.get("authors", [])] == names
        assert names or plain(entry.fields["key"]) == item["title"]
        assert entry.fields.get("url") == item.get("URL") == (other.get("urls") or [None])[0]
        note = plain(entry.fields.get("note", "")).replace("\\/", "")  # between two hyphens: no dash
        assert plain(entry.fields.get("publisher", "")) == item.get("publisher", "") == other.get("publisher", "")
        assert item.get("publisher", "") in note and item.get("URL", "") in note and item.get("version", "") in note
        assert entry.fields.get("number") == item.get("number") == other.get("note")
        date = item.get("issued", {"date-parts": [[None]]})["date-parts"][0]
        assert entry.fields.get("year") == (str(date[0]) if date[0] else None) == other.get("year")
        if len(date) > 1:
            assert entry.fields["month"] == list(calendar.month_name)[date[1]]
    text = (folder / "tay-bac-so.bib").read_text(encoding="utf-8")
    assert "month = {" not in text and "month = " in text
    numbers = {item["number"] for item in found if "number" in item}
    assert numbers and not any(re.fullmatch(r"[\d -]+", number) for number in numbers), "a span of years is no number"


def test_a_doi_in_its_place_reaches_every_export(copy):
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    place = text[text.index("# identifiers:") :]
    filled = text.replace(place, re.sub(r"(?m)^# ", "", place).replace("…", "1"))
    (copy / "CITATION.cff").write_text(filled, encoding="utf-8")
    found = [item for item in citations.items(copy) if "DOI" in item]
    assert [(item["id"], item["DOI"]) for item in found] == [("tay-bac-so", "10.5281/zenodo.1")]
    assert "doi.org/10.5281/zenodo.1" in citations.bibtex(found) and "DO  - 10.5281/zenodo.1" in citations.ris(found)


def plain(text):
    return re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text))


@pytest.mark.parametrize("tool", ["pypandoc", "typst"])
def test_a_missing_tool_gets_one_line_that_says_what_to_install(monkeypatch, tool, copy, capsys):
    monkeypatch.setitem(sys.modules, tool, None)
    assert main(["brief", "--root", str(copy)]) == 1 and not (copy / "build" / "figures").exists()
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert tool in error and error.endswith("python3 run.py brief installs what it needs")


def test_a_claim_is_printed_with_its_trace_and_citation(capsys):
    def trace(claim, status=0):
        assert main(["claim", claim]) == status
        shown = capsys.readouterr()
        return shown.err if status else shown.out

    growth = trace("dien-bien.smartphone_population_pct.growth.2020-to-2023")
    for part in ("2195: 44 %", "2216: 72 %", "9 … 9.67", "(72 − 44) / 3.00", "vietnamnet.vn", "CC BY 4.0"):
        assert part in growth, part
    refused = trace("dien-bien.village_fibre_pct.trend.2024-09-30-to-2025-07-22")
    assert all(part in refused for part in ("REFUSED: grade D", "-5.7 points", "trên 83 %"))
    assert "CC BY" not in refused
    assert "Range: 16 … – (points)" in trace("dien-bien.village_fibre_pct.target.TDB2")
    assert "Range: 20.275 … 20.285 " in trace("lai-chau.smartphone_adults_pct.target.TVN5")
    later = files.read("claims").query("claim_id.str.contains('.since.', regex=False)")
    assert len(later) and later.source_ids.str.contains(" ").all()  # of the figures that were projected from, too
    assert all("2195: 44 %" in trace(one) for one in later.claim_id if "smartphone_population" in one)
    assert "baomoi.net.vn" in trace("dien-bien.digital_economy_grdp_pct.country.2020-to-2024")
    assert not {"Value:", "Range:"} & {*trace("dien-bien.procedures_online_any_pct.target.TDB8").split()}
    assert "dien-bien.village_fibre_pct.target.TDB2" in trace("village_fibre", 2)
