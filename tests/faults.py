"""Runs that break in the middle, each tried for real: what data/ and notebooks/ are afterwards, and after the next run.

A copy of the project's seeds and tables with two small notebooks, all of it stale, so that a whole rerun has
something to replace. `SCENARIOS` are the rows of docs/trust.md; tests/test_trust.py runs them.
"""

import functools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from helpers.running import staging

ROOT = Path(__file__).resolve().parents[1]
KILLS = 20
QUIET = subprocess.DEVNULL
CALL = [sys.executable, str(ROOT / "run.py"), "rerun", "--root"]
SMALL = {
    "00-counts.ipynb": 'from helpers import tables\nlen(tables.read("observations"))',
    "01-adds.ipynb": "1 + 1",
}


class Outcome(NamedTuple):
    """What a scenario left: how often it was tried, how often the state was whole, how often the next run mended it."""

    tried: int
    whole: int
    recovered: int
    told: str


def project(folder: Path) -> Path:
    """A copy of the project to break, its tables and notebooks older than its seeds."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    for name, source in SMALL.items():
        cell = nbformat.v4.new_code_cell(source, id="cell-01")  # else a random one
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "notebooks" / name)
    for name in ("growth", "claims"):
        (folder / "data" / f"{name}.csv").write_text("stale\n", encoding="utf-8")
    return folder


def state(folder: Path) -> dict[str, bytes]:
    """Every byte of data/ and notebooks/."""
    files = (file for name in ("data", "notebooks") for file in (folder / name).rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def rerun(folder: Path, **options) -> subprocess.CompletedProcess:
    """`python3 run.py rerun --root folder`, its words caught."""
    return subprocess.run([*CALL, str(folder)], capture_output=True, text=True, encoding="utf-8", **options)


def leftovers(folder: Path) -> list[str]:
    """Temporary files that a run left anywhere in the project; its lock and its log are none."""
    kept = {"lock", "run.json", "memory.json", "failed"}
    build = folder / "build"
    odd = [file.name for file in build.iterdir() if file.name not in kept] if build.is_dir() else []
    return odd + [file.name for file in folder.iterdir() if file.name not in {"seeds", "data", "notebooks", "build"}]


@functools.cache
def whole_run() -> tuple[dict[str, bytes], dict[str, bytes], float]:
    """The old state, the new one that a whole run gives, and how many seconds that takes."""
    with tempfile.TemporaryDirectory() as place:
        folder = project(Path(place))
        old, started = state(folder), time.monotonic()
        done = rerun(folder)
        assert done.returncode == 0, done.stderr
        took, new = time.monotonic() - started, state(folder)
    assert old != new
    return old, new, took


def put_back(folder: Path, content: dict[str, bytes]) -> None:
    """Give data/ and notebooks/ these bytes, and forget what was remembered."""
    for name, raw in content.items():
        (folder / name).write_bytes(raw)
    shutil.rmtree(folder / "build", ignore_errors=True)


def mended(folder: Path, new: dict[str, bytes]) -> bool:
    """Whether the next run alone brings the new state, and leaves nothing behind."""
    return rerun(folder).returncode == 0 and state(folder) == new and not leftovers(folder)


# --- the scenarios ----------------------------------------------------------------------------------


def killed(folder: Path) -> Outcome:
    """kill -9 of the whole run, at moments spread at random over its length; one run mends what all of them left"""
    project(folder)
    old, new, took = whole_run()
    moments, whole = random.Random(2025), 0
    for _ in range(KILLS):
        run = subprocess.Popen([*CALL, str(folder)], stdout=QUIET, stderr=QUIET, start_new_session=True)
        time.sleep(moments.uniform(0, took))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        staging.settle(folder)  # what a command does first: moves that the kill cut short are finished
        found = state(folder)
        whole += found in (old, new)
        if found == new:
            put_back(folder, old)
    return Outcome(KILLS, whole, KILLS * mended(folder, new), "")


def killed_while_replacing(folder: Path) -> Outcome:
    """kill -9 before each of the moves that put the new files in place"""
    project(folder)
    old, new, _ = whole_run()
    changed = [name for name in new if new[name] != old[name]]
    ready = folder.with_name("ready")
    for name, content in new.items():
        (ready / name).parent.mkdir(parents=True, exist_ok=True)
        (ready / name).write_bytes(content)
    whole = recovered = 0
    for moves in range(len(changed)):
        done = subprocess.run(
            [sys.executable, "-c", REPLACING, str(folder), str(ready), str(moves)], capture_output=True
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        check = subprocess.run([*CALL[:2], "check", "--root", str(folder)], capture_output=True)
        whole += state(folder) == new
        recovered += check.returncode == 0 and not leftovers(folder)
        put_back(folder, old)
    return Outcome(len(changed), whole, recovered, "")


REPLACING = """
import os, sys
from pathlib import Path
from helpers.running import staging

folder, ready, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
replace = os.replace

def counted(source, target):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    replace(source, target)

contents = {path.relative_to(ready).as_posix(): path.read_bytes() for path in ready.rglob("*") if path.is_file()}
os.replace = counted
with staging.locked(folder), staging.stage(folder) as staged:
    staging.commit(folder, contents, staged)
"""


def killed_kernel(folder: Path) -> Outcome:
    """a kernel that dies in the middle of a notebook"""
    project(folder)
    file = folder / "notebooks" / "01-adds.ipynb"
    right = file.read_bytes()
    file.write_bytes(right.replace(b"1 + 1", b"import os; os.kill(os.getpid(), 9)"))
    before = state(folder)
    done = rerun(folder)
    whole = state(folder) == before and done.returncode == 1
    file.write_bytes(right)
    return Outcome(1, whole, rerun(folder).returncode == 0 and not leftovers(folder), done.stderr.splitlines()[0])


def full_disk(folder: Path) -> Outcome:
    """a disk that is full before the new files are written"""
    with _small_disk(project(folder)) as (place, options):
        before = state(place)
        done = rerun(place, **options)
        whole = state(place) == before and done.returncode == 1 and not leftovers(place)
        told = next(line for line in done.stderr.splitlines() if "nothing was replaced" in line)
        _make_room(place)
        return Outcome(1, whole, rerun(place).returncode == 0 and not leftovers(place), told)


@contextmanager
def _small_disk(folder: Path) -> Iterator[tuple[Path, dict]]:
    """The folder on a disk of its own without room; where none can be mounted, with files limited to 20 kB."""
    disk = folder.with_name("disk")
    disk.mkdir()
    if (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True).returncode
        == 0
    ):
        try:
            place = Path(shutil.copytree(folder, disk / "project"))
            (disk / "filler").write_bytes(b"")
            with (disk / "filler").open("wb", buffering=0) as filler:
                _fill(filler)
            yield place, {}
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=True)
    else:
        limit: Callable[[], None] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # noqa: E731
        yield folder, {"preexec_fn": limit}


def _fill(file) -> None:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError:
        pass


def _make_room(place: Path) -> None:
    (place.parent / "filler").unlink(missing_ok=True)


def read_only(folder: Path) -> Outcome:
    """a folder that can't be written: notebooks/"""
    project(folder)
    before = state(folder)
    with _closed(folder / "notebooks"):
        done = rerun(folder)
        whole = state(folder) == before and done.returncode == 2
    return Outcome(
        1, whole, rerun(folder).returncode == 0 and not leftovers(folder), done.stderr.strip().splitlines()[-1]
    )


@contextmanager
def _closed(folder: Path) -> Iterator[None]:
    """The folder without permission to write; for root, who has every permission, as a read-only disk."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("root may write anywhere, and no disk can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def two_at_once(folder: Path) -> Outcome:
    """two reruns at the same time"""
    project(folder)
    _, new, _ = whole_run()
    runs = [
        subprocess.Popen([*CALL, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [run.communicate() for run in runs]
    whole = state(folder) == new and all(run.returncode == 0 for run in runs) and not leftovers(folder)
    waited = [line for _, error in told for line in error.splitlines() if "waiting" in line]
    return Outcome(1, whole, whole, waited[0] if waited else "")


def damaged_memory(folder: Path) -> Outcome:
    """build/ damaged: the memory of the last run is no JSON any more"""
    project(folder)
    old, new, _ = whole_run()
    (folder / "build").mkdir()
    (folder / "build" / "memory.json").write_text(json.dumps({"state": ""})[:5], encoding="utf-8")
    return Outcome(1, state(folder) == old, mended(folder, new), "")


SCENARIOS = {
    "killed": killed,
    "killed while replacing": killed_while_replacing,
    "dead kernel": killed_kernel,
    "full disk": full_disk,
    "read-only folder": read_only,
    "two at once": two_at_once,
    "damaged memory": damaged_memory,
}
