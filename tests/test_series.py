"""The chain over many made-up series: each stands alone, none is a series too, two workers of Dask give the same."""

import os
import subprocess
import sys
import tomllib

import pandas as pd
import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from helpers.analysis.chain import chain

sys.path.insert(0, str(ROOT / "benchmarks"))
import series

DATES = [*series.DATES, pd.Timestamp("2025-12-31")]
KEYS = ["target_id", "province", "indicator"]


@pytest.fixture(scope="module")
def panel():
    return series.panel(300)


@pytest.fixture(scope="module")
def found(panel):
    return chain(*panel, DATES)


def test_every_series_gets_a_verdict(found):
    assert len(found["target_gaps"]) == 300
    assert found["target_gaps"].rules_agree.nunique() > 1


def test_the_chain_of_a_part_is_that_part_of_the_chain(panel, found):
    observations, comparability, metadata = panel
    names = sorted(observations.province.unique())
    halves = [
        chain(*(frame[frame.province.isin(part)] for frame in (observations, comparability)), metadata, DATES)
        for part in (names[::2], names[1::2])
    ]
    for name, whole in found.items():
        keys = KEYS if name == "target_gaps" else list(whole.columns[:5])
        parts = pd.concat([half[name] for half in halves]).sort_values(keys, ignore_index=True)
        pd.testing.assert_frame_equal(parts, whole.sort_values(keys, ignore_index=True))


@pytest.mark.filterwarnings("error")
def test_no_series_give_empty_tables_with_the_same_columns(panel, found):
    """As an engine asks for before it has read a part."""
    for name, table in chain(*(frame.head(0) for frame in panel[:2]), panel[2], DATES).items():
        assert len(table) == 0 and list(table) == list(found[name])
        assert list(table.dtypes) == list(found[name].dtypes), name


@pytest.mark.slow
def test_two_workers_over_parquet_give_what_one_process_gives(tmp_path):
    folder = ROOT / "benchmarks"
    call = [sys.executable, "-m", "uv", "run", "-q", "--no-project", "--python", sys.executable]
    call += ["--with-requirements", folder / "dask.txt", folder / "dask_same.py", tmp_path / "panel"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(call, env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    if "Failed to fetch" in done.stderr:
        pytest.skip("the packages can't be fetched here: no network and no cache")
    assert done.returncode == 0 and done.stdout.strip() == "the same 3000", done.stderr


def test_the_extra_and_the_pinned_version_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extra,) = map(Requirement, project["optional-dependencies"]["big"])
    lines = (ROOT / "benchmarks" / "dask.txt").read_text(encoding="utf-8").splitlines()
    pinned = next(Requirement(line) for line in lines if line.startswith("dask"))
    (only,) = pinned.specifier
    assert extra.specifier.contains(only.version) and extra.extras <= pinned.extras
