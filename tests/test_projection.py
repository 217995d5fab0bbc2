"""Hand-computed projections, bounds, ranges and reasons."""

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import accuracy, curves, pairs, projection
from helpers.seeds import tidy

SMARTPHONES = (44, 72, 3)
BY_HAND = {  # three years after 72 %
    "last_value": 72,
    "straight_line": 100,
    "logistic": 100 / (1 + (28 / 72) ** 2 * (44 / 56)),
    "closing_gap": 100 - 28 * 28 / 56,
    "gompertz": 100 * np.exp(-(np.log(100 / 72) ** 2) / np.log(100 / 44)),
}


@pytest.mark.parametrize("method", BY_HAND)
def test_shares_by_hand(method):
    assert curves.SHARES[method](*SMARTPHONES, 3.0) == pytest.approx(BY_HAND[method])


def test_counts_by_hand():
    assert curves.constant_growth(57_000, 76_000, 2, 2.0) == pytest.approx(76_000 * 76 / 57)


def test_diffusion_by_hand():
    beta, gamma = 0.1, 0.7
    first = 72 + 0.28 * (7.2 + 0.7 * 28 / 3)
    v = (28 / 3 + 28 / 3 + first - 72) / 3
    second = first + (1 - first / 100) * (beta * first + gamma * v)
    assert curves.diffusion(*SMARTPHONES, 1.0, beta, gamma) == pytest.approx(first)
    assert curves.diffusion(*SMARTPHONES, 2.0, beta, gamma) == pytest.approx(second)
    assert curves.diffusion(*SMARTPHONES, 1.25, beta, gamma) == pytest.approx(0.75 * first + 0.25 * second)


@pytest.mark.parametrize(
    "start, end, horizon, expected",
    [
        (44, 72, 2, (79.0, 75.2, 84.5)),
        (44, 72, 7, (87.9, 80.6, 97.7)),
        (31, 48, 2, (56.9, 51.7, 64.4)),
        (31, 48, 7, (73.4, 63.5, 86.8)),
    ],
)
def test_the_worked_ranges_of_the_method_come_near(seeds, start, end, horizon, expected):
    """National width, without the input range; the reference calibration differs from ours in the third digit."""
    beta, gamma = curves.beta_gamma(seeds["coefficients"])
    value = curves.diffusion(start, end, 3, horizon, beta, gamma)
    table = seeds["range_quantiles"].query("`class` == 'adoption' and method == 'diffusion'").set_index("horizon")
    width = np.sqrt(100 - end)
    found = (value, value + table.q10[horizon] * width, value + table.q90[horizon] * width)
    assert found == pytest.approx(expected, abs=0.5)


def test_statsmodels_refits_every_curve(frames, seeds):
    fits = accuracy.refits(spans_of(frames, seeds), frames["projections"])
    assert len(fits) == 4 * frames["projections"].indicator.nunique()
    assert fits.largest_difference.max() < 1e-6


@pytest.mark.parametrize("years", [1.0, 2.309589, 3.0])
@pytest.mark.parametrize("start, end", [(1, 2), (44, 72), (72, 44), (95, 99.5), (20, 90)])
def test_statsmodels_agrees_beyond_the_projects_own_series(start, end, years):
    row = pd.Series({"start_value": start, "end_value": end, "years": years})
    h = np.array([0.5, 1, 7])
    for method in ("logistic", "closing_gap", "gompertz"):
        fitted = accuracy.refit(row, method, h)
        assert np.clip(fitted.value, 0, 100).to_numpy() == pytest.approx(
            curves.SHARES[method](start, end, years, h), abs=1e-6
        )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start, end", [(0, 50), (50, 100), (100, 90), (100, 100), (0, 0), (90, 10)])
def test_shares_stay_within_bounds_also_at_them(start, end):
    h = np.linspace(0.1, 10, 21)
    for name, method in curves.SHARES.items():
        value = method(start, end, 3, h)
        assert np.isnan(value).all() or ((value >= 0) & (value <= 100)).all(), name
    value = curves.diffusion(start, end, 3, h, 0.099, 0.711)
    assert ((value >= 0) & (value <= 100)).all()


def spans_of(frames, seeds):
    return pairs.spans(pairs.links(frames["observations"], seeds["comparability"]))


def test_what_is_projected_and_what_is_not(frames, seeds):
    projected = set(frames["projections"].indicator)
    assert projected == {"household_fibre_connected_pct", "smartphone_population_pct", "village_mobile_broadband_pct"}
    left = projection.not_projected(frames["observations"], spans_of(frames, seeds), seeds["indicators"])
    assert (left.method == "all").all()
    why = left.set_index("indicator").reason
    assert why["internet_users_pct"] == pairs.SAME_AGAIN
    assert why["populated_area_mobile_pct"] == pairs.ROUNDING
    assert "beyond a break" in why["village_fibre_pct"]
    assert why["mobile_sites_count"] == "the comparable figures span less than a year"
    assert why["fibre_routes_count"] == "no pair graded A or B"
    assert why["fixed_broadband_subscriptions_count"] == projection.NO_PANEL
    whole = tidy.in_full(frames["observations"])  # no projection rests on later reports
    assert len(why) + len(projected) == whole.groupby(["province", "indicator"]).ngroups


def test_one_measurement_under_two_names_is_projected_once_and_the_other_points_to_it(frames, seeds):
    left = projection.not_projected(frames["observations"], spans_of(frames, seeds), seeds["indicators"])
    why = left.set_index("indicator").reason["household_internet_pct"]
    names = seeds["indicators"].set_index("indicator").name_en
    assert why == f"{projection.TWIN}: {names['household_fibre_connected_pct']}"


@pytest.mark.parametrize("kind", ["enterprises", "service", "economy", "count"])
def test_kinds_without_a_panel_have_no_path(frames, seeds, kind):
    indicators = seeds["indicators"].assign(kind=kind)
    assert projection.project(spans_of(frames, seeds), indicators, seeds).empty


def test_the_name_of_the_range_follows_what_is_counted(frames):
    central = frames["projections"].query("method == 'diffusion' and lower_80.notna()")
    ahead = (central.date - central.origin_date).dt.days / 365.25
    names = central.range_basis.str.partition(":")[0]
    people = central.indicator == "smartphone_population_pct"
    assert set(names[people & (ahead < 5.01)]) == {"80 % range"}
    assert set(names[~people | (ahead > 5.01)]) == {"indicative range"}
    households = central[central.indicator == "household_fibre_connected_pct"]
    assert households.range_basis.str.contains("44 to 70 %").all()


def test_a_fast_series_is_told_what_the_widened_range_held(frames, seeds):
    table = frames["projections"].query("indicator == 'smartphone_population_pct' and method == 'diffusion'")
    held = seeds["range_quantiles"].query("`class` == 'adoption' and method == 'diffusion'").held_80_widened_fast
    assert table.range_basis.str.contains(f"held {held.min():.0f} to {held.max():.0f} %").all()
    slow = frames["projections"].query("indicator == 'household_fibre_connected_pct'")
    assert not slow.range_basis.str.contains("points a year").any()


def test_the_closing_gap_stands_beside_the_central_path_of_coverage(frames, seeds):
    beside = projection.beside_coverage(frames["projections"], seeds["indicators"])
    assert set(beside.indicator) == {"village_mobile_broadband_pct"}
    row = beside[beside.date == "2025-12-31"].iloc[0]
    assert row.closing_gap == pytest.approx(100 - 5 * (5 / 25) ** (2 / 3))


def test_coverage_has_no_range_beyond_what_a_panel_scored(frames):
    table = frames["projections"].query("indicator == 'village_mobile_broadband_pct' and method == 'diffusion'")
    near = table[table.date <= "2028-12-31"]
    assert near.lower_80.notna().all() and near.range_basis.str.contains("not calibrated for provinces").all()
    assert (table[table.date > "2028-12-31"].range_basis == "no range: more than 5 years ahead").all()


def test_labels(frames):
    table = frames["projections"]
    assert (table.label.eq("projection") == (table.date <= "2025-12-31")).all()
    assert set(table.label) == {"projection", "scenario"}
    assert "constant_growth" not in set(table.method)


def test_a_last_level_outside_the_calibrated_ones_has_no_range_and_says_why(frames, seeds):
    spans = pairs.spans(pairs.links(frames["observations"], seeds["comparability"]))
    spans = spans[spans.indicator == "smartphone_population_pct"].assign(start_value=85.0, end_value=93.0)
    table = projection.project(spans, seeds["indicators"], seeds).query("method == 'diffusion'")
    assert table.lower_80.isna().all()
    assert (table.range_basis == "no range: the last value lies outside 20 to 90").all()


def test_sensitivity_holds_the_central_value_and_is_sorted(frames, seeds):
    spans = pairs.spans(pairs.links(frames["observations"], seeds["comparability"])).set_index("indicator", drop=False)
    moves = accuracy.sensitivity(
        spans.loc["household_internet_pct"], pd.Timestamp("2030-12-31"), seeds["coefficients"], "inferred"
    )
    assert ((moves.lowest <= moves.central) & (moves.central <= moves.highest)).all()
    assert moves.swing.is_monotonic_decreasing
    assert "the undated first figure anywhere in its period" in set(moves.assumption)
    by_name = moves.set_index("assumption")
    assert by_name.loc["a ceiling of 90 or 95 in place of 100"].lowest < by_name.central.iloc[0]


def test_the_track_record_here_has_two_figures_of_another_wording(frames, seeds):
    record = accuracy.track_record(
        frames["observations"], seeds["comparability"], seeds["indicators"], seeds["coefficients"]
    )
    assert set(record.wording) == {"other wording"}
    assert set(zip(record.date.dt.strftime("%Y-%m-%d"), record.reported, strict=True)) == {
        ("2024-09-30", 52.0),
        ("2025-07-22", 54.0),
    }
    assert set(record.reported_as) == {"household_internet_pct"}
