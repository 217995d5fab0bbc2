"""Claims: traceable, bilingual, refused where they must be; prose held to them."""

import re

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from helpers.outputs import content
from helpers.seeds import numerals


@pytest.fixture(scope="module")
def table(frames):
    return frames["claims"].set_index("claim_id")


@pytest.fixture(scope="module")
def first(worked):
    return worked["claims"].set_index("claim_id")


STATED = ["in at most", "earliest", "not date", "were off", "whose", "100 % (adults with a smartphone):", "indicative"]
EN = ["in at most", "earliest", "undated", "from figures of", "(Internet users)", "36/QĐ-TTg", "indicative"]  # in short
VI = ["trong tối đa", "sớm nhất", "không ghi ngày", "số liệu", "người dùng Internet", "36/QĐ-TTg", "khoảng tham khảo"]


def numbers(text, language="en"):
    return [number for number, _ in numerals.numbers_in(text, language)]


def test_the_headline_sentence(first):
    claim = first.loc["dien-bien.smartphone_population_pct.growth.2020-to-2023"]
    assert numbers(claim.text_en) == [44, 2020, 72, 2023, 28, 3, 9.3, 17.8] == numbers(claim.text_vi, "vi")
    assert "VietNamNet" in claim.text_en and "VietNamNet" in claim.text_vi
    assert claim.text_vi.startswith("Tỷ lệ dân số có điện thoại thông minh của tỉnh Điện Biên tăng từ 44% năm 2020")
    assert (claim.printed_en, claim.printed_vi) == ("9.3 points a year", "9,3 điểm phần trăm/năm")
    assert claim.paragraphs == "S01:8"


@pytest.mark.parametrize("form", ["text", "short"])
def test_every_number_of_a_sentence_is_the_same_in_both_languages(table, form):
    for claim in table.itertuples():
        english = list(numerals.numbers_in(getattr(claim, f"{form}_en")))
        vietnamese = list(numerals.numbers_in(getattr(claim, f"{form}_vi"), "vi"))
        missing = [number for number in english if number[1] > 0 and number not in vietnamese]
        assert not missing, (claim.Index, missing)


def test_printed_forms_hold_the_value(table):
    """As printed, without its sign: the value, or a range or bound within what the figures allow."""
    for claim in table[~table.printed_en.isin(["", "open"])].itertuples():
        found = numerals.numbers_in(claim.printed_en)
        assert found == numerals.numbers_in(claim.printed_vi.removesuffix("/100 dân"), "vi"), claim.Index
        if not found:  # a word, as of a chance
            continue
        low, high = sorted(abs(bound) for bound in (claim.lower, claim.upper))
        low, high = (abs(claim.value) if np.isnan(bound) else bound for bound in (low, high))
        rough = 10 ** -found[0][1] if high < 1000 else 100
        if claim.unit == "share of countries":  # in tenths
            assert found[0][0] == round(10 * claim.value) and found[1][0] == 10
            continue
        for number, decimals in found:
            exact = number == pytest.approx(round(abs(claim.value), decimals))
            assert exact or low - rough <= abs(number) <= high + rough, (claim.Index, number)


def test_every_claim_rests_on_printed_tokens_of_its_own(frames, seeds):
    printed = content.prepared(seeds, frames)["tokens"]
    for claim in frames["claims"].itertuples():
        tokens = printed[printed.observation_id.isin(claim.observation_ids.split())]
        at = tokens.paragraph.astype(str).where(tokens.entry == "", "e" + tokens.entry.astype(str))
        assert len(tokens) and set(claim.paragraphs.split()) == set(tokens.source_id + ":" + at), claim.claim_id
        if claim.kind == "reported":
            assert (tokens.indicator == claim.indicator).any() and claim.value in set(tokens.value)


@pytest.mark.parametrize(
    "claim",
    [
        "dien-bien.village_fibre_pct.trend.2024-09-30-to-2025-07-22",
        "dien-bien.household_internet_pct.trend.household_fibre_connected_pct-2023-to-2024-09-30",
        "dien-bien.internet_users_pct.growth.2024-09-30-to-2025-07-22",
        "dien-bien.populated_area_mobile_pct.growth.2023-Q1-to-2024-09-30",
        "dien-bien.village_mobile_broadband_pct.scenario.2030",
    ],
)
def test_what_must_not_be_said_is_refused_with_a_reason(first, claim):
    row = first.loc[claim]
    assert (row.status, row.short_en, row.short_vi) == ("refused", "", "") and row.reason
    assert "village_fibre" not in claim or "-5.7 points" in row.text_en


def test_each_claim_names_a_heading_of_a_notebook(table):
    for place in table.notebook.unique():
        notebook, heading = place.split("#")
        cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
        prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        assert re.search(f"^#+ {re.escape(heading)}$", prose, re.M), place


@pytest.mark.parametrize(
    "claim, differs, reached",
    [
        ("lai-chau.smartphone_adults_pct.target.TVN5", 20.28, False),
        ("lai-chau.bank_account_15plus_pct.target.TVN10", 4.22, True),
        ("dien-bien.populated_area_4g_pct.target.TDB1", 5, False),
    ],
)
def test_what_counts_something_else_is_orientation_in_a_sentence_that_says_so(first, claim, differs, reached):
    row = first.loc[claim]
    assert row.status == "orientation"
    assert differs in numbers(row.text_en) and differs in numbers(row.text_vi, "vi")
    assert ("not reached" not in row.text_en) == ("chưa đạt mức này" not in row.text_vi) == reached
    assert "for orientation only (" in row.text_en and "chỉ để tham khảo, đối chiếu (" in row.text_vi


def test_hedges_stay_in_the_sentences(first):
    """Over 52 after 42 is more than 10 points and more than 6.3 a year; from over 52 to 54 is less than 2."""
    grown = first.loc["dien-bien.household_internet_pct.growth.2023-Q1-to-2024-09-30"]
    assert grown.printed_en == "more than 6.3 points a year" and "more than 10 points" in grown.text_en
    assert "hơn 6,3 điểm phần trăm mỗi năm" in grown.text_vi and 6.7 not in numbers(grown.text_en)
    slowed = first.loc["dien-bien.household_internet_pct.growth.2024-09-30-to-2025-07-22"]
    assert (slowed.printed_en, slowed.printed_vi) == ("less than 2 points", "chưa đến 2 điểm phần trăm")


def test_distances_are_differences_of_printed_figures(first):
    fibre = first.loc["dien-bien.village_fibre_pct.target.TDB2"]  # 100 - over 83, of villages that cable reaches
    assert (fibre.printed_en, fibre.printed_vi) == ("16 to 17 points", "16 - 17 điểm phần trăm")
    assert "at least 16 to 17 points left" in fibre.text_en and "ít nhất 16 - 17 điểm phần trăm" in fibre.text_vi
    homes = first.loc["dien-bien.household_fibre_connected_pct.target.TDB6"]  # 60 - 48, of connected homes
    assert "at most 12 points left" in homes.text_en and "không quá 12 điểm phần trăm" in homes.text_vi
    assert 12.5 not in numbers(homes.text_en) and homes.upper == 12.5
    economy = first.loc["lai-chau.digital_economy_grdp_pct.target.TVN1"]
    assert 11.43 in numbers(economy.text_en) and 11.431 not in numbers(economy.text_en)


def test_english_says_about_wherever_vietnamese_does(table):
    for claim in table[table.status != "refused"].itertuples():
        for form in ("text", "short"):
            english, vietnamese = (getattr(claim, f"{form}_{language}") for language in ("en", "vi"))
            hedges = len(re.findall(r"\bkhoảng (?=[0-9])", vietnamese))
            assert len(re.findall(r"\babout (?=[0-9])", english)) >= hedges, claim.Index


def test_what_a_target_takes_stands_beside_what_the_country_gained(first):
    """10 - 9.5 in two years, 15 - 9.5 in seven; of the country 12.66 in 2020, 13.17 in 2024."""
    series = "dien-bien.digital_economy_grdp_pct"
    for target, pace in {"TDB4": (10 - 9.5) / 2, "TDB5": (15 - 9.5) / 7}.items():
        row = first.loc[f"{series}.pace.{target}"]
        assert row.status == "quotable" and row.value == pytest.approx(pace) and row.lower < row.value < row.upper
        assert f"about {pace:.2f} points a year" in row.text_en
    country = first.loc[f"{series}.country.2020-to-2024"]
    assert country.status == "orientation" and country.value == pytest.approx((13.17 - 12.66) / 4)
    assert {12.66, 13.17, 0.13, 9.5} <= set(numbers(country.text_en))
    assert "another measure" in country.text_en and "khác mẫu số" in country.text_vi


def test_a_chance_is_a_number_of_people_and_a_word_of_households(table, first, frames, seeds):
    gaps = frames["target_gaps"].set_index(["province", "indicator", "target_id"])
    kinds = seeds["indicators"].set_index("indicator").kind
    chances = table[table.index.str.contains(r"\.chance\.")]
    for claim in chances.itertuples():
        assert claim.value == gaps.probability[claim.province, claim.indicator, claim.Index.rsplit(".", 1)[1]]
        word = "likely" if claim.value >= 0.9 else "unlikely" if claim.value <= 0.1 else "open"
        number = [round(claim.value, 1)] if word == "open" and kinds[claim.indicator] == "people" else []
        assert claim.printed_en.split(",")[0] == word and numbers(claim.printed_en) == number
        assert numbers(claim.printed_vi, "vi") == number
    floor = first.loc["dien-bien.household_fibre_connected_pct.chance.TDB6"]
    assert floor.status == "quotable" and "floor" in floor.text_en and "mức thấp nhất" in floor.text_vi


def test_what_countries_gained_is_a_comparison_with_its_numbers(first, worked):
    gap = worked["target_gaps"].query("target_id == 'TDB6' and match == 'near'").iloc[0]
    row = first.loc["dien-bien.household_fibre_connected_pct.feasible.TDB6"]
    expected = {gap.feasible_countries, 60 - 48, 2025 - 2023, round(10 * gap.feasible_share)}
    assert expected <= set(numbers(row.text_en))
    assert "not a forecast" in row.text_en and "không phải dự báo" in row.text_vi


def test_a_day_that_nobody_printed_is_no_day_of_a_figure(table, frames):
    """Inferred: the article's own day, or its year, or that it has none; of Lai Châu the end of 2022 at the earliest."""
    quotable = table[(table.status != "refused") & (table.text_vi.str.contains("theo"))]
    printed = frames["observations"].query("period_basis == 'stated' and period.str.len() == 10").observation_id
    for claim in quotable[quotable.observation_ids.str.split().map(set(printed).isdisjoint)].itertuples():
        assert "as of" not in claim.text_en and "tính đến ngày" not in claim.text_vi
        assert "inferred" not in claim.text_en and "suy ra" not in claim.text_vi
        if claim.source_ids == "S03" and " in 2022" not in claim.text_en:
            assert "2022 at the earliest" in claim.text_en and "sớm nhất là cuối năm 2022" in claim.text_vi
        if claim.source_ids == "S05":
            assert "22 July 2025" in claim.text_en and "ngày 22/7/2025" in claim.text_vi


def test_a_sentence_says_what_its_source_counts(first):
    for period, served in {"2020": True, "2023": True, "2024-09-30": False, "2025-07-22": False}.items():
        claim = first.loc[f"dien-bien.village_fibre_pct.reported.{period}"]
        assert ("service" in claim.text_en) == served and ("cable" in claim.text_en) == (not served)
        assert ("kéo đến" in claim.text_vi) == (not served)


def test_only_people_have_an_80_per_cent_range(table, first):
    ranged = table[table.method.eq("diffusion") & table.status.ne("refused")]
    for claim in ranged.itertuples():
        calibrated = claim.reason.startswith("80 % range")
        assert ("80 % range" in claim.text_en) == ("xác suất 80%" in claim.text_vi) == calibrated
        assert ("indicative range" in claim.text_en) == ("khoảng tham khảo" in claim.text_vi) == (not calibrated)
    covered = first.loc["dien-bien.village_mobile_broadband_pct.projection.2025"]
    assert "not calibrated for provinces" in covered.text_en and "chưa hiệu chỉnh cho cấp tỉnh" in covered.text_vi


def test_short_forms_have_at_most_25_words_a_source_and_the_range(table, seeds):
    publishers = seeds["sources"].set_index("source_id").publisher
    publishers = publishers.str.replace("Sở Khoa học và Công nghệ tỉnh", "Sở KH&CN")
    names = seeds["indicators"].set_index("indicator")
    for claim in table[table.status != "refused"].itertuples():
        for language in ("en", "vi"):
            short = getattr(claim, f"short_{language}")
            named = [publishers[source] for source in claim.source_ids.split()]
            most = max(25, 17 + len(names.loc[claim.indicator, f"name_{language}"].split()))  # a name is said whole
            assert 3 < len(re.sub("|".join(named), "its", short).split()) <= most, (claim.Index, short)
            for full, kept in zip(STATED, EN if language == "en" else VI, strict=True):  # of two sources none is dated
                needed = full in claim.text_en and (full == STATED[0] or " " not in claim.source_ids)
                assert kept in short or not needed, short
            if claim.method == "diffusion":
                assert round(claim.lower, 1) in numbers(short, language)


def test_what_must_be_said_with_a_reported_figure_is_its_reason(first):
    assert "not to be read as a fall" in first.reason["dien-bien.village_fibre_pct.reported.2025-07-22"]
    assert "the same figure again" in first.reason["dien-bien.internet_users_pct.reported.2025-07-22"]
    assert "stays open" in first.reason["dien-bien.smartphone_population_pct.reported.2023"]


def test_no_caveat_is_given_twice(table):
    for reason in table.reason:
        parts = reason.split("; ")
        assert len(set(parts)) == len(parts), reason
        assert not [part for part in parts if any(other.endswith(f": {part}") for other in parts)], reason
