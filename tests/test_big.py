"""Beyond one machine: the example with Dask, on two local workers, gives what one process gives."""

import os
import subprocess
import sys
import tomllib

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

COMPARED = """
import sys
import pandas as pd
sys.path.insert(0, sys.argv[2])
import dask_example
from distributed import Client
from helpers import series
from series import DATES, national

if __name__ == "__main__":
    folder, frames = sys.argv[1], national(3_000)
    dask_example.store(folder, frames, 4)
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        assert len(client.ncores()) == 2
        lazy = dask_example.verdicts_of(folder, frames[2], DATES)
        assert lazy.npartitions == 4
        many = lazy.compute()
    one = series.chain(*frames, DATES, ["diffusion"])["target_gaps"]
    assert len(one) == 3_000 and one.rules_agree.nunique() == 3
    tables = []
    for table in (one, many):
        texts = dict.fromkeys(table.select_dtypes("category"), "str")
        tables.append(table.astype(texts).sort_values(["target_id", "province", "indicator"], ignore_index=True))
    pd.testing.assert_frame_equal(*tables)
    print("the same", len(many))
"""


def test_two_workers_over_parquet_give_what_one_process_gives(tmp_path):
    folder = tmp_path / "environment"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--python", sys.executable, folder], check=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    wanted = ["-r", ROOT / "benchmarks" / "dask.txt"]
    if subprocess.run([*uv, "pip", "install", "-q", "--python", python, *wanted], cwd=ROOT).returncode:
        pytest.skip("the packages can't be fetched here: no network and no cache")
    script = tmp_path / "compared.py"
    script.write_text(COMPARED, encoding="utf-8")
    call = [python, script, tmp_path / "panel", ROOT / "benchmarks"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(call, env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0 and done.stdout.strip() == "the same 3000", done.stderr


def test_the_extra_and_the_pinned_version_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extra,) = map(Requirement, project["optional-dependencies"]["big"])
    lines = (ROOT / "benchmarks" / "dask.txt").read_text(encoding="utf-8").splitlines()
    pinned = next(Requirement(line) for line in lines if line.startswith("dask"))
    (only,) = pinned.specifier
    assert extra.specifier.contains(only.version) and extra.extras <= pinned.extras
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "\ndask==" not in lock
