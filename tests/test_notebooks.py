"""The form of the notebooks, both editions: executed whole, quiet, short cells, and no figure of the data in prose."""

import ast
import json
import re

import nbformat
import pytest
from conftest import ROOT

from helpers.outputs import editions, notebooks

NAMES = editions.names(ROOT)
PLAIN = re.compile(
    r"`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$|\[\d\d[^\]]*\]\([^)]*\)|\]\([^)]*\)", re.S
)  # code, formulas, links
METHOD = re.compile(
    r"\b(?:19|20)\d\d\b"  # years
    r"|\b80 ?%|\b100 ?%|\b0 and 100\b|\b0 đến 100\b|\bto 100\b|\bvới 100\b"  # the range that the method aims at, the bounds
    r"|\bfrom 20 to 90 %|\btừ 20 đến 90%"  # the levels that the method scores
    r"|\b[2-5]G\b|\b(?:notebooks?|sổ tay) \d\d(?: (?:to|đến) \d\d)?|CC BY 4\.0"
)


def read(name):
    return nbformat.read(ROOT / "notebooks" / name, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def figures(prose):
    """The numerals of a text that the method does not define."""
    return re.findall(r"(?<![\w.,])\d[\d.,]*", METHOD.sub(" ", PLAIN.sub(" ", prose)))


@pytest.fixture(params=NAMES)
def notebook(request):
    return read(request.param)


def test_seven_notebooks_each_in_two_languages():
    english = [name for name in NAMES if not name.startswith("vi/")]
    assert [name[:2] for name in english] == [f"{number:02d}" for number in range(7)]
    assert english + [f"vi/{name}" for name in english] == NAMES


def test_executed_in_order_without_errors_or_stderr(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr"


def test_stored_as_the_rerun_stores_it(notebook):
    assert notebooks.normalised(notebook) == notebook
    nbformat.validate(notebook)


def test_short_cells_of_short_lines(notebook):
    assert len(notebook.cells) <= 24
    for cell in code(notebook):
        lines = cell.source.splitlines()
        assert 1 <= len(lines) <= 8 and max(map(len, lines)) <= 100, cell.source
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(cell.source)))
        assert not cell.source.rstrip().endswith(";") and "nbval" not in cell.source.lower()


def test_language_first_checks_last_and_folded(notebook):
    first, last = code(notebook)[0], notebook.cells[-1]
    assert re.match(r'language = "(en|vi)"$', first.source.splitlines()[0])
    assert last.metadata.tags == ["checks"] and last.metadata.jupyter == {"source_hidden": True}
    assert "assert " in last.source


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_of_the_data_in_prose(name):
    for number, cell in enumerate(read(name).cells, start=1):
        if cell.cell_type == "markdown":
            assert not figures(cell.source), f"{name}, cell {number}: {figures(cell.source)} must be computed"


def test_the_test_finds_a_figure():
    assert figures("rose by 28 points to 72 %, in 2023 (4G), $x = 3$, [02-a](02-a.ipynb); 80 % range") == ["28", "72"]


def test_the_editions_differ_in_markdown_and_one_line():
    for name in NAMES[:7]:
        english, vietnamese = read(name), read(f"vi/{name}")
        pairs = list(zip(code(english), code(vietnamese), strict=True))
        assert [a.source for a, _ in pairs[1:]] == [b.source for _, b in pairs[1:]]
        assert pairs[0][0].source.replace('language = "en"', 'language = "vi"') == pairs[0][1].source
        assert [cell.id for cell in english.cells] == [cell.id for cell in vietnamese.cells]


def test_tables_are_for_readers(notebook):
    """No slug, no code of a source, no index; at most eight columns, and fifteen rows unless more are asked for."""
    for cell in code(notebook):
        for html in (output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})):
            text = re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.S)
            assert not re.search(r"\w+_(?:pct|count)\b|\bS\d\d\b|\bdien-bien\b|\blai-chau\b", text), text
            assert html.count("<tr>") - 1 <= (15 if "rows=" not in cell.source else 40)
            assert 'class="row_heading' not in html and len(re.findall("<th ", html)) <= 8


def test_no_machine_in_it(notebook):
    text = json.dumps(notebook)
    assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp|Users)/", text)
    assert not re.search(r"0x[0-9a-f]{8,}", text)
    assert notebook.metadata.language_info == {"name": "python"}
