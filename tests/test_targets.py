"""The rules by hand and against what a national platform published; the targets' table."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, outside

from helpers.analysis import progress, targets
from helpers.analysis.progress import Course
from helpers.outputs import content
from helpers.tables import files


def test_open_sdg_agrees_with_every_published_row():
    published = pd.read_csv(outside("VECTORS") / "open_sdg_published.csv")
    assert len(published) == 192
    columns = {name: published[name] for name in Course._fields if name in published}
    found = progress.open_sdg_progress(Course(**columns))
    assert list(found.status) == list(published.status)
    assert found.value == pytest.approx(published.progress_value, abs=1e-9, nan_ok=True)
    assert found.score == pytest.approx(published.score, abs=1e-9, nan_ok=True)


RULES = {"open_sdg": progress.open_sdg_progress, "unsd": progress.unsd_progress, "linear": progress.linear_progress}
WORKED = pd.read_csv(Path(__file__).with_name("rules.csv"))


@pytest.mark.parametrize("place", WORKED.index)
def test_the_rules_by_hand(place):
    worked = WORKED.loc[place]
    found = RULES[worked.rule](Course(**worked[[name for name in Course._fields if name in worked]]))
    assert found.status == worked.status
    for name in ("value", "score"):
        assert pd.isna(worked[name]) or getattr(found, name) == pytest.approx(worked[name], abs=1e-6)


def test_a_rule_has_worked_cases_a_column_to_be_seen_in_and_a_class_for_each_status():
    assert set(RULES.values()) == set(progress.RULES.values()) and set(RULES) == set(WORKED.rule)
    assert set(progress.RULES) < set(files.header("target_gaps"))  # without a row in the codebook none is written
    assert set(WORKED.status) - set(progress.CLASS_OF) == {"not_available"}


@pytest.mark.parametrize(
    "arguments, verdict",
    [
        ((80, 85, 80), "likely"),
        ((70, 79.9, 80), "unlikely"),
        ((99, 100, 100), "likely"),
        ((90, 98.9, 100), "unlikely"),
        ((96, 100, 95, 7), "the scenario reaches it"),
        ((np.nan, np.nan, 95), ""),
    ],
)
def test_interval_verdict(arguments, verdict):
    assert progress.interval_verdict(*arguments) == verdict


def test_a_bound_on_a_level_passes_no_growth_rule_and_no_pace(frames):
    """Covered homes that stay at 55 lie above connected homes that go from 31 to 48, and stagnate."""
    near = frames["target_gaps"].query("match == 'near'")
    assert {"TDB2", "TDB6", "TDB8"} == set(near.target_id)
    assert near[["pace_so_far", "pace_needed", "pace_ratio"]].isna().all(axis=None)
    assert (near[["open_sdg_status", "unsd_status", "linear_status", "rules_agree"]] == "").all(axis=None)
    assert near.note.str.contains(targets.ONE_WAY).all()


def test_near_matches_are_one_way(worked):
    near = worked["target_gaps"].query("match == 'near' and province == 'dien-bien'")
    near = near.set_index(["target_id", "indicator"])
    assert near.loc["TDB6", "household_fibre_connected_pct"].interval_verdict == targets.UNDECIDED
    note = near.note["TDB8", "procedures_online_any_pct"]
    assert "cannot be decided" in note and "meets the target" not in note
    assert "not met at the latest date" in near.note["TDB2", "village_fibre_pct"]


def test_chances_stand_where_they_may(worked):
    table = worked["target_gaps"].merge(worked["indicators"][["indicator", "kind"]], on="indicator")
    asked = table[table.probability.notna()]
    assert set(asked.kind) <= {"people", "households"} and asked.probability.between(0.025, 0.975).all()
    assert {("TDB6", "household_fibre_connected_pct"), ("TVN5", "smartphone_population_pct")} <= set(
        zip(asked.target_id, asked.indicator, strict=True)
    )
    assert not (asked.bound == "upper").any()


def made_up_goal(value=40.0, comparator=">=", year=2030):
    year = pd.array([year], "Int64")
    return pd.DataFrame(
        {"target_id": "T1", "scope": "p", "value": value, "comparator": comparator, "target_year": year, "note": ""}
    )


def made_up_gap(goal, qualifier="", match="exact", bound="none", kind="people", upper=55.0):
    """The gap of one target to a series that rose from 30 (2020) to 40 (2023), projected to 41 to 55 in 2025."""
    key = {"province": "p", "indicator": "i"}
    figures = pd.DataFrame(
        [key | {"date": pd.Timestamp("2023-12-31"), "value": 40.0, "qualifier": qualifier, "period_basis": "stated"}]
    )
    dates = {"start_date": pd.Timestamp("2020-12-31"), "end_date": pd.Timestamp("2023-12-31")}
    values = {"start_value": 30.0, "end_value": 40.0, "years": 3.0, "comparability": "A"}
    spans = pd.DataFrame([key | dates | values | {"reaches_latest": True, "latest_unmoved": ""}])
    path = key | {"method": "diffusion", "date": pd.Timestamp("2025-12-31"), "origin_date": dates["end_date"]}
    central = pd.DataFrame([path | {"value": 48.0, "lower_80": 41.0, "upper_80": upper}])
    indicator = {"indicator": "i", "name_en": "I", "family": "i", "denominator": "all", "kind": kind}
    matches = {"target_id": "T1", "indicator": "i", "match": match, "bound": bound, "reason": "made up"}
    metadata = {"targets": goal, "target_matches": pd.DataFrame([matches]), "indicators": pd.DataFrame([indicator])}
    metadata |= {name: files.read(name, ROOT) for name in ("range_quantiles", "feasibility")}
    return targets.gaps(metadata, figures, spans, central).iloc[0]


def test_a_target_without_a_year_has_no_pace():
    found = made_up_gap(made_up_goal(60.0, year=None))
    assert pd.isna(found.pace_needed) and "no year" in found.note and found.linear_status == "not_available"


@pytest.mark.parametrize(
    "comparator, qualifier, met",
    [
        *[(">", "", False), (">", "hơn", True), (">", "ít nhất", False), (">", "gần", False)],
        *[(">=", "", True), (">=", "gần", False), (">=", "hơn", True), (">=", "khoảng", True)],
        *[("<", "", False), ("<", "dưới", True), ("<=", "", True), ("<=", "hơn", False)],
    ],
)
def test_at_the_targets_own_value_the_comparator_and_the_hedge_decide(comparator, qualifier, met):
    found = made_up_gap(made_up_goal(40.0, comparator), qualifier)
    assert found.gap_points == 0 and ("the latest figure meets the target" in found.note) == met
    assert (found.open_sdg_status == "target_achieved") == (found.linear_status == "target_achieved") == met


@pytest.mark.parametrize("kind", ["enterprises", "service", "economy", "count"])
def test_kinds_without_a_panel_have_the_distance_and_no_growth_rule(kind):
    found = made_up_gap(made_up_goal(60.0), kind=kind)
    assert found.gap_points == 20 and pd.isna(found.pace_so_far) and pd.isna(found.probability)
    assert (found[["open_sdg_status", "unsd_status", "linear_status"]] == "").all()


def test_the_chance_is_a_half_at_the_middle_of_the_errors():
    middle = 48.0 + 1.5 * np.sqrt(60) * 0.1  # near the median error two years ahead
    chances = [made_up_gap(made_up_goal(level, year=2025)).probability for level in (41.0, middle, 90.0)]
    assert chances[0] > 0.85 and chances[1] == pytest.approx(0.5, abs=0.1) and chances[2] == pytest.approx(0.025)


def test_context_has_no_verdict(frames):
    context = frames["target_gaps"].query("match == 'context'")
    assert (context[[*targets.STATUSES, "rules_agree"]] == "").all(axis=None)
    assert context[["pace_needed", "pace_ratio"]].isna().all(axis=None)
    assert {"TVN5", "TVN7"} <= set(context[context.indicator == "smartphone_population_pct"].target_id)


@pytest.mark.parametrize("language, gone", [("en", "no object any more"), ("vi", "không còn đối tượng")])
def test_a_target_whose_object_is_gone_says_so(root, language, gone):
    rows = content.targets(content.frames(root), "dien-bien", "dien-bien", language)
    listed = {row["target_id"]: row["result"] for row in rows}
    assert gone in listed["TDB15"] and listed["TDB9"] == "–"


def test_a_province_is_not_held_to_another_ones_target(frames):
    table = frames["target_gaps"]
    own = table[table.scope != "vietnam"]
    assert (own.scope == own.province).all()


def test_the_year_of_a_level_is_asked_of_a_range_as_far_as_it_goes_and_99_counts_for_100():
    dates = pd.to_datetime([f"{year}-12-31" for year in (2024, 2025, 2026)])
    paths = pd.DataFrame({"province": "p", "indicator": "i", "method": "diffusion", "date": dates})
    paths = paths.assign(value=[93.0, 95.0, 96.0])
    gaps = pd.DataFrame({"province": "p", "indicator": "i", "target_value": [100.0, 95.0]}, index=[7, 8])
    assert targets.year_reached(gaps, paths).fillna(0).to_dict() == {7: 0, 8: 2025}
