"""The code that people call: each public function says what it gives."""

import ast
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
