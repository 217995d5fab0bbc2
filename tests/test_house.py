"""The house: files of a size to read, each said in one line, imports one way, types and form as the tools want them."""

import ast
import re
import subprocess
import sys
from collections import Counter

import nbformat
import pytest
from conftest import ROOT

from helpers.running import outline

HELPERS = ROOT / "src" / "helpers"
CODE = sorted(HELPERS.rglob("*.py"))
PYTHON = [*CODE, ROOT / "run.py", *sorted((ROOT / "tests").glob("*.py")), *sorted((ROOT / "benchmarks").glob("*.py"))]
MODULE, FUNCTION, CELLS, LINES = 250, 40, 24, 60
CHAIN = ["printed", "codes", "tidy", "pairs", "growth", "curves", "scrutiny", "projection", "rules", "conclusions",
         "targets", "wording", "entering.phrasing", "entering.dating", "entering.matching", "entering.drafting",
         "entering.auditing"]  # fmt: skip
LONGER = {  # file, or file and function -> why it may be longer
    "tests/test_drafting.py": "one subject, from numerals to the task; its cases share their texts",
    "tests/test_security.py": "every way in at one place, to be read as a list",
    "tests/test_publish.py": "one build serves all its tests",
    "tests/test_release.py": "one build serves all its tests",
    "tests/test_site.py": "one build and one browser serve all its tests",
    "tests/bad_tables.py": "mostly data: a line a broken table",
    "tests/faults.py": "a program of its own, run by hand and by test_trust",
    "tests/mutation.py": "a program of its own, run by hand and by test_trust",
    "tests/specification.py": "the plain form of all formulas, to be read beside them from top to bottom",
    "tests/test_chain.py:test_a_made_up_indicator_and_province_are_rows_only": "it is the rows",
    "tests/test_contributing.py:test_a_province_with_four_indicators_and_a_target_is_added_as_told": "the steps in order",
    "tests/test_documents.py:of_method": "one list of numbers",
    "tests/test_lab.py:lab": "starting and ending a server, in order",
    "benchmarks/rerun.py:ways": "one list of commands",
}  # fmt: skip


def tree_of(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def named(file):
    return file.relative_to(ROOT).as_posix()


def lengths():
    for file in PYTHON:
        yield named(file), file.read_text(encoding="utf-8").count("\n"), MODULE
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{named(file)}:{node.name}", node.end_lineno - node.lineno + 1, FUNCTION


def test_no_module_and_no_function_is_longer_than_the_limits_unless_it_is_said_why():
    too_long = {name for name, length, limit in lengths() if length > limit}
    assert too_long == set(LONGER)


@pytest.mark.parametrize("file", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda file: file.stem)
def test_no_notebook_is_longer_than_the_limits(file):
    cells = nbformat.read(file, as_version=4).cells
    assert len(cells) <= CELLS
    assert sum(len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code") <= LINES


@pytest.mark.parametrize("file", PYTHON, ids=named)
def test_every_file_says_in_its_first_line_what_it_is_for(file):
    purpose = outline.purpose_of(file)
    assert 20 <= len(purpose) <= 140 and purpose.endswith((".", "]")), purpose


def test_imports_run_one_way_between_modules_and_between_packages():
    graph = outline.imports(HELPERS)
    assert len(graph) > 60 and graph["tidy"] > {"tables", "printed"}
    outline.in_order(graph)
    outline.in_order(outline.houses(graph))


def test_the_chain_imports_nothing_that_publishes_or_runs():
    graph = outline.imports(HELPERS)
    for module in CHAIN:
        houses = {one.split(".")[0] for one in graph[module]}
        assert not houses & {"publishing", "running", "releasing", "site", "tasks", "rerun", "charts"}, module


def test_a_circle_of_imports_is_found():
    with pytest.raises(ValueError, match="cycle"):
        outline.in_order({"growth": {"pairs"}, "pairs": {"growth"}})


def test_the_chain_does_not_touch_the_disk():
    touching = {"read_csv", "read_text", "read_bytes", "write_text", "write_bytes", "open", "to_csv"}
    for module in CHAIN:
        tree = tree_of(HELPERS / f"{module.replace('.', '/')}.py")
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & touching, module


def test_the_outline_is_current():
    for name, text in outline.documents(ROOT).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: run the rerun task"
    readme = (ROOT / outline.README).read_text(encoding="utf-8")
    assert outline.START in readme and outline.filled(readme, ROOT) == readme, "README.md: run the rerun task"


def test_every_function_of_the_code_is_used():
    """Somewhere in the project its name stands again: in code, tests, benchmarks or notebooks."""
    texts = [file.read_text(encoding="utf-8") for file in PYTHON]
    texts += [file.read_text(encoding="utf-8") for file in (ROOT / "notebooks").glob("*.ipynb")]
    words = Counter(re.findall(r"\w+", "\n".join(texts)))
    for file in CODE:
        for node in tree_of(file).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
                assert words[node.name] > 1 or node.name == "WarmProvisioner", f"{named(file)}: {node.name}"


@pytest.mark.parametrize("tool", [
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "--cache-dir", "CACHE"),
], ids=lambda tool: " ".join(tool[:2]))  # fmt: skip
def test_the_tools_find_nothing(tool, tmp_path):
    command = [str(tmp_path) if part == "CACHE" else part for part in tool]
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert not done.returncode, done.stdout + done.stderr
