"""Replacing several files as one: afterwards the old state or the new one, whole, whatever stopped the program.

New files are written under build/, where nothing else looks. One rename then decides for the new state; what it
holds is moved into place, file by file. A move that is cut short (a kill, a lost machine) is finished by whoever
comes next. One program at a time: the others wait.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout  # a kept lock for every system, gone with the process that held it

DECIDED = "decided"  # build/decided/ holds files that only wait to be moved into place


class CannotWrite(OSError):
    """A folder that must be written can't be; nothing was replaced."""


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the project alone, in a settled state: another rerun is waited for, what one left half-done is finished."""
    build = root / "build"
    _writable(build)
    build.mkdir(exist_ok=True)
    lock = FileLock(build / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Another run is at work in this folder: waiting for it …", file=sys.stderr, flush=True)
        lock.acquire()
    try:
        _finish(root)
        for left in build.glob("stage-*"):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


def settle(root: Path) -> None:
    """Finish what a killed run had decided, if there is anything; returns nothing and touches nothing else."""
    if (root / "build" / DECIDED).is_dir():
        with locked(root):
            pass


@contextlib.contextmanager
def stage(root: Path) -> Iterator[Path]:
    """A folder under build/ to prepare files in; it is gone afterwards. Only while `locked`."""
    folder = Path(tempfile.mkdtemp(prefix="stage-", dir=root / "build"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def commit(root: Path, contents: Mapping[str, bytes], staged: Path) -> list[str]:
    """Replace files below a root, all of them or none; returns the names of those that changed, sorted.

    `contents` is {path below the root: bytes}; `staged` a folder from `stage`. CannotWrite names a folder that
    can't be written; any OSError before the decision (a full disk) leaves everything as it was.
    """
    changed = sorted(name for name, content in contents.items() if _differs(root / name, content))
    for folder in sorted({(root / name).parent for name in changed}):
        _writable(folder)
    if not changed:
        return []
    fresh = staged / DECIDED
    for name in changed:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(contents[name])
    fresh.rename(root / "build" / DECIDED)
    _finish(root)
    return changed


def _finish(root: Path) -> None:
    """Move what is decided into place."""
    decided = root / "build" / DECIDED
    if not decided.is_dir():
        return
    for file in sorted(path for path in decided.rglob("*") if path.is_file()):
        target = root / file.relative_to(decided)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, target)
    shutil.rmtree(decided)


def _differs(file: Path, content: bytes) -> bool:
    return not file.is_file() or file.read_bytes() != content


def _writable(folder: Path) -> None:
    """CannotWrite where a folder, or the one that it would be made in, can't be written."""
    present = next(path for path in (folder, *folder.parents) if path.exists())
    if not present.is_dir() or not os.access(present, os.W_OK):
        what = "not a folder" if not present.is_dir() else "no permission to write here"
        raise CannotWrite(
            f"{folder.name}:0:: {what}; a folder that you may write in; change its permissions or use --root"
        )
