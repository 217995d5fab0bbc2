"""Broken runs: afterwards data/ and notebooks/ are the old state or the new one, whole, and the next run recovers."""

import sys
import tempfile
from pathlib import Path

import faults
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and limits as POSIX has them")


@pytest.mark.parametrize("name", faults.SCENARIOS)
def test_a_broken_run_leaves_a_whole_state_and_the_next_one_recovers(name):
    # not tmp_path: another user must be able to go there
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place, "project")
        folder.mkdir()
        outcome = faults.SCENARIOS[name](folder)
    assert outcome.tried == outcome.whole == outcome.recovered, outcome
