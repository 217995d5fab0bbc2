"""Nothing of a table is executed, nothing is written outside the project, nothing needs a network."""

import ast
import contextlib
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import partial

import docx
import pytest
from browser import browser
from conftest import ROOT

from helpers.__main__ import main
from helpers.charts import shares
from helpers.outputs import brief, citations, content, documents, markdown, rerun, workbook
from helpers.outputs.site import build
from helpers.tables import datapackage, files, shown

pytestmark = pytest.mark.filterwarnings("ignore:constrained_layout not applied")  # names as long as no real one
CODE = [*sorted((ROOT / "src").rglob("*.py")), ROOT / "run.py"]


# --- code that a table or a file could take over ----------------------------------------------

FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "cloudpickle",
    "os.system", "os.popen", "os.execv", "os.spawnv", "subprocess.getoutput", "subprocess.getstatusoutput",
    "yaml.load", "yaml.unsafe_load", "yaml.full_load", "pd.read_pickle", "pandas.read_pickle", "tempfile.mktemp",
}  # fmt: skip


def dangers(source):
    """What in Python source could run what a file says, as (line, words)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            yield from ((node.lineno, name) for name in names if name.split(".")[0] in FORBIDDEN)
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in FORBIDDEN or called.rsplit(".", 1)[-1] in ("read_pickle", "to_pickle"):
            yield node.lineno, called
        for keyword in node.keywords:
            if keyword.arg in ("shell", "allow_pickle") and ast.unparse(keyword.value) != "False":
                yield node.lineno, f"{called}({keyword.arg}=…)"
        if called.startswith("subprocess.") and node.args and isinstance(node.args[0], (ast.Constant, ast.JoinedStr)):
            yield node.lineno, f"{called} of a text, not of a list"
        # pandas runs the text of a query as code: it must be written down, never put together
        if called.endswith((".query", ".eval")) and not all(isinstance(part, ast.Constant) for part in node.args):
            yield node.lineno, f"{called} of a text that is put together"


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_code_runs_what_a_file_says(file):
    assert list(dangers(file.read_text(encoding="utf-8"))) == []


def test_no_notebook_runs_what_a_file_says():
    for file in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                assert not re.search(r"(?m)^\s*[!%]", source), (file.name, source)
                assert list(dangers(source)) == [], file.name


@pytest.mark.parametrize(
    "source",
    [
        "import pickle", "from marshal import loads", "eval('1')", "os.system('ls')", "yaml.load(text)",
        "subprocess.run(words, shell=True)", "subprocess.run(f'ls {folder}')", "frame.query(f'a == {name}')",
        "np.load(file, allow_pickle=True)", "frame.to_pickle(file)", "__import__('os')",
    ],
)  # fmt: skip
def test_the_search_for_such_code_finds_it(source):
    assert list(dangers(source))


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


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A project whose texts want to be more than text; the checks, which would refuse them, are passed by."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    seeds = files.seeds(folder)
    for table, columns in COLUMNS.items():
        for column in columns:
            if table != "reported":
                seeds[table][column] += " " + HOSTILE + (" " + BROKEN if column in ("title", "note", "reason") else "")
    smartphones = seeds["indicators"].indicator == "smartphone_population_pct"
    seeds["indicators"].loc[smartphones, ["name_en", "name_vi", "term_vi"]] += " " + LONG
    for name, made in datapackage.files(rerun.chain(seeds)).items():
        (folder / name).write_bytes(made)
    for column in COLUMNS["reported"]:
        seeds["reported"][column] += " " + HOSTILE
    for table in COLUMNS:
        files.path(table, folder).write_bytes(files.text(seeds[table], table).encode("utf-8"))
    assert "<script>" in files.path("claims", folder).read_text(encoding="utf-8")
    return folder


STRAIGHT = {ord(curly): plain for curly, plain in zip("“”‘’—\u00a0", ('"', '"', "'", "'", "---", " "), strict=True)}


class Page(html.parser.HTMLParser):
    """The words of a page, and everything in it that could be run."""

    def __init__(self, text):
        super().__init__()
        self.words, self.inside, self.runs = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style"):
            self.inside.append(tag)
        for name, value in attributes:
            address = re.sub(r"\s", "", value or "").lower()
            if name.startswith("on") or (name in ("href", "src", "action") and address.startswith("javascript:")):
                self.runs.append((tag, name, value))

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if self.inside and "alert(" in data:
            self.runs.append((self.inside[-1], "", data))
        elif not self.inside:
            self.words.append(data)

    def says(self):
        return flat("".join(self.words).translate(STRAIGHT))


def flat(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def built(hostile):
    return build.build(hostile)


def test_the_site_shows_hostile_texts_as_text(built):
    pages = {file: Page(file.read_text(encoding="utf-8")) for file in built.rglob("*.html")}
    assert len(pages) > 150
    for file, page in pages.items():
        assert page.runs == [], file
    for language in ("en", "vi"):
        for name in ("sources", "index", "indicators/smartphone_population_pct", "indicators/village_fibre_pct"):
            assert flat(HOSTILE) in pages[built / language / f"{name}.html"].says(), (language, name)
    told = pages[built / "en" / "indicators/village_fibre_pct.html"].says()
    assert told.count("::: [x](javascript:alert(4)) ```{raw} html <script>alert(5)</script> ```") > 3


@pytest.mark.parametrize("page", ["index", "indicators/smartphone_population_pct"])
def test_long_words_do_not_make_a_page_wider_than_a_telephone(built, page):
    with browser() as chromium:
        shown = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
        shown.goto((built / "vi" / f"{page}.html").as_uri())
        assert LONG[:14] in shown.inner_text("body")
        assert shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.fixture(scope="module")
def briefs(hostile, tmp_path_factory):
    folder = tmp_path_factory.mktemp("briefs")
    brief.build(hostile, folder)
    return folder


def test_a_brief_shows_hostile_texts_as_text(briefs):
    for language in ("en", "vi"):
        page = Page((briefs / f"dien-bien.{language}.html").read_text(encoding="utf-8"))
        assert page.runs == []
        assert page.says().count(flat(HOSTILE)) > 10
        document = docx.Document(str(briefs / f"dien-bien.{language}.docx"))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(flat(HOSTILE) in flat(cell.replace("\u00a0", " ")) for cell in cells)
        with zipfile.ZipFile(briefs / f"dien-bien.{language}.docx") as parts:
            body = parts.read("word/document.xml").decode("utf-8")
            assert "instrText" not in body and "w:hyperlink" not in body
            assert "javascript" not in parts.read("word/_rels/document.xml.rels").decode("utf-8")
        assert (briefs / f"dien-bien.{language}.pdf").read_bytes().startswith(b"%PDF")


def test_the_typst_source_of_a_brief_holds_hostile_texts_as_text(hostile, tmp_path):
    source = brief.typst_source(brief.text(content.frames(hostile), "dien-bien", "en"), "en", tmp_path)
    body = source.read_text(encoding="utf-8").split("#let horizontalrule")[1]
    read = markdown.convert(body, "plain", "typst", extra_args=["--wrap=none"])
    assert "#emph[t] *b* _i_" in read and "$x^2$" in read and "@cite" in read
    assert "#link" not in body


def test_a_chart_shows_hostile_texts_as_text(hostile):
    observations, indicators = files.read("observations", hostile), files.read("indicators", hostile)
    figure = shares.levels(observations, indicators)
    figure.canvas.draw()  # a formula between dollar signs would stop here, or be shown as one
    labels = [label for axes in figure.axes for label in axes.get_yticklabels()]
    named = [label for label in labels if "$x^2$" in label.get_text()]
    assert len(named) > 5 and not any(label.get_parse_math() for label in named)


def test_a_workbook_holds_hostile_texts_as_text(hostile, tmp_path):
    with zipfile.ZipFile(workbook.build(hostile, tmp_path / "book.xlsx")) as book:
        sheets = [book.read(name).decode("utf-8") for name in book.namelist() if "worksheets/sheet" in name]
        assert len(sheets) > 8 and not any(re.search("<f>|<f |<hyperlink", sheet) for sheet in sheets)
        assert "&lt;script&gt;" in book.read("xl/sharedStrings.xml").decode("utf-8")


def test_citations_hold_hostile_texts_as_text(hostile):
    found = citations.items(hostile)
    ris = citations.ris(found)
    assert ris.count("TY  - ") == len(found) == len(re.findall(r"(?m)^ER  - ", ris))
    back = json.loads(markdown.convert(citations.bibtex(found), "csljson", "bibtex"))
    assert len(back) == len(found)
    titles = [flat(re.sub(r"</?(?:span|i|b)[^>]*>", "", item["title"])) for item in back if item["id"] == "S01"]
    assert "alert(1)" in titles[0] and "\\input" not in citations.bibtex(found)


def test_a_readable_frame_holds_hostile_texts_as_text(hostile):
    seeds = files.seeds(hostile)
    for frame in (shown.readable(seeds["targets"]), shown.readable(files.read("growth", hostile), seeds["indicators"])):
        html = frame._repr_html_()
        assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_no_stored_output_of_a_notebook_could_run():
    seen = 0
    for file in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                assert not [kind for kind in output.get("data", {}) if "javascript" in kind], file.name
                page = Page("".join(output.get("data", {}).get("text/html", "")))
                seen += bool(page.words)
                assert page.runs == [], file.name
    assert seen > 20


def test_the_documents_hold_hostile_texts_as_text(hostile):
    frames = {name: files.read(name, hostile) for name in ("claims", "target_gaps", "growth", "observations")}
    name = frames["claims"].claim_id[frames["claims"].status == "quotable"].iloc[0]
    for part in ("findings", "targets", "shares", "indicators", "conclusions"):
        marked = f"a\n\n<!-- {part}: rewritten by the rerun -->\nx `{name}`\n<!-- end of {part} -->\n"
        told = documents.filled(marked, "en", content.frames(hostile))
        page = Page(markdown.convert(told, "html", "gfm", extra_args=["--wrap=none"]))
        assert page.runs == [] and ("<script>alert(1)</script>" in page.says()) == (part != "conclusions"), part


# --- nothing is written outside the project ---------------------------------------------------

WRITING = ["rerun", "brief", "site", "calibrate"]


@pytest.mark.parametrize("task", WRITING)
@pytest.mark.parametrize("name", ["build", "data", "seeds/calibration", "docs/brief-page.png", "README.md"])
def test_a_link_that_leads_out_is_refused_and_nothing_is_written(copy, tmp_path, capsys, task, name):
    outside = tmp_path / "elsewhere"
    link = copy / name
    if link.exists():
        shutil.move(link, outside)
    elif "." in name:
        outside.write_text("mine", encoding="utf-8")
    else:
        (outside / "site").mkdir(parents=True)
        (outside / "site" / "mine").write_text("mine", encoding="utf-8")
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert main([task, "--root", str(copy)]) == 2
    assert capsys.readouterr().err.startswith(f"{name}:0:: a link to {outside}; ")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_a_link_within_the_project_is_followed(copy):
    shutil.move(copy / "data", copy / "tables")
    (copy / "data").symlink_to(copy / "tables")
    assert main(["check", "--root", str(copy)]) == 0


@pytest.mark.parametrize("task", ["brief", "site"])
def test_nothing_is_built_from_bad_seeds(copy, capsys, task):
    file = files.path("indicators", copy)
    file.write_bytes(file.read_bytes().replace(b"\nsmartphone_population_pct,", b"\n../../../smartphone,", 1))
    assert main([task, "--root", str(copy)]) == 2
    assert "indicators.csv:2:indicator: '../../../smartphone'" in capsys.readouterr().err
    assert not (copy / "build").exists()


def test_what_is_named_on_the_command_line_is_read_and_not_written(copy, tmp_path, capsys):
    panel = tmp_path / "panel" / "internet_users_pct.csv"
    panel.parent.mkdir()
    panel.write_text("entity,year,value\nvn,2020,72\n", encoding="utf-8")
    assert main(["calibrate", "--root", str(copy), str(panel.parent)]) == 2
    assert panel.read_text(encoding="utf-8") == "entity,year,value\nvn,2020,72\n"
    assert list(panel.parent.iterdir()) == [panel] and "panel:0::" in capsys.readouterr().err


# --- dependencies -----------------------------------------------------------------------------


def test_every_locked_package_carries_hashes_and_no_address():
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))[1:]
    assert len(blocks) > 100
    for block in blocks:
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", block) and "--hash=sha256:" in block, block
        assert "://" not in block and not re.search(r" @ |-e |--index", block), block


# --- no network -------------------------------------------------------------------------------

GUARD = '''"""Refuses every connection that leaves this machine."""
import ipaddress, socket

connect, resolve = socket.socket.connect, socket.getaddrinfo

def here(host):
    try:
        return host in ("localhost", "", None) or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

def guarded(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not here(address[0]):
        raise OSError(101, "no network in this test")
    return connect(self, address)

def looked_up(host, *rest, **options):
    if not here(host):
        raise socket.gaierror(-2, "no network in this test")
    return resolve(host, *rest, **options)

socket.socket.connect, socket.getaddrinfo = guarded, looked_up
'''
NO_ROUTE = "print(open('/proc/net/route').read().count('\\n') == 1)"  # nothing but the line of titles
GUARDED = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError as error:\n    print(error)"


@pytest.fixture
def offline(tmp_path):
    """A call of Python without a network, loopback aside: in a network namespace of its own, or behind a guard."""
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}

    def call(*arguments, before=(), environment=environment):
        command = [*before, sys.executable, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=ROOT)

    with contextlib.suppress(FileNotFoundError):  # no unshare outside Linux
        if call("-c", NO_ROUTE, before=alone).stdout.strip() == "True":
            return partial(call, before=alone)
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    source = os.pathsep.join([str(tmp_path / "guard"), str(ROOT / "src")])
    guarded = partial(call, environment=environment | {"PYTHONPATH": source})
    if "no network in this test" not in guarded("-c", GUARDED).stdout:
        pytest.skip("the network can be cut off neither by a namespace nor by a guard here")
    return guarded


def test_the_rerun_needs_no_network(copy, offline):
    for file in (ROOT / "notebooks").glob("00*.ipynb"):
        shutil.copy(file, copy / "notebooks")
    shutil.copy(ROOT / "README.md", copy)
    answer = offline("-m", "helpers", "rerun", "--root", copy)
    assert answer.returncode == 0, answer.stderr
    for name in ("growth", "claims"):
        assert files.path(name, copy).read_bytes() == files.path(name).read_bytes()


def test_the_tests_need_no_network(offline):
    chosen = [
        "tests/test_chain.py::test_committed_tables_are_what_the_seeds_give",
        "tests/test_growth.py",
        "tests/test_house.py",
    ]
    answer = offline("-m", "pytest", "-q", "-k", "not mypy", *chosen, "notebooks/02-measure-growth.ipynb")
    assert answer.returncode == 0, answer.stdout
