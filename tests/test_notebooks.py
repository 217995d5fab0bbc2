"""The form of the notebooks: executed whole, quiet, and no number in prose that no call protects."""

import ast
import json
import re

import nbformat
import pytest
from conftest import ROOT

from helpers.outputs import notebooks

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LABELS = re.compile(
    r"`[^`]*`|\]\([^)]*\)|\bS0\d\b|\b\d\d-[a-z-]+|\bnotebooks? \d\d(?: and \d\d)?|CC BY 4\.0|\[\d\d-[^\]]*\]"
)


def read(file):
    return nbformat.read(file, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks_named_by_number_and_verb():
    assert [file.stem[:2] for file in NOTEBOOKS] == [f"{number:02d}" for number in range(len(NOTEBOOKS))]


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request):
    return read(request.param)


def test_executed_in_order_without_errors_or_stderr(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr"


def test_stored_as_the_rerun_stores_it(notebook):
    assert notebooks.normalised(notebook) == notebook
    nbformat.validate(notebook)


def test_code_is_short_and_calls_helpers_only(notebook):
    cells = code(notebook)
    assert sum(len(cell.source.splitlines()) for cell in cells) <= 60
    for cell in cells:
        assert 1 <= len(cell.source.splitlines()) <= 5, cell.source
        tree = ast.parse(cell.source)
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda) for node in ast.walk(tree))
        assert not cell.source.rstrip().endswith(";") and "nbval" not in cell.source.lower()


def test_no_machine_in_it(notebook):
    text = json.dumps(notebook)
    assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp|Users)/", text)
    assert not re.search(r"0x[0-9a-f]{8,}", text)
    assert notebook.metadata.language_info == {"name": "python"}
    assert not any("nbval" in str(cell.metadata) or cell.metadata.get("tags") for cell in notebook.cells)


def test_opens_with_question_and_answer_in_both_languages(notebook):
    first = notebook.cells[0].source
    for word in ("**Question.**", "**Answer.**", "**Câu hỏi.**", "**Trả lời.**"):
        assert word in first
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for heading in ("## The picture", "## What these figures cannot say", "## Checks"):
        assert heading in prose
    assert "Reads " in notebook.cells[2].source and "Cite:" in notebook.cells[2].source


def test_every_number_in_prose_is_confirmed_right_under_it(notebook):
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        below = notebook.cells[place + 1] if place + 1 < len(notebook.cells) else None
        fragments = list(_confirmed(below.source)) if below is not None and below.cell_type == "code" else []
        prose = LABELS.sub(" ", cell.source)
        for fragment in fragments:
            assert fragment in cell.source, f"{fragment!r} is confirmed in cell {place + 2} and stands nowhere above it"
            prose = prose.replace(fragment, " ")
        left = _numerals(prose)
        assert not left, f"{left} in cell {place + 1} stand without claims.confirm under them"


def _confirmed(source):
    """The printed fragments that calls of claims.confirm in a cell hold, longest first."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "confirm":
            found += [part.value for part in node.args[1:] if isinstance(part, ast.Constant)]
    return sorted(found, key=len, reverse=True)


def _numerals(prose):
    return [token.strip(".,") for token in re.findall(r"(?<![\w.,])\d[\d.,]*(?!\w)", prose)]


def test_the_test_finds_an_unprotected_number():
    assert _numerals("rose by 28 points, 17.8 % a year (4G)") == ["28", "17.8"]
    assert list(_confirmed('claims.confirm("id", "28 points")\nprint("17.8")')) == ["28 points"]
