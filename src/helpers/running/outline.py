"""The project's own outline: what each file is for, by its first line, and who imports whom."""

import ast
import graphlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDERS = {
    "seeds": "what was printed, by hand: figures, indicators, grades, targets; calibration/ is computed",
    "src/helpers": "the code: all that is computed, drawn, checked and published",
    "data": "what the code gives, never edited: observations, growth, projections, distances to targets, claims",
    "notebooks": "the analysis to read and run, outputs stored",
    "docs": "longer texts and pictures; docs/house.md lists every module",
    "tests": "what must hold; one file a subject",
    "benchmarks": "how fast it is, and how that is measured",
    "run.py": "sets everything up and runs one task",
}
README, HOUSE = "README.md", "docs/house.md"
START, END = "<!-- tree: rewritten by the rerun -->", "<!-- end of tree -->"


def documents(root: Path) -> dict[str, str]:
    """docs/house.md as the code says it should be, by its path; nothing for a root without code."""
    return {HOUSE: house(root)} if (root / "src" / "helpers").is_dir() and (root / "docs").is_dir() else {}


def filled(text: str, root: Path) -> str:
    """A README with the tree between its marks rewritten; as it is where it has no marks or the root no code."""
    if START not in text or not (root / "src" / "helpers").is_dir():
        return text
    before, rest = text.split(START)
    return before + "\n".join([START, *tree(root), END]) + rest.split(END)[1]


def tree(root: Path) -> Iterator[str]:
    """The folders, and the packages of the code, as lines of a Markdown list."""
    for name, purpose in FOLDERS.items():
        if (root / name).exists():
            yield f"- `{name}{'/' if (root / name).is_dir() else ''}`: {purpose}"
        if name == "src/helpers":
            for folder in _packages(root):
                yield f"  - `{folder.name}/`: {purpose_of(folder / '__init__.py')}"


def house(root: Path) -> str:
    """docs/house.md: every module with its first line, and the graph of imports."""
    code = root / "src" / "helpers"
    parts = ["# The house", "Written by the rerun from the first line of each file."]
    parts += ["## The chain and its tasks: `src/helpers/`", _listed(code.glob("*.py"))]
    for folder in _packages(root):
        parts += [f"## `src/helpers/{folder.name}/`", purpose_of(folder / "__init__.py"), _listed(folder.glob("*.py"))]
    parts += ["## Tests", _listed((root / "tests").glob("*.py"))]
    parts += ["## Who imports whom", "An arrow leads from what imports to what is imported; what follows from others is "
              "left out. A package is one box.", _mermaid(houses(imports(code)))]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _packages(root: Path) -> list[Path]:
    return sorted(file.parent for file in (root / "src" / "helpers").glob("*/__init__.py"))


def _listed(files: Iterable[Path]) -> str:
    return "\n".join(f"- `{file.name}`: {purpose_of(file)}" for file in sorted(files) if file.stem != "__init__")


def purpose_of(file: Path) -> str:
    """The first line of a module's docstring; '' where it has none."""
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def imports(code: Path) -> dict[str, set[str]]:
    """{module: the modules of the package that it imports at its top}, both without 'helpers.'."""
    files = {".".join(file.relative_to(code).with_suffix("").parts): file for file in code.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): file for name, file in files.items() if name != "__init__"}
    return {name: _imported(file, set(modules)) for name, file in sorted(modules.items())}


def _imported(file: Path, modules: set[str]) -> set[str]:
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and re.match(r"helpers\b", node.module or ""):
            inside = (node.module or "").removeprefix("helpers").removeprefix(".")
            named = {f"{inside}.{name.name}".removeprefix(".") for name in node.names}
            found |= named & modules or {inside}
    return found


def houses(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph with each package as one node."""
    merged: dict[str, set[str]] = {}
    for module, used in graph.items():
        house = module.split(".")[0]
        merged.setdefault(house, set()).update({one.split(".")[0] for one in used} - {house})
    return merged


def in_order(graph: dict[str, set[str]]) -> list[str]:
    """The nodes, each after all that it imports; graphlib.CycleError where they go round in a circle."""
    return list(graphlib.TopologicalSorter({node: sorted(used) for node, used in sorted(graph.items())}).static_order())


def _mermaid(graph: dict[str, set[str]]) -> str:
    """The graph as a Mermaid block, without the arrows that follow from others."""
    beyond: dict[str, set[str]] = {}  # all that a node leads to
    lines = []
    for node in in_order(graph):
        used = graph.get(node, set())
        beyond[node] = used.union(*(beyond[one] for one in used))
        lines += [f"    {node} --> {one}" for one in sorted(used) if not any(one in beyond[other] for other in used)]
    return "\n".join(["```mermaid", "graph TD", *(line.replace("__main__", "main") for line in lines), "```"])
