"""A notebook's code run in this process, without a kernel and without pictures: quick enough to be asked often.

What it shows is compared with what is stored: texts and tables, as nbval compares them. For measuring what the
notebooks would notice; reruns and tests use real kernels.
"""

import ast
import contextlib
import functools
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from IPython.core.formatters import DisplayFormatter

from helpers import charts


def run(notebook: Path, root: Path) -> None:
    """Run a notebook's code on the tables below a root, pictures drawn, nothing compared."""
    with mock.patch.dict(os.environ, {"HELPERS_ROOT": str(root)}):
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in _cells(notebook):
            if cell["cell_type"] == "code":
                _run("".join(cell["source"]), names)


def difference(notebook: Path, root: Path) -> str:
    """What a notebook, run on the tables below a root, says otherwise than it has stored; '' where nothing.

    An error, as of claims.confirm, is what it says.
    """
    with mock.patch.dict(os.environ, {"HELPERS_ROOT": str(root)}), _without_pictures():
        names: dict[str, Any] = {"__name__": "__main__"}
        for place, cell in enumerate(_cells(notebook), start=1):
            if cell["cell_type"] != "code":
                continue
            try:
                shown = _run("".join(cell["source"]), names)
            except Exception as error:
                return f"{notebook.stem}, cell {place}: {type(error).__name__}: {error}"
            stored = [_stored(output) for output in cell["outputs"] if "image/png" not in output.get("data", {})]
            if stored and shown != "".join(stored):
                return f"{notebook.stem}, cell {place} shows something else"
    return ""


@functools.cache
def _cells(notebook: Path) -> list[dict[str, Any]]:
    return list(json.loads(notebook.read_text(encoding="utf-8"))["cells"])


def _run(source: str, names: dict[str, Any]) -> str:
    """Execute a cell; what it prints and shows, as text."""
    tree, printed = ast.parse(source), io.StringIO()
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    return printed.getvalue() + ("" if value is None else DisplayFormatter().format(value)[0]["text/plain"])


def _stored(output: dict[str, Any]) -> str:
    return "".join(output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", ""))


@contextlib.contextmanager
def _without_pictures() -> Iterator[None]:
    """Nothing is drawn: each function of helpers.charts answers with nothing."""
    with contextlib.ExitStack() as stack:
        for name in charts.__all__:
            stack.enter_context(mock.patch.object(charts, name, lambda *_, **__: None))
        yield
