"""The command line: how a task enters itself into it, with its own arguments."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from helpers.tables import files

Run = Callable[[Path, argparse.Namespace], int]
Argument = tuple[tuple[str, ...], dict[str, Any]]  # what argparse's add_argument takes


class Task(NamedTuple):
    """A task: what it does for a root, returning an exit status, and its own arguments."""

    run: Run
    arguments: tuple[Argument, ...]


TASKS: dict[str, Task] = {}


def argument(*names: str, **about: Any) -> Argument:
    """One argument of a task."""
    return names, about


def task(*arguments: Argument) -> Callable[[Run], Run]:
    """Enter a function into TASKS under its name; its docstring is its help."""

    def enter(run: Run) -> Run:
        TASKS[run.__name__] = Task(run, arguments)
        return run

    return enter


def parser() -> argparse.ArgumentParser:
    """The command line: every task takes --root, and what it says of itself."""
    whole = argparse.ArgumentParser(prog="python -m helpers", description=f"Tasks: {', '.join(TASKS)}.")
    tasks = whole.add_subparsers(metavar="TASK", required=True)
    for name, task in TASKS.items():
        about = task.run.__doc__ or name
        one = tasks.add_parser(name, help=about.splitlines()[0], description=about)
        where = "folder with seeds/, data/, notebooks/ (default: the project)"
        one.add_argument("--root", type=Path, default=files.PROJECT, help=where)
        for names, options in task.arguments:
            one.add_argument(*names, **options)
        one.set_defaults(run=task.run)
    return whole
