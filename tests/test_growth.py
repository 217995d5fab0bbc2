"""Hand-computed growth and the rules about pairs."""

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import growth, pairs
from helpers.seeds import tidy
from helpers.tables import files


def one(frames, indicator, start, end):
    table = frames["growth"]
    rows = table[(table.indicator == indicator) & (table.start_date == start) & (table.end_date == end)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_headline_by_hand(frames):
    row = one(frames, "smartphone_population_pct", "2020-12-31", "2023-12-31")
    assert row.years == 3
    assert row.change_points == 28
    assert row.points_per_year == pytest.approx(28 / 3)
    assert row.relative_change_pct == pytest.approx(63.636364)
    assert row.annual_growth_pct == pytest.approx(17.840146, abs=1e-6)
    assert row.gap_closed_per_year_pct == pytest.approx(20.63, abs=0.005)
    assert row.log_odds_per_year == pytest.approx(0.3952, abs=0.00005)
    assert (row.points_per_year_lower, row.points_per_year_upper) == (pytest.approx(27 / 3), pytest.approx(29 / 3))
    assert row.comparability == "A"


def test_decimal_years():
    years = tidy.decimal_year(["2020-12-31", "2024-09-30", "2025-07-22"])
    assert list(years) == pytest.approx([2021.0, 2024 + 274 / 366, 2025 + 203 / 365])


def test_a_break_has_no_rate_at_all(frames):
    table = frames["growth"]
    rows = table[table.indicator == "village_fibre_pct"]
    assert not (rows.end_date == "2025-07-22").any()


def test_a_repeated_figure_has_no_rate_and_says_so(frames):
    row = one(frames, "internet_users_pct", "2024-09-30", "2025-07-22")
    assert row.change == 0 and row.note.startswith(pairs.SAME_AGAIN)
    assert frames["growth"].loc[row.name, growth.RATES].isna().all()


def test_a_pair_graded_c_has_no_rate(frames):
    table = frames["growth"]
    graded = table[table.comparability == "C"]
    assert len(graded) and graded[growth.RATES].isna().all(axis=None) and graded.note.str.contains("no rate").all()


def test_a_change_within_rounding_has_no_rate_and_says_so(frames):
    row = one(frames, "populated_area_mobile_pct", "2023-03-31", "2024-09-30")
    assert row.comparability == "B" and row.change == 0.5 and row.note.startswith(pairs.ROUNDING)
    assert frames["growth"].loc[row.name, growth.RATES].isna().all()


FORMS = [  # one measurement in two forms
    ("household_internet_pct", "fixed_broadband_subscriptions_count"),
    ("mobile_subscriptions_count", "mobile_subscriptions_per_100"),
    ("fibre_routes_count", "fibre_route_length_km"),
]


@pytest.mark.parametrize("forms", FORMS)
def test_two_forms_of_one_measurement_have_one_grade(seeds, forms):
    table = seeds["comparability"].query("start_indicator == end_indicator")
    first, second = (
        table[table.start_indicator == name].set_index(["start_period", "end_period"]).grade for name in forms
    )
    both = pd.concat([first, second], axis=1, join="inner")
    assert len(both) and (both.iloc[:, 0] == both.iloc[:, 1]).all()


def test_less_than_a_year_has_a_change_and_no_rate(frames):
    row = one(frames, "mobile_sites_count", "2024-09-30", "2025-07-22")
    assert row.change == 170 and pd.isna(row.annual_growth_pct) and "less than a year" in row.note


def test_the_longest_span_joins_pairs_and_has_their_worst_grade(frames):
    row = one(frames, "household_internet_pct", "2023-03-31", "2025-07-22")
    assert (row.start_value, row.end_value, row.comparability) == (42, 54, "B")
    assert row.source_ids == "S04 S02 S05"


def test_counts_have_no_points_gap_or_odds(frames):
    row = one(frames, "fixed_broadband_subscriptions_count", "2023-03-31", "2024-09-30")
    assert row[["change_points", "points_per_year", "gap_closed_per_year_pct", "log_odds_per_year"]].isna().all()
    assert row.annual_growth_pct == pytest.approx(100 * ((73 / 57) ** (1 / row.years) - 1))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start, end", [(0, 10), (10, 0), (100, 50), (50, 100), (0, 100), (100, 100), (0, 0), (-5, 5)])
def test_bounds_give_nan_and_never_a_warning(start, end):
    found = growth.rates(start, end, 3, 100)
    assert not any(np.isinf(value).any() for value in found.values())
    if start <= 0 or end <= 0:
        assert np.isnan(found["annual_growth_pct"])
    if start in (0, 100) or end in (0, 100):
        assert np.isnan(found["log_odds_per_year"])


def test_a_pair_without_a_grade_is_refused(frames, seeds):
    with pytest.raises(ValueError, match="no grade"):
        pairs.links(frames["observations"], seeds["comparability"].iloc[1:])


def test_a_chain_stops_at_a_break():
    observations = pd.DataFrame(
        {
            "province": "p",
            "indicator": "i_pct",
            "unit": "%",
            "date": pd.to_datetime(["2015-12-31", "2018-12-31", "2019-12-31", "2020-12-31", "2022-12-31"]),
            "period": ["2015", "2018", "2019", "2020", "2022"],
            "value": [10.0, 20.0, 30.0, 40.0, 50.0],
            "lower": [10.0, 20.0, 30.0, 40.0, 50.0],
            "upper": [10.0, 20.0, 30.0, 40.0, 50.0],
            "source_id": "S01",
        }
    )
    grades = pd.DataFrame(
        {
            "province": "p",
            "start_indicator": "i_pct",
            "end_indicator": "i_pct",
            "start_source": "S01",
            "end_source": "S01",
            "start_period": ["2015", "2018", "2019", "2020"],
            "end_period": ["2018", "2019", "2020", "2022"],
            "grade": ["D", "A", "B", "A"],
            "reason": "made up",
        }
    )
    chain = pairs.spans(pairs.links(observations, grades)).iloc[0]
    assert (chain.start_value, chain.end_value, chain.years, chain.comparability, chain.pairs) == (20, 50, 4, "B", 3)
    assert chain.reaches_latest
    assert chain.reason == "made up" and chain.latest_unmoved == ""
    grades["grade"] = ["A", "D", "A", "A"]
    chain = pairs.spans(pairs.links(observations, grades)).iloc[0]
    assert (chain.start_value, chain.end_value, chain.years) == (30, 50, 3)


def test_the_written_table_has_the_columns_of_the_contract(frames):
    assert list(frames["growth"].columns) == list(files.columns("growth").column)
