"""Later reports, sources of coverage `figures`: beside ours, and nothing that we compute rests on them."""

import pandas as pd
import pytest
from conftest import ROOT

from helpers.analysis import later, pairs
from helpers.outputs import rerun, trace
from helpers.tables import files


@pytest.fixture(scope="module")
def without(seeds):
    """The tables as they were without the later reports."""
    quoted = set(seeds["sources"].query("coverage == 'figures'").source_id)
    graded = seeds["comparability"]
    graded = graded[~(graded.start_source.isin(quoted) | graded.end_source.isin(quoted))]
    own = {name: seeds[name][~seeds[name].source_id.isin(quoted)] for name in ("sources", "reported")}
    return rerun.chain(seeds | own | {"comparability": graded})


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


def test_the_change_of_lai_chau_is_told_and_no_pace(frames):
    claims = frames["claims"].set_index("claim_id")
    for indicator, change in (
        ("phone_subscriptions_count", -15274),
        ("fixed_internet_subscriptions_count", 7894),
        ("mobile_station_devices_count", 32),
        ("fibre_cable_length_km", 1410),
    ):
        claim = claims.loc[f"lai-chau.{indicator}.growth.2022-12-31-to-2025-07-04"]
        assert claim.value == change and claim.status == "quotable" and "no yearly rate" in claim.reason
        assert "at the earliest" in claim.text_en


def test_fibre_stands_beside_its_target_without_a_verdict(frames):
    claim = frames["claims"].set_index("claim_id").loc["dien-bien.household_fibre_connected_pct.later.TDB6-2025"]
    assert claim.status == "orientation" and claim.value == 60
    assert "may not be of one kind" in claim.reason and "early 2026" in claim.reason
    gap = frames["target_gaps"].query("target_id == 'TDB6' and indicator == 'household_fibre_connected_pct'").iloc[0]
    assert gap.latest_value == 48


def test_what_was_reported_since_stands_beside_each_projection_of_2025(frames):
    since = frames["claims"][frames["claims"].kind == "since"].set_index("indicator")
    assert {"smartphone_population_pct", "household_fibre_connected_pct"} <= set(since.index)
    assert "another wording" in since.text_en["smartphone_population_pct"]
    assert "another wording" not in since.text_en["household_fibre_connected_pct"]
    assert all(number in since.text_en["household_fibre_connected_pct"] for number in ("56.8", "60"))


def test_the_record_of_the_first_release_worked_by_hand(frames, seeds):
    released = pd.read_csv(ROOT / "docs" / "releases" / "0.1.0.csv")
    families = seeds["indicators"].set_index("indicator").family
    found = later.record(released, frames["observations"], seeds["comparability"], families)
    by = found[found.reported_as.isin(["smartphone_users_pct", "household_fibre_connected_pct"])].set_index("indicator")
    phones, homes = by.loc["smartphone_population_pct"], by.loc["household_fibre_connected_pct"]
    assert (round(phones.value, 1), phones.reported, phones.same_wording) == (79.0, 75, False)
    assert phones.straight_line == pytest.approx(72 + 28 / 3 * 2) and phones.last_value == 72
    assert phones.error_straight_line == pytest.approx(75 - 72 - 56 / 3) and phones.error_last_value == 3
    assert (round(homes.value, 1), homes.reported, homes.same_wording, homes.inside) == (56.8, 60, True, True)
    assert homes.error == pytest.approx(60 - homes.value)
    assert homes.straight_line == pytest.approx(48 + 17 / 3 * 2) and homes.error_last_value == 12
    spans = pairs.spans(pairs.links(frames["observations"], seeds["comparability"])).set_index("indicator")
    assert spans.source_ids["household_fibre_connected_pct"] == "S01"


def test_a_claim_leads_to_the_entry(root):
    told, found = trace.told("lai-chau.phone_subscriptions_count.reported.2025-07-04", root)
    assert found and any("S10, entry 2" in line and "390.046" in line for line in told.splitlines())
