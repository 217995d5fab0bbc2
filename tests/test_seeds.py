"""Bad seeds: each stops with file, row, column, what was found, what is allowed, what to do; nothing is written."""

import re

import pytest

from helpers import checks, tables, tidy
from helpers.__main__ import main

LINE = re.compile(r"^seeds/[\w/]+\.csv:\d+:[\w, ]*: .+; .+; .+$")


def edit(folder, table, change):
    file = tables.path(table, folder)
    file.write_bytes(change(file.read_bytes().decode("utf-8")).encode("utf-8"))


def replaced(old, new, count=1):
    def change(text):
        assert old in text, old
        return text.replace(old, new, count)

    return change


BAD = {
    "a missing column": ("reported", replaced("qualifier,", ""), "reported.csv:1:qualifier: no such column"),
    "a renamed column": ("targets", replaced("comparator", "operator"), "targets.csv:1:comparator: no such column"),
    "an extra column": ("sources", replaced("note\n", "note,more\n"), "sources.csv:1:more: unknown column"),
    "an unknown indicator": (
        "reported",
        replaced("smartphone_population_pct", "smartfone_pct"),
        "reported.csv:24:indicator: 'smartfone_pct'",
    ),
    "an unknown source": ("comparability", replaced(",S01,", ",S99,"), "comparability.csv:2:start_source: 'S99'"),
    "a wrong kind": ("reported", replaced(",observation,", ",observatoin,"), "one of observation, growth"),
    "a wrong number": (
        "reported",
        replaced('"48,6",ước đạt,0.2,triệu đồng/năm,48.6', '"48,6",ước đạt,0.2,triệu đồng/năm,46.8'),
        ":value: 46.8; the value of the token '48,6'",
    ),
    "a group read as a decimal": (
        "reported",
        replaced("1.115,ước đạt,2,tỷ đồng,1115", "1.115,ước đạt,2,tỷ đồng,1.115"),
        ":value: 1.115; the value of the token '1.115'",
    ),
    "a decimal point for a comma": (
        "reported",
        replaced('"88,7",,,%,88.7', "88.7,,,%,88.7"),
        "is not a Vietnamese numeral",
    ),
    "a duplicate": (
        "reported",
        replaced("S01,1,224,2020,,,,2020,date,,,,,\n", "S01,1,224,2020,,,,2020,date,,,,,\n" * 2),
        "reported.csv:3:source_id, offset: the same as in the row at position 2",
    ),
    "a value outside its bounds": (
        "reported",
        replaced("S01,8,2216,72,,,%,72", "S01,8,2216,172,,,%,172"),
        ":value: 172; 0 to 100 for smartphone_population_pct",
    ),
    "an empty required cell": (
        "indicators",
        replaced("People with a smartphone", ""),
        "indicators.csv:2:name_en: an empty cell; a value",
    ),
    "an impossible date": (
        "national",
        replaced("2018-12-31", "2018-13-31"),
        "national.csv:2:date: '2018-13-31'; a date as 2025-07-22",
    ),
    "an impossible period": ("reported", replaced("2023-Q1", "2023-Q5"), "is not a period"),
    "an unknown hedge": ("reported", replaced("gần", "độ"), "unknown word 'độ'"),
    "a hedge without its step": ("reported", replaced("ước đạt,0.2", "ước đạt,"), "no hedge_step for a hedged figure"),
    "an observation without a province": (
        "reported",
        replaced("observation,dien-bien", "observation,"),
        ":province: an empty cell",
    ),
    "rows out of order": ("reported", replaced("S01,3,898", "S01,3,100"), ":offset: 100 after 224"),
    "bounds upside down": ("indicators", replaced(",0,100,higher", ",100,0,higher"), "bounds 100 to 0"),
    "a pair without a grade": (
        "comparability",
        lambda text: "\n".join(text.splitlines()[:-1]) + "\n",
        "no row for dien-bien,agencies_dedicated_network_pct",
    ),
    "a grade for no pair": (
        "comparability",
        replaced("village_fibre_pct,2020,S01", "village_fibre_pct,2021,S01"),
        "no such pair of neighbours",
    ),
    "a grade too good": (
        "comparability",
        replaced("S02,C,94.5", "S02,B,94.5"),
        "leave even the sign of the change open",
    ),
    "an A for inferred dates": ("comparability", replaced("S02,B,", "S02,A,"), "A although"),
    "a non-breaking space": ("targets", replaced("mobile 4G", "mobile\u00a04G"), "a non-breaking space"),
    "decomposed letters": ("indicators", replaced("Tỷ", "Ty\u0309"), "decomposed letters"),
    "a cut row": ("target_matches", lambda text: text[:-30] + "\n", "missing cell"),
    "a header alone": ("sources", lambda text: text.splitlines()[0] + "\n", "an id of sources.source_id"),
    "an empty file": ("sources", lambda text: "", "no such column"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_stops_with_one_line_a_fault_and_nothing_written(copy, capsys, name):
    table, change, words = BAD[name]
    edit(copy, table, change)
    before = {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()}
    assert main(["rerun", "--root", str(copy)]) == 2
    told = capsys.readouterr()
    lines = told.err.strip().splitlines()
    assert told.out.strip().endswith("nothing was written.")
    assert all(LINE.match(line) for line in lines), lines
    assert any(words in line for line in lines), lines
    assert {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()} == before


def test_a_broken_encoding(copy, capsys):
    file = tables.path("sources", copy)
    file.write_bytes(file.read_bytes().replace("Điện".encode(), b"\xd0i\xea", 1))
    assert main(["check", "--root", str(copy)]) == 2
    assert "is not UTF-8" in capsys.readouterr().err


def test_a_missing_table(copy, capsys):
    tables.path("targets", copy).unlink()
    assert main(["check", "--root", str(copy)]) == 2
    assert "seeds/targets.csv:0:: no such file" in capsys.readouterr().err


def test_every_fault_is_named_at_once(copy):
    edit(copy, "reported", replaced("48.6,obs", "46.8,obs"))
    edit(copy, "reported", replaced("S01,8,2216,72,,,%,72", "S01,8,2216,172,,,%,172"))
    with pytest.raises(checks.BadSeeds) as raised:
        tidy.checked_seeds(copy)
    assert {fault.row for fault in raised.value.faults} >= {12, 26}


def test_the_projects_own_seeds_are_good(root):
    assert len(tidy.checked_seeds(root)["reported"]) == 201


# Traps that a careful reader would catch
def observation(frames, indicator, date):
    table = frames["observations"]
    return table[(table.indicator == indicator) & (table.date == date)].iloc[0]


def grade(seeds, start, end):
    table = seeds["comparability"]
    found = table[
        (table.start_indicator + " " + table.start_period == start)
        & (table.end_indicator + " " + table.end_period == end)
    ]
    assert len(found) == 1
    return found.grade.iloc[0]


def test_village_fibre_is_a_break(seeds):
    assert grade(seeds, "village_fibre_pct 2024-09-30", "village_fibre_pct 2025-07-22") == "D"


def test_ninety_five_of_villages_is_not_of_populated_areas(frames, seeds):
    assert observation(frames, "village_mobile_broadband_pct", "2023-12-31").value == 95
    assert observation(frames, "populated_area_mobile_pct", "2024-09-30").value == 95
    assert grade(seeds, "village_mobile_broadband_pct 2023", "populated_area_mobile_pct 2024-09-30") == "C"


def test_seventy_two_of_smartphones_is_not_of_internet_users(seeds):
    families = seeds["indicators"].set_index("indicator").family
    assert families["smartphone_population_pct"] != families["internet_users_pct"]


def test_in_four_districts_is_no_hedge(frames):
    row = observation(frames, "camera_districts_count", "2023-03-31")
    assert (row.value, row.qualifier, row.lower, row.upper) == (4, "", 3.5, 4.5)


def test_two_glued_figures_are_two_rows(frames):
    glued = frames["observations"].set_index("indicator")
    assert glued.value[["bank_account_15plus_pct", "enterprise_e_finance_pct"]].tolist() == [84.22, 100]


def test_site_categories_add_up_in_one_year_and_overlap_in_the_other(frames, seeds):
    value = lambda indicator, date: observation(frames, indicator, date).value  # noqa: E731
    assert value("mobile_4g_sites_count", "2025-07-22") + value("mobile_5g_sites_count", "2025-07-22") == value(
        "mobile_sites_count", "2025-07-22"
    )
    assert value("mobile_3g_sites_count", "2024-09-30") + value("mobile_4g_sites_count", "2024-09-30") > value(
        "mobile_sites_count", "2024-09-30"
    )
    assert grade(seeds, "mobile_4g_sites_count 2024-09-30", "mobile_4g_sites_count 2025-07-22") == "C"


def test_a_fall_in_subscriptions_carries_its_caveat(frames):
    claim = (
        frames["claims"]
        .set_index("claim_id")
        .loc["dien-bien.mobile_subscriptions_count.growth.2024-09-30-to-2025-07-22"]
    )
    assert "fewer subscriptions are not fewer users" in claim.reason


def test_households_with_internet_are_fixed_lines_over_households(frames):
    for date in ("2023-03-31", "2024-09-30", "2025-07-22"):
        lines = observation(frames, "fixed_broadband_subscriptions_count", date).value
        assert 135_000 < lines / observation(frames, "household_internet_pct", date).value * 100 < 141_000


def test_communes_reorganised_are_other_units(seeds):
    assert grade(seeds, "commune_centre_fibre_pct 2024-09-30", "commune_centre_fibre_pct 2025-07-22") == "C"


@pytest.mark.parametrize(
    "indicator, date, expected",
    [
        ("household_internet_pct", "2024-09-30", (52, 53)),
        ("household_internet_pct", "2025-07-22", (53.5, 54.5)),
        ("files_digitised_province_district_pct", "2025-07-22", (90, 91)),
        ("populated_area_4g_pct", "2025-07-22", (94, 95)),
        ("fixed_broadband_subscriptions_count", "2024-09-30", (73_000, 74_000)),
        ("mobile_subscriptions_count", "2025-07-22", (490_000, 500_000)),
        ("digital_economy_grdp_pct", "2023-12-31", (9.4, 9.6)),
        ("commune_centre_mobile_pct", "2024-09-30", (99.5, 100)),
    ],
)
def test_input_ranges(frames, indicator, date, expected):
    row = observation(frames, indicator, date)
    assert (row.lower, row.upper) == expected
