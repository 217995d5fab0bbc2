"""Running notebooks: each in a kernel of its own, normalised so that a run that changes nothing changes no byte."""

import asyncio
import copy
import json
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm  # a kept progress bar that knows terminals from files

from helpers.outputs import editions

STORED_PICTURES = ("Linux", "x86_64")  # where the locked packages draw the stored pictures to the byte
WIDGET = "application/vnd.jupyter.widget-view+json"  # holds a random id; the text of the output stays
QUIET = [
    "--IPKernelApp.log_level=40",  # it warns on stderr that kernels talk in plain text, on loopback
    "--HistoryManager.enabled=False",
]
AT_ONCE = min(4, os.cpu_count() or 1)


class NotebookFailed(Exception):
    """A notebook stopped with an error, or wrote to stderr; the message names it and its cell."""


def run(names: list[str], root: Path, staged: Path) -> dict[str, bytes]:
    """Execute notebooks of a root against a staged one; {name: bytes as stored}. A name is a path below notebooks/.

    `staged` holds seeds/, data/ and a folder notebooks/ to work in. NotebookFailed names the first that failed;
    its copy is then in build/failed/. Which tables each read: `tables_read`.
    """
    sources = {name: nbformat.reads(json.dumps(editions.source(root, name)), as_version=4) for name in names}
    with _settings(staged):
        fresh = asyncio.run(_execute_all(sources, staged))
    for name, (notebook, error) in fresh.items():
        if error:
            copied = root / "build" / "failed" / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, copied)
            raise NotebookFailed(
                f"notebooks/{name}: {_where(notebook)}\n{str(error).strip()}\n"
                f"Its copy is build/failed/{name}; nothing was replaced."
            ) from error
    return {name: _as_stored(notebook, root / "notebooks" / name) for name, (notebook, _) in fresh.items()}


class _settings:
    """The environment that kernels get: where the tables are, and nothing written into the user's own folders."""

    def __init__(self, staged: Path) -> None:
        own = {name: str(staged / name.lower()) for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HELPERS_READS")}
        Path(own["HELPERS_READS"]).mkdir()
        self.ours = {"HELPERS_ROOT": str(staged)} | own

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.ours}
        os.environ.update(self.ours)

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


async def _execute_all(
    sources: Mapping[str, NotebookNode], staged: Path
) -> dict[str, tuple[NotebookNode, Exception | None]]:
    places, starting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
    results: dict[str, tuple[NotebookNode, Exception | None]] = {}
    with tqdm(total=len(sources), desc="notebooks", unit="notebook", file=sys.stderr, disable=None) as progress:

        async def one(name: str, notebook: NotebookNode) -> None:
            async with places:
                results[name] = notebook, await _execute(notebook, name, staged, starting)
                progress.set_postfix_str(name, refresh=False)
                progress.update()

        await asyncio.gather(*(one(name, notebook) for name, notebook in sources.items()))
    return {name: results[name] for name in sources}


async def _execute(notebook: NotebookNode, name: str, staged: Path, starting: asyncio.Lock) -> Exception | None:
    """Run one notebook in place; the error that stopped it, or None."""
    resources = {"metadata": {"path": str(staged / "notebooks")}}
    options: dict[str, Any] = {"kernel_name": "python3", "extra_arguments": QUIET, "shutdown_kernel": "immediate"}
    client = NotebookClient(notebook, timeout=300, resources=resources, **options)
    environment = os.environ | {"HELPERS_READS": str(Path(os.environ["HELPERS_READS"], name.replace("/", "-")))}
    try:
        async with AsyncExitStack() as stack:
            async with starting:  # two kernels that look for free ports at once may find the same
                await stack.enter_async_context(client.async_setup_kernel(env=environment))
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)
        _refuse_stderr(notebook)
    except (CellExecutionError, DeadKernelError, NotebookFailed, RuntimeError, OSError) as error:
        return error
    return None


def tables_read(staged: Path, name: str) -> list[str]:
    """The tables that a notebook read in `run`, sorted."""
    file = staged / "helpers_reads" / name.replace("/", "-")
    return sorted(set(file.read_text(encoding="utf-8").split())) if file.is_file() else []


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


def _refuse_stderr(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise NotebookFailed(f"a cell wrote to stderr: {output.text.strip()}")


def _where(notebook: NotebookNode) -> str:
    """The first cell that shows an error or stderr, in words."""
    for number, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", [])
        if any(output.get("output_type") == "error" or output.get("name") == "stderr" for output in outputs):
            return f"cell {number} failed: {cell.source.splitlines()[0] if cell.source else ''}"
    return "the kernel died"


def normalised(notebook: NotebookNode) -> NotebookNode:
    """A notebook without what differs from run to run: times, kernel versions, random cell ids; counts are 1..n."""
    result = copy.deepcopy(notebook)
    kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # without the state of widgets, too: their ids are new in every run
    result.metadata = {"kernelspec": kernelspec, "language_info": {"name": "python"}}
    count = 0
    for number, cell in enumerate(result.cells, start=1):
        cell.id = f"cell-{number:02d}"
        for passing in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(passing, None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)
                if "execution_count" in output:
                    output.execution_count = count
    return result


def _without_pictures(notebook: NotebookNode) -> NotebookNode:
    bare = copy.deepcopy(notebook)
    for cell in bare.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return bare
