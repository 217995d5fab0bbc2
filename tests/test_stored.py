"""Notebooks from other editors: stored in one form; what is none is named with its place; copies and private ones stay out."""

import json

import nbformat
import pytest
from conftest import ROOT

from helpers.__main__ import main
from helpers.outputs import editions, environment, notebooks
from helpers.tables.refusals import Refusal

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
