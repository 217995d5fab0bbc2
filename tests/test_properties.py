"""What must hold for every figure, not only for those at hand; the same examples on every run."""

import datetime
import string

import numpy as np
import pandas as pd
import pytest
from conftest import as_written
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers.analysis import curves, growth
from helpers.seeds import numerals, tidy
from helpers.tables import files

LANGUAGES = st.sampled_from(["en", "vi"])
WHOLE = st.integers(0, 10**12)
DECIMALS = st.integers(0, 3)
SHARES = st.decimals(0, 100, places=2).map(float)
YEARS = st.decimals(1, 10, places=2).map(float)
WORDS = st.text(string.ascii_letters + "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", min_size=1, max_size=9)
QUALIFIERS = st.sampled_from(["", "hơn", "trên", "gần", "ước đạt", "ước chiếm", "ước đạt gần", "khoảng", "đạt"])


# Printing and reading
@given(WHOLE, DECIMALS)
def test_a_vietnamese_numeral_is_read_back(digits, decimals):
    token = numerals.number(digits / 10**decimals, decimals, "vi")
    assert numerals.numeral(token) == digits / 10**decimals
    assert numerals.last_digit(token) == pytest.approx(10.0**-decimals)


@given(
    st.lists(st.tuples(WORDS, WHOLE, DECIMALS, st.sampled_from(["", " %", "%", ",", ";", ":", ")", "."])), min_size=1),
    LANGUAGES,
)
def test_a_sentence_gives_back_the_numbers_printed_in_it(parts, language):
    figures = [(digits / 10**decimals, decimals) for _, digits, decimals, _ in parts]
    printed = [numerals.number(value, decimals, language) for value, decimals in figures]
    sentence = " ".join(f"{word} {number}{after}" for (word, _, _, after), number in zip(parts, printed, strict=True))
    assert numerals.numbers_in(sentence, language) == figures


@given(st.floats(-1e6, 1e6), DECIMALS, LANGUAGES)
@example(value=-0.04, decimals=1, language="vi")
def test_nothing_is_printed_as_minus_zero(value, decimals, language):
    printed = numerals.number(value, decimals, language)
    assert not printed.startswith("-") or any(digit in printed for digit in "123456789"), printed


@given(st.text())
@example("٣")  # a digit of another script
def test_any_text_is_a_numeral_or_refused_in_words(text):
    try:
        value = numerals.numeral(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert value >= 0 and set(text) <= set("0123456789.,")


@given(
    st.one_of(st.text(), st.from_regex(r"[0-9٠-٩]{4}(-(Q?[0-9]|[0-9]{2}(-[0-9]{2})?))?(/[0-9]{4})?", fullmatch=True))
)
@example("000١")  # digits of another script
def test_any_text_is_a_period_or_refused_in_words(text):
    try:
        end = numerals.period_end(text)
    except ValueError as error:
        assert str(error)
    else:
        assert isinstance(end, datetime.date) and set(text) <= set("0123456789-/Q")


# Periods
@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_ends_before_the_next_and_a_quarter_and_a_year_with_their_last_month(year, month):
    end = numerals.period_end(f"{year}-{month:02d}")
    assert (end + datetime.timedelta(days=1)).day == 1 and (end.year, end.month) == (year, month)
    assert numerals.period_end(f"{year}-Q{(month + 2) // 3}") == numerals.period_end(
        f"{year}-{(month + 2) // 3 * 3:02d}"
    )
    assert numerals.period_end(str(year)) == numerals.period_end(f"{year}-12")
    assert numerals.period_end(f"{year}-01/{year}-{month:02d}") == end


@given(st.integers(1900, 2100), st.sampled_from(["{}", "{}-Q1", "{}-Q4", "{}-02", "{}-02-28", "{}/2101"]))
def test_a_period_starts_before_it_ends(year, shape):
    period = shape.format(year)
    assert numerals.period_start(period) < pd.Timestamp(numerals.period_end(period))


@given(st.lists(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), min_size=2, unique=True))
def test_decimal_years_keep_the_order_of_days(days):
    years = tidy.decimal_year(sorted(days))
    assert (np.diff(years) > 0).all() and (years - [day.year for day in sorted(days)] <= 1).all()


# Ranges
@given(st.integers(0, 10**6), DECIMALS, QUALIFIERS, st.decimals("0.01", 1000, places=2).map(float))
def test_an_input_range_contains_its_figure(digits, decimals, qualifier, step):
    value = digits / 10**decimals
    token = numerals.number(value, decimals, "vi")
    low, high = numerals.input_range(token, qualifier, step)
    assert low <= value <= high and low < high


@given(SHARES, SHARES, YEARS, st.floats(0, 5), st.floats(0, 5))
def test_the_range_of_a_growth_measure_contains_the_measure(start, end, years, wide, wider):
    first, last = ((max(value - room, 0), min(value + room, 100)) for value, room in ((start, wide), (end, wider)))
    central = growth.rates(start, end, years, 100)
    lowest, highest = growth.rates(first[1], last[0], years, 100), growth.rates(first[0], last[1], years, 100)
    for name in growth.MEASURES:
        parts = np.array([lowest[name], central[name], highest[name]], float)
        finite = parts[~np.isnan(parts)]
        assert (np.diff(finite) >= -1e-9 * max(1, *np.abs(finite), 1)).all(), (name, parts)


# Projections
METHODS = {**curves.SHARE_CURVES, "diffusion": lambda *key: curves.diffusion(*key, 0.098944, 0.710901)}


@pytest.mark.parametrize("name", METHODS)
@given(y0=SHARES, y1=SHARES, years=YEARS, ahead=st.lists(st.floats(0, 30), min_size=2, max_size=6))
def test_a_projected_share_stays_in_bounds_starts_at_the_last_figure_and_is_monotone(name, y0, y1, years, ahead):
    h = np.array([0.0, *sorted(ahead)])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        path = np.broadcast_to(METHODS[name](y0, y1, years, h), h.shape)
    if name in ("logistic", "gompertz") and not (min(y0, y1) > 0 and max(y0, y1) < 100):
        assert np.isnan(path).all()
        return
    if name == "closing_gap" and y0 == 100:
        assert np.isnan(path).all()
        return
    assert (path >= 0).all() and (path <= 100).all()
    assert path[0] == pytest.approx(y1, abs=1e-6)
    steps = np.diff(path)
    if y1 >= y0:
        assert (steps >= -1e-9).all(), path
    elif name != "diffusion":  # momentum may turn a fall around: it promises no direction there
        assert (steps <= 1e-9).all(), path


@given(SHARES, st.decimals(-5, 20, places=2).map(float), SHARES, st.integers(2025, 2035))
def test_the_pace_that_is_needed_reaches_the_target_in_time(value, pace, target, year):
    at, needed, reached = curves.what_if(value, 2024.5, pace, target, year + 1.0)
    assert 0 <= at <= 100
    arrived, _, when = curves.what_if(value, 2024.5, float(needed), target, year + 1.0)
    assert float(arrived) == pytest.approx(target, abs=1e-9)
    assume(target > value)
    assert float(when) == pytest.approx(year + 1, abs=1e-6)
    assert (reached <= year + 1 + 1e-9) == (pace >= needed - 1e-9)


# Tables
CELLS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1))
def test_what_excel_adds_changes_no_cell(rows):
    text = pd.DataFrame(rows, columns=["a", "b"]).to_csv(index=False, lineterminator="\n").removeprefix("\ufeff")
    assert files.cleaned("\ufeff" + text.replace("\n", "\r\n")) == text == files.cleaned(text)


@pytest.mark.parametrize("table", files.names("data"))
def test_a_written_table_is_read_back(frames, table):
    once = as_written(frames[table], table)
    assert files.text(once, table) == files.text(frames[table], table)
    assert as_written(once, table).equals(once)
