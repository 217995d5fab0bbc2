"""The house: imports run one way, and only some modules touch the disk."""

import ast

from conftest import ROOT

HELPERS = ROOT / "src" / "helpers"
ORDER = [
    "light",
    "kernels",
    "warmed",
    "remembered",
    "staging",
    "notebooks",
    "tables",
    "fence",
    "advisories",
    "packages",
    "printed",
    "faults",
    "cells",
    "ledger",
    "checks",
    "codes",
    "tidy",
    "articles",
    "phrasing",
    "dating",
    "matching",
    "drafting",
    "drafts",
    "auditing",
    "scoring",
    "entering",
    "pairs",
    "growth",
    "curves",
    "refits",
    "scrutiny",
    "projection",
    "rules",
    "conclusions",
    "targets",
    "series",
    "whatif",
    "calibration",
    "wording",
    "drawing",
    "charts",
    "claims",
    "trail",
    "pandoc",
    "word",
    "citations",
    "workbook",
    "brief",
    "site",
    "publish",
    "findings",
    "releases",
    "rerun",
    "__main__",
]


def imports(module):
    """The modules of the package that a module imports at its top."""
    found = set()
    for node in ast.parse((HELPERS / f"{module}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            found.add(node.module.split(".")[1])
    return found


def test_every_module_has_its_place_and_imports_only_from_before_it():
    assert sorted(ORDER) == sorted(file.stem for file in HELPERS.glob("*.py") if file.stem != "__init__")
    for place, module in enumerate(ORDER):
        assert imports(module) <= set(ORDER[:place]), module


def test_the_chain_does_not_touch_the_disk():
    for module in (
        "printed",
        "codes",
        "tidy",
        "phrasing",
        "dating",
        "matching",
        "drafting",
        "auditing",
        "pairs",
        "growth",
        "curves",
        "scrutiny",
        "projection",
        "rules",
        "conclusions",
        "targets",
        "wording",
    ):
        names = {
            node.attr
            for node in ast.walk(ast.parse((HELPERS / f"{module}.py").read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert not names & {"read_csv", "read_text", "read_bytes", "write_text", "write_bytes", "open", "to_csv"}, (
            module
        )
