"""The rules by hand and against what a national platform published; the targets' table."""

import numpy as np
import pandas as pd
import pytest
from conftest import outside

from helpers.analysis import progress, targets
from helpers.claims import target_words


def test_open_sdg_agrees_with_every_published_row():
    published = pd.read_csv(outside("VECTORS") / "open_sdg_published.csv")
    assert len(published) == 192
    found = progress.on_frame(progress.open_sdg_progress, published)
    assert list(found.status) == list(published.status)
    for ours, theirs in ((found.value, published.progress_value), (found.score, published.score)):
        ours = ours.astype(float)
        assert (ours.isna() == theirs.isna()).all()
        assert np.nanmax(np.abs(ours - theirs)) < 1e-9


@pytest.mark.parametrize(
    "arguments, status, value, score",
    [
        # observed = required: R = 1, capped score 7.1429 - 4.2857
        ((50, 2020, 60.5, 2022, 73.205, 2024), "substantial_progress", 1.0, 2.8572),
        ((50, 2020, 55, 2021, 73.205, 2023), "moderate_progress", (1.1 - 1) / (1.4641 ** (1 / 3) - 1), None),
        ((50, 2020, 50, 2022, 60, 2025), "limited_progress", 0.0, -2.5),
        ((50, 2020, 45, 2022, 60, 2025), "deterioration", None, None),
        ((50, 2020, 61, 2022, 60, 2025), "target_achieved", None, 5.0),
        ((50, 2020, 51, 2020.5, 60, 2025), "not_available", None, None),
        ((np.nan, 2020, 51, 2022, 60, 2025), "not_available", None, None),
        ((-5, 2020, 5, 2022, 10, 2025), "not_available", None, None),
        ((40, 2020, 40, 2022), "limited_progress", 0.0, -2.5),
        ((40, 2020, 42, 2021), "substantial_progress", 0.05, 5.0),
        ((40, 2020, 40.4, 2021), "moderate_progress", 0.01, 1.25),
        ((40, 2020, 39.6, 2021), "deterioration", -0.01, -3.75),
    ],
)
def test_open_sdg_by_hand(arguments, status, value, score):
    found = progress.open_sdg_progress(*arguments)
    assert found.status == status
    if value is not None:
        assert found.value == pytest.approx(value)
    if score is not None:
        assert found.score == pytest.approx(score)


def test_open_sdg_where_lower_is_better_and_with_a_limit():
    assert progress.open_sdg_progress(50, 2020, 40, 2022, 30, 2025, direction=-1).status == "substantial_progress"
    at_the_limit = progress.open_sdg_progress(100, 2020, 100, 2022, limit=100)
    assert (at_the_limit.status, at_the_limit.score) == ("substantial_progress", 5.0)


@pytest.mark.parametrize(
    "current, status",
    [(60, "target_achieved"), (48, "on_track"), (40, "fair"), (31.2, "stagnation"), (28, "regression")],
)
def test_unsd_by_hand(current, status):
    assert progress.unsd_progress(31, 2020, current, 2023, 60, 2025).status == status


def test_unsd_expected_value():
    expected = 48 * (48 / 31) ** (2 / 3)
    assert progress.unsd_progress(31, 2020, 48, 2023, 60, 2025).value == pytest.approx((expected - 31) / 29)
    assert progress.unsd_progress(80, 2020, 99.5, 2023, 100, 2025).status == "target_achieved"


@pytest.mark.parametrize(
    "current, status, value",
    [
        (49, "on_track", 18 / 3 / (29 / 5)),
        (48, "moderately_improving", 17 / 3 / (29 / 5)),
        (33, "stagnating", 2 / 3 / (29 / 5)),
        (30, "decreasing", -1 / 3 / (29 / 5)),
    ],
)
def test_linear_by_hand(current, status, value):
    found = progress.linear_progress(31, 2020, current, 2023, 60, 2025)
    assert (found.status, found.value) == (status, pytest.approx(value))


@pytest.mark.parametrize(
    "arguments, verdict",
    [
        ((70, 85, 80), "open"),
        ((80, 85, 80), "likely"),
        ((70, 79.9, 80), "unlikely"),
        ((99, 100, 100), "likely"),
        ((90, 98.9, 100), "unlikely"),
        ((96, 100, 95, 7), "the scenario reaches it"),
        ((70, 90, 95, 7), "the scenario does not"),
        ((np.nan, np.nan, 95), ""),
    ],
)
def test_interval_verdict(arguments, verdict):
    assert progress.interval_verdict(*arguments) == verdict


def row(frames, target, indicator, province="dien-bien"):
    table = frames["target_gaps"]
    found = table[(table.target_id == target) & (table.indicator == indicator) & (table.province == province)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_target_with_one_figure_has_a_distance_and_no_pace(frames):
    found = row(frames, "TDB4", "digital_economy_grdp_pct")
    assert found.gap_points == pytest.approx(0.5) and found.pace_needed == pytest.approx(0.25)
    assert pd.isna(found.pace_so_far) and found.linear_status == "not_available"


def test_near_matches_are_one_way(frames):
    below = row(frames, "TDB6", "household_fibre_connected_pct")
    assert (
        below.pace_so_far == pytest.approx(17 / 3)
        and below.pace_needed == pytest.approx(6)
        and below.pace_ratio == pytest.approx(17 / 18)
    )
    assert below.linear_status == targets.UNDECIDED and below.interval_verdict == targets.UNDECIDED
    assert below.rules_agree == "no"
    above = row(frames, "TDB8", "procedures_online_any_pct")
    assert "cannot be decided" in above.note and "meets the target" not in above.note


def test_a_target_without_a_year_has_no_pace():
    goals = pd.DataFrame(
        {
            "target_id": "T1",
            "scope": "p",
            "value": 60.0,
            "comparator": ">=",
            "target_year": pd.array([None], "Int64"),
            "note": "",
        }
    )
    found = made_up_gap(goals)
    assert pd.isna(found.pace_needed) and "no year" in found.note and found.linear_status == "not_available"


@pytest.mark.filterwarnings("error")
def test_more_than_a_value_is_not_met_at_it():
    goals = pd.DataFrame(
        {
            "target_id": "T1",
            "scope": "p",
            "value": 40.0,
            "comparator": ">",
            "target_year": pd.array([2030], "Int64"),
            "note": "",
        }
    )
    found = made_up_gap(goals)
    assert found.gap_points == 0 and pd.isna(found.pace_needed) and pd.isna(found.pace_ratio)
    assert "target_achieved" not in (found.open_sdg_status, found.unsd_status, found.linear_status)
    assert made_up_gap(goals.assign(comparator=">=")).open_sdg_status == "target_achieved"


def made_up_gap(goals):
    """The gap of one exact target to a series that rose from 30 (2020) to 40 (2023)."""
    observations = pd.DataFrame(
        {"province": "p", "indicator": "i", "date": pd.to_datetime(["2023-12-31"]), "value": 40.0}
    )
    matches = pd.DataFrame({"target_id": ["T1"], "indicator": "i", "match": "exact", "bound": "none", "reason": ""})
    dates = {"start_date": pd.to_datetime(["2020-12-31"]), "end_date": pd.to_datetime(["2023-12-31"])}
    flags = {"reaches_latest": True, "carried_over": False}
    spans = pd.DataFrame(
        {"province": "p", "indicator": "i", "start_value": 30.0, "end_value": 40.0, "years": 3.0, **dates, **flags}
    )
    columns = {
        "province": "p",
        "indicator": "i",
        "method": "diffusion",
        "date": pd.to_datetime(["2025-12-31"]),
        "lower_80": 41.0,
        "upper_80": 55.0,
    }
    return targets.gaps(goals, matches, observations, spans, pd.DataFrame(columns)).iloc[0]


def test_an_upper_bound_below_the_target_proves_it_not_met(frames):
    found = row(frames, "TDB2", "village_fibre_pct")
    assert (
        "not met at the latest date" in found.note
        and target_words.conclusion(found) == "not met at the date of the figure"
    )
    assert pd.isna(found.pace_needed) and "less than a year" in found.note


def test_context_has_no_verdict(frames):
    table = frames["target_gaps"]
    context = table[table.match == "context"]
    assert (context[["open_sdg_status", "unsd_status", "linear_status", "interval_verdict", "rules_agree"]] == "").all(
        axis=None
    )
    assert context[["pace_needed", "pace_ratio"]].isna().all(axis=None)
    assert {"TVN5", "TVN7"} <= set(context[context.indicator == "smartphone_population_pct"].target_id)


def test_a_province_is_not_held_to_another_ones_target(frames):
    table = frames["target_gaps"]
    own = table[table.scope != "vietnam"]
    assert (own.scope == own.province).all()


def test_year_reached():
    path = pd.DataFrame(
        {"date": pd.to_datetime(["2023-12-31", "2024-12-31", "2025-12-31"]), "value": [70.0, 80.0, 80.0]}
    )
    assert targets.year_reached(path, 75) == 2024.5
    assert targets.year_reached(path, 70) == 2024
    assert np.isnan(targets.year_reached(path, 81))
    assert targets.year_reached(path.assign(value=-path.value), -75, direction=-1) == 2024.5
