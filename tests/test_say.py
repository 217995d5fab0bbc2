"""Sentences of the claims table, as notebooks show them."""

from helpers.claims.say import say
from helpers.tables import files

SERIES = ("dien-bien", "smartphone_population_pct")


def test_it_says_the_sentence_of_the_latest_claim_in_either_language_and_how_to_trace_it():
    claim = files.read("claims").set_index("claim_id").loc[f"{'.'.join(SERIES)}.projection.2025"]
    for language in ("en", "vi"):
        said = say(*SERIES, "projection", language).data
        assert said.startswith(claim[f"text_{language}"]) and f"run.py claim {claim.name}" in said


def test_it_says_that_there_is_none_without_an_error():
    assert "no sentence" in say("lai-chau", "smartphone_population_pct", "growth").data
    assert "không có câu" in say("dien-bien", "no_such_indicator", "growth", "vi").data
