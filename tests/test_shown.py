"""What readers read: sentences of the claims, tables, pictures, formulas, translations."""

import pandas as pd
import pytest

from helpers.analysis import accuracy, pairs
from helpers.charts import projections, shares
from helpers.claims import edition, show, words
from helpers.claims.edition import say
from helpers.tables import files, shown

SERIES = ("dien-bien", "smartphone_population_pct")


def test_the_latest_claim_is_shown_in_either_language_with_how_to_trace_it():
    claim = files.read("claims").set_index("claim_id").loc[f"{'.'.join(SERIES)}.scenario.2030"]
    for language in ("en", "vi"):
        shown_text = say(*SERIES, "scenario", language).data
        assert shown_text.startswith(claim[f"text_{language}"]) and f"run.py claim {claim.name}" in shown_text


def test_the_latest_of_several_is_shown():
    homes = ("dien-bien", "household_internet_pct")
    assert "54 %" in say(*homes, "reported").data and "2023-Q1-to-2025-07-22" in say(*homes, "growth").data
    assert "target.TDB5" in say("dien-bien", "digital_economy_grdp_pct", "target").data


def test_a_missing_claim_has_its_reason_in_the_notebooks_language():
    assert "one point" in say("lai-chau", "smartphone_adults_pct", "projection").data
    assert "một số liệu" in say("lai-chau", "smartphone_adults_pct", "projection", "vi").data
    assert "96" not in say("dien-bien", "village_mobile_broadband_pct", "scenario").data


def test_the_same_html_on_every_run_without_index_and_with_figures_to_the_right():
    frame = pd.DataFrame({"indicator": ["smartphone_population_pct"], "points_per_year": [28 / 3], "years": [3.0]})
    html, again = (edition.of("vi").table(one).to_html() for one in (frame, frame.copy()))
    assert html == again and ">9,3<" in html and ">3<" in html and "smartphone_population" not in html
    assert ".col1 {\n  text-align: right" in html and ".col0 {\n  text-align: right" not in html


def test_one_number_of_decimals_a_column_and_a_dash_for_nothing():
    html = shown.styled(pd.DataFrame({"value": [44, 88.7, None], "unit": ["%", None, ""]}), "en").to_html()
    assert [part in html for part in (">44.0<", ">88.7<", ">–<", "nan")] == [True, True, True, False]


def test_periods_are_as_printed_and_starred_where_inferred():
    frame = pd.DataFrame({"period": ["2023", "2023-Q1", None], "period_basis": ["stated", "inferred", None]})
    assert list(show.named(frame, "en").period) == ["2023", "Q1/2023*", ""]
    assert list(show.named(frame, "vi").period) == ["2023", "Quý I/2023*", ""]
    fibre = pd.DataFrame({"indicator": "village_fibre_pct", "source_id": ["S01", "S05"]})
    assert show.named(fibre, "en").indicator.is_unique


def test_markup_stays_text_and_a_table_that_nobody_reads_is_refused():
    assert "&lt;b&gt;" in shown.styled(pd.DataFrame({"note": ["<b>x</b>"]}), "en").to_html()
    with pytest.raises(ValueError, match="at most 8"):
        shown.styled(pd.DataFrame([range(9)]), "en")
    with pytest.raises(ValueError, match="no title in the codebook"):
        shown.styled(pd.DataFrame({"no_such_column": [1]}), "en")


def test_a_long_table_says_how_much_of_it_is_shown():
    html = edition.of("en").table(pd.DataFrame({"years": range(20)}), whole="data/growth.csv").to_html()
    assert "15 of 20 rows; the whole table: data/growth.csv" in html and ">15<" not in html


def test_nothing_is_wrong_with_the_catalogue():
    assert words.faults() == []


def test_code_and_templates_are_read_for_marked_texts(tmp_path):
    (tmp_path / "templates").mkdir()
    code = """for _ in x("no"):\n    y = _("one " "text") + words.N_("two")\n"""
    (tmp_path / "room.py").write_text(code)
    (tmp_path / "templates" / "page.html").write_text('<p title="{{ _("three") }}">{{ other }}</p>')
    assert set(words.used(tmp_path)) == {"one text", "two", "three"}


def test_faults_are_named(monkeypatch, tmp_path):
    broken = tmp_path / "helpers.po"
    entry = 'msgid "{n} of 12"\nmsgstr "{n} trên 13"\n\n'
    broken.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entry + entry)
    monkeypatch.setattr(words, "translations", lambda: {"{n} of 12": "{n} trên 13"})
    monkeypatch.setattr(words, "used", lambda: {"a new text": "claims/say.py:1"})
    monkeypatch.setattr(words, "CATALOGUE", broken)
    found = "\n".join(words.faults())
    for fault in ("'a new text' has no translation", "used nowhere", "stands 2 times", "differ in numbers"):
        assert fault in found


def written_in(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def test_a_falling_share_has_one_sign_and_its_periods(frames, seeds):
    growth = frames["growth"].query("indicator == 'smartphone_population_pct'").copy()
    growth[["end_value", "points_per_year"]] = [24.0, -6.667]
    shown = written_in(shares.comparable(growth, frames["observations"], seeds["indicators"], "en"))
    assert "-6.7 points" in shown and "44 % (2020)" in shown and not any("+-" in text for text in shown)


def test_places_without_a_colour_of_their_own_are_drawn(frames, seeds):
    rows = frames["observations"].query("indicator == 'digital_economy_grdp_pct' and paragraph.notna()")
    many = pd.concat([rows.head(1).assign(province=f"place-{number}") for number in range(7)])
    for draw in (shares.latest, shares.places):
        assert len(written_in(draw(many, seeds["indicators"], "en"))) == 7


def test_the_closing_gap_stands_beside_the_central_path_of_covered_places_alone(frames, seeds):
    observations, indicators = frames["observations"], seeds["indicators"]
    joined = pairs.joined(observations, seeds["comparability"])
    central = frames["projections"].query("method == 'diffusion'")
    since = accuracy.reported_since(central, observations, indicators.set_index("indicator").family)
    figure = projections.small_multiples(frames["projections"], observations, joined, since, indicators, "", "en")
    drawn = {
        axis.get_title(loc="left"): "".join(text.get_text() for text in axis.texts)
        for axis in figure.axes
        if axis.lines
    }
    beside = [title for title, texts in drawn.items() if "closing gap" in texts]
    assert any("> 60 %" in text for text in drawn.values()) and not any("gap 100 %" in text for text in drawn.values())
    assert projections.LATE.split()[-1] in figure.get_supxlabel()
    assert len(drawn) == 3 and len(beside) == 1 and beside[0].startswith("Villages with 3G/4G")
