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
from pathlib import Path
import pandas as pd
sys.path.insert(0, sys.argv[2])
import dask_example
from distributed import Client
from helpers.analysis.chain import chain
from series import DATES, panel

if __name__ == "__main__":
    folder, frames = Path(sys.argv[1]), panel(3_000)
    names = sorted(frames[0].province.unique())
    for number in range(4):
        for name, frame in zip(("observations", "comparability"), frames):
            (folder / name).mkdir(parents=True, exist_ok=True)
            frame[frame.province.isin(names[number::4])].to_parquet(folder / name / f"{number}.parquet")
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        lazy = dask_example.verdicts_of(folder, frames[2], DATES)
        assert len(client.ncores()) == 2 and lazy.npartitions == 4
        many = lazy.compute().sort_values(["target_id", "province", "indicator"], ignore_index=True)
    one = chain(*frames, DATES, ["diffusion"])["target_gaps"]
    one = one.sort_values(["target_id", "province", "indicator"], ignore_index=True)
    pd.testing.assert_frame_equal(one, many, check_dtype=False)
    print("the same", len(many))
"""


@pytest.mark.slow
def test_two_workers_over_parquet_give_what_one_process_gives(tmp_path):
    folder = tmp_path / "environment"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--python", sys.executable, folder], check=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    packages = ["-r", ROOT / "benchmarks" / "dask.txt"]
    if subprocess.run([*uv, "pip", "install", "-q", "--python", python, *packages], cwd=ROOT).returncode:
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
