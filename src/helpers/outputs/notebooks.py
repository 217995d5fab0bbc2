"""Running notebooks: each in a kernel of its own, stored so that a run that changes nothing changes no byte."""

import asyncio
import copy
import json
import os
import platform
import socket
import sys
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from tqdm.asyncio import tqdm  # a kept progress bar that knows terminals from files

from helpers.outputs import editions
from helpers.tables.refusals import Refusal

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


class NotebookFailed(Refusal):
    """A notebook stopped with an error, or wrote to stderr; the message names it and its cell."""

    status = 1


def run(names: list[str], root: Path, folder: Path) -> dict[str, bytes]:
    """Execute notebooks of a root against the tables in `folder` (seeds/, data/); {name: bytes as stored}.

    A name is a path below notebooks/. NotebookFailed names the first that failed; its copy is then in build/failed/.
    """
    _check_loopback()
    (folder / "notebooks").mkdir()
    notebooks = {name: nbformat.reads(json.dumps(editions.source(root, name)), as_version=4) for name in names}
    stopped = asyncio.run(_execute_all(notebooks.values(), folder))
    for (name, notebook), why in zip(notebooks.items(), stopped, strict=True):
        if why:
            copied = root / "build" / "failed" / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, copied)
            raise NotebookFailed(f"notebooks/{name}: {why}\nIts copy is build/failed/{name}; nothing was replaced.")
    return {name: _as_stored(notebook, root / "notebooks" / name) for name, notebook in notebooks.items()}


def _check_loopback() -> None:
    """NotebookFailed where this machine can't speak to itself: a kernel would be waited for in vain."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=10).close()
    except OSError as error:
        raise NotebookFailed(
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
            return (
                f"the kernel died, as it does where memory runs out: a rerun needs 700 MB of it\n{str(error).strip()}"
            )
        return ""

    shown: dict[str, Any] = {"desc": "notebooks", "unit": "notebook", "file": sys.stderr, "disable": None}
    return list(await tqdm.gather(*map(execute, notebooks), **shown))


def normalised(notebook: NotebookNode) -> NotebookNode:
    """A notebook without what differs from run to run and from editor to editor: times, kernel versions, ids of cells.

    Counts of code cells are 1..n; of a cell's metadata its tags stay, and whether its code is folded.
    """
    result = copy.deepcopy(notebook)
    result.nbformat, result.nbformat_minor = 4, 5
    kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # without the state of widgets, too: their ids are new in every run
    result.metadata = {"kernelspec": kernelspec, "language_info": {"name": "python"}}
    count = 0
    for number, cell in enumerate(result.cells, start=1):
        folded, tags = cell.metadata.get("jupyter", {}).get("source_hidden"), cell.metadata.get("tags")
        kept = ({"jupyter": {"source_hidden": True}} if folded else {}) | ({"tags": tags} if tags else {})
        cell.id, cell.metadata = f"cell-{number:02d}", nbformat.from_dict(kept)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)
                if "execution_count" in output:
                    output.execution_count = count
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
