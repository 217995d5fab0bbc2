"""The form of the notebooks, both editions: executed, quiet, short cells, no typed figure; and those of other editors."""

import ast
import json
import re

import nbformat
import pytest
from conftest import ROOT

from helpers.__main__ import main
from helpers.claims import words
from helpers.outputs import environment, notebooks
from helpers.tables.refusals import Refusal

NAMES = notebooks.names(ROOT)
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


CODE = 'import x\nlanguage = "en"\n_("a word")'
SOURCES = {"a": ["# Growth\n", "See [data](../data/growth.csv)."], "b": CODE, "c": "Not translated."}
NOTEBOOK = {"cells": [{"cell_type": "markdown", "id": name, "source": source} for name, source in SOURCES.items()]}
NOTEBOOK["cells"][1] |= {"cell_type": "code", "outputs": [1]}
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "# Growth\\nSee [data](../data/growth.csv)."
msgstr "# Tăng trưởng\\nXem [số liệu](../data/growth.csv)."

msgid "Gone."
msgstr "Đã bỏ."
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "notebooks").mkdir()
    for name in ("01-a.ipynb", "x-private.ipynb"):
        (tmp_path / "notebooks" / name).write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (tmp_path / "notebooks" / "02-one-language.ipynb").write_text('{"cells": []}', encoding="utf-8")
    (tmp_path / "notebooks.po").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_markdown_language_and_links_change_and_nothing_else(project):
    made = notebooks.vietnamese(NOTEBOOK, words.translations(project / "notebooks.po"))
    assert made["cells"][0]["source"] == "# Tăng trưởng\nXem [số liệu](../../data/growth.csv)."
    assert made["cells"][1]["source"] == 'import x\nlanguage = "vi"\n_("a word")' and made["cells"][1]["outputs"] == []
    assert made["cells"][2]["source"] == "Not translated."
    assert [cell["id"] for cell in made["cells"]] == ["a", "b", "c"]


def test_private_notebooks_and_those_of_one_language_have_no_edition(project):
    assert notebooks.names(project) == ["01-a.ipynb", "02-one-language.ipynb", "vi/01-a.ipynb"]


def test_check_names_a_cell_without_translation_and_a_translation_without_cell(project):
    marked, cell, unused = notebooks.faults(project, project / "notebooks.po")
    assert marked.startswith("notebooks/01-a.ipynb:2:") and "'a word'" in marked
    assert cell.startswith("notebooks/01-a.ipynb:3:") and "Not translated." in cell
    assert "'Gone.' stands in no notebook" in unused


STORED = ROOT / "notebooks" / "02-measure-growth.ipynb"
CELL = {
    "vscode": {"vscode": {"languageId": "python"}},
    "colab": {"id": "a", "outputId": "o", "colab": {"base_uri": "https://localhost:8080/"}},
    "pycharm": {"pycharm": {"name": "#%%\n", "is_executing": False}, "ExecuteTime": {"end_time": "2026-11-26T00:00:00Z"}},
    "jupyterlab": {"jupyter": {"outputs_hidden": False}, "editable": True, "slideshow": {"slide_type": ""}, "scrolled": True},
    "old": {},
}  # fmt: skip


@pytest.mark.parametrize("editor", CELL)
def test_a_notebook_of_another_editor_is_stored_as_ever(editor):
    notebook = json.loads(STORED.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"] = CELL[editor] | cell["metadata"]
        if editor in ("colab", "old"):
            del cell["id"]
    notebook["nbformat_minor"] = {"colab": 0, "old": 4}.get(editor, 5)
    notebook["metadata"] |= {
        editor: {},
        "language_info": {"name": "python", "version": "3.12.1", "file_extension": ".py"},
    }
    stored = notebooks.normalised(nbformat.reads(json.dumps(notebook), as_version=4))
    nbformat.validate(stored)
    assert stored == notebooks.normalised(nbformat.read(STORED, as_version=4))


@pytest.mark.parametrize("text, row", [("", 1), ('{\n "cells": [],\n<<<<<<< HEAD\n "nbformat": 4\n', 3)])
def test_what_is_no_notebook_is_named_with_its_place(copy, text, row):
    (copy / "notebooks" / "02-broken.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"^notebooks/02-broken\.ipynb") as refused:
        notebooks.names(copy)
    assert f":{row}:: no notebook (Expecting" in str(refused.value)


def test_a_copy_is_named_and_neither_run_nor_tested_and_a_private_notebook_is_left_alone(copy, capsys):
    for name in ("00-a-Copy1.ipynb", "00-a copy.ipynb", "x-mine.ipynb"):
        (copy / "notebooks" / name).write_text("none of the rerun's business", encoding="utf-8")
        assert environment.pytest_ignore_collect(copy / "notebooks" / name)
    assert main(["rerun", "--root", str(copy)]) == 0
    error = capsys.readouterr().err
    assert error.count(": neither run nor published; ") == 2 and "x-mine" not in error
    assert environment.pytest_ignore_collect(STORED) is None
