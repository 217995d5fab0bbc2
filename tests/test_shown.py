"""Tables as people read them."""

import pandas as pd
import pytest

from helpers.claims import edition, show
from helpers.tables import shown


def test_the_same_html_on_every_run_without_index_and_with_figures_to_the_right():
    frame = pd.DataFrame({"indicator": ["smartphone_population_pct"], "points_per_year": [28 / 3], "years": [3.0]})
    html = edition.of("vi").table(frame).to_html()
    assert html == edition.of("vi").table(frame.copy()).to_html()
    assert ">9,3<" in html and ">3<" in html and "smartphone_population" not in html
    assert ".col1 {\n  text-align: right" in html and ".col0 {\n  text-align: right" not in html


def test_one_number_of_decimals_a_column_and_a_dash_for_nothing():
    html = shown.styled(pd.DataFrame({"value": [44, 88.7, None], "unit": ["%", None, ""]}), "en").to_html()
    assert [part in html for part in (">44.0<", ">88.7<", ">–<", "nan")] == [True, True, True, False]


def test_periods_are_as_printed_and_starred_where_inferred():
    frame = pd.DataFrame({"period": ["2023", "2023-Q1"], "period_basis": ["stated", "inferred"]})
    assert list(show.named(frame, "en").period) == ["2023", "Q1/2023*"]
    assert list(show.named(frame, "vi").period) == ["2023", "Quý I/2023*"]


def test_markup_stays_text_and_a_table_that_nobody_reads_is_refused():
    assert "&lt;b&gt;" in shown.styled(pd.DataFrame({"note": ["<b>x</b>"]}), "en").to_html()
    with pytest.raises(ValueError, match="at most 8"):
        shown.styled(pd.DataFrame([range(9)]), "en")
    with pytest.raises(ValueError, match="no title in the codebook"):
        shown.styled(pd.DataFrame({"no_such_column": [1]}), "en")


def test_a_long_table_says_how_much_of_it_is_shown():
    html = edition.of("en").table(pd.DataFrame({"years": range(20)}), whole="data/growth.csv").to_html()
    assert "15 of 20 rows; the whole table: data/growth.csv" in html and ">15<" not in html
