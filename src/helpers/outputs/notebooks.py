"""The notebooks: both editions, the Vietnamese one with the English cells; run each in a kernel of its own, and stored."""

import ast
import asyncio
import copy
import json
import os
import platform
import re
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from tqdm.asyncio import tqdm  # a kept progress bar that knows terminals from files

from helpers.claims import words
from helpers.tables.refusals import Failure, Refusal

OURS = re.compile(r"\d\d(-[a-z0-9]+)+\.ipynb")  # 02-measure-growth.ipynb, not its -Copy1
LANGUAGE = re.compile(r'^language = "en"', re.M)  # the line that the editions differ in
UPWARDS = re.compile(r"\]\((?=\.\./)")  # links to files outside notebooks/: the Vietnamese edition lies a folder deeper
STORED_PICTURES = ("Linux", "x86_64")  # where the locked packages draw the stored pictures to the byte
WIDGET = "application/vnd.jupyter.widget-view+json"  # holds a random id; the text of the output stays
OPTIONS: dict[str, Any] = {
    "timeout": 300,
    "kernel_name": "python3",
    "shutdown_kernel": "immediate",
    "coalesce_streams": True,  # a busy machine sends what is printed in pieces
    # it warns on stderr that kernels talk in plain text, on loopback
    "extra_arguments": ["--IPKernelApp.log_level=40", "--HistoryManager.enabled=False"],
}
AT_ONCE = min(4, 1 + (os.cpu_count() or 1))  # one more than cores: a kernel also waits


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
    """Cells and marked texts without a translation, and translations without a text, one line each; empty when all is well."""
    catalogue, places = words.translations(file), dict[str, str]()
    label = f"src/helpers/locale/vi/LC_MESSAGES/{file.name}"
    for notebook, name in ((_read(file), file.name) for file in english(root)):
        for number, cell in enumerate(notebook["cells"] if _has_edition(notebook) else [], start=1):
            text = "".join(cell["source"])
            for entry in [text] if cell["cell_type"] == "markdown" else _marked(text):
                if entry not in words.translations():  # the code's own catalogue has the others
                    places[entry] = f"notebooks/{name}:{number}"
    missing = [
        f"{place}:: no Vietnamese for {text[:60]!r}" for text, place in places.items() if not catalogue.get(text)
    ]
    unused = [f"{label}:0:: {text[:60]!r} stands in no notebook" for text in catalogue if places and text not in places]
    return [f"{line}; each Markdown cell and each text marked _() is an entry of {label}" for line in missing + unused]


def _marked(code: str) -> Iterator[str]:
    """The texts that a code cell says: those in _(), the first of tell(), the headings of table()."""
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", "")
        arguments = call.args[:1] if name in ("_", "tell") else []
        if name == "table":
            arguments = [keyword.value for keyword in call.keywords if keyword.arg not in ("rows", "whole", "decimals")]
        yield from (part.value for part in arguments if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _has_edition(notebook: Mapping[str, Any]) -> bool:
    code = ("".join(cell["source"]) for cell in notebook.get("cells", []) if cell["cell_type"] == "code")
    return any(map(LANGUAGE.search, code))


def _read(file: Path) -> dict[str, Any]:
    """A notebook as JSON; Refusal where the file holds none, as after a conflict."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        allowed = "a notebook as Jupyter stores it, without the marks of two versions that git could not merge"
        place = f"notebooks/{file.name}:{error.lineno}"
        raise Refusal(f"{place}:: no notebook ({error.msg}); {allowed}; mend it") from error


def run(names: list[str], root: Path, folder: Path) -> dict[str, bytes]:
    """Execute notebooks (paths below notebooks/) against the tables in `folder`: {name: bytes as stored}; Failure names the first."""
    _check_loopback()
    (folder / "notebooks").mkdir()
    notebooks = {name: nbformat.reads(json.dumps(source(root, name)), as_version=4) for name in names}
    stopped = asyncio.run(_execute_all(notebooks.values(), folder))
    for (name, notebook), why in zip(notebooks.items(), stopped, strict=True):
        if why:
            copied = root / "build" / "failed" / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, copied)
            raise Failure(f"notebooks/{name}: {why}\nIts copy is build/failed/{name}; nothing was replaced.")
    return {name: _as_stored(notebook, root / "notebooks" / name) for name, notebook in notebooks.items()}


def _check_loopback() -> None:
    """Failure where this machine can't speak to itself: a kernel would be waited for in vain."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=10).close()
    except OSError as error:
        raise Failure(
            f"notebooks can't be run: the loopback address 127.0.0.1 does not answer ({error.strerror}); kernels talk "
            "over it; allow it, or bring it up: ip link set lo up"
        ) from error


async def _execute_all(notebooks: Iterable[NotebookNode], folder: Path) -> list[str]:
    """Run notebooks in place, some at once, against the tables in a folder; why each stopped, '' where it did not."""
    places, starting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
    environment = os.environ | {"HELPERS_ROOT": str(folder)}

    async def execute(notebook: NotebookNode) -> str:
        client = NotebookClient(notebook, resources={"metadata": {"path": str(folder / "notebooks")}}, **OPTIONS)
        try:
            async with places, AsyncExitStack() as stack:
                async with starting:  # two kernels that look for free ports at once may find the same
                    await stack.enter_async_context(client.async_setup_kernel(env=environment))
                for index, cell in enumerate(notebook.cells):
                    await client.async_execute_cell(cell, index)
                    if written := [one.text.strip() for one in cell.get("outputs", []) if one.get("name") == "stderr"]:
                        return f"cell {index + 1} failed: {cell.source.splitlines()[0]}\na cell wrote to stderr: {written[0]}"
        except CellExecutionError as error:
            return f"cell {index + 1} failed: {cell.source.splitlines()[0]}\n{str(error).strip()}"
        except (DeadKernelError, RuntimeError, OSError) as error:
            return f"the kernel died or could not be reached: a rerun needs 700 MB of memory\n{str(error).strip()}"
        return ""

    shown: dict[str, Any] = {"desc": "notebooks", "unit": "notebook", "file": sys.stderr, "disable": None}
    return list(await tqdm.gather(*map(execute, notebooks), **shown))


def normalised(notebook: NotebookNode) -> NotebookNode:
    """A notebook without times, versions, ids and editors' metadata; of a cell's metadata tags stay, and whether it is folded."""
    result = copy.deepcopy(notebook)
    result.nbformat, result.nbformat_minor = 4, 5
    kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # without the state of widgets, too: their ids are new in every run
    result.metadata = {"kernelspec": kernelspec, "language_info": {"name": "python"}}
    for number, cell in enumerate(result.cells, start=1):
        folded, tags = cell.metadata.get("jupyter", {}).get("source_hidden"), cell.metadata.get("tags")
        kept = ({"jupyter": {"source_hidden": True}} if folded else {}) | ({"tags": tags} if tags else {})
        cell.id, cell.metadata = f"cell-{number:02d}", nbformat.from_dict(kept)
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)
    return result


def _as_stored(fresh: NotebookNode, file: Path) -> bytes:
    """A notebook as it is written; elsewhere than where pictures are stored, an old picture stays if all else agrees."""
    result = normalised(fresh)
    if elsewhere() and file.is_file():
        stored = nbformat.read(file, as_version=4)
        if _without_pictures(result) == _without_pictures(normalised(stored)):
            result = stored
    return f"{nbformat.writes(result)}\n".encode()


def elsewhere() -> bool:
    """Whether pictures may come out otherwise here than where the stored ones were drawn."""
    return (platform.system(), platform.machine()) != STORED_PICTURES


def _without_pictures(notebook: NotebookNode) -> NotebookNode:
    bare = copy.deepcopy(notebook)
    for output in (output for cell in bare.cells for output in cell.get("outputs", [])):
        output.get("data", {}).pop("image/png", None)
    return bare
