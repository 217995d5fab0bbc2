"""What the last rerun saw and wrote, by hash, in build/memory.json: what stayed the same need not run again.

Losing the file costs one whole run, nothing else. Standard library only: asking must be quick.
"""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

CODE = Path(__file__).parents[1]
MADE_FROM = ("seeds/**/*", "src/**/*", "tests/*.py", "notebooks/**/*", "requirements.lock")
MADE = ("data/*", "docs/headline*.png", "README*.md", "docs/glossary.md")


class Run(TypedDict):
    """One notebook's last run: the tables it read, and the hash of all it was made from, itself included."""

    reads: list[str]
    sha256: str


def nothing_changed(root: Path) -> bool:
    """Whether everything that a rerun reads and writes is what the last one left."""
    return _memory(root).get("state") == state(root)


def notebooks(root: Path) -> dict[str, Run]:
    """The last run of each notebook by file name; empty where nothing is remembered."""
    found: dict[str, Run] = _memory(root).get("notebooks", {})
    return found


def is_current(name: str, root: Path, staged: Path, memory: dict[str, Run]) -> bool:
    """Whether a notebook, as it is stored now, is what it would give again from the tables in `staged`."""
    run = memory.get(name)
    return run is not None and run == of(name, root, staged, run["reads"])


def of(name: str, root: Path, staged: Path, reads: list[str]) -> Run:
    """What is to be remembered of a notebook that read these tables (their paths below the root)."""
    other = [file for file in _files(staged / "seeds", ("**/*",)) if file.suffix not in (".csv", ".json")]
    editions = [root / "notebooks" / Path(name).name, root / "notebooks" / name]
    parts = [*editions, *(staged / table for table in reads), *other]
    return {"reads": reads, "sha256": _digest(parts, _code())}


def write(root: Path, runs: dict[str, Run]) -> None:
    """Remember the state of a root after a rerun."""
    content = {"state": state(root), "notebooks": runs}
    (root / "build" / "memory.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def state(root: Path) -> str:
    """One hash over all that a rerun reads and writes below a root, the helpers and the Python included."""
    return _digest(_files(root, (*MADE_FROM, *MADE)), _code())


def _memory(root: Path) -> dict:  # type: ignore[type-arg]  # as JSON gives it
    try:
        return dict(json.loads((root / "build" / "memory.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _code() -> str:
    return (
        sys.version
        + platform.platform()
        + _digest(_files(CODE, ("**/*.py", "**/*.csv", "templates/**/*", "locale/**/*.po")), "")
    )


def _files(folder: Path, patterns: Iterable[str]) -> list[Path]:
    found = {file for pattern in patterns for file in folder.glob(pattern) if file.is_file()}
    return sorted(file for file in found if "__pycache__" not in file.parts and ".ipynb_checkpoints" not in file.parts)


def _digest(files: Iterable[Path], more: str) -> str:
    digest = hashlib.sha256(more.encode("utf-8"))
    for file in files:
        content = file.read_bytes() if file.is_file() else b"missing"
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
