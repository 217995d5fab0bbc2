"""The house: how long its functions, modules and tests may be, where Vietnamese stands, which way imports run."""

import ast
import re
import statistics
import subprocess
import sys

import pytest
from conftest import ROOT

HELPERS = ROOT / "src" / "helpers"
MODULES = sorted(HELPERS.rglob("*.py"))
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)
WHOLE = 8_830  # lines of src/helpers (8,736 before tables were read by columns); 7,500 are aimed at: lower it with them


def text_of(file):
    return file.read_text(encoding="utf-8")


def lines_of(files):
    return {file: len(text_of(file).splitlines()) for file in files}


def functions():
    """Every function of the helpers: where it stands, and its lines from def to end."""
    for file in MODULES:
        for node in ast.walk(ast.parse(text_of(file))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{file.name}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_functions_modules_and_the_whole_are_short():
    lengths = lines_of(MODULES)
    assert [place for place, lines in functions() if lines > 40] == []
    assert [file.name for file, lines in lengths.items() if lines > 250] == []
    assert statistics.median(lines for _, lines in functions()) <= 8
    assert sum(lengths.values()) <= WHOLE
    assert sum(lines_of((ROOT / "tests").rglob("*.py")).values()) <= 5000


def vietnamese(file):
    """The lines of a module with a Vietnamese letter, docstrings aside: doctests stand there."""
    tree = ast.parse(text_of(file))
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            inside |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(text_of(file).splitlines(), start=1)
    return [f"{file.name}:{number}" for number, line in lines if number not in inside and VIETNAMESE.search(line)]


def test_vietnamese_stands_where_vietnamese_is_read():
    read = {"seeds", "articles"}
    others = [file for file in MODULES if file.relative_to(HELPERS).parts[0] not in read]
    assert [place for file in others for place in vietnamese(file)] == []


@pytest.mark.parametrize("check", ["lint-imports --no-cache", "ruff check", "ruff format --check", "mypy"])
def test_the_tools_of_the_house_find_nothing(check):
    program, *options = check.split()
    command = [f"{sys.prefix}/{'Scripts' if sys.platform == 'win32' else 'bin'}/{program}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
