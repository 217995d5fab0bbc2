"""The two editions of the notebooks: the same cells but for Markdown and the line that names the language."""

import json

import pytest

from helpers.claims import words
from helpers.outputs import editions

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
