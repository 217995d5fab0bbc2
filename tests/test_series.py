"""The chain over many made-up series: each stands alone, in any order, and none at all is a series too."""

import sys

import pandas as pd
import pytest
from conftest import ROOT

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
    observations, comparability, about = panel
    names = sorted(observations.province.unique())
    halves = [
        chain(*(frame[frame.province.isin(part)] for frame in (observations, comparability)), about, DATES)
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
