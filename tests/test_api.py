"""The code that people call: each public function says what it gives, and its pages are the same bytes on every run."""

import ast
import os
import subprocess
import sys
from importlib import import_module

import pytest
from conftest import ROOT
from docutils.core import publish_doctree

from helpers.site.reference import MODULES, restructured


def public(module):
    """The functions of a module by its file; of a package, what it names as its own."""
    file = ROOT / "src" / "helpers" / f"{module}.py"
    if not file.is_file():
        return import_module(f"helpers.{module}").__all__
    nodes = ast.parse(file.read_text(encoding="utf-8")).body
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_says_what_it_gives(module):
    found = import_module(f"helpers.{module}")
    for name in public(module):
        text = getattr(found, name).__doc__
        assert text and len(text) > 20, f"helpers.{module}.{name} has no docstring"
        publish_doctree(restructured(text), settings_overrides={"report_level": 2, "halt_level": 2})


RENDER = """
import sys
from pathlib import Path
from helpers.site.build import render
from helpers.site.markup import tree
from helpers.site.reference import reference
source = Path(sys.argv[1]) / "source"
for name, text in ({"index.md": "# x\\n" + tree(["api/index", "codebook"]), "codebook.md": "# x"} | reference("en")).items():
    (source / name).parent.mkdir(parents=True, exist_ok=True)
    (source / name).write_text(text, encoding="utf-8")
render(source, Path(sys.argv[1]) / "out", "en")
"""


def test_the_pages_are_the_same_bytes_wherever_they_are_made(tmp_path):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / f"made-{seed}"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", RENDER, str(folder)], env=environment, check=True, cwd=tmp_path)
        made.append({file.name: file.read_bytes() for file in (folder / "out" / "api").glob("*.html")})
    assert made[0] == made[1] and len(made[0]) == len(MODULES) + 1
