"""docs/trust.md against the runs that it tells of: bad tables and broken runs again, and a part of the mutants."""

import sys

import bad_tables
import faults
import mutation
import pytest
import trust

from helpers import tables

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and limits as POSIX has them")
TOLD: dict[str, dict] = {}
OUTCOMES: dict[str, faults.Outcome] = {}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A whole project that each bad table breaks in one place and mends again."""
    return bad_tables.project(tmp_path_factory.mktemp("bad") / "Tây Bắc")


@pytest.mark.parametrize("name", bad_tables.CASES)
def test_a_bad_table_stops_with_one_line_a_fault_and_nothing_written(whole, name):
    TOLD[name] = bad_tables.outcome(bad_tables.CASES[name], whole)
    assert TOLD[name]["passed"], TOLD[name]


def test_every_case_mended_what_it_broke(whole):
    assert len(bad_tables.CASES) >= 40
    for table in tables.seed_names():
        assert tables.read(table, whole).equals(tables.read(table)), table


@needs_posix
@pytest.mark.parametrize("name", faults.SCENARIOS)
def test_a_broken_run_leaves_a_whole_state_and_the_next_one_recovers(name):
    outcome = OUTCOMES[name] = trust.broken_run(name)
    assert outcome.tried == outcome.whole == outcome.recovered, outcome


def test_a_part_of_the_mutants_is_killed_as_the_page_says(root):
    every = mutation.mutants(root)
    known = trust.stored()
    assert len(known) == len(every), "seeds/ changed: run the mutate task"
    found = mutation.report(root, lambda place: place % trust.STEP == 0)[trust.KEPT]
    expected = known.iloc[:: trust.STEP].reset_index(drop=True)
    assert found.equals(expected), found.compare(expected)


def test_nothing_that_is_said_depends_on_a_number_that_only_a_hash_guards():
    left = trust.stored().query("killed_by == 'hash'")
    bare = [f"{one.table}:{one.row}:{one.column}" for _, one in left.iterrows() if not trust.reason(one)]
    assert not bare


@needs_posix
def test_the_page_says_what_happened():
    if (set(OUTCOMES), set(TOLD)) != (set(faults.SCENARIOS), set(bad_tables.CASES)):
        pytest.skip("only with the broken tables and the broken runs of this file")
    told = trust.PAGE.read_text(encoding="utf-8")
    assert told == trust.page(trust.stored(), bad_tables.listed(TOLD), OUTCOMES)
