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


def test_functions_are_short():
    lengths = dict(functions())
    assert [place for place, lines in lengths.items() if lines > 40] == []
    assert statistics.median(lengths.values()) <= 8


def test_the_rooms_are_those_of_the_design():
    rooms = {folder.name for folder in HELPERS.iterdir() if (folder / "__init__.py").is_file()}
    assert rooms == {"tables", "seeds", "articles", "analysis", "claims", "charts", "outputs"}


CHECKS = {
    "imports": ["lint-imports", "--no-cache"],
    "lint": ["ruff", "check"],
    "form": ["ruff", "format", "--check"],
    "types": ["mypy"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_tools_of_the_house_find_nothing(name):
    program, *options = CHECKS[name]
    command = [f"{sys.prefix}/{'Scripts' if sys.platform == 'win32' else 'bin'}/{program}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
