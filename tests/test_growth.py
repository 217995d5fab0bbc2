"""Pairs, runs, projections, later reports: what has a rate or a path, held to statsmodels, and why the rest has none."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import ROOT

from helpers.analysis import accuracy, curves, growth, own, pairs, projection
from helpers.outputs import rerun, trace
from helpers.seeds import tidy
from helpers.tables import files


def one(frames, indicator, start, end):
    table = frames["growth"].set_index(["indicator", "start_date", "end_date"])
    return table.loc[(indicator, pd.Timestamp(start), pd.Timestamp(end))]


@pytest.mark.parametrize(
    "indicator, start, end, change, words",
    [
        ("internet_users_pct", "2024-09-30", "2025-07-22", 0, pairs.SAME_AGAIN),
        ("populated_area_mobile_pct", "2023-03-31", "2024-09-30", 0.5, pairs.ROUNDING),
        ("mobile_sites_count", "2024-09-30", "2025-07-22", 170, "less than a year"),
    ],
)
def test_no_change_or_less_than_a_year_has_no_rate_and_says_so(worked, indicator, start, end, change, words):
    row = one(worked, indicator, start, end)
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


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start, end", [(0, 10), (10, 0), (100, 50), (50, 100), (0, 100), (100, 100), (0, 0), (-5, 5)])
def test_bounds_give_nan_and_never_a_warning(start, end):
    found = growth.rates(start, end, 3, 100)
    assert not any(np.isinf(value).any() for value in found.values())
    assert np.isnan(found["annual_growth_pct"]) == (start <= 0 or end <= 0)
    assert np.isnan(found["log_odds_per_year"]) == (start in (0, 100) or end in (0, 100) or start < 0)


@pytest.mark.parametrize("letters, span", [("DABA", (20, 50, 4, "B", 3)), ("ADAA", (30, 50, 3, "A", 2))])
def test_a_span_stops_at_a_break(letters, span):
    years, values = ["2015", "2018", "2019", "2020", "2022"], [10.0, 20.0, 30.0, 40.0, 50.0]
    rows = pd.DataFrame({"period": years, "value": values, "lower": values, "upper": values})
    rows["date"] = pd.to_datetime(rows.period + "-12-31")
    rows = rows.assign(province="p", indicator="i", unit="%", source_id="S01")
    grades = pd.DataFrame({"start_period": years[:-1], "end_period": years[1:], "grade": list(letters)})
    grades = grades.assign(province="p", start_indicator="i", end_indicator="i", start_source="S01", end_source="S01")
    row = pairs.spans(rows, grades.assign(reason="made up")).iloc[0]
    assert (row.start_value, row.end_value, row.years, row.comparability, row.pairs) == span
    assert row.reaches_latest and row.reason == "made up" and row.latest_unmoved == ""


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


@pytest.mark.filterwarnings("ignore")  # two points fit exactly, and statsmodels warns of it
@pytest.mark.parametrize("method", ["straight_line", *LINKS])
@pytest.mark.parametrize("start, end, years", [(44, 72, 3), (31, 48, 3), (72, 44, 2.309589), (95, 99.5, 1), (1, 2, 3)])
def test_statsmodels_refits_every_curve(method, start, end, years):
    h = np.array([0.5, 1, 7])
    fitted = refitted(method, start, end, years, h)
    assert np.clip(fitted, 0, 100) == pytest.approx(curves.SHARE_CURVES[method](start, end, years, h), abs=1e-6)


@pytest.fixture(scope="module")
def spans(worked):
    return pairs.spans(worked["observations"], worked["comparability"]).set_index("indicator", drop=False)


@pytest.fixture(scope="module")
def central(worked):
    return worked["projections"].query("method == 'diffusion'").set_index("indicator")


def test_what_is_projected_and_what_is_not(worked, spans):
    projected = set(worked["projections"].indicator)
    assert projected == {"household_fibre_connected_pct", "smartphone_population_pct", "village_mobile_broadband_pct"}
    left = projection.not_projected(worked["observations"], spans.reset_index(drop=True), worked["indicators"])
    why = left.set_index("indicator").reason
    assert why["internet_users_pct"] == pairs.SAME_AGAIN
    assert why["populated_area_mobile_pct"] == pairs.ROUNDING
    assert "beyond a break" in why["village_fibre_pct"]
    assert why["mobile_sites_count"] == "the comparable figures span less than a year"
    assert why["fibre_routes_count"] == "no pair graded A or B"
    assert why["fixed_broadband_subscriptions_count"] == projection.NO_PANEL
    names = worked["indicators"].set_index("indicator").name_en  # one measurement under two names
    assert why["household_internet_pct"] == f"{projection.TWIN}: {names['household_fibre_connected_pct']}"
    whole = tidy.in_full(worked["observations"])  # no projection rests on later reports
    assert len(why) + len(projected) == whole.groupby(["province", "indicator"]).ngroups


def test_the_name_of_the_range_follows_what_is_counted(central):
    ranged = central[central.lower_80.notna()]
    ahead = (ranged.date - ranged.origin_date).dt.days / 365.25
    names = ranged.range_basis.str.partition(":")[0]
    people = ranged.index == "smartphone_population_pct"
    assert set(names[people & (ahead < 5.01)]) == {"80 % range"}
    assert set(names[~people | (ahead > 5.01)]) == {"indicative range"}
    assert ranged.loc["household_fibre_connected_pct"].range_basis.str.contains("44 to 70 %").all()


def test_coverage_has_no_range_beyond_what_a_panel_scored(central):
    table = central.loc["village_mobile_broadband_pct"]
    near = table[table.date <= "2028-12-31"]
    assert near.lower_80.notna().all() and near.range_basis.str.contains("not calibrated for provinces").all()
    assert (table[table.date > "2028-12-31"].range_basis == "no range: more than 5 years ahead").all()


def test_a_last_level_outside_the_calibrated_ones_has_no_range_and_says_why(seeds, spans):
    far = spans.loc[["smartphone_population_pct"]].reset_index(drop=True).assign(start_value=85.0, end_value=93.0)
    table = projection.project(far, seeds["indicators"], seeds).query("method == 'diffusion'")
    assert table.lower_80.isna().all()
    assert (table.range_basis == "no range: the last value lies outside 20 to 90").all()


def test_sensitivity_holds_the_central_value_and_is_sorted(seeds, frames):
    series = frames["observations"], seeds["comparability"], seeds["indicators"]
    points, _ = own.points(*series, "dien-bien", "smartphone_population_pct")
    moves = accuracy.sensitivity(points, pd.Timestamp("2030-12-31"), seeds["coefficients"]).set_index("assumption")
    assert ((moves.lowest <= moves.central) & (moves.central <= moves.highest)).all()
    assert moves.swing.is_monotonic_decreasing
    assert moves.lowest["a ceiling of 90 or 95 in place of 100"] < moves.central.iloc[0]


@pytest.fixture(scope="module")
def without(seeds):
    """The tables as they were without the later reports."""
    quoted = set(seeds["sources"].query("coverage == 'figures'").source_id)
    graded = seeds["comparability"]
    graded = graded[~(graded.start_source.isin(quoted) | graded.end_source.isin(quoted))]
    own = {name: seeds[name][~seeds[name].source_id.isin(quoted)] for name in ("sources", "reported")}
    return rerun.generated(seeds | own | {"comparability": graded})


def test_nothing_that_rests_on_whole_texts_moves(frames, without):
    for name in ("projections", "target_gaps"):
        assert files.text(frames[name], name) == files.text(without[name], name), name
    same = frames["growth"].merge(without["growth"])
    assert len(same) == len(without["growth"])
    rates = frames["growth"].set_index(["province", "indicator", "start_date", "end_date"])
    new = rates.index.difference(without["growth"].set_index(rates.index.names).index)
    assert len(new) and rates.loc[new, ["annual_growth_pct", "points_per_year", "log_odds_per_year"]].isna().all(
        axis=None
    )


def test_lai_chau_has_a_change_and_no_pace(worked):
    claims = worked["claims"].set_index("claim_id")
    for indicator, change in {"phone_subscriptions_count": -15274, "fibre_cable_length_km": 1410}.items():
        claim = claims.loc[f"lai-chau.{indicator}.growth.2022-12-31-to-2025-07-04"]
        assert claim.value == change and claim.status == "quotable" and "no yearly rate" in claim.reason
        assert "at the earliest" in claim.text_en


def test_fibre_stands_beside_its_target_without_a_verdict(worked):
    claim = worked["claims"].set_index("claim_id").loc["dien-bien.household_fibre_connected_pct.later.TDB6-2025"]
    assert claim.status == "orientation" and claim.value == 60
    assert "may not be of one kind" in claim.reason and "early 2026" in claim.reason


def test_what_was_reported_since_stands_beside_each_projection_of_2025(worked):
    since = worked["claims"][worked["claims"].kind == "since"].set_index("indicator")
    assert {"smartphone_population_pct", "household_fibre_connected_pct"} <= set(since.index)
    assert "another wording" in since.text_en["smartphone_population_pct"]
    assert "another wording" not in since.text_en["household_fibre_connected_pct"]
    assert all(number in since.text_en["household_fibre_connected_pct"] for number in ("56.8", "60"))


def test_the_record_of_the_first_release_worked_by_hand(worked):
    released = pd.read_csv(ROOT / "docs" / "releases" / "0.1.0.csv")
    families = worked["indicators"].set_index("indicator").family
    found = accuracy.release_record(released, worked["observations"], worked["comparability"], families)
    by = found[found.reported_as.isin(["smartphone_users_pct", "household_fibre_connected_pct"])].set_index("indicator")
    phones, homes = by.loc["smartphone_population_pct"], by.loc["household_fibre_connected_pct"]
    assert (round(phones.value, 1), phones.reported, phones.same_wording) == (79.0, 75, False)
    assert phones.straight_line == pytest.approx(72 + 28 / 3 * 2) and phones.last_value == 72
    assert phones.error_straight_line == pytest.approx(75 - 72 - 56 / 3) and phones.error_last_value == 3
    assert (round(homes.value, 1), homes.reported, homes.same_wording, homes.inside) == (56.8, 60, True, True)
    assert homes.error == pytest.approx(60 - homes.value)
    assert homes.straight_line == pytest.approx(48 + 17 / 3 * 2) and homes.error_last_value == 12


def test_a_claim_leads_to_the_entry(root):
    claim = "lai-chau.phone_subscriptions_count.reported.2025-07-04"
    lines, _ = trace.claim(root, SimpleNamespace(claim_id=claim))
    assert any("S10, entry 2" in line and "390.046" in line for line in lines)
