"""What comes from tables is text wherever it is shown; nothing needs a network."""

import re
import shutil
import subprocess
import sys
import zipfile
from functools import partial

import docx
import pandas as pd
import pytest
from browser import browser
from bs4 import BeautifulSoup
from conftest import ROOT, copy_tables
from pybtex.database import parse_string

from helpers.charts import shares
from helpers.outputs import brief, citations, content, documents, markdown, rerun, workbook
from helpers.outputs.site import build
from helpers.tables import datapackage, files

pytestmark = pytest.mark.filterwarnings("ignore:constrained_layout not applied")  # names as long as no real one


# --- what comes from tables is text wherever it is shown --------------------------------------

HOSTILE = (
    "<script>alert(1)</script> =HYPERLINK(1) {{ 7*7 }} {% raw %} `code` [x](javascript:alert(1)) ](javascript:alert(2)) "
    "$x^2$ #emph[t] *b* _i_ ~s~ \\frac @cite ::: <img src=x onerror=alert(3)> \"q\" 'a' | &lt; --- https://e.org"
)
LONG = "rất-dài" * 60
BROKEN = "two\n:::\n\n[x](javascript:alert(4))\n\n```{raw} html\n<script>alert(5)</script>\n```\n\nER  - \nTY  - BOOK"
COLUMNS = {
    "indicators": ["name_en", "name_vi", "definition_en", "term_vi", "denominator", "code", "note"],
    "sources": ["title", "publisher", "authors", "url", "note"],
    "targets": ["concept", "wording_vi", "instrument", "denominator", "note"],
    "comparability": ["reason"],
    "target_matches": ["reason"],
    "national": ["publisher_measure", "note"],
    "reported": ["note", "qualifier", "unit_printed"],
}
NAMED = {
    "comparability": "reason",
    "target_matches": "reason",
    "indicators": "note",
    "targets": "note",
    "national": "note",
}


SHOWN = ["smartphone_population_pct", "village_fibre_pct"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A project whose texts want to be more than text; the checks, which would refuse them, are passed by."""
    folder = copy_tables(tmp_path_factory.mktemp("hostile"))
    seeds = files.seeds(folder)
    few = {"", *SHOWN, *seeds["target_matches"].indicator[::6]}  # a page each is enough
    for table, frame in seeds.items():
        named = frame.columns.intersection(["indicator", "start_indicator", "end_indicator"])
        seeds[table] = frame[frame[named].isin(few).all(axis=1)].reset_index(drop=True)
    for table, columns in COLUMNS.items():
        for column in columns:
            if table != "reported":
                seeds[table][column] += " " + HOSTILE + (" " + BROKEN if column in ("title", "note", "reason") else "")
    smartphones = seeds["indicators"].indicator == "smartphone_population_pct"
    seeds["indicators"].loc[smartphones, ["name_en", "name_vi", "term_vi"]] += " " + LONG
    texts = [text for table, column in NAMED.items() for text in seeds[table][column]]
    parts = sorted({part for text in texts for part in text.split("; ")})
    seeds["phrases"] = pd.DataFrame({"phrase_en": parts, "phrase_vi": parts})
    for name, made in datapackage.contents(rerun.generated(seeds), ROOT).items():
        (folder / name).write_bytes(made)
    for column in COLUMNS["reported"]:
        seeds["reported"][column] += " " + HOSTILE
    for table in (*COLUMNS, "phrases"):
        files.path(table, folder).write_bytes(files.text(seeds[table], table).encode("utf-8"))
    assert "<script>" in files.path("claims", folder).read_text(encoding="utf-8")
    return folder


STRAIGHT = {ord(curly): plain for curly, plain in zip("“”‘’—\u00a0", ('"', '"', "'", "'", "---", " "), strict=True)}


def runs(page):
    """Everything in a page that could be run."""
    soup, found = BeautifulSoup(page, "html.parser"), []
    for tag in soup.find_all(True):
        addresses = (tag.get(name, "") for name in ("href", "src", "action"))
        bad = any(re.sub(r"\s", "", address).lower().startswith("javascript:") for address in addresses)
        if bad or any(name.startswith("on") for name in tag.attrs):
            found.append(tag)
        if tag.name in ("script", "style") and "alert(" in tag.text:
            found.append(tag)
    return found


def visible_text(page):
    """The words of a page as they are shown."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    return flat(soup.get_text().translate(STRAIGHT))


def flat(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def built(hostile):
    return build.build(hostile)


@pytest.mark.slow
def test_the_site_shows_hostile_texts_as_text(built):
    pages = {file: file.read_text(encoding="utf-8") for file in built.rglob("*.html")}
    assert len(pages) > 40
    for file, page in pages.items():
        assert runs(page) == [], file
    for language in ("en", "vi"):
        for name in ("sources", "index", *(f"indicators/{shown}" for shown in SHOWN)):
            assert flat(HOSTILE) in visible_text(pages[built / language / f"{name}.html"]), (language, name)
    text = visible_text(pages[built / "en" / "indicators/village_fibre_pct.html"])
    assert text.count("::: [x](javascript:alert(4)) ```{raw} html <script>alert(5)</script> ```") >= 2


@pytest.mark.slow
@pytest.mark.parametrize("page", ["index", "indicators/smartphone_population_pct"])
def test_long_words_do_not_make_a_page_wider_than_a_telephone(built, page):
    with browser() as chromium:
        shown = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
        shown.goto((built / "vi" / f"{page}.html").as_uri())
        assert LONG[:14] in shown.inner_text("body")
        assert shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.slow
def test_a_brief_shows_hostile_texts_as_text(built):
    briefs = built.parent / "briefs"
    for language in ("en", "vi"):
        document = docx.Document(str(briefs / f"dien-bien.{language}.docx"))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(flat(HOSTILE) in flat(cell.replace("\u00a0", " ")) for cell in cells)
        with zipfile.ZipFile(briefs / f"dien-bien.{language}.docx") as parts:
            body = parts.read("word/document.xml").decode("utf-8")
            assert "instrText" not in body and "w:hyperlink" not in body
            assert "javascript" not in parts.read("word/_rels/document.xml.rels").decode("utf-8")
        assert (briefs / f"dien-bien.{language}.pdf").read_bytes().startswith(b"%PDF")


def test_the_typst_source_of_a_brief_holds_hostile_texts_as_text(hostile, tmp_path):
    body = brief.pandoc(brief.text(content.frames(hostile), "dien-bien", "en"), "typst", tmp_path).decode("utf-8")
    read = markdown.convert(body, "plain", "typst", extra_args=["--wrap=none"])
    assert "#emph[t] *b* _i_" in read and "$x^2$" in read and "@cite" in read
    assert "#link" not in body


def test_a_chart_shows_hostile_texts_as_text(hostile):
    observations, indicators = files.read("observations", hostile), files.read("indicators", hostile)
    figure = shares.latest(observations, indicators, "en")
    figure.canvas.draw()  # a formula between dollar signs would stop here, or be shown as one
    labels = [label for axes in figure.axes for label in axes.get_yticklabels()]
    named = [label for label in labels if "$x^2$" in label.get_text()]
    assert len(named) > 5 and not any(label.get_parse_math() for label in named)


def test_a_workbook_holds_hostile_texts_as_text(hostile, tmp_path):
    workbook.build(content.frames(hostile), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as book:
        sheets = [book.read(name).decode("utf-8") for name in book.namelist() if "worksheets/sheet" in name]
        assert len(sheets) == 4 and not any(re.search("<f>|<f ", sheet) for sheet in sheets)
        leads = "".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml.rels"))
        links = re.findall(r'Target="([^"]+)" TargetMode="External"', leads)
        assert links and all(re.fullmatch(r"https://[^\s<>]+", link) for link in links)
        assert "&lt;script&gt;" in book.read("xl/sharedStrings.xml").decode("utf-8")


def test_citations_hold_hostile_texts_as_text(hostile):
    found = citations.items(hostile)
    ris = citations.ris(found)
    assert ris.count("TY  - ") == len(found) == len(re.findall(r"(?m)^ER  - ", ris))
    back = parse_string(citations.bibtex(found), "bibtex").entries
    assert len(back) == len(found) and "\\input" not in citations.bibtex(found)
    assert "alert(1)" in back["S01"].fields["title"]


def test_the_readmes_hold_hostile_texts_as_text(hostile):
    frames = content.frames(hostile)
    for part in ("findings", "targets", "shares"):
        marked = f"a\n\n<!-- {part}: rewritten by the rerun -->\n<!-- end of {part} -->\n"
        filled = documents.filled(marked, "en", frames)
        page = markdown.convert(filled, "html", "gfm", extra_args=["--wrap=none"])
        assert runs(page) == [] and "<script>alert(1)</script>" in visible_text(page), part


# --- nothing is built from bad seeds, nothing needs a network ------------------------------------


NO_ROUTE = "print(open('/proc/net/route').read().count('\\n') == 1)"  # nothing but the line of titles


@pytest.mark.slow
def test_the_rerun_needs_no_network(copy):
    """In a network namespace of its own, which has loopback only."""
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable]
    call = partial(subprocess.run, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    if shutil.which("unshare") is None or call([*alone, "-c", NO_ROUTE]).stdout.strip() != "True":
        pytest.skip("no network namespace can be had here")
    for name in ("notebooks/00-start-here.ipynb", "README.md"):
        shutil.copy(ROOT / name, copy / name)
    answer = call([*alone, "-m", "helpers", "rerun", "--root", copy])
    assert answer.returncode == 0, answer.stderr
    for name in ("growth", "claims"):
        assert files.path(name, copy).read_bytes() == files.path(name).read_bytes()
