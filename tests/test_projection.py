"""Hand-computed projections, bounds, ranges and reasons."""

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import accuracy, curves, pairs, projection

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
    assert curves.line(57_000, 76_000, 2, 2.0) == pytest.approx(95_000)


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
    spans = counted(frames, seeds)
    fits = accuracy.refits(spans, projection.project(spans, seeds["indicators"], seeds))
    assert len(fits) == 4 * 4 + 2
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


def test_what_is_projected_and_what_is_not(frames, seeds):
    projected = set(frames["projections"].indicator)
    assert projected == {
        "household_fibre_connected_pct",
        "household_internet_pct",
        "smartphone_population_pct",
        "village_mobile_broadband_pct",
    }
    spans = pairs.spans(pairs.links(frames["observations"], seeds["comparability"]))
    reasons = projection.not_projected(frames["observations"], spans).set_index("indicator").reason
    assert reasons["internet_users_pct"] == "the latest figure repeats the one before: no pace"
    assert "beyond a break" in reasons["village_fibre_pct"]
    assert reasons["populated_area_mobile_pct"] == "no pair graded A or B"
    assert reasons["fibre_routes_count"] == "the comparable figures span less than a year"
    assert reasons["mobile_sites_count"] == "no pair graded A or B"
    assert (projection.not_projected(frames["observations"], spans).method == "all").all()
    assert len(reasons) + len(projected) == frames["observations"].groupby(["province", "indicator"]).ngroups


def counted(frames, seeds):
    """Spans in which the fixed lines count as one series: in the project their wordings differ."""
    graded = seeds["comparability"].assign(
        grade=seeds["comparability"].grade.mask(
            seeds["comparability"].start_indicator.eq("fixed_broadband_subscriptions_count"), "B"
        )
    )
    return pairs.spans(pairs.links(frames["observations"], graded))


def test_shares_have_no_compound_growth_and_counts_no_range(frames, seeds):
    table = projection.project(counted(frames, seeds), seeds["indicators"], seeds)
    counts = table[table.label == "illustration"]
    assert set(counts.method) == {"last_value", "straight_line", "constant_growth"}
    assert counts.lower_80.isna().all() and (counts.range_basis == "").all()
    shares = table[table.label != "illustration"]
    assert "constant_growth" not in set(shares.method)
    told = shares.lower_80.notna() | shares.range_basis.str.startswith("no range")
    assert (shares.method == "diffusion").eq(told).all()


def test_labels_and_the_basis_of_ranges(frames):
    table = frames["projections"]
    shares = table[table.label != "illustration"]
    assert (shares[shares.date <= "2025-12-31"].label == "projection").all()
    assert (shares[shares.date > "2025-12-31"].label == "scenario").all()
    ranged = shares[shares.lower_80.notna()]
    ahead = (ranged.date - ranged.origin_date).dt.days / 365.25
    assert ranged[ahead > 5.01].range_basis.str.startswith("indicative range").all()
    covered = "village_mobile_broadband_pct"
    assert ranged[(ahead < 4.99) & (ranged.indicator != covered)].range_basis.str.startswith("80 % range").all()
    coverage = shares[(shares.indicator == covered) & (shares.method == "diffusion")]
    near = coverage[coverage.date <= "2028-12-31"].range_basis  # up to five years a panel could score it
    assert near.str.startswith("indicative range").all() and near.str.contains("not calibrated for provinces").all()
    assert (coverage[coverage.date > "2028-12-31"].range_basis == "no range: more than 5 years ahead").all()
    counted = coverage.date.between("2027-01-01", "2028-12-31")
    assert not coverage[counted].range_basis.str.contains("held less often").any()


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
