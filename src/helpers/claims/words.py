"""Figures, periods, targets and reasons in words, in English and Vietnamese; the catalogue of translations."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from babel.messages import pofile

from helpers.analysis.pairs import LEAST_YEARS
from helpers.seeds import numerals

LANGUAGES = ("en", "vi")
DASH = {"en": "–", "vi": " - "}  # of a range
CATALOGUE = Path(__file__).parent.parent / "locale" / "vi" / "LC_MESSAGES" / "helpers.po"
NOTEBOOKS = CATALOGUE.with_name("notebooks.po")  # what the notebooks' cells say
MONTHS = {3: "three", 6: "six", 9: "nine"}
QUARTERS = ["I", "II", "III", "IV"]
TARGET_SOURCE = re.compile(r"target as in (.+) \((.+)\)")


@functools.cache
def translator(language: str) -> Callable[[str], str]:
    """A function that gives an English text in a language: the text itself in "en", or where it has no translation."""
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
BODIES = (
    N_("Ministry of Information and Communications"),
    N_("Vietnam Telecommunications Authority"),
    N_("Ministry of Science and Technology"),
    N_("General Statistics Office"),
)


def quantity(value: float, unit: str, language: str = "en", decimals: int | None = None) -> str:
    """A value with its unit, with as many decimals as it was printed with, or a fixed count: '72 %', '3.350 km'."""
    decimals = numerals.decimals_of(value) if decimals is None else decimals
    return translator(language)(UNITS.get(unit, "{value}")).format(value=numerals.number(value, decimals, language))


def hedged(row: Any, language: str = "en") -> str:
    """The value of an observation as reported, its hedge included: 'more than 52 %'."""
    text = quantity(row.value, row.unit, language)
    if language == "vi":
        return " ".join([*numerals.vietnamese_hedges(row.qualifier), text])
    hedge, estimated = numerals.english_hedge(row.qualifier), numerals.estimated(row.qualifier)
    if estimated and not hedge:
        return f"an estimated {text}"
    return f"{hedge} {text}{' (estimated)' if estimated else ''}".strip()


BASES = {"inferred": N_("date inferred"), "earliest": N_("at the earliest")}


def when(period: str, basis: str = "stated", language: str = "en") -> str:
    """A period in words, marked where it is inferred, or only the earliest one that the text allows."""
    _, (start, _slash, end), last = translator(language), period.partition("/"), numerals.period_end(period)
    if end and len(start) == 4:
        text = _("in {start} to {end}").format(start=start, end=end)
    elif end and start.endswith("-01") and start[:4] == end[:4]:
        months = last.month if language == "vi" else MONTHS.get(last.month, last.month)
        text = _("in the first {months} months of {year}").format(months=months, year=last.year)
    elif end:
        first = month(numerals.period_end(start), language)
        text = _("from {start} to {end}").format(start=first, end=month(last, language))
    elif "Q" in period:
        text = _("at the end of quarter {number} of {year}").format(number=_quarter(period, language), year=last.year)
    elif len(period) == 4:
        text = _("in {year}").format(year=period)
    else:
        text = _("as of {day}").format(day=day(last, language))
    return text if basis == "stated" else f"{text} ({_(BASES[basis])})"


def _quarter(period: str, language: str) -> str:
    return QUARTERS[int(period[-1]) - 1] if language == "vi" else period[-1]


def day(date: dt.date, language: str = "vi") -> str:
    """A day, in Vietnamese as Decree 30 of 2020 writes it: '22/7/2025', '07/8/2023'; '22 July 2025'."""
    return f"{date.day} {date:%B %Y}" if language == "en" else f"{date.day:02d}/{month(date, 'vi')}"


def month(date: dt.date, language: str = "vi") -> str:
    """A month, in Vietnamese with two digits where another figure could be put before it: '02/2024', '7/2025', 'July 2025'."""
    digits = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"{date:%B %Y}" if language == "en" else f"{digits}/{date.year}"


def short(row: Any, language: str = "en") -> str:
    """A period for a table cell, starred where it is inferred: '2023', '7/2025*', 'Q1/2023*'."""
    _, period, end = translator(language), row.period, numerals.period_end(row.period)
    text = f"{end.month}/{end.year}"
    if len(period) == 4:
        text = period
    elif "Q" in period:
        text = _("Q{number}/{year}").format(number=_quarter(period, language), year=end.year)
    elif "/" in period and period[:4] == str(end.year):
        text = _("{months} months of {year}").format(months=end.month, year=end.year)
    elif "/" in period:
        text = f"{period[:4]}{DASH[language]}{text}"
    return text + ("" if row.period_basis == "stated" else "*")


def span(years: float, language: str = "en") -> str:
    """A span in words: '3 years', 'more than 2 years', 'a year and a half', 'about 10 months'."""
    _, whole = translator(language), int(years + 0.05)
    if years < LEAST_YEARS:
        return _("about {months} months").format(months=f"{years * 12:.0f}")
    over = years - whole
    if over < 0.05:
        return _("{years} years").format(years=whole) if whole > 1 else _("a year")
    if abs(over - 0.5) < 0.1:
        return _("{years} years and a half").format(years=whole) if whole > 1 else _("a year and a half")
    text = _("more than {years} years") if over < 0.5 else _("nearly {years} years")
    return text.format(years=whole if over < 0.5 else whole + 1)


def edges(point: Any) -> tuple[float, float]:
    """The printed figure, opened by its hedge alone: (83, 84) for "over 83", (72, 72) for 72."""
    return (point.lower, point.upper) if numerals.hedge(point.qualifier) else (point.value, point.value)


def range_in_words(low: float, high: float, unit: str, decimals: int, language: str = "en") -> str:
    """A quantity or a range of it: '12 points', '16 to 17 points'; '9,5 - 11,5%'."""
    _, text = translator(language), quantity(high, unit, language, decimals)
    return text if low == high else _("{low} to {high}").format(low=numerals.number(low, decimals, language), high=text)


def most_decimals(*values: float) -> int:
    """The decimals of the value that is printed with most."""
    return max(numerals.decimals_of(value) for value in values)


def capital(text: Any) -> Any:
    """A text as it begins a cell or a title; symbols (β y), abbreviations (xDSL) and what is no text as they are."""
    return text[0].upper() + text[1:] if isinstance(text, str) and (text[1:2].islower() or text[:2] == "a ") else text


def lowered(text: str) -> str:
    """A text with a small first letter, unless it begins with an abbreviation, as GRDP."""
    return text if text[:2].isupper() else text[0].lower() + text[1:]


def projected(claim: Any, language: str = "en") -> str:
    """A projected share for a table cell, with its range: '79.0 % (72.7–87.7)', '87.8 % (≥ 77.0)' where the scale ends."""
    low, high = (numerals.number(bound, 1, language) for bound in (claim.lower, claim.upper))
    range_ = f"≥ {low}" if claim.upper >= 100 else f"{low}{DASH[language]}{high}"
    return f"{claim.printed_vi if language == 'vi' else claim.printed_en} ({range_})"


METHODS = {
    "diffusion": N_("central path"),
    "straight_line": N_("straight line"),
    "closing_gap": N_("closing gap"),
    "logistic": N_("logistic curve"),
    "gompertz": N_("Gompertz curve"),
    "last_value": N_("last figure kept"),
    "constant_growth": N_("constant growth"),
}


def vietnamese_or_english(reason: str, phrases: Mapping[Any, str]) -> str:
    """A reason or note in Vietnamese by phrases.csv ({English: Vietnamese}); as it is where a part has none yet.

    A reason joins parts by '; ', a part may open with one of its own and ': '.
    """
    try:
        return "; ".join(_phrase(part, phrases) for part in reason.split("; ")) if reason else ""
    except KeyError:
        return reason


def _phrase(part: str, phrases: Mapping[Any, str]) -> str:
    if part in phrases:
        return phrases[part]
    if printed := TARGET_SOURCE.fullmatch(part):
        _ = translator("vi")
        return _("target as in {source} ({evidence})").format(source=printed[1], evidence=phrases[printed[2]])
    head, colon, rest = part.partition(": ")
    if not colon or head not in phrases:
        raise KeyError(part)
    return f"{phrases[head]}: {_phrase(rest, phrases)}"


def with_kinds(claims: pd.DataFrame) -> pd.DataFrame:
    """claims.csv with `kind` and `about`, what a claim is about: a period, a year, a target."""
    parts = claims.claim_id.str.split(".")
    return claims.assign(kind=parts.str[2], about=parts.str[3])
