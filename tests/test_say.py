"""Sentences of the claims table, as notebooks show them."""

from helpers.claims.say import say
from helpers.tables import files

SERIES = ("dien-bien", "smartphone_population_pct")


def test_it_says_the_sentence_of_the_latest_claim_in_either_language_and_how_to_trace_it():
    claim = files.read("claims").set_index("claim_id").loc[f"{'.'.join(SERIES)}.projection.2025"]
    for language in ("en", "vi"):
        said = say(*SERIES, "projection", language).data
        assert said.startswith(claim[f"text_{language}"]) and f"run.py claim {claim.name}" in said


def test_it_says_the_latest_of_several():
    homes = ("dien-bien", "household_internet_pct")
    assert "54 %" in say(*homes, "reported").data and "2023-Q1-to-2025-07-22" in say(*homes, "growth").data
    assert "target.TDB5" in say("dien-bien", "digital_economy_grdp_pct", "target").data


def test_it_says_why_there_is_none_in_the_notebooks_language():
    assert "one point" in say("lai-chau", "smartphone_adults_pct", "projection").data
    assert "một số liệu" in say("lai-chau", "smartphone_adults_pct", "projection", "vi").data
    assert "96" not in say("dien-bien", "village_mobile_broadband_pct", "scenario").data
