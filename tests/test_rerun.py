"""The rerun: the same bytes after a kill at any moment; it says what moved, and when there is nothing to do."""

import itertools
import os
import signal
from pathlib import Path

import pytest
from conftest import contents

from helpers.__main__ import main
from helpers.outputs import fingerprint, notebooks, rerun
from helpers.seeds import checks


def killed(root, moment=None):
    """Whether a rerun in a fork was killed: before its n-th step, which is the run of the notebooks, a file written
    aside, or a file moved into place."""
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = itertools.count()

    def killing(function):
        def step(*arguments, **options):
            if next(steps) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return step

    for owner, name in ((notebooks, "run"), (Path, "write_bytes"), (os, "replace")):
        setattr(owner, name, killing(getattr(owner, name)))
    try:
        rerun.rerun(root, fresh=True)  # no kernels: there are no notebooks
    finally:
        os._exit(0)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_rerun_after_a_kill_at_any_of_ten_moments_gives_the_same_bytes(copy, seeds, frames, monkeypatch):
    rerun.rerun(copy)
    wanted, empty = contents(copy / "data"), set()
    monkeypatch.setattr(rerun, "chain", lambda _: frames)  # computed once: it is the writing that is tried
    monkeypatch.setattr(checks, "checked_seeds", lambda _: seeds)
    for moment in (0, 3, 7, 8, 11, 14, 15, 16, 18, 19):
        for file in wanted:
            file.write_bytes(b"")
        assert killed(copy, moment)
        empty.add(sum(not file.stat().st_size for file in wanted))
        assert not killed(copy) and contents(copy / "data") == wanted
    assert {6, 5, 1} <= empty  # nothing moved, some, all but one


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
