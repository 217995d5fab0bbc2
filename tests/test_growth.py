"""The rules about pairs and runs, and what a pair has no rate for."""

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import growth, pairs


def one(frames, indicator, start, end):
    table = frames["growth"].set_index(["indicator", "start_date", "end_date"])
    return table.loc[(indicator, pd.Timestamp(start), pd.Timestamp(end))]


def test_a_break_has_no_rate_at_all(frames):
    rows = frames["growth"].query("indicator == 'village_fibre_pct'")
    assert not (rows.end_date == "2025-07-22").any()


@pytest.mark.parametrize(
    "indicator, start, end, change, words",
    [
        ("internet_users_pct", "2024-09-30", "2025-07-22", 0, pairs.SAME_AGAIN),
        ("populated_area_mobile_pct", "2023-03-31", "2024-09-30", 0.5, pairs.ROUNDING),
        ("mobile_sites_count", "2024-09-30", "2025-07-22", 170, "less than a year"),
    ],
)
def test_no_change_or_less_than_a_year_has_no_rate_and_says_so(frames, indicator, start, end, change, words):
    row = one(frames, indicator, start, end)
    assert row.change == change and row.note.startswith(words) and row[growth.RATES].isna().all()


def test_a_pair_graded_c_has_no_rate(frames):
    graded = frames["growth"].query("comparability == 'C'")
    assert len(graded) and graded[growth.RATES].isna().all(axis=None) and graded.note.str.contains("no rate").all()


FORMS = [  # one measurement in two forms
    ("household_internet_pct", "fixed_broadband_subscriptions_count"),
    ("mobile_subscriptions_count", "mobile_subscriptions_per_100"),
    ("fibre_routes_count", "fibre_route_length_km"),
]


@pytest.mark.parametrize("forms", FORMS)
def test_two_forms_of_one_measurement_have_one_grade(seeds, forms):
    table = seeds["comparability"].query("start_indicator == end_indicator")
    key = ["start_period", "end_period"]
    first, second = (table[table.start_indicator == name].set_index(key).grade for name in forms)
    both = pd.concat([first, second], axis=1, join="inner")
    assert len(both) and (both.iloc[:, 0] == both.iloc[:, 1]).all()


def test_the_longest_span_joins_pairs_and_has_their_worst_grade(frames):
    row = one(frames, "household_internet_pct", "2023-03-31", "2025-07-22")
    assert (row.start_value, row.end_value, row.comparability, row.source_ids) == (42, 54, "B", "S04 S02 S05")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start, end", [(0, 10), (10, 0), (100, 50), (50, 100), (0, 100), (100, 100), (0, 0), (-5, 5)])
def test_bounds_give_nan_and_never_a_warning(start, end):
    found = growth.rates(start, end, 3, 100)
    assert not any(np.isinf(value).any() for value in found.values())
    assert np.isnan(found["annual_growth_pct"]) == (start <= 0 or end <= 0)
    assert np.isnan(found["log_odds_per_year"]) == (start in (0, 100) or end in (0, 100) or start < 0)


def test_a_pair_without_a_grade_is_refused(frames, seeds):
    with pytest.raises(ValueError, match="no grade"):
        pairs.links(frames["observations"], seeds["comparability"].iloc[1:])


@pytest.mark.parametrize("letters, span", [("DABA", (20, 50, 4, "B", 3)), ("ADAA", (30, 50, 3, "A", 2))])
def test_a_span_stops_at_a_break(letters, span):
    years, values = ["2015", "2018", "2019", "2020", "2022"], [10.0, 20.0, 30.0, 40.0, 50.0]
    rows = pd.DataFrame({"period": years, "value": values, "lower": values, "upper": values})
    rows["date"] = pd.to_datetime(rows.period + "-12-31")
    rows = rows.assign(province="p", indicator="i", unit="%", source_id="S01")
    grades = pd.DataFrame({"start_period": years[:-1], "end_period": years[1:], "grade": list(letters)})
    grades = grades.assign(province="p", start_indicator="i", end_indicator="i", start_source="S01", end_source="S01")
    row = pairs.spans(pairs.links(rows, grades.assign(reason="made up"))).iloc[0]
    assert (row.start_value, row.end_value, row.years, row.comparability, row.pairs) == span
    assert row.reaches_latest and row.reason == "made up" and row.latest_unmoved == ""
