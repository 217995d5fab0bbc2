"""Projections held to statsmodels, their ranges and names, and the reasons of what is not projected."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.analysis import accuracy, curves, pairs, projection
from helpers.seeds import tidy

LINKS = {"logistic": "Logit", "closing_gap": "LogC", "gompertz": "LogLog"}


def refitted(method, start, end, years, h):
    """The curve from a statsmodels model of the two points, which fits them exactly."""
    design, ahead = sm.add_constant([-years, 0.0]), sm.add_constant(h)
    if method == "straight_line":
        return sm.OLS([start, end], design).fit().predict(ahead)
    link = getattr(sm.families.links, LINKS[method])()
    first, last = link(np.array([start, end]) / 100)
    near = [last * 1.001, (last - first) / years * 0.999]  # the library's own start may leave a link's domain
    model = sm.GLM(np.array([start, end]) / 100, design, family=sm.families.Binomial(link))
    return 100 * model.fit(tol=1e-14, maxiter=200, start_params=near).predict(ahead)


@pytest.mark.parametrize("method", ["straight_line", *LINKS])
@pytest.mark.parametrize("start, end, years", [(44, 72, 3), (31, 48, 3), (72, 44, 2.309589), (95, 99.5, 1), (1, 2, 3)])
def test_statsmodels_refits_every_curve(method, start, end, years):
    h = np.array([0.5, 1, 7])
    with accuracy.quietly():
        fitted = refitted(method, start, end, years, h)
    assert np.clip(fitted, 0, 100) == pytest.approx(curves.SHARES[method](start, end, years, h), abs=1e-6)


@pytest.fixture(scope="module")
def spans(frames, seeds):
    return pairs.spans(pairs.links(frames["observations"], seeds["comparability"])).set_index("indicator", drop=False)


@pytest.fixture(scope="module")
def central(frames):
    return frames["projections"].query("method == 'diffusion'").set_index("indicator")


def test_what_is_projected_and_what_is_not(frames, seeds, spans):
    projected = set(frames["projections"].indicator)
    assert projected == {"household_fibre_connected_pct", "smartphone_population_pct", "village_mobile_broadband_pct"}
    left = projection.not_projected(frames["observations"], spans.reset_index(drop=True), seeds["indicators"])
    why = left.set_index("indicator").reason
    assert why["internet_users_pct"] == pairs.SAME_AGAIN
    assert why["populated_area_mobile_pct"] == pairs.ROUNDING
    assert "beyond a break" in why["village_fibre_pct"]
    assert why["mobile_sites_count"] == "the comparable figures span less than a year"
    assert why["fibre_routes_count"] == "no pair graded A or B"
    assert why["fixed_broadband_subscriptions_count"] == projection.NO_PANEL
    names = seeds["indicators"].set_index("indicator").name_en  # one measurement under two names
    assert why["household_internet_pct"] == f"{projection.TWIN}: {names['household_fibre_connected_pct']}"
    whole = tidy.in_full(frames["observations"])  # no projection rests on later reports
    assert len(why) + len(projected) == whole.groupby(["province", "indicator"]).ngroups


def test_the_name_of_the_range_follows_what_is_counted(central):
    ranged = central[central.lower_80.notna()]
    ahead = (ranged.date - ranged.origin_date).dt.days / 365.25
    names = ranged.range_basis.str.partition(":")[0]
    people = ranged.index == "smartphone_population_pct"
    assert set(names[people & (ahead < 5.01)]) == {"80 % range"}
    assert set(names[~people | (ahead > 5.01)]) == {"indicative range"}
    assert ranged.loc["household_fibre_connected_pct"].range_basis.str.contains("44 to 70 %").all()


def test_a_fast_series_is_told_what_the_widened_range_held(central, seeds):
    held = seeds["range_quantiles"].query("`class` == 'adoption' and method == 'diffusion'").held_80_widened_fast
    words = f"held {held.min():.0f} to {held.max():.0f} %"
    assert central.loc["smartphone_population_pct"].range_basis.str.contains(words).all()
    assert not central.loc["household_fibre_connected_pct"].range_basis.str.contains("points a year").any()


def test_coverage_has_no_range_beyond_what_a_panel_scored(central):
    table = central.loc["village_mobile_broadband_pct"]
    near = table[table.date <= "2028-12-31"]
    assert near.lower_80.notna().all() and near.range_basis.str.contains("not calibrated for provinces").all()
    assert (table[table.date > "2028-12-31"].range_basis == "no range: more than 5 years ahead").all()


def test_labels(frames):
    table = frames["projections"]
    assert (table.label.eq("projection") == (table.date <= "2025-12-31")).all()
    assert set(table.label) == {"projection", "scenario"} and "constant_growth" not in set(table.method)


def test_a_last_level_outside_the_calibrated_ones_has_no_range_and_says_why(seeds, spans):
    far = spans.loc[["smartphone_population_pct"]].reset_index(drop=True).assign(start_value=85.0, end_value=93.0)
    table = projection.project(far, seeds["indicators"], seeds).query("method == 'diffusion'")
    assert table.lower_80.isna().all()
    assert (table.range_basis == "no range: the last value lies outside 20 to 90").all()


def test_sensitivity_holds_the_central_value_and_is_sorted(seeds, spans):
    row, until = spans.loc["household_internet_pct"], pd.Timestamp("2030-12-31")
    moves = accuracy.sensitivity(row, until, seeds["coefficients"]).set_index("assumption")
    assert ((moves.lowest <= moves.central) & (moves.central <= moves.highest)).all()
    assert moves.swing.is_monotonic_decreasing
    assert moves.lowest["a ceiling of 90 or 95 in place of 100"] < moves.central.iloc[0]
