"""Bad seeds and traps of the sources."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from bad_tables import CASES
from conftest import contents, copy_tables

from helpers.__main__ import main
from helpers.outputs import rerun
from helpers.seeds import checks
from helpers.seeds.faults import BadSeeds
from helpers.tables import files

LINE = re.compile(r"seeds/[\w/]+\.csv:\d+:[\w, ]*: .+; .+; .+")  # file:row:column: found; allowed; what to do


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Tables to break and mend, one after the other."""
    return copy_tables(tmp_path_factory.mktemp("broken"))


def edit(folder, table, change):
    """Change the bytes of one table below a root."""
    file = files.path(table, folder)
    file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_broken_table_stops_with_file_row_and_column_and_nothing_is_written(project, case, capsys):
    good = files.path(case.table, project).read_bytes()
    edit(project, case.table, case.change)
    try:
        before = contents(project)
        assert main(["rerun", "--root", str(project)]) == 2 and contents(project) == before
        said = capsys.readouterr()
        lines = said.err.strip().splitlines()
        assert said.out.strip().endswith("in seeds/: nothing was written.")
        assert [line for line in lines if not LINE.fullmatch(line)] == []
        assert any(case.words in line for line in lines), lines
    finally:
        files.path(case.table, project).write_bytes(good)


def as_excel_saves(raw):
    return b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")


def test_what_excel_adds_is_read_as_if_absent(copy, frames):
    for table in files.seed_names():
        edit(copy, table, as_excel_saves)
    rerun.rerun(copy)
    for name in ("data/" + file.name for file in (files.PROJECT / "data").iterdir()):
        assert (copy / name).read_bytes() == (files.PROJECT / name).read_bytes(), name
    for table in files.seed_names():
        assert files.read(table, copy).equals(files.read(table)), table


def test_what_excel_adds_hides_no_fault_and_moves_no_row(copy):
    edit(copy, "reported", CASES["0.72 for 72"].change)
    edit(copy, "reported", as_excel_saves)
    with pytest.raises(BadSeeds, match=r"^seeds/reported.csv:26:value: 0.72; [^\n]+$"):
        checks.checked_seeds(copy)


def test_the_task_writes_the_seal_and_nothing_else(copy, capsys):
    edit(copy, "reported", CASES["an offset off by one"].change)
    with pytest.raises(BadSeeds, match=r"python3 run\.py seal S01$"):
        checks.checked_seeds(copy)
    before = contents(copy)
    assert main(["seal", "S01", "--root", str(copy)]) == 0 and "S01: sealed" in capsys.readouterr().out
    after = contents(copy)
    assert {file.name for file in after if after[file] != before.get(file)} == {"sources.csv"}
    checks.checked_seeds(copy)
    assert main(["seal", "S01", "--root", str(copy)]) == 0 and "already" in capsys.readouterr().out


@pytest.mark.parametrize(
    "case, source, words",
    [("swapped digits", "S01", ":value: 46.8;"), ("a pair without a grade", "S99", "'S99'; one of S01")],
)
def test_nothing_wrong_and_nothing_unknown_is_sealed(copy, capsys, case, source, words):
    edit(copy, CASES[case].table, CASES[case].change)
    before = contents(copy)
    assert main(["seal", source, "--root", str(copy)]) == 2 and words in capsys.readouterr().err
    assert contents(copy) == before


def test_a_missing_table(copy, capsys):
    files.path("targets", copy).unlink()
    assert main(["check", "--root", str(copy)]) == 2
    assert "seeds/targets.csv:0:: no such file" in capsys.readouterr().err


def test_every_fault_is_named_at_once(copy):
    edit(copy, "reported", CASES["swapped digits"].change)
    edit(copy, "reported", CASES["a value past its bound"].change)
    with pytest.raises(BadSeeds) as raised:
        checks.checked_seeds(copy)
    assert {fault.row for fault in raised.value.faults} == {12, 26}


# Traps that a careful reader would catch
def observation(frames, indicator, date, province="dien-bien"):
    table = frames["observations"]
    return table[(table.province == province) & (table.indicator == indicator) & (table.date == date)].iloc[0]


def grade(seeds, start, end):
    table = seeds["comparability"]
    ends = [table[f"{end}_indicator"] + " " + table[f"{end}_period"] for end in ("start", "end")]
    (found,) = table[(ends[0] == start) & (ends[1] == end)].grade
    return found


@pytest.mark.parametrize(
    "start, end, expected",
    [
        ("village_fibre_pct 2024-09-30", "village_fibre_pct 2025-07-22", "D"),
        ("village_mobile_broadband_pct 2023", "populated_area_mobile_pct 2024-09-30", "C"),
        ("mobile_4g_sites_count 2024-09-30", "mobile_4g_sites_count 2025-07-22", "C"),  # categories overlap in one
        # the text of July 2025 prints xã, phường, thị trấn: it still counts the old units
        ("commune_centre_fibre_pct 2024-09-30", "commune_centre_fibre_pct 2025-07-22", "B"),
    ],
)
def test_traps_have_their_grades(seeds, start, end, expected):
    assert grade(seeds, start, end) == expected


def test_ninety_five_of_villages_is_not_of_populated_areas(frames):
    assert observation(frames, "village_mobile_broadband_pct", "2023-12-31").value == 95
    assert observation(frames, "populated_area_mobile_pct", "2024-09-30").value == 95


def test_seventy_two_of_smartphones_is_not_of_internet_users(seeds):
    families = seeds["indicators"].set_index("indicator").family
    assert families["smartphone_population_pct"] != families["internet_users_pct"]


def test_in_four_districts_is_no_hedge(frames):
    row = observation(frames, "camera_districts_count", "2023-03-31")
    assert (row.value, row.qualifier, row.lower, row.upper) == (4, "", 3.5, 4.5)


def test_two_glued_figures_are_two_rows(frames):
    glued = frames["observations"].set_index("indicator")
    assert glued.value[["bank_account_15plus_pct", "enterprise_e_finance_pct"]].tolist() == [84.22, 100]


def test_site_categories_add_up_in_one_year_and_overlap_in_the_other(frames):
    kinds = ("mobile_sites_count", "mobile_3g_sites_count", "mobile_4g_sites_count", "mobile_5g_sites_count")
    seen = frames["observations"].query("indicator in @kinds").set_index(["date", "indicator"]).value
    (now, _, four, five), (before, three, four_before, _) = (
        [seen.get((pd.Timestamp(day), kind)) for kind in kinds] for day in ("2025-07-22", "2024-09-30")
    )
    assert four + five == now and three + four_before > before


def test_a_fall_in_subscriptions_carries_its_caveat(frames):
    claims, name = frames["claims"].set_index("claim_id"), "dien-bien.mobile_subscriptions_count"
    assert "not fewer users" in claims.reason[f"{name}.growth.2024-09-30-to-2025-07-22"]


def test_households_with_internet_are_fixed_lines_over_households(frames):
    for date in ("2023-03-31", "2024-09-30", "2025-07-22"):
        lines = observation(frames, "fixed_broadband_subscriptions_count", date).value
        assert 135_000 < lines / observation(frames, "household_internet_pct", date).value * 100 < 141_000


@pytest.mark.parametrize(
    "qualifier, end, found",
    [
        ("hơn", (52.5, 53.5), {"hedges leave even the sign of the change open": "C", "no change beyond rounding": "B"}),
        ("", (52.5, 53.5), {"no change beyond rounding": "B"}),
        ("hơn", (53.5, 54.5), {}),
    ],
)
def test_what_a_hedge_or_rounding_leaves_open_lowers_the_grade(qualifier, end, found):
    about = {"period_basis": "stated", "source_id": "S1", "indicator": "i"}
    start = SimpleNamespace(value=52, lower=52, upper=53, qualifier=qualifier, **about)
    last = SimpleNamespace(value=53, lower=end[0], upper=end[1], qualifier="", **about)
    assert checks.limits(start, last) == found


@pytest.mark.parametrize(
    "indicator, date, expected",
    [
        ("household_internet_pct", "2025-07-22", (53.5, 54.5)),
        ("files_digitised_province_district_pct", "2025-07-22", (90, 91)),
        ("mobile_subscriptions_count", "2025-07-22", (490_000, 500_000)),
        ("commune_centre_mobile_pct", "2024-09-30", (99.5, 100)),
    ],
)
def test_input_ranges(frames, indicator, date, expected):
    row = observation(frames, indicator, date)
    assert (row.lower, row.upper) == expected
