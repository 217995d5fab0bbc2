"""Figures, periods, targets and reasons in words, in English and Vietnamese; the catalogue of translations."""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import jinja2
import pandas as pd
from babel.messages import extract, pofile

from helpers.seeds import numerals

LANGUAGES = ("en", "vi")
CATALOGUE = Path(__file__).parent.parent / "locale" / "vi" / "LC_MESSAGES" / "helpers.po"
MARKED = [("**.py", "python"), *((f"**.{kind}", "jinja2") for kind in ("j2", "html", "md"))]  # files with texts of it
NOTEBOOKS = CATALOGUE.with_name("notebooks.po")  # what the notebooks' cells say
TEMPLATES = Path(__file__).parent.parent / "templates"
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


def used(package: Path = CATALOGUE.parents[3]) -> dict[str, str]:
    """Each text that the package's code or templates mark with `_` or `N_`: {English: "claims/say.py:12"}."""
    marked = extract.extract_from_dir(package, method_map=MARKED, keywords={"_": None, "N_": None})
    return {text: f"{name}:{line}" for name, line, text, *_ in marked if isinstance(text, str)}


def faults() -> list[str]:
    """What is wrong with the catalogue, one line each; an empty list when all is well."""
    places, entries = used(), translations()
    first = Counter(re.findall(r"^msgid .*[^ \"]\"$", CATALOGUE.read_text(encoding="utf-8"), re.M))
    found = [f"{place}: {text!r} has no translation" for text, place in places.items() if not entries.get(text)]
    found += [f"{text!r} is translated and used nowhere" for text in entries if text not in places]
    found += [f"{line} stands {times} times" for line, times in first.items() if times > 1]
    unlike = [text for text, translation in entries.items() if not agree(text, translation)]
    found += [f"{text!r} and its translation differ in numbers or fields" for text in unlike]
    return [f"{CATALOGUE.name}: {line}; mend it in src/helpers/locale" for line in found]


def agree(english: str, vietnamese: str) -> bool:
    """Whether a text and its translation hold the same numbers, and the same fields of str.format."""
    numbers = sorted(numerals.numbers_in(english)) == sorted(numerals.numbers_in(vietnamese, "vi"))
    fields = [{name for _, name, *_ in Formatter().parse(text) if name is not None} for text in (english, vietnamese)]
    return numbers and fields[0] == fields[1]


@functools.cache
def environment(language: str) -> jinja2.Environment:
    """What fills the templates of a language, with the functions that they call."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    made = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True, auto_reload=False)
    alike = (numerals.period_end, numerals.english_hedge, numerals.vietnamese_hedges, numerals.estimated)
    made.globals |= {one.__name__: one for one in (*alike, lowered, capital, most_decimals)}
    in_language: Any = (quantity, hedged, short, span, label, day, month, range_in_words, numerals.number)
    made.globals |= {one.__name__: functools.partial(one, language=language) for one in in_language}
    made.globals |= {"missing": pd.isna, "_": translator(language), "when": functools.partial(phrase, "when", language)}
    return made


def phrase(macro: str, language: str, *facts: Any) -> str:
    """A macro of templates/words.LANGUAGE.j2 filled with facts, on one line."""
    macros: Any = environment(language).get_template(f"words.{language}.j2").module
    return " ".join(getattr(macros, macro)(*facts).split())


def quantity(value: float, unit: str, language: str = "en", decimals: int | None = None) -> str:
    """A value with its unit, with as many decimals as it was printed with, or a fixed count: '72 %', '3.350 km'."""
    decimals = numerals.decimals_of(value) if decimals is None else decimals
    return phrase("with_unit", language, numerals.number(value, decimals, language), unit)


def hedged(row: Any, language: str = "en") -> str:
    """The value of an observation as reported, its hedge included: 'more than 52 %'."""
    return phrase("hedged", language, row)


def day(date: dt.date, language: str = "vi") -> str:
    """A day, in Vietnamese as Decree 30 of 2020 writes it: '22/7/2025', '07/8/2023'; '22 July 2025'."""
    return f"{date.day} {date:%B %Y}" if language == "en" else f"{date.day:02d}/{month(date, 'vi')}"


def month(date: dt.date, language: str = "vi") -> str:
    """A month, in Vietnamese with two digits where another figure could be put before it: '02/2024', '7/2025', 'July 2025'."""
    digits = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"{date:%B %Y}" if language == "en" else f"{digits}/{date.year}"


def short(row: Any, language: str = "en") -> str:
    """A period for a table cell, starred where it is inferred: '2023', '7/2025*', 'Q1/2023*'."""
    return phrase("short", language, row.period, row.period_basis)


def span(years: float, language: str = "en") -> str:
    """A span in words: '3 years', 'more than 2 years', 'a year and a half', 'about 10 months'."""
    return phrase("span", language, years)


def label(code: str, language: str = "en") -> str:
    """A code of the tables (a method, a kind, a verdict) in words; one without words as it is."""
    return phrase("label", language, code)


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


def vietnamese_or_english(reason: str, phrases: Mapping[Any, str]) -> str:
    """A reason or note (parts joined by '; ') in Vietnamese by phrases.csv; as it is where a part has none yet."""
    parts = [_part(part, phrases) for part in reason.split("; ")]
    return "; ".join(parts) if all(parts) else reason


def _part(part: str, phrases: Mapping[Any, str]) -> str:
    """A part in Vietnamese; '' where it has none."""
    if printed := TARGET_SOURCE.fullmatch(part):
        evidence = phrases.get(printed[2])
        return phrase("target_source", "vi", printed[1], evidence) if evidence else ""
    head, _, rest = part.partition(": ")
    more = _part(rest, phrases) if rest and head in phrases else ""
    return phrases.get(part) or (f"{phrases[head]}: {more}" if more else "")


def with_kinds(claims: pd.DataFrame) -> pd.DataFrame:
    """claims.csv with `kind` and `subject`, what a claim is about: a period, a year, a target."""
    parts = claims.claim_id.str.split(".")
    return claims.assign(kind=parts.str[2], subject=parts.str[3])
