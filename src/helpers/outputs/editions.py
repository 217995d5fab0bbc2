"""Both editions of the notebooks: the Vietnamese one has the English cells, their Markdown through a catalogue."""

import ast
import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.claims import words
from helpers.tables.refusals import Refusal

OURS = re.compile(r"\d\d(-[a-z0-9]+)+\.ipynb")  # 02-measure-growth.ipynb, not its -Copy1
LANGUAGE = re.compile(r'^language = "en"', re.M)  # the line that the editions differ in
UPWARDS = re.compile(r"\]\((?=\.\./)")  # links to files outside notebooks/: the Vietnamese edition lies a folder deeper


def names(root: Path) -> list[str]:
    """The notebooks of both editions as paths below notebooks/, in number order, the English ones first."""
    files = english(root)
    return [file.name for file in files] + [f"vi/{file.name}" for file in files if _has_edition(_read(file))]


def english(root: Path) -> list[Path]:
    """The files of the English notebooks, in number order."""
    return sorted(file for file in (root / "notebooks").glob("*.ipynb") if OURS.fullmatch(file.name))


def strays(root: Path) -> list[str]:
    """Notebooks that are neither run nor published, one line each; private ones (x-*.ipynb) are not named."""
    return [
        f"notebooks/{file.name}: neither run nor published; a name such as 02-measure-growth.ipynb; rename it, take it "
        "away, or let its name begin with x-"
        for file in sorted((root / "notebooks").glob("*.ipynb"))
        if not OURS.fullmatch(file.name) and not file.name.startswith("x-")
    ]


def source(root: Path, name: str) -> dict[str, Any]:
    """A notebook as JSON, as it is to be run: the English one as stored, the Vietnamese one made from it."""
    notebook = _read(root / "notebooks" / Path(name).name)
    return vietnamese(notebook, words.translations(words.NOTEBOOKS)) if name.startswith("vi/") else notebook


def vietnamese(english: Mapping[str, Any], catalogue: Mapping[str, str]) -> dict[str, Any]:
    """The Vietnamese edition of a notebook, without outputs; a cell that the catalogue lacks stays English."""
    edition = copy.deepcopy(dict(english))
    for cell in edition["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = UPWARDS.sub("](../", catalogue.get(text) or text)
        elif cell["cell_type"] == "code":
            cell |= {"source": LANGUAGE.sub('language = "vi"', text), "outputs": [], "execution_count": None}
    return edition


def faults(root: Path, file: Path = words.NOTEBOOKS) -> list[str]:
    """Texts without a translation and translations without a text, one line each; empty when all is well.

    A text is a whole Markdown cell, or what a code cell says in _(), tell() or the headings of table().
    """
    catalogue, label, found = words.translations(file), f"src/helpers/locale/vi/LC_MESSAGES/{file.name}", []
    for notebook, name in ((_read(file), file.name) for file in english(root)):
        for number, cell in enumerate(notebook["cells"] if _has_edition(notebook) else [], start=1):
            text = "".join(cell["source"])
            said = [text] if cell["cell_type"] == "markdown" else _marked(text)
            # the code's own catalogue has the others
            found += [(name, number, part) for part in said if part not in words.translations()]
    lines = [
        f"notebooks/{name}:{number}:: no Vietnamese for {text.splitlines()[0]!r}; every Markdown cell, and each text "
        f"marked _() in code, stands in {label}; add it there, then python3 run.py"
        for name, number, text in found
        if not catalogue.get(text)
    ]
    unused = sorted(set(catalogue) - {text for _, _, text in found}) if found else []
    return lines + [
        f"{label}:0:: {text.splitlines()[0]!r} stands in no notebook; each entry is a whole Markdown cell, or a text "
        "marked _() in code; take the entry out, or make it what the cell says"
        for text in unused
    ]


def _marked(code: str) -> Iterator[str]:
    """The texts that a code cell says: those in _(), the first of tell(), the headings of table()."""
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", "")
        said = call.args[:1] if name in ("_", "tell") else []
        if name == "table":
            said = [keyword.value for keyword in call.keywords if keyword.arg not in ("rows", "whole", "decimals")]
        yield from (part.value for part in said if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _has_edition(notebook: Mapping[str, Any]) -> bool:
    code = ("".join(cell["source"]) for cell in notebook.get("cells", []) if cell["cell_type"] == "code")
    return any(map(LANGUAGE.search, code))


def _read(file: Path) -> dict[str, Any]:
    """A notebook as JSON (nbformat takes seconds to import); Refusal where the file holds none, as after a conflict."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        allowed = "a notebook as Jupyter stores it, without the marks of two versions that git could not merge"
        place = f"notebooks/{file.name}:{error.lineno}"
        raise Refusal(f"{place}:: no notebook ({error.msg}); {allowed}; mend it") from error
