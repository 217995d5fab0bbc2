"""The rerun: the same bytes after a kill at any moment; it says what moved, and when there is nothing to do."""

import os
import subprocess
import sys

import pytest

from helpers.__main__ import main
from helpers.outputs import fingerprint, rerun

# Imports once, then a fork for each rerun. One that kills itself does so before its n-th step; steps are the run of the
# notebooks, each file written aside, and each file moved into place.
KILLED = """
import os, pathlib, signal, sys
from helpers.outputs import notebooks, rerun
from helpers.seeds import checks

root = pathlib.Path(sys.argv[1])
frames = rerun.chain(checks.checked_seeds(root))
rerun.chain, checks.checked_seeds = lambda seeds: frames, lambda root: {}  # computed once: it is the writing that is tried

def killing(function, left):
    def step(*arguments, **options):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return step

def in_fork(moment=None):
    if child := os.fork():
        return os.waitpid(child, 0)[1]
    left = [moment]
    for owner, name in ((notebooks, "run"), (pathlib.Path, "write_bytes"), (os, "replace")):
        if moment is not None:
            setattr(owner, name, killing(getattr(owner, name), left))
    try:
        rerun.rerun(root, fresh=True)  # no kernels: there are no notebooks
    finally:
        os._exit(0)

for moment in map(int, sys.argv[2:]):
    for file in (root / "data").iterdir():
        file.write_text("")
    killed = os.WIFSIGNALED(in_fork(moment))
    empty = sum(not file.stat().st_size for file in (root / "data").iterdir())
    in_fork()
    print(killed, empty, hash(tuple(file.read_bytes() for file in sorted((root / "data").iterdir()))))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_rerun_after_a_kill_at_any_of_ten_moments_gives_the_same_bytes(copy):
    rerun.rerun(copy)
    wanted = {file.name: file.read_bytes() for file in (copy / "data").iterdir()}
    moments = [str(moment) for moment in (0, 3, 7, 8, 11, 14, 15, 16, 18, 19)]
    done = subprocess.run([sys.executable, "-c", KILLED, copy, *moments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    killed, empty, bytes_ = zip(*(line.split() for line in done.stdout.splitlines()), strict=True)
    assert set(killed) == {"True"} and len(set(bytes_)) == 1
    assert {"6", "5", "1"} <= set(empty)  # nothing moved, some, all but one
    assert {file.name: file.read_bytes() for file in (copy / "data").iterdir()} == wanted


def test_a_rerun_with_nothing_to_do_says_so_and_any_change_is_seen(copy, capsys):
    assert main(["rerun", "--root", str(copy)]) == 0
    assert "changed: nothing" in capsys.readouterr().out
    assert main(["rerun", "--root", str(copy)]) == 0
    assert capsys.readouterr().out.startswith("Nothing has changed since the last run")
    for file in ("seeds/phrases.csv", "data/claims.csv", "notebooks/00-a.ipynb", "README.md", "requirements.lock"):
        before = fingerprint.of(copy)
        with (copy / file).open("a", encoding="utf-8") as opened:
            opened.write(" ")
        assert fingerprint.of(copy) != before, file
    before = fingerprint.of(copy)
    (copy / "notebooks" / "x-mine.ipynb").write_text("{}", encoding="utf-8")  # a private notebook is nobody's business
    assert fingerprint.of(copy) == before


def test_nothing_is_replaced_where_a_folder_can_not_be_written(copy, capsys, monkeypatch):
    (copy / "data" / "growth.csv").write_text("", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main(["rerun", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert "data: Permission denied; nothing was replaced" in error
    assert (copy / "data" / "growth.csv").read_bytes() == b""
