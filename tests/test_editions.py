"""Notebooks in two editions, and from other editors: stored in one form; copies and private ones stay out."""

import json

import nbformat
import pytest
from conftest import ROOT

from helpers.__main__ import main
from helpers.claims import words
from helpers.outputs import editions, environment, notebooks
from helpers.tables.refusals import Refusal

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
    made = editions.vietnamese(NOTEBOOK, words.translations(project / "notebooks.po"))
    assert made["cells"][0]["source"] == "# Tăng trưởng\nXem [số liệu](../../data/growth.csv)."
    assert made["cells"][1]["source"] == 'import x\nlanguage = "vi"\n_("a word")' and made["cells"][1]["outputs"] == []
    assert made["cells"][2]["source"] == "Not translated."
    assert [cell["id"] for cell in made["cells"]] == ["a", "b", "c"]


def test_private_notebooks_and_those_of_one_language_have_no_edition(project):
    assert editions.names(project) == ["01-a.ipynb", "02-one-language.ipynb", "vi/01-a.ipynb"]


def test_check_names_a_cell_without_translation_and_a_translation_without_cell(project):
    marked, cell, unused = editions.faults(project, project / "notebooks.po")
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


@pytest.mark.parametrize(
    "text, words",
    [
        ('{\n "cells": [],\n<<<<<<< HEAD\n "nbformat": 4\n', ":3:: two versions that git could not merge"),
        ("", ":1:: no notebook (Expecting value"),
    ],
)
def test_what_is_no_notebook_is_named_with_its_place(copy, text, words):
    (copy / "notebooks" / "02-broken.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"^notebooks/02-broken\.ipynb") as refused:
        editions.names(copy)
    assert words in str(refused.value)


def test_a_copy_is_named_and_neither_run_nor_tested_and_a_private_notebook_is_left_alone(copy, capsys):
    for name in ("00-a-Copy1.ipynb", "00-a copy.ipynb", "x-mine.ipynb"):
        (copy / "notebooks" / name).write_text("none of the rerun's business", encoding="utf-8")
        assert environment.pytest_ignore_collect(copy / "notebooks" / name)
    assert main(["rerun", "--root", str(copy)]) == 0
    error = capsys.readouterr().err
    assert error.count(": neither run nor published; ") == 2 and "x-mine" not in error
    assert environment.pytest_ignore_collect(STORED) is None
