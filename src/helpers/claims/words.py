"""How figures, periods and hedges are said in English and in Vietnamese."""

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from babel.messages import pofile

from helpers.analysis.pairs import LEAST_YEARS
from helpers.seeds import numerals
from helpers.tables import files

LANGUAGES = ("en", "vi")
CATALOGUE = Path(__file__).parent.parent / "locale" / "vi" / "LC_MESSAGES" / "helpers.po"
NOTEBOOKS = CATALOGUE.with_name("notebooks.po")  # what the notebooks' cells say
INFERRED = {"en": "date inferred", "vi": "thời điểm suy ra"}
SMALL = {3: "three", 6: "six", 9: "nine"}
QUARTERS = ["I", "II", "III", "IV"]


@functools.cache
def translator(language: str) -> Callable[[str], str]:
    """A function that gives an English text in a language: the text itself in "en", or where it has no translation.

    >>> translator("vi")("{value} points").format(value="9,3")
    '9,3 điểm phần trăm'
    """
    entries = {} if language == "en" else translations(NOTEBOOKS) | translations()
    return lambda text: entries.get(text) or text


@functools.cache
def translations(catalogue: Path = CATALOGUE) -> dict[str, str]:
    """A catalogue, that of the code's Vietnamese if no other is named, as {English: Vietnamese}."""
    with catalogue.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in pofile.read_po(file, "vi") if entry.id}


def N_(text: str) -> str:
    """The text itself, marked for the catalogue: for a constant that a translator gets later."""
    return text


UNITS = {  # unit -> how a number of it is printed; of a count the number alone
    "%": N_("{value} %"),
    "% of GRDP": N_("{value} %"),
    "% of GDP": N_("{value} %"),
    "km": N_("{value} km"),
    "billion VND": N_("{value} billion VND"),
    "million VND": N_("{value} million VND"),
    "points": N_("{value} points"),
    "points a year": N_("{value} points a year"),
    "% a year": N_("{value} % a year"),
}


def quantity(value: float, unit: str, language: str = "en", decimals: int | None = None) -> str:
    """A value with its unit, with as many decimals as it was printed with, or a fixed count.

    >>> quantity(72.0, "%"), quantity(72.0, "%", "vi"), quantity(3350, "km", "vi"), quantity(567666, "number")
    ('72 %', '72%', '3.350 km', '567,666')
    """
    decimals = numerals.decimals_of(value) if decimals is None else decimals
    return translator(language)(UNITS.get(unit, "{value}")).format(value=numerals.number(value, decimals, language))


def hedged(row: Any, language: str = "en") -> str:
    """The value of an observation as reported, its hedge included: 'more than 52 %', 'trên 52%'."""
    text = quantity(row.value, row.unit, language)
    if language == "vi":
        return " ".join([*(word for word in row.qualifier.split() if word in numerals.HEDGES), text])
    way = numerals.hedge(row.qualifier)
    estimated = "ước" in row.qualifier
    one_sided = {"up": "more than ", "down": "nearly "}.get(way, "")
    if one_sided:
        return one_sided + text + (" (estimated)" if estimated else "")
    return ("an estimated " if way else "") + text


def reached(row: Any) -> str:
    """A reported value behind its Vietnamese verb: 'đạt trên 52%', 'ước chiếm 9,5%', 'là 139'."""
    verb = (
        "chiếm" if "chiếm" in row.qualifier else "đạt" if row.unit.startswith("%") or "đạt" in row.qualifier else "là"
    )
    estimated = "ước" in row.qualifier
    hedge = "".join(f"{word} " for word in row.qualifier.split() if word in numerals.HEDGES and word != "ước")
    return f"{'ước ' if estimated else ''}{verb} {hedge}{quantity(row.value, row.unit, 'vi')}"


def when(period: str, basis: str = "stated", language: str = "en") -> str:
    """A period in words, marked where it is inferred.

    >>> when("2023", "stated"), when("2024-01/2024-09", "stated", "vi"), when("2025-07-22", "inferred")
    ('in 2023', '9 tháng đầu năm 2024', 'as of 22 July 2025 (date inferred)')
    """
    words = (_when_vi if language == "vi" else _when_en)(
        period, *period.partition("/")[::2], numerals.period_end(period)
    )
    return words if basis == "stated" else f"{words} ({INFERRED[language]})"


def _when_en(period: str, start: str, end: str, last: dt.date) -> str:
    if end and len(start) == 4:
        return f"in {start} to {end}"
    if end and start.endswith("-01") and start[:4] == end[:4]:
        return f"in the first {SMALL.get(last.month, last.month)} months of {last.year}"
    if end:
        return f"from {numerals.period_end(start):%B %Y} to {last:%B %Y}"
    if "Q" in period:
        return f"at the end of quarter {period[-1]} of {last.year}"
    return f"in {period}" if len(period) == 4 else f"as of {last.day} {last:%B %Y}"


def _when_vi(period: str, start: str, end: str, last: dt.date) -> str:
    if end and len(start) == 4:
        return f"giai đoạn {start}–{end}"
    if end and start.endswith("-01") and start[:4] == end[:4]:
        return f"{last.month} tháng đầu năm {last.year}"
    if end:
        first = numerals.period_end(start)
        return f"từ tháng {_month(first)} đến tháng {_month(last)}"
    if "Q" in period:
        return f"cuối quý {QUARTERS[int(period[-1]) - 1]} năm {last.year}"
    return f"năm {period}" if len(period) == 4 else f"tính đến ngày {day_vi(last)}"


def day_vi(date: dt.date) -> str:
    """A day as Decree 30/2020/NĐ-CP writes it: '22/7/2025', '07/8/2023', '01/02/2024'."""
    return f"{date.day:02d}/{_month(date)}"


def _month(date: dt.date) -> str:
    return f"{date.month:02d}/{date.year}" if date.month < 3 else f"{date.month}/{date.year}"


def span(years: float, language: str = "en") -> str:
    """A span in words.

    >>> span(3.0), span(2.31, "vi"), span(0.8075)
    ('3 years', '2,3 năm', 'about 10 months')
    """
    if years < LEAST_YEARS:
        return {"en": f"about {years * 12:.0f} months", "vi": f"khoảng {years * 12:.0f} tháng"}[language]
    number = numerals.number(years, 0 if abs(years - round(years)) < 0.005 else 1, language)
    return number + {"en": " years", "vi": " năm"}[language]


def between(lower: float, upper: float, decimals: int, language: str = "en") -> str:
    """A range in words: '9.5 to 11.5', 'từ 9,5 đến 11,5'."""
    low, high = (numerals.number(bound, decimals, language) for bound in (lower, upper))
    return f"{low} to {high}" if language == "en" else f"từ {low} đến {high}"


def subject(row: Any, names: pd.DataFrame, language: str = "en") -> str:
    """The beginning of a sentence: 'In Điện Biên the share of …', 'Tỷ lệ … của tỉnh Điện Biên'."""
    about = names.loc[row.indicator]
    if language == "vi":
        return f"{about.name_vi} của {files.place(row.province, 'vi')}"
    return f"In {files.place(row.province)} the {lowered(about.definition_en)}"


def lowered(text: str) -> str:
    """A text with a small first letter, unless it begins with an abbreviation.

    >>> lowered("Tỷ lệ hộ"), lowered("GRDP bình quân")
    ('tỷ lệ hộ', 'GRDP bình quân')
    """
    return text if text[:2].isupper() else text[0].lower() + text[1:]


def moved(start: Any, end: Any, names: pd.DataFrame, language: str = "en") -> str:
    """A change without its measure: '… rose from 44 % in 2020 to 72 % in 2023'."""
    first, last = (f"{hedged(row, language)} {when(row.period, row.period_basis, language)}" for row in (start, end))
    who = subject(end, names, language)
    if end.value == start.value:
        return {"en": f"{who} stood at {first} and at {last}", "vi": f"{who} là {first} và là {last}"}[language]
    up = end.value > start.value
    if language == "en":
        return f"{who} {'rose' if up else 'fell'} from {first} to {last}"
    return f"{who} {'tăng' if up else 'giảm'} từ {first} {'lên' if up else 'xuống'} {last}"


def projected(claim: Any, language: str = "en") -> str:
    """A projected share for a table cell, with its range: '79.0 % (72.7–87.7)', '87.8 % (≥ 77.0)' where the scale ends."""
    low, high = (numerals.number(bound, 1, language) for bound in (claim.lower, claim.upper))
    range_ = f"≥ {low}" if claim.upper >= 100 else f"{low}–{high}"
    return f"{claim.printed_vi if language == 'vi' else claim.printed_en} ({range_})"


def short(row: Any, language: str = "en") -> str:
    """A period for a table cell, starred where it is inferred: '2023', '7/2025*', 'Q1/2023*'."""
    end = numerals.period_end(row.period)
    if len(row.period) == 4:
        text = row.period
    elif "Q" in row.period:
        quarter = int(row.period[-1])
        text = f"quý {QUARTERS[quarter - 1]}/{end.year}" if language == "vi" else f"Q{quarter}/{end.year}"
    elif "/" in row.period and row.period[:4] == str(end.year):
        text = f"{end.month} {'tháng' if language == 'vi' else 'months of'} {end.year}"
    elif "/" in row.period:
        text = f"{row.period[:4]}–{end.month}/{end.year}"
    else:
        text = f"{end.month}/{end.year}"
    return str(text) + ("*" if row.period_basis == "inferred" else "")


def names_of(sources: pd.DataFrame) -> dict[str, str]:
    """The publisher of each source, as {source_id: name}."""
    return dict(zip(sources.source_id, sources.publisher, strict=True))


def publishers(rows: Iterable[Any], names: Mapping[str, str], language: str = "en") -> str:
    """Who printed some observations, by `names_of`: 'VietNamNet', 'theo VietNamNet'."""
    found = ", ".join(dict.fromkeys(names[row.source_id] for row in rows))
    return found if language == "en" else f"theo {found}"


def with_vietnamese_units(indicators: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """indicators.csv by indicator, with `unit_vi`: the unit that the sources print for a count, '' for others."""
    counted = (
        reported[(reported.kind == "observation")].drop_duplicates("indicator").set_index("indicator").unit_printed
    )
    names = indicators.set_index("indicator")
    return names.assign(unit_vi=counted.where(names.unit == "number").reindex(names.index).fillna(""))


def kinds(claim_ids: pd.Series) -> pd.Series:
    """The kind of each claim: reported, growth, trend, projection, scenario, illustration or target."""
    return claim_ids.str.split(".").str[2]


def year_of(date: Any) -> str:
    """A date's year, or '' where there is none."""
    return "" if pd.isna(date) else str(int(date))
