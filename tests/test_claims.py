"""Claims: traceable, bilingual, refused where they must be; prose held to them."""

import contextlib
import html
import itertools
import re

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from helpers.claims import say, words
from helpers.seeds import numerals
from helpers.tables import files, shown


@pytest.fixture(scope="module")
def table(frames):
    return frames["claims"].set_index("claim_id")


def test_the_headline_sentence(table):
    claim = table.loc["dien-bien.smartphone_population_pct.growth.2020-to-2023"]
    assert claim.text_en.endswith(
        "rose from 44 % in 2020 to 72 % in 2023: 28 points in 3 years, 9.3 points a year, 17.8 % a year compound "
        "(VietNamNet)."
    )
    assert claim.text_vi.startswith(
        "Tỷ lệ dân số có điện thoại thông minh của tỉnh Điện Biên tăng từ 44% năm 2020 lên 72% năm 2023"
    )
    assert (claim.printed_en, claim.printed_vi) == ("9.3 points a year", "9,3 điểm phần trăm/năm")
    assert claim.paragraphs == "S01:8"


def test_every_number_of_a_sentence_is_the_same_in_both_languages(table):
    for claim in table.itertuples():
        english = list(numerals.numbers_in(claim.text_en))
        vietnamese = list(numerals.numbers_in(claim.text_vi, "vi"))
        missing = [number for number in english if number[1] > 0 and number not in vietnamese]
        assert not missing, (claim.Index, missing)


def test_printed_forms_hold_the_value(table):
    for claim in table[~table.printed_en.isin(["", "open"])].itertuples():
        (number, decimals), *other = numerals.numbers_in(claim.printed_en)
        if other:  # the change of a hedged count, as its sentence tells it
            assert numerals.numbers_in(claim.printed_vi, "vi") == [(number, decimals), *other]
            assert [number, other[0][0]] == pytest.approx(sorted([claim.lower, claim.upper]), abs=100)
            continue
        value = abs(claim.value) if ".target." in claim.Index else claim.value
        assert number == pytest.approx(round(value, decimals))
        assert numerals.numbers_in(claim.printed_vi, "vi") == [(number, decimals)]


def test_ranges_hold_their_values(table):
    ranged = table.dropna(subset=["value", "lower", "upper"])
    assert ((ranged.lower <= ranged.value + 1e-9) & (ranged.value <= ranged.upper + 1e-9)).all()


def test_every_quotable_claim_traces_back_to_printed_tokens(table, seeds):
    places = set(seeds["reported"].source_id + ":" + seeds["reported"].paragraph.astype(str))
    for paragraphs in table.paragraphs:
        assert paragraphs and set(paragraphs.split()) <= places


@pytest.mark.parametrize(
    "claim",
    [
        "dien-bien.village_fibre_pct.trend.2024-09-30-to-2025-07-22",
        "dien-bien.household_internet_pct.trend.household_fibre_connected_pct-2023-to-2024-09-30",
        "dien-bien.internet_users_pct.growth.2024-09-30-to-2025-07-22",
        "dien-bien.populated_area_mobile_pct.growth.2023-Q1-to-2024-09-30",
        "dien-bien.smartphone_population_pct.target.TVN5",
        "dien-bien.fixed_broadband_subscriptions_count.projection.none",
        "dien-bien.village_mobile_broadband_pct.scenario.2030",
        "dien-bien.village_fibre_pct.projection.none",
        "lai-chau.smartphone_adults_pct.projection.none",
    ],
)
def test_what_must_not_be_said_is_refused_with_a_reason(table, claim):
    assert table.status[claim] == "refused" and table.reason[claim]
    with pytest.raises(AssertionError, match="is refused"):
        say.confirm(claim, "72 %")


def test_village_fibre_names_the_fall_that_must_not_be_written(table):
    assert "-5.7 points" in table.text_en["dien-bien.village_fibre_pct.trend.2024-09-30-to-2025-07-22"]


def test_what_stands_under_the_heading_that_a_claim_names_shows_its_number(table, seeds):
    """A stored output under the heading holds the indicator and the value, as tables print it."""
    names = seeds["indicators"].set_index("indicator").name_en
    stored = {place: html.unescape(under(*place.split("#"))) for place in table.notebook.unique()}
    for claim in table.itertuples():
        text = stored[claim.notebook]
        assert names[claim.indicator] in text or claim.indicator in text, claim.Index
        if not np.isnan(claim.value) and ".trend." not in claim.Index:
            assert shown.figure(claim.value) in text, claim.Index


def under(notebook, heading):
    """The stored tables between a heading of a notebook and the next one."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    titles = [re.findall("^#+ (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else [] for cell in cells]
    first = next(place for place, found in enumerate(titles) if heading in found)
    section = itertools.takewhile(lambda place: not titles[place], range(first + 1, len(cells)))
    outputs = [output for place in section for output in cells[place].get("outputs", [])]
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


def test_no_sentence_speaks_of_a_bare_growth_of(table):
    for text in table.text_en:
        assert "growth of" not in text.replace("size of", "")


def test_confirm_fails_when_sentence_and_number_part_ways():
    claim = "dien-bien.smartphone_population_pct.growth.2020-to-2023"
    say.confirm(claim, "28 points", "17,8%/năm")
    with pytest.raises(AssertionError, match="mend the sentence"):
        say.confirm(claim, "29 points")
    with pytest.raises(AssertionError, match="no claim"):
        say.confirm("no.such.claim", "1")
    with pytest.raises(AssertionError, match=r"the tables say 9\.33333"):
        say.confirm(28 / 3, "9.4 points")
    with pytest.raises(AssertionError, match="one fragment for each"):
        say.confirm([1, 2], "1")


@pytest.mark.parametrize(
    "wrong", ["fell from 72 % to 44 %", "17.8 points a year", "28 years", "2 points a year", "8 points in 3 years"]
)
def test_confirm_needs_the_words_and_not_only_the_numbers(wrong):
    with pytest.raises(AssertionError, match="mend the sentence"):
        say.confirm("dien-bien.smartphone_population_pct.growth.2020-to-2023", wrong)


def test_hedges_stay_in_the_sentences(table):
    assert (
        "10 points (9.5 to 11.5) in 1.5 years"
        in table.text_en["dien-bien.household_internet_pct.growth.2023-Q1-to-2024-09-30"]
    )
    assert "at least 16 points left" in table.text_en["dien-bien.village_fibre_pct.target.TDB2"]
    assert "còn thiếu ít nhất 16 điểm phần trăm" in table.text_vi["dien-bien.village_fibre_pct.target.TDB2"]
    assert "year inferred" in table.text_en["dien-bien.village_fibre_pct.target.TDB2"]


def test_what_must_be_said_with_a_reported_figure_is_its_reason(table):
    assert "not to be read as a fall" in table.reason["dien-bien.village_fibre_pct.reported.2025-07-22"]
    assert "carried over" in table.reason["dien-bien.internet_users_pct.reported.2025-07-22"]
    assert "stays open" in table.reason["dien-bien.smartphone_population_pct.reported.2023"]


def test_ranges_of_coverage_are_called_uncalibrated(table):
    assert "not calibrated for provinces" in table.text_en["dien-bien.village_mobile_broadband_pct.projection.2025"]
    assert "chưa hiệu chỉnh cho cấp tỉnh" in table.text_vi["dien-bien.village_mobile_broadband_pct.projection.2025"]


def test_the_committed_claims_are_these(frames):
    assert files.as_written(frames["claims"], "claims").equals(files.read("claims"))


def test_every_reason_has_its_vietnamese(table, seeds):
    phrases = seeds["phrases"].set_index("phrase_en").phrase_vi.to_dict()
    for reason in table.reason:
        assert bool(words.in_vietnamese(reason, phrases)) == bool(reason)
    with pytest.raises(KeyError):
        words.in_vietnamese("a reason that nobody translated", phrases)


class Asked(dict):
    """A dictionary that knows which of its words were asked for."""

    def __init__(self, words):
        super().__init__(words)
        self.words = set()

    def __getitem__(self, word):
        self.words.add(word)
        return super().__getitem__(word)


def test_every_phrase_is_a_part_of_something_that_is_said(frames, seeds, root):
    phrases = Asked(seeds["phrases"].set_index("phrase_en").phrase_vi)
    rest = {name: frame for name, frame in seeds.items() if name != "phrases"}
    texts = {
        text
        for frame in (rest | frames).values()
        for column in ("reason", "note", "range_basis", "evidence", "term_note")
        if column in frame
        for text in frame[column].dropna()
    }
    for part in texts | {part for text in texts for part in text.split("; ")}:
        with contextlib.suppress(KeyError):
            words.in_vietnamese(part, phrases)
    code = "".join(file.read_text(encoding="utf-8") for file in (root / "src").rglob("*.py"))
    assert not [phrase for phrase in phrases if phrase not in phrases.words and phrase not in code]
